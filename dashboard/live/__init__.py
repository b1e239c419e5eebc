"""Cached doors to the read model: the only place where the pages' caches live.

Every door is keyed by the state of publication, so that publishing or withdrawing shows at once and
nobody has to guess how long a figure may be kept. (Streamlit leaves arguments that start with an
underscore out of a cache's key: `at` must not.) Nothing is copied for each reader, which took a third of a
page's time: what is kept is never written to, and frames are handed out as copies that share their values
until somebody writes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import editions as editions_
from dashboard import gaps, measures, overview, queries, zones
from data.areas import municipalities_of, names
from data.catalog import Catalog, catalog
from data.database import connect
from data.entries import Zone
from data.settings import settings

T = TypeVar("T")
_run = threading.local()  # Streamlit runs each reader's script in a thread of its own


@st.cache_resource(show_spinner=False)
def _engine(address: str) -> sa.Engine:
    return connect(address)


def engine() -> sa.Engine:
    """The one engine of this process."""
    return _engine(settings().database_url)


def stamp() -> str:
    """What is public right now; within one run of a page, what was public when it began."""
    return getattr(_run, "stamp", None) or queries.stamp(engine())


def begin() -> None:
    """A page's run begins: whatever it asks for is of one state of publication, looked up once."""
    _run.stamp = queries.stamp(engine())


def kept(what: str, key: tuple[str | bool, ...], make: Callable[[], T]) -> T:
    """What `make` answers, kept under a name and all it depends on besides what is public; never written to."""
    return cast("T", _kept(stamp(), what, key, make))


@st.cache_resource(max_entries=256, show_spinner=False)
def _kept(at: str, what: str, key: tuple[str | bool, ...], _make: Callable[[], object]) -> object:
    return _make()


@st.cache_resource(max_entries=4, show_spinner=False)
def _zones(at: str) -> dict[str, Zone]:
    return zones.zones(engine())


def every_zone() -> Mapping[str, Zone]:
    """The catalogue's zones and the official metropolises, by id."""
    return _zones(stamp())


@st.cache_resource(max_entries=4, show_spinner=False)
def _offered(at: str) -> Catalog:
    return editions_.offered(engine())


def offered() -> Catalog:
    """The catalogue as far as it has public figures: what may be chosen, listed, found and taken away."""
    return _offered(stamp())


@st.cache_resource(max_entries=512, show_spinner=False)
def _periods(at: str, indicator: str) -> list[str]:
    return queries.periods(engine(), indicator)


def periods(indicator: str) -> list[str]:
    """Every published period of an indicator, ascending."""
    return list(_periods(stamp(), indicator))


@st.cache_resource(max_entries=256, show_spinner=False)
def _values(at: str, indicator: str, period: str, breakdown: str) -> pd.DataFrame:
    return queries.values(engine(), indicator, period, breakdown)


def values(indicator: str, period: str, breakdown: str = "total") -> pd.DataFrame:
    """One indicator and period over every area its source gives."""
    return _values(stamp(), indicator, period, breakdown).copy(deep=False)


@st.cache_resource(max_entries=256, show_spinner=False)
def _series(at: str, indicator: str, areas: str, breakdown: str) -> pd.DataFrame:
    return queries.series(engine(), indicator, areas.split(","), breakdown)


def series(indicator: str, areas: tuple[str, ...], breakdown: str = "total") -> pd.DataFrame:
    """Every period of one indicator for the chosen areas."""
    # as one text: a key of 2,469 parts takes as long to make as the query
    return _series(stamp(), indicator, ",".join(areas), breakdown).copy(deep=False)


@st.cache_resource(max_entries=64, show_spinner=False)
def _profile(at: str, areas: str) -> pd.DataFrame:
    return queries.profile(engine(), areas.split(","))


def profile(areas: tuple[str, ...]) -> pd.DataFrame:
    """The latest figures of every indicator for the chosen areas."""
    return _profile(stamp(), ",".join(areas)).copy(deep=False)


@st.cache_resource(max_entries=512, show_spinner=False)
def _provenance(at: str, indicator: str) -> queries.Provenance | None:
    return queries.provenance(engine(), indicator)


def provenance(indicator: str) -> queries.Provenance | None:
    """Where an indicator's figures come from; None when nothing of it is public."""
    return _provenance(stamp(), indicator)


@st.cache_resource(max_entries=256, show_spinner=False)
def _weights(at: str, indicator: str, period: str, breakdown: str) -> pd.Series | None:
    return queries.weights(engine(), catalog().indicators[indicator], period, breakdown)


def weights(indicator: str, period: str, breakdown: str = "total") -> pd.Series | None:
    """What weighs each area when the indicator is averaged; None when it is not."""
    found = _weights(stamp(), indicator, period, breakdown)
    return None if found is None else found.copy(deep=False)


@st.cache_resource(max_entries=4, show_spinner=False)
def _latest(at: str) -> dict[str, str]:
    return editions_.newest_periods(engine())


def latest(indicator: str) -> str:
    """The newest finished period of an indicator; "" when nothing of it is public."""
    return _latest(stamp()).get(indicator, "")


@st.cache_resource(max_entries=64, show_spinner=False)
def _headlines(at: str, zone_key: str) -> tuple[overview.Row, ...]:
    zone = zones.find(zone_key, dict(every_zone()))
    rows = (newest(entry.id, zone) for entry in offered().headlines.values())
    return tuple(row for row in rows if row is not None)


def headlines(zone: Zone) -> tuple[overview.Row, ...]:
    """One row a topic for a zone; topics without published figures are left out."""
    return _headlines(stamp(), zones.key(zone))


@st.cache_resource(max_entries=64, show_spinner=False)
def _standout(at: str, zone_key: str) -> list[gaps.Gap]:
    zone = zones.find(zone_key, dict(every_zone()))
    state = overview.state_of(zone)
    if not state or zone.all_of is not None:
        return []
    areas = (*municipalities_of(state), state)
    confidence = {name: source.confidence for name, source in catalog().sources.items()}
    return gaps.standout(offered().indicators, profile(areas), zone, confidence, state=state)


def standout(zone: Zone) -> list[gaps.Gap]:
    """What sets a zone furthest apart from its state; empty for a state, the nation and zones across states."""
    return _standout(stamp(), zones.key(zone))


@st.cache_resource(max_entries=64, show_spinner=False)
def _newest(at: str, indicator: str, zone_key: str) -> overview.Row | None:
    period = latest(indicator)
    if not period:
        return None
    zone = zones.find(zone_key, dict(every_zone()))
    return overview.row(
        catalog().indicators[indicator], values(indicator, period), zone, period, weights(indicator, period)
    )


def newest(indicator: str, zone: Zone) -> overview.Row | None:
    """The newest figures of one indicator in a zone; None while nothing of it is public."""
    return _newest(stamp(), indicator, zones.key(zone)) if indicator in offered().indicators else None


@st.cache_resource(max_entries=4, show_spinner=False)
def _editions(at: str) -> dict[str, editions_.Edition]:
    return editions_.editions(engine())


def editions() -> dict[str, editions_.Edition]:
    """What is public of each source."""
    return _editions(stamp())


@st.cache_resource(max_entries=128, show_spinner=False)
def _zone_trend(at: str, indicator: str, zone_key: str, breakdown: str) -> pd.DataFrame:
    entry = catalog().indicators[indicator]
    zone = overview.whole(zone_key) if zone_key in names() else zones.find(zone_key, dict(every_zone()))
    areas = (zone.all_of,) if zone.all_of else zones.members(zone)
    told = series(indicator, areas, breakdown)
    if zone.all_of != overview.NATION and told["value"].isna().all():  # not printed for the state: ours, then
        areas = (*areas, *zones.members(zone))
        told = series(indicator, areas, breakdown)
    weighing = queries.weights_of_series(engine(), entry, areas)
    return measures.trend(entry, told, zone, weighing, breakdown=breakdown)


def zone_trend(indicator: str, zone: Zone, breakdown: str = "total") -> pd.DataFrame:
    """A zone's own figure in every period (of a state or the nation, the one its office prints)."""
    return _zone_trend(stamp(), indicator, zone.all_of or zones.key(zone), breakdown).copy(deep=False)
