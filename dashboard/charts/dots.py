"""One municipality among many: a frame in, a Plotly figure of sorted dots out.

Labels stand beside what they name instead of in a legend, so they are spread before drawing: two
towns of the same figure would print their names on top of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10, sqrt

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import LABEL_PX, Ours, blank, decades, padded, reach, spread, steps
from dashboard.style import Palette


@dataclass(frozen=True)
class Line:
    """A reference: the zone, the state, the nation."""

    name: str
    value: float
    strong: bool = False


def sorted_dots(
    values: pd.DataFrame,
    ours: Sequence[Ours],
    lines: Sequence[Line],
    words: Callable[[float], str],
    marks: Callable[[Sequence[float]], list[str]],
    colours: Palette,
    *,
    axis: str,
    height: int = 480,
    logarithmic: bool = False,
) -> go.Figure:
    """Every area of `values` (area, name, value) as a dot, lowest at the bottom; ours named and coloured.

    Areas without a figure are left out here, and those at or below zero of a logarithmic scale: the page names
    them. words writes a figure beside its dot, marks those of the axis.
    """
    shown = values.dropna(subset="value").sort_values(["value", "area"])
    shown = (shown[shown["value"] > 0] if logarithmic else shown).reset_index(drop=True)
    named = {o.area: o for o in ours}
    mine = shown["area"].isin(list(named))
    figure = blank(colours, height, axis)
    figure.add_trace(_dots(shown[~mine], words, colours))
    labels = [
        (float(at), float(row["value"]), named[row["area"]])
        for at, row in zip(shown.index[mine], shown[mine].to_dict("records"), strict=True)
    ]
    for at, value, own in labels:
        figure.add_trace(_own_dot(own, value, at, words, colours))
    low, high = reach([*shown["value"], *(line.value for line in lines)])
    top = max(len(shown) - 1, 1)
    middle = sqrt(low * high) if logarithmic and low > 0 else (low + high) / 2
    _references(figure, lines, words, colours, middle, logarithmic)
    _beside(figure, labels, words, top, height, middle, logarithmic)
    figure.update_yaxes(visible=False, range=list(padded(0, top, 0.04)))
    ends = padded(log10(low), log10(high), 0.04) if logarithmic and low > 0 else padded(low, high, 0.04)
    ticks = decades(low, high) if logarithmic and low > 0 else steps(low, high)
    kind = "log" if logarithmic else "linear"
    figure.update_xaxes(type=kind, range=list(ends), tickvals=ticks, ticktext=marks(ticks))
    return figure


def _dots(rest: pd.DataFrame, words: Callable[[float], str], colours: Palette) -> go.Scatter:
    return go.Scatter(
        x=list(rest["value"]), y=list(rest.index), mode="markers", name="", customdata=list(rest["area"]),
        marker={"size": 6, "color": colours.other, "opacity": 0.75},
        text=[f"{name}: {words(v)}" for name, v in zip(rest["name"], rest["value"], strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _own_dot(own: Ours, value: float, place: float, words: Callable[[float], str], colours: Palette) -> go.Scatter:
    return go.Scatter(
        x=[value], y=[place], mode="markers", name=own.name, customdata=[own.area],
        marker={
            "size": 13, "color": own.colour, "symbol": own.shape, "line": {"width": 1.5, "color": colours.background},
        },
        text=[f"{own.name}: {words(value)}"], hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _references(
    figure: go.Figure,
    lines: Sequence[Line],
    words: Callable[[float], str],
    colours: Palette,
    middle: float,
    logarithmic: bool,
) -> None:
    """Vertical lines named above the chart, on as many rows as their names need."""
    rows = len(lines)
    for row, line in enumerate(sorted(lines, key=lambda each: each.value)):
        colour = colours.text if line.strong else colours.muted
        figure.add_vline(
            x=line.value,
            line={"color": colour, "width": 2 if line.strong else 1, "dash": "solid" if line.strong else "dash"},
        )
        figure.add_annotation(
            x=_place(line.value, logarithmic), y=1, yref="paper", yshift=2 + LABEL_PX * (rows - 1 - row),
            text=f"{line.name} {words(line.value)}", xanchor="left" if line.value <= middle else "right",
            yanchor="bottom", font={"size": 13, "color": colour}, showarrow=False,
        )  # fmt: skip
    figure.update_layout(margin={"t": 12 + LABEL_PX * rows})


def _beside(
    figure: go.Figure,
    labels: Sequence[tuple[float, float, Ours]],
    words: Callable[[float], str],
    top: int,
    height: int,
    middle: float,
    logarithmic: bool,
) -> None:
    """Names and figures beside our dots, moved apart where they would touch, with a hair to their dot."""
    inner = max(height - 44 - 44, 100)
    unit = max(top, 1) / inner
    placed = spread([place for place, _, _ in labels], LABEL_PX * unit, 0.0, float(top))
    for (place, value, own), at in zip(labels, placed, strict=True):
        left = value > middle
        figure.add_annotation(
            x=_place(value, logarithmic), y=place, ax=-18 if left else 18, ay=-(at - place) / unit,
            text=f"<b>{own.name}</b> {words(value)}", xanchor="right" if left else "left", yanchor="middle",
            showarrow=True, arrowhead=0, arrowwidth=1, arrowcolor=own.colour, standoff=7,
            font={"size": 14, "color": own.colour}, bgcolor=figure.layout.hoverlabel.bgcolor, opacity=0.92,
        )  # fmt: skip


def _place(value: float, logarithmic: bool) -> float:
    """Annotations on a logarithmic axis are placed by the exponent."""
    return log10(value) if logarithmic and value > 0 else value
