"""The strongest and the weakest of a place: one strip an indicator, each on its own scale, in words and figures.

Upright, one unit is one pixel of the page: titles, strips and figures are set as lines of a text are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.axes import Ours, blank
from dashboard.style import GLYPHS, Palette

ROW_PX, HEAD_PX, KEY_PX = 84, 40, 30
_STRIP = 0.6  # of the width; the figures and the words stand in the rest
_WORDS = 0.635
_TICK_PX, _LINE_PX = 7, 12  # half their height


@dataclass(frozen=True)
class Finding:
    """One indicator. own, other, ticks: places on its scale, 0 to 1; ends: figures at both ends of the scale.

    figure: the place's, with its unit; verdict: how far from whom, and whether that is better; about: unit, period
    and office.
    """

    title: str
    own: float
    other: float
    ticks: tuple[float, ...]
    ends: tuple[str, str]
    figure: str
    verdict: str
    about: str


def extremes(
    groups: Sequence[tuple[str, Sequence[Finding]]], own: Ours, colours: Palette, key: str, none: str
) -> go.Figure:
    """The findings under their groups' names, the first at the top; a group without any says `none`.

    key: what a grey tick and the line stand for, in words.
    """
    notes: list[dict[str, Any]] = _key(own, key, colours)
    drawn: list[tuple[float, Finding]] = []
    down = -float(KEY_PX)
    for name, findings in groups:
        notes.append(_note(0, down - 20, f"<b>{name}</b>", 16, colours.text))
        down -= HEAD_PX
        for found in findings:
            drawn.append((down - 40, found))
            notes += _words(down - 40, found, own, colours)
            down -= ROW_PX
        if not findings:
            notes.append(_note(0, down - 14, none, 14, colours.muted))
            down -= HEAD_PX
    figure = blank(colours, round(24 - down))
    figure.add_traces([_ticks(drawn, colours), *_marks(drawn, own, colours)])
    figure.update_layout(annotations=notes, margin={"l": 0, "r": 4, "t": 8, "b": 16})
    figure.update_xaxes(visible=False, domain=[0, _STRIP], range=[-0.012, 1.012])
    figure.update_yaxes(visible=False, range=[down, 0])
    return figure


def _ticks(drawn: Sequence[tuple[float, Finding]], colours: Palette) -> go.Scatter:
    """A short upright line for each municipality: as one trace of a line with gaps."""
    places = [(x, y) for y, found in drawn for x in found.ticks]
    return _upright(places, _TICK_PX, colours.other, 1)


def _upright(places: Sequence[tuple[float, float]], half: float, colour: str, wide: float) -> go.Scatter:
    across = [at for x, _ in places for at in (x, x, None)]
    up = [at for _, y in places for at in (y - half, y + half, None)]
    return go.Scatter(x=across, y=up, mode="lines", line={"color": colour, "width": wide}, hoverinfo="skip")


def _marks(drawn: Sequence[tuple[float, Finding]], own: Ours, colours: Palette) -> list[go.Scatter]:
    """The reference as a longer, dark line; the place in its colour and shape, on white, over it."""
    line = _upright([(found.other, y) for y, found in drawn], _LINE_PX, colours.text, 2)
    marker = {"size": 14, "color": own.colour, "symbol": own.shape, "line": {"width": 2, "color": colours.background}}
    mark = go.Scatter(
        x=[found.own for _, found in drawn], y=[y for y, _ in drawn], mode="markers", marker=marker, name=own.name,
        text=[f"{own.name}: {found.figure}" for _, found in drawn], hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    return [line, mark]


def _words(y: float, found: Finding, own: Ours, colours: Palette) -> list[dict[str, Any]]:
    low, high = found.ends
    return [
        _note(0, y + 25, f"<b>{found.title}</b>", 14, colours.text),
        _note(0, y - 20, low, 12, colours.muted),
        _note(_STRIP, y - 20, high, 12, colours.muted, "right"),
        _note(_WORDS, y + 25, f"<b>{found.figure}</b>", 16, own.colour),
        _note(_WORDS, y + 3, found.verdict, 14, colours.text),
        _note(_WORDS, y - 18, found.about, 12, colours.muted),
    ]


def _key(own: Ours, key: str, colours: Palette) -> list[dict[str, Any]]:
    """Whose mark it is, and what ticks and line are."""
    return [
        _note(0, -10, f"<b>{GLYPHS[own.shape]}</b>", 15, own.colour),
        _note(0, -10, f"<b>{own.name}</b>", 14, colours.text) | {"xshift": 20},
        _note(1, -10, key, 13, colours.muted, "right"),
    ]


def _note(x: float, y: float, text: str, size: int, colour: str, anchor: str = "left") -> dict[str, Any]:
    return {
        "x": x, "xref": "paper", "y": y, "text": text, "xanchor": anchor, "yanchor": "middle", "showarrow": False,
        "font": {"size": size, "color": colour},
    }  # fmt: skip
