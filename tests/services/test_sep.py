"""SEP's form as it speaks: hidden fields go back, layout tables are passed over, totals must be the sum of the rows."""

from __future__ import annotations

import csv
import io
import json
from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest
from werkzeug import Request, Response

from data.catalog import catalog
from etl.content import NotAsExpected
from etl.contract import Parsed, SourceFault
from etl.http import NotReached
from etl.live.sep911 import PAGE
from etl.pipeline import prepare
from etl.raw import Raw, Want
from etl.sources.sep_911 import SOURCE, VARIABLES, extract, parse
from tests.services.day_sep import EXPECTED, PLACES, STATES, answered, figures, page, serve, table_of
from tests.services.fixtures import fixture
from tests.services.office import Office
from tests.sources.examples import example, relaxed

RECORDED = {"14063": (159, 31452, 16095, 15357, 2028), "14066": (101, 14975, 7697, 7278, 757),
            "14047": (35, 5873, 2943, 2930, 274)}  # fmt: skip
JAMAY = figures("14", "JAMAY", PLACES["14", "047"][1])


def recorded(area: str) -> bytes:
    """The scraped tables of a municipality as the page they came from: the form, a wrapping table, the table."""
    told = json.loads(fixture(f"sep/sep911_jalisco_municipality_{area[2:]}_real.json").read_text())
    layout, wrapping, counted = (table["data"] for table in told["tables"])
    inner = table_of(counted)
    around = f"<table><tr><td>{inner}</td></tr></table>"
    assert wrapping[0][1:2] == counted[0], "the table that wraps begins with the text of the one inside"
    return page("14", area[2:], table_of([[text[:200] for text in row] for row in layout]) + around)


def values(parsed: Parsed) -> pd.DataFrame:
    return parsed.values.set_index(["area", "period"])


def test_the_recorded_municipalities_give_their_printed_totals() -> None:
    read = values(parse(Raw({f"sep_911/{area}.html": recorded(area) for area in RECORDED})))
    assert {area: tuple(read.loc[(area, "2024/2025"), VARIABLES]) for area in RECORDED} == RECORDED


def test_a_page_says_what_the_file_of_localities_says() -> None:
    """The folder's layout and the service's, from the same rows."""
    content = example("sep_911").files[SOURCE.files[0].name].decode("utf-8-sig")
    rows = [tuple(row.values()) for row in csv.DictReader(io.StringIO(content))]
    pages = {}
    for (state, name, code), group in groupby(sorted(rows, key=lambda r: (r[1], r[2], r[3])), key=lambda r: r[1:4]):
        localities = [(row[4], *(int(n) for n in row[5:])) for row in group]
        told = figures(state, name, localities) if state in STATES else None  # type: ignore[arg-type]
        if told:
            pages[f"sep_911/{state.zfill(2)}{code}.html"] = page(state, code, told)
    with relaxed():
        folder = values(parse(example("sep_911")))
    live = values(parse(Raw(pages)))
    assert len(live) > 3
    pd.testing.assert_frame_equal(folder.loc[live.index, VARIABLES], live[VARIABLES])


def test_the_recorded_localities_of_jalisco_add_up_like_the_pages() -> None:
    with relaxed():
        content = fixture("sep/sep911_jalisco_localidades_real.csv").read_bytes()
        read = values(parse(Raw({SOURCE.files[0].name: content})))
    assert len(read) == 125
    assert {area: tuple(read.loc[(area, "2024/2025"), VARIABLES]) for area in RECORDED} == RECORDED


def test_the_form_is_filled_in_as_a_person_would_and_not_asked_twice(office: Office) -> None:
    seen: list[dict[str, str]] = []

    def heard(request: Request) -> Response:
        seen.append(dict(request.form))
        return answered(request)

    office.answers("sep_911", PAGE, heard)
    raw = extract(office.client(), Want())
    assert sorted(raw.files) == [f"sep_911/{a}.html" for a in ("01035", "01053", "01064", "14047", "14053")]
    assert [f.get("__EVENTTARGET", "") for f in seen[1:3]] == ["DDLEntidad", ""]
    jamay = next(f for f in seen if f.get("DDLMunicipio") == "047")
    assert jamay["__VIEWSTATE"] == "/wEPD14-0" and jamay["Button1"] == "Consultar" and "Button2" not in jamay
    assert jamay["DDLCiclo"] == "2024-2025" and jamay["DDLEntidad"] == "14"
    asked = len(seen)
    extract(office.client(), Want())
    assert len(seen) == asked, "pages of a school year are kept"
    assert raw.url.endswith("/sep_911/") and len(office.asked) == asked


def test_the_service_s_whole_way_keeps_the_contract(office: Office) -> None:
    serve(office)
    prepared = prepare(SOURCE, parse, extract(office.client(), Want()), catalog())
    assert prepared.problems == []
    frame = prepared.tables["observation"]
    total = frame[frame["breakdown"] == "total"].set_index(["indicator", "period", "area"])["value"]
    for key, value in EXPECTED["sep_911"].items():
        assert total.at[key] == value


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("<td>4,336</td>", "<td>4.336</td>", "the localities do not add up to the total"),
        ("<td>5,873</td>", "<td>5,874</td>", "the localities do not add up to the total"),
        ("<td>TOTAL</td>", "<td>SUMA</td>", "the table is cut short"),
        ("<td>4,336</td>", "<td>muchos</td>", "a cell is no number"),
        ("<td>2,207</td><td>2,129</td>", "<td>2,206</td><td>2,130</td>", "the localities do not add up"),
        ("Alumnos Mujeres", "Mujeres", "the page has no table of localities"),
        ("LOS CAPULINES", "SAN AGUSTÍN", "a record is given twice"),
        ("MUNICIPIO:", "LUGAR:", "the table does not say its place"),
    ],
)
def test_a_changed_table_is_told(old: str, new: str, sentence: str) -> None:
    assert old in JAMAY
    with pytest.raises(SourceFault) as told:
        parse(Raw({"sep_911/14047.html": page("14", "047", JAMAY.replace(old, new))}))
    assert sentence in str(told.value) and "sep_911/14047.html" in str(told.value)


def test_girls_and_boys_must_be_the_pupils() -> None:
    wrong = figures("14", "JAMAY", [("JAMAY", 20, 4336, 2207, 2130, 203)])
    with pytest.raises(SourceFault, match="girls and boys do not add up"):
        parse(Raw({"sep_911/14047.html": page("14", "047", wrong)}))


def test_an_added_column_and_an_unknown_municipality_are_refused() -> None:
    added = JAMAY.replace("<td>Docentes¹</td>", "<td>Docentes¹</td><td>Grupos</td>")
    with pytest.raises(SourceFault, match="Grupos"):
        parse(Raw({"sep_911/14047.html": page("14", "047", added)}))
    with pytest.raises(SourceFault, match="the municipality is unknown"):
        parse(Raw({"sep_911/14147.html": page("14", "147", JAMAY)}))


def test_a_place_that_moved_across_the_border_by_itself_is_told() -> None:
    other = figures("1", "VILLA HIDALGO", [("EL TULE", 1, 10, 5, 5, 1)])
    with pytest.raises(SourceFault, match="the municipality is unknown"):
        parse(Raw({"sep_911/01116.html": page("1", "116", other)}))


def test_pages_of_two_school_years_never_make_one_release() -> None:
    pages = {f"sep_911/{area}.html": page("14", area[2:], JAMAY, cycle=cycle)
             for area, cycle in (("14047", "2024-2025"), ("14063", "2025-2026"))}  # fmt: skip
    with pytest.raises(SourceFault, match="more than one school year"):
        parse(Raw(pages))
    with pytest.raises(SourceFault, match="does not say its school year"):
        parse(Raw({"sep_911/14047.html": page("14", "047", JAMAY, cycle="actual")}))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (page()[:700], "the page is cut short"),
        (b"<html><body>Mantenimiento</body></html>", "got another page"),
        (page().replace(b"__VIEWSTATE", b"__STATE"), "lacks __VIEWSTATE"),
        (page().replace(b'value="14"', b'value="15"'), "the form has no state 14"),
        (b'{"error": 1}', "expected an HTML page"),
    ],
)
def test_another_page_is_refused_and_says_what_came(office: Office, body: bytes, sentence: str) -> None:
    office.answers("sep_911", PAGE, body)
    with pytest.raises(NotAsExpected, match=sentence):
        extract(office.client(), Want())


def test_a_form_that_answers_without_figures_or_refuses_the_choice_is_told(office: Office) -> None:
    def empty(request: Request) -> Response:
        chosen = request.form.get("DDLEntidad", "0")
        return Response(page(chosen), content_type="text/html")

    office.answers("sep_911", PAGE, empty)
    with pytest.raises(NotAsExpected, match="got the form without figures"):
        extract(office.client(), Want())
    office.server.clear()
    office.answers("sep_911", PAGE, lambda r: Response(page()) if r.method == "GET" else Response(status=500))
    with pytest.raises(NotReached, match="it answered 500"):
        extract(office.client(keep_hours=0, attempts=2), Want())
    assert not [p for p in Path(office.folder).rglob("*.part") if p.stat().st_size]
