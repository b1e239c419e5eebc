"""Cached doors of the page «Relación»: populations, the pair in sight, a topic's matrix."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import live, zones
from dashboard.analysis import matrix
from dashboard.analysis.pair import Pair, Scope, pair, territory
from data.catalog import catalog

PEOPLE = "population_total"


def people() -> tuple[pd.Series, str]:
    """Area → inhabitants at the newest count, and its period ("" and an empty series while nothing is public)."""
    period = live.latest(PEOPLE)
    if not period:
        return pd.Series(dtype="float64"), ""
    return live.values(PEOPLE, period).drop_duplicates("area").set_index("area")["value"], period


def seen(
    x: str, y: str, x_period: str, y_period: str, zone_key: str, scope: Scope, scale: str, pointed: str
) -> Pair:  # fmt: skip
    """The pair of the page; kept while nobody publishes, whomever the reader points at."""
    found = _seen(live.stamp(), x, y, x_period, y_period, zone_key, scope, scale)
    if not pointed or pointed in found.ours or pointed not in set(found.rows["area"]):
        return found
    return replace(found, ours=(*found.ours, pointed))


@st.cache_resource(max_entries=64, show_spinner=False)  # frozen: no copy for each reader
def _seen(
    at: str, x: str, y: str, x_period: str, y_period: str, zone_key: str, scope: Scope, scale: str
) -> Pair:  # fmt: skip
    zone, known = zones.find(zone_key, dict(live.every_zone())), catalog().indicators
    return pair(
        known[x], known[y], x_period, y_period, live.values(x, x_period), live.values(y, y_period), people()[0],
        zone, scope, scale=scale,
    )  # fmt: skip


def cells(topic: str, zone_key: str, scope: Scope) -> tuple[matrix.Cell, ...]:
    """The matrix of a topic over the municipalities of a scope."""
    return _cells(live.stamp(), topic, zone_key, scope)


@st.cache_resource(max_entries=64, show_spinner=False)
def _cells(at: str, topic: str, zone_key: str, scope: Scope) -> tuple[matrix.Cell, ...]:
    zone = zones.find(zone_key, dict(live.every_zone()))
    keys = list(zones.members(territory(zone, scope)))
    indicators = matrix.eligible(live.offered().topics.get(topic, ()))

    def figures(indicator: str, period: str) -> pd.Series:
        return live.values(indicator, period).drop_duplicates("area").set_index("area")["value"].reindex(keys)

    return matrix.cells(
        indicators,
        {i.id: live.periods(i.id) for i in indicators},
        figures,
        {i.id: live.latest(i.id) for i in indicators},
    )
