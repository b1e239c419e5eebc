"""Two municipalities and their likes in many indicators: one strip an indicator, all on the scale of the country.

Figures of different units share no axis; what part of the municipalities has a lower figure, they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.axes import Ours, blank
from dashboard.style import Palette

ROW_PX = 46
_STRIP = 0.66  # of the width; the figures stand in the rest
_FIRST, _SECOND = 0.83, 1.0  # right edges of the two columns of figures


GLYPHS = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "diamond-open": "◇", "circle-open": "○"}


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
    figure = blank(colours, ROW_PX * len(rows) + 106, axis)
    top = len(rows)
    drawn = [(top - at, strip) for at, (_, strip) in enumerate(rows) if strip is not None]
    traces = [_dots([(p, x, "") for p, s in drawn for x in s.rest], "", 7, colours.other, "circle", 0.7)]
    for ours, side, size in ((own, 0, 13), (other, 1, 12)):
        told = [(p, s.other if side else s.own, f"{ours.name}: {s.words[side]}") for p, s in drawn]
        traces.append(_dots(told, ours.name, size, ours.colour, ours.shape, 1.0))
    figure.add_traces(traces)
    labels = [label for at, (title, strip) in enumerate(rows) for label in _labels(top - at, title, strip, own, other)]
    # all at once: added one by one, every label makes Plotly check all those before it (2 s for 60)
    figure.update_layout(
        annotations=[
            {"font": {"size": 13, "color": colours.text}} | label for label in [*labels, *_key(top, own, other)]
        ],
        shapes=[_line(place, colours) for place, _ in drawn],
        margin={"l": 12, "r": 4, "t": 30, "b": 46},
    )
    figure.update_yaxes(visible=False, range=[0.4, top + 1.3])
    figure.update_xaxes(domain=[0, _STRIP], range=[-2, 102], tickvals=[0, 25, 50, 75, 100], showgrid=True)
    return figure


def _line(place: float, colours: Palette) -> dict[str, Any]:
    line = {"color": colours.line, "width": 1}
    return {"type": "line", "x0": 0, "x1": 100, "y0": place, "y1": place, "line": line, "layer": "below"}


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


def _note(x: float, y: float, text: str, anchor: str, shift: int = 0) -> dict[str, Any]:
    return {
        "x": x, "xref": "paper", "y": y, "yshift": shift, "text": text, "xanchor": anchor, "yanchor": "middle",
        "showarrow": False,
    }  # fmt: skip


def _labels(place: float, title: str, strip: Strip | None, own: Ours, other: Ours) -> list[dict[str, Any]]:
    """A group's name; or an indicator's over its strip, and both figures beside it."""
    if strip is None:
        return [_note(0, place, f"<b>{title}</b>", "left", -6)]
    columns = ((_FIRST, own, strip.words[0]), (_SECOND, other, strip.words[1]))
    figures = [_note(at, place, words, "right") | _in_colour(ours, 13) for at, ours, words in columns]
    return [_note(0, place, title, "left", 16), *figures]


def _in_colour(ours: Ours, size: int) -> dict[str, Any]:
    return {"font": {"size": size, "color": ours.colour}}


def _key(top: int, own: Ours, other: Ours) -> list[dict[str, Any]]:
    """Whose mark is whose, above the strips, and whose column of figures."""
    notes = []
    for line, (at, ours) in enumerate(((_FIRST, own), (_SECOND, other))):
        up, glyph = 44 - 20 * line, f"<b>{GLYPHS.get(ours.shape, '●')}</b>"
        notes.append(_note(0, top, glyph, "left", up) | _in_colour(ours, 15))
        notes.append(_note(0, top, f"<b>{ours.name}</b>", "left", up) | {"xshift": 20})
        notes.append(_note(at, top, glyph, "right", -6) | _in_colour(ours, 15))
    return notes
