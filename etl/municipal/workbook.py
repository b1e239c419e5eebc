"""An XLSX as lines of cells: the sheet of the form, with the results of its formulas."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import Any

import openpyxl

from etl.municipal.cells import Failed, Unsaved
from etl.municipal.form import SHEET, headers
from etl.places import plain

Line = tuple[int, list[object]]  # number of the line in the file, and its cells
MOST_UNPACKED = 200_000_000
WIDEST = 40


def sheet(content: bytes) -> tuple[list[Line], tuple[str, ...], tuple[str, ...]]:
    """(lines, faults, notices) of the form's sheet; no lines where the faults leave nothing to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            unpacked = sum(part.file_size for part in archive.infolist())
        if "xl/workbook.xml" not in names:
            kind = "de LibreOffice" if "content.xml" in names else "comprimido"
            return [], (f"El archivo es un documento {kind}; guárdelo como «Libro de Excel (.xlsx)».",), ()
        if unpacked > MOST_UNPACKED:
            return [], ("El libro es demasiado grande; envíe solo la plantilla.",), ()
        values, formulas = _open(content, results=True), _open(content, results=False)
    except Exception:  # openpyxl raises many kinds for a damaged workbook; all mean the same to a clerk
        return [], (
            "El libro no se puede abrir: está dañado o a medio copiar; ábralo en Excel, guárdelo de nuevo y "
            "envíelo otra vez.",
        ), ()  # fmt: skip
    name, faults, notices = _chosen(values)
    if not name:
        return [], faults, ()
    return _lines(values[name], formulas[name]), tuple(_merged(formulas[name])), notices


def _open(content: bytes, *, results: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drop-down lists and styles openpyxl does not keep: we only read
        return openpyxl.load_workbook(io.BytesIO(content), data_only=results)


def _chosen(book: Any) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """(name, faults, notices): the sheet called as the form's, or the only one with its headers."""
    sheets = [s.title for s in book.worksheets]
    for name in sheets:
        if plain(name) == plain(SHEET):
            return name, (), ()
    alike = [s.title for s in book.worksheets if _has_headers(s)]
    if len(alike) == 1:
        return alike[0], (), (f"La hoja «{alike[0]}» se leyó como «{SHEET}».",)
    listed = ", ".join(f"«{s}»" for s in sheets)
    return "", (f"El libro no tiene la hoja «{SHEET}»; tiene {listed}. Use la plantilla sin cambiar sus hojas.",), ()


def _has_headers(of: Any) -> bool:
    rows = of.iter_rows(max_row=10, max_col=WIDEST, values_only=True)
    return any(sum(plain(str(c or "")) in headers() for c in row) >= 3 for row in rows)


def _lines(values: Any, formulas: Any) -> list[Line]:
    width = min(values.max_column or 1, WIDEST)
    lines: list[Line] = []
    for told, written in zip(values.iter_rows(max_col=width), formulas.iter_rows(max_col=width), strict=True):
        lines.append((told[0].row, [_cell(v, f) for v, f in zip(told, written, strict=True)]))
    return lines


def _cell(value: Any, formula: Any) -> object:
    if formula.data_type == "f" and value.value is None:
        return Unsaved()
    if value.data_type == "e":
        return Failed(value.value)
    return (value.value.replace("\u00a0", " ").strip() or None) if isinstance(value.value, str) else value.value


def _merged(formulas: Any) -> list[str]:
    return [
        f"Las celdas {area.coord} están combinadas; sepárelas y escriba el dato en cada fila."
        for area in formulas.merged_cells.ranges
        if area.min_col <= WIDEST
    ]
