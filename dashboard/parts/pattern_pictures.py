"""Pictures of the page of patterns: the map of clusters, each municipality against its neighbours, the table."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import controls, pattern_map, style, wording
from dashboard.analysis import pattern_words as words
from dashboard.analysis.pattern_view import Seen
from dashboard.analysis.patterns import SIGNIFICANT
from dashboard.charts import patterns as chart_of
from dashboard.charts.axes import Ours
from dashboard.controls import Place
from dashboard.drawing import Drawing
from dashboard.parts import charts, frame, patterns
from data.areas import names

NAMED = 9  # names a scatter can bear


def map_(here: Place, seen: Seen) -> None:
    """The clusters; a click or Enter notes the municipality in the address."""
    frame.section(here.t("patterns.map.heading"))
    drawn = drawing(here, seen, "", dark=here.dark)
    clicked = frame.show(drawn, "map", 520)
    if clicked is not None and clicked in set(seen.rows["area"]):
        controls.write("area", "" if clicked == seen.pointed else clicked)
        st.rerun()
    if drawn.unplaced:
        lost = [names().get(area, area) for area in drawn.unplaced]
        frame.note(here.t("map.unplaced", places=wording.shortened(lost, here.language)))
    patterns.pointer(here, seen)


def drawing(here: Place, seen: Seen, source: str, *, dark: bool) -> Drawing:
    """The map, for the page (`dark` as the page is) and for paper."""
    title = here.t("patterns.map.title", title=seen.indicator.title.in_(here.language))
    return pattern_map.drawing(
        seen, here.language, title=title, subtitle=caption(here, seen), source=source, dark=dark
    )  # fmt: skip


def caption(here: Place, seen: Seen) -> str:
    """Measure, place and period."""
    unit = style.unit_label(seen.indicator, here.language)
    return f"{unit}, {words.place(seen, here.language)}, {style.period(seen.period, here.language)}"


def scatter(here: Place, seen: Seen) -> None:
    """Each municipality against the mean of its neighbours."""
    frame.section(here.t("patterns.chart.heading"))
    told = f"{here.t('patterns.chart.alternative')} {words.finding(seen, here.language)}"
    charts.chart(figure(here, seen, dark=here.dark), "neighbourhood", told)
    frame.note(here.t("patterns.chart.note"))


def figure(here: Place, seen: Seen, *, dark: bool) -> go.Figure:
    """The scatter, for the page and for paper."""
    palette = style.palette(dark)
    low, *_, high = palette.diverging
    inks = {"high": high, "low": low, "high_among_low": high, "low_among_high": low}
    number: Callable[[float], str] = lambda value: style.number(value, seen.indicator, here.language)  # noqa: E731
    said = [
        here.t(
            "patterns.chart.hover", name=name, value=number(value), near=number(near),
            cluster=words.cluster(cluster, here.language, evidence),
        )
        for name, value, near, cluster, evidence in zip(
            *(seen.rows[c] for c in ("name", "value", "near", "cluster", "evidence")), strict=True
        )
    ]  # fmt: skip
    unit = style.unit_label(seen.indicator, here.language)
    spoken = chart_of.Words(
        x=here.t("patterns.chart.x", unit=unit), y=here.t("patterns.chart.y", unit=unit),
        mean=here.t("patterns.chart.mean", value=number(seen.found.mean)),
        corners={kind: here.t(f"patterns.chart.corner.{kind}") for kind in SIGNIFICANT},
        marks=lambda marks: style.ticks(marks, seen.indicator),
    )  # fmt: skip
    rows = seen.rows.assign(said=said)
    return chart_of.neighbourhood(rows, ours(seen, dark), seen.found.mean, inks, spoken, palette)


def ours(seen: Seen, dark: bool) -> list[Ours]:
    """Those named, in their own colours and shapes."""
    known, base = seen.rows.set_index("area")["name"], style.palette(dark)
    found = []
    for key in seen.ours[: NAMED + 1]:
        mark = style.mark(key, dark)
        own = (mark.colour, mark.shape) if mark else (base.text, "circle")
        found.append(Ours(key, str(known[key]), *own))
    return found


def table(here: Place, seen: Seen) -> None:
    """Who is in a zone, with the figures that put it there; ours always."""
    rows = pd.concat([seen.told, seen.rows[seen.rows["area"].isin(list(seen.ours))]]).drop_duplicates("area")
    frame.section(here.t("patterns.table.heading" if len(seen.told) else "patterns.table.ours"))
    heads = {
        "name": here.t("patterns.table.municipality"),
        "value": wording.capital(style.unit_label(seen.indicator, here.language)),
        "near": here.t("patterns.table.near"),
        "neighbours": here.t("patterns.table.neighbours"),
        "cluster": here.t("patterns.table.cluster"),
        "evidence": here.t("patterns.table.evidence"),
        "p": here.t("patterns.table.p"),
        "adjusted": here.t("patterns.table.adjusted"),
    }
    shown = rows.assign(
        cluster=[words.cluster(c, here.language) for c in rows["cluster"]],
        evidence=[here.t(f"patterns.table.sure.{e}") if e else style.ABSENT for e in rows["evidence"]],
    )[list(heads)]
    digits: Callable[[float], str] = lambda v: style.number(v, seen.indicator, here.language, unit=False)  # noqa: E731
    formats = {heads["value"]: digits, heads["near"]: digits, heads["neighbours"]: style.decimal, heads["p"]: words.p}
    formats[heads["adjusted"]] = words.p
    st.dataframe(
        shown.rename(columns=heads).style.format(formats, na_rep="—"), hide_index=True,
        height="auto" if len(shown) <= 12 else 440, key="table", placeholder="—",
        column_config={
            heads["name"]: st.column_config.TextColumn(pinned=True, width="medium"),
            heads["cluster"]: st.column_config.TextColumn(width=130),
            **{head: st.column_config.NumberColumn(alignment="right") for head in formats},
        },
    )  # fmt: skip
    place, n = words.place(seen, here.language), style.decimal(seen.found.n)
    frame.notes([
        here.t("patterns.table.note", n=n),
        here.t("patterns.table.data", count=style.decimal(len(seen.rows)), place=place),
    ])  # fmt: skip


def method(here: Place, seen: Seen) -> None:
    """What it means and how it was computed, behind a fold."""
    with st.expander(here.t("patterns.method.heading")):
        told = "".join(f"<dt>{escape(q)}</dt><dd>{escape(a)}</dd>" for q, a in words.method(seen, here.language))
        st.html(f'<dl class="sheet">{told}</dl>')
