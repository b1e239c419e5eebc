"""Pieces of the map page beside the map: sorted dots, trend and table of one view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import contrasts, export, live, style, wording, zones
from dashboard.charts import trends
from dashboard.charts.axes import Ours
from dashboard.charts.dots import Line, sorted_dots
from dashboard.controls import Choice, Place
from dashboard.overview import NATION, called
from dashboard.parts import caution, frame, guard
from dashboard.plate import Plate
from dashboard.view import FEW, View, peers_of
from data.areas import names
from data.catalog import catalog

OWN = "own"  # stands for the zone among the areas of a chart
QUIET = {"displayModeBar": False, "responsive": True}


def dots(here: Place, seen: View, choice: Choice) -> None:
    """The zone's municipalities among those of the state, from the lowest to the highest."""
    peers = called(peers_of(seen.zone), here.language)
    count = int(seen.peers["value"].notna().sum())
    frame.section(here.t("map.among", count=style.decimal(count), place=peers))
    if not count:
        frame.nothing(here.t("map.no_peers"))
        return
    figure = dots_figure(here, seen, choice, dark=here.dark)
    chart(figure, "dots", here.t("map.dots_alternative", place=peers) + " " + seen.finding(here.language))
    if skewed(seen):
        frame.note(here.t("map.logarithmic"))
    guard.show(here, caution.of_places(seen))


def dots_figure(here: Place, seen: View, choice: Choice, *, dark: bool) -> go.Figure:
    """The chart itself, for the page (`dark` as the page is) and for paper."""
    lines: list[Line] = []
    if seen.indicator.kind != "count":
        lines = [Line(r.name(here.language), r.value) for r in seen.references if r.value is not None]
        if seen.whole.value is not None:
            lines.append(Line(here.zone.short.in_(here.language), seen.whole.value, strong=True))
    shown = pd.concat([seen.own, seen.peers]).drop_duplicates("area")
    return sorted_dots(
        shown, ours(here, seen, choice, dark=dark), lines, *numerals(here, seen),
        style.palette(dark), axis=axis(here, seen), logarithmic=skewed(seen),
    )  # fmt: skip


def skewed(seen: View) -> bool:
    """Whether the largest count would squeeze all others into a corner."""
    known = seen.peers["value"].dropna()
    return bool(seen.indicator.kind == "count" and len(known) and known.min() > 0 and known.max() > 20 * known.median())


def ours(here: Place, seen: View, choice: Choice, *, dark: bool) -> list[Ours]:
    """Who is named in charts: a small zone's members, else our own; and always the chosen area."""
    base = style.palette(dark)
    keys = list(here.members) if len(here.members) <= FEW else [k for k in here.members if style.mark(k)]
    if choice.area in here.members and choice.area not in keys:
        keys.append(choice.area)
    found = []
    for key in keys:
        mark = style.mark(key, dark)
        own = (mark.colour, mark.shape) if mark else (base.text if key == choice.area else base.muted, "circle")
        found.append(Ours(key, names().get(key, key), *own))
    return found


def axis(here: Place, seen: View) -> str:
    """The unit, said once on the axis."""
    return wording.capital(style.unit_label(seen.indicator, here.language))


def numerals(here: Place, seen: View) -> tuple[Callable[[float], str], Callable[[Sequence[float]], list[str]]]:
    """How a chart writes a figure: beside its dot with the unit, on the axis without it."""
    return (
        lambda v: style.number(v, seen.indicator, here.language, compact=True),
        lambda marks: style.ticks(marks, seen.indicator),
    )


def chart(figure: go.Figure, key: str, alternative: str) -> None:
    """A chart in our own colours, without the framework's or the library's tools."""
    st.plotly_chart(figure, theme=None, key=key, config=QUIET, alt=alternative)


def trend(here: Place, seen: View, choice: Choice) -> None:
    """How the figures moved, when there is more than one period."""
    moved = movement(here, seen, choice)
    if moved is None:
        return
    frame.section(here.t("map.trend", unit=style.unit_label(seen.indicator, here.language)))
    told = told_trend(here, seen, choice, moved)
    key = (seen.indicator.id, zones.key(here.zone), seen.breakdown, here.language, here.dark, choice.area)
    figure = live.kept("trend", key, lambda: trend_figure(here, seen, choice, moved, dark=here.dark))
    chart(figure, "trend", " ".join(told))  # the same figure whatever the period
    guard.show(here, [r for r in caution.of_years(seen, moved, OWN) if r not in caution.of_places(seen)])
    if told:
        frame.notes(told)


def movement(here: Place, seen: View, choice: Choice) -> pd.DataFrame | None:
    """Every period of whom the trend names, the zone's own included; None when there is nothing to join."""
    return seen.once("movement", lambda: _movement(here, seen, choice))


def _movement(here: Place, seen: View, choice: Choice) -> pd.DataFrame | None:
    references = _lines(here, seen)
    keys = tuple(o.area for o in ours(here, seen, choice, dark=False))
    keys += tuple(area for area, _ in references if area != OWN)
    series = live.series(seen.indicator.id, keys, seen.breakdown)
    if len(choice.periods) < 2 or series["value"].notna().sum() < 2:
        return None
    if references:
        own = live.zone_trend(seen.indicator.id, here.zone, seen.breakdown).assign(area=OWN)
        series = pd.concat([series, own[series.columns]])
    return series


def told_trend(here: Place, seen: View, choice: Choice, series: pd.DataFrame) -> list[str]:
    """The trend in words, of the first four."""
    return seen.once("told_trend", lambda: _told_trend(here, seen, choice, series))


def _told_trend(here: Place, seen: View, choice: Choice, series: pd.DataFrame) -> list[str]:
    named = ours(here, seen, choice, dark=False)[:4]
    rows = ((series[series["area"] == o.area], o.name) for o in named)
    told = (contrasts.change(seen.indicator, own, name, here.language, guarded=True) for own, name in rows)
    return [words for words in told if words]


def trend_figure(here: Place, seen: View, choice: Choice, series: pd.DataFrame, *, dark: bool) -> go.Figure:
    """The chart itself, for the page (`dark` as the page is) and for paper."""
    return trends.trend(
        series, ours(here, seen, choice, dark=dark), _lines(here, seen), *numerals(here, seen),
        lambda p: style.period(p, here.language), style.palette(dark),
        breaks=[(b.period, here.t("map.break")) for b in seen.indicator.breaks],
        from_zero=seen.indicator.kind == "count",
    )  # fmt: skip


def plates(here: Place, seen: View, choice: Choice, source: str) -> list[Plate]:
    """The charts of the map page for paper, drawn when they are asked for."""
    title, moved = seen.indicator.title.in_(here.language), movement(here, seen, choice)
    peers, unit = called(peers_of(seen.zone), here.language), style.unit_label(seen.indicator, here.language)
    part = export.breakdown_label(seen.breakdown, here.language) if seen.breakdown != "total" else ""
    found = []
    if len(seen.peers["value"].dropna()):
        count = style.decimal(seen.peers["value"].notna().sum())
        among = here.t("map.among", count=count, place=peers)
        told = [among, unit, part, style.period(seen.period, here.language)]
        found.append(
            Plate(
                lambda: dots_figure(here, seen, choice, dark=False), title, ", ".join(filter(None, told)), source,
                here.t("map.pictures.dots"), here.t("map.dots_alternative", place=peers),
            )
        )  # fmt: skip
    if moved is not None:
        told = [unit, part, here.zone_title, " – ".join(style.period(p, here.language) for p in _ends(moved))]
        words = " ".join(told_trend(here, seen, choice, moved))
        found.append(
            Plate(
                lambda: trend_figure(here, seen, choice, moved, dark=False), title, ", ".join(filter(None, told)),
                source, here.t("map.pictures.trend"), words,
            )
        )  # fmt: skip
    return found


def _ends(series: pd.DataFrame) -> tuple[str, str]:
    known = sorted(series.loc[series["value"].notna(), "period"], key=trends.year_of)
    return known[0], known[-1]


def _lines(here: Place, seen: View) -> list[tuple[str, str]]:
    """What the zone's municipalities are seen beside over time: the zone, its state, the nation."""
    if seen.indicator.kind == "count" and not seen.empty:
        return []
    others = [(r.area, r.name(here.language)) for r in seen.references]
    return [(OWN, here.zone.short.in_(here.language)), *others] if len(here.members) > 1 else others


def table(here: Place, seen: View, choice: Choice) -> None:
    """The same figures as rows: real numbers, places, and the status in words."""
    frame.section(here.t("map.table"))
    shown, heads = _rows(here, seen)
    indicator = seen.indicator
    whole = {heads[n]: style.decimal for n in ("state", "nation") if heads[n] in shown}
    formats = {heads["value"]: lambda v: style.number(v, indicator, here.language, unit=False), **whole}
    styled = shown.style.format(formats, na_rep="—")
    if (seen.own["area"] == choice.area).any():
        chosen = set(seen.own.index[seen.own["area"] == choice.area])
        tint = f"background-color: {style.palette(here.dark).sequential[0]}"
        styled = styled.apply(lambda row: [tint if row.name in chosen else ""] * len(row), axis=1)
    st.dataframe(
        styled, hide_index=True, height="auto" if len(shown) <= 12 else 440, key="table", placeholder="—",
        column_config={
            heads["name"]: st.column_config.TextColumn(pinned=True, width="medium"),
            **{head: st.column_config.NumberColumn(alignment="right") for head in formats},
        },
    )  # fmt: skip
    judged = indicator.better != "neither" and indicator.kind != "count"
    if shown[list(whole)].notna().any(axis=None):
        frame.note(here.t("map.rank_meaning" if judged else "map.rank_highest"))


def _rows(here: Place, seen: View) -> tuple[pd.DataFrame, dict[str, str]]:
    """The table's rows and what each column is headed."""
    words, peers = catalog().vocabulary.statuses, peers_of(seen.zone)
    heads = {
        "name": here.t("map.municipality"),
        "value": axis(here, seen),
        "state": here.t("map.place", place=called(peers, here.language)),
        "nation": here.t("map.place", place=called(NATION, here.language)),
        "status": here.t("map.status"),
    }
    columns = {
        heads["name"]: seen.own["name"],
        heads["value"]: seen.own["value"],
        heads["state"]: seen.own["rank_state"],
        heads["nation"]: seen.own["rank_nation"],
        heads["status"]: seen.own["status"].map(lambda s: words[s].in_(here.language)),
    }
    for place in (heads["state"], heads["nation"]):  # breakdowns, modelled figures, one state's figures have none
        if place in columns and (columns[place].isna().all() or not caution.ranked(seen)):
            del columns[place]
    rows = pd.DataFrame(columns)
    if len(rows) > FEW:
        rows = rows.sort_values(heads["value"], ascending=False, na_position="last")
    return rows, heads
