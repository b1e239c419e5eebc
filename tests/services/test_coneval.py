"""CONEVAL's workbook of three years and its open data: the same variables out, and no column read as another."""

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
from etl.contract import SourceFault
from etl.live import coneval
from etl.pipeline import prepare
from etl.raw import Raw, Want
from etl.sources import coneval_poverty
from etl.sources.coneval_poverty import LINES, SOURCE, VARIABLES, extract, parse
from tests.services.day_coneval import EXPECTED, Figures, constructed, serve, workbook, zipped
from tests.services.fixtures import fixture
from tests.services.office import Office
from tests.sources.examples import example, relaxed

PAGE = b"<!DOCTYPE html><html><title>Mantenimiento</title></html>"


@contextmanager
def few() -> Iterator[None]:
    """Accept sheets of a few municipalities."""
    with relaxed(), patch.object(etl.live.books, "STATES", ()):
        yield


def of_the_example() -> Figures:
    """The real rows of our excerpt of the open data, as the workbook holds them."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    for name, content in example("coneval_poverty").files.items():
        for row in csv.DictReader(io.StringIO(content.decode("latin-1"))):
            told = {LINES.get(column, column): text.replace(",", "") for column, text in row.items()}
            figures = {v: float(told[v]) if told[v] not in ("n.d", "n.d.") else "n.d." for v in VARIABLES}
            found[row["clave_municipio"].zfill(5), name[-8:-4]] = figures
    return found


def service(book: openpyxl.Workbook | None = None) -> Raw:
    return Raw({coneval.FILE: zipped(book or workbook(constructed()))})


def test_the_documented_columns_are_where_the_reference_says() -> None:
    stand = {(name, year): column for column, name, year, *_ in coneval.places()}
    assert [stand["pobreza", year] for year in coneval.YEARS] == [8, 9, 10]
    assert [stand["pobreza_pob", year] for year in coneval.YEARS] == [11, 12, 13]
    assert (stand["pobreza_e", "2020"], stand["ic_sbv", "2020"], stand["ic_ali", "2020"]) == (19, 94, 103)
    assert max(column for column, *_ in coneval.places()) == 145, "EP, the last of the sheet"


def test_the_workbook_and_the_open_data_say_the_same() -> None:
    with few():
        folder = parse(example("coneval_poverty"))
        live = parse(service(workbook(of_the_example())))
    key = ["area", "period"]
    left, right = (p.values.drop(columns=["file", "row"]).sort_values(key) for p in (folder, live))
    pd.testing.assert_frame_equal(left.reset_index(drop=True), right.reset_index(drop=True))
    assert live.values.set_index(key).at[("14063", "2015"), "pobreza"] == 35.0


def test_a_municipality_makes_no_row_before_it_existed_and_a_missing_one_after() -> None:
    figures = {key: told for key, told in constructed().items() if key != ("14063", "2015")}
    figures["23011", "2020"] = figures["14063", "2020"]  # Puerto Morelos, of 2016
    values = parse(service(workbook(figures))).values.set_index(["area", "period"])
    assert set(values.loc["23011"].index) == {"2020"}
    assert pd.isna(values.at[("14063", "2015"), "pobreza"]), "not estimated: missing, never zero"


def test_the_open_data_of_2020_is_read_with_its_commas_marks_and_lost_zeros() -> None:
    content = fixture("coneval/pobreza_municipal_2020_constructed.csv").read_bytes()
    lost_zero = content.replace(b"14,Jalisco,14063,Ocotl", b"1,Aguascalientes,1001,Ocotl")
    for sent, area in ((content, "14063"), (lost_zero, "01001")):
        raw = Raw({**example("coneval_poverty").files, SOURCE.files[2].name: sent})
        with relaxed():
            values = parse(raw).values.set_index(["area", "period"])
        assert (values.at[(area, "2020"), "poblacion"], values.at[(area, "2020"), "pobreza"]) == (100000, 25.0)
        assert values.loc[("20001", "2020"), "pobreza":"plp_e_pob"].isna().all(), "n.d is missing"  # type: ignore[misc]


def test_the_open_data_of_2015_agrees_and_cannot_feed_the_source() -> None:
    with few():
        values = parse(service(workbook(of_the_example()))).values.set_index(["area", "period"])
    for kind, end in (("porcentaje", ""), ("poblacion", "_pob")):
        name = f"coneval/pobreza_municipal_2015_{kind}_jalisco_real.csv"
        told = pd.read_csv(fixture(name), dtype={"municipio": str}).assign(area=lambda f: "14" + f["municipio"])
        assert len(told) == 125
        for area in ("14063", "14066", "14047"):
            row = told.set_index("area").loc[area]
            for measure in coneval_poverty.MEASURES:
                assert values.at[(area, "2015"), measure + end] == row[measure], (area, measure)
        files = {**example("coneval_poverty").files, SOURCE.files[1].name: fixture(name).read_bytes()}
        with relaxed(), pytest.raises(SourceFault, match="column clave_municipio: a column is missing"):
            parse(Raw({n: c.decode().encode("latin-1") if n == SOURCE.files[1].name else c for n, c in files.items()}))


def test_some_of_the_years_are_refused() -> None:
    files = dict(example("coneval_poverty").files)
    del files[SOURCE.files[0].name]
    with pytest.raises(SourceFault, match="publishing it would lose a year"):
        parse(Raw(files))


@pytest.mark.parametrize(
    ("cell", "text", "sentence"),
    [
        ((6, 11), "Porcentaje 2022", "column K: a column is missing or was moved"),
        ((5, 93), "Carencia por acceso a la alimentación", "column CO"),
        ((9, 4), "99999", "the municipality is unknown"),
        ((9, 4), "1", "the municipality is unknown"),
        ((10, 11), "veinte", "a cell is no number"),
        ((10, 14), 1, "the poor, the vulnerable and the others are not the population"),
    ],
)
def test_a_moved_column_or_a_wrong_cell_is_told(cell: tuple[int, int], text: object, sentence: str) -> None:
    book = workbook(constructed())
    book.worksheets[0].cell(*cell, text)  # type: ignore[arg-type]
    with pytest.raises(SourceFault) as told:
        parse(service(book))
    assert sentence in str(told.value)


def test_a_column_put_in_between_is_refused_and_one_added_at_the_end_is_not() -> None:
    book = workbook(constructed())
    book.worksheets[0].cell(6, 147, "Porcentaje 2022")
    assert len(parse(service(book)).values) > 0
    book.worksheets[0].insert_cols(18)
    with pytest.raises(SourceFault, match="was moved"):
        parse(service(book))


def test_a_sheet_without_a_state_is_another_edition() -> None:
    some = {key: told for key, told in constructed().items() if key[0][:2] not in ("20", "31")}
    with relaxed(), pytest.raises(SourceFault, match="none of 20, 31"):
        parse(service(workbook(some)))


def test_the_service_s_whole_way_keeps_the_contract(office: Office) -> None:
    serve(office)
    raw = extract(office.client(), Want(since="2020"))
    prepared = prepare(SOURCE, parse, raw, catalog())
    assert prepared.problems == [] and office.asked == [f"GET {coneval.ADDRESS}"]
    frame = prepared.tables["observation"].set_index(["indicator", "period", "area"])
    total = frame[frame["breakdown"] == "total"]
    for key, value in EXPECTED["coneval_poverty"].items():
        assert total.at[key, "value"] == value
    assert total.at[("poverty_pct", "2020", "14063"), "denominator"] == 1000 * sorted(
        {a for a, _ in constructed()}
    ).index("14063") + 1000  # fmt: skip


@pytest.mark.parametrize("body", [PAGE, zipped(workbook({}))[:5000], b"clave_entidad,entidad_federativa\n"])
def test_what_is_no_zip_is_never_kept(office: Office, body: bytes) -> None:
    office.answers("coneval", coneval.ADDRESS, body)
    with pytest.raises(NotAsExpected, match="ZIP"):
        extract(office.client(), Want())
