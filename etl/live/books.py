"""Sheets of workbooks as the services send them: inside a ZIP or not, with titles above a header that is searched for.

Cells become text as in `etl.reading`; a row keeps the number it has in the sheet.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatch
from io import BytesIO
from pathlib import PurePosixPath

import openpyxl
import pandas as pd

from etl.content import DAMAGED
from etl.contract import Problem, SourceFault
from etl.raw import Raw, SourceModule
from etl.reading import _cell, counted, fault
from etl.records import STATES

TITLES = 25  # the header is among the first lines of the sheet
Row = tuple[int, list[str]]


def rows(module: SourceModule, raw: Raw, name: str, *, sheet: str = "", member: str = "*.xlsx") -> Iterator[Row]:
    """Every row of a sheet, numbered from 1, cells as text.

    sheet: its name; empty: the first one. member: the workbook inside a ZIP, as a shell pattern on its last part.
    Raises SourceFault where there is no such workbook or sheet, or it cannot be opened.
    """
    content = _member(module, raw, name, member) if name.endswith(".zip") else BytesIO(raw.files[name])
    try:
        book = openpyxl.load_workbook(content, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises many kinds for a damaged workbook; all mean the same to us
        raise fault(module, "the workbook cannot be opened", name, expected="an XLSX file", got=str(error)) from error
    try:
        if sheet and sheet not in book.sheetnames:
            raise fault(
                module, "the workbook lacks a sheet", name, expected=f"«{sheet}»", got=", ".join(book.sheetnames)
            )
        found = book[sheet or book.sheetnames[0]]
        found.reset_dimensions()  # the size some programs note is wrong
        for number, cells in enumerate(found.iter_rows(values_only=True), start=1):
            yield number, [_cell(value) for value in cells]
    finally:
        book.close()


def table(
    module: SourceModule, raw: Raw, name: str, *, columns: Sequence[str], sheet: str = "", member: str = "*.xlsx",
    record: Callable[[dict[str, str]], bool] = lambda cells: True,
) -> pd.DataFrame:  # fmt: skip
    """`columns` of a sheet as text, with `file` and `row`, held to the number of records the module declares.

    The header is the first row that holds all of them (among the first 25). record: which rows are records, for
    sheets with notes or totals; blank rows never are.
    """
    lines = rows(module, raw, name, sheet=sheet, member=member)
    places = _header(module, name, columns, lines)
    records, numbers = [], []
    for number, cells in lines:
        chosen = [cells[place] if place < len(cells) else "" for place in places]
        if any(chosen) and record(dict(zip(columns, chosen, strict=True))):
            records.append(chosen)
            numbers.append(number)
    return counted(module, name, pd.DataFrame(records, columns=list(columns), dtype="str"), numbers)


def every_state(module: SourceModule, frame: pd.DataFrame) -> None:
    """Refuse a national sheet in which a whole state is missing; lost municipalities are told by the change report."""
    lost = sorted(set(STATES) - set(frame["area"].str[:2]))
    if lost:
        raise fault(
            module, "states are missing from the sheet", str(frame["file"].iloc[0]), expected="all 32 states",
            got=f"none of {', '.join(lost)}",
        )  # fmt: skip


def _header(module: SourceModule, name: str, columns: Sequence[str], lines: Iterator[Row]) -> list[int]:
    """Where each column stands, from the first row that has them all; the nearest row tells what is missing."""
    nearest: Row = (1, [])
    for number, cells in lines:
        if set(columns) <= set(cells):
            return [cells.index(column) for column in columns]
        if len(set(columns) & set(cells)) > len(set(columns) & set(nearest[1])):
            nearest = (number, cells)
        if number >= TITLES:
            break
    raise SourceFault(
        Problem(
            module.id, "a column is missing or was renamed", file=name, row=nearest[0], column=column,
            expected=column, got=", ".join(c for c in nearest[1][:40] if c) or "no header",
        )
        for column in columns if column not in nearest[1]
    )  # fmt: skip


def _member(module: SourceModule, raw: Raw, name: str, pattern: str) -> BytesIO:
    """The one workbook of a ZIP whose last part fits the pattern."""
    try:
        with raw.open(name) as file, zipfile.ZipFile(file) as box:
            inside = [n for n in box.namelist() if fnmatch(PurePosixPath(n).name, pattern)]
            if len(inside) == 1:
                return BytesIO(box.read(inside[0]))
            listed = ", ".join(box.namelist()[:8])
    except (*DAMAGED, OSError, ValueError) as error:
        raise fault(module, "the ZIP cannot be opened", name, expected="a whole ZIP", got=str(error)) from error
    raise fault(
        module, "the ZIP does not hold the workbook", name, expected=f"one «{pattern}»", got=listed or "nothing"
    )
