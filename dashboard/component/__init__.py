"""The door to the interactive map: a drawing in, the area a reader chose out.

Shapes do not pass through here. The script fetches them once from `/geo/…` (see
`dashboard.serving`) and keeps them; a rerun sends the drawing's values alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.drawing import Drawing, spec
from dashboard.film import revision

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_LEGEND_PX = 48
"""Room kept for the legend: the method and one row."""
_HERE = Path(__file__).parent
_SCRIPTS = (
    "labels.js",
    "fetched.js",
    "lines.js",
    "print.js",
    "hand.js",
    "slider.js",
    "map.js",
)  # one module to the browser; map.js comes last


def source(name: str) -> str:
    """The text of a file of this room."""
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _mount(ratio: float, height: int, key: int) -> ComponentRenderer:
    """The component for one shape of map: only its own markup is there before any script runs."""
    style = {"ratio": f"{ratio:.2f}", "height": str(height), "key": str(key)}
    html = source("map.html")
    for name, value in style.items():
        html = html.replace("{" + name + "}", value)
    return st.components.v2.component(
        f"observatory_map_{style['ratio']}_{height}_{key}",
        html=html,
        css=source("map.css"),
        js="\n".join(source(name) for name in _SCRIPTS),
    )


Act = Callable[[str], None]
"""What is done with what a reader told the map, before the page's script runs."""


def show(
    drawing: Drawing,
    key: str,
    height: int = 560,
    *,
    chosen: str | None = None,
    reel: Mapping[str, Any] | None = None,
    on_chosen: Act | None = None,
    on_period: Act | None = None,
) -> str | None:
    """Show the map at full width, at most `height` pixels tall without its legend.

    Returns the five-digit id of the area just clicked or chosen with Enter, in that one run only;
    None otherwise. `key` must stay the same between runs, or the page draws the map anew.
    chosen: the area outlined now, "" for none; with it, a click outlines at once. reel: the periods of the slider
    (`parts.time`); None is no slider. on_chosen, on_period: told the id of an area, of a period.
    """
    values = spec(drawing)
    data = {
        "spec": values,
        "geometry": f"{base_path()}/geo/{values['geometry']}",
        "revision": revision(values),
        "chosen": chosen,
        "reel": reel,
    }
    # In steps of a twentieth: a registered component stays for the life of the server.
    ratio = round(20 * values["view"][2] / values["view"][3]) / 20
    mount = _mount(max(ratio, 0.3), height, 0 if values["kind"] == "outline" else _LEGEND_PX)
    told = mount(
        data=data, key=key,
        on_chosen_change=partial(tell, key, "chosen", on_chosen),
        on_period_change=partial(tell, key, "period", on_period),
    ).chosen  # fmt: skip
    return str(told) if told else None


def base_path() -> str:
    """The path the server is mounted under: "" or "/tablero"."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""


def tell(key: str, name: str, act: Act | None) -> None:
    """Streamlit reports a trigger only when a callback asks for it, with or without anything to do."""
    value = st.session_state[key][name]
    if act is not None and value:
        act(str(value))
