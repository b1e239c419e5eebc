"""Pieces of the zone builder: which municipalities, under which name, what lies around, and what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import controls, live, offices, picture, style, wording, zones
from dashboard.controls import Place
from dashboard.drawing import Drawing, Legend, Mark
from dashboard.parts import frame, places
from dashboard.zones import CHOSEN, MOST
from data.areas import names
from data.catalog import catalog
from geo import layers
from geo.adjacent import neighbours

PEOPLE = "population_total"
OFFERED = 14  # neighbours that have a link of their own; the map and the list reach the others
_HERE = Path(__file__).parent
_saved = st.components.v2.component(
    "observatory_saved_zones",
    html=(_HERE / "saved.html").read_text(encoding="utf-8"),
    js=(_HERE / "saved.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def story(here: Place) -> str:
    """How many municipalities and people the zone joins, and whether anybody declared it."""
    people = live.newest(PEOPLE, here.zone)
    name, count = here.zone.title.in_(here.language), len(here.members)
    if people is None or people.whole.value is None:
        told = here.t("zones.lead.plain", zone=name, count=style.decimal(count))
    else:
        key = "zones.lead.one" if count == 1 else "zones.lead.many"
        told = here.t(
            key, zone=name, count=wording.counted(count, here.language), people=style.decimal(people.whole.value),
            period=style.period(people.period, here.language), office=offices.named(people.indicator, here.language),
        )  # fmt: skip
    if count == 1 or here.zone.all_of:
        return told + "."
    if not zones.is_declared(here.zone):
        return f"{told}; {here.t('zones.lead.undeclared')}."
    by = here.zone.declared_by
    return f"{told}; {here.t('zones.lead.declared', by=by.in_(here.language))}." if by else told + "."


def chooser(here: Place) -> None:
    """The municipalities as chips that can be taken out, a box that finds one more, and the name of the set."""
    listed = here.members if len(here.members) <= MOST else ()
    if not listed:
        count = style.decimal(len(here.members))
        frame.note(here.t("zones.whole", zone=here.zone.title.in_(here.language), count=count, most=MOST))
    _chips(here, listed)
    if here.zone.kind != "custom":
        if zones.is_declared(here.zone) and listed:
            frame.note(here.t("zones.official", zone=here.zone.title.in_(here.language)))
        return
    own = zones.key(here.zone).removeprefix(CHOSEN).partition(":")[2]
    named = f"name:{here.language}"
    if st.session_state.get(named) != own:
        st.session_state[named] = own
    st.text_input(
        here.t("zones.name"), key=named, max_chars=zones.LONGEST_NAME, placeholder=here.t("zones.name_example"),
        on_change=lambda: _write(here, listed, st.session_state[named]),
    )  # fmt: skip


def _chips(here: Place, listed: tuple[str, ...]) -> None:
    told = zones.named(listed)
    chips = [
        (area, told[area], _address(here, _key(here, rest)) if (rest := [a for a in listed if a != area]) else "")
        for area in listed
    ]
    places.listed(here, chips, here.t("zones.members"))
    if len(listed) >= MOST:
        frame.note(here.t("zones.most", most=MOST))
        return
    own = zones.key(here.zone).removeprefix(CHOSEN).partition(":")[2] if here.zone.kind == "custom" else ""
    one_more = CHOSEN + ",".join((*listed, places.ONE_MORE)) + (f":{own}" if own else "")
    label = here.t("zones.choose")
    places.find(
        here, _address(here, one_more), label=label, short=label, key="find", municipalities=True,
        instead=completed(here, listed),
    )  # fmt: skip


def completed(here: Place, listed: tuple[str, ...]) -> dict[str, str]:
    """Where the box leads with a municipality that is in already, or makes the set a declared zone."""
    own, told = set(listed), {area: _address(here, zones.key(here.zone)) for area in listed}
    for key, zone in live.every_zone().items():
        lacking = set(zone.members) - own
        if own < set(zone.members) and len(lacking) == 1:
            told.setdefault(lacking.pop(), _address(here, key))
    return told


def _write(here: Place, members: Sequence[str], name: str | None = None) -> None:
    """The set goes to the address; a name stays with it until another is given."""
    address = _key(here, members, name) if members else ""
    controls.write("area", "")
    controls.write("zone", "" if address == controls.default("zone") else address)


def _key(here: Place, members: Sequence[str], name: str | None = None) -> str:
    """What the set is called in an address; a declared one has its own key again."""
    own = zones.key(here.zone).removeprefix(CHOSEN).partition(":")[2] if here.zone.kind == "custom" else ""
    told = zones.tidy_name(own if name is None else name)
    text = CHOSEN + ",".join(members) + (f":{told}" if told else "")
    return zones.key(zones.find(text, dict(live.every_zone())))


def around(here: Place) -> tuple[str, ...]:
    """The municipalities that border the zone on land, by name."""
    touching = neighbours()
    found = {near for area in here.members for near in touching.get(area, ())} - set(here.members)
    return tuple(sorted(found, key=lambda area: names()[area]))


def offers(here: Place) -> None:
    """A link for each neighbour that adds it to the zone."""
    near = around(here)
    if not near or len(here.members) >= MOST:
        return
    told = zones.named(near)
    links = [_link(here, (*here.members, area), told[area]) for area in near[:OFFERED]]
    if 1 < len(near) <= MOST - len(here.members):
        links.append(_link(here, (*here.members, *near), here.t("zones.add_all", count=style.decimal(len(near)))))
    st.html(f'<p class="offers"><b>{escape(here.t("zones.add"))}</b>{"".join(links)}</p>')
    frame.note(here.t("zones.lake"))


def _link(here: Place, members: Sequence[str], words: str) -> str:
    address = _address(here, _key(here, members))
    return f'<a href="{escape(address)}"><span aria-hidden="true">+ </span>{escape(words)}</a>'


def _address(here: Place, key: str) -> str:
    """This page with a zone; the usual one leaves no trace."""
    kept = {name: st.query_params[name] for name in ("indicator", "period") if name in st.query_params}
    there = {} if key == controls.default("zone") else {"zone": key}
    return frame.address(replace(here, zone=catalog().default_zone), "zones", **there, **kept)


def map_(here: Place) -> None:
    """The zone and what borders it; choosing a municipality adds it or takes it out."""
    if len(here.members) > MOST:
        return
    clicked = frame.show(_drawing(here, dark=here.dark), "map", 440)
    if clicked:
        inside = [area for area in here.members if area != clicked]
        _write(here, inside if clicked in here.members else [*inside, clicked])
        st.rerun()
    frame.note(here.t("zones.map_hint"))


def pictures(here: Place) -> list[Drawing]:
    """The map on paper, with what it shows and whose limits they are; none where the zone has no map here."""
    if len(here.members) > MOST:
        return []
    many = "overview.members" if len(here.members) > 1 else "overview.member"
    count = here.t(many, count=style.decimal(len(here.members)))
    by = here.zone.declared_by
    told = here.t("zones.lead.declared", by=by.in_(here.language)) if by else ""
    about = ". ".join(wording.capital(words) for words in (count, told) if words)
    title = f"{here.zone_title}: {here.t('zones.map').lower()}"
    drawn = _drawing(here, dark=False)
    return [replace(drawn, title=title, subtitle=about, source=here.t("zones.limits"))]


def _drawing(here: Place, *, dark: bool) -> Drawing:
    shown = (*here.members, *around(here))
    told, level = zones.named(shown), layers.level_for(shown)
    inside = set(here.members)
    states = [here.t("zones.near"), here.t("zones.in")]
    marks = tuple(
        Mark(area, step=int(area in inside), note=states[area in inside], highlighted=area in inside) for area in shown
    )
    tints = style.ramp(7, False, dark)
    palette = picture.colours(dark, None)
    return Drawing(
        level=level, marks=marks, palette=replace(palette, steps=(tints[1], tints[4])),
        words=picture.words(here.language), title=here.t("zones.map"), language=here.language,
        alternative=here.t("zones.map_alternative", zone=here.zone_title), legend=Legend(classes=tuple(states)),
        view=layers.view(level, list(told)),
    )  # fmt: skip


def saved(here: Place) -> None:
    """The zones kept in this browser, and a button that keeps this one."""
    frame.section(here.t("zones.saved.title"))
    kept = {k: v for k, v in here.address.items() if k != "zone"}
    base = frame.address(here, "zones").split("?")[0]
    _saved(
        data={
            "key": zones.key(here.zone) if here.zone.kind == "custom" else "",
            "label": here.zone_title,
            "address": base + (f"?lang={kept['lang']}" if kept else ""),
            "words": {name: here.t(f"zones.saved.{name}") for name in ("save", "kept", "none", "remove", "full")},
        },
        key="saved",
        height="content",
    )
