"""Cached doors to the portrait of a municipality or a zone: every indicator, its comparisons and its past.

Frozen things are kept once and shared by all readers; nobody writes to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import live, overview, portraits_queries, queries, zones
from dashboard.analysis import lines
from dashboard.analysis.lines import ZONE, Line, Point, Whole
from dashboard.overview import NATION
from data.areas import municipalities_of
from data.catalog import catalog
from data.entries import Zone

AT_ONCE = 20  # indicators of all of Mexico in one frame: 50,000 rows


@dataclass(frozen=True)
class State:
    """A state's municipalities: their newest figures with places (`queries.profile`), and the state's totals."""

    profile: pd.DataFrame
    whole: Whole


@st.cache_resource(max_entries=8, show_spinner=False)
def _state(at: str, state: str) -> State:
    profile = queries.profile(live.engine(), [*municipalities_of(state), state])
    return State(profile, lines.whole(profile, overview.whole(state), catalog().indicators))


def state(key: str) -> State:
    """The municipalities and totals of a state ("14")."""
    return _state(live.stamp(), key)


@st.cache_resource(max_entries=2, show_spinner=False)
def _nation(at: str) -> Whole:
    """Some indicators at a time, with what weighs them: all of Mexico at once would be 350,000 rows in memory."""
    entries, known = catalog().indicators, list(catalog().indicators)
    parts = []
    for start in range(0, len(known), AT_ONCE):
        some = known[start : start + AT_ONCE]
        needed = {*some, *(entries[name].weight or name for name in some)}
        figures = portraits_queries.everywhere(live.engine(), needed)
        parts.append(lines.whole(figures, overview.whole(NATION), {n: entries[n] for n in needed}))
    return Whole(
        {k: v for part in parts for k, v in part.periods.items()},
        {k: v for part in parts for k, v in part.totals.items()},
        {k: v for part in parts for k, v in part.members.items()},
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _whole(at: str, key: str) -> Whole:
    zone = overview.whole(key) if len(key) == 2 else zones.find(key, dict(live.every_zone()))
    if zone.all_of == NATION:
        return _nation(at)
    if zone.all_of:
        return _state(at, zone.all_of).whole
    return lines.whole(queries.profile(live.engine(), zones.members(zone)), zone, catalog().indicators)


def whole(key: str) -> Whole:
    """A zone (its key), a state ("14") or the nation ("00") in every indicator."""
    return _whole(live.stamp(), key)


@st.cache_resource(max_entries=256, show_spinner=False)
def _past(at: str, area: str, zone_key: str) -> Mapping[str, tuple[Point, ...]]:
    if area:
        return lines.pasts(portraits_queries.past(live.engine(), [area]))
    zone = zones.find(zone_key, dict(live.every_zone()))
    areas = (zone.all_of,) if zone.all_of == NATION else (*zones.members(zone), *([zone.all_of] if zone.all_of else []))
    return lines.zone_pasts(portraits_queries.past(live.engine(), areas), zone, catalog().indicators)


@st.cache_resource(max_entries=256, show_spinner=False)
def _lines(at: str, area: str, zone_key: str) -> tuple[Line, ...]:
    zone, entries = zones.find(zone_key, dict(live.every_zone())), catalog().indicators
    others = {key: _whole(at, zone_key if key == ZONE else key) for key in lines.columns(area, zone)}
    past = _past(at, area, zone_key)
    if area:
        return lines.of_municipality(_state(at, area[:2]).profile, area, others, past, entries)
    return lines.of_zone(_whole(at, zone_key), others, past, entries)


def told(area: str, zone: Zone) -> tuple[Line, ...]:
    """Every indicator of a municipality seen from a zone; with area "", of the zone itself."""
    return _lines(live.stamp(), area, zones.key(zone))
