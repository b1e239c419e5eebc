"""How far figures are from each other: gaps to a reference, and what sets a zone apart from its state.

A difference is taken between figures as they are shown, so that a reader's own subtraction agrees;
what it amounts to in persons or dwellings is taken from the exact ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.measures import Total, shown, zone_total
from data.areas import municipalities_of
from data.entries import ABSENT, Better, Indicator, Zone

Verdict = Literal["better", "worse", "same", ""]
COMPARABLE = ("official", "preliminary", "municipal", "estimated", "derived")
COUNTED = ("official", "municipal", "derived")  # neither a sample, nor a model, nor still to change
FEWEST = 8  # municipalities a state needs before the spread between its quartiles means anything
TOO_OLD = 10  # years
ALIKE = 0.25  # distances of two indicators of opposite directions that tell one thing are within a quarter


@dataclass(frozen=True)
class Gap:
    """One figure against another. `equivalent`: how many of what the numerator counts the gap amounts to."""

    indicator: str
    period: str
    value: float
    reference: float
    difference: float
    verdict: Verdict
    equivalent: float | None
    distance: float | None = None  # in the state's interquartile ranges
    status: str = "official"

    def bearable(self, decimals: int) -> float | None:
        """`equivalent` with as many digits as the printed difference has: «1.8 points ≈ 880 persons».

        decimals: of the indicator. A sample or a model bears two digits at most; nobody is halved; None for none.
        """
        steps = round(abs(self.difference) * 10**decimals)  # 12.8 points are 128 steps of the last digit: three digits
        if self.equivalent is None or not steps:
            return None
        digits = len(str(steps)) if self.status in COUNTED else min(2, len(str(steps)))
        size = len(str(int(abs(self.equivalent))))
        return shown(self.equivalent, min(0, digits - size)) or None


def verdict(difference: float, better: Better) -> Verdict:
    """What a difference means: nothing ("") where neither direction is better."""
    if better == "neither":
        return ""
    if difference == 0:
        return "same"
    return "better" if (difference > 0) == (better == "higher") else "worse"


def gap(indicator: Indicator, period: str, own: Total, reference: float, breakdown: str = "total") -> Gap | None:
    """A figure against a reference; None when there is no figure, or it is a grade."""
    if own.value is None or indicator.labels:
        return None
    difference = shown(shown(own.value, indicator.decimals) - shown(reference, indicator.decimals), indicator.decimals)
    amount = _equivalent(indicator, own, reference, breakdown)
    meant = verdict(difference, indicator.better)
    return Gap(indicator.id, period, own.value, reference, difference, meant, amount, status=own.status)


def gaps(
    indicator: Indicator, values: pd.DataFrame, period: str, reference: float, breakdown: str = "total"
) -> pd.DataFrame:
    """Every area of a frame against one reference: area, value, reference, difference, verdict, equivalent."""
    rows = []
    for row in values[values["value"].notna()].to_dict("records"):
        own = Total(row["value"], row["numerator"], row["denominator"], row["status"])
        found = gap(indicator, period, own, reference, breakdown)
        if found is not None:
            rows.append((row["area"], found.value, found.reference, found.difference, found.verdict, found.equivalent))
    kinds = {
        "area": "str", "value": "float64", "reference": "float64", "difference": "float64", "verdict": "str",
        "equivalent": "float64",
    }  # fmt: skip
    return pd.DataFrame(rows, columns=list(kinds), dtype="object").astype(kinds)


def _equivalent(indicator: Indicator, own: Total, reference: float, breakdown: str) -> float | None:
    """How many more (or fewer) of what is counted there are than at the reference's rate."""
    formula = indicator.formula_of(breakdown)
    told = indicator.kind == "rate" and formula.form in ("share", "per")
    if not told or own.numerator is None or own.denominator is None or pd.isna(own.denominator):
        return None
    return own.numerator - reference * own.denominator / formula.scale


def standout(
    indicators: Mapping[str, Indicator],
    profile: pd.DataFrame,
    zone: Zone,
    confidence: Mapping[str, str],
    *,
    state: str = "14",
    most: int = 5,
    most_of_a_topic: int = 2,
) -> list[Gap]:
    """The figures that set a zone furthest apart from its state, in interquartile ranges of its municipalities.

    profile: `queries.profile` of every municipality of the state, the state and the zone's members. See `distances`
    for what is never told, and `varied` for what is told once only.
    """
    whole = Zone(id="state", title=zone.title, short=zone.short, kind="state", all_of=state)
    groups = {str(name): rows for name, rows in profile.groupby("indicator")}
    own, other = {}, {}
    for name in [n for n in groups if n in indicators and _comparable(indicators[n], confidence)]:
        entry, rows, weights = indicators[name], groups[name], _weight(indicators[name], groups[name], groups)
        period = str(rows["period"].iloc[0])
        own[name] = zone_total(entry, rows, zone, period, weights)
        other[name] = zone_total(entry, rows, whole, period, weights)
    found = distances(indicators, profile, own, other, municipalities_of(state), confidence)
    return varied(found, indicators, most, most_of_a_topic)


def distances(
    indicators: Mapping[str, Indicator],
    profile: pd.DataFrame,
    own: Mapping[str, Total],
    reference: Mapping[str, Total],
    peers: Collection[str],
    confidence: Mapping[str, str],
) -> list[Gap]:
    """Every sound gap of a place to its reference, the furthest first, in interquartile ranges of the peers.

    profile: the newest figures of the peers (columns indicator, period, area, value, status). own, reference:
    indicator → total. confidence: source → A, B or C. Counts, figures without a better direction, grades, modelled or
    projected figures and sources of confidence C are left out; so is a figure ten years older than the newest at
    hand: what stood out then is no news now.
    """
    years = profile["period"].map(_year).astype("int64")
    recent = profile[years > years.max() - TOO_OLD]
    found = []
    for key, rows in recent.groupby("indicator"):
        name = str(key)
        if name in own and name in reference and name in indicators and _comparable(indicators[name], confidence):
            apart = _apart(indicators[name], rows, own[name], reference[name], peers)
            if apart is not None:
                found.append(apart)
    return sorted(found, key=lambda g: (-abs(g.distance or 0.0), g.indicator))


def _year(period: str) -> int:
    """The year a period ends in."""
    return int(period.rpartition("/")[2][:4])


def _comparable(entry: Indicator, confidence: Mapping[str, str]) -> bool:
    trusted = confidence.get(entry.source) in ("A", "B") and entry.status in COMPARABLE
    return trusted and entry.kind != "count" and entry.better != "neither" and not entry.labels


def _weight(entry: Indicator, rows: pd.DataFrame, groups: Mapping[str, pd.DataFrame]) -> pd.Series | None:
    """What weighs an averaged indicator, if the profile has it for the same period."""
    own = groups.get(entry.weight or "")
    if own is None or own["period"].iloc[0] != rows["period"].iloc[0]:
        return None
    return own.set_index("area")["value"]


def _apart(entry: Indicator, rows: pd.DataFrame, own: Total, reference: Total, peers: Collection[str]) -> Gap | None:
    """The gap with its distance (0 between equals); None when either figure or the peers' spread is lacking."""
    if not set(rows["status"]) <= {*COMPARABLE, *ABSENT} or reference.value is None:
        return None
    figures = rows.loc[rows["area"].isin(list(peers)), "value"].dropna().to_numpy()
    if len(figures) < FEWEST:
        return None
    low, high = np.quantile(figures, [0.25, 0.75])
    found = gap(entry, str(rows["period"].iloc[0]), own, reference.value)
    if found is None or high <= low:
        return None
    apart = found.value - found.reference if found.difference else 0.0
    return replace(found, distance=apart / float(high - low))


def varied(found: Sequence[Gap], indicators: Mapping[str, Indicator], most: int, most_of_a_topic: int = 2) -> list[Gap]:
    """The first `most` that differ, no more than so many of a topic, no mirror image of one already told.

    Two sides of one coin (with and without coverage, but for a few who did not answer) are about equally far:
    only the first is told.
    """
    kept: list[Gap] = []
    for one in [g for g in found if g.difference]:
        own = indicators[one.indicator]
        same = [g for g in kept if indicators[g.indicator].topic == own.topic]
        mirrored = any(
            isclose(abs(g.distance or 0), abs(one.distance or 0), rel_tol=ALIKE if other.better != own.better else 1e-6)
            for g, other in ((g, indicators[g.indicator]) for g in same)
        )
        if len(same) < most_of_a_topic and not mirrored:
            kept.append(one)
        if len(kept) == most:
            break
    return kept
