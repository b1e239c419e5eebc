"""The members of a group called one by one: who has a figure, who has none and why, who did not exist yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

import pandas as pd

from dashboard.zones import existing


class Row(NamedTuple):
    """One area's figure with its parts; None where there is none."""

    value: float | None
    numerator: float | None
    denominator: float | None
    status: str


ABSENT = Row(None, None, None, "missing")


def rows_of(values: pd.DataFrame, areas: Iterable[str]) -> dict[str, Row]:
    """Area → its row, of the areas that have one; the first if a frame holds two."""
    wanted = set(areas)  # a set, not `isin`: that turns thousands of keys into a column of text each time
    own = values.iloc[[at for at, area in enumerate(values["area"].tolist()) if area in wanted]]
    told: dict[str, Row] = {}
    columns = (own[c].tolist() for c in ("area", "value", "numerator", "denominator", "status"))
    for area, value, numerator, denominator, status in zip(*columns, strict=True):
        told.setdefault(area, Row(figure(value), figure(numerator), figure(denominator), status))
    return told


@dataclass(frozen=True)
class Roll:
    """The answer of every member, in the order they were named."""

    rows: dict[str, Row]  # every member that existed
    unborn: tuple[str, ...]

    @classmethod
    def call(cls, values: pd.DataFrame, areas: Iterable[str], period: str) -> Roll:
        """An area without a row is missing, unless it did not exist in the period."""
        wanted = tuple(dict.fromkeys(areas))
        told = rows_of(values, wanted)
        unborn = tuple(a for a in wanted if a not in told and a not in existing(period))
        return cls({a: told.get(a, ABSENT) for a in wanted if a not in unborn}, unborn)

    @property
    def having(self) -> dict[str, Row]:
        """Those with a figure."""
        return {a: row for a, row in self.rows.items() if row.value is not None}

    def absent(self, status: str) -> tuple[str, ...]:
        """Those without a figure for that reason."""
        return tuple(a for a, row in self.rows.items() if row.value is None and row.status == status)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Those that a total rightly goes without."""
        return (*self.unborn, *self.absent("not_applicable"))

    @property
    def covered(self) -> float:
        """Share of the members concerned that have a figure."""
        concerned = len(self.rows) - len(self.absent("not_applicable"))
        return len(self.having) / concerned if concerned else 0.0


def figure(number: float) -> float | None:
    """A figure, or None for NaN."""
    return float(number) if isfinite(number) else None
