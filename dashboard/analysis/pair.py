"""Two indicators over a set of municipalities as one view: who is in it, on which scales, the line, who departs.

Nothing here draws or speaks; `relation_words.py` does the speaking.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from dashboard import overview, style
from dashboard.analysis import comparability
from dashboard.analysis.comparability import Remark
from dashboard.analysis.kinship import Kin, kin, settled
from dashboard.analysis.relation import Fit, complete, departures, fit, joined, positive, skewed
from dashboard.overview import NATION
from dashboard.view import FEW, members_frame
from dashboard.zones import members
from data.entries import Indicator, Zone

Scope = Literal["state", "nation", "zone"]
SCALES = ("linear", "log")
BY_CONSTRUCTION = ("same", "part", "apart", "rest")  # kin of which no correlation is told


@dataclass(frozen=True)
class Pair:
    """What the page shows of two indicators.

    rows: `relation.departures` of every municipality of the scope, with and without figures. ours: keys of those
    named. zone: the reader's; of: the territory whose municipalities are drawn.
    """

    x: Indicator
    y: Indicator
    x_period: str
    y_period: str
    zone: Zone
    scope: Scope
    of: Zone
    rows: pd.DataFrame
    line: Fit
    kin: Kin
    ours: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def told(self) -> pd.DataFrame:
        """The municipalities with both figures."""
        return complete(self.rows)

    @cached_property
    def absent(self) -> list[str]:
        """Names of those without one of the two."""
        return list(self.rows.loc[~self.rows.index.isin(self.told.index), "name"])

    @cached_property
    def furthest(self) -> pd.Series | None:
        """Of those named (of the zone when nobody is), the row furthest from the line; None without a line."""
        known = self.told[self.told["standard"].notna()]
        own = known[known["area"].isin(list(self.ours))]
        own = own if len(own) else known[known["area"].isin(list(members(self.zone)))]
        if own.empty:
            return None
        return own.loc[own["standard"].abs().idxmax()]


def scopes(zone: Zone) -> tuple[Scope, ...]:
    """The sets a zone may be seen in, the one shown unasked first: its state's, else Mexico's municipalities."""
    state = overview.state_of(zone)
    if zone.all_of == NATION:
        return ("nation",)
    if zone.all_of:
        return ("state", "nation")
    return ("state", "nation", "zone") if state else ("nation", "zone")


def territory(zone: Zone, scope: Scope) -> Zone:
    """Whose municipalities a scope is made of."""
    if scope == "zone":
        return zone
    return overview.whole(NATION if scope == "nation" else overview.state_of(zone) or NATION)


def named(zone: Zone) -> tuple[str, ...]:
    """Who has a name beside the dot: a small zone's members, else our own in it."""
    keys = members(zone)
    return tuple(keys if len(keys) <= FEW else [k for k in keys if style.mark(k)])


def pair(
    x: Indicator,
    y: Indicator,
    x_period: str,
    y_period: str,
    x_values: pd.DataFrame,
    y_values: pd.DataFrame,
    people: pd.Series,
    zone: Zone,
    scope: Scope,
    *,
    scale: str = "",
) -> Pair:
    """The view of two indicators.

    x_values, y_values: `queries.values`. people: area → inhabitants. scale: "linear" or "log" instead of what the
    figures ask for; a logarithm is only taken where every figure is positive.
    """
    of = territory(zone, scope)
    rows = joined(members_frame(x_values, of), members_frame(y_values, of), people)
    told = complete(rows)
    made = settled(kin(x, y), told["x"], told["y"])
    log_x, log_y = (_logarithmic(told[side], scale) for side in ("x", "y"))
    line = fit(rows["x"], rows["y"], log_x=log_x, log_y=log_y)
    remarks = comparability.related(x, y, x_period, y_period, line.n)
    refused = any(r.severity == "refused" for r in remarks)
    if not line.reason and (refused or made in BY_CONSTRUCTION):
        line = Fit(line.n, "kin" if made in BY_CONSTRUCTION else "refused", log_x, log_y)
    own = tuple(k for k in named(zone) if k in set(rows["area"]))
    return Pair(x, y, x_period, y_period, zone, scope, of, departures(rows, line), line, made, own, remarks)


def _logarithmic(values: pd.Series, scale: str) -> bool:
    if scale == "linear":
        return False
    return positive(values) if scale == "log" else skewed(values)
