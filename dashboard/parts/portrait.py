"""Pieces of the page of one municipality, or of a zone: who it is, what stands out, every topic, what to take away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape

import streamlit as st

from dashboard import contrasts, controls, live, offices, overview, style, zones
from dashboard.analysis import lines, portrait
from dashboard.analysis.lines import ZONE, Line
from dashboard.analysis.portrait import GROWTH, OLD, PEOPLE, YOUNG, Findings
from dashboard.controls import Place
from dashboard.live import portraits
from dashboard.parts import frame, places
from data.areas import municipalities_of, names

CAPITAL = "09"  # its boroughs are no municipalities


@dataclass(frozen=True)
class Seen:
    """The place the page is about, in every indicator."""

    here: Place
    area: str  # "" for the zone itself
    lines: tuple[Line, ...]
    findings: Findings | None

    @property
    def title(self) -> str:
        """Its whole name."""
        return names()[self.area] if self.area else self.here.zone_title

    @property
    def name(self) -> str:
        """Its name inside a sentence."""
        return names()[self.area] if self.area else self.here.zone.short.in_(self.here.language)

    @property
    def state(self) -> str:
        """The state its place in an order is of; "" for a zone."""
        return overview.called(self.area[:2], self.here.language) if self.area else ""

    @cached_property
    def of(self) -> dict[str, Line]:
        """Indicator → line."""
        return {line.indicator.id: line for line in self.lines}

    @property
    def first(self) -> str:
        """Name of who it is compared with first; "" for the nation."""
        column = next(iter(lines.columns(self.area, self.here.zone)), "")
        own = self.here.zone.short.in_(self.here.language)
        return own if column == ZONE else overview.called(column, self.here.language) if column else ""


def look(here: Place) -> Seen:
    """What the address asks for: a municipality, or the zone when it names none."""
    area = controls.asked("area", municipalities_of(overview.NATION), "")
    return Seen(here, area, portraits.told(area, here.zone), portraits.findings(area, here.zone))


def lead(seen: Seen) -> None:
    """How many live there, what part of the zone they are, their ages and their growth."""
    here, people = seen.here, seen.of.get(PEOPLE)
    if people is None or people.own.value is None:
        return
    whole, part = _part_of(seen)
    sentence = contrasts.portrait(
        seen.title, people.own.value, people.period, here.language, zone=whole, of_zone=part
    )  # fmt: skip
    frame.lead(f"{sentence} {portrait.who(seen.of, here.language)}".strip())
    behind = [
        offices.named(seen.of[name].indicator, here.language)
        for name in (PEOPLE, YOUNG, OLD, GROWTH)
        if name in seen.of
    ]
    told = ", ".join(dict.fromkeys(part for names_ in behind for part in names_.split(", ")))
    frame.note(f"{_facts(seen)} {here.t('portrait.offices', offices=told)}")


def _part_of(seen: Seen) -> tuple[str, float | None]:
    """The zone or state it is a part of, with its people."""
    people, here = seen.of[PEOPLE], seen.here
    inside = seen.area in here.members and ZONE in people.others
    column = ZONE if inside else seen.area[:2] if seen.area else next(iter(people.others), "")
    if column not in people.others:
        return "", None
    name = here.zone.short.in_(here.language) if column == ZONE else overview.called(column, here.language)
    return name, people.others[column].value


def _facts(seen: Seen) -> str:
    """What kind of place it is, in one line."""
    here = seen.here
    if not seen.area:
        count = len(here.members)
        return (
            here.t("overview.member" if count == 1 else "overview.members", count=style.decimal(count)).capitalize()
            + "."
        )
    kind = "of_capital" if seen.area.startswith(CAPITAL) else "of_state"
    told = [here.t(f"portrait.{kind}", state=seen.state), here.t("portrait.key", code=seen.area)]
    if seen.area in here.members and here.zone.all_of is None and len(here.members) > 1:
        told.append(here.t("portrait.part_of", zone=here.zone_title))
    return ", ".join(told) + "."


def chooser(seen: Seen) -> None:
    """Any municipality by its name, and the zone it is compared with."""
    here = seen.here
    with st.container(horizontal=True, key="who", vertical_alignment="top", gap="small"):
        whole = here.t("portrait.whole_zone", zone=here.zone_title)
        places.jump(here, "municipality", seen.area, label=here.t("portrait.choose"), whole=whole)
        known = dict(live.every_zone())
        current = zones.key(here.zone)
        known.setdefault(current, here.zone)
        label = here.t("portrait.compare_zone" if seen.area else "controls.zone")
        st.selectbox(
            label, list(known), format_func=lambda key: zones.label(known[key], here.language),
            filter_mode="contains", **controls.bound("zone", current, f"portrait_{here.language}"),
        )  # fmt: skip


def summary(seen: Seen) -> None:
    """Strengths and gaps in sentences written from the figures."""
    here, found = seen.here, seen.findings
    frame.section(here.t("portrait.summary"))
    if found is None:
        kind = "nation" if here.zone.all_of == overview.NATION else "states"
        frame.note(here.t(f"portrait.nobody.{kind}", place=seen.name))
        return
    other = overview.called(found.other, here.language)
    told = portrait.summary(found, seen.of, seen.name, other, seen.state or None, here.language)
    st.html("".join(f'<p class="minutes">{escape(sentence)}</p>' for sentence in told))
