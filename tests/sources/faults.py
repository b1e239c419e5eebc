"""Damages an example file on purpose, whatever its layout: one cell, one line, or the bytes themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from unittest.mock import patch

import openpyxl

import etl.reading
from data.catalog import Catalog
from etl.contract import SourceFault
from etl.pipeline import prepare
from etl.raw import File, Raw, SourceModule
from tests.sources.examples import example, relaxed

Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True)
class Layout:
    """What the reader met in the intact example: numbers of records by file, and the header names it asked for."""

    records: dict[str, list[int]]
    required: dict[str, list[str]]


def layout(module: ModuleType) -> Layout:
    """Parse the intact example and note how many records each file has and which columns are wanted."""
    records: dict[str, list[int]] = {}
    required: dict[str, list[str]] = {}
    counted, require = etl.reading.counted, etl.reading._require

    def note_count(source: SourceModule, file: str, frame: object, rows: list[int]) -> object:
        name = etl.reading.declared(source, file).name
        records.setdefault(name, []).append(len(rows))
        return counted(source, file, frame, rows)  # type: ignore[arg-type]

    def note_columns(source: SourceModule, file: str, names: list[str], columns: list[str]) -> None:
        required.setdefault(etl.reading.declared(source, file).name, []).extend(c for c in columns if c in names)
        require(source, file, names, columns)

    with (
        relaxed(),
        patch.object(etl.reading, "counted", note_count),
        patch.object(etl.reading, "_require", note_columns),
    ):
        module.parse(example(module.SOURCE.id))
    return Layout(records, required)


@contextmanager
def exactly(found: Layout) -> Iterator[None]:
    """Hold every file to the number of records of the intact example."""
    strict = etl.reading.declared

    def as_found(module: SourceModule, name: str) -> File:
        file = strict(module, name)
        lengths = found.records.get(file.name, [0, 10**9])  # a workbook may be read sheet by sheet
        return File(file.name, rows=(min(lengths), max(lengths)))

    with patch.object(etl.reading, "declared", as_found):
        yield


def refusal(module: ModuleType, found: Layout, catalog: Catalog, name: str, content: bytes) -> str:
    """What the pipeline says of the source with one file replaced; empty when it would be published."""
    raw = example(module.SOURCE.id)
    damaged = Raw({**raw.files, name: content}, raw.url, raw.retrieved_at)
    with exactly(found):
        try:
            return "\n".join(str(p) for p in prepare(module.SOURCE, module.parse, damaged, catalog).problems)
        except SourceFault as fault:
            return str(fault)


def is_book(name: str) -> bool:
    """Whether the file is a workbook."""
    return name.endswith(".xlsx")


def grid(name: str, content: bytes, encoding: str) -> list[list[str]]:
    """The file's cells as text."""
    if is_book(name):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        return [["" if c is None else str(c) for c in row] for row in sheet.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter=_separator(name, content)))


def changed(name: str, content: bytes, encoding: str, place: Place, text: str) -> bytes:
    """The file with one cell changed."""
    row, column = place
    if is_book(name):
        book = openpyxl.load_workbook(io.BytesIO(content))
        cell = book.worksheets[0].cell(row + 1, column + 1)
        cell.value = float(text) if _is_number(text) and isinstance(cell.value, int | float) else text
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    rows = grid(name, content, encoding)
    rows[row][column] = text
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=_separator(name, content), lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode(encoding)


def repeated(name: str, content: bytes, encoding: str, row: int, over: int) -> bytes:
    """The file with line `over` replaced by a copy of line `row`: as many records, one of them twice."""
    rows = grid(name, content, encoding)
    for column, text in enumerate(rows[row]):
        if column < len(rows[over]) and rows[over][column] != text:
            content = changed(name, content, encoding, (over, column), text)
    return content


def _separator(name: str, content: bytes) -> str:
    return "\t" if b"\t" in content.split(b"\n")[0] else ","


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True


def numeric(text: str) -> bool:
    """Whether a cell holds a number, thousands separators included."""
    return bool(text.strip()) and _is_number(text.strip())
