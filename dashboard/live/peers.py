"""Cached doors to what makes municipalities alike: their figures, their points, how far apart two are in general."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import live, queries
from dashboard.analysis import similarity
from dashboard.analysis.similarity import Pairs, Space
from dashboard.matrix_queries import matrix
from data.catalog import catalog


@st.cache_resource(max_entries=2, show_spinner=False)  # read only: no copy of 2,478 rows for each reader
def _figures(at: str) -> pd.DataFrame:
    wanted = [m.indicator for facet in catalog().facets.values() for m in facet.indicators]
    return matrix(live.engine(), wanted)


def figures() -> pd.DataFrame:
    """Municipality × indicator of every facet; not to be written to."""
    return _figures(live.stamp())


@st.cache_resource(max_entries=16, show_spinner=False)
def _space(at: str, facets: tuple[str, ...]) -> Space:
    return similarity.space(_figures(at), [catalog().facets[name] for name in facets])


def space(facets: tuple[str, ...]) -> Space:
    """All municipalities as points, seen from some facets."""
    return _space(live.stamp(), facets)


@st.cache_resource(max_entries=16, show_spinner=False)
def _pairs(at: str, facets: tuple[str, ...]) -> Pairs:
    return similarity.pairs(_space(at, facets))


def pairs(facets: tuple[str, ...]) -> Pairs:
    """How far apart two municipalities are in general, seen from some facets."""
    return _pairs(live.stamp(), facets)


@st.cache_resource(max_entries=2, show_spinner=False)
def _standing(at: str) -> pd.DataFrame:
    return similarity.standing(_figures(at))


def standing() -> pd.DataFrame:
    """Per cent of municipalities with a lower figure, for the figures of every facet."""
    return _standing(live.stamp())


@st.cache_data(max_entries=32, show_spinner=False)
def _periods(at: str, indicators: tuple[str, ...]) -> dict[str, str]:
    return {name: live.latest(name) for name in indicators}


def periods(indicators: tuple[str, ...]) -> dict[str, str]:
    """Indicator → its newest finished period ("" when nothing of it is public)."""
    return _periods(live.stamp(), indicators)


@st.cache_data(max_entries=16, show_spinner=False)
def _origins(at: str, indicators: tuple[str, ...]) -> dict[str, queries.Provenance | None]:
    return {name: live.provenance(name) for name in indicators}


def origins(indicators: tuple[str, ...]) -> dict[str, queries.Provenance | None]:
    """Indicator → where its figures come from."""
    return _origins(live.stamp(), indicators)


@st.cache_data(max_entries=32, show_spinner=False)
def _profile(at: str, areas: tuple[str, ...], indicators: tuple[str, ...]) -> pd.DataFrame:
    return queries.profile(live.engine(), areas, indicators)


def profile(areas: tuple[str, ...], indicators: tuple[str, ...]) -> pd.DataFrame:
    """The newest figures of some indicators for some municipalities, with their parts, statuses and places."""
    return _profile(live.stamp(), areas, indicators)
