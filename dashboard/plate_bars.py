"""Bars and coloured cells of a plate: Plotly's bar and heatmap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard.plate_axes import Axis
from dashboard.plate_parts import Style, font_of, paint, widest, written
from dashboard.plate_rules import PlateError, among, check, each, listed
from dashboard.plate_scatter import errors
from dashboard.sheet_parts import mix, tag

_HATCHES = {
    "/": "M0 6L6 0M-1 1L1-1M5 7L7 5", "\\": "M0 0L6 6M-1 5L1 7M5-1L7 1", "-": "M0 3h6", "|": "M3 0v6",
    "x": "M0 6L6 0M0 0L6 6", "+": "M0 3h6M3 0v6", ".": "M2.5 3a.8 .8 0 1 0 1.6 0a.8 .8 0 1 0-1.6 0z",
}  # fmt: skip


class Bars:
    """All bar traces of one pair of axes, which share the room of each category."""

    def __init__(self, traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], prefix: str) -> None:
        self.traces = [check("bar", trace) for trace in traces]
        self.mode = among("barmode", layout.get("barmode") or "group", "group", "overlay", "stack", "relative")
        self.gap = 0.2 if layout.get("bargap") is None else float(layout["bargap"])
        self.inner = float(layout.get("bargroupgap") or 0)
        self.prefix = prefix
        self.heights: dict[tuple[Any, bool], float] = defaultdict(float)  # of what is stacked so far

    def reached(self) -> list[Any]:
        """Every value the bars reach, for an axis without a range."""
        self.heights.clear()
        return [end for trace in self.traces for _, *ends in self._spans(trace) for end in ends]

    def draw(self, x: Axis, y: Axis, base: Mapping[str, Any]) -> tuple[str, str]:
        """The bars, and the words on and beside them."""
        self.heights.clear()
        bars, words = [], []
        for n, trace in enumerate(self.traces):
            bar, word = self._trace(n, trace, x, y, base)
            bars.append(bar)
            words.append(word)
        return "".join(bars), "".join(words)

    def _spans(self, trace: Mapping[str, Any]) -> list[tuple[Any, float, float]]:
        """Position, foot and end of each bar."""
        along, across = ("y", "x") if trace.get("orientation") == "h" else ("x", "y")
        lengths = listed(trace.get(across))
        feet = each(trace.get("base"), len(lengths))
        spans = []
        for position, length, foot in zip(listed(trace.get(along)), lengths, feet, strict=True):
            long = float("nan") if length is None else float(length)
            start = float(foot or 0)
            if self.mode in ("stack", "relative") and long == long:  # noqa: PLR0124 (NaN)
                start = self.heights[position, long < 0]
                self.heights[position, long < 0] += long
            spans.append((position, start, start + long))
        return spans

    def _trace(self, n: int, trace: Mapping[str, Any], x: Axis, y: Axis, base: Mapping[str, Any]) -> tuple[str, str]:
        lying = trace.get("orientation") == "h"
        marker = check("bar.marker", trace.get("marker") or {})
        spans = self._spans(trace)
        inks = each(marker.get("color"), len(spans))
        if any(ink is None for ink in inks):
            raise PlateError(f"a plate wants the colour of bars written: bar «{trace.get('name') or ''}» has none")
        hatch, defs = self._hatch(n, marker)
        texts = each(trace.get("text") or "", len(spans))
        edge = check("marker.line", marker.get("line") or {})
        rings = zip(each(edge.get("color"), len(spans)), each(edge.get("width"), len(spans)), strict=True)
        clear = trace.get("opacity") if marker.get("opacity") is None else marker["opacity"]
        see: Style = {"opacity": float(clear)} if clear is not None else {}
        bars, words, tips = [defs], [], []
        for (position, foot, end), ink, text, ring in zip(spans, inks, texts, rings, strict=True):
            box = self._box(n, trace, position, foot, end, x, y)
            tips.append(None if box is None else _tip(box, lying))
            if box is None:
                continue
            shown = {"x": box[0], "y": box[1], "width": box[2], "height": box[3]}
            around: Style = {**paint(ring[0], "stroke"), "stroke_width": float(ring[1])} if ring[1] else {}
            bars.append(tag("rect", **shown, **paint(ink), **around, **see))
            bars.append(tag("rect", fill=hatch, **shown) if hatch else "")
            if text:
                words.append(self._word(str(text), trace, box, lying, end < foot, str(ink), base))
        return "".join(bars) + errors(trace, tips, x, y), "".join(words)

    def _box(
        self, n: int, trace: Mapping[str, Any], position: Any, foot: float, end: float, x: Axis, y: Axis
    ) -> tuple[float, float, float, float] | None:
        """x, y, width and height in pixels; None for a figure that is missing."""
        lying = trace.get("orientation") == "h"
        along, across = (y, x) if lying else (x, y)
        middle, start, stop = along.place(position), across.place(foot), across.place(end) if end == end else None  # noqa: PLR0124
        if start is None and across.kind == "log":
            start = across.start  # a bar on a logarithmic axis has no foot
        if middle is None or start is None or stop is None:
            return None
        room = abs(along.spot(1.0) - along.spot(0.0)) * self._step(trace)
        many = len(self.traces) if self.mode == "group" else 1
        wide = room * (1 - self.gap) / many
        if trace.get("width") is not None:
            among("bar.width", isinstance(trace["width"], int | float), True)
            wide, many = abs(along.spot(1.0) - along.spot(0.0)) * float(trace["width"]), 1
        turn = -1 if along.end < along.start else 1
        place = middle + turn * ((n if many > 1 else 0) - (many - 1) / 2) * wide
        thin = wide * (1 - self.inner)
        low, long = min(start, stop), abs(stop - start)
        return (low, place - thin / 2, long, thin) if lying else (place - thin / 2, low, thin, long)

    def _step(self, trace: Mapping[str, Any]) -> float:
        """The smallest distance between two bars; 1 between names."""
        told = listed(trace.get("y" if trace.get("orientation") == "h" else "x"))
        places = sorted({float(p) for p in told if not isinstance(p, str)})
        return min((b - a for a, b in pairwise(places)), default=1.0)

    def _hatch(self, n: int, marker: Mapping[str, Any]) -> tuple[str, str]:
        """The fill of a hatched bar and its definition; one pattern a trace."""
        said = check("pattern", marker.get("pattern") or {})
        shape = said.get("shape")
        if not shape:
            return "", ""
        among("pattern.shape", shape, *_HATCHES)
        ink = paint(said.get("fgcolor") or "#FFFFFF", "fill" if shape == "." else "stroke")
        name = f"{self.prefix}-h{n}"
        drawn = tag("path", d=_HATCHES[shape], **ink)
        tile = tag("pattern", drawn, id=name, width=6, height=6, patternUnits="userSpaceOnUse")
        return f"url(#{name})", tag("defs", tile)

    def _word(
        self, text: str, trace: Mapping[str, Any], box: tuple[float, float, float, float], lying: bool, down: bool,
        ink: str, base: Mapping[str, Any],
    ) -> str:  # fmt: skip
        side = among("bar.textposition", trace.get("textposition") or "auto", "auto", "none", "inside", "outside")
        if side == "none":
            return ""
        font = font_of(trace.get("textfont"), base)
        long, (x, y, wide, high) = widest(text, font) + 8, box
        if side == "auto":
            side = "inside" if long < wide and font["size"] < high else "outside"
        if side == "inside":
            own = font_of(trace.get("insidetextfont") or trace.get("textfont"), {**base, "color": _on(ink)})
            if not lying:
                return written(x + wide / 2, y + font["size"] * 0.8, text, own, "middle")
            start = str(trace.get("insidetextanchor") or "end") == "start"
            return written(x + 4 if start else x + wide - 4, y + high / 2, text, own, "start" if start else "end")
        if lying:
            return written(x - 4 if down else x + wide + 4, y + high / 2, text, font, "end" if down else "start")
        return written(
            x + wide / 2, y + high + font["size"] * 0.8 if down else y - font["size"] * 0.8, text, font, "middle"
        )


def _tip(box: tuple[float, float, float, float], lying: bool) -> tuple[float, float]:
    return (box[0] + box[2], box[1] + box[3] / 2) if lying else (box[0] + box[2] / 2, box[1])


def _on(ink: str) -> str:
    """White or dark, whichever reads better on a colour."""
    if not ink.startswith("#") or len(ink) != 7:
        return "#1B2733"
    red, green, blue = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
    return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "#1B2733"


def heatmap(trace: Mapping[str, Any], x: Axis, y: Axis, base: Mapping[str, Any]) -> tuple[str, str]:
    """Cells and the words in them; a cell without a figure stays empty."""
    check("heatmap", trace)
    among("heatmap.showscale", trace.get("showscale"), False)
    rows = [listed(row) for row in listed(trace.get("z"))]
    wide, high = abs(x.spot(1.0) - x.spot(0.0)), abs(y.spot(1.0) - y.spot(0.0))
    across = listed(trace.get("x")) or list(range(len(rows[0]) if rows else 0))
    down = listed(trace.get("y")) or list(range(len(rows)))
    known = [v for row in rows for v in row if v is not None and v == v]  # noqa: PLR0124
    low = trace["zmin"] if trace.get("zmin") is not None else min(known, default=0)
    top = trace["zmax"] if trace.get("zmax") is not None else max(known, default=1)
    words = _cells_words(trace, rows)
    gap = (float(trace.get("xgap") or 0), float(trace.get("ygap") or 0))
    cells, texts = [], []
    for n, row in enumerate(rows):
        for m, value in enumerate(row):
            cx, cy = x.place(across[m]), y.place(down[n])
            if cx is None or cy is None:
                continue
            ink = ""
            if value is not None and value == value:  # noqa: PLR0124
                ink = shade(trace.get("colorscale"), (value - low) / ((top - low) or 1))
                box = {"x": cx - wide / 2 + gap[0] / 2, "y": cy - high / 2 + gap[1] / 2}
                cells.append(tag("rect", **box, width=wide - gap[0], height=high - gap[1], fill=ink))
            if words[n][m]:
                font = font_of(trace.get("textfont"), {**base, "color": _on(ink) if ink else base.get("color")})
                texts.append(written(cx, cy, words[n][m], font, "middle"))
    return "".join(cells), "".join(texts)


def _cells_words(trace: Mapping[str, Any], rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    template = among("heatmap.texttemplate", trace.get("texttemplate"), None, "%{text}")
    if template is None:
        return [["" for _ in row] for row in rows]
    return [["" if w is None else str(w) for w in listed(row)] for row in listed(trace.get("text"))]


def shade(scale: Any, share: float) -> str:
    """The colour at a share of a scale: a list of (share, #rrggbb)."""
    if not isinstance(scale, list | tuple) or not scale or isinstance(scale[0], str):
        raise PlateError("a plate wants a colour scale written as pairs of share and #rrggbb")
    share = min(max(share, 0.0), 1.0)
    for (low, first), (high, second) in pairwise(scale):
        if share <= high:
            return mix(str(second), str(first), (share - low) / ((high - low) or 1))
    return str(scale[-1][1])
