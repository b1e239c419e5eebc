"""Whether published figures agree with each other: two sources of one idea, a whole and its parts, a state and its
municipalities. It changes nothing; it says where to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pandas as pd
import sqlalchemy as sa

from data.areas import municipalities_of
from data.bulk import fetch
from data.catalog import Catalog
from data.entries import Indicator
from data.schema import indicator as indicator_table
from data.schema import observation, published

CLOSE = 0.01  # two figures within one per cent of each other agree
WHOLE = 0.95  # share of a state's municipalities that makes their sum comparable with it
SMALL = 0.5  # and a count of persons or things may differ by rounding
KEY = ["area", "period"]


@dataclass(frozen=True)
class Agreement:
    """One comparison: what was held against what, over how many areas and periods, and the worst of them.

    worst: columns area, period, one, other, apart (share of the larger figure), largest first; those that disagree.
    """

    one: str
    other: str
    compared: int
    worst: pd.DataFrame

    @property
    def apart(self) -> int:
        """How many of the compared figures disagree."""
        return len(self.worst)


def agreements(engine: sa.Engine, catalog: Catalog) -> list[Agreement]:
    """Every comparison that what is published allows, those with most disagreement first."""
    found = [*_ideas(engine, catalog), *_parts(engine, catalog), *_states(engine, catalog)]
    return sorted((a for a in found if a.compared), key=lambda a: (-a.apart / a.compared, a.one))


def held(one: str, other: str, left: pd.DataFrame, right: pd.DataFrame, *, at_most: bool = False) -> Agreement:
    """Two frames (area, period, value) against each other where both have a figure; at_most: left may be smaller."""
    both = left.merge(right, on=KEY, suffixes=("_one", "_other")).dropna(subset=["value_one", "value_other"])
    a, b = both["value_one"].astype("float64"), both["value_other"].astype("float64")
    gap = (a - b) if at_most else (a - b).abs()
    apart = gap / pd.concat([a.abs(), b.abs()], axis=1).max(axis=1).where(lambda most: most > 0, 1.0)
    worst = pd.DataFrame({"area": both["area"], "period": both["period"], "one": a, "other": b, "apart": apart})
    worst = worst[(apart > CLOSE) & (gap > SMALL)].sort_values("apart", ascending=False)
    return Agreement(one, other, len(both), worst.reset_index(drop=True))


def figures(engine: sa.Engine, indicator: str) -> pd.DataFrame:
    """Every public figure of an indicator: area, period, breakdown, value."""
    query = (
        sa.select(observation.c.area, observation.c.period, observation.c.breakdown, observation.c.value)
        .join(published, published.c.release_id == observation.c.release_id)
        .join(indicator_table, indicator_table.c.indicator_key == observation.c.indicator_key)
        .where(indicator_table.c.indicator == indicator, observation.c.status != "partial")
    )
    with engine.connect() as connection:
        return fetch(connection, query)


def _total(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.loc[frame["breakdown"] == "total", [*KEY, "value"]]


def _ideas(engine: sa.Engine, catalog: Catalog) -> Iterator[Agreement]:
    """Indicators of one concept and unit, by different sources."""
    by_concept: dict[tuple[str, str], list[Indicator]] = {}
    for entry in catalog.indicators.values():
        if entry.concept and entry.kind != "index":  # two indices of one idea have scales of their own
            by_concept.setdefault((entry.concept, entry.unit), []).append(entry)
    for entries in by_concept.values():
        for one, other in combinations(entries, 2):
            if one.source != other.source:
                left, right = _total(figures(engine, one.id)), _total(figures(engine, other.id))
                yield held(f"{one.id} ({one.source})", f"{other.id} ({other.source})", left, right)


def _way(breakdown: str) -> tuple[str, ...]:
    """The dimensions of a breakdown: "sex=F,age=0_4" → ("sex", "age")."""
    return tuple(part.split("=")[0] for part in breakdown.split(","))


def _parts(engine: sa.Engine, catalog: Catalog) -> Iterator[Agreement]:
    """Counts that are added, by each way they are broken down: parts may lack, they may not pass the whole."""
    for entry in catalog.indicators.values():
        ways = {_way(b) for b in entry.breakdowns}
        if entry.combine != "sum" or not ways:
            continue
        frame = figures(engine, entry.id)
        for way in sorted(ways):
            mine = frame["breakdown"].map(lambda b, w=way: _way(b) == w).astype("bool")
            added = frame[mine].groupby(KEY, as_index=False)["value"].sum(min_count=1)
            yield held(f"{entry.id} by {', '.join(way)}, added", entry.id, added, _total(frame), at_most=True)


def _states(engine: sa.Engine, catalog: Catalog) -> Iterator[Agreement]:
    """Counts that are added: municipalities against what the office prints for their state and the nation.

    Only where at least 95 % of the municipalities have a figure: fewer are no state.
    """
    for entry in catalog.indicators.values():
        if entry.combine != "sum":
            continue
        frame = _total(figures(engine, entry.id)).dropna(subset=["value"])
        size = frame["area"].str.len()
        below = frame[size == 5]
        both = pd.concat([below.assign(area=below["area"].str[:2]), below.assign(area="00")])
        added = both.groupby(KEY, as_index=False)["value"].agg(["sum", "size"])
        there = added["area"].map(lambda area: len(municipalities_of(area)))
        enough = added.loc[added["size"] >= WHOLE * there].rename(columns={"sum": "value"})
        printed = frame[size == 2]
        yield held(f"{entry.id}, municipalities added", f"{entry.id}, as printed", enough[[*KEY, "value"]], printed)


def outside(engine: sa.Engine, theirs: pd.DataFrame) -> Iterator[Agreement]:
    """Published figures against another's of the same indicators: theirs has indicator, area, period, value, remark."""
    for (name, remark), rows in theirs.groupby(["indicator", "remark"]):
        left = _total(figures(engine, name))
        yield held(name, f"DataMéxico ({remark})", left, rows[[*KEY, "value"]])
