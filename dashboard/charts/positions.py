"""Two municipalities and their likes in many indicators: one strip an indicator, all on the scale of the country.

Figures of different units share no axis; what part of the municipalities has a lower figure, they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.axes import Ours, blank
from dashboard.style import Palette

ROW_PX = 44
_STRIP = 0.66  # of the width; the figures stand in the rest
_FIRST, _SECOND = 0.83, 1.0  # right edges of the two columns of figures


@dataclass(frozen=True)
class Strip:
    """One indicator. own, other, rest: per cent of municipalities with a lower figure; words: the two figures."""

    title: str
    own: float
    other: float
    rest: tuple[float, ...]
    words: tuple[str, str]


def positions(
    groups: Sequence[tuple[str, Sequence[Strip]]], own: Ours, other: Ours, colours: Palette, axis: str
) -> go.Figure:
    """The strips under their groups' names, the first at the top; `other` is drawn hollow over `own`."""
    rows: list[tuple[str, Strip | None]] = []
    for name, strips in groups:
        rows += [(name, None), *((strip.title, strip) for strip in strips)]
    height = ROW_PX * len(rows) + 76
    figure = blank(colours, height, axis)
    top = len(rows)
    drawn = [(top - at, strip) for at, (_, strip) in enumerate(rows) if strip is not None]
    for place, _ in drawn:
        figure.add_shape(
            type="line", x0=0, x1=100, y0=place, y1=place, line={"color": colours.line, "width": 1}, layer="below"
        )
    figure.add_trace(_dots([(p, x, "") for p, s in drawn for x in s.rest], "", 7, colours.other, "circle", 0.7))
    for ours, side, size in ((own, 0, 13), (other, 1, 12)):
        told = [(p, s.other if side else s.own, f"{ours.name}: {s.words[side]}") for p, s in drawn]
        figure.add_trace(_dots(told, ours.name, size, ours.colour, ours.shape, 1.0))
    for at, (title, strip) in enumerate(rows):
        _label(figure, top - at, title, strip, own, other, colours)
    _key(figure, top, own, other)
    figure.update_yaxes(visible=False, range=[0.4, top + 0.6])
    figure.update_xaxes(domain=[0, _STRIP], range=[-2, 102], tickvals=[0, 25, 50, 75, 100], showgrid=True)
    figure.update_layout(margin={"l": 12, "r": 4, "t": 30, "b": 46})
    return figure


def _dots(
    told: Sequence[tuple[float, float, str]], name: str, size: int, colour: str, shape: str, opacity: float
) -> go.Scatter:
    hollow = shape.endswith("-open")
    return go.Scatter(
        x=[x for _, x, _ in told], y=[p for p, _, _ in told], mode="markers", name=name,
        marker={
            "size": size, "color": colour, "symbol": shape, "opacity": opacity, "line": {"width": 2.5 if hollow else 0},
        },
        text=[words for _, _, words in told], hovertemplate="%{text}<extra></extra>" if name else None,
        hoverinfo=None if name else "skip",
    )  # fmt: skip


def _label(
    figure: go.Figure, place: float, title: str, strip: Strip | None, own: Ours, other: Ours, colours: Palette
) -> None:
    """A group's name; or an indicator's over its strip, and both figures beside it."""
    heading = strip is None
    figure.add_annotation(
        x=0, xref="paper", y=place, yshift=-6 if heading else 16, xanchor="left", yanchor="middle", showarrow=False,
        text=f"<b>{title}</b>" if heading else title, font={"size": 14 if heading else 13, "color": colours.text},
    )  # fmt: skip
    if strip is None:
        return
    for right, ours, words in ((_FIRST, own, strip.words[0]), (_SECOND, other, strip.words[1])):
        figure.add_annotation(
            x=right, xref="paper", y=place, xanchor="right", yanchor="middle", showarrow=False, text=words,
            font={"size": 13, "color": ours.colour},
        )  # fmt: skip


def _key(figure: go.Figure, top: int, own: Ours, other: Ours) -> None:
    """Whose column of figures is whose: the marks, over their columns."""
    for right, ours in ((_FIRST, own), (_SECOND, other)):
        figure.add_annotation(
            x=right, xref="paper", y=top, yshift=-6, xanchor="right", yanchor="middle", showarrow=False,
            text=f"<b>{GLYPHS.get(ours.shape, '●')}</b>", font={"size": 15, "color": ours.colour},
        )  # fmt: skip


GLYPHS = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "diamond-open": "◇", "circle-open": "○"}
