"""Pieces of the page on sources and method."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from dashboard import live, register, style, wording, zones
from dashboard.controls import Place
from dashboard.parts import frame
from data.areas import names
from data.catalog import catalog
from data.entries import Zone

RULES = ("kept", "absent", "combined", "withdrawn", "ranked")


def rules(here: Place) -> None:
    """How figures are treated, in five sentences."""
    items = "".join(f"<li>{escape(here.t(f'sources.rules.{rule}'))}</li>" for rule in RULES)
    st.html(f'<ul class="rules">{items}</ul>')


def zones_(here: Place) -> None:
    """Which zones there are, who declared them, and when."""
    known = live.every_zone()
    st.html("".join(_zone(here, zone) for zone in catalog().zones.values()))
    others = len(known) - len(catalog().zones)
    if others:
        frame.note(here.t("sources.metropolises", count=style.decimal(others)))


def _zone(here: Place, zone: Zone) -> str:
    keys = zones.members(zone)
    members = style.decimal(len(keys))
    if zone.members:
        members += ": " + wording.listed([names().get(key, key) for key in keys], here.language)
    by = zone.declared_by.in_(here.language) if zone.declared_by and zones.is_declared(zone) else ""
    told = {
        "members": members,
        "by": by or ("" if zones.is_declared(zone) else here.t("sources.nobody")),
        "date": style.day(zone.declared_on, here.language) if zone.declared_on else "",
    }
    cells = "".join(f"<dt>{escape(here.t(f'sources.{k}'))}</dt><dd>{escape(v)}</dd>" for k, v in told.items() if v)
    return f'<div class="card"><h3>{escape(zones.label(zone, here.language))}</h3><dl>{cells}</dl></div>'


def sources(here: Place) -> None:
    """Every source with public figures, with its dates; and how many are still to come."""
    public, entries = live.editions(), live.offered().sources
    frame.section(here.t("sources.listed", count=style.decimal(len(entries))))
    with st.container(gap="xsmall"):
        for name, entry in entries.items():
            with st.expander(entry.title.in_(here.language)):
                st.html(register.source(entry, public.get(name), here.language))
    waiting = len(catalog().sources) - len(entries)
    link = f'<a href="{escape(frame.address(here, "state"))}">{escape(here.t("site.state"))}</a>'
    if waiting:
        words = escape(here.t("sources.waiting", count=style.decimal(waiting)))
        st.html(f'<p class="note">{words} {link}.</p>')


def indicators(here: Place) -> None:
    """The definition of every indicator with public figures, by topic."""
    words, topics = catalog().vocabulary.topics, live.offered().topics
    frame.section(here.t("sources.indicators", count=style.decimal(len(live.offered().indicators))))
    with st.container(gap="xsmall"):
        for topic, entries in topics.items():
            count = style.decimal(len(entries))
            with st.expander(here.t("sources.of_topic", topic=words[topic].in_(here.language), count=count)):
                cards = (register.indicator(e, here.language, partial(_map, here)) for e in entries)
                st.html("".join(cards))


def _map(here: Place, indicator: str) -> str:
    return frame.address(here, "map", indicator=indicator)
