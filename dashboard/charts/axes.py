"""What every chart stands on: an empty figure in our type, round axis marks, labels that do not touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Any

import plotly.graph_objects as go

from dashboard.style import FONT, Palette

LABEL_PX = 20


@dataclass(frozen=True)
class Ours:
    """One area drawn in its own colour and shape, with its name beside it."""

    area: str
    name: str
    colour: str
    shape: str = "circle"


def blank(colours: Palette, height: int, axis: str = "") -> go.Figure:
    """The empty chart every other starts from: no frame, faint grid, our type."""
    base = {"gridcolor": colours.line, "zeroline": False, "linecolor": colours.line, "fixedrange": True}
    layout: dict[str, Any] = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 44, "b": 44},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": colours.text},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": colours.background, "bordercolor": colours.line, "font": {"color": colours.text}},
        "xaxis": {
            **base,
            "title": {"text": axis, "font": {"color": colours.muted, "size": 14}},
            "tickfont": {"color": colours.muted},
        },
        "yaxis": {**base, "tickfont": {"color": colours.muted}},
        "uirevision": "fixed",
    }
    return go.Figure(layout=layout)


def steps(low: float, high: float, most: int = 6) -> list[float]:
    """Round marks of a plain axis, at 1, 2 or 5 times a power of ten from each other; `most` of them at most."""
    power = 10.0 ** floor(log10(((high - low) or abs(high) or 1.0) / most))
    for size in (1, 2, 5, 10):
        step = size * power
        marks = [round(n * step, 12) for n in range(ceil(low / step), floor(high / step) + 1)]
        if len(marks) <= most:
            break
    return marks


def decades(low: float, high: float) -> list[float]:
    """Round marks of a logarithmic axis: powers of ten, with their halves while there are few."""
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    sizes = (1, 2, 5) if len(powers) <= 3 else (1,)
    marks = [size * 10.0**power for power in powers for size in sizes]
    shown = [mark for mark in marks if low * 0.8 <= mark <= high * 1.25]
    return shown[:: ceil(len(shown) / 6) or 1]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions at least `gap` apart, in the same order, near the wanted ones and inside low–high if they fit."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed: list[float] = []
    for i in order:
        placed.append(max(wanted[i], placed[-1] + gap) if placed else max(wanted[i], low))
    over = placed[-1] - high if placed else 0.0
    if over > 0:
        placed[-1] = high
        for n in range(len(placed) - 2, -1, -1):
            placed[n] = min(placed[n], placed[n + 1] - gap)
    found = [0.0] * len(wanted)
    for i, position in zip(order, placed, strict=True):
        found[i] = position
    return found


def reach(values: Iterable[float]) -> tuple[float, float]:
    """Lowest and highest of the known figures; 0 to 1 when there are none."""
    known = [v for v in values if isfinite(v)]
    return (min(known), max(known)) if known else (0.0, 1.0)


def padded(low: float, high: float, share: float) -> tuple[float, float]:
    """The reach with some air at both ends."""
    air = ((high - low) or abs(high) or 1.0) * share
    return low - air, high + air
