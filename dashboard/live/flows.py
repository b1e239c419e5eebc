"""Cached doors to who goes where."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import export, live, movements, queries, zones
from dashboard.analysis import flows
from dashboard.analysis.flows import Direction
from dashboard.export import Selection
from dashboard.flow_view import FlowView, company
from dashboard.lines import positions
from dashboard.text import t
from data.catalog import catalog
from data.entries import Zone

COLUMNS = (
    "origin", "origin_name", "destination", "destination_name", "kind", "period", "persons", "unit", "status", "source",
)  # fmt: skip
NONE = pd.DataFrame({"origin": [], "destination": [], "persons": [], "far": []}).astype(
    {"origin": "str", "destination": "str", "persons": "float64", "far": "bool"}
)


@st.cache_resource(max_entries=4, show_spinner=False)  # four megabytes, read only: no copy for each reader
def _pairs(at: str, kind: str, daily: bool) -> pd.DataFrame:
    found = queries.flows(live.engine(), kind)
    return flows.with_far(found, positions()) if daily else found.assign(far=False)


@st.cache_resource(max_entries=64, show_spinner=False)  # frozen: no copy for each reader
def _view(at: str, kind: str, period: str, direction: Direction, zone_key: str, area: str) -> FlowView:
    movement = movements.movement(kind, period)
    zone = zones.find(zone_key, dict(live.every_zone()))
    members, pairs, sides = zones.members(zone), NONE, None
    if movement.totals:
        first, second = (live.values(name, movement.period) for name in movement.totals)
        sides = (first, second)
    else:
        found = _pairs(at, kind, movement.daily)
        pairs = found[found["period"] == movement.period]
    around = company(zone, members, tuple(catalog().zones.values()))
    return FlowView(movement, direction, zone, members, area, pairs, sides, around)


def view(kind: str, period: str, direction: Direction, zone: Zone, area: str) -> FlowView:
    """One view of the page of flows; what it works out it keeps."""
    return _view(live.stamp(), kind, period, direction, zones.key(zone), area)


@st.cache_resource(max_entries=16, show_spinner=False)  # frozen; forty thousand pairs take most of a second to write
def _selection(at: str, key: str, language: str, _seen: FlowView, title: str, place: str, _about: object) -> Selection:
    source = catalog().sources[_seen.movement.source].citation.in_(language)
    unit = catalog().vocabulary.units["persons"].label.in_(language)
    rows = _seen.own.assign(
        kind=t(f"flows.kind.{_seen.movement.kind}", language), period=_seen.movement.period, unit=unit, source=source
    )
    about = dict(_about) if isinstance(_about, Mapping) else {}
    periods = [_seen.movement.period]
    return export.table(rows[list(COLUMNS)], title, [], place, language, periods=periods, extra=about)


def selection(seen: FlowView, language: str, title: str, place: str, about: Mapping[str, str]) -> Selection:
    """Every pair that touches the group, as a download without an address. about: lines that say what they are."""
    asked = (seen.movement.kind, seen.movement.period, zones.key(seen.zone), seen.area)
    return _selection(live.stamp(), "|".join(asked), language, seen, title, place, about)
