"""Arrows over a map: who goes from where to where, as wide as they are many, and the view that holds their ends.

The head tells the direction without colour, and every arrow bends to its own left, so that there and back lie side
by side. `component/lines.js` draws the same: a change here is a change there (a test compares the measures).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import copysign, hypot
from typing import Any

from dashboard.sheet_parts import tag
from geo import layers

WIDEST, THINNEST = 12.0, 1.2
"""Width of the largest and of the smallest arrow, pixels."""
BEND, GAP, HEAD = 0.24, 7.0, 9.0
"""How far an arrow bends (share of its length) and stays off its ends, the least length of its head (pixels)."""
DOT, LABEL = 3.0, 22.0
"""The dot at an end, and how far a label stands off it (pixels)."""
REACH_KM = 160.0
"""A view grows to so many kilometres for the ends of the arrows; what lies farther is told in words."""

Point = tuple[float, float]
Pair = tuple[str, str, float]
"""Origin, destination, amount."""


@dataclass(frozen=True)
class Line:
    """One arrow: two municipalities, an amount above zero, and its colour (#rrggbb)."""

    origin: str
    destination: str
    amount: float
    colour: str


def spec(lines: Sequence[Line], level: str) -> list[dict[str, Any]]:
    """The arrows with both ends drawn by the level, widest first; widths in pixels follow the amounts."""
    places = layers.layer(level).places
    shown = [line for line in lines if line.origin in places and line.destination in places and line.amount > 0]
    largest = max((line.amount for line in shown), default=1.0)
    return [
        {
            "from": line.origin, "to": line.destination, "colour": line.colour,
            "width": round(max(THINNEST, WIDEST * line.amount / largest), 2),
        }
        for line in sorted(shown, key=lambda each: -each.amount)
    ]  # fmt: skip


@cache
def positions() -> Mapping[str, Point]:
    """Each municipality's place in kilometres from the corner of the nation's map."""
    layer = layers.layer("nation")
    unit = layer.units_per_km
    return {key: (area.label[0] / unit, area.label[1] / unit) for key, area in layer.places.items()}


def draw(arrows: Sequence[Mapping[str, Any]], points: Mapping[str, Point], ink: str, paper: str) -> str:
    """The arrows as SVG in pixels, under a dot at each end."""
    out = [_arrow(points[a["from"]], points[a["to"]], a["width"], a["colour"], paper) for a in arrows]
    ends = dict.fromkeys(key for a in arrows for key in (a["from"], a["to"]))
    for key in ends:
        x, y = points[key]
        out.append(tag("circle", cx=x, cy=y, r=DOT, fill=ink, stroke=paper, stroke_width=1))
    return "".join(out)


def shift(arrows: Sequence[Mapping[str, Any]], key: str, heights: Mapping[str, float]) -> float:
    """How far a label moves down off its dot (pixels, negative: up): to the side fewer come from."""
    own = [a for a in arrows if key in (a["from"], a["to"])]
    if not own:
        return 0.0
    lean = 0.0
    for arrow in own:
        other = arrow["to"] if arrow["from"] == key else arrow["from"]
        lean += copysign(arrow["width"], heights[other] - heights[key])
    return -LABEL if lean > 0 else LABEL


def _arrow(start: Point, end: Point, width: float, colour: str, paper: str) -> str:
    """A bent band and its head, with a light edge that keeps crossing arrows apart."""
    long = hypot(end[0] - start[0], end[1] - start[1])
    if long < 1:
        return ""
    gap, head = min(GAP, long * 0.15), min(max(HEAD, width * 1.5), long * 0.45)
    bend = ((start[0] + end[0]) / 2 + BEND * (end[1] - start[1]), (start[1] + end[1]) / 2 - BEND * (end[0] - start[0]))
    first, neck, tip = gap / long, 1 - (gap + head) / long, 1 - gap / long

    def at(s: float, t: float) -> Point:  # the blossom of the curve: a piece of it is a curve with these points
        a, b, c = (1 - s) * (1 - t), (1 - s) * t + s * (1 - t), s * t
        return a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]

    (ax, ay), (bx, by), (cx, cy), (tx, ty) = at(first, first), at(first, neck), at(neck, neck), at(tip, tip)
    over = hypot(tx - cx, ty - cy) or 1.0
    half = max(width * 0.95, 4.0)
    sx, sy = -(ty - cy) / over * half, (tx - cx) / over * half
    band = f"M{ax:.1f} {ay:.1f}Q{bx:.1f} {by:.1f} {cx:.1f} {cy:.1f}"
    point = f"M{tx:.1f} {ty:.1f}L{cx + sx:.1f} {cy + sy:.1f}L{cx - sx:.1f} {cy - sy:.1f}z"
    return (
        tag("path", d=band, fill="none", stroke=paper, stroke_width=width + 2)
        + tag("path", d=point, fill=colour, stroke=paper, stroke_width=1)
        + tag("path", d=band, fill="none", stroke=colour, stroke_width=width)
    )


def framed(
    members: Sequence[str], pairs: Sequence[Pair], reach_km: float = REACH_KM
) -> tuple[str, layers.Box, tuple[Pair, ...]]:
    """The level, the view and the pairs both ends of which lie in it.

    The view holds the members (none: the place where most persons move) and grows for each pair, the largest first,
    up to `reach_km`. The most detailed level that shows nine tenths of what the widest one would is taken.
    """
    found = [(name, *_view(name, members, pairs, reach_km)) for name in layers.levels() if _draws(name, members)]
    found = found or [(layers.levels()[-1], *_view(layers.levels()[-1], members, pairs, reach_km))]
    most = sum(amount for _, _, amount in found[-1][2])
    return next(each for each in found if sum(amount for _, _, amount in each[2]) >= 0.9 * most)


def _draws(level: str, members: Collection[str]) -> bool:
    return set(members) <= set(layers.layer(level).places)


def _view(
    level: str, members: Sequence[str], pairs: Sequence[Pair], reach_km: float
) -> tuple[layers.Box, tuple[Pair, ...]]:
    """The view of a level, and the pairs it holds; without members, round the pair that gathers most persons."""
    layer = layers.layer(level)
    drawn = sorted((p for p in pairs if p[0] in layer.places and p[1] in layer.places), key=lambda p: -p[2])
    boxes = [layer.places[m].box for m in members if m in layer.places]
    seeds = [_around(boxes)] if boxes else [_ends(layer, pair) for pair in drawn]
    if not seeds:
        return layer.view, ()
    room = reach_km * layer.units_per_km
    grown = [_grown(layer, seed, drawn, max(room, _side(seed))) for seed in seeds]
    (x0, y0, x1, y1), kept = max(grown, key=lambda each: sum(amount for _, _, amount in each[1]))
    pad = max(x1 - x0, y1 - y0) * 0.06
    return (x0 - pad, y0 - pad, x1 - x0 + 2 * pad, y1 - y0 + 2 * pad), tuple(kept)


def _grown(layer: layers.Layer, box: layers.Box, pairs: Sequence[Pair], room: float) -> tuple[layers.Box, list[Pair]]:
    """The box made wider for each pair, while its longer side stays within `room`; and the pairs in it."""
    kept = []
    for pair in pairs:
        wider = _around([box, _ends(layer, pair)])
        if _side(wider) <= room:
            box = wider
            kept.append(pair)
    return box, kept


def _ends(layer: layers.Layer, pair: Pair) -> layers.Box:
    """The box x0, y0, x1, y1 round both ends, with some air."""
    air = 5.0 * layer.units_per_km
    spots = [layer.places[key].label for key in pair[:2]]
    return _around([(x - air, y - air, x + air, y + air) for x, y in spots])


def _side(box: layers.Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _around(boxes: Sequence[layers.Box]) -> layers.Box:
    """The box x0, y0, x1, y1 that holds all of them."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)
