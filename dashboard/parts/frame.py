"""The frame of a page: its style, its head, its first sentence, and what stands where there is nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import component, controls, text
from dashboard.addresses import ADDRESSES
from dashboard.controls import Place
from dashboard.drawing import Drawing
from dashboard.parts import search, widgets

log = logging.getLogger("observatorio")
SLIDER_PX = 92  # room for the periods above a map
_HERE = Path(__file__).parent
_SIGN = re.compile(r"(?<=\d) (?=%|M\b|ha\b|km²|t\b)")
_page = st.components.v2.component("observatory_page", js=(_HERE / "page.js").read_text(encoding="utf-8"))


def language(here: Place) -> None:
    """The page's language, for those who hear it; and the zones kept in this browser, for the lists of zones."""
    kept = list(st.session_state.get(widgets.SAVED, ()))
    told = _page(data={"language": here.language, "saved": kept}, key="page", height=1, on_saved_change=_nothing)
    st.session_state[widgets.SAVED] = tuple(told.saved or ()) if told.saved is not None else tuple(kept)


def _nothing() -> None:
    """Streamlit hands over a component's state only when a callback asks for it."""


def top(here: Place, page: str) -> None:
    """The page's name, the search box, and the other language one click away."""
    with st.container(horizontal=True, key="top", vertical_alignment="center"):
        st.html(f'<p class="kicker">{escape(here.t(f"site.{page}"))}</p>', width="stretch")
        search.box(here)
        widgets.language(here)


def title(words: str) -> None:
    """What the page is about."""
    st.title(words, anchor=False)


def show(drawing: Drawing, key: str, height: int, **more: Any) -> str | None:
    """The map, in a place that has its height before its script comes; the area just chosen on it.

    more: slider, chosen area and what is done with them, as `component.show` takes them.
    """
    _, _, wide, tall = drawing.view or (0.0, 0.0, 1.0, 1.0)
    time = SLIDER_PX if more.get("reel") else 0
    st.html(f"<style>.st-key-{key}{{--shape:min({height}px,{100 * tall / wide:.2f}%);--time:{time}px}}</style>")
    return component.show(drawing, key=key, height=height, **more)


def beside(*widths: int) -> list[DeltaGenerator]:
    """Containers side by side, of these relative widths; under each other on a phone."""
    return st.columns(widths, gap="large")


def section(title: str) -> None:
    """A heading inside a page."""
    st.header(title, anchor=False)


def joined(words: str) -> str:
    """Words as HTML, no figure torn from its sign at the end of a line."""
    return _SIGN.sub("\u00a0", escape(words))


def lead(sentence: str) -> None:
    """The answer, before anything else."""
    if not sentence:
        return
    st.html(f'<p class="lead">{joined(sentence)}</p>')


def figure(number: str, about: str) -> None:
    """One big figure and what it is."""
    st.html(f'<p class="figure"><b>{escape(number)}</b><span>{escape(about)}</span></p>')


def say(words: str) -> None:
    """A sentence of a section, in the size of the text."""
    if words:
        st.html(f'<p class="said">{joined(words)}</p>')


def note(words: str) -> None:
    """A muted line of at most ninety characters; nothing where there is nothing to say."""
    if not words:
        return
    st.html(f'<p class="note">{joined(words)}</p>')


def notes(lines: Sequence[str]) -> None:
    """Muted lines, one under the other."""
    st.html(f'<p class="note">{"<br>".join(joined(line) for line in lines)}</p>')


def nothing(words: str) -> None:
    """What stands where a picture would: why there is none and where the figure could come from."""
    st.html(f'<p class="nothing">{escape(words)}</p>')


def address(here: Place, page: str, **chosen: str) -> str:
    """The address of a page of ours, with language and zone, for links in tables."""
    query = urlencode({**here.address, **chosen}, safe=":,/")
    return f"{controls.base_path()}/{ADDRESSES[page]}" + (f"?{query}" if query else "")


def failed(error: Exception) -> bool:
    """A page that breaks says a sentence; the traceback goes to the log. (True: nothing else is to be shown.)"""
    log.error("a page failed", exc_info=error)
    asked = st.query_params.get("lang", "es")
    words = text.t("site.failed", asked if asked in text.LANGUAGES else "es")
    st.html(f'<p class="nothing" role="alert">{escape(words)}</p>')
    return True
