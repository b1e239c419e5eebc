"""The three formats of a download hold the same values to the last digit, and no text of any of them is a formula."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from dashboard.export import Selection, table
from dashboard.files import clean, disarmed, to_csv, to_json, to_xlsx
from dashboard.package import to_package
from dashboard.text import UnknownText, entries
from data.catalog import catalog

POVERTY, POVERTY_EXTREME = (catalog().indicators[name] for name in ("poverty_pct", "extreme_poverty_pct"))
MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
# What a spreadsheet may run when a text begins with it: OWASP, "CSV Injection" (= + - @ tab, line ends and their
# full-width forms), the | and % of older programs, and any of them behind blanks.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%", " =", "\u00a0=", " \t+")
letters = some.characters(exclude_categories=["Cs"])  # a frame holds no halves of a character
nasty = some.one_of(
    some.text(letters, max_size=60),
    some.sampled_from(DANGEROUS).flatmap(lambda start: some.text(letters, max_size=20).map(lambda rest: start + rest)),
    some.sampled_from(
        ["", " ", "'", '"', "a,b;c", 'say "yes"', "a\r\nb", "\x00", "a\x00b", "\x1b[31m", "\ufffe", "مرحبا",
         "\u202eabc", "é" * 3, "NaN", "null", "01001", "1e5", "TRUE", "_x0041_", "x" * 40_000, "🙂" * 20_000]
    ),
)  # fmt: skip
number = some.one_of(
    some.floats(), some.sampled_from([0.0, -0.5, 0.1 + 0.2, 28.333333333333332, 1e300, 5e-324, 1e15, 2.0**53 + 2])
)


def selection_of(values: list[float], texts: list[str]) -> Selection:
    data = pd.DataFrame(
        {
            "code": "14063", "name": texts, "indicator": "poverty", "title": texts[::-1], "period": "2020",
            "value": pd.Series(values, dtype="float64"), "unit": "por ciento", "rank": range(len(values)),
            "status": "oficial", "source": "Fuente: prueba.",
        }
    )  # fmt: skip
    return Selection(data, {"Qué muestra": texts[0]}, "prueba", "es")


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> list[list[object]]:
    return [[c.value for c in row] for row in load_workbook(io.BytesIO(content))["Datos"].iter_rows()]


@settings(max_examples=60)
@given(some.lists(some.tuples(number, nasty), min_size=1, max_size=6))
@example([(28.333333333333332, "=1+1"), (float("nan"), "\ttab"), (float("inf"), "a\r\nb")])
@example([(0.1 + 0.2, "x" * 40_000), (-0.0, "-5")])
def test_csv_xlsx_and_json_hold_the_same_to_the_last_digit(pairs: list[tuple[float, str]]) -> None:
    chosen = selection_of([p[0] for p in pairs], [p[1] for p in pairs])
    told = json.loads(to_json(chosen))["data"]
    comma = read_csv(to_csv(chosen))
    sheet = read_xlsx(to_xlsx(chosen))
    assert len(told) == len(comma) - 1 == len(sheet) - 1 == len(pairs)
    assert comma[0] == sheet[0]
    for at, (value, text) in enumerate(pairs):
        record, row, cells = told[at], comma[at + 1], sheet[at + 1]
        expected = value if np.isfinite(value) else None
        assert record["value"] == expected
        assert (float(row[5]) if row[5] else None) == expected
        assert cells[5] == expected
        assert record["rank"] == int(row[7]) == cells[7] == at
        assert record["name"] == cells[1] == (clean(text) or None)
        assert row[1] == disarmed(clean(text))
        assert [record["code"], record["unit"], record["status"], record["source"]] == [row[0], row[6], row[8], row[9]]


@given(nasty)
def test_no_text_of_a_csv_is_a_formula_and_none_is_lost(text: str) -> None:
    content = to_csv(selection_of([1.0], [text]))
    cell = read_csv(content)[1][1]
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%"))
    assert not cell.startswith(("\t", "\n", "\r"))
    assert cell.removeprefix("'") == clean(text).removeprefix("'")


@pytest.mark.parametrize("start", DANGEROUS)
def test_each_beginning_on_the_list_is_disarmed(start: str) -> None:
    assert disarmed(clean(start + "cmd|' /C calc'!A0")).startswith("'")


@settings(max_examples=40)
@given(nasty)
def test_no_cell_of_a_workbook_is_a_formula(text: str) -> None:
    book = load_workbook(io.BytesIO(to_xlsx(selection_of([-1.5], [text]))))
    for sheet in book:
        assert {c.data_type for row in sheet.iter_rows() for c in row if c.value is not None} <= {"s", "n"}
    assert book["Datos"]["F2"].value == -1.5


def test_negative_figures_stay_numbers_everywhere() -> None:
    chosen = selection_of([-3.25], ["Jamay"])
    assert read_csv(to_csv(chosen))[1][5] == "-3.25"
    assert read_xlsx(to_xlsx(chosen))[1][5] == -3.25
    assert json.loads(to_json(chosen))["data"][0]["value"] == -3.25


def test_what_no_format_can_hold_is_left_out_of_all() -> None:
    assert clean("a\x00b\x1bc\ud800d\ufffee") == "abcde"
    assert clean("one\r\ntwo\rthree") == "one\ntwo\nthree"
    assert len(clean("x" * 40_000)) == 32_767
    assert len(clean("🙂" * 20_000).encode("utf-16-le")) // 2 <= 32_767


def rows(**columns: object) -> pd.DataFrame:
    told = {"area": ["14063", "14066"], "period": "2020", "value": [1.5, None], "status": ["official", "suppressed"]}
    return pd.DataFrame(told | columns)


def test_a_table_says_what_can_be_known_of_its_rows() -> None:
    made = table(
        rows(), "Pobreza en la zona", [(POVERTY, None)], "AMO", "es", moment=MOMENT, address="https://x.mx/?a=1"
    )
    assert list(made.data.columns) == [
        "code", "name", "indicator", "title", "period", "value", "unit", "status", "source",
    ]  # fmt: skip
    assert made.data["name"].tolist() == ["Ocotlán", "Poncitlán"]
    assert made.data["status"].tolist() == ["oficial", "dato reservado"]
    assert made.numbers == ("value",)
    assert made.name == "pobreza-en-la-zona_2020_amo" and made.address == "https://x.mx/?a=1"
    assert made.metadata["Qué muestra"] == "Pobreza en la zona"
    assert made.metadata["Indicador"] == "Población en situación de pobreza"
    assert made.metadata["Vista de la que se tomó"] == "https://x.mx/?a=1"
    assert "estatus" in made.metadata["Por qué están vacías"]


def test_of_two_indicators_each_is_described_and_a_shared_source_is_told_once() -> None:
    both = pd.DataFrame({"area": ["14063"], "x": [1.0], "y": [2.0], "residual": [-0.5]})
    made = table(
        both,
        "Pobreza y agua",
        [(POVERTY, None), (POVERTY_EXTREME, None)],
        "Jalisco",
        "en",
        periods=["2020"],
        moment=MOMENT,
    )
    assert [k for k in made.metadata if k.startswith("Indicator")] == ["Indicator 1", "Indicator 2"]
    assert [k for k in made.metadata if k.startswith("Source product")] == ["Source product"]
    assert list(made.data.columns) == ["code", "name", "x", "y", "residual", "source"]
    assert made.numbers == ("x", "y", "residual")
    assert read_csv(to_csv(made))[0] == ["code", "name", "x_value", "y_value", "residual", "source"]
    assert made.name == "pobreza-y-agua_2020_jalisco"
    assert "Why they are empty" not in made.metadata, "there is no column of statuses to point to"


def test_flows_and_answers_are_told_in_words() -> None:
    pairs = pd.DataFrame({"origin": ["14063"], "destination": ["14039"], "persons": [120], "member": [True]})
    made = table(pairs, "Quién estudia dónde", [], "AMO", "es", extra={"Población": "De 3 años y más"}, moment=MOMENT)
    assert read_csv(to_csv(made)) == [
        ["clave_origen", "clave_destino", "personas", "en_la_seleccion", "fuente"], ["14063", "14039", "120", "sí", ""],
    ]  # fmt: skip
    assert made.metadata["Población"] == "De 3 años y más"


def test_a_column_without_words_is_an_error_at_once() -> None:
    with pytest.raises(UnknownText, match="gini"):
        table(rows(gini=1.0), "x", [(POVERTY, None)], "AMO", "es")


def test_rows_are_made_only_when_a_file_is_asked_for() -> None:
    asked: list[int] = []

    def make() -> pd.DataFrame:
        asked.append(1)
        return rows()

    made = table(make, "Pobreza", [(POVERTY, None)], "AMO", "es", periods=["2020"], moment=MOMENT)
    assert made.name == "pobreza_2020_amo" and asked == []
    to_csv(made), to_json(made), to_xlsx(made)
    assert asked == [1]


def test_every_column_that_can_be_written_is_described() -> None:
    columns, fields = (
        {k.split(".")[-1] for k in entries() if k.startswith(f"export.{part}.")} for part in ("columns", "fields")
    )
    assert columns == fields


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_two_columns_share_a_heading_in_one_file(language: str) -> None:
    heads = [words[language] for key, words in entries().items() if key.startswith("export.columns.")]
    twice = {h for h in heads if heads.count(h) > 1}
    assert twice <= {"status"}, twice


def test_a_package_of_any_table_has_no_key_where_rows_have_none() -> None:
    pairs = pd.DataFrame({"origin": ["14063", "14063"], "destination": ["14039", "14066"], "persons": [120, 3]})
    made = table(pairs, "Flujos", [], "AMO", "es", moment=MOMENT)
    archive = zipfile.ZipFile(io.BytesIO(to_package(made)))
    schema = json.loads(archive.read("datapackage.json"))["resources"][0]["schema"]
    assert "primaryKey" not in schema
    assert [f["type"] for f in schema["fields"]] == ["string", "string", "number", "string"]
    assert all(f["description"] for f in schema["fields"])
