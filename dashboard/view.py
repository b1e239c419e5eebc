"""One view of one indicator: the zone's figures, those they are compared with, totals, classes, the finding.

Nothing here draws. A member of the zone without a row in the source is still a row here, without a figure:
what is missing must be seen on the map, named under the chart and listed in the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import pandas as pd

from dashboard import overview, picture, sentences, zones
from dashboard.classes import Classes
from dashboard.measures import Total, zone_total
from dashboard.overview import Reference
from data.areas import municipalities_of
from data.entries import Indicator, Zone

T = TypeVar("T")
FEW = 9  # up to so many members each is named in charts


@dataclass(frozen=True)
class View:
    """What a page shows of one indicator, period and breakdown in one zone."""

    indicator: Indicator
    zone: Zone
    period: str
    breakdown: str
    values: pd.DataFrame  # every area the source gives
    own: pd.DataFrame  # one row a member of the zone
    whole: Total
    references: tuple[Reference, ...]
    classes: Classes | None
    moving: bool  # the classes' limits come from several periods
    largest: float = 0.0  # the largest figure of those periods, for circles

    @cached_property
    def peers(self) -> pd.DataFrame:
        """The municipalities the zone's are seen among: its state's, or all of Mexico's."""
        keys = municipalities_of(peers_of(self.zone))
        return self.values[self.values["area"].isin(list(keys))]

    @cached_property
    def absent(self) -> pd.DataFrame:
        """Members of the zone without a figure."""
        return self.own[self.own["value"].isna()]

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to draw."""
        return bool(self.own["value"].isna().all())

    @cached_property
    def _made(self) -> dict[str, object]:
        return {}

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What several pieces of a page want of this view, worked out for the first of them."""
        if name not in self._made:
            self._made[name] = make()
        return cast("T", self._made[name])

    def finding(self, language: str) -> str:
        """The sentence that says what the map shows."""
        return self.once(f"finding {language}", lambda: self._finding(language))

    def _finding(self, language: str) -> str:
        known = {r.name(language): r.value for r in self.references if r.value is not None}
        references = {} if self.indicator.kind == "count" else known
        return sentences.finding(
            self.indicator, self.own, self.zone, self.period, language, whole=self.whole, references=references
        )


def view(
    indicator: Indicator,
    zone: Zone,
    period: str,
    breakdown: str,
    values: pd.DataFrame,
    every: pd.DataFrame,
    weights: pd.Series | None,
    method: str = "quantiles",
    k: int = 5,
    cuts: tuple[float, ...] = (),
) -> View:
    """The view; `every` has the members' figures in every period (area, period, value)."""
    own = members_frame(values, zone)
    whole = zone_total(indicator, values, zone, period, weights, breakdown=breakdown)
    references = overview.references(indicator, values, zone, period, weights, breakdown)
    same = comparable(indicator, every, period)
    classes = picture.zone_classes(indicator, own, same, method, k, cuts)
    moving = classes is not None and same["period"].nunique() > 1
    return View(indicator, zone, period, breakdown, values, own, whole, references, classes, moving, largest(same))


def largest(rows: pd.DataFrame) -> float:
    """The largest figure without its sign; 0 when there is none."""
    found = rows["value"].abs().max()
    return 0.0 if pd.isna(found) else float(found)


def members_frame(values: pd.DataFrame, zone: Zone) -> pd.DataFrame:
    """One row a member, in the zone's order; without a row in the source, the figure is missing."""
    keys = list(zones.members(zone))
    rows = values.drop_duplicates("area").set_index("area").reindex(keys)
    rows["status"] = rows["status"].fillna("missing")
    told = zones.named(keys)
    rows["name"] = [told[key] for key in keys]
    return rows.rename_axis("area").reset_index()


def peers_of(zone: Zone) -> str:
    """Key of the territory whose municipalities the zone's are seen among."""
    return overview.state_of(zone) or overview.NATION


def comparable(indicator: Indicator, every: pd.DataFrame, period: str) -> pd.DataFrame:
    """The rows of the periods that share the period's method: those between the same two breaks."""
    edges = sorted(b.period for b in indicator.breaks)
    since = max((e for e in edges if e <= period), default="")
    until = min((e for e in edges if e > period), default="9999")
    return every[(every["period"] >= since) & (every["period"] < until)]
