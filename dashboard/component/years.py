"""The door to the small maps, one a period: which periods in, the one a reader opened out.

Shapes and frames are fetched by the page itself, as for the large map (`dashboard.component`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.component import Act, base_path, source, tell
from dashboard.drawing import Drawing, spec

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

KEPT = ("ids", "view", "ours", "highlighted", "labelled")


@cache
def _mount() -> ComponentRenderer:
    return st.components.v2.component(
        "observatory_years", html=source("years.html"), css=source("years.css"),
        js="\n".join(source(name) for name in ("labels.js", "fetched.js", "years.js")),
    )  # fmt: skip


def show(drawing: Drawing, told: Mapping[str, Any], key: str, on_period: Act) -> None:
    """Show a small map of every period told of.

    drawing: of any one period, for what they share. told: `url` of the frames, `period` on the other pages, and
    `groups`, one a method: `said` above it and `panels` (id, label, figure, href). on_period: told what is opened.
    """
    values = spec(drawing)
    shared = {name: values[name] for name in KEPT}
    data = {**shared, **told, "geometry": f"{base_path()}/geo/{values['geometry']}"}
    _mount()(data=data, key=key, on_period_change=lambda: tell(key, "period", on_period))
