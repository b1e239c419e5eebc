"""Choosing places: chips that can be taken out, and a box that finds any of them however it is spelled.

Streamlit's own boxes know no accents: «tepatitlan» finds nothing in them. Chips and answers are links: an address
with one place less, one more, or another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import controls, style, zones
from dashboard.analysis import compare
from dashboard.analysis.compare import MOST, Party
from dashboard.controls import Place
from dashboard.parts import frame, search

KEPT = ("indicator", "period", "breakdown", "base", "spread")
ONE_MORE = "__key__"  # where the key of what is found goes
OFFERED = 20  # members of a zone that have a link of their own beside a box
_MARKUP = (
    search.markup()
    .replace('="found" role', '="places" role')
    .replace('controls="found"', 'controls="places"')
    .replace('class="search"', 'class="search places"')
)
_box = st.components.v2.component("observatory_places", html=_MARKUP, js=search.script(), isolate_styles=False)


def chips(here: Place, chosen: tuple[Party, ...], called: dict[str, str], usual: tuple[Party, ...]) -> None:
    """The chosen places, each with a link that takes it out, and the box for one more while there is room."""
    keys = [p.key for p in chosen]
    told = []
    for one in chosen:
        name = zones.label(one.zone, here.language) if one.zone else called[one.key]
        rest = [key for key in keys if key != one.key]
        told.append((one.key, name, _address(here, rest, usual) if rest else ""))
    with st.container(horizontal=True, key="places", vertical_alignment="center", gap="small"):
        listed(here, told, here.t("compare.areas"))
        if len(keys) < MOST:
            address = _address(here, [*keys, ONE_MORE], usual)
            find(here, address, label=here.t("compare.find"), short=here.t("compare.add"), key="add")


def listed(here: Place, told: Sequence[tuple[str, str, str]], label: str) -> None:
    """Places as chips: key, name, and the address without it ("" for what cannot be taken out)."""
    items = []
    for key, name, without in told:
        mark = style.mark(key, here.dark)
        glyph = f'<i aria-hidden="true" style="color:{mark.colour}">{mark.glyph}</i>' if mark else ""
        out = escape(here.t("compare.remove", place=name))
        link = f'<a href="{escape(without)}" aria-label="{out}" title="{out}">×</a>' if without else ""
        items.append(f"<li>{glyph}<span>{escape(name)}</span>{link}</li>")
    if items:
        st.html(f'<ul class="chips" tabindex="-1" aria-label="{escape(label)}">{"".join(items)}</ul>', width="stretch")


def find(
    here: Place, address: str, *, label: str, short: str, key: str, municipalities: bool = False,
    instead: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """A box whose answers are put into `address` in the place of ONE_MORE.

    label: its name for those who hear it; short: what stands in it. municipalities: whether nothing else is offered.
    instead: key → the address to open for that answer.
    """
    words = {name: here.t(f"search.{name}") for name in search.WORDS} | {"label": label, "short": short}
    _box(
        data={
            "language": here.language, "zone": "", "base": controls.base_path(), "words": words,
            "address": address.replace(ONE_MORE, "{key}"), "instead": dict(instead or {}),
            "places": "municipality" if municipalities else "1",
        },
        key=key, height="content",
    )  # fmt: skip


def jump(here: Place, page: str, area: str, *, label: str, whole: str = "", first: str = "", **kept: str) -> None:
    """A box that finds any municipality, and the zone's own one click away.

    area: the one shown, "" for the zone itself, which is offered under the name `whole` where there is one. first:
    the municipality the page shows anyway. kept: what else stays in the address.
    """
    with st.container(key="jump", gap="small"):
        address = frame.address(here, page, area=ONE_MORE, **kept)
        find(here, address, label=label, short=label, key="find", municipalities=True)
        near = zones.named(here.members) if len(here.members) <= OFFERED else {}
        offered = ({"": whole} if whole else {}) | near
        links = []
        for key, name in offered.items():
            to = frame.address(here, page, **({"area": key} if key != first else {}), **kept)
            here_ = ' aria-current="true"' if key == area else ""
            links.append(f'<a href="{escape(to)}"{here_}>{escape(name)}</a>')
        if links:
            st.html(f'<nav class="offers" aria-label="{escape(here.zone_title)}">{"".join(links)}</nav>')


def _address(here: Place, keys: list[str], usual: tuple[Party, ...]) -> str:
    """This page with other places; those it shows anyway leave no trace."""
    same = keys == [p.key for p in usual]
    kept = {name: st.query_params[name] for name in KEPT if name in st.query_params}
    return frame.address(here, "compare", **({} if same else {"areas": compare.joined(keys)}), **kept)
