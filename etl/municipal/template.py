"""The form a municipality fills, as XLSX with lists to choose from, or as CSV.

Keys and periods are text cells: a spreadsheet would eat a leading zero and make a date of 2025-06.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data.entries import Indicator, Vocabulary
from etl.municipal.form import COLUMNS, FREQUENCIES, LONGEST, SHEET, SHOWN, STATUSES, Reporter, title

LINES = 1000  # lines with lists to choose from
WIDTHS = {"indicator": 44, "area": 12, "period": 11, "value": 14, "status": 14, "source": 48, "note": 48}
INK, PAPER = "FFFFFF", "1F4E5F"


def last_period(entry: Indicator, today: date) -> str:
    """The newest period of an indicator that has ended."""
    if entry.frequency == "annual":
        return str(today.year - 1)
    return f"{today.year - 1}-12" if today.month == 1 else f"{today.year}-{today.month - 1:02d}"


def lines(reporter: Reporter, today: date) -> list[dict[str, str]]:
    """One line an indicator: its name, the municipality and the period to report; the rest is for the clerk."""
    return [{"indicator": title(i), "area": reporter.area, "period": last_period(i, today)} for i in reporter.reported]


def write(reporter: Reporter, words: Vocabulary, path: Path, today: date) -> int:
    """Write the form to `path` (.xlsx or .csv); returns the lines it has. Raises ValueError for another suffix."""
    told = lines(reporter, today)
    if path.suffix.lower() == ".csv":
        path.write_bytes(_csv(told))
    elif path.suffix.lower() == ".xlsx":
        _book(reporter, words, told).save(path)
    else:
        raise ValueError(f"«{path.name}»: la plantilla se escribe como .xlsx o .csv")
    return len(told)


def _csv(told: list[dict[str, str]]) -> bytes:
    """UTF-8 with its mark, or a spreadsheet shows «OcotlÃ¡n»."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values())
    writer.writerows([line.get(column, "") for column in COLUMNS] for line in told)
    return out.getvalue().encode("utf-8-sig")


def _book(reporter: Reporter, words: Vocabulary, told: list[dict[str, str]]) -> Workbook:
    book = Workbook()
    figures: Any = book.active
    figures.title = SHEET
    _headed(figures, list(COLUMNS.values()), [WIDTHS[c] for c in COLUMNS])
    for column in ("area", "period"):
        figures.column_dimensions[get_column_letter(list(COLUMNS).index(column) + 1)].number_format = "@"
    for number, line in enumerate(told, start=2):
        for at, column in enumerate(COLUMNS, start=1):
            cell = figures.cell(number, at, line.get(column))
            cell.number_format = "@" if column in ("area", "period") else "General"
            cell.alignment = Alignment(wrap_text=column in ("source", "note"), vertical="top")
    _choices(figures, "indicator", f"=Indicadores!$A$2:$A${len(reporter.reported) + 1}")
    _choices(figures, "status", '"' + ",".join(w[0] for w in STATUSES.values()) + '"')
    _instructions(book.create_sheet("Instrucciones"), reporter)
    _indicators(book.create_sheet("Indicadores"), reporter, words)
    return book


def _headed(sheet: Any, headers: list[str], widths: list[int]) -> None:
    for at, (header, width) in enumerate(zip(headers, widths, strict=True), start=1):
        cell = sheet.cell(1, at, header)
        cell.font, cell.fill = Font(bold=True, color=INK), PatternFill("solid", fgColor=PAPER)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"


def _choices(sheet: Any, column: str, formula: str) -> None:
    """A list to choose from, in every line of a column."""
    letter = get_column_letter(list(COLUMNS).index(column) + 1)
    choice = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "No está en la lista", "Elija una de las opciones de la lista."
    sheet.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{LINES}")


def _instructions(sheet: Any, reporter: Reporter) -> None:
    """How to fill the form, a line a rule."""
    kinds = ", ".join(f"«{w[0]}»" for w in STATUSES.values())
    told = (
        f"Cifras del Ayuntamiento de {reporter.name} ({reporter.area}) para el observatorio metropolitano",
        f"Llene la hoja «{SHEET}»: un renglón por indicador y periodo. Puede agregar renglones y dejar otros vacíos.",
        "indicador: elija de la lista. La hoja «Indicadores» dice qué cuenta cada uno y en qué unidad.",
        f"territorio: la clave del municipio, siempre {reporter.area}.",
        f"periodo: el año ({SHOWN['annual']}) en los anuales; año y mes ({SHOWN['monthly']}) en los mensuales. Ya debe "
        "haber terminado.",
        "valor: solo cifras, con punto para los decimales y sin comas de millares: 1234.5. Cero se escribe 0.",
        f"estado: {kinds}. «provisional» es una cifra que todavía puede cambiar, y así se publica.",
        f"fuente: de dónde sale la cifra: padrón, registro, oficio o área que la lleva (hasta {LONGEST['source']} "
        "caracteres). Se publica.",
        f"nota: lo que el lector deba saber (hasta {LONGEST['note']} caracteres). Con «sin dato» o «no aplica» diga "
        "por qué. Se publica.",
        "Puede enviar solo el mes nuevo: lo que ya había reportado se conserva. Para corregir una cifra envíela otra "
        "vez; para retirarla deje el valor vacío, elija «sin dato» y explique en la nota.",
        "No escriba nombres, teléfonos, correos ni otros datos de personas. No combine celdas ni agregue columnas.",
        "Si algo está mal no se carga nada: recibirá la lista completa de lo que hay que corregir, con fila y columna.",
    )
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(told, start=1):
        cell = sheet.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=number == 1)


def _indicators(sheet: Any, reporter: Reporter, words: Vocabulary) -> None:
    """What each indicator counts; then those that are computed from them."""
    _headed(sheet, ["indicador", "clave", "qué se cuenta", "unidad", "periodo", "hasta"], [44, 28, 80, 18, 18, 14])
    for number, entry in enumerate((*reporter.reported, *reporter.computed), start=2):
        often = f"{FREQUENCIES[entry.frequency]}: {SHOWN[entry.frequency]}"
        often = often if entry in reporter.reported else "se calcula, no se reporta"
        unit, high = words.units[entry.unit].label.es, entry.range[1]
        for at, value in enumerate((title(entry), entry.id, entry.definition.es, unit, often, high), start=1):
            cell = sheet.cell(number, at, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
