"""Dots, lines and bands of a plate: Plotly's scatter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.plate_axes import Axis
from dashboard.plate_parts import Style, font_of, paint, radius, sign, stroke, widest, written
from dashboard.plate_rules import PlateError, among, check, each, listed
from dashboard.sheet_parts import tag

Point = tuple[float, float]


def points(trace: Mapping[str, Any], x: Axis, y: Axis) -> list[Point | None]:
    """Pixels of each point; None where a figure is missing or has no place on the axis."""
    found: list[Point | None] = []
    for a, b in zip(listed(trace.get("x")), listed(trace.get("y")), strict=True):
        at = None if _lacking(a) or _lacking(b) else (x.place(a), y.place(b))
        found.append(None if at is None or None in at else at)  # type: ignore[arg-type]
    return found


def _lacking(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124 (NaN)


def scatter(
    trace: Mapping[str, Any], before: Sequence[Point | None], x: Axis, y: Axis, base: Mapping[str, Any]
) -> tuple[str, str]:
    """What is clipped to the frame (bands, lines) and what may stand over its edge (dots, words).

    `before` are the places of the trace before this one, which a band reaches down to.
    """
    check("scatter", trace)
    mode = str(trace.get("mode") or "lines")
    for part in mode.split("+"):
        among("scatter.mode", part, "lines", "markers", "text", "none")
    at = points(trace, x, y)
    band = _band(trace, at, before, y)
    line = _line(trace, at) if "lines" in mode else ""
    dots = _dots(trace, at) if "markers" in mode else ""
    words = _texts(trace, at, base) if "text" in mode else ""
    clear: Style = {"opacity": trace["opacity"]} if trace.get("opacity") is not None else {}
    over = errors(trace, at, x, y) + dots + words
    return tag("g", band + line, **clear) if band or line else "", tag("g", over, **clear) if over else ""


def _runs(at: Sequence[Point | None], joined: bool) -> list[list[Point]]:
    """The points of each unbroken stretch; gaps are skipped over when they are to be joined."""
    runs: list[list[Point]] = [[]]
    for point in at:
        if point is not None:
            runs[-1].append(point)
        elif not joined:
            runs.append([])
    return [run for run in runs if run]


def _path(run: Sequence[Point], shape: str) -> str:
    d = f"M{run[0][0]:.1f} {run[0][1]:.1f}"
    for px, py in run[1:]:
        d += f"H{px:.1f}V{py:.1f}" if shape == "hv" else f"L{px:.1f} {py:.1f}"
    return d


def _line(trace: Mapping[str, Any], at: Sequence[Point | None]) -> str:
    line = check("scatter.line", trace.get("line") or {})
    shape = among("line.shape", line.get("shape") or "linear", "linear", "hv")
    if line.get("width") == 0:
        return ""
    ink = line.get("color") or (trace.get("marker") or {}).get("color")
    if not isinstance(ink, str):
        raise PlateError(f"a plate wants a line's colour written: scatter «{trace.get('name') or ''}» has none")
    style = stroke(line, ink) | {"fill": "none", "stroke_linejoin": "round"}
    runs = _runs(at, bool(trace.get("connectgaps")))
    return "".join(tag("path", d=_path(run, shape), **style) for run in runs if len(run) > 1)


def _band(trace: Mapping[str, Any], at: Sequence[Point | None], before: Sequence[Point | None], y: Axis) -> str:
    kind = among("scatter.fill", trace.get("fill"), None, "none", "tozeroy", "tonexty", "toself")
    if kind in (None, "none"):
        return ""
    style = paint(trace.get("fillcolor"))
    if trace.get("fillcolor") is None:
        raise PlateError("a plate wants the colour of a band written: give the trace its fillcolor")
    drawn = []
    for run in _runs(at, bool(trace.get("connectgaps")) or kind == "tonexty"):
        if kind == "tonexty":
            back = [p for p in reversed(before) if p is not None]
        else:
            zero = y.place(0.0) if kind == "tozeroy" else None
            back = [] if zero is None else [(run[-1][0], zero), (run[0][0], zero)]
        drawn.append(tag("path", d=_path([*run, *back], "linear") + "z", **style))
    return "".join(drawn)


def _dots(trace: Mapping[str, Any], at: Sequence[Point | None]) -> str:
    marker = check("marker", trace.get("marker") or {})
    edge = check("marker.line", marker.get("line") or {})
    count = len(at)
    wanted = {
        "size": each(marker.get("size") if marker.get("size") is not None else 6, count),
        "color": each(marker.get("color") or (trace.get("line") or {}).get("color"), count),
        "symbol": each(marker.get("symbol") or "circle", count),
        "opacity": each(1.0 if marker.get("opacity") is None else marker["opacity"], count),
        "edge": each(edge.get("color"), count),
        "wide": each(edge.get("width"), count),
    }
    drawn = []
    for n, point in enumerate(at):
        if point is None or _lacking(wanted["size"][n]) or not wanted["size"][n]:  # of size 0 is not drawn
            continue
        fill = wanted["color"][n]
        if fill is None:
            raise PlateError(f"a plate wants the colour of dots written: scatter «{trace.get('name') or ''}» has none")
        across = radius(float(wanted["size"][n]), marker)
        ring = {"color": wanted["edge"][n], "width": wanted["wide"][n]}
        drawn.append(sign(str(wanted["symbol"][n]), *point, across, fill, ring, float(wanted["opacity"][n])))
    return "".join(drawn)


_ANCHORS = {"left": "end", "center": "middle", "right": "start"}


def _texts(trace: Mapping[str, Any], at: Sequence[Point | None], base: Mapping[str, Any]) -> str:
    """Words beside each point, on the side `textposition` names."""
    words = each(trace.get("text") or "", len(at))
    sides = each(trace.get("textposition") or "middle center", len(at))
    said = dict(trace.get("textfont") or {})
    inks = each(said.pop("color", None), len(at))
    sizes = each((trace.get("marker") or {}).get("size") or 6, len(at))
    away = "markers" in str(trace.get("mode"))
    drawn = []
    for point, word, side, ink, size in zip(at, words, sides, inks, sizes, strict=True):
        if point is None or not word:
            continue
        font = font_of(said | ({"color": ink} if ink else {}), base)
        down, across = str(side).split()
        room = (radius(float(size), trace.get("marker") or {}) / 2 if away else 0.0) + 3
        dx = {"left": -room, "center": 0.0, "right": room}[across]
        dy = {"top": -room - font["size"] * 0.6, "middle": 0.0, "bottom": room + font["size"] * 0.6}[down]
        drawn.append(written(point[0] + dx, point[1] + dy, str(word), font, _ANCHORS[across]))
    return "".join(drawn)


def errors(trace: Mapping[str, Any], at: Sequence[Point | None], x: Axis, y: Axis) -> str:
    """Whiskers of a trace's figures."""
    drawn = []
    for name, axis in (("error_x", x), ("error_y", y)):
        said = check("error", trace.get(name) or {})
        if not said or said.get("visible") is False:
            continue
        among("error.type", said.get("type") or "data", "data")
        up, values = listed(said.get("array")), listed(trace.get(name[-1]))
        down = listed(said.get("arrayminus")) or up
        ink = said.get("color") or (trace.get("marker") or {}).get("color")
        style = paint(ink, "stroke") | {"stroke_width": float(said.get("thickness") or 1.5)}
        cap = 0.0 if said.get("width") == 0 else float(said.get("width") or 4)
        for point, value, plus, minus in zip(at, values, up, down, strict=True):
            if point is None or _lacking(plus) or _lacking(minus):
                continue
            ends = [axis.place(value - minus), axis.place(value + plus)]
            if None not in ends:
                drawn.append(tag("path", d=_whisker(name, point, ends, cap), fill="none", **style))  # type: ignore[arg-type]
    return "".join(drawn)


def _whisker(name: str, point: Point, ends: Sequence[float], cap: float) -> str:
    low, high = ends
    if name == "error_x":
        caps = f"M{low:.1f} {point[1] - cap:.1f}v{2 * cap:g}M{high:.1f} {point[1] - cap:.1f}v{2 * cap:g}"
        return f"M{low:.1f} {point[1]:.1f}H{high:.1f}" + (caps if cap else "")
    caps = f"M{point[0] - cap:.1f} {low:.1f}h{2 * cap:g}M{point[0] - cap:.1f} {high:.1f}h{2 * cap:g}"
    return f"M{point[0]:.1f} {low:.1f}V{high:.1f}" + (caps if cap else "")


def reach(trace: Mapping[str, Any], base: Mapping[str, Any]) -> float:
    """Pixels that the words of a trace's points need beside them."""
    if "text" not in str(trace.get("mode") or ""):
        return 0.0
    font = font_of({k: v for k, v in (trace.get("textfont") or {}).items() if k != "color"}, base)
    return max((widest(str(w), font) for w in each(trace.get("text") or "", len(listed(trace.get("x"))))), default=0.0)
