"""How figures moved: a frame of periods in, a Plotly figure of lines out.

A line never crosses a period without a figure, nor a change of method: what cannot be compared is not joined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import LABEL_PX, Ours, blank, padded, reach, spread, steps
from dashboard.style import Palette

LONGEST = 14  # letters of a name at the end of a line; the whole name is in the table and on touch
CROWD = 15  # beyond so many periods marks are small, or they would hide the line
THRONG = 60  # beyond so many (months) only those no line shows: hollow, alone, and the last
PROJECTED = ("projected", "modelled", "partial", "preliminary")


def trend(
    series: pd.DataFrame,
    ours: Sequence[Ours],
    references: Sequence[tuple[str, str]],
    words: Callable[[float], str],
    marks: Callable[[Sequence[float]], list[str]],
    periods: Callable[[str], str],
    colours: Palette,
    *,
    breaks: Sequence[tuple[str, str]] = (),
    height: int = 320,
    from_zero: bool = False,
) -> go.Figure:
    """Figures over time (area, period, value, status): ours as lines, references (area, name) thin and dashed,
    the first of them dark.

    breaks: (period, note), the first period of each new method. words and periods write a figure and a period
    beside a point, marks the figures of the axis. What is projected or preliminary is drawn hollow.
    """
    figure = blank(colours, height)
    told = series.assign(at=series["period"].map(year_of)).sort_values("at")
    told = told[told["area"].isin([o.area for o in ours] + [area for area, _ in references])]
    if told["value"].isna().all():
        return figure
    others = [Ours(area, name, colours.muted if at else colours.text) for at, (area, name) in enumerate(references)]
    ends: list[tuple[float, Ours]] = []
    for own, reference in [*((o, True) for o in others), *((o, False) for o in ours)]:
        rows = told[told["area"] == own.area]
        if rows["value"].notna().any():
            figure.add_trace(_line(_apart(rows, breaks), own, reference, words, periods, colours))
            ends.append((float(rows["value"].dropna().iloc[-1]), own))
    low, high = reach(told["value"].dropna())
    low = min(low, 0.0) if from_zero else low
    room = padded(low, high, 0.08)
    _at_the_end(figure, ends, words, room, height, float(told["at"].max()))
    _scales(figure, told, room, marks)
    for period, note in breaks:
        _break(figure, told, year_of(period), note, colours)
    return figure


def _scales(
    figure: go.Figure, told: pd.DataFrame, room: tuple[float, float], marks: Callable[[Sequence[float]], list[str]]
) -> None:
    """Round marks on both axes, and the room their words need."""
    ticks = steps(*room)
    shown = marks(ticks)
    figure.update_yaxes(range=list(room), tickvals=ticks, ticktext=shown)
    figure.update_layout(margin={"l": 16 + 8 * max(map(len, shown), default=0)})
    first, last = float(told["at"].min()), float(told["at"].max())
    years = padded(first, last, 0.04) if last > first else (first - 1, last + 1)
    seen = sorted(set(told["at"]))
    whole = all(at == int(at) for at in seen)
    marked = (
        {"tickvals": seen} if whole and len(seen) <= 4 else {"nticks": 6, "dtick": 1 if last - first <= 4 else None}
    )
    figure.update_xaxes(range=list(years), tickformat="d", tickangle=0, showgrid=False, **marked)


def _break(figure: go.Figure, told: pd.DataFrame, since: float, note: str, colours: Palette) -> None:
    """A dotted line between the last period of one method and the first of the next."""
    before = told.loc[told["at"] < since, "at"]
    if before.empty or since > told["at"].max():
        return
    middle = (float(before.max()) + since) / 2
    figure.add_vline(x=middle, line={"color": colours.muted, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=middle, y=1, yref="paper", text=note, showarrow=False, yanchor="bottom", yshift=8,
        font={"size": 13, "color": colours.muted},
    )  # fmt: skip


def year_of(period: str) -> float:
    """Where a period stands on a time axis: the end of an interval, the middle of a month."""
    end = period.rsplit("/", 1)[-1]
    year, _, month = end.partition("-")
    return int(year) + ((int(month[:2]) - 0.5) / 12 if month else 0.0)


def _apart(rows: pd.DataFrame, breaks: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """The rows with an empty one at every change of method, so that no line joins what cannot be compared."""
    empty = [
        {"at": year_of(period) - 1e-6, "period": period, "value": float("nan"), "status": ""} for period, _ in breaks
    ]
    return pd.concat([rows, pd.DataFrame(empty)]).sort_values("at") if empty else rows


def _line(
    rows: pd.DataFrame,
    own: Ours,
    reference: bool,
    words: Callable[[float], str],
    periods: Callable[[str], str],
    colours: Palette,
) -> go.Scatter:
    hollow = rows["status"].isin(PROJECTED)
    return go.Scatter(
        x=list(rows["at"]), y=[None if pd.isna(v) else v for v in rows["value"]], name=own.name, connectgaps=False,
        mode="lines" if reference and len(rows) > CROWD else "lines+markers",
        line={"color": own.colour, "width": 1.5 if reference else 2, "dash": "dash" if reference else "solid"},
        marker={
            "size": 4 if reference else _sizes(rows), "opacity": 1, "symbol": own.shape,
            "color": [colours.background if h else own.colour for h in hollow],
            "line": {"width": 2 if len(rows) <= CROWD else 1, "color": own.colour},
        },
        text=[f"{own.name}, {periods(p)}: {words(v)}" for p, v in zip(rows["period"], rows["value"], strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _sizes(rows: pd.DataFrame) -> int | list[int]:
    """The size of a line's marks; of a long one, mark by mark."""
    if len(rows) <= THRONG:
        return 9 if len(rows) <= CROWD else 5
    having = [False, *rows["value"].notna(), False]
    last = len(rows) - having[::-1].index(True) + 1
    hollow = rows["status"].isin(PROJECTED)
    alone = [not (before or after) for before, after in zip(having, having[2:], strict=False)]
    return [9 if at == last else 5 if apart or h else 0 for at, apart, h in zip(count(1), alone, hollow, strict=False)]


def _at_the_end(
    figure: go.Figure,
    ends: Sequence[tuple[float, Ours]],
    words: Callable[[float], str],
    room: tuple[float, float],
    height: int,
    last: float,
) -> None:
    """Each line's name and newest figure at its end, moved apart where they would touch."""
    unit = (room[1] - room[0]) / max(height - 36 - 44, 100)
    names = [own.name if len(own.name) <= LONGEST else own.name[: LONGEST - 1] + "…" for _, own in ends]
    labels = [f"{name} {words(value)}" for name, (value, _) in zip(names, ends, strict=True)]
    figure.update_layout(margin={"r": 20 + 7 * max(map(len, labels), default=0), "t": 36})
    placed = spread([value for value, _ in ends], LABEL_PX * unit, *room)
    for (_, own), label, at in zip(ends, labels, placed, strict=True):
        figure.add_annotation(
            x=last, y=at, xshift=12, text=label, showarrow=False, xanchor="left", yanchor="middle",
            font={"size": 14, "color": own.colour},
        )  # fmt: skip
