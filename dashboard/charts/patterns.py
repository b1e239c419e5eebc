"""Each municipality against the mean of its neighbours: a frame in, a Plotly figure of four corners out.

Anselin's Moran scatterplot in the indicator's own units; shapes tell the clusters apart without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import LABEL_PX, Ours, blank, padded, reach, spread, steps
from dashboard.style import Palette

AIR = 0.08
SHAPES: Mapping[str, str] = {
    "high": "circle", "low": "square", "high_among_low": "triangle-up", "low_among_high": "triangle-down",
}  # fmt: skip
CROWD = 500  # beyond so many municipalities marks are smaller
INNER = 100  # least height of the plot that labels are placed in
# corner of the chart → (x, y) on paper, and which of the four kinds stands there
CORNERS: Mapping[str, tuple[float, float]] = {
    "low_among_high": (0, 1), "high": (1, 1), "low": (0, 0), "high_among_low": (1, 0),
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What the chart says: titles of both axes, the mean with its figure, the corners, and how axes are marked."""

    x: str
    y: str
    mean: str
    corners: Mapping[str, str]
    marks: Callable[[Sequence[float]], list[str]]


def neighbourhood(
    rows: pd.DataFrame,
    ours: Sequence[Ours],
    mean: float,
    inks: Mapping[str, str],
    words: Words,
    colours: Palette,
    *,
    height: int = 480,
) -> go.Figure:
    """Municipalities (area, name, value, near, cluster, evidence, said) with a figure and neighbours; ours named.

    mean: of the municipalities, marked on both axes. inks: cluster → colour. said: what a touch tells. What is weak is
    hollow.
    """
    figure = blank(colours, height)
    told = rows.dropna(subset=["value", "near"])
    named = [o.area for o in ours]
    size = 9 if len(told) <= CROWD else 6
    others = told[~told["area"].isin(named)]
    figure.add_trace(
        _dots(others[~others["cluster"].isin(list(SHAPES))], colours.other, "circle", 5 if size == 9 else 3, colours)
    )
    for cluster, shape in SHAPES.items():
        own = others[others["cluster"] == cluster]
        for firm in (False, True):
            rows_ = own[(own["evidence"] == "firm") == firm]
            figure.add_trace(_dots(rows_, inks[cluster], shape, size, colours, hollow=not firm))
    _scale(figure, told, mean, words)
    _corners(figure, words, colours)
    _named(figure, told.set_index("area"), ours, height, colours)
    return figure


def _dots(
    rows: pd.DataFrame, colour: str, shape: str, size: int, colours: Palette, *, hollow: bool = False
) -> go.Scatter:
    edge = {"width": size / 5, "color": colour} if hollow else {"width": 0.5, "color": colours.background}
    return go.Scatter(
        x=list(rows["value"]), y=list(rows["near"]), mode="markers", name="", customdata=list(rows["area"]),
        marker={
            "size": size, "color": colours.background if hollow else colour, "symbol": shape,
            "opacity": 0.65 if size < 6 else 1, "line": edge,
        },
        text=list(rows["said"]), hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _scale(figure: go.Figure, told: pd.DataFrame, mean: float, words: Words) -> None:
    """Round marks, air so that no mark is cut, and the mean on both axes."""
    colour = figure.layout.xaxis.title.font.color
    for update, values in ((figure.update_xaxes, told["value"]), (figure.update_yaxes, told["near"])):
        ends = padded(*reach([*values, mean]), AIR)
        ticks = steps(*ends, most=5)
        update(range=list(ends), tickvals=ticks, ticktext=words.marks(ticks), tickangle=0)
    line = {"color": colour, "width": 1, "dash": "dash"}
    figure.add_vline(x=mean, line=line)
    figure.add_hline(y=mean, line=line)
    widest = max(map(len, figure.layout.yaxis.ticktext or ()), default=0)
    figure.update_xaxes(title={"text": f"{words.x} →", "standoff": 8})
    figure.add_annotation(
        x=0, xref="paper", y=1, yref="paper", xshift=-16 - 8 * widest, yshift=28, text=f"↑ {words.y}", showarrow=False,
        xanchor="left", yanchor="bottom", font={"size": 14, "color": colour},
    )  # fmt: skip
    figure.add_annotation(
        x=mean, y=1, yref="paper", yshift=2, text=words.mean, showarrow=False, yanchor="bottom",
        font={"size": 13, "color": colour},
    )  # fmt: skip
    figure.update_layout(margin={"t": 56, "b": 60, "l": 20 + 8 * widest, "r": 8})


def _corners(figure: go.Figure, words: Words, colours: Palette) -> None:
    """What each quarter means, in its outer corner."""
    for kind, (x, y) in CORNERS.items():
        figure.add_annotation(
            x=x, y=y, xref="paper", yref="paper", text=f"<i>{words.corners[kind]}</i>", showarrow=False,
            xanchor="right" if x else "left", yanchor="top" if y else "bottom",
            font={"size": 13, "color": colours.muted}, bgcolor=colours.background, opacity=0.85, borderpad=2,
        )  # fmt: skip


def _named(figure: go.Figure, told: pd.DataFrame, ours: Sequence[Ours], height: int, colours: Palette) -> None:
    """Ours on top, their names moved apart where they would touch, with a hair to the mark."""
    known = [(o, told.loc[o.area]) for o in ours if o.area in told.index]
    low, high = figure.layout.yaxis.range
    left, right = figure.layout.xaxis.range
    unit = (high - low) / max(height - figure.layout.margin.t - figure.layout.margin.b, INNER)
    room = (low + 2 * LABEL_PX * unit, high - 2 * LABEL_PX * unit)  # the corners keep their words
    placed = spread([float(row["near"]) for _, row in known], LABEL_PX * unit, *room)
    for (own, row), at in zip(known, placed, strict=True):
        figure.add_trace(go.Scatter(
            x=[row["value"]], y=[row["near"]], mode="markers", name=own.name, customdata=[own.area],
            marker={
                "size": 13, "color": own.colour, "symbol": own.shape,
                "line": {"width": 1.5, "color": colours.background},
            },
            text=[row["said"]], hovertemplate="%{text}<extra></extra>",
        ))  # fmt: skip
        turned = row["value"] > (left + right) / 2
        figure.add_annotation(
            x=row["value"], y=row["near"], ax=-22 if turned else 22, ay=-(at - row["near"]) / unit,
            text=f"<b>{own.name}</b>", xanchor="right" if turned else "left", yanchor="middle", showarrow=True,
            arrowhead=0, arrowwidth=1, arrowcolor=own.colour, standoff=7, font={"size": 14, "color": own.colour},
            bgcolor=colours.background, opacity=0.92, borderpad=1,
        )  # fmt: skip
