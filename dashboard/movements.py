"""What is known of people who move: each reason and period, and whether the source tells pairs or only totals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from data.catalog import catalog


@dataclass(frozen=True)
class Movement:
    """One reason and period. source: the product that tells it; totals: where it tells no pairs, the indicators of
    who leaves and who arrives. local: all pairs are told of the default zone's municipalities alone.
    """

    kind: str
    period: str
    source: str
    totals: tuple[str, str] | None = None
    local: bool = False

    @property
    def daily(self) -> bool:
        """Whether people go and come back: who moved house may go any distance."""
        return self.kind != "migration"

    @property
    def complete(self) -> tuple[str, ...] | None:
        """The municipalities all of whose pairs are told; None when all of them are."""
        return catalog().default_zone.members if self.local else None

    def whole(self, group: Collection[str]) -> bool:
        """Whether the group's totals can be worked out."""
        return self.complete is None or set(group) <= set(self.complete)

    def within(self, pairs: pd.DataFrame) -> frozenset[str] | None:
        """The municipalities among which every pair is told: those that say who stayed. None: all of them."""
        if not self.local:
            return None
        return frozenset(pairs.loc[pairs["origin"] == pairs["destination"], "origin"])


MOVEMENTS = (
    Movement("study", "2020", "inegi_study_2020"),
    Movement(
        "study", "2015", "inegi_commuting_2015", totals=("study_elsewhere_2015_pct", "study_from_elsewhere_2015_pct")
    ),
    Movement("migration", "2015/2020", "inegi_migration_2020", local=True),
    Movement("work", "2015", "inegi_commuting_2015", totals=("commute_out_pct", "commute_in_pct")),
)
"""The first of a kind is the one shown unless another is asked for."""


def kinds() -> tuple[str, ...]:
    """The reasons, in the order of the menu."""
    return tuple(dict.fromkeys(m.kind for m in MOVEMENTS))


def periods(kind: str) -> tuple[str, ...]:
    """The periods of a reason, the one shown first at the head."""
    return tuple(m.period for m in MOVEMENTS if m.kind == kind)


def movement(kind: str, period: str) -> Movement:
    """The movement of a reason and period; of a period it does not have, its first."""
    own = [m for m in MOVEMENTS if m.kind == kind]
    return next((m for m in own if m.period == period), own[0])
