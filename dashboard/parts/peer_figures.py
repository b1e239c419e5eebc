"""Pieces of the page of similar municipalities: figures side by side, places by size, method, downloads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import controls, export, live, offices, peer_list, similar_rows, style, wording
from dashboard.analysis import bands, peer_words
from dashboard.analysis.peers import Peers
from dashboard.charts.axes import Ours
from dashboard.charts.positions import Strip, positions
from dashboard.controls import Place
from dashboard.live import bands as sizes
from dashboard.live import peers as doors
from dashboard.overview import NATION, called
from dashboard.parts import charts, frame, peers, take
from dashboard.parts.peers import Choice
from dashboard.plate import Plate
from data.areas import names
from data.catalog import catalog


def other(told: Peers, chosen: Choice) -> str:
    """The municipality whose figures stand beside: the one asked for, if it is in the list; else the closest."""
    return chosen.other if chosen.other in told.areas else told.areas[0]


def beside(here: Place, told: Peers, chosen: Choice) -> None:
    """The chosen municipality beside one of its likes: in what they are alike and in what not."""
    beside_ = other(told, chosen)
    named = {area: peer_words.placed(area, here.language) for area in told.areas}
    frame.section(here.t("peers.pair.title", place=names()[told.area], other=named[beside_]))
    with st.container(key="peer_other"):
        st.selectbox(
            here.t("peers.pair.choose"), told.areas, format_func=lambda key: named[key], filter_mode="contains",
            **controls.bound("peer", beside_, f"{here.language}_{told.area}", omitted=told.areas[0]),
        )  # fmt: skip
    sentence = peer_words.pair(told, beside_, doors.figures(), here.language)
    st.html(f'<p class="about">{escape(sentence)}</p>')
    alternative = f"{sentence} {here.t('peers.chart')}"
    charts.chart(_strips(here, told, chosen, beside_, dark=here.dark)(), "positions", alternative)
    frame.note(here.t("peers.chart"))


def _strips(here: Place, told: Peers, chosen: Choice, beside_: str, *, dark: bool) -> Callable[[], go.Figure]:
    """What draws the chart; it holds all it needs, because pictures are made outside the page."""
    figures, places = doors.figures(), doors.standing()
    groups = []
    for name in chosen.facets:
        strips = []
        for indicator in (m.indicator for m in catalog().facets[name].indicators):
            entry, at = catalog().indicators[indicator], places[indicator]
            own, its = (style.number(float(figures[indicator][a]), entry, here.language) for a in (told.area, beside_))
            rest = tuple(float(at[a]) for a in told.areas if a != beside_)
            strips.append(
                Strip(entry.title.in_(here.language), float(at[told.area]), float(at[beside_]), rest, (own, its))
            )
        groups.append((catalog().facets[name].title.in_(here.language), strips))
    colours = style.palette(dark)
    mine = _mark(told.area, colours.accent, "triangle-up", dark)
    other_ = _mark(beside_, colours.text, "diamond-open", dark)
    return partial(positions, groups, mine, other_, colours, axis=here.t("peers.axis"))


def _mark(area: str, colour: str, shape: str, dark: bool) -> Ours:
    """One of ours in its own colour and shape, any other as told."""
    own = style.mark(area, dark)
    return Ours(area, names()[area], own.colour if own else colour, own.shape if own else shape)


def table(here: Place, told: Peers, chosen: Choice) -> None:
    """Every figure of every one of them."""
    frame.section(here.t("peers.table"))
    rows, formats = similar_rows.side_by_side(told, doors.figures(), peers.indicators(chosen), here.language)
    first = rows.columns[0]
    st.dataframe(
        rows.style.format(formats, na_rep="—"), hide_index=True, height=440, key="table", placeholder="—",
        column_config={
            first: st.column_config.TextColumn(pinned=True, width="medium"),
            **{head: st.column_config.NumberColumn(alignment="right", width=140, help=head) for head in formats},
        },
    )  # fmt: skip


def by_size(here: Place, area: str) -> None:
    """Its place among those of its size, in its state and in Mexico, in one figure of each topic."""
    frame.section(here.t("bands.title"))
    place, people = names()[area], sizes.people().get(area)
    band = bands.band_of(people)
    if band is None or people is None:
        frame.nothing(here.t("bands.unknown", place=place))
        return
    lines = standings(area)
    period = style.period(live.latest(sizes.PEOPLE), here.language)
    size = {"count": style.decimal(len(bands.members(sizes.people(), area))), "band": band.title.in_(here.language)}
    told = here.t("bands.sentence", place=place, people=style.decimal(float(people)), period=period, **size)
    best = peer_words.ends([(line.indicator.id, line.band) for line in lines if line.band], here.language)
    st.html(f'<p class="about">{escape(f"{told} {best}".strip())}</p>')
    where, nation = peer_words.state(area, here.language), called(NATION, here.language)
    st.html(peer_list.ranks(place, where, nation, lines, here.language))
    frame.notes([here.t("bands.meaning"), here.t("bands.own")])


def standings(area: str) -> list[peer_list.Standing]:
    """One line a topic that has published figures."""
    entries = {i.id: i for i in live.offered().headlines.values()}
    rows = doors.profile((area,), tuple(entries)).set_index("indicator")
    found = []
    for name, entry in entries.items():
        if name not in rows.index:
            period = live.latest(name)
            found += [peer_list.Standing(entry, period, None, "missing", None, None, None)] if period else []
            continue
        row = rows.loc[name]
        value = None if pd.isna(row["value"]) else float(row["value"])
        state, nation = (
            None if pd.isna(row[f"rank_{k}"]) else (int(row[f"rank_{k}"]), int(row[f"of_{k}"]))
            for k in ("state", "nation")
        )
        state = state if state is not None and state[1] >= bands.FEWEST else None
        band = sizes.place(name, row["period"], area)
        found.append(peer_list.Standing(entry, row["period"], value, row["status"], band, state, nation))
    return found


def method(here: Place, chosen: Choice) -> None:
    """How likeness is measured, and of what, and why of that."""
    with st.expander(here.t("peers.method")):
        steps = "".join(f"<li>{escape(here.t(f'peers.steps.{n}'))}</li>" for n in ("one", "two", "three", "four"))
        st.html(f'<ol class="rules">{steps}</ol>')
    with st.expander(here.t("peers.why")):
        st.html(f'<dl class="compared">{"".join(_reasons(here, name) for name in chosen.facets)}</dl>')
    frame.note(peers.sources(here, chosen))


def _reasons(here: Place, name: str) -> str:
    facet = catalog().facets[name]
    lines, periods = [], doors.periods(tuple(m.indicator for m in facet.indicators))
    for part in facet.indicators:
        entry = catalog().indicators[part.indicator]
        period = style.period(periods[entry.id], here.language)
        about = ", ".join(filter(None, (period, offices.named(entry, here.language))))
        if part.weight != 1:
            about += ", " + here.t("peers.weight", weight=f"{part.weight:g}")
        title, why = entry.title.in_(here.language), part.why.in_(here.language)
        lines.append(f"<dd><b>{escape(title)}</b> ({escape(about)}). {escape(why)}</dd>")
    return f"<dt>{escape(facet.title.in_(here.language))}</dt>{''.join(lines)}"


def downloads(here: Place, told: Peers, chosen: Choice) -> None:
    """The figures of all of them with their distances, the map and the chart."""
    wanted = tuple(peers.indicators(chosen))
    areas = (told.area, *told.areas)
    rows = similar_rows.tidy(told, doors.profile(areas, wanted), catalog().facets, here.language)
    entries = [(catalog().indicators[name], origin) for name, origin in doors.origins(wanted).items()]
    title = here.t("peers.title", place=names()[told.area])
    address = controls.permalink(
        here, "peers", area=told.area, dims=",".join(chosen.facets), within=chosen.within, peer=other(told, chosen)
    )  # fmt: skip
    where, source = peers.where(here, chosen), peers.sources(here, chosen)
    picked = export.table(
        rows, title, entries, where, here.language, address=address,
        periods=doors.periods(wanted).values(),
        extra={here.t("peers.method"): " ".join(here.t(f"peers.steps.{n}") for n in ("one", "two", "three"))},
    )  # fmt: skip
    beside_ = other(told, chosen)
    plate = Plate(
        _strips(here, told, chosen, beside_, dark=False),
        here.t("peers.pair.title", place=names()[told.area], other=names()[beside_]),
        here.t("peers.chart"), source, alternative=peer_words.pair(told, beside_, doors.figures(), here.language),
    )  # fmt: skip
    cited = here.t(
        "peers.citation", site=here.t("site.name"), title=title, where=wording.capital(where),
        offices=peers.offices_of(here, chosen), periods=peers.periods_of(here, chosen), address=address,
    )  # fmt: skip
    take.bar(here, picked, [peers.drawing(here, told, chosen, dark=False), plate], cited)
