"""Cached doors of the page of patterns: the permutations of 2,469 municipalities take seconds."""

from __future__ import annotations

import streamlit as st

from dashboard import live
from dashboard.analysis import patterns
from dashboard.analysis.patterns import Association
from data.areas import municipalities_of
from geo import adjacent


def associated(indicator: str, period: str, of: str, across_lake: bool) -> Association:
    """How the figures of a state (or of the nation, "00") lie to one another; kept while nobody publishes."""
    return _associated(live.stamp(), indicator, period, of, across_lake)


@st.cache_resource(max_entries=128, show_spinner=False)  # frozen: no copy for each reader
def _associated(at: str, indicator: str, period: str, of: str, across_lake: bool) -> Association:
    figures = live.values(indicator, period).drop_duplicates("area").set_index("area")["value"]
    return patterns.associate(figures.reindex(list(municipalities_of(of))), adjacent.neighbours(across_lake))


def by_the_lake(of: str) -> bool:
    """Whether the lake parts municipalities of the territory."""
    return len(adjacent.shore().intersection(municipalities_of(of))) > 1
