"""Cached doors to places among municipalities of one size."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import live
from dashboard.analysis import bands
from dashboard.analysis.bands import BandPlace
from data.catalog import catalog

PEOPLE = "population_total"


@st.cache_resource(max_entries=2, show_spinner=False)  # read only: no copy of 2,478 figures for each reader
def _people(at: str) -> pd.Series:
    values = live.values(PEOPLE, live.latest(PEOPLE))
    return values[values["level"] == "municipality"].set_index("area")["value"].dropna()


def people() -> pd.Series:
    """Municipality → inhabitants in the newest census; not to be written to."""
    return _people(live.stamp())


@st.cache_data(max_entries=2048, show_spinner=False)
def _place(at: str, indicator: str, period: str, area: str) -> BandPlace | None:
    entry = catalog().indicators[indicator]
    confidence = catalog().sources[entry.source].confidence
    return bands.place(entry, live.values(indicator, period), people(), area, confidence)


def place(indicator: str, period: str, area: str) -> BandPlace | None:
    """The place of a municipality among those of its size in one indicator and period; None where it is not ranked."""
    return _place(live.stamp(), indicator, period, area)
