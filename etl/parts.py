"""Adds up what an office publishes in parts (localities, waves, institutions) to one figure an area."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from etl.raw import SourceModule
from etl.records import once, one_of, refuse


def added(module: SourceModule, frame: pd.DataFrame, variables: Sequence[str], *, part: Sequence[str]) -> pd.DataFrame:
    """Sum `variables` over the parts of each area and period.

    frame: from a reader, with `area`, `period` and float columns. part: the columns that, with the area and
    period, tell one part from another. Returns area, period, file, row (the first part's) and the sums; a
    sum with a missing part is missing. Raises SourceFault for a part given twice or a negative figure.
    """
    columns = list(variables)
    once(module, frame, ["area", "period", *part])
    negative = frame[columns].lt(0).any(axis=1)
    refuse(module, frame, negative, "a figure is negative", columns=columns, expected="zero or more")
    groups = frame.groupby(["area", "period"], sort=True)
    known = frame[columns].notna().groupby([frame["area"], frame["period"]]).all()
    return groups[["file", "row"]].first().join(groups[columns].sum().where(known)).reset_index()


def complete(module: SourceModule, frame: pd.DataFrame, column: str, parts: Sequence[str]) -> None:
    """Refuse a file in which an area lacks one of the parts every area must have, or has another."""
    one_of(module, frame, column, parts)
    lacking = frame.groupby("area")[column].transform("nunique") < len(parts)
    refuse(
        module, frame, lacking & ~frame["area"].duplicated(), f"the area lacks a part in «{column}»",
        columns=["area"], expected=", ".join(parts),
    )  # fmt: skip
