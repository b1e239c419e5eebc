"""CLUES: the newest cut is found, columns are read by name, and a unit counts while it is in operation."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pandas as pd
import pytest

from data.catalog import catalog
from data.database import connect, upgrade
from etl.content import NotAsExpected
from etl.contract import Parsed, SourceFault
from etl.pipeline import prepare, refresh
from etl.raw import Raw, Want
from etl.sources import salud_clues
from tests.services.day_clues import EXPECTED, HEADER, PAGE, UNITS, serve, workbook
from tests.services.fixtures import fixture
from tests.services.office import Office
from tests.sources.examples import relaxed

WANT = Want(states=("14",), today=date(2026, 11, 22))
NAME = "salud/ESTABLECIMIENTO_SALUD_202610.14.xlsx"


def parsed(content: bytes, name: str = NAME) -> Parsed:
    with relaxed():
        return salud_clues.parse(Raw({name: content}))


def totals(found: Parsed) -> pd.DataFrame:
    return found.values.set_index("area")


def changed(at: int, column: int, text: str) -> bytes:
    """The workbook with one cell of UNITS replaced."""
    units = [list(u) for u in UNITS]
    units[at][column] = text
    return workbook(units)


def test_the_recorded_layout_is_read_and_only_units_in_operation_count() -> None:
    content = fixture("salud/ESTABLECIMIENTO_SALUD_202601_constructed.xlsx").read_bytes()
    found = parsed(content, "salud/ESTABLECIMIENTO_SALUD_202601.14.xlsx")
    ours = totals(found).loc[["14063", "14066", "14047", "14", "00"]]
    assert list(ours["unidades"]) == [1, 1, 1, 3, 3] and set(ours["period"]) == {"2026-01"}
    assert list(ours["nivel_1"]) == [1, 1, 1, 3, 3]
    assert ours["camas"].isna().all(), "the cut of 2026 has no column of beds"
    sites = found.sites.set_index("site")
    assert set(sites["kind"]) == {"clues"} and len(sites) == 3
    assert (sites.loc["JCSSA000000", "latitude"], sites.loc["JCSSA000000", "longitude"]) == (20.35, -102.77)
    assert sites.loc["JCSSA000002", ["latitude", "longitude"]].isna().all(), "empty coordinates are no position"


def test_the_newest_cut_is_found_backwards_in_both_places(office: Office) -> None:
    serve(office)
    raw = salud_clues.extract(office.client(), WANT)
    assert list(raw.files) == [NAME] and raw.url.endswith("/clues_catalogue/ESTABLECIMIENTO_SALUD_202610.xlsx")
    assert len(office.asked) == 4
    assert sum("?v=1.1" in asked for asked in office.asked) == 2


def test_the_month_before_january_is_december(office: Office) -> None:
    for service in salud_clues.PLACES:
        office.answers(service, "/ESTABLECIMIENTO_SALUD_202701.xlsx", PAGE)
    office.answers("clues", "/ESTABLECIMIENTO_SALUD_202612.xlsx", workbook(cut="202612"))
    raw = salud_clues.extract(office.client(), Want(today=date(2027, 1, 5)))
    assert list(raw.files) == ["salud/ESTABLECIMIENTO_SALUD_202612.14.xlsx"]


def test_half_a_workbook_is_a_fault_and_not_a_month_without_a_cut(office: Office) -> None:
    serve(office)
    office.server.clear()
    office.answers("clues", "/ESTABLECIMIENTO_SALUD_202611.xlsx", workbook(cut="202611")[:2000])
    with pytest.raises(NotAsExpected, match="the ZIP is damaged or cut short"):
        salud_clues.extract(office.client(), WANT)


def test_pages_everywhere_end_in_a_sentence(office: Office) -> None:
    office.server.expect_request(re.compile("/clues.*")).respond_with_data(PAGE)
    with pytest.raises(NotAsExpected, match="no cut of the last 8 months.*etl/services.yaml"):
        salud_clues.extract(office.client(), WANT)


def test_a_municipality_whose_units_are_all_closed_has_zero_and_one_the_cut_never_names_has_no_figure() -> None:
    found = totals(parsed(workbook()))
    assert found.loc["14047", "unidades"] == 0
    assert pd.isna(found.loc["14001", "unidades"])


def test_a_private_consulting_room_counts_and_is_no_site_and_sites_are_of_the_wanted_states() -> None:
    found = parsed(workbook())
    assert totals(found).loc["14063", "unidades"] == 3
    assert list(found.sites["site"]) == ["JCSSA000011", "JCIMS000012", "JCSSA000014"]
    assert "INVENTADA" not in found.sites.to_json() and "3925550000" not in found.sites.to_json()
    both = parsed(workbook(), "salud/ESTABLECIMIENTO_SALUD_202610.14-16.xlsx")
    assert len(both.sites) == 4


def test_consulting_rooms_and_beds_are_added_up_where_the_cut_has_them() -> None:
    header = (*HEADER, "TOTAL DE CONSULTORIOS", "TOTAL DE CAMAS")
    found = totals(parsed(workbook(header=header, more=("4", "12"))))
    assert list(found.loc["14063", ["consultorios", "camas"]]) == [12, 36]
    untold = totals(parsed(workbook(header=header, more=("4", ""))))
    assert pd.isna(untold.loc["14063", "camas"]), "a unit that does not tell its beds makes no sum"


def test_names_of_columns_may_drift_in_accents_underscores_and_small_words() -> None:
    drifted = tuple(h.lower().replace(" ", "_").replace("operacion", "operación") for h in HEADER)
    assert totals(parsed(workbook(header=drifted))).loc["14063", "unidades"] == 3
    assert (
        totals(parsed(workbook(header=tuple(h.replace(" DE LA ", " ") for h in HEADER)))).loc["14063", "unidades"] == 3
    )


def test_an_added_column_and_codes_without_their_zeros_are_understood() -> None:
    assert totals(parsed(workbook(header=(*HEADER, "NUEVA"), more=("x",)))).loc["14063", "unidades"] == 3
    assert totals(parsed(changed(0, 3, "63"))).loc["14063", "unidades"] == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook()[:3000], "the workbook cannot be opened"),
        (PAGE, "the workbook cannot be opened"),
        (workbook(cut="202609"), "the sheet is missing .*CLUES_202610"),
        (workbook(header=tuple(h.replace("ESTATUS", "SITUACION") for h in HEADER)), "missing or was renamed .*ESTATUS"),
        (changed(0, 3, "126"), "the municipality is unknown .*14126"),
        (changed(0, 7, "CUARTO NIVEL"), "a label is unknown .*CUARTO NIVEL"),
        (workbook([*UNITS, UNITS[0]]), "a record is given twice .*JCSSA000011"),
        (workbook([(*u[:6], "ACTIVO", *u[7:]) for u in UNITS]), "no unit is in operation"),
        (
            workbook([(*u[:8], u[8].replace(".", ","), u[9].replace(".", ",")) for u in UNITS]),
            "hardly a unit has a position",
        ),
    ],
)
def test_a_workbook_that_is_not_as_published_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(SourceFault, match=sentence):
        parsed(content)


def test_a_position_outside_mexico_is_none_and_half_a_position_too() -> None:
    sites = parsed(changed(0, 9, "102.77")).sites.set_index("site")
    assert sites.loc["JCSSA000011", ["latitude", "longitude"]].isna().all()
    sites = parsed(changed(0, 8, "")).sites.set_index("site")
    assert sites.loc["JCSSA000011", ["latitude", "longitude"]].isna().all()


def test_half_of_the_catalogue_is_told_from_all_of_it() -> None:
    with pytest.raises(SourceFault, match="40000 to 150000 units; got 6"):
        salud_clues.parse(Raw({NAME: workbook()}))


def test_what_the_day_of_the_services_expects_is_what_the_catalogue_makes_of_it(office: Office) -> None:
    serve(office)
    with relaxed():
        ready = prepare(salud_clues.SOURCE, salud_clues.parse, salud_clues.extract(office.client(), WANT), catalog())
    assert ready.problems == []
    rows = ready.tables["observation"].query("breakdown == 'total'")
    found = rows.set_index(["indicator", "period", "area"])["value"]
    assert {k: found[k] for k in EXPECTED["salud_clues"]} == EXPECTED["salud_clues"]


def test_the_cut_of_the_month_before_stays_when_a_new_one_comes(office: Office) -> None:
    engine = connect(f"sqlite:///{office.folder.parent / 'o.sqlite'}")
    upgrade(engine)
    serve(office)

    def run() -> str:
        with relaxed():
            return refresh(engine, catalog(), office.client(keep_hours=0), WANT, ["salud_clues"])[0].outcome

    assert [run(), run()] == ["published", "unchanged"]
    office.server.clear()
    office.answers("clues", "/ESTABLECIMIENTO_SALUD_202611.xlsx", workbook(cut="202611"))
    assert run() == "published"
    query = "select distinct period from observation join published using (release_id) where source = 'salud_clues'"
    with engine.connect() as connection:
        assert {row[0] for row in connection.exec_driver_sql(query)} == {"2026-10", "2026-11"}


def test_texts_inside_the_cells_are_read_as_those_beside_them() -> None:
    written = openpyxl.Workbook(write_only=True)
    sheet = written.create_sheet("CLUES_202610")
    read = openpyxl.load_workbook(io.BytesIO(workbook()))["CLUES_202610"]
    for row in read.iter_rows(values_only=True):
        sheet.append(list(row))
    box = io.BytesIO()
    written.save(box)
    assert parsed(box.getvalue()).values.equals(parsed(workbook()).values)
