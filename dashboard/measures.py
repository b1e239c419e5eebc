"""Figures of a group of municipalities: Σ of counts, Σnumerator/Σdenominator of rates, weighted means, or none.

A group has a figure only when every member has one; otherwise it has a reason. There is no way here to
average rates: a rate without its parts gives no total, however many members have a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import fsum
from typing import Literal

import pandas as pd

from dashboard.roll import ABSENT, Roll, Row, figure, rows_of
from dashboard.zones import existing, members
from data.entries import Better, Indicator, Zone
from data.formula import Formula

Reason = Literal[
    "",  # there is a figure
    "never",  # combining this indicator would mean nothing
    "no_members",  # no member existed in the period, or none was named
    "missing",  # the members named have no figure
    "suppressed",  # the office keeps the figure of the members named to itself
    "not_applicable",  # the indicator applies to none of the members
    "no_weight",  # the members named have nothing to weigh their figure by in this period
    "no_parts",  # the members named have a figure without numerator and denominator
    "no_base",  # the denominators add up to zero
    "created",  # the members named were created within the interval: their growth is another's loss
]
# A total is no surer than its least sure member.
WEAKEST = ("official", "municipal", "derived", "estimated", "modelled", "projected", "preliminary", "partial")


@dataclass(frozen=True)
class Total:
    """The figure of a group of areas in one period, or why there is none.

    covered: share (0–1) of the members the indicator applies to that have a figure. missing: the members
    that are the reason. left_out: members the indicator does not apply to, or that did not exist yet.
    printed: the source has a row for this very territory; otherwise the figure is our sum.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    reason: Reason = ""
    covered: float = 1.0
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    printed: bool = False


def zone_total(
    indicator: Indicator,
    values: pd.DataFrame,
    zone: Zone,
    period: str,
    weights: pd.Series | None = None,
    *,
    breakdown: str = "total",
) -> Total:
    """The figure of a zone: what the office printed for a whole state or the nation, else our `total`.

    values: rows of one indicator, period and breakdown (columns area, value, numerator, denominator, status).
    """
    if zone.all_of:
        printed = rows_of(values, [zone.all_of]).get(zone.all_of, ABSENT)
        if printed.value is not None:
            return Total(*printed, printed=True)
    return total(indicator, values, members(zone), period, weights, breakdown=breakdown)


def total(
    indicator: Indicator,
    values: pd.DataFrame,
    areas: Iterable[str],
    period: str,
    weights: pd.Series | None = None,
    *,
    breakdown: str = "total",
) -> Total:
    """The figure of the areas together, as the catalogue says they combine; of one area, its own.

    weights: area → weight, for indicators combined as a mean (`queries.weights`). An area without a row that
    did not exist in the period is left out; any other absence leaves the group without a figure.
    """
    roll = Roll.call(values, areas, period)
    formula = indicator.formula_of(breakdown)
    if len(roll.rows) == 1 and not roll.unborn:
        (alone,) = roll.rows.values()
        if alone.value is not None:
            return Total(*alone, printed=True)
    reason, guilty = _refusal(indicator, formula, roll, period)
    parts = _Parts()
    if not reason:
        parts = _parts(indicator, roll.having, weights)
        reason, guilty = parts.reason, parts.guilty
    if reason:
        state = reason if reason in ("suppressed", "not_applicable") else "missing"
        return Total(None, None, None, state, reason, roll.covered, guilty, roll.left_out)
    value, numerator = parts.numerator, None
    if parts.denominator is not None:
        numerator = parts.numerator
        by_mean = indicator.weight is not None
        value = numerator / parts.denominator if by_mean else formula.combine(numerator, parts.denominator, period)
    status = max((row.status for row in roll.having.values()), key=_weakness)
    return Total(value, numerator, parts.denominator, status, "", roll.covered, (), roll.left_out)


def _refusal(indicator: Indicator, formula: Formula, roll: Roll, period: str) -> tuple[Reason, tuple[str, ...]]:
    """Why these members have no total, before any arithmetic; ("", ()) when they may have one."""
    if indicator.combine == "never":
        return "never", ()
    if not roll.rows:
        return "no_members", ()
    if formula.form == "growth":
        start = existing(period.partition("/")[0])
        late = tuple(a for a in roll.rows if a not in start)
        if late:
            return "created", late
    if hidden := roll.absent("suppressed"):
        return "suppressed", hidden
    if lost := roll.absent("missing"):
        return "missing", lost
    return ("", ()) if roll.having else ("not_applicable", tuple(roll.rows))


@dataclass(frozen=True)
class _Parts:
    numerator: float = 0.0
    denominator: float | None = None
    reason: Reason = ""
    guilty: tuple[str, ...] = ()


def _parts(indicator: Indicator, rows: Mapping[str, Row], weights: pd.Series | None) -> _Parts:
    """What is added up; fsum is exact, so the order of the members cannot show."""
    if indicator.combine == "sum":
        return _Parts(fsum(row.value or 0.0 for row in rows.values()))
    pairs = {a: (row.numerator, row.denominator) for a, row in rows.items()}
    if indicator.weight is not None:
        own = {} if weights is None else weights.reindex(list(rows)).to_dict()
        weigh = {a: figure(own.get(a, float("nan"))) for a in rows}
        pairs = {a: ((row.value or 0.0) * (weigh[a] or 0.0), weigh[a]) for a, row in rows.items()}
    without = tuple(a for a, pair in pairs.items() if None in pair)
    if without:
        return _Parts(reason="no_weight" if indicator.weight else "no_parts", guilty=without)
    numerator, denominator = (fsum(pair[side] or 0.0 for pair in pairs.values()) for side in (0, 1))
    if denominator == 0:
        return _Parts(reason="no_base", guilty=tuple(rows))
    return _Parts(numerator, denominator)


def _weakness(status: str) -> int:
    return WEAKEST.index(status) if status in WEAKEST else len(WEAKEST)


def trend(
    indicator: Indicator,
    series: pd.DataFrame,
    zone: Zone,
    weights: pd.DataFrame | None = None,
    *,
    breakdown: str = "total",
) -> pd.DataFrame:
    """A zone's figure in every period of a series: period, value, numerator, denominator, status, reason, printed.

    series: `queries.series` of the zone's members and, for a state or the nation, its own key.
    weights: `queries.weights_of_series`, for those combined as a mean.
    """
    told = []
    for period, rows in series.groupby("period", sort=True):
        own = None
        if weights is not None:
            own = weights[weights["period"] == period].set_index("area")["value"]
        found = zone_total(indicator, rows, zone, str(period), own, breakdown=breakdown)
        told.append(
            (period, found.value, found.numerator, found.denominator, found.status, found.reason, found.printed)
        )
    kinds = {
        "period": "str", "value": "float64", "numerator": "float64", "denominator": "float64", "status": "str",
        "reason": "str", "printed": "bool",
    }  # fmt: skip
    return pd.DataFrame(told, columns=list(kinds), dtype="object").astype(kinds)


def lacking_wholes(
    series: pd.DataFrame, periods: Mapping[str, Iterable[str]], entries: Mapping[str, Indicator]
) -> set[str]:
    """Indicators that must be put together from the parts: without a figure of the whole in one of their periods.

    series: of the whole (indicator, period, value). With them come those that weigh them.
    """
    having = series[series["value"].notna()]
    printed = set(zip(having["indicator"], having["period"], strict=True))
    found = {name for name in entries if any((name, p) not in printed for p in periods[name])}
    return found | {weight for name in found if (weight := entries[name].weight)}


def shown(value: float, decimals: int) -> float:
    """A figure rounded as it is printed: half away from zero, on its decimal digits and not its binary ones."""
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def rank(values: pd.Series, better: Better) -> pd.Series:
    """Place of each figure, 1 the best (the highest when neither is better); ties share it; absent ones have none."""
    return values.rank(method="min", ascending=better == "lower").astype("Int64")
