"""Cached doors to who goes where."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import live, queries
from dashboard.analysis import flows
from dashboard.lines import positions


@st.cache_resource(max_entries=4, show_spinner=False)  # four megabytes, read only: no copy for each reader
def _pairs(at: str, kind: str, daily: bool) -> pd.DataFrame:
    found = queries.flows(live.engine(), kind)
    return flows.with_far(found, positions()) if daily else found.assign(far=False)


def pairs(kind: str, period: str, *, daily: bool) -> pd.DataFrame:
    """Every pair of one kind and period; `far` where a daily way is too long. One frame for all readers: keep it."""
    found = _pairs(live.stamp(), kind, daily)
    return found[found["period"] == period]
