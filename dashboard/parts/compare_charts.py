"""The pictures of the page «Comparar»: the places among all municipalities of a state, and their lines over time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import cycle

import pandas as pd
import plotly.graph_objects as go

from dashboard import contrasts, style, wording
from dashboard.analysis import comparability
from dashboard.charts import trends
from dashboard.charts.axes import LABEL_PX, Ours
from dashboard.charts.dots import Line, sorted_dots
from dashboard.controls import Place
from dashboard.live import compare as figures
from dashboard.overview import called
from dashboard.parts import charts, frame, guard
from dashboard.parts.compare import Board, answer
from dashboard.plate import Plate
from dashboard.style import Palette
from data.catalog import catalog

SKEWED = 20  # a count whose largest figure is so many times its middle one is drawn on a logarithmic scale
OTHERS = ("triangle-up", "cross", "star", "hexagon", "triangle-down", "x", "pentagon", "bowtie", "square", "diamond")


def marks(board: Board, *, dark: bool) -> list[Ours]:
    """Colour and shape of each municipality drawn: ours as everywhere, the others in what is left, in their order."""
    colours = style.palette(dark)
    spare = zip(cycle(_spare(colours)), cycle(OTHERS), strict=False)
    told = []
    for one in board.towns or board.drawn:
        own = style.mark(one.key, dark)
        colour, shape = (own.colour, own.shape) if own else next(spare)
        told.append(Ours(one.key, board.called[one.key], colour, shape))
    return told


def _spare(colours: Palette) -> tuple[str, ...]:
    """The colours that the municipalities of the default zone do not wear."""
    return (*colours.ours[len(catalog().default_zone.members) :], colours.text)


def dots(here: Place, board: Board) -> None:
    """The chosen places, named, among the municipalities behind them."""
    where = called(board.spread, here.language)
    known = board.behind["value"].dropna()
    alone = not board.towns and board.indicator.kind == "count"
    frame.section(
        here.t("compare.alone") if alone else here.t("compare.among", count=style.decimal(len(known)), place=where)
    )
    about = "" if alone else here.t("compare.alternative", place=where) + " "
    charts.chart(dots_figure(here, board, dark=here.dark), "dots", about + answer(here, board))
    if _skewed(board):
        frame.note(here.t("map.logarithmic"))
    apart = [board.called[p.key] for p in board.chosen if p not in board.drawn]
    if apart:
        frame.note(here.t("compare.wholes_apart", places=wording.listed(apart, here.language)))


def dots_figure(here: Place, board: Board, *, dark: bool) -> go.Figure:
    """The chart itself, for the page and for paper."""
    entry, lines = board.indicator, []
    if board.towns or entry.kind != "count":
        shown = board.behind
        known = ((p, board.found[p.key].value) for p in board.wholes)
        lines = [Line(board.called[p.key], v, strong=p.key == board.base) for p, v in known if v is not None]
    else:
        rows = [(p.key, board.called[p.key], board.found[p.key].value) for p in board.drawn]
        shown = pd.DataFrame(rows, columns=["area", "name", "value"]).astype({"value": "float64"})
    own = marks(board, dark=dark) if board.towns or entry.kind == "count" else []
    return sorted_dots(
        shown, own, lines,
        lambda v: style.number(v, entry, here.language, compact=True), lambda at: _ticks(at, board, here.language),
        style.palette(dark), axis=wording.capital(style.unit_label(entry, here.language)),
        height=460 + LABEL_PX * len(lines), logarithmic=_skewed(board),
    )  # fmt: skip


def _ticks(at: Sequence[float], board: Board, language: str) -> list[str]:
    """Marks of the axis; of grades, their names."""
    entry = board.indicator
    return [style.number(v, entry, language) for v in at] if entry.labels else style.ticks(at, entry)


def _skewed(board: Board) -> bool:
    """Whether the largest count would squeeze all others into a corner."""
    if board.indicator.kind != "count" or not board.towns:
        return False
    known = board.behind["value"].dropna()
    return bool(len(known) and known.min() > 0 and known.max() > SKEWED * known.median())


def trend(here: Place, board: Board) -> None:
    """How the figures moved, with every change of method."""
    series = _series(board)
    if series is None:
        return
    entry = board.indicator
    frame.section(here.t("compare.trend", unit=style.unit_label(entry, here.language)))
    told = [words for p in board.drawn if (words := _change(board, series, p.key, here.language))]
    charts.chart(trend_figure(here, board, series, dark=here.dark), "trend", " ".join(told))
    found = comparability.over_time(entry, series.assign(name=series["area"].map(board.called)))
    guard.show(here, [remark for remark in found if remark not in board.remarks])  # once is enough
    if told:
        frame.notes(told)


def _change(board: Board, series: pd.DataFrame, key: str, language: str) -> str:
    """How a place moved within one method; "" where there is nothing to compare it with."""
    own = series[series["area"] == key]
    return contrasts.change(board.indicator, own, board.called[key], language, guarded=True)


def _series(board: Board) -> pd.DataFrame | None:
    """Every period of the places drawn; None where there is nothing to join."""
    series = figures.lines(board.indicator.id, board.drawn, board.choice.breakdown)
    having = series[series["value"].notna()]
    return series if having["period"].nunique() > 1 and not board.indicator.labels else None


def trend_figure(here: Place, board: Board, series: pd.DataFrame, *, dark: bool) -> go.Figure:
    """The chart itself; the base is the dark one among zones, states and the nation."""
    entry = board.indicator
    wholes = sorted(board.wholes, key=lambda p: p.key != board.base)
    only = not board.towns and entry.kind == "count"
    return trends.trend(
        series, marks(board, dark=dark) if board.towns or only else [],
        [] if only else [(p.key, board.called[p.key]) for p in wholes],
        lambda v: style.number(v, entry, here.language, compact=True), lambda at: style.ticks(at, entry),
        lambda p: style.period(p, here.language), style.palette(dark),
        breaks=[(b.period, here.t("map.break")) for b in entry.breaks],
        height=max(320, 100 + 24 * len(board.drawn)), from_zero=entry.kind == "count",
    )  # fmt: skip


def plates(here: Place, board: Board, caption: str, cited: str) -> list[Plate]:
    """The pictures for paper, made when they are asked for."""
    title, language = board.indicator.title.in_(here.language), here.language
    _ = board.behind  # pictures are made outside the page's run: what they need is read now
    first = partial(dots_figure, here, board, dark=False)
    told = [Plate(first, title, caption, cited, here.t("compare.pictures.dots"), answer(here, board), language)]
    series = _series(board)
    if series is not None:
        second = partial(trend_figure, here, board, series, dark=False)
        told.append(Plate(second, title, caption, cited, here.t("compare.pictures.trend"), "", language))
    return told
