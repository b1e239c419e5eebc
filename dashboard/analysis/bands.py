"""The place of a municipality among those of its size: bands of population from data/bands.yaml.

Ties share the better place; modelled figures, sources of confidence C, fewer than five figures and figures of
fewer than thirty states are not ranked, as everywhere (data/standing.py, dashboard/published.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard import style
from dashboard.text import t
from data.catalog import catalog
from data.entries import Indicator
from data.likeness import Band
from data.standing import NATIONWIDE

FEWEST = 5


@dataclass(frozen=True)
class BandPlace:
    """Place `rank` (1 the best; of counts and what has no better, the highest) of the `of` with a figure in a band."""

    band: Band
    rank: int
    of: int


def band_of(people: float | None, bands: Iterable[Band] | None = None) -> Band | None:
    """The band a population falls in; None without a population."""
    if people is None or pd.isna(people):
        return None
    known = tuple(catalog().bands.values()) if bands is None else tuple(bands)
    return next((band for band in reversed(known) if people >= band.start), None)


def members(people: pd.Series, area: str, bands: Iterable[Band] | None = None) -> tuple[str, ...]:
    """Municipalities of an area's band, in key order, itself among them; none when its population is not known.

    people: municipality → inhabitants.
    """
    known = tuple(catalog().bands.values()) if bands is None else tuple(bands)
    own = band_of(people.get(area), known)
    if own is None:
        return ()
    end = min((band.start for band in known if band.start > own.start), default=float("inf"))
    return tuple(sorted(people.index[(people >= own.start) & (people < end)]))


def place(
    indicator: Indicator, values: pd.DataFrame, people: pd.Series, area: str, confidence: str
) -> BandPlace | None:
    """The place of one municipality among those of its band; None where it is not ranked.

    values: rows of one indicator and period (area, value, status), every area its source gives. people:
    municipality → inhabitants. confidence: of the indicator's source.
    """
    own = band_of(people.get(area))
    ranked = values["value"].notna() & values["status"].ne("modelled") & values["area"].str.len().eq(5)
    having = values[ranked].drop_duplicates("area")
    if own is None or confidence == "C" or having["area"].str[:2].nunique() < NATIONWIDE:
        return None
    figures = having.set_index("area")["value"]
    figures = figures[figures.index.isin(members(people, area))]
    if area not in figures.index or len(figures) < FEWEST:
        return None
    mine = figures[area]
    ahead = figures < mine if indicator.better == "lower" and indicator.kind != "count" else figures > mine
    return BandPlace(own, int(ahead.sum()) + 1, len(figures))


def said(found: BandPlace | None, language: str) -> str:
    """«lugar 12 de 211 municipios de 50,000 a 99,999 habitantes»; empty without a place."""
    if found is None:
        return ""
    words = {"rank": style.decimal(found.rank), "of": style.decimal(found.of)}
    return t("bands.place", language, **words, band=found.band.title.in_(language))
