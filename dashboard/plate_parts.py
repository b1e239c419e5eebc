"""The small pieces of a plate: colours, dashes, signs, and words with Plotly's few marks of emphasis."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from math import sqrt
from typing import Any
from xml.sax.saxutils import escape

from dashboard.labels import text_width
from dashboard.plate_rules import PlateError, among, check
from dashboard.sheet_parts import MARKERS, tag
from dashboard.style import GLYPHS

Style = dict[str, str | float]
LINE_HEIGHT = 1.3
_DASHES = {"solid": "", "dash": "9 6", "dot": "2 4", "dashdot": "9 4 2 4", "longdash": "14 6"}
_RGB = re.compile(r"^rgba?\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*(?:,\s*([\d.]+)\s*)?\)$")
_TAGS = re.compile(r"(</?[a-z]+\s*/?>)")
MARKS = {**MARKERS, "triangle-down": "M0 6l6-10.5h-12z"}
_SIGNS = {glyph: shape for shape, glyph in GLYPHS.items()}
_SIGNS |= {"○": "circle-open", "□": "square-open", "◇": "diamond-open", "△": "triangle-up-open", "▼": "triangle-down"}
_SIGN = re.compile(f"([{''.join(_SIGNS)}])")
_PLOTLY_PX = 10.0  # across, of the sheet's own signs, against a marker of size 10


def paint(colour: Any, what: str = "fill") -> Style:
    """A colour as attributes of `what` ("fill" or "stroke"): hexadecimal, with its opacity apart."""
    if colour is None or colour == "transparent":
        return {what: "none"}
    if not isinstance(colour, str):
        raise PlateError(f"a plate wants colours by name, #rrggbb or rgb(), not {colour!r}: write the colour itself")
    found = _RGB.match(colour)
    if found is None:
        return {what: colour}
    plain = "#" + "".join(f"{round(float(part)):02x}" for part in found.groups()[:3])
    clear = float(found[4]) if found[4] is not None else 1.0
    return {what: "none"} if clear == 0 else {what: plain} if clear == 1 else {what: plain, f"{what}_opacity": clear}


def stroke(line: Mapping[str, Any], colour: Any = None) -> Style:
    """A line's colour, width and dashes; its own colour before the given one."""
    dash = str(line.get("dash") or "solid")
    if dash not in _DASHES and not re.fullmatch(r"[\d.]+px(,[\d.]+px)*", dash):
        raise PlateError(f"a plate cannot draw a line with dash «{dash}»; it knows {', '.join(_DASHES)} and «4px,2px»")
    wide = line.get("width")
    gaps = _DASHES.get(dash, dash.replace("px", "").replace(",", " "))
    return paint(line.get("color") or colour, "stroke") | {
        "stroke_width": 2 if wide is None else float(wide),
        "stroke_dasharray": gaps,
        "stroke_linecap": "round" if dash == "dot" else "",
    }


def sign(symbol: str, x: float, y: float, size: float, fill: Any, edge: Mapping[str, Any], opacity: float) -> str:
    """A marker of Plotly's size (pixels across), centred; «-open» is hollow."""
    hollow = symbol.endswith("-open")
    shape = symbol.removesuffix("-open")
    if shape not in MARKS:
        raise PlateError(f"a plate cannot draw the symbol «{symbol}»; it knows {', '.join(MARKS)} and their -open")
    scale = size / _PLOTLY_PX
    wide = float(edge.get("width") or (1.5 if hollow else 0))
    ring = paint(edge.get("color") or fill, "stroke") | {"stroke_width": wide / scale} if wide else {}
    filled = paint("#FFFFFF" if hollow else fill)
    at = f"translate({x:.2f} {y:.2f}) scale({scale:.3f})"
    return tag("path", d=MARKS[shape], transform=at, opacity=opacity if opacity < 1 else "", **filled, **ring)


def radius(value: float, marker: Mapping[str, Any]) -> float:
    """Pixels across of a marker, as `sizemode` and `sizeref` say."""
    if marker.get("sizeref") is None:
        return value
    ref = float(marker["sizeref"])
    mode = among("marker.sizemode", marker.get("sizemode") or "diameter", "diameter", "area")
    across = value / ref if mode == "diameter" else sqrt(max(value, 0.0) / ref)
    return max(across, float(marker.get("sizemin") or 0) * 2)


def font_of(said: Mapping[str, Any] | None, base: Mapping[str, Any]) -> dict[str, Any]:
    """Size, colour and weight of words, with what is unsaid from `base`; the family is always our own."""
    own = {k: v for k, v in check("font", said or {}).items() if v is not None}
    return {"size": 12, "color": "#1B2733", **base, **own}


def lines_of(words: str) -> list[str]:
    """The lines of a text of Plotly's."""
    return re.split(r"<br\s*/?>", words)


def widest(words: str, font: Mapping[str, Any]) -> float:
    """Pixels of the longest line."""
    return max((text_width(_bare(line), font["size"], "<b>" in line) for line in lines_of(words)), default=0.0)


def tall(words: str, font: Mapping[str, Any]) -> float:
    """Pixels of all lines."""
    return len(lines_of(words)) * float(font["size"]) * LINE_HEIGHT


def written(
    x: float, y: float, words: str, font: Mapping[str, Any], anchor: str = "start", turn: float = 0.0, halo: str = ""
) -> str:
    """Words in one or more lines, the block centred on y; bold and italic as Plotly writes them."""
    lines, size = lines_of(words), float(font["size"])
    step = size * LINE_HEIGHT
    first = y - step * (len(lines) - 1) / 2
    around: Style = {"stroke": halo, "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}
    style = paint(font["color"]) | {
        "font_size": size, "font_weight": str(font.get("weight") or ""),
        "transform": f"rotate({turn:g} {x:.1f} {y:.1f})" if turn else "", **(around if halo else {}),
    }  # fmt: skip
    drawn = [_line(line, x, first + n * step, font, anchor, style) for n, line in enumerate(lines)]
    return "".join(drawn)


def _line(line: str, x: float, y: float, font: Mapping[str, Any], anchor: str, style: Style) -> str:
    """One line, centred on y. Signs are drawn, for our fonts lack most of them, and the words stand beside."""
    size = float(font["size"])
    parts = _SIGN.split(line)
    if len(parts) == 1:
        where = {"x": round(x, 1), "y": round(y + size * 0.34, 1)}
        whole = _emphasised(line.strip())
        return tag("text", whole, **where, text_anchor=anchor, **style) if _bare(line).strip() else ""
    wide = [size if part in _SIGNS else text_width(_bare(part), size, "<b>" in line) for part in parts]
    at, bold, drawn = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * sum(wide), 0, []
    for part, room in zip(parts, wide, strict=True):
        if part in _SIGNS:
            drawn.append(sign(_SIGNS[part], at + size * 0.4, y, size * 0.75, font["color"], {}, 1.0))
        elif _bare(part).strip():
            words = _emphasised("<b>" * bold + part.strip())
            drawn.append(tag("text", words, x=round(at, 1), y=round(y + size * 0.34, 1), **style))
        bold = min(max(bold + part.count("<b>") - part.count("</b>"), 0), 1)
        at += room
    return "".join(drawn)


def _bare(line: str) -> str:
    return unescape(_TAGS.sub("", line))


def _emphasised(line: str) -> str:
    """A line with <b> and <i> as SVG; any other tag is refused, because it would be lost."""
    out, bold, italic = [], 0, 0
    for part in _TAGS.split(line):
        if not _TAGS.fullmatch(part):
            style: Style = {"font_weight": "bold" if bold else "", "font_style": "italic" if italic else ""}
            plain = escape(unescape(part))
            out.append(tag("tspan", plain, **style) if plain and (bold or italic) else plain)
            continue
        among("text", part, "<b>", "</b>", "<i>", "</i>")
        step = -1 if part.startswith("</") else 1
        bold, italic = bold + step * ("b" in part), italic + step * ("i" in part)
    return "".join(out)
