"""A selection as bytes: CSV, XLSX and JSON with the same values to the last digit.

No text can become a formula: in XLSX it is stored as text, in CSV what a spreadsheet would run is disarmed with an
apostrophe (the list is OWASP's, "CSV Injection": = + - @, tab, line ends and their full-width forms, and the | and %
of older programs; blanks before them do not help). Numbers are never text, so −0.5 stays a number.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dashboard.export import Selection
from dashboard.text import t

Cell = float | int | str | None
MOST_LETTERS = 32_767  # of a cell of a workbook
_FORMULA = re.compile(r"^\s*[=+\-@|%＝＋－＠]|^[\t\n]")
# What neither a workbook nor a terminal should be given: control characters, lone surrogates, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WIDTHS = {"title": 44, "source": 70, "name": 26, "unit": 22, "breakdown": 18, "status": 22}


def headers(chosen: Selection) -> list[str]:
    """Column names in the reader's language; JSON keeps the English ones for programs."""
    return [t(f"export.columns.{c}", chosen.language) for c in chosen.data.columns]


def rows(chosen: Selection) -> list[list[Cell]]:
    """The values every format writes: numbers, clean text, None where there is nothing."""
    numeric = set(chosen.numbers)
    told = [
        [_number(v) for v in chosen.data[c]] if c in numeric else [_text(v) for v in chosen.data[c]]
        for c in chosen.data.columns
    ]
    return [list(row) for row in zip(*told, strict=True)]


def _number(value: Any) -> float | int | None:
    if pd.isna(value) or not math.isfinite(value):
        return None
    return float(value) if isinstance(value, float) else int(value)


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else clean(str(value)) or None


def clean(text: str) -> str:
    """Text that every format can hold: no control characters, one kind of line end, as long as a cell may be."""
    fit = _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    # a workbook counts in halves of a character; half a character at the cut is left out
    return fit.encode("utf-16-le")[: 2 * MOST_LETTERS].decode("utf-16-le", "ignore")


def to_csv(chosen: Selection) -> bytes:
    """UTF-8 with a byte-order mark, so that Excel reads its accents; RFC 4180 lines; empty where there is no figure."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(disarmed, headers(chosen)))
    for row in rows(chosen):
        writer.writerow(["" if v is None else disarmed(v) if isinstance(v, str) else plain(v) for v in row])
    return out.getvalue().encode("utf-8-sig")


def disarmed(text: str) -> str:
    """Text behind an apostrophe when a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.search(text) else text


def plain(number: float) -> str:
    """Digits only, whole numbers without a decimal point; reads back to the very same number."""
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def to_json(chosen: Selection) -> bytes:
    """An object with `metadata` and `data`; null where there is no figure."""
    told = [dict(zip(chosen.data.columns, row, strict=True)) for row in rows(chosen)]
    about = {clean(label): clean(text) for label, text in chosen.metadata.items()}
    return json.dumps({"metadata": about, "data": told}, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8")


def to_xlsx(chosen: Selection) -> bytes:
    """Two sheets: the data, with real numbers and a fixed first row, and what they are."""
    book = Workbook(write_only=True)
    data = book.create_sheet(t("export.data_sheet", chosen.language))
    data.freeze_panes = "C2"
    for at, column in enumerate(chosen.data.columns, start=1):
        data.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column, 14)
    data.append([_told(data, h, bold=True) for h in headers(chosen)])
    for row in rows(chosen):
        data.append([_exact(data, v) for v in row])
    if len(chosen.data.columns):
        data.auto_filter.ref = f"A1:{get_column_letter(len(chosen.data.columns))}{len(chosen.data) + 1}"
    about = book.create_sheet(t("export.about_sheet", chosen.language))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, 100
    for label, text in chosen.metadata.items():
        about.append([_told(about, label, bold=True), _told(about, text)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _exact(sheet: Any, value: Cell) -> Any:
    """The value as it is; a cell of its own, which costs ten times as much, only where the library would change it."""
    if isinstance(value, str):
        return _told(sheet, value) if value.startswith("=") else value
    if value is None or float(f"{value:.16g}") == value:
        return value
    cell = WriteOnlyCell(sheet, value=repr(value))
    cell.data_type = "n"  # the library writes sixteen digits; some figures need seventeen
    return cell


def _told(sheet: Any, value: str, *, bold: bool = False) -> Any:
    """A cell that is text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=clean(value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=len(value) > 80)
    return cell
