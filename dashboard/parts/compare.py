"""Pieces of the page «Comparar»: who is compared, the answer, and how far each place is from the base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import controls, live, sentences, style, wording, zones
from dashboard.analysis import comparability, compare, compare_words
from dashboard.analysis.comparability import Remark
from dashboard.analysis.compare import MOST, Party
from dashboard.controls import Choice, Place
from dashboard.gaps import Gap
from dashboard.live import compare as figures
from dashboard.measures import Total
from dashboard.overview import called
from dashboard.parts import frame, guard, widgets
from dashboard.parts import places as chosen
from data.areas import municipalities_of
from data.catalog import catalog
from data.entries import Indicator

LISTED = "areas"
BESIDE = 5  # differences that fit beside the chart


@dataclass(frozen=True)
class Board:
    """One comparison: the places (ten at most, and those beyond), their figures and names, base and background."""

    choice: Choice
    chosen: tuple[Party, ...]
    beyond: tuple[Party, ...]
    found: Mapping[str, Total]
    called: Mapping[str, str]
    base: str
    spread: str
    gaps: Mapping[str, Gap]

    @property
    def indicator(self) -> Indicator:
        """What is compared."""
        return self.choice.indicator

    @property
    def drawn(self) -> tuple[Party, ...]:
        """The places on one axis."""
        return compare.on_one_axis(self.indicator, self.chosen)

    @property
    def towns(self) -> tuple[Party, ...]:
        """The municipalities among them."""
        return tuple(p for p in self.drawn if p.zone is None)

    @property
    def wholes(self) -> tuple[Party, ...]:
        """The zones, states and the nation among them."""
        return tuple(p for p in self.drawn if p.zone is not None)

    @cached_property
    def behind(self) -> pd.DataFrame:
        """The municipalities behind, and the chosen ones wherever they are, as `queries.values` tells them."""
        choice = self.choice
        values = live.values(choice.indicator.id, choice.period, choice.breakdown)
        return values[values["area"].isin({*municipalities_of(self.spread), *(p.key for p in self.towns)})]

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What stands in the way of the comparison."""
        entry, period = self.indicator, self.choice.period
        told = compare.sides(entry, period, self.chosen, self.found, self.called, figures.people(period))
        return (*comparability.side_by_side(told), *comparability.other_sources(entry, live.offered().indicators))

    @property
    def empty(self) -> bool:
        """Whether no place has a figure."""
        return all(total.value is None for total in self.found.values())


def look(here: Place, choice: Choice) -> Board:
    """What the address asks to be compared, with its figures."""
    asked = compare.parties(st.query_params.get(LISTED, ""), live.every_zone()) or usual(here)
    chosen, beyond = asked[:MOST], asked[MOST:]
    entry, period, breakdown = choice.indicator, choice.period, choice.breakdown
    values = live.values(entry.id, period, breakdown)
    found = compare.figures(entry, chosen, values, period, live.weights(entry.id, period, breakdown), breakdown)
    towns = zones.named(p.key for p in asked if p.zone is None)
    drawn = compare.on_one_axis(entry, chosen)
    base = controls.asked("base", [p.key for p in drawn], compare.usual_base(drawn, found, here.zone))
    backgrounds = compare.spreads(chosen)
    return Board(
        choice, chosen, beyond, found, {p.key: p.name(here.language, towns) for p in asked}, base,
        controls.asked("spread", backgrounds, backgrounds[0]),
        compare.differences(entry, period, drawn, found, base, breakdown),
    )  # fmt: skip


def usual(here: Place) -> tuple[Party, ...]:
    """Whom the reader of a zone sees before choosing."""
    return compare.usual(here.zone, catalog().default_zone)


def answer(here: Place, board: Board) -> str:
    """The comparison in one sentence."""
    return compare_words.answer(
        board.indicator, board.choice.period, board.drawn, board.found, board.called, board.base, board.gaps,
        here.language,
    )  # fmt: skip


def places(here: Place, board: Board) -> None:
    """Who is compared, and who does not fit."""
    chosen.chips(here, board.chosen, dict(board.called), usual(here))
    if board.beyond:
        left = wording.listed([board.called[p.key] for p in board.beyond], here.language)
        frame.nothing(here.t("compare.too_many", places=left))


def row(here: Place, board: Board) -> None:
    """Which figure, against whom, among which municipalities."""
    with st.container(horizontal=True, key="controls", vertical_alignment="bottom", gap="small"):
        widgets.figure(here, board.choice)
        if len(board.drawn) > 1 and not board.indicator.labels:
            usual_base = compare.usual_base(board.drawn, board.found, here.zone)
            _box(here, "base", [p.key for p in board.drawn], board.base, dict(board.called), usual_base)
        backgrounds = compare.spreads(board.chosen)
        if len(backgrounds) > 1 and board.towns:
            labels = {key: called(key, here.language) for key in backgrounds}
            _box(here, "spread", list(backgrounds), board.spread, labels, backgrounds[0])


def _box(here: Place, name: str, options: list[str], current: str, labels: dict[str, str], unsaid: str) -> None:
    where = f"{compare.joined(options)}_{here.language}"
    st.selectbox(
        here.t(f"compare.{name}"), options, format_func=lambda key: labels.get(key, key), filter_mode="contains",
        **controls.bound(name, current, where, omitted=unsaid),
    )  # fmt: skip


def guarded(here: Place, board: Board) -> None:
    """The guard's sentences, and why a zone has no figure where it is nobody's lack."""
    found = board.remarks
    guard.show(here, found)
    said = ("missing", "suppressed") if any(r.rule == "coverage_none" for r in found) else ()
    why: dict[str, list[str]] = {}
    for one in board.chosen:
        total = board.found[one.key]
        if one.zone is not None and total.reason and total.reason not in said:
            reason = sentences.why(total, here.language)
            why.setdefault(reason, []).append(board.called[one.key])
    if why:
        told = [(wording.listed(names, here.language), reason) for reason, names in why.items()]
        frame.notes([here.t("sentences.reason.sentence", zone=zone, why=reason) + "." for zone, reason in told])


def few(board: Board) -> bool:
    """Whether the list of differences is no longer than the chart beside it."""
    return len(board.gaps) <= BESIDE


def halves(board: Board) -> Sequence[DeltaGenerator]:
    """Room for the chart and for the differences: side by side, or under each other when these are many."""
    return frame.beside(7, 5) if few(board) else (st.container(), st.container())


def apart(here: Place, board: Board) -> None:
    """Each place's distance from the base: in units, and in what is counted."""
    entry, base = board.indicator, board.called.get(board.base, "")
    if entry.labels or len(board.drawn) < 2:
        return
    own = board.found[board.base].value
    frame.section(here.t("compare.apart", base=base, figure=style.number(own, entry, here.language)))
    if own is None:
        frame.nothing(here.t("compare.apart_none", base=base))
        return
    order = sorted(board.gaps.items(), key=lambda pair: -pair[1].difference)
    shape = "apart compared" if few(board) else "apart compared many"
    st.html(f'<ol class="{shape}">{"".join(_line(here, board, key, gap) for key, gap in order)}</ol>')
    if any(compare_words.equivalent(gap, entry, here.language) for _, gap in order):
        frame.note(here.t("compare.apart_about", base=base))


def _line(here: Place, board: Board, key: str, found: Gap) -> str:
    entry, mark = board.indicator, style.mark(key, here.dark)
    glyph = f'<i aria-hidden="true" style="color:{mark.colour}">{mark.glyph}</i> ' if mark else ""
    sign = "=" if found.difference == 0 else "▲" if found.difference > 0 else "▼"
    judged = found.verdict if entry.kind != "count" else ""
    words = compare_words.difference(found, entry, board.called[board.base], here.language)
    by = f'<span class="by {judged}">{sign} {escape(wording.amount(found.difference, entry, here.language))}</span>'
    about = f'<span class="about">{escape(wording.capital(words))}.</span>'
    return f"<li>{by}<span>{glyph}{escape(board.called[key])}{about}</span></li>"


def nothing(here: Place, board: Board) -> None:
    """Why there is no picture, and where the figure could come from."""
    source = catalog().sources[board.indicator.source].title.in_(here.language)
    frame.nothing(here.t("compare.empty", title=board.indicator.title.in_(here.language), source=source))
