"""DENUE: counts of establishments, without a single person's name on disk."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest
from werkzeug import Request, Response

from data.catalog import catalog
from etl.content import NotAsExpected
from etl.contract import SourceFault
from etl.live import denue
from etl.pipeline import prepare
from etl.raw import Want
from etl.sources import inegi_denue
from tests.services.day_denue import EXPECTED, PATH, serve, zipped
from tests.services.fixtures import answer, fixture
from tests.services.office import Office
from tests.sources.examples import relaxed

WANT = Want(states=("14",), today=date(2026, 11, 22))
PAGE = b"<!DOCTYPE html><html><title>P\xc3\xa1gina no encontrada</title></html>"
ROWS = answer("denue/denue_inegi_14_.csv")


def figures(office: Office, **changed: object) -> pd.DataFrame:
    with relaxed():
        return inegi_denue.parse(inegi_denue.extract(office.client(**changed), WANT)).values.set_index("area")


def kept(office: Office) -> bytes:
    return b"".join(p.read_bytes() for p in office.folder.rglob("*") if p.is_file())


def test_a_state_is_counted_by_sector_and_size_with_the_edition_of_its_metadata(office: Office) -> None:
    serve(office)
    found = figures(office)
    ours = found.loc["14063"]
    assert (ours["period"], ours["establecimientos"]) == ("2026-05", 7)
    assert (ours["sector_31"], ours["sector_48"], ours["sector_46"]) == (3, 2, 2), "31 to 33 and 48 to 49 are one"
    assert (ours["tamano_1"], ours["tamano_2"], ours["tamano_7"]) == (3, 1, 1)
    assert found.loc["14", "establecimientos"] == 11


def test_a_sector_a_municipality_lacks_is_zero_and_a_municipality_not_in_the_file_has_no_figure(office: Office) -> None:
    serve(office)
    found = figures(office)
    assert found.loc["14047", "sector_31"] == 0
    assert len(found) == 126 and found.loc["14039"].drop(["period", "status", "file", "row"]).isna().all()


def test_nothing_of_an_establishment_stays_on_disk_also_when_its_file_cannot_be_counted(office: Office) -> None:
    serve(office)
    figures(office)
    written = kept(office)
    assert b"sha256:" in written and b"edition:2026-05" in written
    assert not [w for w in (b"PK\x03\x04", b"NEGOCIO", b"persona1@", b"3925550001", b"INVENTADA") if w in written]
    office.answers("inegi_bulk", PATH.format("16"), zipped(ROWS.replace(b"per_ocu", b"personal")))
    with pytest.raises(NotAsExpected, match="the column «per_ocu» is missing"):
        denue.table(office.client(), "16")
    assert b"PK\x03\x04" not in kept(office)


def test_an_unchanged_file_is_not_fetched_again_and_its_counts_stay(office: Office) -> None:
    def reply(request: Request) -> Response:
        if request.headers.get("If-None-Match") == '"may"':
            return Response(status=304)
        return Response(zipped(), headers={"ETag": '"may"'})

    office.answers("inegi_bulk", PATH.format("14"), reply)
    first = denue.table(office.client(), "14").read_bytes()
    client = office.client(keep_hours=0)
    for _ in range(2):
        assert denue.table(client, "14").read_bytes() == first
    assert (client.received, len(office.asked)) == (0, 3)
    denue.table(office.client(), "14")
    assert len(office.asked) == 3, "what is fresh is not asked for"


def test_the_state_that_comes_in_two_files_is_whole_or_not_there(office: Office) -> None:
    rows = ROWS.replace(b",14,Jalisco,", b",15,Jalisco,").replace(b",063,", b",106,")
    office.answers("inegi_bulk", PATH.format("15_1"), zipped(rows))
    office.answers("inegi_bulk", PATH.format("15_2"), PAGE)
    with pytest.raises(NotAsExpected, match="got an HTML page"):
        denue.table(office.client(), "15")
    office.server.clear()
    office.answers("inegi_bulk", PATH.format("15_1"), zipped(rows))
    office.answers("inegi_bulk", PATH.format("15_2"), zipped(rows))
    with relaxed():
        raw = inegi_denue.extract(office.client(), Want(states=("15",)))
        assert inegi_denue.parse(raw).values.set_index("area").loc["15106", "establecimientos"] == 14


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (zipped(ROWS[: len(ROWS) // 2]), r"row \d+: a record is cut or has extra cells \(expected 42, got"),
        (zipped(ROWS.replace(b"codigo_act", b"actividad")), "the column «codigo_act» is missing"),
        (zipped(metadata=b"sin fecha"), "does not say its edition"),
        (zipped()[:700], "the ZIP is damaged or cut short"),
        (PAGE, "expected a ZIP, got an HTML page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused_where_its_figures_are_public(
    office: Office, body: bytes, sentence: str
) -> None:
    serve(office)
    figures(office)
    office.server.clear()
    office.answers("inegi_bulk", PATH.format("14"), body)
    with pytest.raises(NotAsExpected, match=sentence):
        figures(office, keep_hours=0)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("251 y más personas", "251 y mas", "a label is unknown .*251 y mas"),
        (",063,", ",126,", "the municipality is unknown .*14126"),
        (",14,Jalisco,", ",16,Jalisco,", "a record is of another state|the municipality is unknown"),
        (",461110,", ",991110,", "a label is unknown .*«99»"),
    ],
)
def test_a_record_that_means_something_unknown_refuses_the_state(
    office: Office, old: str, new: str, sentence: str
) -> None:
    office.answers("inegi_bulk", PATH.format("14"), zipped(ROWS.decode("latin-1").replace(old, new).encode("latin-1")))
    with pytest.raises(SourceFault, match=sentence):
        figures(office)


def test_the_wrong_encoding_shows_in_the_size_and_is_refused(office: Office) -> None:
    office.answers("inegi_bulk", PATH.format("14"), zipped(ROWS.decode("latin-1").encode("utf-8")))
    with pytest.raises(SourceFault, match="a label is unknown"):
        figures(office)


def test_an_added_column_and_a_municipal_code_without_its_zeros_are_understood(office: Office) -> None:
    lines = ROWS.decode("latin-1").replace(",063,", ",63,").splitlines()
    more = "\r\n".join([lines[0] + ",nueva", *(line + ",x" for line in lines[1:])])
    office.answers("inegi_bulk", PATH.format("14"), zipped(more.encode("latin-1")))
    assert figures(office).loc["14063", "establecimientos"] == 7


def test_half_of_a_states_file_is_told_from_all_of_it(office: Office) -> None:
    control = json.loads(fixture("denue/inegi_authoritative_counts_real.json").read_text(encoding="utf-8"))["counts"]
    assert control == inegi_denue.CONTROL and control["14"] == 399_103
    serve(office)
    with pytest.raises(SourceFault, match="279372 to 598654 establishments; got 11 of 11"):
        inegi_denue.parse(inegi_denue.extract(office.client(), WANT))


def test_what_the_day_of_the_services_expects_is_what_the_catalogue_makes_of_it(office: Office) -> None:
    serve(office)
    with relaxed():
        ready = prepare(inegi_denue.SOURCE, inegi_denue.parse, inegi_denue.extract(office.client(), WANT), catalog())
    assert ready.problems == []
    found = (
        ready.tables["observation"].query("breakdown == 'total'").set_index(["indicator", "period", "area"])["value"]
    )
    assert {k: found[k] for k in EXPECTED["inegi_denue"]} == pytest.approx(EXPECTED["inegi_denue"])
