"""The correlations of a topic: the strongest as a list, all of them as a table whose squares lead to their chart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import live, style, zones
from dashboard.analysis import matrix, relation_words
from dashboard.analysis.matrix import Cell
from dashboard.analysis.pair import Pair
from dashboard.controls import Place
from dashboard.live import relation as doors
from dashboard.parts import frame, widgets
from dashboard.parts.relation import Choice
from data.catalog import catalog

SIGNS = {"same": "=", "part": "⊂", "apart": "↔", "rest": "↔", "base": "÷"}  # each explained under the table


def show(here: Place, chosen: Choice, seen: Pair) -> None:
    """The topic, its strongest relations, the matrix and how to read it."""
    frame.section(here.t("relation.matrix.title"))
    words = catalog().vocabulary.topics
    topics = list(live.offered().topics)
    with st.container(horizontal=True, key="relation_topic", vertical_alignment="bottom"):
        unsaid = catalog().indicators[chosen.y].topic
        label = lambda key: words[key].in_(here.language)  # noqa: E731
        widgets.select(here, "topic", topics, chosen.topic, label, "relation", (), unsaid)
    found = doors.cells(chosen.topic, zones.key(here.zone), chosen.scope)
    if not found:
        frame.nothing(here.t("relation.matrix.alone"))
        return
    place = seen.of.short.in_(here.language)
    _strongest(here, found, words[chosen.topic].in_(here.language), place, chosen)
    st.html(table(here, found, chosen))
    frame.notes([here.t("relation.matrix.key"), here.t("relation.matrix.marks")])


def _strongest(here: Place, found: Sequence[Cell], topic: str, place: str, chosen: Choice) -> None:
    """The relations that stand, strongest first, each a link to its chart."""
    told = matrix.strongest(found)
    if not told:
        frame.note(here.t("relation.matrix.none_stands"))
        return
    items = []
    for one in told:
        if one.correlation is None:
            continue
        value = one.correlation.value
        known = catalog().indicators
        both = relation_words.named(known[one.x], known[one.y], here.language)
        about = here.t(
            "relation.matrix.about", rho=here.t(f"relation.matrix.{'together' if value > 0 else 'opposite'}"),
            count=style.decimal(one.n), period=style.period(one.period, here.language),
        )  # fmt: skip
        items.append(
            f'<li><span class="by">{escape(relation_words.signed(value))}</span>'
            f'<span><a href="{escape(_link(here, one, chosen))}">{escape(both)}</a>'
            f'<span class="about">{escape(about)}</span></span></li>'
        )
    frame.note(here.t("relation.matrix.strongest", topic=topic, place=place))
    st.html(f'<ol class="apart strongest">{"".join(items)}</ol>')


def table(here: Place, found: Sequence[Cell], chosen: Choice) -> str:
    """The lower half of the matrix as an HTML table: the first column fixed, every square a link with its words."""
    keys = list(dict.fromkeys([c.x for c in found] + [c.y for c in found]))
    by = {(c.x, c.y): c for c in found}
    usual = max((c.n for c in found), default=0)
    caption = here.t("relation.matrix.caption", topic=catalog().vocabulary.topics[chosen.topic].in_(here.language))
    heads = "".join(f'<th scope="col"><span>{escape(_title(here, key))}</span></th>' for key in keys[:-1])
    rows = []
    for at, below in enumerate(keys[1:], start=1):
        squares = "".join(_square(here, by[above, below], chosen, usual) for above in keys[:at])
        squares += "<td></td>" * (len(keys) - 1 - at)
        rows.append(f'<tr><th scope="row">{escape(_title(here, below))}</th>{squares}</tr>')
    return (
        f'<div class="scroll correlations" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f'<caption class="unseen">{escape(caption)}</caption><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _square(here: Place, one: Cell, chosen: Choice, usual: int) -> str:
    """One square: the correlation in its colour, hatched when it may be chance; a sign where there is none.

    usual: the number of municipalities that needs no saying.
    """
    said = escape(relation_words.cell(one, here.language))
    current = ' aria-current="true"' if {one.x, one.y} == {chosen.x, chosen.y} else ""
    told = one.correlation
    if told is None:
        sign = SIGNS.get(one.kin) or ("≠" if not one.period else "n" if one.n < 10 else "=")
        return f'<td class="without">{_anchor(here, one, chosen, said, sign, current)}</td>'
    kind = "" if one.stands else " chance"
    tint = f'style="--t:{abs(told.value):.2f}" class="{"up" if told.value >= 0 else "down"}{kind}"'
    fewer = f" <small>n {style.decimal(told.n)}</small>" if told.n < usual else ""
    shown = escape(relation_words.signed(told.value)) + fewer
    return f"<td {tint}>{_anchor(here, one, chosen, said, shown, current)}</td>"


def _anchor(here: Place, one: Cell, chosen: Choice, said: str, shown: str, current: str) -> str:
    link = escape(_link(here, one, chosen))
    return f'<a href="{link}" title="{said}" aria-label="{said}"{current}>{shown}</a>'


def _link(here: Place, one: Cell, chosen: Choice) -> str:
    """The pair as a scatter, with the matrix still of this topic; a square on the x axis is what stands above it."""
    told = {"x": one.x, "y": one.y, "among": chosen.scope, "topic": chosen.topic}
    return frame.address(here, "relation", **told)


def _title(here: Place, key: str) -> str:
    return catalog().indicators[key].title.in_(here.language)
