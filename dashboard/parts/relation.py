"""Pieces of the page «Relación»: what the address asks, the sentence, the controls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard import controls, live, style, zones
from dashboard.analysis import matrix, relation_words
from dashboard.analysis.pair import SCALES, Pair, Scope, scopes
from dashboard.controls import Place
from dashboard.live import relation as doors
from dashboard.overview import called, state_of
from dashboard.parts import frame, widgets
from data.areas import names
from data.catalog import catalog

# The pair shown unasked. Among Jalisco's 125 municipalities more schooling goes with less poverty (rho −0.50), and
# ours stand on both sides of the line: Ocotlán 5.6 points below it, Jamay 6.1 above (census and CONEVAL, 2020).
USUAL = ("schooling_years", "poverty_pct")
DEPENDENT = ("px", "py", "scale")  # what another indicator leaves without meaning


@dataclass(frozen=True)
class Choice:
    """What the address asks this page for; usual: what x and y are when it does not say."""

    x: str
    y: str
    px: str
    py: str
    scope: Scope
    scale: str
    topic: str
    pointed: str
    usual: tuple[str, str]
    unsaid: tuple[str, str]  # the periods that need no writing


def choice(here: Place) -> Choice:
    """The two indicators, their periods, whose municipalities, on which scale."""
    usual = _usual()
    x, y = (controls.asked(name, _options(), unsaid) for name, unsaid in zip(("x", "y"), usual, strict=True))
    known = {x: live.periods(x), y: live.periods(y)}
    asked_x, asked_y = controls.asked("px", known[x], ""), controls.asked("py", known[y], "")
    unsaid = _unsaid(x, y, asked_x, asked_y)
    allowed = scopes(here.zone)
    scope = next((s for s in allowed if s == controls.asked("among", allowed, allowed[0])), allowed[0])
    topic = controls.asked("topic", live.offered().topics, catalog().indicators[y].topic)
    return Choice(
        x, y, asked_x or unsaid[0], asked_y or unsaid[1], scope, controls.asked("scale", SCALES, ""), topic,
        controls.asked("area", names(), ""), usual, unsaid,
    )  # fmt: skip


def _options() -> list[str]:
    """Every indicator that has a scale: grades only repeat their index."""
    return [entry.id for own in live.offered().topics.values() for entry in own if not entry.labels]


def _usual() -> tuple[str, str]:
    if all(name in live.offered().indicators for name in USUAL):
        return USUAL
    first, *rest = _options() or list(catalog().indicators)
    return first, (rest or [first])[0]


def _unsaid(x: str, y: str, asked_x: str, asked_y: str) -> tuple[str, str]:
    """The periods nobody asked for: the other one's if it was, else the newest both have, else each one's newest."""
    known = {x: live.periods(x), y: live.periods(y)}
    newest = {x: live.latest(x), y: live.latest(y)}
    shared = matrix.in_common(known[x], known[y], min(newest.values()))
    return (
        asked_y if asked_y in known[x] and asked_y else shared or newest[x],
        asked_x if asked_x in known[y] and asked_x else shared or newest[y],
    )


def look(here: Place, chosen: Choice) -> Pair:
    """Everything the page shows of a choice."""
    return doors.seen(
        chosen.x, chosen.y, chosen.px, chosen.py, zones.key(here.zone), chosen.scope, chosen.scale, chosen.pointed
    )


def title(here: Place, chosen: Choice) -> str:
    """What the page is about: the names of the two."""
    known = catalog().indicators
    return relation_words.named(known[chosen.x], known[chosen.y], here.language)


def lead(here: Place, seen: Pair) -> None:
    """The finding; then what it does not mean, and who of ours departs most."""
    frame.lead(relation_words.finding(seen, here.language))
    departs = " ".join(
        filter(None, (relation_words.departs(seen, here.language), relation_words.shared(seen, here.language)))
    )
    st.html(f'<p class="after"><b>{escape(relation_words.caution(here.language))}</b> {escape(departs)}</p>')


def row(here: Place, chosen: Choice, seen: Pair) -> None:
    """The controls: both indicators with their periods, whose municipalities, which scale, whom to point out."""
    with st.container(horizontal=True, key="relation_controls", vertical_alignment="bottom", gap="small"):
        widgets.indicator(here, "x", chosen.x, _options(), DEPENDENT, chosen.usual[0])
        _period(here, "px", chosen.x, chosen.px, chosen.unsaid[0])
        widgets.indicator(here, "y", chosen.y, _options(), DEPENDENT, chosen.usual[1])
        _period(here, "py", chosen.y, chosen.py, chosen.unsaid[1])
        allowed = scopes(here.zone)
        place = called(state_of(here.zone) or "00", here.language)
        widgets.select(
            here, "among", list(allowed), chosen.scope,
            lambda key: here.t(f"relation.options.{key}", **({"place": place} if key == "state" else {})),
            zones.key(here.zone), (), allowed[0],
        )  # fmt: skip
        words = {"": "auto", "linear": "linear", "log": "log"}
        widgets.select(here, "scale", list(words), chosen.scale, lambda key: here.t(f"relation.options.{words[key]}"))
        _pointer(here, chosen, seen)


def _period(here: Place, name: str, indicator: str, current: str, unsaid: str) -> None:
    """The periods of one of the two, the newest first."""
    known = live.periods(indicator)[::-1]
    words = lambda period: style.period(period, here.language) if period else here.t("controls.no_period")  # noqa: E731
    widgets.select(here, name, known or [""], current, words, indicator, (), unsaid)


def _pointer(here: Place, chosen: Choice, seen: Pair) -> None:
    """Any municipality by its name, to find it in the cloud without a mouse."""
    known: Sequence[str] = list(seen.told.sort_values("name")["area"])
    words = dict(zip(seen.rows["area"], seen.rows["name"], strict=True))
    current = chosen.pointed if chosen.pointed in words else ""
    widgets.select(
        here, "area", ["", *known], current if current in known else "",
        lambda key: words.get(key, key) if key else here.t("map.find_none"), f"relation_{chosen.scope}",
    )  # fmt: skip
