"""The search box at the top of every page; its answers come from `dashboard.answers`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import controls, zones
from dashboard.controls import Place

_HERE = Path(__file__).parent


def markup() -> str:
    """The box before its script comes."""
    return (_HERE / "search.html").read_text(encoding="utf-8")


def script() -> str:
    """What makes it answer; given an `address` with {key} in it, the answers are places put into that address."""
    return (_HERE / "search.js").read_text(encoding="utf-8")


_box = st.components.v2.component(
    "observatory_search",
    html=markup(),
    js=script(),
    isolate_styles=False,  # so that its links are followed like any other of ours
)
WORDS = ("label", "short", "nothing", "failed", "count")


def box(here: Place) -> None:
    """One box that finds an indicator, a municipality, a zone or a page, and opens it."""
    zone = zones.key(here.zone)
    _box(
        data={
            "language": here.language,
            "zone": "" if zone == controls.default("zone") else zone,
            "base": controls.base_path(),
            "words": {name: here.t(f"search.{name}") for name in WORDS},
        },
        key="search",
        height="content",
    )
