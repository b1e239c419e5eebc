"""What changed between two periods: how much, in which unit, and when it must not be said.

What is counted or paid changes in per cent of its first figure, everything else by its difference. No change is
told across a break of method, of a grade, from zero in per cent, or where either figure is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.classes import Classes
from dashboard.gaps import Verdict, verdict
from dashboard.measures import Total, shown
from data.entries import Indicator

Refusal = Literal["", "grade", "break", "alone"]
PERCENT_DECIMALS = 1
SMALL_BASE = 30
"""Below so many cases at the start, one more or less moves the per cent by three points or more: it is said."""


@dataclass(frozen=True)
class Pair:
    """Two periods to compare. refusal: why they must not be, "" when they may; broken: the first of the new method."""

    since: str
    until: str
    refusal: Refusal = ""
    broken: str = ""


def in_per_cent(indicator: Indicator) -> bool:
    """Whether the change of a figure is told in per cent of the first: counts and money."""
    return indicator.kind == "count" or indicator.unit.startswith("mxn")


def decimals(indicator: Indicator) -> int:
    """Decimals of a change."""
    return PERCENT_DECIMALS if in_per_cent(indicator) else indicator.decimals


def broken(indicator: Indicator, since: str, until: str) -> str:
    """The first period of a new method between two periods; "" when both are of one."""
    return max((b.period for b in indicator.breaks if since < b.period <= until), default="")


def pair(indicator: Indicator, periods: Sequence[str], since: str = "", until: str = "", newest: str = "") -> Pair:
    """The two periods somebody asks for, made whole where they are not (`periods` ascending; "" is not asked).

    Unasked, the later one is the newest (`newest`, or the last) that has a comparable one before it, and the
    earlier one the first of the same method; of months, the first of the same month of the year, if there is one:
    December beside October would tell the season and not the change.
    """
    told = [p for p in periods if not newest or p <= newest] or list(periods)
    if until not in periods:
        may = [p for p in told if _before(indicator, periods, p)]
        until = since_last(may, told)
    earlier = [p for p in periods if p < until]
    if not until or not earlier:
        return Pair("", until, "alone")
    if since not in earlier:
        since = next(iter(_alike(_before(indicator, periods, until), until)), earlier[-1])
    if indicator.labels:
        return Pair(since, until, "grade")
    found = broken(indicator, since, until)
    return Pair(since, until, "break" if found else "", found)


def since_last(may: Sequence[str], told: Sequence[str]) -> str:
    """The last of the periods that have one to compare with; else the last there is; "" of none."""
    return may[-1] if may else told[-1] if told else ""


def _before(indicator: Indicator, periods: Sequence[str], until: str) -> list[str]:
    """Earlier periods of the same method."""
    return [p for p in periods if p < until and not broken(indicator, p, until)]


def _alike(periods: Sequence[str], until: str) -> Sequence[str]:
    """Those of the same month of the year; all of them where there is none."""
    month = until[4:]
    return [p for p in periods if p[4:] == month] or periods


def of_figures(indicator: Indicator, first: float | None, last: float | None) -> float | None:
    """The change between two figures as they are shown; None when either is missing, or in per cent of nothing."""
    if first is None or last is None or pd.isna(first) or pd.isna(last):
        return None
    start, end = shown(first, indicator.decimals), shown(last, indicator.decimals)
    if not in_per_cent(indicator):
        return shown(end - start, indicator.decimals)
    return shown(100 * (end - start) / start, PERCENT_DECIMALS) if start > 0 else None


def changes(indicator: Indicator, first: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    """Area by area: area, name, first, last (figures), difference (in the unit), change, why, base, status.

    first, last: one row an area (area, name, value, status), in the order of `last`; an area without a row in
    `first` is missing there. why: "" when there is a change, else missing, suppressed, not_applicable or no_base
    (per cent of zero). base: "small" where the per cent of a count hangs on few cases.
    """
    before = first.drop_duplicates("area").set_index("area")
    starts = before["value"].reindex(last["area"]).to_numpy(dtype="float64")
    told = before["status"].reindex(last["area"]).fillna("missing").astype("str").to_list()
    rows = []
    for area, name, start, end, was, now in zip(
        last["area"], last["name"], starts, last["value"], told, last["status"], strict=True
    ):
        change = of_figures(indicator, start, end)
        difference = shown(end - start, indicator.decimals) if pd.notna(start) and pd.notna(end) else np.nan
        why = "" if change is not None else was if pd.isna(start) else now if pd.isna(end) else "no_base"
        small = indicator.kind == "count" and pd.notna(start) and 0 < start < SMALL_BASE
        rows.append((area, name, start, end, difference, change, why, "small" if small else "", now))
    kinds = {
        "area": "str", "name": "str", "first": "float64", "last": "float64", "difference": "float64",
        "change": "float64", "why": "str", "base": "str", "status": "str",
    }  # fmt: skip
    return pd.DataFrame(rows, columns=list(kinds), dtype="object").astype(kinds)


def of_totals(indicator: Indicator, first: Total, last: Total) -> float | None:
    """The change of a zone: of its two figures, never a mean of its members' changes; None when members differ."""
    return of_figures(indicator, first.value, last.value) if first.left_out == last.left_out else None


@dataclass(frozen=True)
class Tally:
    """How many rose, fell and stayed, and how many have no change to tell."""

    rose: int
    fell: int
    same: int
    untold: int

    @property
    def told(self) -> int:
        """How many have a change."""
        return self.rose + self.fell + self.same


def tally(told: pd.DataFrame) -> Tally:
    """The tally of `changes`."""
    known = told["change"].dropna()
    rose, fell = int((known > 0).sum()), int((known < 0).sum())
    return Tally(rose, fell, len(known) - rose - fell, len(told) - len(known))


def meaning(indicator: Indicator) -> Verdict:
    """What a rise means; "" where neither way is better, and for pesos of different years."""
    return "" if indicator.unit.startswith("mxn") else verdict(1.0, indicator.better)


def limits(indicator: Indicator, known: np.ndarray) -> tuple[float, ...]:
    """Round sizes at which a change becomes notable and large, from the changes of every pair of one stretch.

    One or two of 1, 2 and 5 times a power of ten, never finer than changes are shown.
    """
    sizes = np.abs(known[np.isfinite(known)])
    step = 10.0 ** -decimals(indicator)
    if not len(sizes):
        return (step,)
    told = [max(step, _round(float(np.quantile(sizes, at)))) for at in (0.35, 0.8)]
    if in_per_cent(indicator):  # nothing falls by more than 100 %: beyond these the darkest purple would stay empty
        told = [min(size, most) for size, most in zip(told, (20.0, 50.0), strict=True)]
    return tuple(sorted(set(told)))


def _round(size: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten, in ratio; 0 of 0."""
    if size <= 0:
        return 0.0
    power = 10.0 ** np.floor(np.log10(size))
    return float(min((shown(s * power, 6) for s in (1, 2, 5, 10)), key=lambda mark: abs(np.log(mark / size))))


def classed(indicator: Indicator, told: pd.DataFrame, sizes: Sequence[float]) -> Classes:
    """`changes` in classes symmetric around zero: falls below, rises above, and in the middle what is small.

    A change of exactly a limit's size is in the smaller class on both sides.
    """
    places = decimals(indicator)
    step = 10.0**-places
    cuts = [shown(-s - step, places) for s in reversed(sizes)] + [shown(s, places) for s in sizes]
    known = told["change"].dropna()
    ends = (min([*known, cuts[0] - step]), max([*known, cuts[-1] + step]))
    index = np.searchsorted(cuts, told["change"].to_numpy(), side="left")  # there is a class above the last limit
    found = pd.Series(np.where(told["change"].notna(), index, -1), index=told["area"], dtype="int64")
    counts = tuple(int((found == n).sum()) for n in range(len(cuts) + 1))
    return Classes((ends[0], *cuts, ends[1]), found, counts, "manual", diverging=True, decimals=places)


def stretch(
    indicator: Indicator, every: pd.DataFrame, chosen: Pair, areas: Mapping[str, int] | Sequence[str]
) -> np.ndarray:
    """Changes of the areas from the pair's first period to every other of its method: what sets the limits.

    every: area, period, value.
    """
    own = every[every["area"].isin(list(areas))]
    table = own.pivot_table(index="area", columns="period", values="value", dropna=False)
    if chosen.since not in table:
        return np.array([])
    start = table[chosen.since].to_numpy()
    same = [p for p in table.columns if p > chosen.since and not broken(indicator, chosen.since, str(p))]
    ends = table[same].to_numpy()
    if not in_per_cent(indicator):
        return np.asarray(ends - start[:, None]).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        part = 100 * (ends - start[:, None]) / np.where(start > 0, start, np.nan)[:, None]
    return np.asarray(part).ravel()
