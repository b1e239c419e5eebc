"""The filled form as rows of cells: an XLSX or a delimited text in, the form's seven columns out.

The bytes decide what a file is, not its name. Cells keep the type the spreadsheet gave them; nothing is judged here
but the shape of the table.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl.municipal.form import COLUMNS, headers
from etl.municipal.workbook import Line, sheet
from etl.places import plain

MOST_BYTES = 10_000_000
MOST_ROWS = 10_000
SEEN = 10  # lines among which the headers are looked for
LIKE = 3  # headers that make a line the line of headers


class Unreadable(Exception):
    """The file as a whole cannot be used; `sentences` say why and what to do."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass(frozen=True)
class Row:
    """One filled line: its number in the file and its cells by column; an empty cell is not there."""

    number: int
    cells: dict[str, object]


@dataclass(frozen=True)
class Grid:
    """The rows of a file, and what a person should know of how it was read."""

    rows: tuple[Row, ...]
    notices: tuple[str, ...] = ()


def read(content: bytes) -> Grid:
    """The rows of a filled form; raises Unreadable with every fault of the table's shape."""
    if not content.strip():
        raise Unreadable("El archivo está vacío; envíe la plantilla con las cifras.")
    if len(content) > MOST_BYTES:
        raise Unreadable("El archivo pesa más de 10 MB; envíe solo la plantilla, sin imágenes ni otras hojas.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "El archivo es un libro de Excel antiguo (.xls) o tiene contraseña; ábralo, quite la contraseña y "
            "guárdelo como «Libro de Excel (.xlsx)»."
        )
    if content.startswith(b"PK"):
        lines, faults, notices = sheet(content)
    else:
        lines, notices = _delimited(content), ()
        faults = ()
    if faults and not lines:
        raise Unreadable(*faults)
    grid, problems = _table(lines)
    if problems or faults:
        raise Unreadable(*faults, *problems)
    return Grid(grid, notices)


def _delimited(content: bytes) -> list[Line]:
    words = _decoded(content)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", words, re.IGNORECASE):
        raise Unreadable("El archivo es una página web, no una tabla; guárdelo en Excel como .xlsx o CSV UTF-8.")
    if "\0" in words:
        raise Unreadable("El archivo no es una tabla; envíe la plantilla en .xlsx o CSV.")
    separator = _separator(words)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    lines: list[Line] = []
    at = 1
    try:
        for record in reader:
            lines.append((at, [cell.strip() or None for cell in record]))
            at = reader.line_num + 1
    except csv.Error:
        raise Unreadable(
            f"Fila {at}: unas comillas se abren y no se cierran; bórrelas o ciérrelas, y guarde de nuevo."
        ) from None
    if lines and re.fullmatch(r"sep=.?", str(lines[0][1][0] if lines[0][1] else "")):
        lines = lines[1:]
    _uncut(lines)
    return lines


def _decoded(content: bytes) -> str:
    """The text, in whichever of the encodings that spreadsheets write."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    if re.search("[A-Za-z][\u00a0‚¡¢£¤][A-Za-z]", words):  # how the letters of MS-DOS look: ó is ¢
        raise Unreadable(
            "El archivo está guardado como «CSV (MS-DOS)» y los acentos no se leen; guárdelo como «CSV UTF-8»."
        )
    return words


def _separator(words: str) -> str:
    """Comma, semicolon or tab: the one that shows most headers."""
    first = words.splitlines()[:SEEN]

    def found(mark: str) -> int:
        return max((len(_known(line.split(mark))) for line in first), default=0)

    return max((",", ";", "\t"), key=found)


def _known(cells: Iterable[object]) -> set[str]:
    return {headers()[word] for c in cells if (word := plain(str(c or "").strip('" \ufeff'))) in headers()}


def _uncut(lines: Sequence[Line]) -> None:
    """A text line with more or fewer cells than the headers was cut, or has a separator inside a cell."""
    start = next((n for n, (_, cells) in enumerate(lines) if len(_known(cells)) >= LIKE), None)
    if start is None:
        return
    wide = len(lines[start][1])
    faults = []
    for number, cells in lines[start + 1 :]:
        if len(cells) > wide and any(cells[wide:]):
            faults.append(
                f"Fila {number}: tiene {len(cells)} celdas y el encabezado {wide}; si un texto lleva comas, "
                "escríbalo entre comillas; los números, sin comas."
            )
        elif any(cells) and len(cells) < wide:
            faults.append(f"Fila {number}: tiene {len(cells)} celdas y el encabezado {wide}; la fila está cortada.")
    if faults:
        raise Unreadable(*faults)


def _table(lines: Sequence[Line]) -> tuple[tuple[Row, ...], list[str]]:
    """The filled rows under the headers, and what is wrong with the columns."""
    start = next((n for n, (_, cells) in enumerate(lines[:SEEN]) if len(_known(cells)) >= LIKE), None)
    if start is None:
        wanted = ", ".join(COLUMNS.values())
        return (), [f"No se encontró la fila de encabezados ({wanted}); no la borre ni la cambie de lugar."]
    named: dict[int, str] = {}
    problems = []
    for at, cell in enumerate(lines[start][1]):
        word = plain(str(cell or "").strip('" \ufeff'))
        if word in headers():
            if headers()[word] in named.values():
                problems.append(f"La columna «{cell}» está dos veces; deje solo una.")
            named[at] = headers()[word]
        elif word:
            problems.append(
                f"La columna «{cell}» no es de la plantilla; bórrela, y si lleva algo que decir páselo a «nota»."
            )
    problems += [
        f"Falta la columna «{spanish}»; use la plantilla como está."
        for column, spanish in COLUMNS.items() if column not in named.values()
    ]  # fmt: skip
    rows = []
    for number, cells in lines[start + 1 :]:
        filled = {named.get(at, ""): c for at, c in enumerate(cells) if c not in (None, "")}
        if "" in filled and not any("no es de la plantilla" in p for p in problems):
            problems.append(f"Fila {number}: «{filled['']}» está fuera de las columnas de la plantilla; bórrelo.")
        elif filled:
            rows.append(Row(number, filled))
    if len(rows) > MOST_ROWS:
        problems.append(f"El archivo tiene {len(rows):,} filas y caben {MOST_ROWS:,}; divídalo.")
    return tuple(rows), problems
