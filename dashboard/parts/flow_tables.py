"""The tables of the page of flows: from each municipality to each, the largest pairs, and each one's balance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from dashboard import style, wording
from dashboard.analysis import flows
from dashboard.analysis.flows import Matrix
from dashboard.controls import Place
from dashboard.flow_view import FlowView
from dashboard.parts import flows as pieces
from dashboard.parts import frame
from data.areas import names

PAIRS = 15
MOST = 200
"""Of more municipalities the balance shows those that move most: a table of thousands takes a second to make."""
ROWS = 30
"""Up to so many municipalities the balance is a plain table; beyond, one that scrolls."""
DEEPEST = 42  # per cent of the accent under a figure: ink stays legible on it, in light and dark
COLUMNS = ("stay", "leave", "arrive", "net", "leave_pct", "arrive_pct")


def crossing(here: Place, seen: FlowView) -> None:
    """The matrix of a small zone with its neighbours, or a large zone's largest inner pairs."""
    if seen.movement.totals or seen.pairs.empty:
        return
    found = seen.matrix
    if found is not None:
        _matrix(here, seen, found)
    else:
        _pairs(here, seen)


def _matrix(here: Place, seen: FlowView, found: Matrix) -> None:
    kind = seen.movement.kind
    frame.section(here.t("flows.matrix"))
    heads = "".join(_head(key, seen, here, "col") for key in found.keys)
    last = "".join(f'<th scope="col" class="sum">{escape(here.t(f"flows.{k}"))}</th>' for k in ("elsewhere", "total"))
    corner = escape(here.t(f"flows.matrix_corner.{kind}"))
    rows = "".join(_matrix_row(here, seen, found, key) for key in found.keys)
    feet = "".join(
        f'<tr class="sum"><th scope="row">{escape(here.t(f"flows.{name}"))}</th>'
        + "".join(f"<td>{_sum(told[key])}</td>" for key in found.keys)
        + "<td></td><td></td></tr>"
        for name, told in (("elsewhere", found.come), ("total", found.whole))
    )
    table = f"<thead><tr><td>{corner}</td>{heads}{last}</tr></thead><tbody>{rows}{feet}</tbody>"
    _boxed(here.t("flows.matrix"), f'<table class="flows matrix">{table}</table>')
    note = here.t(f"flows.matrix_note.{kind}")
    frame.notes([f"{note} {here.t('flows.matrix_marks')}", here.t("flows.few_note", few=str(flows.FEW))])


def _matrix_row(here: Place, seen: FlowView, found: Matrix, key: str) -> str:
    cells = "".join(_cell(found, key, other) for other in found.keys)
    sums = f'<td class="sum">{_sum(found.away[key])}</td><td class="sum">{_sum(found.total[key])}</td>'
    return f"<tr>{_head(key, seen, here, 'row')}{cells}{sums}</tr>"


def _cell(found: Matrix, origin: str, destination: str) -> str:
    """A pair: its persons on a tint of its share of the row; who stays stands apart, without one."""
    persons, share = found.cells.loc[origin, destination], found.shares.loc[origin, destination]
    if origin == destination:
        return f'<td class="stay">{_sum(persons)}</td>'
    if pd.isna(persons):
        return f"<td>{'·' if found.known.loc[origin, destination] else '—'}</td>"
    tint = "" if pd.isna(share) else f' style="--tint:{min(DEEPEST, DEEPEST * share / 100):.0f}%"'
    few = ' class="few"' if persons < flows.FEW else ""
    return f"<td{few}{tint}>{style.decimal(persons)}</td>"


def _sum(value: float) -> str:
    return "—" if pd.isna(value) else style.decimal(value)


def _head(key: str, seen: FlowView, here: Place, scope: str) -> str:
    """A municipality's name; ours with its sign, those of the zone bold."""
    mark = style.mark(key, here.dark)
    sign = f'<span class="glyph" style="color:{mark.colour}" aria-hidden="true">{mark.glyph}</span>' if mark else ""
    own = ' class="own"' if key in seen.members else ""
    return f'<th scope="{scope}"{own}>{sign}{escape(seen.named(key, here.language))}</th>'


def _pairs(here: Place, seen: FlowView) -> None:
    found = seen.between
    of = pieces.of(here, seen) if seen.scope != "one" else here.t("flows.of.zone")
    heading = here.t("flows.pairs", of=of) if seen.movement.whole(seen.members) else here.t("flows.pairs_partial")
    frame.section(heading)
    if found.empty:
        frame.nothing(here.t("flows.nobody", place=seen.place(here.language)) + ".")
        return
    columns = ("origin", "destination", "persons", "back", "net")
    heads = "".join(
        f'<th scope="col"{" class=text" if c == "destination" else ""}>{escape(here.t(f"flows.pairs_head.{c}"))}</th>'
        for c in columns
    )
    rows = "".join(_pair(here, seen, row) for row in found.head(PAIRS).to_dict("records"))
    table = f'<table class="flows pairs"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    _boxed(heading, table)


def _pair(here: Place, seen: FlowView, row: dict[str, object]) -> str:
    persons, back = float(row["persons"]), float(row["back"])  # type: ignore[arg-type]
    there = escape(seen.named(str(row["destination"]), here.language))
    start = escape(seen.named(str(row["origin"]), here.language))
    ends = f'<th scope="row">{start}</th><td class="text">{there}</td>'
    other = "·" if pd.isna(back) else style.decimal(back)
    net = persons - (0.0 if pd.isna(back) else back)
    return (
        f"<tr>{ends}<td>{style.decimal(persons)}</td><td>{other}</td><td>{pieces.counted(net, signed=True)}</td></tr>"
    )


def balance(here: Place, seen: FlowView) -> None:
    """Who stays, leaves and arrives in each municipality, and in the zone as a whole."""
    frame.section(here.t("flows.balance"))
    heads = [here.t(f"flows.balance_head.{c}") for c in ("name", *COLUMNS)]
    told = seen.table if seen.movement.complete is None or len(seen.table) <= ROWS else seen.table.dropna()
    if len(told) > ROWS:
        _scrolling(seen, heads, here)
    else:
        rows = "".join(_balance_row(here, seen, row) for row in told.to_dict("records"))
        head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
        table = f"<thead><tr>{head}</tr></thead><tbody>{rows}{_whole(here, seen)}</tbody>"
        _boxed(here.t("flows.balance"), f'<table class="flows balance">{table}</table>')
    lines = [here.t("flows.balance_note")]
    absent = [names().get(a, a) for a in seen.table.loc[seen.table["leave"].isna(), "area"]]
    if absent and seen.movement.complete is not None:
        whole = wording.listed([names().get(a, a) for a in seen.movement.complete], here.language)
        lines.append(here.t("flows.balance_partial", places=wording.shortened(absent, here.language), whole=whole))
    if len(told) > MOST:
        lines.append(here.t("flows.balance_most", count=style.decimal(MOST)))
    if seen.sides is not None and len(seen.members) > 1:
        zone = here.t(f"flows.of.{_scope(seen)}")
        lines.append(here.t("flows.balance_summed_note", of=zone))
    frame.notes(lines)


def _balance_row(here: Place, seen: FlowView, row: dict[str, object]) -> str:
    chosen = ' class="chosen"' if row["area"] == seen.area else ""
    return f"<tr{chosen}>{_head(str(row['area']), seen, here, 'row')}{_figures([row[c] for c in COLUMNS])}</tr>"


def _whole(here: Place, seen: FlowView) -> str:
    """The zone's own rows: inside it, and over its limit; where only totals are told, their sum."""
    if len(seen.members) < 2 or seen.table["leave"].isna().any():
        return ""
    zone = here.t(f"flows.of.{_scope(seen)}")
    if seen.sides is not None:
        rates = [seen.rate(direction, seen.members) for direction in flows.DIRECTIONS]
        sums = seen.table[["stay", "leave", "arrive", "net"]].sum()
        return _foot(here.t("flows.balance_summed"), [*sums, *(r.value if r else None for r in rates)])
    own = seen.zone_told
    inside = [None, own.inside, own.inside, 0.0, None, None]
    over = [own.stay, own.leave, own.arrive, own.net, own.share("out"), own.share("in")]
    rows = _foot(here.t("flows.balance_inside", of=zone), inside) if own.inside else ""
    return rows + (_foot(here.t("flows.balance_over", of=zone), over) if seen.zone.all_of != "00" else "")


def _scope(seen: FlowView) -> str:
    return {None: "zone", "00": "nation"}.get(seen.zone.all_of, "state")


def _foot(name: str, values: Sequence[float | None]) -> str:
    return f'<tr class="sum"><th scope="row">{escape(name)}</th>{_figures(values)}</tr>'


def _figures(values: Sequence[object]) -> str:
    return "".join(
        f"<td>{_figure(column, value)}</td>" for column, value in zip(COLUMNS, values, strict=True)
    )  # fmt: skip


def _figure(column: str, value: object) -> str:
    if value is None or pd.isna(value):
        return "" if value is None else "—"
    number = float(value)  # type: ignore[arg-type]
    if column.endswith("_pct"):
        return style.decimal(number, 1)
    return pieces.counted(number, signed=column == "net")


def _scrolling(seen: FlowView, heads: Sequence[str], here: Place) -> None:
    """The balance of many municipalities, most movement first; it scrolls inside its box."""
    rows = seen.table.sort_values(seen.column, ascending=False, na_position="last").head(MOST)
    rows = rows.assign(area=[seen.named(a, here.language) for a in rows["area"]])
    shown = rows.set_axis(heads, axis=1)
    formats = {head: partial(_figure, c) for head, c in zip(heads[1:], COLUMNS, strict=True)}
    st.dataframe(
        shown.style.format(formats, na_rep="—"), hide_index=True, height=440, key="balance", placeholder="—",
        column_config={
            heads[0]: st.column_config.TextColumn(pinned=True, width="medium"),
            **{head: st.column_config.NumberColumn(alignment="right") for head in formats},
        },
    )  # fmt: skip


def _boxed(name: str, table: str) -> None:
    """A table that scrolls inside its own box, reachable with the keyboard."""
    st.html(f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}">{table}</div>')
