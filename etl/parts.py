"""Adds up what an office publishes in parts (localities, waves, institutions) to one figure an area.

A part printed twice or below zero would vanish inside the sum, so both are refused here, before adding.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from etl.contract import Problem, SourceFault
from etl.raw import SourceModule


def added(module: SourceModule, frame: pd.DataFrame, variables: Sequence[str], *, part: Sequence[str]) -> pd.DataFrame:
    """Sum `variables` over the parts of each area and period.

    frame: from a reader, with `area`, `period` and float columns. part: the columns that, with the area and
    period, tell one part from another. Returns area, period, file, row (the first part's) and the sums; a
    sum with a missing part is missing. Raises SourceFault for a part given twice or a negative figure.
    """
    columns, key = list(variables), ["area", "period", *part]
    _refuse(module, frame[frame.duplicated(key)], key, what="the part is given twice", expected="one row a part")
    negative = frame[columns].lt(0).any(axis=1)
    _refuse(module, frame[negative], columns, what="a figure is impossible", expected="0 or more")
    groups = frame.groupby(["area", "period"], sort=True)
    complete = frame[columns].notna().groupby([frame["area"], frame["period"]]).all()
    return groups[["file", "row"]].first().join(groups[columns].sum().where(complete)).reset_index()


def whole(module: SourceModule, frame: pd.DataFrame, column: str, expected: Sequence[str]) -> None:
    """Refuse a file in which an area lacks one of the parts every area must have, or has another."""
    names = ", ".join(expected)
    strange = frame[~frame[column].isin(expected)]
    _refuse(module, strange, [column], what="the part is unknown", expected=names)
    lacking = frame[frame.groupby("area")[column].transform("nunique") < len(expected)].drop_duplicates("area")
    _refuse(module, lacking, ["area"], what=f"a part of the area is missing in «{column}»", expected=names)


def _refuse(module: SourceModule, rows: pd.DataFrame, columns: Sequence[str], *, what: str, expected: str) -> None:
    """Raise SourceFault with one problem a row, the first ten of them; nothing when there are no rows."""
    if rows.empty:
        return
    told = rows.head(10)
    got = told[list(columns)].astype("str").agg(", ".join, axis=1)
    raise SourceFault(
        Problem(module.id, what, file=str(file), row=int(row), column="/".join(columns), expected=expected, got=words)
        for file, row, words in zip(told["file"], told["row"], got, strict=True)
    )
