"""What the guard of comparability says of a view of one indicator: its zone, its places, its years."""

from __future__ import annotations

import pandas as pd

from dashboard.analysis import comparability
from dashboard.analysis.comparability import Remark
from dashboard.controls import Place
from dashboard.live import compare
from dashboard.view import View


def of_zone(here: Place, seen: View) -> tuple[Remark, ...]:
    """Whom the figure of the zone does not stand for, or why there is none."""
    people, name = compare.people(seen.period), here.zone.short.in_(here.language)
    side = comparability.coverage(name, seen.indicator, seen.period, seen.whole, here.members, people)
    return tuple(r for r in comparability.side_by_side([side]) if r.rule in ("coverage_none", "coverage_part"))


def of_places(seen: View) -> tuple[Remark, ...]:
    """What refuses or qualifies the order of the municipalities the zone's are seen among."""
    return seen.once("of_places", lambda: comparability.ranking(seen.indicator, seen.peers.assign(period=seen.period)))


def ranked(seen: View) -> bool:
    """Whether a place may be told at all."""
    return all(remark.severity != "refused" for remark in of_places(seen))


def of_years(seen: View, series: pd.DataFrame, own: str) -> tuple[Remark, ...]:
    """Changes of method and unsure figures along the lines; `own` stands for the zone among their areas."""
    named = series[series["area"] != own]
    return comparability.over_time(seen.indicator, named if len(named) else series)
