"""Pieces of the page of flows: what is asked, the sentence's figures, controls, what is lacking, and the source."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard import controls, live, movements, style, wording
from dashboard.analysis import comparability, flows
from dashboard.analysis.comparability import Remark, Side
from dashboard.controls import Place, bound
from dashboard.flow_view import FlowView
from dashboard.live import flows as doors
from dashboard.parts import frame, guard, widgets
from data.areas import names
from data.catalog import catalog

COMPARED = 10  # up to so many municipalities their rates are read side by side


def look(here: Place) -> FlowView:
    """The view the address asks for."""
    kind = controls.asked("kind", movements.kinds(), movements.kinds()[0])
    told = movements.periods(kind)
    way: flows.Direction = "in" if controls.asked("direction", flows.DIRECTIONS, "out") == "in" else "out"
    area = controls.asked("area", here.members, "") if len(here.members) > 1 else ""
    return doors.view(kind, controls.asked("period", told, told[0]), way, here.zone, area)


def row(here: Place, seen: FlowView) -> None:
    """Reason, direction, whose, zone and, where there is a choice, period."""
    kind = seen.movement.kind
    with st.container(horizontal=True, key="flow_controls", vertical_alignment="bottom", gap="small"):
        _box(here, "kind", movements.kinds(), kind, lambda k: here.t(f"flows.kind.{k}"), "", ("period",))
        _box(here, "direction", flows.DIRECTIONS, seen.direction, lambda d: here.t(f"flows.direction.{kind}.{d}"), kind)
        if len(here.members) > 1:
            known = names()
            options = ("", *sorted(here.members, key=lambda key: known.get(key, key)))
            whole = here.t("flows.all", zone=here.zone.short.in_(here.language))
            _box(here, "area", options, seen.area, lambda key: known.get(key, key) if key else whole)
        widgets.zone(here, "row")
        told = movements.periods(kind)
        if len(told) > 1:
            _box(here, "period", told, seen.movement.period, lambda p: _period(here, kind, p), kind)


def _box(
    here: Place,
    name: str,
    options: tuple[str, ...],
    current: str,
    words: Callable[[str], str],
    where: str = "",
    drops: tuple[str, ...] = (),
) -> None:
    """A select box whose first option is the default and leaves no trace in the address."""
    tied = bound(name, current, f"flows{where}_{here.language}", drops=drops, omitted=options[0])
    st.selectbox(here.t(f"flows.control.{name}"), options, format_func=words, filter_mode="contains", **tied)


def _period(here: Place, kind: str, period: str) -> str:
    words = style.period(period, here.language)
    only = movements.movement(kind, period).totals is not None
    return here.t("flows.totals_only", period=words) if only else words


def figures(here: Place, seen: FlowView) -> None:
    """Who leaves, arrives and stays, large, and whom the figures are about."""
    kind, told = seen.movement.kind, _balance(seen)
    labels = {
        "leave": here.t(f"flows.figures.{kind}.leave"),
        "arrive": here.t(f"flows.figures.{kind}.arrive"),
        "net": here.t("flows.net"),
        "inside": here.t(f"flows.inside_figure.{kind}", of=of(here, seen)) if "inside" in told else "",
        "stay": here.t(f"flows.figures.{kind}.stay"),
    }
    items = "".join(
        f'<li class="{"whole" if name == seen.column else ""}"><b>{counted(told[name], signed=name == "net")}</b>'
        f"<span>{escape(label)}</span></li>"
        for name, label in labels.items()
        if name in told
    )
    if items:
        st.html(f'<ul class="totals">{items}</ul>')
    year = seen.movement.period.rsplit("/", 1)[-1]
    frame.note(here.t(f"flows.population.{kind}_{year}"))


def title(here: Place, seen: FlowView) -> str:
    """What the page is about."""
    return here.t(f"flows.title.{seen.movement.kind}")


def _balance(seen: FlowView) -> dict[str, float]:
    """The large figures: of the group where the source tells everybody; a zone's totals only by municipality."""
    if seen.whole:
        own = seen.told
        told = {"leave": own.leave, "arrive": own.arrive, "net": own.net, "stay": own.stay}
        if seen.scope == "nation":
            told = {"stay": own.stay}  # nobody leaves: what lies outside is not told
        return told | ({"inside": own.inside} if own.inside else {})
    if seen.sides is not None and seen.scope == "one":
        found = seen.table.set_index("area").loc[seen.group[0], ["leave", "arrive", "net", "stay"]].dropna()
        return {str(name): float(value) for name, value in found.items()}
    return {}


def of(here: Place, seen: FlowView) -> str:
    """«de la zona», «del estado», «del país»."""
    return here.t(f"flows.of.{seen.scope if seen.scope != 'one' else 'zone'}")


def lacking(here: Place, seen: FlowView) -> None:
    """What the source does not tell, and where it could come from."""
    kind = seen.movement.kind
    if seen.movement.totals:
        frame.nothing(here.t(f"flows.no_pairs.{kind}"))
    elif not seen.movement.whole(seen.members):
        within = seen.movement.within(seen.pairs) or ()
        whole = wording.listed([names().get(a, a) for a in seen.movement.complete or ()], here.language)
        frame.note(here.t("flows.partial_note", count=style.decimal(len(within)), whole=whole))


def nothing(here: Place, seen: FlowView) -> None:
    """Why there is no picture, and where the figures could come from."""
    source = catalog().sources[seen.movement.source].title.in_(here.language)
    title = here.t(f"flows.title.{seen.movement.kind}")
    frame.nothing(here.t("flows.empty", title=title, zone=seen.place(here.language), source=source))


def remarks(here: Place, seen: FlowView) -> None:
    """What may be compared only with care."""
    indicator = seen.indicator
    if indicator is None:
        guard.show(here, [Remark("all_estimated", "qualified", {})])
        return
    told = list(comparability.other_sources(indicator, live.offered().indicators))
    rows = seen.table.dropna(subset=seen.column)
    if len(rows) <= COMPARED:
        rate = f"{seen.column}_pct"
        sides = [
            Side(indicator, names().get(r["area"], r["area"]), seen.movement.period, r[rate], r[seen.column],
                 r["stay"] + r[seen.column], "estimated")
            for r in rows.to_dict("records")
        ]  # fmt: skip
        told += comparability.side_by_side(sides)
    guard.show(here, told)


def counted(value: float, *, signed: bool = False) -> str:
    """Persons as they read; of a balance, the sign too."""
    return ("+" if signed and value > 0 else "") + style.decimal(value)
