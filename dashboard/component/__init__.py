"""The door to the interactive map: a drawing in, the area a reader chose out.

Shapes do not pass through here. The script fetches them once from `/geo/…` (see
`dashboard.serving`) and keeps them; a rerun sends the drawing's values alone.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import streamlit as st

from dashboard.drawing import Drawing, spec

_HERE = Path(__file__).parent
_SCRIPTS = ("labels.js", "hand.js", "map.js")  # one module to the browser; map.js comes last


def _file(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "observatory_map",
    html=_file("map.html"),
    css=_file("map.css"),
    js="\n".join(_file(name) for name in _SCRIPTS),
)


def show(drawing: Drawing, key: str, height: int = 560) -> str | None:
    """Show the map at full width, at most `height` pixels tall without its legend.

    Returns the five-digit id of the area just clicked or chosen with Enter, in that one run only;
    None otherwise. `key` must stay the same between runs, or the page draws the map anew.
    """
    values = spec(drawing)
    revision = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]
    data = {
        "spec": values,
        "geometry": f"{_base_path()}/geo/{values['geometry']}",
        "height": height,
        "revision": revision,
    }
    result = _mount(data=data, key=key, on_chosen_change=_nothing)
    chosen = result.chosen
    return str(chosen) if chosen else None


def _base_path() -> str:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""


def _nothing() -> None:
    """Streamlit reports a trigger only when a callback asks for it."""
