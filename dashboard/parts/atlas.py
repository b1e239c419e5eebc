"""Pieces of the map page: figures, map, sorted dots, trend and table of one view."""

from __future__ import annotations

from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from dashboard import contrasts, controls, export, live, offices, picture, sentences, style, wording
from dashboard.analysis import bands
from dashboard.controls import Choice, Place
from dashboard.drawing import Drawing
from dashboard.live import bands as sizes
from dashboard.overview import called
from dashboard.parts import caution, frame, guard, time, widgets
from dashboard.view import View, view
from data.areas import names
from data.catalog import catalog

PLACED = 4  # up to so many members the place of each among its state's is told


def look(here: Place, choice: Choice) -> View:
    """Everything the page shows of a choice."""
    entry, period, breakdown = choice.indicator, choice.period, choice.breakdown
    return view(
        entry, here.zone, period, breakdown,
        live.values(entry.id, period, breakdown), live.series(entry.id, here.members, breakdown),
        live.weights(entry.id, period, breakdown), choice.method, choice.k, choice.cuts,
    )  # fmt: skip


def totals(here: Place, seen: View) -> None:
    """The zone's figure, large, with the state's and the nation's beside it."""
    indicator = seen.indicator
    label = style.unit_label(indicator, here.language)
    told = [(seen.whole.value, here.zone.short.in_(here.language), "whole")]
    told += [(r.value, r.name(here.language), "") for r in seen.references]
    items = "".join(
        f'<li class="{kind}"><b>{escape(style.number(value, indicator, here.language, compact=True))}</b>'
        f"<span>{escape(name)}</span></li>"
        for value, name, kind in told
        if value is not None
    )
    if items:
        st.html(f'<ul class="totals">{items}</ul>')
    lacking = caution.of_zone(here, seen)
    said = any(remark.rule == "coverage_none" for remark in lacking)  # the guard says whose figure is missing
    why = "" if said else sentences.reason(seen.whole, here.zone, here.language)
    made = sentences.made(seen.whole, indicator, here.language) or why
    frame.note(f"{wording.capital(label)}. {made}")
    guard.show(here, lacking)


def picture_of(here: Place, seen: View, choice: Choice, *, dark: bool) -> Drawing:
    """The view as a drawing, for the page (`dark` as the page is) and for paper."""
    return seen.once(f"drawing {dark}", lambda: _picture_of(here, seen, choice, dark=dark))


def _picture_of(here: Place, seen: View, choice: Choice, *, dark: bool) -> Drawing:
    title = seen.indicator.title.in_(here.language)
    origin = live.provenance(seen.indicator.id)
    own = origin.source["citation"][here.language] if origin else ""
    cited = offices.citation(seen.indicator, own, here.language) if origin else ""
    return picture.drawing(
        seen.indicator, seen.own, seen.classes, here.language,
        title=title, subtitle=caption(here, seen), source=cited,
        alternative=f"{title}, {caption(here, seen)}. {seen.finding(here.language)} {here.t('map.table_below')}",
        chosen=choice.area, dark=dark, moving=seen.moving, largest=seen.largest,
    )  # fmt: skip


def caption(here: Place, seen: View) -> str:
    """Measure, part of the people, place and period."""
    parts = [style.unit_label(seen.indicator, here.language)]
    if seen.breakdown != "total":
        parts.append(export.breakdown_label(seen.breakdown, here.language))
    parts += [here.zone_title, style.period(seen.period, here.language)]
    return ", ".join(parts)


def map_(here: Place, seen: View, choice: Choice) -> None:
    """The map and its periods; a click or Enter notes the area in the address, the slider the period."""
    drawing = picture_of(here, seen, choice, dark=here.dark)
    frame.show(
        drawing, "map", 520, chosen=choice.area, reel=time.reel(here, seen, choice),
        on_chosen=partial(point_out, choice.area), on_period=partial(time.turn, live.latest(choice.indicator.id)),
    )  # fmt: skip
    unplaced = [names().get(area, area) for area in drawing.unplaced]
    if unplaced:
        frame.note(here.t("map.unplaced", places=wording.shortened(unplaced, here.language)))


def point_out(current: str, clicked: str) -> None:
    """The area just chosen on the map; chosen again, it is let go."""
    controls.write("area", "" if clicked == current else clicked)


def pointer(here: Place, seen: View, choice: Choice) -> None:
    """A municipality by its name, with its figure and its place once it is chosen; and who has no figure."""
    widgets.pointer(here, choice)
    if choice.area in here.members:
        frame.note(about(here, seen, choice.area))
        link = escape(frame.address(here, "municipality", area=choice.area))
        words = here.t("portrait.see", place=names().get(choice.area, choice.area))
        st.html(f'<p class="note"><a href="{link}">{escape(words)}</a></p>')
    elif len(here.members) <= PLACED:
        frame.notes([about(here, seen, area) for area in here.members])
    if len(seen.absent) and len(here.members) > PLACED:
        frame.note(here.t("map.partly", places=wording.shortened(list(seen.absent["name"]), here.language)))


def about(here: Place, seen: View, area: str) -> str:
    """One municipality in words: figure, place among its state's and among those of its size."""
    found = seen.own.set_index("area").loc[area]
    if pd.isna(found["value"]):
        return f"{found['name']}: {catalog().vocabulary.statuses[found['status']].in_(here.language)}."
    words = style.number(found["value"], seen.indicator, here.language)
    rank = found["rank_state"] if caution.ranked(seen) else pd.NA
    place = contrasts.place(rank, found["of_state"], seen.indicator, called(area[:2], here.language), here.language)
    size = sizes.place(seen.indicator.id, seen.period, area) if place and seen.breakdown == "total" else None
    told = ", ".join(filter(None, (words, place, bands.said(size, here.language))))
    return f"{found['name']}: {told}."


def nothing(here: Place, seen: View) -> None:
    """Why there is no picture, and where the figure could come from."""
    source = catalog().sources[seen.indicator.source].title.in_(here.language)
    title = seen.indicator.title.in_(here.language)
    wider = [r.name(here.language) for r in seen.references if r.value is not None]
    wider += [here.zone.short.in_(here.language)] if seen.whole.printed else []
    if wider:
        frame.nothing(here.t("map.only", title=title, places=wording.listed(wider, here.language), source=source))
    else:
        frame.nothing(here.t("map.empty", title=title, zone=here.zone_title, source=source))
