"""The small pieces of a printed map: tags, text with a halo, markers, circles, no-data patterns.

The patterns are drawn in pixels and scaled to wherever they are used; `component/map.js` draws the
same three, so a change here is a change there (a test compares the two).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

PATTERNS: Mapping[int, tuple[str, int]] = {
    -1: ("missing", 6),
    -2: ("suppressed", 6),
    -3: ("not_applicable", 12),
}
"""Fill code → name of the pattern and the side of its tile in pixels."""


MARKERS: Mapping[str, str] = {
    "circle": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "square": "M-4.5-4.5h9v9h-9z",
    "diamond": "M0-6.5l6.5 6.5l-6.5 6.5l-6.5-6.5z",
    "triangle-up": "M0-6l6 10.5h-12z",
    "cross": "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "star": "M0-6.5l1.7 4.3 4.6.2-3.6 2.9 1.2 4.5-3.9-2.5-3.9 2.5 1.2-4.5-3.6-2.9 4.6-.2z",
}
"""Marker shape → path round (0, 0), about 12 pixels across."""


def tag(element: str, body: str = "", /, **attributes: str | float) -> str:
    """One SVG element; `_` in a name is written `-`, numbers with at most three decimals."""
    words = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}"
        for name, value in attributes.items()
        if value != ""
    )
    return f"<{element}{words}>{body}</{element}>" if body else f"<{element}{words}/>"


def text(x: float, y: float, words: str, size: float, colour: str, **style: str | float) -> str:
    """One line of text, baseline at y; `halo` is the colour round the letters."""
    halo = style.pop("halo", "")
    around: dict[str, str | float] = {}
    if halo:
        around = {
            "stroke": halo,
            "stroke_width": 3,
            "stroke_linejoin": "round",
            "paint_order": "stroke",
        }
    anchor = style.pop("anchor", "start")
    return tag(
        "text",
        escape(words),
        x=round(x, 1),
        y=round(y, 1),
        font_size=size,
        fill=colour,
        text_anchor=anchor,
        **around,
        **style,
    )


def marker(own: Mapping[str, str], x: float, y: float, paper: str) -> str:
    """A municipality's own sign, centred; `own` has its colour and the path of its marker."""
    move = f"translate({x:.1f} {y:.1f})"
    edge: dict[str, str | float] = {"stroke": paper, "stroke_width": 1.5}
    return tag("path", d=own["marker"], fill=own["colour"], transform=move, **edge)


def circle(spec: Mapping[str, Any], key: str, x: float, y: float, radius: float) -> str:
    """A proportional circle; a negative radius is a negative amount: hollow and dashed."""
    colour = spec["ours"].get(key, {"colour": spec["palette"]["accent"]})["colour"]
    style: dict[str, str | float] = {"fill": colour, "fill_opacity": 0.55}
    if radius < 0:
        style = {"fill": "none", "stroke_dasharray": "3 2"}
    return tag("circle", cx=x, cy=y, r=abs(radius), stroke=colour, stroke_width=1.2, **style)


TEXTURES: Mapping[str, str] = {
    "lines": "M0 3h6",
    "dots": "M1.5 1.5h.01M4.5 4.5h.01",
    "grid": "M0 3h6M3 0v6",
    "dashes": "M1 3h3",
}
"""What is drawn over a class's colour on a tile of six pixels; dots are the round ends of strokes."""


def textured(palette: Mapping[str, Any], prefix: str, unit: float) -> str:
    """Tiles of the classes that have a texture: the class's colour under lines or dots."""
    tiles = []
    for step, own in palette["textures"].items():
        dots = own["kind"] == "dots"
        style: dict[str, str | float] = {"stroke_width": 1.6, "stroke_linecap": "round"} if dots else {}
        ink = tag("path", d=TEXTURES[own["kind"]], stroke=own["ink"], fill="none", **style)
        ground = tag("rect", width=6, height=6, fill=palette["steps"][int(step)])
        scale = f"scale({unit:.5f})"
        place: dict[str, str | float] = {"patternUnits": "userSpaceOnUse", "patternTransform": scale}
        tiles.append(tag("pattern", ground + ink, id=f"{prefix}-class{step}", width=6, height=6, **place))
    return tag("defs", "".join(tiles)) if tiles else ""


def paint(palette: Mapping[str, Any], prefix: str, step: int) -> str:
    """The fill of a class: its tile if it has a texture, else its colour."""
    return f"url(#{prefix}-class{step})" if str(step) in palette["textures"] else str(palette["steps"][step])


def patterns(palette: Mapping[str, Any], prefix: str, unit: float) -> str:
    """Hatching (no data), dots (suppressed), a dash (not applicable); `unit` user units a pixel."""
    muted, paper = palette["muted"], palette["paper"]
    hatch = tag("path", d="M0 6L6 0M-1 1L1-1M5 7L7 5", stroke=muted, stroke_opacity=0.75)
    drawn = {
        -1: (palette["neutral"], hatch),
        -2: (paper, tag("circle", cx=3, cy=3, r=1.1, fill=muted)),
        -3: (paper, tag("path", d="M4 6h4", stroke=muted)),
    }
    tiles = []
    for code, (ground, ink) in drawn.items():
        name, side = PATTERNS[code]
        tiles.append(
            tag(
                "pattern",
                tag("rect", width=side, height=side, fill=ground) + ink,
                id=f"{prefix}-{name}",
                width=side,
                height=side,
                patternUnits="userSpaceOnUse",
                patternTransform=f"scale({unit:.5f})",
            )
        )
    return tag("defs", "".join(tiles))


def mix(colour: str, other: str, share: float) -> str:
    """`share` of a colour over another, both #rrggbb."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 3):g}"
