"""What a reader touches: menu, language, zone, and the row of controls above a map."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import streamlit as st

from dashboard import controls, export, live, style, text, zones
from dashboard.addresses import MENU, page_file
from dashboard.analysis.change import Pair
from dashboard.controls import COUNTS, DEPENDENT, METHODS, Choice, Place, bound, default
from dashboard.drawing import OUTLINE_AT_MOST
from data.areas import names
from data.catalog import catalog

SAVED = "saved_zones"  # where a session keeps the zones that this browser keeps


def menu(here: Place) -> None:
    """The side bar: zone and pages, nothing else."""
    st.html(f'<p class="brand">{here.t("site.name")}</p>')
    zone(here, "menu")
    for section, pages in MENU.items():
        with st.container(gap="xsmall", key=f"menu_{section}"):
            st.html(f'<p class="menu">{here.t(f"site.menu.{section}")}</p>')
            for name in pages:
                st.page_link(page_file(name), label=here.t(f"site.{name}"), query_params=here.address)


def language(here: Place) -> None:
    """ES | EN, at the top of every page."""
    st.segmented_control(
        here.t("site.language"), text.LANGUAGES, required=True, format_func=str.upper, label_visibility="collapsed",
        **bound("lang", here.language, "top"),
    )  # fmt: skip


def zone(here: Place, where: str) -> None:
    """A zone of the catalogue, an official metropolis, or the list of municipalities in the address."""
    every = dict(live.every_zone())
    known = {key: every[key] for key in catalog().zones}
    for key in st.session_state.get(SAVED, ()):
        with suppress(zones.UnknownZone):  # a municipality that is no more
            kept = zones.find(str(key), every)
            known[zones.key(kept)] = kept
    known |= every
    current = zones.key(here.zone)
    if current not in known:
        known[current] = here.zone
    select(here, "zone", list(known), current, lambda key: zones.label(known[key], here.language), where, ("area",))


def row(here: Place, choice: Choice) -> None:
    """The controls above a map, left to right as a reader would say them."""
    with st.container(horizontal=True, key="controls", vertical_alignment="bottom", gap="small"):
        figure(here, choice)
        zone(here, "row")
        classed = choice.indicator.kind != "count" and not choice.indicator.labels and choice.view != "change"
        if classed and len(here.members) > OUTLINE_AT_MOST:
            _classes(here, choice)


def figure(here: Place, choice: Choice) -> None:
    """Which figure: topic, indicator, period and, where there are, the part of the people."""
    _topic(here, choice)
    _indicator(here, choice)
    period(here, choice)
    if choice.indicator.breakdowns:
        options = ["total", *choice.indicator.breakdowns]
        words: Callable[[str], str] = lambda key: export.breakdown_label(key, here.language)  # noqa: E731
        select(here, "breakdown", options, choice.breakdown, words, choice.indicator.id)


def indicator(
    here: Place, name: str, current: str, among: list[str] | None = None, drops: tuple[str, ...] = (),
    omitted: str | None = None,
) -> None:  # fmt: skip
    """Any indicator with public figures in one box, tied to the parameter `name` (labelled controls.<name>)."""
    entries, topics = catalog().indicators, catalog().vocabulary.topics
    options = held(current, among if among is not None else live.offered().indicators)

    def words(key: str) -> str:
        return f"{entries[key].title.in_(here.language)} · {topics[entries[key].topic].in_(here.language)}"

    select(here, name, options, current, words, "any", drops, omitted)


def held(current: str, options: Iterable[str]) -> list[str]:
    """The options with what is shown now among them: the address may name what has no figure yet."""
    told = list(options)
    return told if current in told else [current, *told]


def _topic(here: Place, choice: Choice) -> None:
    """Another topic shows its headline figure."""
    words = catalog().vocabulary.topics
    tied = bound("topic", choice.indicator.topic, here.language)

    def go() -> None:
        first = live.offered().headlines[st.session_state[tied["key"]]].id
        for name in DEPENDENT:
            controls.write(name, "")
        controls.write("indicator", "" if first == default("indicator") else first)

    options = held(choice.indicator.topic, live.offered().topics)
    st.selectbox(
        here.t("controls.topic"), options, key=tied["key"], on_change=go, filter_mode="contains",
        format_func=lambda key: words[key].in_(here.language),
    )  # fmt: skip


def _indicator(here: Place, choice: Choice) -> None:
    options = held(choice.indicator.id, [e.id for e in live.offered().topics.get(choice.indicator.topic, ())])
    select(
        here, "indicator", options, choice.indicator.id,
        lambda key: catalog().indicators[key].title.in_(here.language), "", DEPENDENT,
    )  # fmt: skip


def period(here: Place, choice: Choice) -> None:
    """A list of the periods, for those who know which they want (the map has them as a slider); one is only said."""
    label, where = here.t("controls.period"), f"{choice.indicator.id}_{here.language}"
    if choice.pair is not None and choice.pair.refusal != "alone":
        _pair(here, choice, choice.pair)
        return
    if len(choice.periods) < 2:
        only = style.period(choice.period, here.language) if choice.period else here.t("controls.no_period")
        st.selectbox(label, [only], key=f"only:{where}")  # greyed out, its label could not be read
        return
    st.selectbox(
        label, choice.periods[::-1], format_func=lambda p: style.period(p, here.language), filter_mode="contains",
        **bound("period", choice.period, where, omitted=live.latest(choice.indicator.id)),
    )  # fmt: skip


def _pair(here: Place, choice: Choice, pair: Pair) -> None:
    """The two periods of a change; neither is left to a default, or the newest could not be chosen."""
    where = f"pair_{choice.indicator.id}_{here.language}"
    for name, current, options in (
        ("from", pair.since, [p for p in choice.periods if p < pair.until]),
        ("period", pair.until, list(choice.periods[1:])),
    ):
        st.selectbox(
            here.t("time.from" if name == "from" else "time.until"), options[::-1], filter_mode="contains",
            format_func=lambda p: style.period(p, here.language), **bound(name, current, where, omitted=""),
        )  # fmt: skip


def views(here: Place, choice: Choice) -> None:
    """One period, every period, or the change between two; nothing to switch with a single one."""
    if len(choice.periods) < 2 and choice.view == "map":
        return
    st.segmented_control(
        here.t("time.view"), controls.VIEWS, required=True, label_visibility="collapsed",
        format_func=lambda key: here.t(f"time.views.{key}"),
        **bound("view", choice.view, here.language, drops=("from",)),
    )  # fmt: skip


def _classes(here: Place, choice: Choice) -> None:
    """Method, number and limits of the classes, behind one button."""
    with st.popover(here.t("controls.classes"), width="content"):
        select(here, "method", list(METHODS), choice.method, lambda key: here.t(f"controls.methods.{key}"))
        if choice.method == "manual":
            shown = ",".join(f"{c:g}" for c in choice.cuts)
            st.text_input(
                here.t("controls.cuts"), placeholder=here.t("controls.cuts_example"),
                **bound("cuts", shown, "typed", tidy=lambda typed: ",".join(f"{c:g}" for c in controls.numbers(typed))),
            )  # fmt: skip
        else:
            select(here, "k", list(COUNTS), str(choice.k), str)


def pointer(here: Place, choice: Choice) -> None:
    """The same as a click on the map, for those who know the name or use no mouse."""
    known = names()
    options = ["", *sorted(here.members, key=lambda key: known.get(key, key))]
    area = choice.area if choice.area in here.members else ""
    select(here, "area", options, area, lambda key: known.get(key, key) if key else here.t("map.find_none"), "pointer")


def select(
    here: Place,
    name: str,
    options: list[str],
    current: str,
    words: Callable[[str], str],
    where: str = "",
    drops: tuple[str, ...] = (),
    omitted: str | None = None,
) -> None:
    """A select box over ids, tied to the address; `omitted` is the value that needs no writing there."""
    tied: dict[str, Any] = bound(name, current, f"{where}_{here.language}", drops=drops, omitted=omitted)
    label = here.t(f"controls.{name}")
    st.selectbox(label, options, format_func=words, filter_mode="contains", **tied)
