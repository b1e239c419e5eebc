"""The places compared: each a chip that can be taken out, and a box that finds more of them however they are spelled.

Streamlit's own box of chips knows no accents: «tepatitlan» finds nothing in it. Chips and answers are links: an
address with one place less, or one more.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import controls, style, zones
from dashboard.analysis import compare
from dashboard.analysis.compare import MOST, Party
from dashboard.controls import Place
from dashboard.parts import frame, search

KEPT = ("indicator", "period", "breakdown", "base", "spread")
ONE_MORE = "__key__"
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
    items = []
    for one in chosen:
        mark = style.mark(one.key, here.dark)
        glyph = f'<i aria-hidden="true" style="color:{mark.colour}">{mark.glyph}</i>' if mark else ""
        name = zones.label(one.zone, here.language) if one.zone else called[one.key]
        rest = [key for key in keys if key != one.key]
        out = here.t("compare.remove", place=name)
        link = f'<a href="{escape(_address(here, rest, usual))}" aria-label="{escape(out)}" title="{escape(out)}">×</a>'
        items.append(f"<li>{glyph}<span>{escape(name)}</span>{link if rest else ''}</li>")
    head = escape(here.t("compare.areas"))
    with st.container(horizontal=True, key="places", vertical_alignment="center", gap="small"):
        st.html(f'<ul class="chips" aria-label="{head}">{"".join(items)}</ul>', width="stretch")
        if len(keys) < MOST:
            find(here, _address(here, [*keys, ONE_MORE], usual).replace(ONE_MORE, "{key}"))


def find(here: Place, address: str) -> None:
    """A box whose answers are put into `address` where it says {key}."""
    words = {name: here.t(f"search.{name}") for name in search.WORDS}
    words |= {"label": here.t("compare.find"), "short": here.t("compare.add")}
    _box(
        data={"language": here.language, "zone": "", "base": controls.base_path(), "words": words, "address": address},
        key="add", height="content",
    )  # fmt: skip


def _address(here: Place, keys: list[str], usual: tuple[Party, ...]) -> str:
    """This page with other places; those it shows anyway leave no trace."""
    same = keys == [p.key for p in usual]
    kept = {name: st.query_params[name] for name in KEPT if name in st.query_params}
    return frame.address(here, "compare", **({} if same else {"areas": compare.joined(keys)}), **kept)
