"""Pieces of the portrait page below its summary: strongest and weakest, the topics' tables, what to take away."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import contrasts, controls, export, live, offices, overview, strips, style, wording, zones
from dashboard.analysis import lines
from dashboard.analysis.lines import ZONE, Line
from dashboard.controls import Place
from dashboard.export import Selection
from dashboard.gaps import Gap
from dashboard.live import portraits
from dashboard.overview import NATION
from dashboard.parts import frame, guard, portrait_picture, take
from dashboard.parts.portrait import Seen
from data.catalog import catalog
from data.entries import Indicator

ANCHOR = "tema"
_folds = st.components.v2.component(
    "observatory_folds", js=(Path(__file__).parent / "folds.js").read_text(encoding="utf-8")
)


def extremes(seen: Seen) -> None:
    """The strongest and the weakest five, each on the scale of the municipalities it is measured by."""
    here, found = seen.here, seen.findings
    if found is None:
        return
    spreads = portraits.spreads(found.peers, [g.indicator for g in (*found.strong, *found.weak)])
    other, peers = (overview.called(key, here.language) for key in (found.other, found.peers))
    for where, kind, gaps in zip(frame.beside(1, 1), ("strongest", "weakest"), (found.strong, found.weak), strict=True):
        with where:
            frame.section(here.t(f"portrait.{kind}"))
            if gaps:
                st.html(
                    f'<ol class="extremes">{"".join(_extreme(seen, g, other, spreads[g.indicator]) for g in gaps)}</ol>'
                )
            else:
                frame.note(here.t(f"portrait.no_{kind}", other=other))
    tick, mark = here.t("portrait.key_tick", place=peers), style.mark(seen.area, here.dark)
    own = f'<span style="color:{mark.colour}">{mark.glyph}</span>' if mark else "●"
    items = f'<li><b class="tick"></b>{escape(tick)}</li><li><b class="line reference"></b>{escape(other)}</li>'
    st.html(f'<ul class="key">{items}<li>{own} {escape(seen.name)}</li></ul>')
    frame.note(here.t("portrait.rule", other=other, peers=peers))
    guard.show(here, portraits.cautions(seen.area, here.zone, here.language))


def _extreme(seen: Seen, found: Gap, other: str, spread: tuple[float, ...]) -> str:
    here, line = seen.here, seen.of[found.indicator]
    entry = line.indicator
    words = contrasts.gap(found, entry, seen.name, other, here.language)
    source = f"{style.period(found.period, here.language)}, {offices.named(entry, here.language)}"
    strip = strips.strip(portrait_picture.scale(seen, line, found, spread), here.language)
    return (
        f'<li><span class="by {found.verdict}">{escape(wording.apart(found.difference, entry, here.language))}</span>'
        f'<a href="{escape(link(here, seen.area, line))}">{escape(entry.title.in_(here.language))}</a>'
        f'<span class="about">{escape(f"{words[:-1]} ({source}).")}</span><div aria-hidden="true">{strip}</div></li>'
    )


def link(here: Place, area: str, line: Line) -> str:
    """The map of a line, in the reader's zone or, for a municipality outside it, in one that holds it."""
    chosen = {"indicator": line.indicator.id, "period": line.period} | ({"area": area} if area else {})
    if area and area not in here.members:
        holding = next((z for z in catalog().zones.values() if z.all_of and area in zones.members(z)), here.zone)
        chosen["zone"] = zones.key(holding)
    return frame.address(here, "map", **chosen)


def topics(seen: Seen) -> None:
    """Every indicator, a table a topic, with links to jump to each."""
    here, words = seen.here, catalog().vocabulary.topics
    found = portraits.tables(seen.area, here.zone, here.language, here.dark, lambda line: link(here, seen.area, line))
    lacking = lines.lacking(seen.lines, live.offered().indicators)
    frame.section(here.t("portrait.topics"))
    jumps = "".join(f'<a href="#{ANCHOR}-{k}">{escape(words[k].in_(here.language))}</a>' for k in found)
    name = escape(here.t("portrait.jump"))
    st.html(f'<nav class="jumps" id="{ANCHOR}" aria-label="{name}">{jumps}</nav>')
    if seen.first:
        frame.note(here.t("portrait.reading", other=seen.first))
    counts = Counter(line.indicator.topic for line in seen.lines)
    for topic, table in found.items():
        st.html(_topic(seen, topic, table, counts[topic], lacking.get(topic, [])))
    for topic in [k for k in lacking if k not in found]:
        frame.note(f"{words[topic].in_(here.language)}. {_without(seen, lacking[topic])}")
    _folds(key="folds", height=1)


def _without(seen: Seen, lacking: list[Indicator]) -> str:
    titles = "; ".join(entry.title.in_(seen.here.language) for entry in lacking)
    return seen.here.t("portrait.without", place=seen.name, titles=titles)


def _topic(seen: Seen, topic: str, table: str, count: int, lacking: list[Indicator]) -> str:
    """One topic as a section that folds: its table, and what its sources have no row of the place for."""
    here = seen.here
    title = escape(catalog().vocabulary.topics[topic].in_(here.language))
    told = here.t("portrait.count_one" if count == 1 else "portrait.count", count=style.decimal(count))
    note = f'<p class="note">{escape(_without(seen, lacking))}</p>' if lacking else ""
    back = f'<p class="back"><a href="#{ANCHOR}">{escape(here.t("portrait.back"))}</a></p>'
    head = f'<summary><h3>{title}</h3><span class="about">{escape(told)}</span></summary>'
    return f'<details class="topic" open id="{ANCHOR}-{topic}">{head}{table}{note}{back}</details>'


def downloads(seen: Seen) -> None:
    """Every figure of the page as a table, its strongest and weakest as a picture, its citation and its address."""
    here = seen.here
    address = controls.permalink(here, "municipality", area=seen.area)
    cited = "; ".join(
        dict.fromkeys(o for line in seen.lines for o in offices.named(line.indicator, here.language).split(", "))
    )
    title = here.t("portrait.title", place=seen.title)
    citation = here.t("portrait.cite", site=here.t("site.name"), title=title, sources=f"{cited}.", address=address)
    take.bar(here, selection(seen, address), portrait_picture.plates(seen), citation)


def selection(seen: Seen, address: str) -> Selection:
    """One row an indicator: the place's figure with its parts, its zone's, state's and nation's, its place."""
    here = seen.here
    rows = [_taken(seen, line) for line in seen.lines]
    told = pd.DataFrame(rows).dropna(axis="columns", how="all")
    return export.table(
        told, here.t("portrait.title", place=seen.title), [(line.indicator, None) for line in seen.lines],
        here.zone.short.in_(here.language), here.language, address=address,
    )  # fmt: skip


def _taken(seen: Seen, line: Line) -> dict[str, object]:
    here, place, own = seen.here, line.standing, line.own
    column = next(iter(lines.columns(seen.area, here.zone)), "")
    state = seen.area[:2] or overview.state_of(here.zone)
    values = {key: total.value for key, total in line.others.items()}
    verdict = {
        "better": here.t("portrait.better", other=seen.first),
        "worse": here.t("portrait.worse", other=seen.first),
    }
    return {
        "code": seen.area or zones.key(here.zone),
        "name": seen.title,
        "topic": catalog().vocabulary.topics[line.indicator.topic].in_(here.language),
        "indicator": line.indicator.id,
        "period": line.period,
        "value": _number(own.value), "numerator": _number(own.numerator), "denominator": _number(own.denominator),
        "status": own.status,
        "zone_value": _number(values.get(ZONE)), "state_value": _number(values.get(state)),
        "nation_value": _number(values.get(NATION)),
        "verdict": verdict.get(line.verdict, "") if column else None,
        "rank_state": _number(place.rank if place else None), "of_state": _number(place.of if place else None),
        "rank_nation": _number(place.rank_nation if place else None),
        "of_nation": _number(place.of_nation if place else None),
    }  # fmt: skip


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
