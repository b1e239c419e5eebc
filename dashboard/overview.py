"""A zone at a glance: one headline figure a topic, with its members, its total, its state and the nation.

Values only; strips.py draws them. The scale of a row is that of the municipalities the zone is compared
with: its state's, or all of Mexico's when it crosses states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log

import pandas as pd

from dashboard.measures import Total, zone_total
from dashboard.roll import figure
from dashboard.zones import members
from data.areas import municipalities_of, names
from data.catalog import catalog
from data.entries import Indicator, Text, Zone

NATION = "00"
SKEWED = 20.0  # a scale whose largest figure is so many times its middle one is drawn logarithmic


@dataclass(frozen=True)
class Member:
    """One municipality of the zone in one row; `value` is None exactly when `status` says why."""

    area: str
    name: str
    value: float | None
    status: str
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Reference:
    """The state or the nation beside the zone: its total, or why there is none."""

    area: str
    total: Total

    @property
    def value(self) -> float | None:
        """The figure, where there is one."""
        return self.total.value

    def name(self, language: str) -> str:
        """What the territory is called in the reader's language."""
        return called(self.area, language)


@dataclass(frozen=True)
class Row:
    """One topic's headline figure. `spread` are the figures of the municipalities it is compared with."""

    indicator: Indicator
    period: str
    members: tuple[Member, ...]
    whole: Total
    references: tuple[Reference, ...]
    spread: tuple[float, ...]

    @cached_property
    def reach(self) -> tuple[float, float] | None:
        """Lowest and highest figure on the row's scale; None when nothing is known."""
        drawn = [*self.spread, *(m.value for m in self.members if m.value is not None)]
        drawn += [r.value for r in self.references if r.value is not None and self.comparable]
        return (min(drawn), max(drawn)) if drawn else None

    @property
    def comparable(self) -> bool:
        """Whether a total stands on the same scale as one municipality: not when it is a count."""
        return self.indicator.kind != "count"

    @cached_property
    def logarithmic(self) -> bool:
        """Whether a plain scale would squeeze nearly everybody into one corner."""
        known = pd.Series(self.spread)
        positive = len(known) > 0 and known.min() > 0
        return positive and not self.comparable and known.max() > SKEWED * known.median()

    def place(self, value: float) -> float:
        """Where a figure stands on the scale, 0 to 1."""
        low, high = self.reach or (0.0, 1.0)
        if self.logarithmic:
            low, high, value = log(low), log(high), log(max(value, 1e-9))
        return 0.5 if high == low else min(1.0, max(0.0, (value - low) / (high - low)))


def row(indicator: Indicator, values: pd.DataFrame, zone: Zone, period: str, weights: pd.Series | None) -> Row:
    """The headline row of one indicator; `values` holds every area the source gives for the period."""
    known = values.drop_duplicates("area").set_index("area")
    total = zone_total(indicator, values, zone, period, weights)
    compared = references(indicator, values, zone, period, weights)
    peers = municipalities_of(state_of(zone) or NATION)
    spread = tuple(float(v) for v in known["value"].reindex(list(peers)).dropna())
    return Row(indicator, period, _members(zone, known), total, compared, spread)


def references(
    indicator: Indicator,
    values: pd.DataFrame,
    zone: Zone,
    period: str,
    weights: pd.Series | None,
    breakdown: str = "total",
) -> tuple[Reference, ...]:
    """The state's and the nation's figure beside a zone: as printed by the office, else our total."""
    return tuple(
        Reference(area, zone_total(indicator, values, whole(area), period, weights, breakdown=breakdown))
        for area in compared_with(zone)
    )


def whole(area: str) -> Zone:
    """A state or the nation as a zone: the catalogue's, or one made for it."""
    title = Text(es=names()[area], en=names()[area])
    made = Zone(id="whole", title=title, short=title, kind="state", all_of=area)
    return next((z for z in catalog().zones.values() if z.all_of == area), made)


def called(area: str, language: str) -> str:
    """A territory's name; the nation and the states of the catalogue have one in each language."""
    return whole(area).short.in_(language) if len(area) == 2 else names().get(area, area)


def compared_with(zone: Zone) -> tuple[str, ...]:
    """Keys of the territories a zone is compared with: its state, unless it is the state, and the nation."""
    state = state_of(zone)
    return () if zone.all_of == NATION else (state, NATION) if state and state != zone.all_of else (NATION,)


def state_of(zone: Zone) -> str:
    """The state all of the zone lies in; "" for the nation and zones across states."""
    states = {member[:2] for member in members(zone)}
    return states.pop() if len(states) == 1 else ""


def _members(zone: Zone, known: pd.DataFrame) -> tuple[Member, ...]:
    """The zone's municipalities in its order; one without a row in the source has no data."""
    keys = list(members(zone))
    rows = known.reindex(keys)
    called_ = names()
    figures = (rows[column].tolist() for column in ("value", "numerator", "denominator", "status"))
    return tuple(
        Member(
            key,
            called_.get(key, key),
            figure(value),
            "missing" if pd.isna(status) else str(status),
            *map(figure, parts),
        )
        for key, value, *parts, status in zip(keys, *figures, strict=True)
    )


def extremes(found: Row) -> tuple[Member, Member] | None:
    """The members with the lowest and the highest figure; None when no member has one."""
    having = sorted((m for m in found.members if m.value is not None), key=lambda m: (m.value or 0.0, m.area))
    return (having[0], having[-1]) if having else None


def ticks(found: Row, most: int = 400) -> tuple[float, ...]:
    """Places of the compared municipalities on the scale, without those that would fall on one another."""
    placed = sorted({round(found.place(v) * most) / most for v in found.spread})
    return tuple(placed)


def most_varied(rows: tuple[Row, ...]) -> Row | None:
    """The row whose members lie furthest apart against their mean, of the figures that have a better direction."""

    def variation(found: Row) -> float:
        known = pd.Series([m.value for m in found.members if m.value is not None], dtype="float64")
        return float(known.std(ddof=0) / abs(known.mean())) if len(known) > 1 and known.mean() else 0.0

    told = [r for r in rows if r.indicator.better != "neither" and r.indicator.kind == "rate" and not r.whole.reason]
    return max(told, key=variation, default=None)
