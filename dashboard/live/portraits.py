"""Cached doors to the portrait of a municipality or a zone: every indicator, its comparisons and its past.

Frozen things are kept once and shared by all readers; nobody writes to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import live, measures, overview, portrait_table, portraits_queries, queries, zones
from dashboard.analysis import lines, portrait
from dashboard.analysis.lines import ZONE, Line, Point, Whole
from dashboard.analysis.portrait import Findings
from dashboard.analysis.remarks import Remark
from dashboard.overview import NATION
from dashboard.portrait_table import Link
from data.areas import municipalities_of, names
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
    return State(profile, lines.whole(profile, overview.whole(state), live.offered().indicators))


def state(key: str) -> State:
    """The municipalities and totals of a state ("14")."""
    return _state(live.stamp(), key)


@st.cache_resource(max_entries=2, show_spinner=False)
def _nation(at: str, named: bool) -> Whole:
    """Printed figures first; the others added up some at a time: all at once would be 350,000 rows in memory."""
    entries = live.offered().indicators
    printed = queries.profile(live.engine(), [NATION]).dropna(subset="value")
    parts = [lines.whole(printed, overview.whole(NATION), entries, named=False)]
    known = [n for n, e in entries.items() if named or (n not in parts[0].totals and e.combine != "never")]
    for start in range(0, len(known), AT_ONCE):
        some = known[start : start + AT_ONCE]
        needed = {*some, *(w for name in some if (w := entries[name].weight or name) in entries)}
        figures = portraits_queries.everywhere(live.engine(), needed)
        own = {n: entries[n] for n in needed}
        parts.append(lines.whole(figures, overview.whole(NATION), own, named=named))
    return Whole(
        {k: v for part in parts for k, v in part.periods.items()},
        {k: v for part in parts for k, v in part.totals.items()},
        {k: v for part in parts for k, v in part.members.items()},
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _whole(at: str, key: str) -> Whole:
    zone = overview.whole(key) if len(key) == 2 else zones.find(key, dict(live.every_zone()))
    if zone.all_of == NATION:
        return _nation(at, key != NATION)  # its lowest and highest are told only where the page is about it
    if zone.all_of:
        return _state(at, zone.all_of).whole
    return lines.whole(queries.profile(live.engine(), zones.members(zone)), zone, live.offered().indicators)


def whole(key: str) -> Whole:
    """A zone (its key), a state ("14") or the nation ("00") in every indicator."""
    return _whole(live.stamp(), key)


@st.cache_resource(max_entries=256, show_spinner=False)
def _past(at: str, area: str, zone_key: str) -> Mapping[str, tuple[Point, ...]]:
    if area:
        return lines.pasts(portraits_queries.past(live.engine(), [area]))
    zone = zones.find(zone_key, dict(live.every_zone()))
    entries = live.offered().indicators
    if not zone.all_of:
        return lines.zone_pasts(portraits_queries.past(live.engine(), zones.members(zone)), zone, entries)
    told = portraits_queries.past(live.engine(), [zone.all_of])
    if zone.all_of != NATION:  # its 125 municipalities only where their office prints no figure of the whole
        lacking = measures.lacking_wholes(told, {name: live.periods(name) for name in entries}, entries)
        parts = portraits_queries.past(live.engine(), zones.members(zone), lacking)
        told = pd.concat([told, parts], ignore_index=True)
    return lines.zone_pasts(told, zone, entries)


@st.cache_resource(max_entries=256, show_spinner=False)
def _lines(at: str, area: str, zone_key: str) -> tuple[Line, ...]:
    zone, entries = zones.find(zone_key, dict(live.every_zone())), live.offered().indicators
    others = {key: _whole(at, zone_key if key == ZONE else key) for key in lines.columns(area, zone)}
    past = _past(at, area, zone_key)
    if area:
        return lines.of_municipality(_state(at, area[:2]).profile, area, others, past, entries)
    return lines.of_zone(_whole(at, zone_key), others, past, entries)


def told(area: str, zone: Zone) -> tuple[Line, ...]:
    """Every indicator of a municipality seen from a zone; with area "", of the zone itself."""
    return _lines(live.stamp(), area, zones.key(zone))


@st.cache_resource(max_entries=256, show_spinner=False)
def _findings(at: str, area: str, zone_key: str) -> Findings | None:
    zone = zones.find(zone_key, dict(live.every_zone()))
    home = area[:2] or overview.state_of(zone)
    if not home:
        return None
    other = NATION if not area and zone.all_of == home else home
    own = {line.indicator.id: line.own for line in _lines(at, area, zone_key)}
    confidence = {name: source.confidence for name, source in catalog().sources.items()}
    peers = municipalities_of(home)
    entries, wholes = live.offered().indicators, _whole(at, other).totals
    return portrait.findings(entries, _state(at, home).profile, own, wholes, (other, home), peers, confidence)


def findings(area: str, zone: Zone) -> Findings | None:
    """What sets a place apart from its state (a state, from the nation); None for the nation and across states."""
    return _findings(live.stamp(), area, zones.key(zone))


@st.cache_resource(max_entries=256, show_spinner=False)
def _spread(at: str, state: str, indicator: str) -> tuple[float, ...]:
    rows = _state(at, state).profile
    own = rows[(rows["indicator"] == indicator) & (rows["area"].str.len() == 5)]
    return tuple(float(v) for v in own["value"].dropna())


def spreads(state: str, indicators: Iterable[str]) -> dict[str, tuple[float, ...]]:
    """The newest figures of a state's municipalities in each of the indicators."""
    at = live.stamp()
    return {name: _spread(at, state, name) for name in indicators}


@st.cache_resource(max_entries=256, show_spinner=False)
def _cautions(at: str, area: str, zone_key: str, language: str) -> tuple[Remark, ...]:
    found = _findings(at, area, zone_key)
    if found is None:
        return ()
    told = {line.indicator.id: line for line in _lines(at, area, zone_key)}
    return portrait.remarks([*found.strong, *found.weak], told, language)


def cautions(area: str, zone: Zone, language: str) -> tuple[Remark, ...]:
    """What to beware of in the strongest and the weakest."""
    return _cautions(live.stamp(), area, zones.key(zone), language)


@st.cache_data(max_entries=128, show_spinner=False)
def _tables(at: str, area: str, zone_key: str, language: str, dark: bool, _link: Link) -> dict[str, str]:
    zone = zones.find(zone_key, dict(live.every_zone()))
    place = names().get(area, area) if area else zone.short.in_(language)
    beside = {
        key: zone.short.in_(language) if key == ZONE else overview.called(key, language)
        for key in lines.columns(area, zone)
    }
    state = overview.called(area[:2], language) if area else ""
    members = 0 if area else len(zones.members(zone))
    words = catalog().vocabulary.topics
    topics: dict[str, list[Line]] = {}
    for line in _lines(at, area, zone_key):
        topics.setdefault(line.indicator.topic, []).append(line)
    return {
        topic: portrait_table.table(
            own, words[topic].in_(language), place, beside, members, state, language, _link, dark
        )
        for topic in live.offered().topics
        if (own := topics.get(topic))
    }


def tables(area: str, zone: Zone, language: str, dark: bool, link: Link) -> dict[str, str]:
    """Topic → the table of a place's lines. link: address of a line's map; it must follow from the rest."""
    return _tables(live.stamp(), area, zones.key(zone), language, dark, link)
