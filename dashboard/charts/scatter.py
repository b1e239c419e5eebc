"""Two figures against each other: a frame of areas in, a Plotly figure of sized dots, line and band out.

Drawn as SVG and not with WebGL: a browser without a graphics card draws nothing at all with the latter, and 2,469
dots are quick enough without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10
from statistics import fmean
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import LABEL_PX, Ours, blank, decades, padded, reach, spread, steps
from dashboard.style import SPACE, Palette

WIDEST = 46  # pixels across of the most populous municipality
NARROWEST = 5  # so that the smallest can be seen, and pointed at
CROWD = 500  # marks beyond which they are smaller and fainter
OWN = 12  # ours are never smaller: their shape must be told
PLAIN = 8  # where no population is known
TITLE = 52  # letters of a line of an axis title: what fits on a phone
AIR = 0.08


@dataclass(frozen=True)
class Axis:
    """One of the two scales. words writes a figure with its unit, marks those of the axis."""

    title: str
    words: Callable[[float], str]
    marks: Callable[[Sequence[float]], list[str]]
    logarithmic: bool = False


def scatter(
    rows: pd.DataFrame,
    ours: Sequence[Ours],
    members: Sequence[str],
    band: pd.DataFrame,
    x: Axis,
    y: Axis,
    hover: Callable[[str, str, str], str],
    colours: Palette,
    *,
    height: int = 540,
) -> go.Figure:
    """Every area of `rows` (area, name, x, y, people) with both figures as a dot, its area ∝ people.

    ours are named, in their colours and shapes; members (keys) stand out in dark grey; all else is grey. band:
    `relation.band`, or an empty frame for no line. hover: name and both figures → what is said on touch (asked once).
    """
    figure = blank(colours, height)
    told = _drawable(rows, x, y)
    dense = len(told) > CROWD
    told = told.assign(size=sizes(told["people"], widest_of(len(told)))).sort_values("size", ascending=False)
    told["said"] = [[x.words(a), y.words(b)] for a, b in zip(told["x"], told["y"], strict=True)]
    touch = hover("%{text}", "%{customdata[0]}", "%{customdata[1]}") + "<extra></extra>"
    named = [o.area for o in ours]
    inside = told["area"].isin(list(members))
    _band(figure, band, colours)
    figure.add_trace(
        _dots(told[~inside & ~told["area"].isin(named)], colours.other, 0.4 if dense else 0.75, touch, colours)
    )
    figure.add_trace(_dots(told[inside & ~told["area"].isin(named)], colours.muted, 0.8, touch, colours))
    _line(figure, band, colours)
    _scale(figure.layout.xaxis, told["x"], x)
    _scale(figure.layout.yaxis, told["y"], y)
    _titles(figure, x, y, colours)
    _own(figure, told, ours, x, y, touch, colours)
    return figure


def sizes(people: pd.Series, widest: int = WIDEST) -> pd.Series:
    """Pixels across: the area of a mark is its share of the largest population, none smaller than can be seen."""
    largest = people.max()
    if pd.isna(largest) or largest <= 0:
        return pd.Series(float(PLAIN), index=people.index)
    return (widest * (people.clip(lower=0) / largest).pow(0.5)).clip(lower=NARROWEST).fillna(NARROWEST)


def widest_of(count: int) -> int:
    """Pixels across of the largest mark among so many: in a crowd it would hide the others."""
    return 30 if count > CROWD else WIDEST


def same_size_below(people: pd.Series) -> float:
    """The population below which every mark has the least size; 0 when nobody is that small."""
    limit = float(people.max()) * (NARROWEST / widest_of(len(people))) ** 2 if people.notna().any() else 0.0
    return limit if bool((people < limit).any()) else 0.0


def _drawable(rows: pd.DataFrame, x: Axis, y: Axis) -> pd.DataFrame:
    """The areas with both figures; on a logarithmic axis, those above zero."""
    told = rows.dropna(subset=["x", "y"])
    for side, axis in (("x", x), ("y", y)):
        told = told[told[side] > 0] if axis.logarithmic else told
    return told


def _band(figure: go.Figure, band: pd.DataFrame, colours: Palette) -> None:
    """The band of the mean, under everybody."""
    if band.empty:
        return
    figure.add_trace(go.Scatter(
        x=[*band["x"], *band["x"][::-1]], y=[*band["high"], *band["low"][::-1]], fill="toself", mode="lines",
        line={"width": 0}, fillcolor=_faint(colours.text, 0.12), hoverinfo="skip", name="",
    ))  # fmt: skip


def _line(figure: go.Figure, band: pd.DataFrame, colours: Palette) -> None:
    """The line, over the cloud that would hide it and under ours."""
    if band.empty:
        return
    figure.add_trace(go.Scatter(
        x=list(band["x"]), y=list(band["y"]), mode="lines", line={"color": colours.text, "width": 2},
        hoverinfo="skip", name="",
    ))  # fmt: skip


def _dots(rows: pd.DataFrame, colour: str, opacity: float, touch: str, colours: Palette) -> go.Scatter:
    return go.Scatter(
        x=list(rows["x"]), y=list(rows["y"]), mode="markers", name="", customdata=list(rows["said"]),
        marker={
            "size": [round(s, 1) for s in rows["size"]], "color": colour, "opacity": opacity,
            "line": {"width": 0 if len(rows) > CROWD else 0.5, "color": colours.background},
        },
        text=list(rows["name"]), ids=list(rows["area"]), hovertemplate=touch,
    )  # fmt: skip


def _own(
    figure: go.Figure, told: pd.DataFrame, ours: Sequence[Ours], x: Axis, y: Axis, touch: str, colours: Palette
) -> None:
    """Those named: on top of the others, their names moved apart where they would touch, with a hair to the mark."""
    placed = told.set_index("area")
    known = [(o, placed.loc[o.area]) for o in ours if o.area in placed.index]
    for own, row in known:
        figure.add_trace(go.Scatter(
            x=[row["x"]], y=[row["y"]], mode="markers", name=own.name, customdata=[row["said"]],
            marker={
                "size": max(OWN, round(row["size"], 1)), "color": own.colour, "symbol": own.shape,
                "line": {"width": 1.5, "color": colours.background},
            },
            text=[row["name"]], ids=[own.area], hovertemplate=touch,
        ))  # fmt: skip
    low, high = figure.layout.yaxis.range
    inner = max(figure.layout.height - figure.layout.margin.t - figure.layout.margin.b, 100)
    unit = (high - low) / inner
    wanted = [_place(float(row["y"]), y) for _, row in known]
    spots = _nearest(wanted, LABEL_PX * unit, low + LABEL_PX * unit / 2, high - LABEL_PX * unit / 2)
    left, right = figure.layout.xaxis.range
    for (own, row), want, spot in zip(known, wanted, spots, strict=True):
        at = _place(float(row["x"]), x)
        turned = at > left + 0.62 * (right - left)
        away = 14 + max(OWN, row["size"]) / 2
        figure.add_annotation(
            x=at, y=want, ax=-away if turned else away, ay=-(spot - want) / unit, text=f"<b>{own.name}</b>",
            xanchor="right" if turned else "left", yanchor="middle", showarrow=True, arrowhead=0, arrowwidth=1,
            arrowcolor=own.colour, standoff=max(OWN, row["size"]) / 2, font={"size": 14, "color": own.colour},
            bgcolor=_faint(colours.background, 0.4), borderpad=1,
        )  # fmt: skip


def _nearest(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights at least `gap` apart whose distances to the wanted ones are least, squared and summed.

    Names that touch move up and down alike: their gaps taken away, neighbours out of order share their mean (pool
    adjacent violators, Ayer et al. 1955); `spread` then keeps them inside.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    pools: list[list[float]] = []
    for rank, i in enumerate(order):
        pools.append([wanted[i] - rank * gap])
        while len(pools) > 1 and fmean(pools[-2]) > fmean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    told = [fmean(pool) for pool in pools for _ in pool]
    found = [0.0] * len(wanted)
    for rank, i in enumerate(order):
        found[i] = told[rank] + rank * gap
    return spread(found, gap, low, high)


def _scale(layout: go.layout.XAxis | go.layout.YAxis, values: pd.Series, axis: Axis) -> None:
    """Round marks, and air on both sides so that no mark is cut; a line may leave, it is no figure of anybody."""
    low, high = reach(values)
    if axis.logarithmic and low > 0:
        ends, ticks = padded(log10(low), log10(high), AIR), decades(low, high)
    else:
        ends = padded(low, high, AIR)
        ticks = steps(low, high)
    kind = "log" if axis.logarithmic and low > 0 else "linear"
    layout.update(type=kind, range=list(ends), tickvals=ticks, ticktext=axis.marks(ticks), tickangle=0)


def _titles(figure: go.Figure, x: Axis, y: Axis, colours: Palette) -> None:
    """What each axis measures, written level and broken into lines: one beside the other would be cut on a phone."""
    across, up = _broken(f"{x.title}{SPACE}→"), _broken(f"↑{SPACE}{y.title}")
    figure.update_xaxes(
        title={"text": "<br>".join(across), "font": {"color": colours.muted, "size": 14}, "standoff": 8}
    )
    figure.add_annotation(
        x=0, xref="paper", y=1, yref="paper", yshift=8, text="<br>".join(up), showarrow=False, xanchor="left",
        yanchor="bottom", align="left", font={"size": 14, "color": colours.muted},
    )  # fmt: skip
    widest = max(map(len, figure.layout.yaxis.ticktext or ()), default=0)
    figure.update_layout(margin={"t": 16 + 18 * len(up), "b": 40 + 18 * len(across), "l": 16 + 8 * widest, "r": 8})
    figure.layout.annotations[-1].update(xshift=-figure.layout.margin.l + 4)


def _broken(title: str) -> list[str]:
    """A title in as few lines as fit, of about the same length."""
    fewest = len(wrap(title, TITLE, break_on_hyphens=False))
    even = (wrap(title, width, break_on_hyphens=False) for width in range(len(title) // fewest, TITLE))
    return next((lines for lines in even if len(lines) <= fewest), wrap(title, TITLE, break_on_hyphens=False))


def _place(value: float, axis: Axis) -> float:
    """Annotations on a logarithmic axis are placed by the exponent."""
    return log10(value) if axis.logarithmic and value > 0 else value


def _faint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
