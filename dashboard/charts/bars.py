"""Ranked bars: rows in, a Plotly figure out, each bar under its name and beside its figure.

Names stand above their bars, not left of them: no name is cut, and a phone keeps its whole width for the lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from dashboard.charts.axes import blank
from dashboard.style import Palette

ROW_PX, BAR_PX = 42, 14
LETTER_PX = 7.5  # of a figure beside a bar, at 14 px


@dataclass(frozen=True)
class Bar:
    """One bar: its name, amount, the figure as it reads, and a colour of its own (None: grey).

    sign: the marker that goes with the colour. hollow: a remainder or an amount apart, drawn as an outline.
    """

    name: str
    amount: float
    words: str
    colour: str | None = None
    sign: str = ""
    hollow: bool = False


def ranked_bars(bars: Sequence[Bar], colours: Palette, *, width: int = 420) -> go.Figure:
    """The bars in the order given, the first at the top, all from zero; amounts below zero are not drawn.

    width: how wide the chart will be, in pixels, from which the room for the figures is worked out.
    """
    figure = blank(colours, 16 + ROW_PX * max(len(bars), 1))
    rows = list(range(len(bars)))[::-1]
    paint = [bar.colour or colours.other for bar in bars]
    figure.add_trace(
        go.Bar(
            x=[max(bar.amount, 0.0) for bar in bars], y=rows, orientation="h", width=BAR_PX / ROW_PX,
            marker={
                "color": [colours.background if bar.hollow else c for bar, c in zip(bars, paint, strict=True)],
                "line": {"color": paint, "width": [1.5 if bar.hollow else 0 for bar in bars]},
            },
            text=[f"{bar.name}: {bar.words}" for bar in bars], textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    )  # fmt: skip
    most = max((bar.amount for bar in bars), default=0.0) or 1.0
    room = 12 + LETTER_PX * max((len(bar.words) for bar in bars), default=0)
    for row, bar in zip(rows, bars, strict=True):
        name = f"{bar.sign} {bar.name}".strip()
        figure.add_annotation(
            x=0, y=row, yshift=BAR_PX / 2 + 2, text=f"<b>{escape(name)}</b>" if bar.colour else escape(name),
            showarrow=False, xanchor="left", yanchor="bottom", xshift=-2, font={"color": bar.colour or colours.text},
        )  # fmt: skip
        figure.add_annotation(
            x=max(bar.amount, 0.0), y=row, text=escape(bar.words), showarrow=False, xanchor="left", yanchor="middle",
            xshift=4, font={"color": colours.text},
        )  # fmt: skip
    figure.update_layout(margin={"l": 4, "r": 4, "t": 8, "b": 8}, bargap=0)
    figure.update_xaxes(visible=False, range=[0, most / (1 - min(room / width, 0.6))])
    figure.update_yaxes(visible=False, range=[-0.5, len(bars) - 0.1])
    return figure
