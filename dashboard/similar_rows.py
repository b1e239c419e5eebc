"""Figures of a municipality and of those most like it, as rows: side by side for the page, tidy for a download."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from dashboard import style
from dashboard.analysis import similarity
from dashboard.analysis.peer_words import placed
from dashboard.analysis.peers import Peers
from dashboard.text import t
from data.catalog import catalog
from data.entries import Indicator
from data.likeness import Facet


def side_by_side(
    told: Peers, figures: pd.DataFrame, indicators: Sequence[str], language: str
) -> tuple[pd.DataFrame, dict[str, Callable[[float], str]]]:
    """One row a municipality, the chosen one first; a column an indicator, headed by its title and unit.

    Also how each column of figures is written.
    """
    keys = [told.area, *told.areas]
    columns: dict[str, object] = {t("peers.municipality", language): [placed(key, language) for key in keys]}
    formats: dict[str, Callable[[float], str]] = {}
    for name in indicators:
        entry = catalog().indicators[name]
        head = f"{entry.title.in_(language)} ({style.unit_label(entry, language)})"
        columns[head] = figures[name].reindex(keys).to_numpy()
        formats[head] = _writer(entry, language)
    return pd.DataFrame(columns), formats


def _writer(entry: Indicator, language: str) -> Callable[[float], str]:
    return lambda value: style.number(value, entry, language, unit=False)


def tidy(told: Peers, profile: pd.DataFrame, facets: Mapping[str, Facet], language: str) -> pd.DataFrame:
    """One row a municipality and indicator: rank (empty for the chosen one) and distance, then the figure.

    profile: `queries.profile` of all of them. contribution: what part of the squared distance, in per cent, is of the
    indicator's facet.
    """
    facet_of = {m.indicator: facet.id for facet in facets.values() for m in facet.indicators}
    rank = {area: n for n, area in enumerate(told.areas, start=1)}
    distance = {told.area: 0.0, **told.relative["distance"].to_dict()}
    parts = (100 * similarity.contributions(told.found)).stack().to_dict()  # (municipality, facet) → per cent
    rows = profile[profile["area"].isin(list(distance))].copy()
    rows["rank"] = rows["area"].map(rank).astype("Int64")
    rows["distance"] = rows["area"].map(distance)
    sides = rows["indicator"].map(facet_of)
    rows["dimension"] = sides.map(lambda key: facets[key].title.in_(language))
    rows["contribution"] = [parts.get(key, float("nan")) for key in zip(rows["area"], sides, strict=True)]
    order = {name: n for n, name in enumerate(facet_of)}
    rows = rows.assign(of=rows["rank"].fillna(0), at=rows["indicator"].map(order)).sort_values(["of", "at"])
    wanted = ["rank", "area", "distance", "dimension", "contribution", "indicator", "value", "numerator", "denominator"]
    return rows[[*wanted, "period", "status"]].reset_index(drop=True)
