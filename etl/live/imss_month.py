"""A month of IMSS's insured jobs added up while it is read: 350 MB in, some thousand rows out, little memory.

Rows are of finer grain than we publish (subdelegation, age, wage). What is kept of each municipality is its total and
its parts by sector, size of employer and sex, with the mark NA (no employer) as a part of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from operator import add, itemgetter
from pathlib import Path
from typing import BinaryIO

from etl.contract import Problem, SourceFault

VERSION = 1  # raise it when the sums change: every month is then taken anew
PLACE = ("cve_entidad", "cve_municipio")
PARTS = ("sector_economico_1", "tamano_patron", "sexo")
SUMS = ("asegurados", "no_trabajadores", "ta", "teu", "tec", "tpu", "tpc", "ta_sal", "masa_sal_ta")
HEADER = (*PLACE, "por", "codigo", *SUMS)
TITLES = 3  # lines before the header, which say what was added up
SOURCE = "imss_jobs"
MOST = 50_000  # combinations held while reading; a month's rows lie together by place, so they are let go of seldom
Cells = tuple[bytes, ...]
Rows = dict[tuple[str, str, str, str], list[float]]


def reduce(body: Path, out: Path, *, url: str, sha256: str) -> None:
    """Write the sums of the month in `body` to `out` (UTF-8, |): columns HEADER after TITLES lines.

    `por` is total, sector_economico_1, tamano_patron or sexo; `codigo` the office's own code, empty for the total.
    Raises SourceFault naming row and column of a cut record, a cell that is no number, or a missing column.
    """
    with body.open("rb", buffering=1 << 20) as file:
        names = _names(file.readline(), _file(url))
        rows = _rows(file, names, _file(url))
    titles = (f"# {_file(url)} added up by municipality; the original: {url}",
              f"# sha256 {sha256}", f"# {body.stat().st_size} bytes")  # fmt: skip
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in (*titles, "|".join(HEADER)))
        for key in sorted(rows):
            file.write("|".join((*key, *map(_written, rows[key]))) + "\n")


def _file(url: str) -> str:
    return url.rsplit("/", 1)[-1]


def _names(header: bytes, told: str) -> list[str]:
    """The columns; the size of the employer is known by its end, whatever became of its ñ."""
    line = header.rstrip(b"\r\n")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    names = [n.strip() for n in text.split("|")]
    names = ["tamano_patron" if n.endswith("_patron") else n for n in names]
    lost = [n for n in (*PLACE, *PARTS, *SUMS) if names.count(n) != 1]
    if lost:
        raise SourceFault(
            Problem(SOURCE, "a column is missing or was renamed", told, 1, n, n, ", ".join(names)) for n in lost
        )
    return names


def _rows(file: BinaryIO, names: list[str], told: str) -> Rows:
    """Sums of SUMS by the four keys of HEADER; by place and all of PARTS at once while reading, which is quicker."""
    key_of = itemgetter(*(names.index(n) for n in (*PLACE, *PARTS)))
    figures_of = itemgetter(*(names.index(n) for n in SUMS))
    width, row = len(names), 1
    rows: Rows = {}
    sums: dict[Cells, list[float]] = {}
    for row, line in enumerate(file, start=2):
        cells = line.split(b"|")
        if len(cells) != width:
            if not line.strip():
                continue
            raise _cut(told, row, width, len(cells))
        try:
            figures = map(float, figures_of(cells))
            key = key_of(cells)
            before = sums.get(key)
            sums[key] = [*figures] if before is None else [*map(add, before, figures)]
        except ValueError:
            raise SourceFault(_no_numbers(told, row, names, cells)) from None
        if b"|-" in line and (problems := _no_numbers(told, row, names, cells)):
            raise SourceFault(problems)
        if len(sums) > MOST:
            _fold(sums, rows)
    _fold(sums, rows)
    if not rows or not all(math.isfinite(x) for found in rows.values() for x in found):
        raise SourceFault([Problem(SOURCE, "the month has no figures", file=told, row=row, expected="insured jobs")])
    return rows


def _cut(file: str, row: int, width: int, got: int) -> SourceFault:
    return SourceFault(
        [Problem(SOURCE, "a record is cut or has extra cells", file, row, expected=f"{width} cells", got=f"{got}")]
    )


def _no_numbers(file: str, row: int, names: list[str], cells: Iterable[bytes]) -> list[Problem]:
    """A problem for each cell of the record that is not a number of zero or more."""
    of = dict(zip(names, (c.decode("latin-1").strip() for c in cells), strict=True))
    return [
        Problem(SOURCE, "a cell is no number", file, row, name, "a number, zero or more", f"«{of[name]}»")
        for name in SUMS
        if not of[name].replace(".", "", 1).isdigit()
    ]


def _fold(sums: dict[Cells, list[float]], rows: Rows) -> None:
    """Add the combinations to the total and the parts of their places, and forget them."""
    for key, figures in sums.items():
        state, town, *codes = (cell.decode("latin-1").strip() for cell in key)
        for by, code in _parts(codes):
            at = (state, town, by, code)
            rows[at] = [*map(add, rows[at], figures)] if at in rows else figures
    sums.clear()


def _parts(codes: list[str]) -> Iterator[tuple[str, str]]:
    yield "total", ""
    yield from zip(PARTS, (code or "NA" for code in codes), strict=True)  # blank means what NA means


def _written(figure: float) -> str:
    return repr(round(figure, 2)).removesuffix(".0")
