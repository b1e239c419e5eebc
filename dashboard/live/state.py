"""The door to how the data stand. Runs leave no mark on what is public, so only the periods are kept by its stamp."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import live, state_queries
from dashboard.analysis import state
from dashboard.analysis.state import Standing
from data.catalog import catalog


@st.cache_resource(max_entries=4, show_spinner=False)
def _periods(at: str) -> dict[str, str]:
    return state_queries.newest(live.engine())


def standings() -> tuple[Standing, ...]:
    """How every source of the catalogue stands right now."""
    histories = state_queries.histories(live.engine())
    return state.standings(catalog().sources, histories, _periods(live.stamp()), datetime.now(UTC).date())
