"""One sheet of a large XLSX, row by row, straight from its XML; only the cells that are asked for become text.

openpyxl turns all 68 cells of all 63,700 rows of CLUES into Python objects and takes minutes where this takes seconds.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO
from xml.etree import ElementTree

from openpyxl.utils import get_column_letter

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class NoSheet(ValueError):
    """The workbook has no sheet of that name; tells which it has."""


@dataclass(frozen=True)
class Row:
    """A row of a sheet: its number, and its cells by the letter of their column."""

    number: int
    cells: Mapping[str, ElementTree.Element]
    strings: tuple[str, ...]

    def text(self, letter: str) -> str:
        """The cell as text without blanks around it; empty where there is none."""
        cell = self.cells.get(letter)
        if cell is None:
            return ""
        words = "".join(part.text or "" for part in cell.iter() if _name(part) in ("v", "t"))
        return (self.strings[int(words)] if cell.get("t") == "s" and words else words).strip()


def rows(file: IO[bytes], sheet: str) -> Iterator[Row]:
    """The rows of a sheet that have a cell, in order. A row is good until the next one is asked for.

    Raises NoSheet, or zipfile.BadZipFile, KeyError, ElementTree.ParseError for a damaged workbook.
    """
    with zipfile.ZipFile(file) as box:
        path = _path(box, sheet)
        strings = tuple(_strings(box))
        with box.open(path) as stream:
            for _, element in ElementTree.iterparse(stream):
                if _name(element) != "row":
                    continue
                cells = {
                    cell.get("r", "").rstrip("0123456789") or get_column_letter(at): cell
                    for at, cell in enumerate(element, start=1)
                }
                if cells:
                    yield Row(int(element.get("r", 0)), cells, strings)
                element.clear()


def _path(box: zipfile.ZipFile, sheet: str) -> str:
    """Where in the ZIP the sheet of that name lies."""
    book = ElementTree.fromstring(box.read("xl/workbook.xml"))
    named = {s.get("name", ""): s.get(_RELATION, "") for s in book.iter() if _name(s) == "sheet"}
    if sheet not in named:
        raise NoSheet(", ".join(named) or "no sheet")
    relations = ElementTree.fromstring(box.read("xl/_rels/workbook.xml.rels"))
    target = {r.get("Id"): r.get("Target", "") for r in relations}[named[sheet]]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _strings(box: zipfile.ZipFile) -> Iterator[str]:
    """The texts that cells refer to by number."""
    if "xl/sharedStrings.xml" not in box.namelist():
        return
    with box.open("xl/sharedStrings.xml") as stream:
        for _, element in ElementTree.iterparse(stream):
            if _name(element) == "si":
                yield "".join(part.text or "" for part in element.iter() if _name(part) == "t")
                element.clear()


def _name(element: ElementTree.Element) -> str:
    """The element's name without its namespace, which differs between the two dialects of the format."""
    return element.tag.rsplit("}", 1)[-1]
