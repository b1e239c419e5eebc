"""Rules that single records of an office file must keep before they are added up.

A sum hides a record given twice or a negative cell, which the contract would only see afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from etl.contract import Problem, SourceFault
from etl.raw import SourceModule

# INEGI's keys of the 32 states, Mexico City included.
STATES = tuple(f"{n:02d}" for n in range(1, 33))


def refuse(
    module: SourceModule, frame: pd.DataFrame, broken: pd.Series, what: str, *, columns: Sequence[str], expected: str
) -> None:
    """Raise SourceFault for the first ten rows where `broken`; `columns` are the cells to show."""
    records = frame[broken].head(10).to_dict("records")
    if records:
        raise SourceFault(
            Problem(
                module.id, what, file=str(r["file"]), row=int(r["row"]), column=", ".join(columns),
                expected=expected, got=" ".join(f"«{r[c]}»" for c in columns),
            )
            for r in records
        )  # fmt: skip


def once(module: SourceModule, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse records that share the same `columns`."""
    twice = frame.duplicated(list(columns), keep=False)
    refuse(module, frame, twice, "a record is given twice", columns=columns, expected="each combination once")


def whole(module: SourceModule, frame: pd.DataFrame, column: str, least: int, most: int) -> pd.Series:
    """A column of whole numbers such as years or months, also when written "1980.0"; refuse anything else."""
    number = pd.to_numeric(frame[column], errors="coerce")
    refuse(
        module, frame, ~(number.between(least, most) & (number % 1 == 0)), "a cell is not as published",
        columns=[column], expected=f"a whole number from {least} to {most}",
    )  # fmt: skip
    return number.astype("int64")


def given(module: SourceModule, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse an empty or negative figure in float columns that the office fills in every record."""
    for column in columns:
        broken = ~(frame[column] >= 0)
        refuse(module, frame, broken, "a figure is empty or negative", columns=[column], expected="zero or more")


def one_of(module: SourceModule, frame: pd.DataFrame, column: str, allowed: Sequence[str]) -> None:
    """Refuse a label the parser does not know."""
    strange = ~frame[column].isin(list(allowed))
    refuse(module, frame, strange, "a label is unknown", columns=[column], expected=", ".join(allowed))


def coded(module: SourceModule, frame: pd.DataFrame, column: str, codes: Mapping[str, int]) -> pd.Series:
    """An office's categories ("Muy bajo") as their codes; a word that is no category raises SourceFault."""
    strange = frame.loc[~frame[column].isin(list(codes)), ["file", "row", column]].head(10)
    if len(strange):
        raise SourceFault(
            Problem(module.id, "a cell is no category", file=str(f), row=int(r), column=column,
                    expected=", ".join(codes), got=f"«{word}»") for f, r, word in strange.itertuples(index=False)
        )  # fmt: skip
    return frame[column].map(codes).astype("float64")
