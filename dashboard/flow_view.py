"""One view of the page of flows: whose movements, which way, and everything that is worked out from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.analysis import flow_words, flows
from dashboard.analysis.flows import Balance, Direction, Matrix
from dashboard.lines import Pair, framed
from dashboard.measures import Total, total
from dashboard.movements import Movement
from dashboard.overview import NATION, called
from dashboard.text import t
from data.areas import names
from data.catalog import catalog
from data.entries import Indicator, Zone
from geo import layers

ARROWS = 12
"""So many of the largest flows are drawn on the map."""
FEW = 12
"""Up to so many municipalities a zone has a matrix; beyond, its largest pairs are listed."""


@dataclass(frozen=True)
class FlowView:
    """members: the zone's municipalities. area: the one of them that is asked about; "" for the whole zone.

    pairs: every pair of the movement, the zone's and others'; empty where only totals are told. sides: the figures of
    who leaves and who arrives (`queries.values`), where only totals are told. company: the wider set the matrix is
    drawn for, when the catalogue has one.
    """

    movement: Movement
    direction: Direction
    zone: Zone
    members: tuple[str, ...]
    area: str
    pairs: pd.DataFrame
    sides: tuple[pd.DataFrame, pd.DataFrame] | None = None
    company: tuple[str, ...] = ()

    @property
    def group(self) -> tuple[str, ...]:
        """Whose movements are told."""
        return (self.area,) if self.area else self.members

    @property
    def scope(self) -> str:
        """What the group is called in a sentence: one municipality, a zone, a state, the nation."""
        if len(self.group) == 1:
            return "one"
        return {None: "zone", NATION: "nation"}.get(self.zone.all_of, "state")

    @property
    def column(self) -> str:
        """The column of `table` that the direction asks for."""
        return "leave" if self.direction == "out" else "arrive"

    @property
    def indicator(self) -> Indicator | None:
        """The catalogue's rate of the same thing, where it has one."""
        if self.movement.totals:
            return catalog().indicators.get(self.movement.totals[self.direction == "in"])
        return catalog().indicators.get("study_elsewhere_pct") if self.movement.kind == "study" else None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return bool(self.table["leave"].isna().all()) if self.sides else self.own.empty

    @property
    def whole(self) -> bool:
        """Whether the source tells everybody of the group, so that hundreds can be told."""
        return not self.movement.totals and self.movement.whole(self.group)

    @cached_property
    def near(self) -> pd.DataFrame:
        """The pairs with an end in the zone or its company: all that most of the view needs."""
        if len(self.members) > FEW:
            return self.pairs
        around = {*self.members, *self.company}
        return self.pairs[self.pairs["origin"].isin(around) | self.pairs["destination"].isin(around)]

    @cached_property
    def own(self) -> pd.DataFrame:
        """The group's pairs (`flows.touching`)."""
        return flows.touching(self.near, self.group)

    @cached_property
    def told(self) -> Balance:
        """The group's balance, of the pairs there are."""
        return flows.balance(self.own)

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The municipalities at the other end, most persons first."""
        return flows.partners(self.moving, self.direction)

    @cached_property
    def moving(self) -> pd.DataFrame:
        """The pairs of the direction, most persons first."""
        return flows.movers(self.own, self.direction)

    @cached_property
    def framed(self) -> tuple[str, layers.Box, tuple[Pair, ...]]:
        """The map's level and view, and those of the largest pairs that lie in it (`lines.framed`)."""
        pairs = list(self.top[["origin", "destination", "persons"]].itertuples(index=False, name=None))
        return framed(self.members if len(self.members) <= FEW else (), pairs)

    @cached_property
    def top(self) -> pd.DataFrame:
        """The largest pairs, without those too far for a daily way."""
        return self.moving[~self.moving["far"]].head(ARROWS)

    @cached_property
    def distant(self) -> float:
        """Persons whose daily way would be too long (`flows.with_far`)."""
        return float(self.moving.loc[self.moving["far"], "persons"].sum()) if len(self.moving) else 0.0

    @cached_property
    def table(self) -> pd.DataFrame:
        """Each of the zone's municipalities with its own balance (`flows.by_municipality`)."""
        if self.sides is None:
            return flows.by_municipality(self.near, self.members, self.movement.complete)
        leaving, arriving = (s.drop_duplicates("area").set_index("area").reindex(self.members) for s in self.sides)
        rows = pd.DataFrame(
            {
                "stay": arriving["denominator"] - arriving["numerator"],
                "leave": leaving["numerator"],
                "arrive": arriving["numerator"],
                "net": arriving["numerator"] - leaving["numerator"],
                "leave_pct": leaving["value"],
                "arrive_pct": arriving["value"],
            }
        )
        return rows.rename_axis("area").reset_index()

    def rate(self, direction: Direction, group: Sequence[str]) -> Total | None:
        """The rate of a group where only totals are told: the parts added up, never the rates."""
        if self.sides is None or self.movement.totals is None:
            return None
        at = int(direction == "in")
        return total(catalog().indicators[self.movement.totals[at]], self.sides[at], group, self.movement.period)

    @cached_property
    def matrix(self) -> Matrix | None:
        """Who goes from each municipality to each; None where there are too many, or no pairs."""
        if self.movement.totals or len(self.members) > FEW or self.pairs.empty:
            return None
        keys = self.company or flows.around(self.near, self.members, min(FEW, len(self.members) + 6))
        near = self.near if self.company else self.pairs
        return flows.matrix(near, keys, self.movement.complete, self.movement.within(self.pairs))

    @cached_property
    def between(self) -> pd.DataFrame:
        """The zone's inner pairs, most first, with `back`: who goes the other way (NaN where nobody was found)."""
        own = self.own if not self.area else flows.touching(self.near, self.members)
        own = own[(own["side"] == "inside") & (own["persons"] > 0)]
        there = own.set_index(["origin", "destination"])["persons"]
        back = pd.MultiIndex.from_arrays([own["destination"], own["origin"]])
        rows = own.assign(back=there.reindex(back).to_numpy())
        return rows.sort_values(["persons", "origin"], ascending=[False, True], ignore_index=True)

    def place(self, language: str) -> str:
        """The group in words."""
        return names().get(self.group[0], "") if len(self.group) == 1 else self.zone.short.in_(language)

    def named(self, key: str, language: str) -> str:
        """A municipality, with its state where it is not the group's own: there are seven Benito Juárez."""
        name = names().get(key, key)
        if key[:2] == self._home:
            return name
        return t("flows.abroad", language, name=name, state=called(key[:2], language))

    @cached_property
    def _home(self) -> str:
        states = [key[:2] for key in self.members]
        return "" if self.zone.all_of == NATION or not states else max(dict.fromkeys(states), key=states.count)

    @cached_property
    def zone_told(self) -> Balance:
        """The balance of the whole zone."""
        return self.told if not self.area else flows.balance(flows.touching(self.near, self.members))

    def finding(self, language: str) -> str:
        """What the view says, in one sentence."""
        place, scope = self.place(language), self.scope

        def named(key: str) -> str:
            return self.named(key, language)

        if self.sides is not None:
            rate = self.rate(self.direction, self.group)
            share = rate.value if rate else None
            return flow_words.totals(self.movement, self.direction, place, scope, share, self.table, named, language)
        if not self.whole:
            return flow_words.partial(place, self.moving, named, language)
        return flow_words.finding(
            self.movement, self.direction, place, scope, self.told, self.ranked, self.moving, named, language
        )


def company(zone: Zone, members: Sequence[str], known: Sequence[Zone]) -> tuple[str, ...]:
    """The catalogue's comparison set that holds a declared zone and its neighbours; empty when it has none."""
    if zone.kind == "custom":
        return ()
    wider = (z.members for z in known if z.kind == "comparison_set" and set(members) < set(z.members))
    return next(wider, ())
