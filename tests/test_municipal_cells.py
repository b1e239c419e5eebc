"""Every wrong cell of a filled form is named, with what came and what to write instead."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from etl.municipal.form import Reporter
from etl.municipal.rules import Figure
from tests.forms import AREA, GOOD, MONTHLY, REPORTER, book, problem, read, text


def test_a_good_row_is_a_figure_with_its_source() -> None:
    reading = read(text([GOOD]))
    assert reading.problems == reading.notices == []
    assert reading.figures == [
        Figure(2, "municipal_police", "2025", 60.0, "municipal", "Nómina de la dirección de seguridad", "")
    ]


NUMBERS = {
    "1.234,5": "escriba 1234.5",
    "1,234.5": "escriba 1234.5",
    "1,234": "escriba 1234 si son miles, o 1.2340 si son decimales",
    "1.234": "escriba 1234 si son miles, o 1.2340 si son decimales",
    "1.234.567": "escriba 1234567",
    "1,234,567": "escriba 1234567",
    "1234,5": "escriba 1234.5",
    "$1234": "sin comas de millares",
    "12 t": "sin comas de millares",
    "1e3": "sin comas de millares",
    "N/D": "deje vacío el valor, elija «sin dato»",
    "-3": "no es posible para este indicador, que va de 0 a 500,000",
    "900000": "no es posible para este indicador",
    "inf": "no es un número como los escribe el sistema",
    "１２": "no es un número como los escribe el sistema",
}


@pytest.mark.parametrize(("written", "said"), NUMBERS.items())
def test_a_number_that_could_be_read_in_two_ways_is_refused_with_what_to_write(written: str, said: str) -> None:
    found = problem(text([{**MONTHLY, "value": written}], separator=";"))
    assert found.startswith(f"Fila 2, columna valor: «{written}»")
    assert said in found


def test_things_that_are_counted_are_whole() -> None:
    assert "escriba un número entero" in problem(text([{**GOOD, "value": "60.5"}]))
    assert "escriba 1234." in problem(text([{**GOOD, "value": "1.234"}]))
    assert read(book([{**GOOD, "value": 60.0}])).figures[0].value == 60


CELLS = {
    "unknown indicator": (
        {"indicator": "Policias municipales activos"},
        "columna indicador",
        "¿quiso decir «Policías municipales en activo»?",
    ),
    "strange indicator": ({"indicator": "xyzzy"}, "columna indicador", "elija uno de la hoja «Indicadores»"),
    "computed indicator": (
        {"indicator": "water_paying_pct"},
        "columna indicador",
        "lo calcula el observatorio; reporte «Tomas",
    ),
    "official indicator": (
        {"indicator": "population_total"},
        "columna indicador",
        "los ayuntamientos no lo reportan aquí",
    ),
    "no indicator": ({"indicator": ""}, "columna indicador", "falta el indicador"),
    "another area": (
        {"area": "14063"},
        "columna territorio",
        "14063 es Ocotlán y este archivo es de Poncitlán; escriba 14066",
    ),
    "half a key": ({"area": "66"}, "columna territorio", "«66» no es una clave de municipio"),
    "another name": ({"area": "Jamay"}, "columna territorio", "«Jamay» no es Poncitlán"),
    "no area": ({"area": ""}, "columna territorio", "falta la clave del municipio; escriba 14066"),
    "a month of a year": (
        {"period": "2025-06"},
        "columna periodo",
        "es un mes y el indicador es anual; escriba solo el año: 2025",
    ),
    "a future year": ({"period": "2031"}, "columna periodo", "está en el futuro"),
    "a year that has not ended": ({"period": "2026"}, "columna periodo", "todavía no termina"),
    "an ancient year": ({"period": "1205"}, "columna periodo", "anterior a 1990"),
    "no year": ({"period": "el año pasado"}, "columna periodo", "escriba el año con cuatro cifras, como 2025"),
    "no period": ({"period": ""}, "columna periodo", "falta el periodo"),
    "a strange status": ({"status": "oficial"}, "columna estado", "elija uno de la lista: «definitiva», «provisional»"),
    "no status": ({"status": ""}, "columna estado", "falta el estado"),
    "value though missing": ({"status": "sin dato", "note": "x"}, "columna valor", "bórrela o cambie el estado"),
    "status without value": ({"value": ""}, "columna valor", "la celda está vacía"),
    "no source": ({"source": ""}, "columna fuente", "falta de dónde sale la cifra"),
    "missing without reason": ({"value": "", "status": "sin dato"}, "columna nota", "falta decir por qué"),
    "a long note": ({"note": "x" * 501}, "columna nota", "tiene 501 caracteres y caben 500"),
    "a person": ({"note": "Informa ana.perez@example.org"}, "columna nota", "un correo electrónico"),
    "a person's key": ({"source": "Oficio de PEPA800101MJCRRN09"}, "columna fuente", "una CURP"),
}


@pytest.mark.parametrize(("spoiled", "column", "said"), CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("form", [text, book])
def test_a_wrong_cell_is_named_and_says_what_to_do(form: Any, spoiled: dict[str, str], column: str, said: str) -> None:
    found = problem(form([{**GOOD, **spoiled}]))
    assert found.startswith(f"Fila 2, {column}: "), found
    assert said in found


MONTHS = {
    "2025": "es un año y el indicador es mensual; escriba año y mes, como 2025-06",
    "2025-6": "si es ese mes, escriba 2025-06",
    "2025/06": "si es ese mes, escriba 2025-06",
    "06/2025": "si es ese mes, escriba 2025-06",
    "junio de 2025": "si es ese mes, escriba 2025-06",
    "2025-06-01": "si es ese mes, escriba 2025-06",
    "202506": "si es ese mes, escriba 2025-06",
    "jun-25": "escriba año y mes, como 2025-06",
    "2025-13": "escriba año y mes, como 2025-06",
    "2026-11": "todavía no termina",
}


@pytest.mark.parametrize(("written", "said"), MONTHS.items())
def test_a_month_is_written_in_one_way(written: str, said: str) -> None:
    assert said in problem(text([{**MONTHLY, "period": written}]))


def test_a_month_that_excel_made_a_date_is_understood_only_on_its_first_day() -> None:
    reading = read(book([{**MONTHLY, "period": datetime(2025, 6, 1)}]))
    assert reading.problems == []
    assert reading.figures[0].period == "2025-06"
    assert "se entendió 2025-06" in reading.notices[0]
    assert "no se sabe qué periodo era" in problem(book([{**MONTHLY, "period": datetime(2026, 6, 25)}]))
    assert "no se sabe qué periodo era" in problem(book([{**GOOD, "period": datetime(2025, 1, 1)}]))
    assert "como fecha" in problem(book([{**GOOD, "value": datetime(2025, 1, 1)}]))


def test_a_key_that_lost_its_zero_and_an_exact_name_are_understood_and_said() -> None:
    reading = read(book([{**GOOD, "area": "PONCITLAN", "period": 2025, "value": 60}]))
    assert reading.problems == []
    assert "viene el nombre y no la clave; se entendió Poncitlán (14066)" in reading.notices[0]
    source = REPORTER.source.model_copy(update={"area": "01001"})
    far = Reporter("01001", "Aguascalientes", source, REPORTER.indicators)
    reading = read(book([{**GOOD, "area": 1001}]), reporter=far)
    assert reading.problems == []
    assert "la clave 1001 perdió su cero; se entendió 01001" in reading.notices[0]


def test_everything_wrong_is_said_at_once_in_the_order_of_the_file() -> None:
    rows = [{**GOOD, "value": "1,5"}, GOOD, {**GOOD, "period": "25", "area": "9", "source": ""}, GOOD]
    found = read(text(rows)).problems
    assert [p.split(":")[0] for p in found] == [
        "Fila 2, columna valor",
        "Fila 4, columna territorio",
        "Fila 4, columna periodo",
        "Fila 4, columna fuente",
        "Fila 5",
    ]
    assert "repite indicador y periodo de la fila 3 (2025); deje una" in found[-1]


def test_a_row_left_for_later_is_no_fault_and_a_file_of_them_is() -> None:
    empty = {"indicator": "street_lamps", "area": AREA, "period": "2025"}
    reading = read(text([GOOD, empty]))
    assert (len(reading.figures), reading.unfilled, reading.problems) == (1, 1, [])
    assert "no trae ninguna cifra" in problem(text([empty]))
