"""Up to ten places on one indicator: who they are, their figures, and how far each is from a chosen base.

A place is a municipality ("14063"), a state ("14"), the nation ("00") or any zone; counts of a zone never stand
beside those of a municipality, because one is part of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import overview, zones
from dashboard.analysis.comparability import Side, coverage
from dashboard.gaps import Gap, gap
from dashboard.measures import Total, zone_total
from dashboard.roll import ABSENT, rows_of
from data.areas import municipalities_of, names
from data.entries import Indicator, Zone

MOST = 10
NATION = overview.NATION
FEW = 9  # members of a zone that are compared one by one unless somebody says otherwise


@dataclass(frozen=True)
class Party:
    """One place of a comparison; `zone` is None for a municipality."""

    key: str
    zone: Zone | None = None

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Its municipalities."""
        return (self.key,) if self.zone is None else zones.members(self.zone)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The states it lies in, in order."""
        return tuple(dict.fromkeys(key[:2] for key in self.members))

    def name(self, language: str, towns: Mapping[str, str]) -> str:
        """What it is called beside a figure; towns: names of municipalities that tell them apart."""
        return self.zone.short.in_(language) if self.zone else towns.get(self.key, self.key)


def party(key: str, among: Mapping[str, Zone]) -> Party | None:
    """The place of a key; a zone that is all of a state or of the nation is that state; None for what is none."""
    if len(key) in (2, 5) and key.isdigit():
        known = key in names() and (len(key) == 2 or key in municipalities_of(key[:2]))
        return (Party(key, overview.whole(key)) if len(key) == 2 else Party(key)) if known else None
    try:
        zone = zones.find(key, dict(among))
    except zones.UnknownZone:
        return None
    return Party(zone.all_of or zones.key(zone), zone)


def parties(text: str, among: Mapping[str, Zone]) -> tuple[Party, ...]:
    """The places an address names, each once, without those that do not exist; all of them, also beyond ten."""
    found = (party(key, among) for key in split(text))
    return tuple({p.key: p for p in found if p is not None}.values())


def split(text: str) -> list[str]:
    """Keys of "14063,amo,14"; a list with a chosen set in it is parted by "|": "14063|z:14063,14066|14"."""
    parted = "|" if "|" in text or text.startswith(zones.CHOSEN) else ","
    return [key.strip() for key in text.split(parted) if key.strip()]


def joined(keys: Iterable[str]) -> str:
    """What stands for the places in an address; `split` reads it back."""
    told = list(keys)
    return ("|" if any("," in key or key.startswith(zones.CHOSEN) for key in told) else ",").join(told)


def usual(zone: Zone, home: Zone) -> tuple[Party, ...]:
    """Whom a reader of a zone sees first: its municipalities while they are few, the zone, its state, the nation.

    home: the zone this deployment serves; its members stand for themselves inside a larger zone.
    """
    own = zones.members(zone)
    towns = own if len(own) <= FEW else [key for key in home.members if key in own]
    wholes = [] if zone.all_of or len(own) == 1 else [Party(zones.key(zone), zone)]
    if zone.all_of:
        wholes = [Party(zone.all_of, zone)]
    wholes += [Party(key, overview.whole(key)) for key in overview.compared_with(zone)]
    return (*(Party(key) for key in towns), *wholes)[:MOST]


def figures(
    indicator: Indicator,
    chosen: Sequence[Party],
    values: pd.DataFrame,
    period: str,
    weights: pd.Series | None,
    breakdown: str = "total",
) -> dict[str, Total]:
    """Key → the figure of each place, or why it has none; values: `queries.values` of the period."""
    towns = rows_of(values, [p.key for p in chosen if p.zone is None])
    found = {}
    for one in chosen:
        if one.zone is None:
            row = towns.get(one.key, ABSENT)
            found[one.key] = Total(*row, reason="" if row.value is not None else "missing", printed=True)
        else:
            found[one.key] = zone_total(indicator, values, one.zone, period, weights, breakdown=breakdown)
    return found


def on_one_axis(indicator: Indicator, chosen: Sequence[Party]) -> tuple[Party, ...]:
    """Those that may stand on one axis: all by a rate; by a count the municipalities, or else the wholes."""
    if indicator.kind != "count":
        return tuple(chosen)
    towns = tuple(p for p in chosen if p.zone is None)
    return towns or tuple(chosen)


def usual_base(chosen: Sequence[Party], found: Mapping[str, Total], reader: Zone) -> str:
    """Against whom unless somebody says otherwise, of those with a figure: the reader's zone, a whole, the first."""
    having = [p for p in chosen if found[p.key].value is not None] or list(chosen)
    wholes = [p for p in having if p.zone is not None]
    own = [p for p in wholes if p.zone == reader]
    return next((p.key for p in (*own, *wholes, *having)), "")


def differences(
    indicator: Indicator,
    period: str,
    chosen: Sequence[Party],
    found: Mapping[str, Total],
    base: str,
    breakdown: str = "total",
) -> dict[str, Gap]:
    """Key → how far each other place is from the base, in their order; empty while the base has no figure."""
    reference = found[base].value if base in found else None
    if reference is None:
        return {}
    told = {p.key: gap(indicator, period, found[p.key], reference, breakdown) for p in chosen if p.key != base}
    return {key: own for key, own in told.items() if own is not None}


def sides(
    indicator: Indicator,
    period: str,
    chosen: Sequence[Party],
    found: Mapping[str, Total],
    called: Mapping[str, str],
    people: pd.Series,
) -> tuple[Side, ...]:
    """The figures as the guard of comparability wants them; people: area → population."""
    return tuple(coverage(called[p.key], indicator, period, found[p.key], p.members, people) for p in chosen)


def spreads(chosen: Sequence[Party]) -> tuple[str, ...]:
    """Whose municipalities may stand behind: the states of the places, and the nation; the first is the usual one."""
    states = tuple(dict.fromkeys(s for p in chosen for s in p.states if len(p.states) == 1))
    across = len(states) != 1 or any(len(p.states) > 1 and p.key != NATION for p in chosen)
    return (NATION, *states) if across else (*states, NATION)
