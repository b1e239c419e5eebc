"""Shapes and annotations of a plate: reference lines, bands, and words with or without a hair to what they name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, hypot, pi, sin
from typing import Any

from dashboard.plate_parts import Style, font_of, lines_of, paint, stroke, tall, widest, written
from dashboard.plate_rules import PlateError, among, check
from dashboard.sheet_parts import tag

Place = Callable[[str, str, Any, bool], float]
"""("x", reference, value, exponents?) → pixels."""


def shape(said: Mapping[str, Any], place: Place) -> str:
    """A line, a rectangle or a circle."""
    check("shape", said)
    if said.get("visible") is False:
        return ""
    check("shape.line", said.get("line") or {})
    kind = among("shape.type", said.get("type"), "line", "rect", "circle")
    x0, x1 = (place("x", str(said.get("xref") or "x"), said[end], False) for end in ("x0", "x1"))
    y0, y1 = (place("y", str(said.get("yref") or "y"), said[end], False) for end in ("y0", "y1"))
    style = stroke(said.get("line") or {}, "#444444")
    clear: Style = {"opacity": said["opacity"]} if said.get("opacity") is not None else {}
    if kind == "line":
        return tag("line", x1=x0, y1=y0, x2=x1, y2=y1, **style, **clear)
    fill = paint(said.get("fillcolor"))
    left, top, wide, high = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
    if kind == "rect":
        return tag("rect", x=left, y=top, width=wide, height=high, **fill, **style, **clear)
    middle = {"cx": left + wide / 2, "cy": top + high / 2, "rx": wide / 2, "ry": high / 2}
    return tag("ellipse", **middle, **fill, **style, **clear)


def annotation(said: Mapping[str, Any], place: Place, base: Mapping[str, Any]) -> str:
    """Words at a place; with `showarrow`, a hair or an arrow from the words to it."""
    check("annotation", said)
    if said.get("visible") is False or not said.get("text"):
        return ""
    font, words = font_of(said.get("font"), base), str(said["text"])
    x = place("x", str(said.get("xref") or "x"), said.get("x", 0), True) + float(said.get("xshift") or 0)
    y = place("y", str(said.get("yref") or "y"), said.get("y", 0), True) - float(said.get("yshift") or 0)
    arrow = said.get("showarrow") is not False
    at = (x + _given(said, "ax", -10), y + _given(said, "ay", -30)) if arrow else (x, y)
    box = _box(said, at, widest(words, font), tall(words, font), arrow)
    clear: Style = {"opacity": said["opacity"]} if said.get("opacity") is not None else {}
    drawn = _arrow(said, at, (x, y), box, font["color"]) if arrow else ""
    return tag("g", drawn + _panel(said, box) + _words(said, box, words, font), **clear)


def _given(said: Mapping[str, Any], name: str, unsaid: float) -> float:
    value = said.get(name)
    if isinstance(value, str):
        raise PlateError(f"a plate places the words of an arrow in pixels; «{name}» is {value!r}")
    return unsaid if value is None else float(value)


Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels."""


def _box(said: Mapping[str, Any], at: tuple[float, float], wide: float, high: float, arrow: bool) -> Box:
    pad = float(said.get("borderpad") or 1)
    wide, high = wide + 2 * pad, high + 2 * pad
    level = abs(float(said.get("textangle") or 0)) != 90
    if not level:
        wide, high = high, wide
    # Plotly's "auto": centred, but words on paper lean on the side they are nearest to.
    across = {"left": 0.0, "center": 0.5, "right": 1.0}
    down = {"top": 0.0, "middle": 0.5, "bottom": 1.0}
    near = not arrow
    x = across.get(str(said.get("xanchor")), _nearest(said, "x", near))
    y = down.get(str(said.get("yanchor")), 1 - _nearest(said, "y", near))
    left, top = at[0] - x * wide, at[1] - y * high
    return left, top, left + wide, top + high


def _nearest(said: Mapping[str, Any], name: str, near: bool) -> float:
    if not near or said.get(f"{name}ref") != "paper":
        return 0.5
    return 0.0 if said[name] <= 1 / 3 else 1.0 if said[name] >= 2 / 3 else 0.5


def _panel(said: Mapping[str, Any], box: Box) -> str:
    edge = said.get("bordercolor")
    if not said.get("bgcolor") and not edge:
        return ""
    ring: Style = {**paint(edge, "stroke"), "stroke_width": said.get("borderwidth") or 1} if edge else {}
    size = {"x": box[0], "y": box[1], "width": box[2] - box[0], "height": box[3] - box[1]}
    return tag("rect", **size, **paint(said.get("bgcolor")), **ring)


def _words(said: Mapping[str, Any], box: Box, words: str, font: Mapping[str, Any]) -> str:
    turn, pad = float(said.get("textangle") or 0), float(said.get("borderpad") or 1)
    align = among("annotation.align", said.get("align") or "center", "left", "center", "right")
    middle = (box[1] + box[3]) / 2
    # The width of words is an estimate: a single line leans on the side that it is anchored by.
    leaning = {"left": "left", "right": "right"}.get(str(said.get("xanchor")), "center")
    side = leaning if len(lines_of(words)) == 1 else align
    if turn or side == "center":
        return written((box[0] + box[2]) / 2, middle, words, font, "middle", turn)
    if side == "left":
        return written(box[0] + pad, middle, words, font, "start")
    return written(box[2] - pad, middle, words, font, "end")


def _arrow(said: Mapping[str, Any], tail: tuple[float, float], tip: tuple[float, float], box: Box, ink: Any) -> str:
    """From the edge of the words to `standoff` pixels before what they name."""
    start, long = _leaving(box, tail, tip), 0.0
    dx, dy = tip[0] - start[0], tip[1] - start[1]
    long, gap = hypot(dx, dy), float(said.get("standoff") or 0)
    if long <= gap + 0.5:
        return ""
    share = 1 - gap / long
    end = (start[0] + dx * share, start[1] + dy * share)
    wide = float(said.get("arrowwidth") or 1.5)
    colour = said.get("arrowcolor") or ink
    line = tag("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], stroke_width=wide, **paint(colour, "stroke"))
    kind = among("annotation.arrowhead", said.get("arrowhead", 1), None, 0, 1, 2, 3)
    if kind == 0:
        return line
    size = 3 * wide * float(said.get("arrowsize") or 1)
    ux, uy = dx / long, dy / long
    back = [(end[0] - size * (ux * cos(a) - uy * sin(a)), end[1] - size * (uy * cos(a) + ux * sin(a)))
            for a in (pi / 7, -pi / 7)]  # fmt: skip
    d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (end, *back)) + "z"
    return line + tag("path", d=d, **paint(colour))


def _leaving(box: Box, inner: tuple[float, float], tip: tuple[float, float]) -> tuple[float, float]:
    """Where the way from a point in the box to the tip leaves the box."""
    dx, dy = tip[0] - inner[0], tip[1] - inner[1]
    ways = [1.0]
    if dx:
        ways.append(((box[2] if dx > 0 else box[0]) - inner[0]) / dx)
    if dy:
        ways.append(((box[3] if dy > 0 else box[1]) - inner[1]) / dy)
    share = max(0.0, min(ways))
    return inner[0] + dx * share, inner[1] + dy * share
