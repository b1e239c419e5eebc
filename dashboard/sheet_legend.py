"""The legend of a printed map: method, classes and how many areas each holds, no-data marks, sizes.

Only marks that occur are listed: a legend entry nobody can find on the map is a question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from dashboard.labels import text_width, wrap
from dashboard.sheet_parts import paint, tag, text

_ROW = 22.0
_SIZE = 13.0


def draw(spec: Mapping[str, Any], prefix: str, at: tuple[float, float, float]) -> tuple[str, float]:
    """Markup of the legend at (x, y, width) downwards, and the y below it."""
    x, y, width = at
    legend, palette = spec["legend"], spec["palette"]
    out = []
    for line in wrap(legend["method"], _SIZE, width):
        y += _SIZE * 1.35
        out.append(text(x, y - 4, line, _SIZE, palette["muted"]))
    entries = [(paint(palette, prefix, e["step"]), e) for e in legend["classes"]]
    entries += [(f"url(#{prefix}-{e['state']})", e) for e in legend["states"]]
    rows, y = _swatches(entries, palette, (x, y, width))
    sizes, y = _sizes(legend["sizes"], palette, x, y)
    return "".join(out) + rows + sizes, y


def round_length(most: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not longer than `most` (> 0)."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most)


def _swatches(
    entries: list[tuple[str, Mapping[str, Any]]],
    palette: Mapping[str, Any],
    at: tuple[float, float, float],
) -> tuple[str, float]:
    x, y, width = at
    out, left = [], x
    if entries:
        y += _ROW
    for fill, entry in entries:
        label = entry["label"] + (f" ({entry['count']:,})" if "count" in entry else "")
        wide = 30 + text_width(label, _SIZE) + 16
        if left > x and left + wide > x + width:
            left, y = x, y + _ROW
        # Moved by a transform, so that the tiles of a pattern start at the swatch's own corner.
        swatch = {"width": 24, "height": 12, "stroke": palette["muted"], "stroke_width": 0.6}
        move = f"translate({left:.1f} {y - 14:.1f})"
        out.append(tag("rect", fill=fill, transform=move, **swatch))
        out.append(text(left + 30, y - 4, label, _SIZE, palette["ink"]))
        left += wide
    return "".join(out), y


def _sizes(sizes: list[Mapping[str, Any]], palette: Mapping[str, Any], x: float, y: float) -> tuple[str, float]:
    if not sizes:
        return "", y
    tallest = max(abs(entry["radius"]) for entry in sizes)
    out, left, middle = [], x, y + tallest + 8
    for entry in sizes:
        radius = abs(entry["radius"])
        ring = {"r": radius, "fill": "none", "stroke": palette["muted"]}
        out.append(tag("circle", cx=left + radius, cy=middle, **ring))
        out.append(text(left + 2 * radius + 6, middle + 4, entry["label"], _SIZE, palette["ink"]))
        left += 2 * radius + 6 + text_width(entry["label"], _SIZE) + 18
    return "".join(out), middle + tallest + 4
