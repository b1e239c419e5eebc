"""Reads office files into text frames, and text into numbers, saying file, row and column of what is wrong.

Everything is read as text first: an office's mark of absence must become a status, never a zero or a silent NaN.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import PurePosixPath

import pandas as pd

from data.areas import known
from etl.contract import MARKS, Problem, SourceFault
from etl.raw import File, Raw, SourceModule

# What marks met in real files mean where the office's own notes do not say otherwise.
ABSENCE = {
    "": "missing",
    "*": "suppressed",
    "C": "suppressed",
    "N/D": "missing",
    "n.d": "missing",
    "n.d.": "missing",
    "ND": "missing",
    "NS": "missing",
    "NA": "missing",
    "No disponible": "missing",
}


def fault(module: SourceModule, what: str, file: str = "", **detail: object) -> SourceFault:
    """A SourceFault of one problem; `detail` are Problem's row, column, expected, got."""
    return SourceFault([Problem(module.id, what, file=file, **detail)])  # type: ignore[arg-type]


def declared(module: SourceModule, name: str) -> File:
    """The declaration of one of the module's files, by its name or its last part; patterns count for `remote`."""
    last = PurePosixPath(name).name
    for file in (*module.files, *module.remote):
        if fnmatch(name, file.name) or fnmatch(last, PurePosixPath(file.name).name):
            return file if file in module.files else File(name, file.rows)
    raise KeyError(f"{module.id} declares no file «{name}»")


def text_of(module: SourceModule, raw: Raw, name: str, encoding: str) -> str:
    """The file's text; a byte that does not fit the encoding is a fault that names its row."""
    content = raw.files[declared(module, name).name]
    if encoding == "latin-1" and _is_utf8(content):
        # Every byte fits latin-1, so a file saved again as UTF-8 would read as «OcotlÃ¡n» without a word.
        raise fault(module, "the bytes are not in the expected encoding", name, expected=encoding, got="UTF-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise fault(
            module, "the bytes are not in the expected encoding", name,
            row=row, expected=encoding, got=f"byte {content[error.start]:#04x}",
        ) from error  # fmt: skip


def _is_utf8(content: bytes) -> bool:
    """Whether the bytes hold letters outside ASCII, all of them written as UTF-8."""
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def read_csv(
    module: SourceModule,
    raw: Raw,
    name: str,
    *,
    columns: Sequence[str],
    encoding: str = "utf-8-sig",
    separator: str = ",",
    skip: int = 0,
    header: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Read a delimited file as text.

    columns: those that must be there (others are kept too). skip: title lines before the header.
    header: names for a file without a header line, or with an unusable one (then count it in `skip`).
    Returns stripped text columns plus `file` and `row` (the line in the file where the record starts).
    Raises SourceFault on wrong encoding, missing column, ragged record or a number of records
    outside the module's declaration.
    """
    text = text_of(module, raw, name, encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for _ in range(skip):
        next(reader, None)
    names = list(header) if header is not None else _distinct([h.strip() for h in next(reader, [])])
    _require(module, name, names, columns)
    records: list[list[str]] = []
    rows: list[int] = []
    line = reader.line_num + 1
    for record in reader:
        if any(cell.strip() for cell in record):
            if len(record) != len(names):
                raise fault(
                    module, "a record is cut or has extra cells", name,
                    row=line, expected=f"{len(names)} cells", got=f"{len(record)}",
                )  # fmt: skip
            records.append([cell.strip() for cell in record])
            rows.append(line)
        line = reader.line_num + 1
    return counted(module, name, pd.DataFrame(records, columns=names, dtype="str"), rows)


def read_xlsx(
    module: SourceModule,
    raw: Raw,
    name: str,
    *,
    columns: Sequence[str],
    sheet: str | int = 0,
    skip: int = 0,
    header: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Read a sheet as text, like `read_csv`; blank lines are left out before counting."""
    try:
        frame = pd.read_excel(
            io.BytesIO(raw.files[declared(module, name).name]), sheet_name=sheet, header=None, dtype=object,
            skiprows=skip, engine="openpyxl", keep_default_na=False,
        )  # fmt: skip
    except Exception as error:  # openpyxl raises many kinds for a damaged workbook; all mean the same to us
        raise fault(module, "the workbook cannot be opened", name, expected="an XLSX file", got=str(error)) from error
    frame = frame.map(_cell)
    if header is None:
        names, frame = _distinct([str(v) for v in frame.iloc[0]]) if len(frame) else [], frame.iloc[1:]
        first = skip + 2
    else:
        names, first = list(header), skip + 1
    _require(module, name, names, columns)
    frame = frame.iloc[:, : len(names)].set_axis(names, axis=1)
    rows = pd.Series(range(first, first + len(frame)), index=frame.index)
    filled = frame.ne("").any(axis=1)
    return counted(module, name, frame[filled].astype("str"), rows[filled].tolist())


def _distinct(names: Sequence[str]) -> list[str]:
    """A header used twice gets .1, .2… from the second on."""
    return [n if names[:at].count(n) == 0 else f"{n}.{names[:at].count(n)}" for at, n in enumerate(names)]


def _cell(value: object) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _require(module: SourceModule, file: str, names: Sequence[str], columns: Iterable[str]) -> None:
    lost = [c for c in columns if c not in names]
    if lost:
        raise SourceFault(
            Problem(module.id, "a column is missing or was renamed", file=file, column=c,
                    expected=c, got=", ".join(names[:40]) or "an empty file")
            for c in lost
        )  # fmt: skip


def counted(module: SourceModule, file: str, frame: pd.DataFrame, rows: Sequence[int]) -> pd.DataFrame:
    """Add `file` and `row`, and hold the number of records to the module's declaration.

    A parser that leaves notes or totals out of a file read without a fixed number of rows
    declares the number *with* them: it is the completeness of the file that is checked here.
    """
    least, most = declared(module, file).rows
    if not least <= len(frame) <= most:
        expected = str(least) if least == most else f"{least} to {most}"
        raise fault(
            module, "the file is cut short or another edition", file,
            row=rows[-1] if rows else 1, expected=f"{expected} records", got=f"{len(frame)}",
        )  # fmt: skip
    return frame.reset_index(drop=True).assign(file=file, row=list(rows))


def numbers(
    module: SourceModule,
    frame: pd.DataFrame,
    columns: Iterable[str],
    *,
    absence: Mapping[str, str] = ABSENCE,
    thousands: str = ",",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turn text columns into floats.

    frame: from a reader here, with `area` and `period` added. Returns (frame with float columns, marks):
    marks is long (area, period, variable, status) for cells whose mark means other than `missing`.
    Raises SourceFault naming file, row and column of the first ten cells that are neither number nor mark.
    """
    values = frame.copy()
    marks, problems = [], []
    for column in columns:
        text = frame[column].astype("str").str.strip()
        plain = text.str.replace(thousands, "", regex=False) if thousands else text
        number = pd.to_numeric(plain.where(~text.isin(list(absence))), errors="coerce")
        wrong = (number.isna() & ~text.isin(list(absence))) | _swapped(text, thousands)
        for at in frame.index[wrong][:10]:
            problems.append(
                Problem(module.id, "a cell is no number", file=str(frame.at[at, "file"]), row=int(frame.at[at, "row"]),
                        column=column, expected="a number", got=f"«{text[at]}»")
            )  # fmt: skip
        status = text.map(absence)
        told = status.notna() & (status != "missing")
        marks.append(frame.loc[told, ["area", "period"]].assign(variable=column, status=status[told]))
        values[column] = number.astype("float64")
    if problems:
        raise SourceFault(problems[:10])
    found = pd.concat(marks, ignore_index=True) if marks else pd.DataFrame(columns=MARKS)
    return values, found


def _swapped(text: pd.Series, thousands: str) -> pd.Series:
    """Cells whose thousands mark does not part groups of three: «1.234,5» must not be read as 1.2345."""
    if not thousands:
        return pd.Series(False, index=text.index)
    mark = re.escape(thousands)
    return text.str.contains(mark) & ~text.str.fullmatch(rf"-?\$? ?\d{{1,3}}({mark}\d{{3}})+(\.\d*)?")


def keys(
    module: SourceModule, frame: pd.DataFrame, state: pd.Series, municipality: pd.Series | None = None
) -> pd.Series:
    """CVEGEO keys from office spellings: ("14", "63"), ("14", "063"), "14063", "014063", "1001".

    state alone: a whole key, padded to five. An area that never existed raises SourceFault naming its row.
    """
    if municipality is None:
        digits = state.astype("str").str.strip().str.lstrip("0").str.zfill(5)
    else:
        digits = state.astype("str").str.strip().str.zfill(2).str[-2:]
        digits += municipality.astype("str").str.strip().str.zfill(3).str[-3:]
    strange = ~digits.isin(known())
    if strange.any():
        raise SourceFault(
            Problem(module.id, "the municipality is unknown", str(frame.at[at, "file"]), int(frame.at[at, "row"]),
                    expected="a key of data/areas.csv, which «etl areas» updates", got=f"«{digits[at]}»")
            for at in frame.index[strange][:10]
        )  # fmt: skip
    return digits
