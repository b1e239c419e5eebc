"""Files that are not the form, or not quite, and whatever a spreadsheet saved the form as."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from etl.municipal.form import COLUMNS
from tests.forms import GOOD, book, read, text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_is_read_however_a_spreadsheet_saved_it(encoding: str, separator: str) -> None:
    reading = read(text([{**GOOD, "note": "Año de transición; sin ñ"}], separator, encoding))
    assert reading.problems == []
    assert reading.figures[0].note == "Año de transición; sin ñ"


FILES = {
    "empty": (b"", "está vacío"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "libro de Excel antiguo (.xls)"),
    "a page": (b"<html><table></table></html>", "es una página web"),
    "a cut workbook": (book([GOOD])[:2000], "está dañado o a medio copiar"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "no es una tabla"),
    "no headers": (b"1,2,3\n4,5,6\n", "No se encontró la fila de encabezados"),
    "ms-dos": (text([{**GOOD, "note": "Construcción"}], encoding="cp850"), "CSV (MS-DOS)"),
    "open quotes": (text([GOOD]) + b'"municipal_police,14066\n', "unas comillas se abren y no se cierran"),
    "a cut row": (
        text([GOOD]) + b"municipal_police,14066,2024\n",
        "Fila 3: tiene 3 celdas y el encabezado 7; la fila está cortada",
    ),
    "a comma too many": (text([]) + b"municipal_police,14066,2025,1,200,definitiva,x,y\n", "Fila 2: tiene 8 celdas"),
    "a column too many": (
        text([GOOD]).replace(b"nota", b"nota,comentario").replace(b"seguridad,", b"seguridad,,x"),
        "La columna «comentario» no es de la plantilla",
    ),
    "a lost column": (text([GOOD]).replace(b"fuente", b""), "Falta la columna «fuente»"),
    "a column twice": (text([GOOD]).replace(b"nota", b"fuente"), "La columna «fuente» está dos veces"),
}


@pytest.mark.parametrize(("content", "said"), FILES.values(), ids=FILES)
def test_a_file_that_is_not_the_form_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    assert said in "\n".join(read(content).problems)


def formula(made: openpyxl.Workbook) -> None:
    made.active["D2"] = "=30+30"


def merged(made: openpyxl.Workbook) -> None:
    made.active.merge_cells("B2:B3")


def renamed(made: openpyxl.Workbook) -> None:
    made.active.title = "Hoja1"
    made.create_sheet("Otra")


def elsewhere(made: openpyxl.Workbook) -> None:
    made.active.title = "Hoja1"
    made.active.delete_rows(1)


def outside(made: openpyxl.Workbook) -> None:
    made.active["J2"] = "ojo"


def wrong_result(made: openpyxl.Workbook) -> None:
    made.active["D2"] = "#DIV/0!"
    made.active["D2"].data_type = "e"


BOOKS = {
    formula: "una fórmula sin resultado guardado",
    merged: "Las celdas B2:B3 están combinadas",
    elsewhere: "no tiene la hoja «Cifras»; tiene «Hoja1»",
    outside: "«ojo» está fuera de las columnas",
    wrong_result: "el error de cálculo #DIV/0!",
}


@pytest.mark.parametrize(("spoil", "said"), BOOKS.items())
def test_a_spoiled_workbook_is_refused_with_what_to_do(spoil: Any, said: str) -> None:
    assert said in "\n".join(read(book([GOOD], spoil)).problems)


def test_a_renamed_sheet_with_the_forms_headers_is_read_and_said() -> None:
    reading = read(book([GOOD], renamed))
    assert (len(reading.figures), reading.problems) == (1, [])
    assert reading.notices == ["La hoja «Hoja1» se leyó como «Cifras»."]


def test_headers_in_english_are_read_too() -> None:
    content = text([GOOD])
    header, rest = content.split(b"\r\n", 1)
    assert read(",".join(COLUMNS).encode() + b"\r\n" + rest).problems == []
    assert header.startswith(b"\xef\xbb\xbf")
