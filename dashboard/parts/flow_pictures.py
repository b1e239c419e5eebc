"""The pictures of the page of flows: arrows on the map, and ranked bars."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from dashboard import controls, picture, style, wording
from dashboard.analysis import flow_words, flows
from dashboard.charts.bars import Bar, ranked_bars
from dashboard.controls import Place
from dashboard.drawing import Drawing, Mark
from dashboard.flow_view import FEW, FlowView
from dashboard.lines import Line
from dashboard.parts import charts, frame
from dashboard.plate import Plate
from data.catalog import catalog

BARS = 10
"""So many bars; the rest is one line, and everything is in the download."""
TELLING = 0.01
"""Share of the movers from which on those too far for a daily way are spoken of."""


def beside(here: Place, seen: FlowView) -> None:
    """Arrows and bars side by side; bars alone where only totals are told or nobody moves."""
    if seen.sides is not None or seen.moving.empty:
        bars(here, seen)
        return
    left, right = frame.beside(7, 5)
    with left:
        map_(here, seen)
    with right:
        bars(here, seen)


def map_(here: Place, seen: FlowView) -> None:
    """The largest flows as arrows; a click on one of the zone's municipalities asks about it alone."""
    frame.section(here.t("flows.map_title"))
    drawing, off = arrows(here, seen, dark=here.dark)
    clicked = frame.show(drawing, "map", 520)
    if clicked is not None and clicked in here.members and len(here.members) > 1:
        controls.write("area", "" if clicked == seen.area else clicked)
        st.rerun()
    frame.note(f"{_heading(here, seen)}. {_width(here, seen)}")
    if off:
        frame.note(off)


def arrows(here: Place, seen: FlowView, *, dark: bool) -> tuple[Drawing, str]:
    """The map, and in words which of the municipalities at the other end lie beyond it."""
    level, view, kept = seen.framed
    members = seen.members if len(seen.members) <= FEW else ()
    shown = dict.fromkeys([*members, *(key for a, b, _ in kept for key in (a, b))])
    ends = {b if seen.direction == "out" else a for a, b, _ in kept}
    persons = dict(zip(seen.ranked["area"], seen.ranked["persons"], strict=True))
    off = _off(here, seen, ends, persons)
    heading, width = _heading(here, seen), _width(here, seen)
    listed = flow_words.listed(seen.top, lambda key: seen.named(key, here.language), here.language)
    drawing = Drawing(
        level=level,
        marks=tuple(_mark(seen, key, persons.get(key) if key in ends else None) for key in shown),
        palette=picture.colours(dark, None), words=picture.words(here.language),
        title=here.t(f"flows.title.{seen.movement.kind}"), subtitle=f"{caption(here, seen)}. {width} {off}".strip(),
        source=cited(here, seen), language=here.language, measure=here.t("flows.bars_axis").lower(),
        alternative=here.t("flows.map_alternative", heading=heading, list=listed), view=view,
        lines=tuple(Line(a, b, count, _colour(seen, a, b, dark)) for a, b, count in kept),
    )  # fmt: skip
    return drawing, off


def _off(here: Place, seen: FlowView, ends: Collection[str], persons: Mapping[str, float]) -> str:
    """Who of the largest flows lies beyond the view, with the figure of its bar."""
    others = dict.fromkeys(seen.top["destination" if seen.direction == "out" else "origin"])
    beyond = [f"{seen.named(key, here.language)} ({style.decimal(persons[key])})" for key in others if key not in ends]
    return here.t("flows.map_off", places=wording.listed(beyond, here.language)) if beyond else ""


def _mark(seen: FlowView, key: str, persons: float | None) -> Mark:
    words = "" if persons is None else style.decimal(persons)
    return Mark(key, printed=words, highlighted=key in seen.group and len(seen.members) <= FEW)


def _colour(seen: FlowView, origin: str, destination: str, dark: bool) -> str:
    """An arrow has the colour of the municipality asked about: the one it leaves, or the one it reaches."""
    ends = (origin, destination) if seen.direction == "out" else (destination, origin)
    marks = [mark for mark in (style.mark(key, dark) for key in ends[:1]) if mark]
    return marks[0].colour if marks else style.palette(dark).muted


def bars(here: Place, seen: FlowView) -> None:
    """Who takes (or sends) most, and the rest in one bar."""
    frame.section(_bars_title(here, seen))
    told = ranking(here, seen, dark=here.dark)
    listed = "; ".join(f"{bar.name}, {bar.words}" for bar in told[:5])
    figure = ranked_bars(told, style.palette(here.dark))
    charts.chart(figure, "bars", here.t("flows.bars_alternative", list=listed))
    lines = [_bars_note(here, seen)]
    if seen.distant >= TELLING * seen.moving["persons"].sum() > 0:
        km, distant = style.decimal(flows.FAR_KM), flow_words.persons(seen.distant, here.language)
        lines.append(here.t("flows.far_note", km=km, persons=distant))
    frame.notes(lines)


def ranking(here: Place, seen: FlowView, *, dark: bool) -> list[Bar]:
    """The bars: municipalities at the other end, or the zone's own where only totals are told."""
    if seen.sides is not None:
        rows = seen.table.rename(columns={seen.column: "persons", f"{seen.column}_pct": "share"})
        rows = rows.dropna(subset="persons").sort_values(["persons", "area"], ascending=[False, True])
        rows = rows.assign(inside=False, far=False)
    else:
        rows = seen.ranked
    top, rest = flows.cut(rows, BARS)
    found = [_bar(here, seen, row, dark) for row in top.to_dict("records")]
    if len(rest):
        name = here.t("flows.others.many", count=style.decimal(len(rest)))
        persons = float(rest["persons"].sum())
        share = float(rest["share"].sum()) if seen.whole else None
        found.append(Bar(name, 0.0, _words(here, persons, share)))
    return found


def _bar(here: Place, seen: FlowView, row: Mapping[Any, Any], dark: bool) -> Bar:
    area, persons = str(row["area"]), float(row["persons"])
    name, mark = seen.named(area, here.language), style.mark(area, dark)
    if row["inside"] and seen.scope == "zone":
        name = here.t("flows.within", name=name, where=here.t("flows.where.zone"))
    if row["far"]:
        name = here.t("flows.far", name=name, km=style.decimal(flows.FAR_KM))
    told = float(row["share"]) if seen.whole or seen.sides is not None else None
    colour, sign = (mark.colour, mark.glyph) if mark else (None, "")
    return Bar(name, persons, _words(here, persons, told), colour, sign, hollow=bool(row["far"]))


def _words(here: Place, persons: float, share: float | None) -> str:
    told = style.decimal(persons)
    return told if share is None else f"{told} · {style.share(share, here.language)}"


def plates(here: Place, seen: FlowView) -> list[Drawing | Plate]:
    """The pictures to take away, in the light colours of paper."""
    source = cited(here, seen)
    told = ranking(here, seen, dark=False)
    title = _bars_title(here, seen)
    chart = Plate(
        ranked_bars(told, style.palette(False), width=900), title, f"{caption(here, seen)}. {_bars_note(here, seen)}",
        source,
    )  # fmt: skip
    return [chart] if seen.sides is not None or seen.moving.empty else [arrows(here, seen, dark=False)[0], chart]


def caption(here: Place, seen: FlowView) -> str:
    """Measure, place and period."""
    words = here.t(f"flows.direction.{seen.movement.kind}.{seen.direction}")
    return ", ".join([words, seen.place(here.language), style.period(seen.movement.period, here.language)])


def cited(here: Place, seen: FlowView) -> str:
    """The source's own sentence."""
    return catalog().sources[seen.movement.source].citation.in_(here.language)


def _bars_title(here: Place, seen: FlowView) -> str:
    if seen.sides is not None:
        return here.t(f"flows.bars_totals.{seen.direction}")
    return here.t(f"flows.bars.{seen.movement.kind}.{seen.direction}")


def _bars_note(here: Place, seen: FlowView) -> str:
    if seen.sides is not None:
        return here.t(f"flows.bars_note_totals.{seen.movement.kind}.{seen.direction}")
    return here.t("flows.bars_note") if seen.whole else here.t("flows.bars_axis") + "."


def _heading(here: Place, seen: FlowView) -> str:
    return here.t(f"flows.map.{seen.movement.kind}.{seen.direction}")


def _width(here: Place, seen: FlowView) -> str:
    if seen.moving.empty:
        return ""
    largest = flow_words.persons(float(seen.moving["persons"].iloc[0]), here.language)
    return f"{here.t('flows.map_width', largest=largest)} {here.t(f'flows.map_number.{seen.direction}')}"
