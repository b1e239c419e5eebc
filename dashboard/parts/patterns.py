"""Pieces of the page of patterns: what the address asks, the sentence, ours one by one, the controls."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import controls, live, style
from dashboard.analysis import pattern_view, pattern_words, patterns
from dashboard.analysis.pattern_view import Seen
from dashboard.controls import Place
from dashboard.live import patterns as doors
from dashboard.overview import called, state_of
from dashboard.parts import frame, guard, widgets
from dashboard.view import FEW
from data.areas import municipalities_of, names
from data.catalog import catalog
from data.entries import Indicator

NEIGHBOURS = ("land", "across")


def indicator() -> Indicator:
    """Which figure the address asks for."""
    return catalog().indicators[controls.asked("indicator", options(), unsaid())]


def look(here: Place, indicator: Indicator) -> Seen:
    """Everything the page shows of what the address asks."""
    known, newest = live.periods(indicator.id), live.latest(indicator.id)
    period = controls.asked("period", known, newest)
    scopes = pattern_view.scopes(here.zone)
    scope = next(s for s in scopes if s == controls.asked("among", scopes, scopes[0]))
    of = pattern_view.territory(here.zone, scope)
    across = doors.by_the_lake(of) and controls.asked("neighbours", NEIGHBOURS, "land") == "across"
    area = controls.asked("area", municipalities_of(of), "")
    with st.spinner(here.t("patterns.working")):
        found = doors.associated(indicator.id, period, of, across)
    return pattern_view.seen(indicator, live.values(indicator.id, period), here.zone, of, period, found, across, area)


def options() -> list[str]:
    """What may be studied, by topic."""
    return patterns.offered(entry for own in live.offered().topics.values() for entry in own)


def unsaid() -> str:
    """The figure shown unasked."""
    usual = controls.default("indicator")
    return usual if usual in options() else options()[0]


def lead(here: Place, seen: Seen) -> None:
    """The finding, and each of ours beside its neighbours."""
    frame.lead(pattern_words.finding(seen, here.language))
    rows = seen.rows.set_index("area")
    items = []
    for key in seen.ours:
        mark = style.mark(key, here.dark)
        sign = f'<i style="color:{mark.colour}" aria-hidden="true">{mark.glyph}</i>' if mark else "<i></i>"
        told = pattern_words.of_one(seen, rows.loc[key], here.language)
        items.append(f"<li>{sign}<b>{escape(rows.loc[key, 'name'])}</b> {escape(told)}</li>")
    if items:
        st.html(f'<ul class="each">{"".join(items)}</ul>')
    if len(here.members) > FEW and here.zone.all_of is None:
        frame.note(pattern_words.of_zone(seen, here.members, here.language))


def row(here: Place, seen: Seen) -> None:
    """The controls: which figure and when, among whom, who is a neighbour."""
    where = f"{seen.indicator.id}_{seen.of.all_of}"
    with st.container(horizontal=True, key="pattern_controls", vertical_alignment="bottom", gap="small"):
        widgets.indicator(here, "indicator", seen.indicator.id, options(), ("period",), unsaid())
        _period(here, seen)
        scopes = pattern_view.scopes(here.zone)
        current = "nation" if seen.of.all_of == "00" else "state"
        place = called(state_of(here.zone) or "00", here.language)
        widgets.select(
            here, "among", list(scopes), current,
            lambda key: here.t(f"patterns.options.{key}", **({"place": place} if key == "state" else {})),
            "patterns", ("area",), scopes[0],
        )  # fmt: skip
        if doors.by_the_lake(str(seen.of.all_of)):
            widgets.select(
                here, "neighbours", list(NEIGHBOURS), NEIGHBOURS[seen.across],
                lambda key: here.t(f"patterns.options.{key}"), where, omitted="land",
            )  # fmt: skip


def _period(here: Place, seen: Seen) -> None:
    """The periods of the figure; a box that is switched off would be too pale to read, so a single one stays open."""
    known = live.periods(seen.indicator.id)[::-1] or [""]
    widgets.select(
        here, "period", known, seen.period,
        lambda period: style.period(period, here.language) if period else here.t("controls.no_period"),
        seen.indicator.id, (), live.latest(seen.indicator.id),
    )  # fmt: skip


def remarks(here: Place, seen: Seen) -> None:
    """What to beware of: unsure figures, small denominators, models that smooth, and who has no figure."""
    guard.show(here, seen.remarks)
    having = int(seen.rows["value"].notna().sum())
    told = []
    if seen.rows["status"].eq("modelled").any():
        told.append(here.t("patterns.modelled"))
    if having < len(seen.rows):
        told.append(here.t(
            "patterns.only_part", having=style.decimal(having), count=style.decimal(len(seen.rows)),
            place=pattern_words.place(seen, here.language),
        ))  # fmt: skip
    if told:
        frame.notes(told)


def pointer(here: Place, seen: Seen) -> None:
    """Any municipality by its name: the same as a click on the map."""
    known = dict(zip(seen.rows["area"], seen.rows["name"], strict=True))
    widgets.select(
        here, "area", ["", *sorted(known, key=lambda key: (known[key], key))], seen.pointed,
        lambda key: known.get(key, names().get(key, key)) if key else here.t("map.find_none"),
        f"patterns_{seen.of.all_of}",
    )  # fmt: skip
