"""CONAPO's workbooks and ZIPs: the header is found, the two methods never meet, all layouts agree."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import openpyxl
import pandas as pd
import pytest

import etl.live.books
from data.catalog import catalog
from etl.content import NotAsExpected
from etl.contract import Parsed, SourceFault
from etl.live.conapo import BOOKS, NATION
from etl.pipeline import prepare
from etl.raw import Raw, Want
from etl.sources import conapo_marginality, conapo_projections
from tests.services.day_conapo import EXPECTED, PROJECTIONS, address, book, groups, marginality, people, serve
from tests.services.day_coneval import one_of_every_state
from tests.services.fixtures import fixture
from tests.services.office import Office
from tests.sources.examples import example, relaxed

PAGE = b"<!DOCTYPE html><html><title>Sitio en mantenimiento</title></html>"
PLACES = one_of_every_state()


@contextmanager
def few() -> Iterator[None]:
    """Accept files of a few municipalities."""
    with relaxed(), patch.object(etl.live.books, "STATES", ()):
        yield


def alike(one: Parsed, other: Parsed) -> None:
    """Both give the same rows and figures, whatever file and line they come from."""
    key = ["area", "period"]
    left, right = (p.values.drop(columns=["file", "row"]).sort_values(key).reset_index(drop=True) for p in (one, other))
    pd.testing.assert_frame_equal(left, right[left.columns])


def as_book(year: str, content: bytes, titles: int) -> bytes:
    """A CSV of marginality as the workbook of its year: numbers as numbers, keys as text."""
    lines: list[list[object]] = [["Índices de marginación"]] * titles
    for at, row in enumerate(csv.reader(io.StringIO(content.decode("utf-8-sig")))):
        lines.append([float(c) if at and place > 3 and c[:1].isdigit() else c for place, c in enumerate(row)])
    return book(f"IMM_{year}", lines)


@pytest.mark.parametrize("titles", [0, 1, 5])
def test_marginality_says_in_workbooks_what_it_says_in_the_folder(titles: int) -> None:
    folder = example("conapo_marginality")
    files = {
        f"conapo/{BOOKS[year]}": as_book(year, content, titles)
        for year, content in zip(BOOKS, folder.files.values(), strict=True)
    }
    with few():
        alike(conapo_marginality.parse(folder), conapo_marginality.parse(Raw(files)))


def test_the_recorded_marginality_of_jalisco_is_read_in_every_layout() -> None:
    real = {year: fixture(f"conapo/IMM_{year}_jalisco_real.csv").read_bytes() for year in BOOKS}
    books = {f"conapo/{BOOKS[year]}": as_book(year, content, 0) for year, content in real.items()}
    books["conapo/IMM_2020.xlsx"] = fixture("conapo/IMM_2020.xlsx").read_bytes()
    names = [file.name for file in conapo_marginality.SOURCE.files]
    with few():
        live = conapo_marginality.parse(Raw(books))
        alike(conapo_marginality.parse(Raw(dict(zip(names, real.values(), strict=True)))), live)
    values = live.values.set_index(["area", "period"])
    assert len(values) == 3 * 125
    told = {area: (round(values.at[(area, "2020"), "im_dp2"], 4), values.at[(area, "2020"), "gm_dp2"])
            for area in ("14047", "14063", "14066")}  # fmt: skip
    assert told == {"14047": (57.6906, 1), "14063": (58.7588, 1), "14066": (56.4942, 2)}


def test_a_workbook_of_the_old_method_or_of_another_year_is_refused() -> None:
    good = {f"conapo/{BOOKS[year]}": marginality(year, PLACES) for year in BOOKS}
    old = book("IMM_2010", [["CVE_ENT", "NOM_ENT", "CVE_MUN", "NOM_MUN", "POB_TOT", "IM_2010", "GM_2010"]])
    for year, bad, sentence in (
        ("2010", old, "row 1, column IMN_2010: a column is missing"),
        ("2015", marginality("2020", PLACES), "the workbook lacks a sheet (expected «IMM_2015»; got IMM_2020)"),
        ("2020", marginality("2020", [p for p in PLACES if p[:2] != "31"]), "none of 31"),
        ("2020", marginality("2020", [*PLACES, "99001"]), "the municipality is unknown"),
        ("2020", marginality("2020", PLACES)[:3000], "the workbook cannot be opened"),
    ):
        with pytest.raises(SourceFault) as told:
            conapo_marginality.parse(Raw({**good, f"conapo/{BOOKS[year]}": bad}))
        assert sentence in str(told.value)
    with pytest.raises(SourceFault, match="publishing it would lose a year"):
        conapo_marginality.parse(Raw({"conapo/IMM_2020.xlsx": good["conapo/IMM_2020.xlsx"]}))


def test_the_country_and_the_notes_of_a_workbook_are_no_municipalities() -> None:
    good = {f"conapo/{BOOKS[year]}": marginality(year, PLACES, titles=5) for year in BOOKS}
    sheet = openpyxl.load_workbook(io.BytesIO(good["conapo/IMM_2020.xlsx"]))
    sheet.worksheets[0].insert_rows(7)
    for column, text in enumerate(("00", "Nacional", "00000", "Nacional", 126014024), start=1):
        sheet.worksheets[0].cell(7, column, text)
    out = io.BytesIO()
    sheet.save(out)
    alike(
        conapo_marginality.parse(Raw(good)),
        conapo_marginality.parse(Raw({**good, "conapo/IMM_2020.xlsx": out.getvalue()})),
    )


def test_the_projections_say_in_a_zip_what_they_say_in_the_folder() -> None:
    folder = example("conapo_projections")
    lines: list[tuple[str, str, int, object]] = []
    for part, sex in (("hombres", "HOMBRES"), ("mujeres", "MUJERES")):
        for row in csv.DictReader(
            io.StringIO(folder.files[f"population/conapo_proyecciones_{part}.csv"].decode("utf-8-sig"))
        ):
            lines += [(row["CVE"], sex, year, int(float(row[str(year)]))) for year in range(1990, 2041)]
    with few():
        alike(conapo_projections.parse(folder), conapo_projections.parse(Raw({f"conapo/{NATION}": groups(lines)})))


def test_the_zip_of_a_state_agrees_with_the_recorded_projections() -> None:
    names = {part: fixture(f"conapo/proyecciones_municipal_{part}_jalisco_1990_2040_real.csv").read_bytes()
             for part in conapo_projections.PARTS}  # fmt: skip
    recorded = Raw({f"population/conapo_proyecciones_{part}.csv": content for part, content in names.items()})
    live = conapo_projections.parse(Raw({"conapo/14_Jalisco.zip": fixture("conapo/14_Jalisco.zip").read_bytes()}))
    with few():
        alike(conapo_projections.parse(recorded), live)
    values = live.values.set_index(["area", "period"])
    assert len(values) == 125 * 51
    assert [values.at[(a, "2025"), "pob_total"] for a in ("14063", "14066", "14047")] == [110559, 56595, 25998]
    assert (
        values.at[("14063", "2020"), "status"] == "modelled" and values.at[("14063", "2021"), "status"] == "projected"
    )


def test_the_columns_read_are_those_of_the_official_descriptor() -> None:
    sheet = openpyxl.load_workbook(fixture("conapo/4_Descriptor_BD_00_RM_real.xlsx"))["1_Grupo_Quinq_00_RM"]
    described = {str(row[2]).strip() for row in sheet.iter_rows(values_only=True)}
    assert {"CLAVE", "SEXO", "AÑO", "POB_TOTAL"} <= described


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (people(PLACES)[:-1], "a municipality lacks a year or a sex"),
        ([*people(PLACES)[:-1], (PLACES[-1], "MUJERES", 2041, 1)], "a label is unknown"),
        ([*people(PLACES)[:-1], (PLACES[-1], "AMBOS", 2040, 1)], "a label is unknown"),
        ([*people(PLACES)[:-1], people(PLACES)[0]], "a record is given twice"),
        ([*people(PLACES)[:-1], (PLACES[-1], "MUJERES", 2040, None)], "a figure is empty or negative"),
        ([*people(PLACES)[:-1], (PLACES[-1], "MUJERES", 2040, "1.234.5")], "a cell is no number"),
        (people([*PLACES, "98001"]), "the municipality is unknown"),
        (people([p for p in PLACES if p[:2] != "14"]), "none of 14"),
    ],
)
def test_projections_that_are_not_whole_are_refused(lines: list[tuple[str, str, int, object]], sentence: str) -> None:
    with pytest.raises(SourceFault) as told:
        conapo_projections.parse(Raw({f"conapo/{NATION}": groups(lines)}))
    assert sentence in str(told.value)


def test_a_zip_without_the_workbook_is_refused(office: Office) -> None:
    other = groups(people(PLACES[:1]), name="2_Gran_Gedad_00_RM")
    with pytest.raises(SourceFault, match="the ZIP does not hold the workbook"):
        conapo_projections.parse(Raw({f"conapo/{NATION}": other}))
    office.answers("conapo", PROJECTIONS, other)
    with pytest.raises(NotAsExpected, match=r"the ZIP lacks «1_Grupo_Quinq_00_RM\.xlsx»"):
        conapo_projections.extract(office.client(), Want())


@pytest.mark.parametrize("module", [conapo_marginality, conapo_projections], ids=lambda m: m.SOURCE.id)
def test_the_service_s_whole_way_keeps_the_contract(office: Office, module: object) -> None:
    serve(office)
    source = module.SOURCE  # type: ignore[attr-defined]
    raw = module.extract(office.client(), Want())  # type: ignore[attr-defined]
    prepared = prepare(source, module.parse, raw, catalog())  # type: ignore[attr-defined]
    assert prepared.problems == []
    frame = prepared.tables["observation"]
    total = frame[frame["breakdown"] == "total"].set_index(["indicator", "period", "area"])["value"]
    for key, value in EXPECTED[source.id].items():
        assert total.at[key] == value
    asked = len(office.asked)
    module.extract(office.client(), Want())  # type: ignore[attr-defined]
    assert len(office.asked) == asked, "a second run asks for nothing"


def test_a_page_in_the_place_of_a_workbook_is_never_kept(office: Office) -> None:
    serve(office)
    office.server.clear()
    for year in BOOKS:
        office.answers("conapo", address(year), PAGE)
    with pytest.raises(NotAsExpected, match="expected a ZIP, got an HTML page"):
        conapo_marginality.extract(office.client(), Want())
