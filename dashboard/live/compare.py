"""Cached doors of the page «Comparar»: who lives where in a period, and the lines of the places over time."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard import live
from dashboard.analysis.compare import Party

PEOPLE = "population_total"


def people(period: str) -> pd.Series:
    """Area → inhabitants by the census or count of the period, or by the newest one where it has none."""
    year = period.rpartition("/")[2][:4]
    own = year if year in live.periods(PEOPLE) else live.latest(PEOPLE)
    if not own:
        return pd.Series(dtype="float64")
    return live.values(PEOPLE, own).drop_duplicates("area").set_index("area")["value"]


def lines(indicator: str, chosen: Sequence[Party], breakdown: str) -> pd.DataFrame:
    """Every period of every place: area (its key), period, value, numerator, denominator, status."""
    series = live.series(indicator, tuple(p.key for p in chosen if p.zone is None), breakdown)
    wholes = [live.zone_trend(indicator, p.zone, breakdown).assign(area=p.key) for p in chosen if p.zone is not None]
    found = [frame[series.columns] for frame in (series, *wholes) if len(frame)]
    return pd.concat(found, ignore_index=True) if found else series
