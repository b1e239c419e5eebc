"""Which series have figures of a municipality is found out politely, and proposed to a person, never decided."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner
from werkzeug import Request, Response

from data.catalog import CatalogError, catalog, load
from etl.__main__ import commands
from etl.commands import discover as command
from etl.content import NotAsExpected
from etl.live.bise import BadKey, Bise
from etl.live.discovery import Found, codes, discover, written
from tests.services.day_bise import ROOM, asked, body, said
from tests.services.fixtures import answer, fixture
from tests.services.office import TOKEN, Office

DATA = Path(__file__).parents[2] / "data"
NAMES = {
    "1002000001": "Población total", "1002000041": "Total", "3105001001": 'Densidad de "población"\n(hab/km²)',
    "444612": "Tasa de desocupación", "6207019014": "Se considera indígena",
}  # fmt: skip
MUNICIPAL = ("1002000001", "1002000041", "3105001001", "6207019014")
PAGE = Response(answer(f"{ROOM}/page.html"), content_type="text/html")


def serve(office: Office, replies: Mapping[str, Response] | None = None) -> None:
    """The catalogues, the series of MUNICIPAL, no results for others; `replies` replaces single ids' answers."""
    one = {"OBS_VALUE": "9.5", "COBER_GEO": "14063", "TIME_PERIOD": "2020"}
    nation = {**one, "COBER_GEO": "0"}
    held = [json.loads(body(one, nation, number=n, FREQ="7", TOPIC="3,9", UNIT="96",
                            LASTUPDATE="25/08/2026 12:00:00 a. m."))["Series"][0] for n in MUNICIPAL]  # fmt: skip
    codes = {"CL_INDICATOR": NAMES, "CL_UNIT": {"96": "Personas"}, "CL_TOPIC": {"3": "Población", "9": "Sexo"}}
    for name, words in codes.items():
        rows = [{"value": v, "Description": d} for v, d in words.items()]
        office.answers(ROOM, f"/{name}/null/es/BISE/2.0/{TOKEN}", json.dumps({"CODE": rows}))

    def reply(request: Request) -> Response:
        ids, areas = asked(request.path)
        office.asked.append(ids[0])
        found = (replies or {}).get(ids[0])
        return found if found is not None and areas != ["00"] else said(held, ids, areas)

    office.server.expect_request(re.compile(rf"^/{ROOM}/INDICATOR/")).respond_with_handler(reply)


def found_by(office: Office, limit: int | None = None) -> Found:
    return discover(Bise(office.client(attempts=1)), catalog(), "14063", limit)


def numbers(found: Found) -> list[str]:
    return [c.id for c in found.candidates]


def test_every_series_is_asked_and_those_with_figures_become_candidates_in_inegi_s_words(office: Office) -> None:
    serve(office)
    found = found_by(office)
    assert (numbers(found), found.gone_through, found.total, found.stopped) == (list(MUNICIPAL), 5, 5, "")
    total = found.candidates[1]
    assert (total.name, total.unit, total.topic, total.frequency) == (
        "Total", "Personas", "Población / Sexo", "quinquennial",
    )  # fmt: skip
    assert (total.first, total.last, total.figures, total.updated) == ("2020", "2020", 1, "2026-08-25")
    assert {c.id: c.accepted for c in found.candidates if c.accepted} == {
        "1002000001": "population_total_bise", "6207019014": "indigenous_identity_pct",
    }  # fmt: skip


def test_a_discovery_goes_on_where_it_stopped_and_costs_nothing_when_repeated(office: Office) -> None:
    serve(office)
    first = found_by(office, limit=2)
    assert first.limited and "2 questions were asked; run again" in first.stopped and first.gone_through < 5
    assert found_by(office).gone_through == 5
    before = list(office.asked)
    again = found_by(office)
    assert numbers(again) == list(MUNICIPAL)
    assert office.asked == [*before, "1002000001"], "only whether the key is still good"
    assert [before.count(n) for n in NAMES if n != "1002000001"] == [1, 1, 1, 1]


def test_it_stops_when_the_service_asks_for_a_pause_and_keeps_what_it_has(office: Office) -> None:
    serve(office, {"444612": Response(status=429)})
    found = found_by(office)
    assert numbers(found) == list(MUNICIPAL[:3]) and found.gone_through == 3
    assert "it answered 429" in found.stopped and "it goes on from here" in found.stopped
    assert not found.limited and "6207019014" not in office.asked


def test_one_strange_answer_is_passed_over_and_many_in_a_row_end_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(office, dict.fromkeys(("1002000041", "3105001001"), PAGE))
    assert numbers(found_by(office)) == ["1002000001", "6207019014"]
    monkeypatch.setattr("etl.live.discovery.FAULTS", 2)
    stopped = found_by(office)
    assert "2 answers in a row are not as expected" in stopped.stopped and stopped.gone_through == 2


def test_a_bad_key_or_an_area_nobody_knows_ends_it_before_it_begins(office: Office) -> None:
    serve(office)
    with pytest.raises(NotAsExpected, match="not even the population of area 14999"):
        discover(Bise(office.client()), catalog(), "14999")
    office.server.clear()
    office.server.expect_request(re.compile(".*")).respond_with_data(answer(f"{ROOM}/nothing.json"), status=400)
    with pytest.raises(BadKey):
        found_by(office)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cl_indicator_1002000001.json", {"1002000001": "Población total"}),
        ("cl_geo_area_14063.json", {"14063": "Ocotlán"}),
    ],
)
def test_inegi_s_catalogues_are_read(office: Office, name: str, expected: dict[str, str]) -> None:
    office.answers(ROOM, f"/CL/null/es/BISE/2.0/{TOKEN}", fixture(f"{ROOM}/{name}").read_bytes())
    assert dict(codes(Bise(office.client()), "CL")) == expected


@pytest.mark.parametrize("content", [PAGE.get_data(), b"[]", b'{"CODE": [{"Description": "x"}]}'])
def test_a_catalogue_that_is_something_else_is_told(office: Office, content: bytes) -> None:
    serve(office)
    office.server.clear()
    office.answers(ROOM, f"/CL_UNIT/null/es/BISE/2.0/{TOKEN}", content)
    with pytest.raises(NotAsExpected, match="catalogue CL_UNIT of BISE is not as expected"):
        client = office.client()
        client.proven[ROOM] = True
        discover(Bise(client), catalog(), "14063")


def test_candidates_are_half_entries_the_catalogue_refuses_until_a_person_completes_them(
    office: Office, tmp_path: Path
) -> None:
    serve(office)
    text = written(found_by(office), "14063", "BISE")
    entries = yaml.safe_load(text)
    assert [e["id"] for e in entries] == ["bise_1002000041", "bise_3105001001"]
    assert entries[1]["title"]["es"] == 'Densidad de "población" (hab/km²)'
    assert "already in the catalogue: 1002000001 Población total (population_total_bise)" in text
    assert "accept: fill definition" in text and 'INEGI says "Personas"' in text
    room = tmp_path / "data"
    shutil.copytree(DATA, room, ignore=shutil.ignore_patterns("snapshot", "store", "raw", "migrations", "*.py"))
    (room / "store").mkdir()
    (room / "store" / "candidates.yaml").write_text(text, encoding="utf-8")
    assert set(load(room).indicators) == set(catalog().indicators), "where they are written they change nothing"
    (room / "indicators" / "mobility.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=r"entry «bise_1002000041»: title\.en"):
        load(room)
    full = {
        "title": {"es": "x", "en": "x"}, "definition": {"es": "x", "en": "x"}, "caveat": {"es": "x", "en": "x"},
        "kind": "count", "unit": "persons", "combine": "sum",
    }  # fmt: skip
    (room / "indicators" / "mobility.yaml").write_text(yaml.safe_dump([e | full for e in entries]), encoding="utf-8")
    assert "bise_1002000041" in load(room).indicators


def test_nothing_found_is_still_a_file_that_can_be_read() -> None:
    assert yaml.safe_load(written(Found(), "14063", "BISE")) == []


def test_the_command_writes_outside_the_catalogue_and_says_what_it_found(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(office)
    monkeypatch.setattr(command, "client", office.client)
    target = tmp_path / "store" / "candidates.yaml"
    done = CliRunner().invoke(commands.app, ["discover", "--area", "14063", "--to", str(target)])
    assert done.exit_code == 0 and "5 of 5 series gone through: 4 have figures of 14063, 2 of them" in done.output
    assert len(yaml.safe_load(target.read_text("utf-8"))) == 2 and TOKEN not in target.read_text("utf-8") + done.output
    assert [p.name for p in target.parent.iterdir()] == ["candidates.yaml"]
    refused = CliRunner().invoke(commands.app, ["discover", "--to", str(DATA / "indicators" / "candidates.yaml")])
    assert refused.exit_code == 1 and "write them outside data/indicators" in refused.output
    assert not (DATA / "indicators" / "candidates.yaml").exists()
    limited = CliRunner().invoke(commands.app, ["discover", "--limit", "1", "--to", str(target)])
    assert limited.exit_code == 0, "what was asked for was done"


def test_the_command_without_a_key_says_how_to_get_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = office.client()
    client.secrets = type(client.secrets)()
    monkeypatch.setattr(command, "client", lambda: client)
    done = CliRunner().invoke(commands.app, ["discover"])
    assert done.exit_code == 1 and "put OBSERVATORIO_INEGI_TOKEN in the environment" in " ".join(done.output.split())
    assert office.asked == []
