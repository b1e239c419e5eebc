"""Cached doors to who goes where."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import live, queries


@st.cache_resource(max_entries=4, show_spinner=False)  # four megabytes, read only: no copy for each reader
def _pairs(at: str, kind: str) -> pd.DataFrame:
    return queries.flows(live.engine(), kind)


def pairs(kind: str, period: str) -> pd.DataFrame:
    """Every pair of one kind and period. One frame for all readers: not to be changed."""
    found = _pairs(live.stamp(), kind)
    return found[found["period"] == period]
