"""What the page of patterns shows of one figure: the municipalities of a territory, their clusters, and ours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from dashboard import overview, style
from dashboard.analysis import rules
from dashboard.analysis.patterns import ALPHA, FEWEST, SIGNIFICANT, Association, Cluster
from dashboard.analysis.remarks import Remark
from dashboard.overview import NATION
from dashboard.view import FEW, members_frame
from dashboard.zones import members
from data.areas import municipalities_of
from data.catalog import catalog
from data.entries import Indicator, Zone

Scope = Literal["state", "nation"]
STATISTICS = ("near", "neighbours", "local", "p", "adjusted", "cluster", "evidence")


@dataclass(frozen=True)
class Seen:
    """One figure over a territory.

    zone: the reader's; of: the territory looked at, a state or the nation. rows: one a municipality of it (area,
    name, value, numerator, denominator, status and STATISTICS), in key order. across: whether the other side of
    the lake is next door.
    """

    indicator: Indicator
    zone: Zone
    of: Zone
    period: str
    across: bool
    rows: pd.DataFrame
    found: Association
    remarks: tuple[Remark, ...]
    pointed: str = ""

    @cached_property
    def ours(self) -> tuple[str, ...]:
        """Who is told by name: a small zone's members, else our own; and the one pointed out."""
        known, own = set(self.rows["area"]), members(self.zone)
        keys = own if len(own) <= FEW else tuple(k for k in catalog().default_zone.members if style.mark(k))
        return tuple(dict.fromkeys(k for k in (*keys, self.pointed) if k in known))

    @cached_property
    def told(self) -> pd.DataFrame:
        """The municipalities in a cluster: those of high figures first, then by figure."""
        place = {cluster: at for at, cluster in enumerate(SIGNIFICANT)}
        rows = self.rows[self.rows["cluster"].isin(SIGNIFICANT)]
        order = rows.assign(at=rows["cluster"].map(place)).sort_values(
            ["at", "value", "area"], ascending=[True, False, True]
        )
        return order.drop(columns="at")

    def count(self, *clusters: Cluster) -> int:
        """How many municipalities are in these clusters."""
        return int(self.rows["cluster"].isin(list(clusters)).sum())

    @property
    def by_chance(self) -> float:
        """How many municipalities would seem to be in a cluster if figures were dealt at random."""
        return ALPHA * self.found.n


def scopes(zone: Zone) -> tuple[Scope, ...]:
    """The territories a zone may be seen in: its state, if that has enough municipalities to look for patterns."""
    state = overview.state_of(zone)
    enough = bool(state) and zone.all_of != NATION and len(municipalities_of(state)) >= FEWEST
    return ("state", "nation") if enough else ("nation",)


def territory(zone: Zone, scope: Scope) -> str:
    """Key of the state or of the nation."""
    return overview.state_of(zone) if scope == "state" else NATION


def seen(
    indicator: Indicator,
    values: pd.DataFrame,
    zone: Zone,
    of: str,
    period: str,
    found: Association,
    across: bool,
    pointed: str = "",
) -> Seen:
    """The view. values: `queries.values` of the period; found: `patterns.associate` over the territory `of`."""
    whole = overview.whole(of)
    rows = members_frame(values, whole).merge(found.areas[["area", *STATISTICS]], on="area", how="left")
    remarks = tuple(remarked(indicator, rows.assign(period=period)))
    return Seen(indicator, zone, whole, period, across, rows, found, remarks, pointed)


def remarked(indicator: Indicator, rows: pd.DataFrame) -> list[Remark]:
    """The rules of comparability that bear on clusters: figures that are guesses, and small denominators."""
    having = rows[rows["value"].notna()]
    return [*rules.unsure(indicator, having, having), *rules.small(indicator, having)]
