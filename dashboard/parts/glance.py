"""Pieces of the overview: what a zone is, its headline figures, what sets it apart from its state."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from dashboard import contrasts, live, offices, overview, picture, sentences, strips, style, wording, zones
from dashboard.controls import Place
from dashboard.drawing import Drawing
from dashboard.gaps import Gap
from dashboard.overview import Row
from dashboard.parts import frame
from dashboard.view import FEW
from data.catalog import catalog

PEOPLE = "population_total"
ROW_PX = 84  # the least a row of the headline table takes


def facts(here: Place) -> None:
    """How many people, how many municipalities, and who declared the zone."""
    people = live.newest(PEOPLE, here.zone)
    told = []
    if people is not None and people.whole.value is not None:
        period = style.period(people.period, here.language)
        office = offices.named(people.indicator, here.language)
        told.append(here.t("overview.people", people=style.decimal(people.whole.value), period=period, office=office))
    count = len(here.members)
    members = here.t("overview.member" if count == 1 else "overview.members", count=style.decimal(count))
    spans = "".join(f"<span>{escape(words)}</span>" for words in told)
    spans += f"<span>{escape(members)}{_each(here)}</span>"
    st.html(f'<p class="facts">{spans}<span class="declared">{escape(declared(here))}</span></p>')


def _each(here: Place) -> str:
    """The few members of a zone by name, each a link to its portrait."""
    if len(here.members) > FEW:
        return ""
    named = zones.named(here.members).items()
    return ": " + ", ".join(
        f'<a href="{escape(frame.address(here, "municipality", area=key))}">{escape(name)}</a>' for key, name in named
    )


def declared(here: Place) -> str:
    """Who drew the zone and when; a set nobody declared says so."""
    zone = here.zone
    if not zones.is_declared(zone) or zone.declared_by is None:
        return "" if zones.is_declared(zone) else here.t("overview.undeclared")
    by = zone.declared_by.in_(here.language)
    if zone.declared_on is None:
        return here.t("overview.declared", by=by)
    return here.t("overview.declared_on", by=by, on=style.day(zone.declared_on, here.language))


def locator(here: Place) -> None:
    """Where the zone is, with its people printed on it when there is room."""
    frame.show(where(here, dark=here.dark), "locator", 340)


def where(here: Place, *, dark: bool) -> Drawing:
    """The map itself, for the page (`dark` as the page is) and for paper."""
    people = live.newest(PEOPLE, here.zone)
    known = {m.area: m.value for m in people.members if m.value is not None} if people else {}
    title = here.zone.title.in_(here.language)
    drawn = picture.locator(
        here.members,
        known,
        here.language,
        dark=dark,
        title=here.t("overview.where", zone=title),
        alternative=here.t("overview.where_alternative", zone=title),
    )
    if people is None:
        return drawn
    told = f"{people.indicator.title.in_(here.language)}, {style.period(people.period, here.language)}"
    cited = catalog().sources[people.indicator.source].citation.in_(here.language)
    return replace(drawn, subtitle=told, source=cited)


def headlines(here: Place, rows: tuple[Row, ...]) -> None:
    """One figure a topic, each a link to its map."""
    if not rows:
        frame.nothing(here.t("overview.empty"))
        return
    st.html(strips.key(rows, here.zone, here.language))
    # the table's height before its words come, or all that follows would jump
    st.html(f"<style>.st-key-headlines{{min-height:{ROW_PX * len(rows)}px}}</style>")
    with st.container(key="headlines"):
        st.html(strips.table(rows, here.zone, here.language, lambda row: _map(here, row.indicator.id, row.period)))
    lacking = [(row, here.zone, row.whole) for row in rows]
    lacking += [(row, overview.whole(r.area), r.total) for row in rows for r in row.references]
    why = [
        f"{row.indicator.title.in_(here.language)}. {sentences.reason(total, zone, here.language)}"
        for row, zone, total in lacking
        if total.reason
    ]
    if why:
        frame.notes(why)


def story(here: Place, rows: tuple[Row, ...], found: list[Gap]) -> str:
    """The sentence that opens the page: the largest distance to the state, else what varies most within the zone."""
    if found:
        indicator = catalog().indicators[found[0].indicator]
        place = here.zone.short.in_(here.language)
        sentence = contrasts.gap(found[0], indicator, place, here.state_name, here.language)
        return f"{indicator.title.in_(here.language)}: {sentence}"
    row = overview.most_varied(rows)
    if row is None:
        return ""
    frame_ = pd.DataFrame([vars(m) for m in row.members])
    sentence = sentences.finding(row.indicator, frame_, here.zone, row.period, here.language, whole=row.whole)
    return f"{row.indicator.title.in_(here.language)}: {sentence}"


def apart(here: Place, found: list[Gap]) -> None:
    """The largest distances to the state, each a link to its map."""
    if not found:
        frame.nothing(here.t("overview.apart_none"))
        return
    state = here.state_name
    frame.note(here.t("overview.apart_about", place=state))
    items = []
    for one in found:
        indicator = catalog().indicators[one.indicator]
        words = contrasts.gap(one, indicator, here.zone.short.in_(here.language), state, here.language)
        sign = "▲" if one.difference > 0 else "▼"
        by = wording.amount(one.difference, indicator, here.language)
        period = f"{style.period(one.period, here.language)}, {offices.named(indicator, here.language)}"
        link = f'<a href="{escape(_map(here, one.indicator, one.period))}">'
        items.append(
            f'<li><span class="by {one.verdict}">{sign} {escape(by)}</span>'
            f"<span>{link}{escape(indicator.title.in_(here.language))}</a>"
            f'<span class="about">{escape(f"{words[:-1]} ({period}).")}</span></span></li>'
        )
    st.html(f'<ol class="apart">{"".join(items)}</ol>')


def _map(here: Place, indicator: str, period: str) -> str:
    return frame.address(here, "map", indicator=indicator, period=period)
