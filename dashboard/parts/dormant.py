"""The page of an indicator that has no public figure yet: which, where it will come from, where to look meanwhile.

Nothing offers such an indicator; only an address can name it. One rule for every page, asked by the router.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import controls, live, offices, style, wording
from dashboard.analysis.peer_words import quoted
from dashboard.controls import Place
from dashboard.live import state
from dashboard.parts import frame
from data.catalog import catalog
from data.entries import Indicator

# Page → the parameters that name an indicator; where nothing at all is public, those without it have nothing to show.
NAMES = {
    "map": ("indicator",), "compare": ("indicator",), "patterns": ("indicator",), "relation": ("x", "y"),
    "zones": ("indicator",),
}  # fmt: skip


def asked(page: str) -> Indicator | None:
    """The indicator without public figures that the address wants on this page; None when the page can be shown."""
    every, public = catalog().indicators, live.offered().indicators
    named = [st.query_params.get(name, "") for name in NAMES.get(page, ())]
    waiting = [every[name] for name in named if name in every and name not in public]
    if not waiting and named and not public and page != "zones":
        return every[controls.default("indicator")]
    return waiting[0] if waiting else None


def show(here: Place, page: str, entry: Indicator) -> None:
    """The whole page: a sentence, the state of the data, another indicator of the topic."""
    frame.top(here, page)
    frame.title(entry.title.in_(here.language))
    behind = offices.behind(entry)
    each = [f"{quoted(s.title.in_(here.language), here.language)} ({offices.short(s, here.language)})" for s in behind]
    sources = wording.listed(each, here.language)
    told = [here.t("state.dormant.sentence", title=entry.title.in_(here.language), sources=sources)]
    back = [r for row in state.standings() if row.source in behind and row.public is None for r in row.withdrawn[:1]]
    told += [
        here.t("state.dormant.withdrawn", day=style.day(r.withdrawn_at, here.language), why=r.withdrawn_why)
        for r in back
    ]
    told.append(here.t("state.dormant.never"))
    lacking = [s.id for s in behind if s.id not in live.offered().sources] or [s.id for s in behind]
    link = frame.address(here, "state", **({"source": lacking[0]} if lacking else {}))
    st.html(
        f'<div class="nothing dormant"><p>{frame.joined(" ".join(told))}</p>'
        f'<p><a href="{escape(link)}">{escape(here.t("state.dormant.see"))}</a></p>{_instead(here, entry)}</div>'
    )


def _instead(here: Place, entry: Indicator) -> str:
    """The headline of the same topic, when it has one."""
    other = live.offered().headlines.get(entry.topic)
    if other is None:
        return ""
    words = here.t("state.dormant.instead", title=other.title.in_(here.language))
    return f'<p><a href="{escape(frame.address(here, "map", indicator=other.id))}">{escape(words)}</a></p>'
