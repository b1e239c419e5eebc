"""How the figure of a zone comes about: its formula with the numbers in it, and what each member brings.

The total itself is `measures.zone_total`; nothing here computes it a second way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.measures import Total, zone_total
from dashboard.roll import Roll
from dashboard.zones import members, named
from data.entries import Indicator, Zone

Way = Literal["sum", "ratio", "growth", "mean", "never", "printed"]
COLUMNS = {
    "area": "str", "name": "str", "value": "float64", "numerator": "float64", "denominator": "float64",
    "weight": "float64", "contribution": "float64", "status": "str",
}  # fmt: skip


@dataclass(frozen=True)
class Explanation:
    """A zone's figure taken apart.

    way: how members combine (`printed`: the office gives the figure of the whole territory itself).
    members: one row a member (COLUMNS): `weight` is its share (0–1) of Σdenominator, `contribution` its share of
    Σnumerator (of the sum, for counts); both are empty where the zone has no total.
    people: share (0–1) of the zone's people who live in the members the figure covers; None when not known.
    """

    total: Total
    way: Way
    members: pd.DataFrame
    people: float | None


def explain(
    indicator: Indicator,
    values: pd.DataFrame,
    zone: Zone,
    period: str,
    weights: pd.Series | None = None,
    people: pd.Series | None = None,
    *,
    breakdown: str = "total",
) -> Explanation:
    """Take the figure of a zone apart.

    values: rows of one indicator, period and breakdown. weights: as for `measures.total`. people: area → inhabitants.
    """
    total = zone_total(indicator, values, zone, period, weights, breakdown=breakdown)
    roll = Roll.call(values, members(zone), period)
    known = named(members(zone))
    rows = []
    for area, row in roll.rows.items():
        numerator, denominator = row.numerator, row.denominator
        if indicator.weight is not None:
            own = None if weights is None else weights.get(area)
            denominator = None if own is None or pd.isna(own) else float(own)
            numerator = None if denominator is None or row.value is None else row.value * denominator
        elif indicator.combine == "sum":
            numerator, denominator = row.value, None
        rows.append((area, known[area], row.value, numerator, denominator, None, None, row.status))
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object").astype(COLUMNS)
    if total.value is not None and not total.printed:
        frame["contribution"] = _share(frame["numerator"])
        frame["weight"] = _share(frame["denominator"])
    return Explanation(total, _way(indicator, total), frame, _covered(frame, people))


def _way(indicator: Indicator, total: Total) -> Way:
    if total.printed:
        return "printed"
    if indicator.combine == "never":
        return "never"
    if indicator.combine == "sum":
        return "sum"
    if indicator.weight is not None:
        return "mean"
    return "growth" if indicator.formula.form == "growth" else "ratio"


def _share(parts: pd.Series) -> pd.Series:
    """Each part of the whole; empty where the parts do not add up to something positive."""
    whole = parts.sum()
    return parts / whole if parts.notna().any() and whole > 0 and (parts.dropna() >= 0).all() else parts * float("nan")


def _covered(frame: pd.DataFrame, people: pd.Series | None) -> float | None:
    """Share of the people of the members concerned who live where there is a figure."""
    concerned = frame[frame["status"] != "not_applicable"]
    living = concerned["area"].map(people) if people is not None else pd.Series(dtype="float64")
    if not len(living) or living.isna().any() or not living.sum():
        return None
    return float(living[concerned["value"].notna()].sum() / living.sum())
