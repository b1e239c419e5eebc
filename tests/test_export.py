"""Downloads: the figures as stored, statuses in words, the source inside, and no text that becomes a formula."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime

import pandas as pd
import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from dashboard import queries
from dashboard.export import Selection, breakdown_label, profile_selection, selection
from dashboard.files import to_csv, to_json, to_xlsx
from dashboard.package import to_package
from tests.worlds import OCOTLAN, PEOPLE, POVERTY, small_catalog, world

TEXT = """
indicator period area  value              numerator denominator status
poverty   2015   14063 30                 300       1000        official
poverty   2020   14063 28.333333333333332 85        300         official
poverty   2020   14066 -                  -         -           suppressed
poverty   2020   01001 -0.5               -         -           estimated
"""
MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def chosen(engine: sa.Engine) -> Selection:
    world(engine, TEXT)
    return _selection(engine, "es")


def _selection(engine: sa.Engine, language: str) -> Selection:
    values, provenance = queries.values(engine, "poverty", "2020"), queries.provenance(engine, "poverty")
    assert provenance is not None
    return selection(
        POVERTY, values, provenance, "Jalisco y más", language,
        period="2020", address="https://example.org/?x=1", moment=MOMENT,
    )  # fmt: skip


def test_csv_is_read_by_excel_and_by_programs(chosen: Selection) -> None:
    content = to_csv(chosen)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == [
        "clave", "nombre", "indicador", "titulo", "desglose", "periodo", "valor", "unidad", "numerador",
        "denominador", "estatus", "fuente",
    ]  # fmt: skip
    assert rows[1][:7] == ["01001", "Aguascalientes", "poverty", "Población en pobreza", "Total", "2020", "-0.5"]
    assert rows[2][6:11] == ["28.333333333333332", "por ciento", "85", "300", "oficial"]
    assert rows[3][6:11] == ["", "por ciento", "", "", "dato reservado"]
    assert {row[-1] for row in rows[1:]} == {"prueba"}


def test_english_headers_and_words(engine: sa.Engine) -> None:
    world(engine, TEXT)
    rows = list(csv.DictReader(io.StringIO(to_csv(_selection(engine, "en")).decode("utf-8-sig"))))
    assert [r["status"] for r in rows] == ["sample estimate", "official", "suppressed"]
    assert rows[1]["title"] == "Population in poverty"


def test_json_has_null_where_there_is_no_figure(chosen: Selection) -> None:
    content = json.loads(to_json(chosen))
    assert content["data"][2]["value"] is None
    assert content["data"][1]["value"] == 28.333333333333332
    assert content["data"][0]["code"] == "01001"
    assert content["metadata"]["Vista de la que se tomó"] == "https://example.org/?x=1"


def test_workbook_holds_numbers_text_keys_and_where_they_come_from(chosen: Selection) -> None:
    book = load_workbook(io.BytesIO(to_xlsx(chosen)))
    data, about = book["Datos"], book["Acerca de los datos"]
    assert [c.value for c in data[2]][:2] == ["01001", "Aguascalientes"]
    assert data["A2"].data_type == "s"
    assert data["G3"].value == pytest.approx(28.333333333333332, abs=1e-13)
    assert data["G3"].data_type == "n"
    assert data["G4"].value is None
    assert data.freeze_panes == "C2"
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert told["Indicador"] == "Población en pobreza"
    assert told["Descargado"] == "2026-11-22 09:30 UTC"
    assert told["Huella SHA-256 del archivo de origen"] == "a" * 64
    assert "no es cero" in told["Celdas vacías"]
    assert all(told.values())


@pytest.mark.parametrize("text", ["=1+1", "+52", "-cmd|x", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(chosen: Selection, text: str) -> None:
    evil = Selection(chosen.data.assign(name=text), {text: text}, "x", "es")
    rows = list(csv.reader(io.StringIO(to_csv(evil).decode("utf-8-sig"))))
    assert rows[1][1] == "'" + text
    assert rows[1][6] == "-0.5", "a negative figure is a number, not a formula"
    book = load_workbook(io.BytesIO(to_xlsx(evil)))
    cells = [book["Datos"]["B2"], *book["Acerca de los datos"][1]]
    assert {c.data_type for c in cells} == {"s"}
    assert {c.value for c in cells} == {text}


def test_text_no_workbook_can_hold_is_cleaned(chosen: Selection) -> None:
    evil = Selection(chosen.data.assign(name="a\x00b"), {}, "x", "es")
    assert load_workbook(io.BytesIO(to_xlsx(evil)))["Datos"]["B2"].value == "ab"


def test_a_series_has_its_own_periods_and_the_name_says_what_it_is(engine: sa.Engine, chosen: Selection) -> None:
    assert chosen.name == "poblacion-en-pobreza_2020_jalisco-y-mas"
    provenance = queries.provenance(engine, "poverty")
    assert provenance is not None
    series = queries.series(engine, "poverty", [OCOTLAN])
    found = selection(POVERTY, series, provenance, "Ocotlán", "es")
    assert found.data["period"].tolist() == ["2015", "2020"]
    assert found.name == "poblacion-en-pobreza_2015-2020_ocotlan"


def test_a_breakdown_is_told_in_words(engine: sa.Engine) -> None:
    world(engine, "indicator period area breakdown value\npeople 2020 14063 total 3\npeople 2020 14063 sex=F 2")
    provenance = queries.provenance(engine, "people")
    assert provenance is not None
    women = queries.values(engine, "people", "2020", "sex=F")
    found = selection(PEOPLE, women, provenance, "Ocotlán", "es", period="2020", breakdown="sex=F")
    assert found.data["breakdown"].tolist() == ["Mujeres"]
    assert "mujeres" in found.name
    assert breakdown_label("sex=M,age=Y0T4", "en") == "Men, 0 to 4"


def test_a_profile_carries_the_source_of_each_indicator(engine: sa.Engine) -> None:
    world(engine, TEXT + "model 2020 14063 0.5 - - modelled\n")
    found = profile_selection(queries.profile(engine, [OCOTLAN]), small_catalog(), "Ocotlán", "es", moment=MOMENT)
    assert found.name == "perfil_ocotlan"
    assert found.data["indicator"].tolist() == ["model", "poverty"]
    assert found.data["status"].tolist() == ["cifra modelada", "oficial"]
    assert [k for k in found.metadata if k.startswith("Producto de origen")] == [
        "Producto de origen 1",
        "Producto de origen 2",
    ]
    nothing = profile_selection(queries.profile(engine, []), small_catalog(), "Ocotlán", "es")
    assert len(to_csv(nothing).splitlines()) == 1


def test_a_grade_says_what_its_numbers_stand_for(engine: sa.Engine) -> None:
    world(engine, "indicator period area value\ngrade 2020 14063 1")
    found = profile_selection(queries.profile(engine, [OCOTLAN]), small_catalog(), "Ocotlán", "es")
    assert found.data["unit"].tolist() == ["grado (1 = muy bajo, 2 = bajo, 3 = medio)"]


def test_a_data_package_describes_its_table(chosen: Selection) -> None:
    archive = zipfile.ZipFile(io.BytesIO(to_package(chosen)))
    name = "poblacion-en-pobreza_2020_jalisco-y-mas"
    assert archive.namelist() == ["datapackage.json", f"{name}.csv"]
    assert archive.read(f"{name}.csv") == to_csv(chosen)
    package = json.loads(archive.read("datapackage.json"))
    resource = package["resources"][0]
    assert package["name"] == name
    assert resource["bytes"] == len(to_csv(chosen))
    assert [f["name"] for f in resource["schema"]["fields"]][:7] == [
        "clave", "nombre", "indicador", "titulo", "desglose", "periodo", "valor",
    ]  # fmt: skip
    assert resource["schema"]["fields"][6]["type"] == "number"
    assert resource["schema"]["primaryKey"] == ["clave", "indicador", "desglose", "periodo"]
    assert package["description"].startswith("Qué muestra: Población en pobreza\nIndicador: Población en pobreza")
    assert to_package(chosen) == to_package(chosen), "the same selection gives the same bytes"


def test_an_empty_selection_is_still_a_file_with_headers(chosen: Selection) -> None:
    empty = Selection(chosen.data.iloc[:0], chosen.metadata, "x", "es")
    assert len(to_csv(empty).decode("utf-8-sig").splitlines()) == 1
    assert json.loads(to_json(empty))["data"] == []
    assert load_workbook(io.BytesIO(to_xlsx(empty)))["Datos"].max_row == 1
    assert isinstance(empty.data, pd.DataFrame)
