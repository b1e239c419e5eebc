"""Pieces of the page of similar municipalities: what is asked, who they are, and what can be done with them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard import controls, offices, peer_list, peer_map, style, wording, zones
from dashboard.analysis import bands, peer_words
from dashboard.analysis import peers as peers_
from dashboard.analysis.peers import COMPARED, Peers
from dashboard.controls import Place
from dashboard.drawing import Drawing
from dashboard.live import bands as sizes
from dashboard.live import peers as doors
from dashboard.parts import frame, places
from data.areas import municipalities_of, names
from data.catalog import catalog

WITHINS = ("country", "state", "band")


@dataclass(frozen=True)
class Choice:
    """Whose likes are asked for, in what, among whom, and beside which of them its figures are shown."""

    area: str
    facets: tuple[str, ...]
    within: str
    other: str


def choice(here: Place) -> Choice:
    """What the address asks for; a municipality nobody named is the first of the zone."""
    every = tuple(catalog().facets)
    asked = controls.several("dims", every)
    return Choice(
        area=controls.asked("area", municipalities_of("00"), here.members[0]),
        facets=tuple(f for f in every if f in asked) or every,
        within=controls.asked("within", WITHINS, "country"),
        other=controls.asked("peer", municipalities_of("00"), ""),
    )


def name(chosen: Choice) -> str:
    """The chosen municipality."""
    return names()[chosen.area]


def look(chosen: Choice) -> Peers:
    """The most similar municipalities."""
    every = municipalities_of("00")
    among = {
        "country": lambda: every,
        "state": lambda: municipalities_of(chosen.area[:2]),
        "band": lambda: bands.members(sizes.people(), chosen.area),
    }[chosen.within]()
    return peers_.peers(doors.space(chosen.facets), doors.pairs(chosen.facets), chosen.area, among, every)


def where(here: Place, chosen: Choice) -> str:
    """Among whom they are looked for, in words."""
    if chosen.within == "state":
        return peer_words.state(chosen.area, here.language)
    band = bands.band_of(sizes.people().get(chosen.area)) if chosen.within == "band" else None
    return band.title.in_(here.language) if band else here.t(f"peers.withins.{chosen.within}")


def row(here: Place, chosen: Choice) -> None:
    """Municipality, where to look, and in what to be alike."""
    with st.container(horizontal=True, key="peer_controls", vertical_alignment="bottom", gap="small"):
        kept = {name: st.query_params[name] for name in ("dims", "within") if name in st.query_params}
        places.jump(here, "peers", chosen.area, label=here.t("peers.area"), first=here.members[0], **kept)
        st.selectbox(
            here.t("peers.within"), WITHINS, format_func=lambda key: here.t(f"peers.withins.{key}"),
            **controls.bound("within", chosen.within, here.language, drops=("peer",), omitted="country"),
        )  # fmt: skip
        _facets(here, chosen)


def _facets(here: Place, chosen: Choice) -> None:
    """Any of the dimensions; none is all of them."""
    every, key = tuple(catalog().facets), f"dims:{here.language}"
    if set(st.session_state.get(key) or ()) != set(chosen.facets):
        st.session_state[key] = list(chosen.facets)

    def go() -> None:
        kept = [f for f in every if f in st.session_state[key]]
        controls.write("dims", ",".join(kept) if 0 < len(kept) < len(every) else "")
        controls.write("peer", "")

    st.pills(
        here.t("peers.dims"), every, selection_mode="multi", key=key, on_change=go,
        format_func=lambda name: catalog().facets[name].title.in_(here.language),
    )  # fmt: skip


def nothing(here: Place, told: Peers) -> None:
    """Why there is no list."""
    place = names()[told.area]
    if told.points.scores.empty:
        frame.nothing(here.t("peers.empty"))
    elif told.lacking:
        frame.nothing(here.t("peers.lacking", place=place, titles=peer_words.titles(told.lacking, here.language)))
    else:
        frame.nothing(here.t("peers.alone", place=place))


def caution(here: Place, told: Peers) -> None:
    """How rare such likeness is; and when it is none, where the reader looks."""
    frame.note(peer_words.reach(told, here.language))
    words = peer_words.warning(told, here.language)
    if words:
        sign = f'<b><i aria-hidden="true">△</i>{escape(here.t("comparability.qualified"))}</b>'
        st.html(
            f'<div class="guard" role="note"><div class="qualified">{sign}<ul><li>{escape(words)}</li></ul></div></div>'
        )


def doings(here: Place, told: Peers) -> None:
    """What can be done with them: compare, or make a zone."""
    few = (told.area, *told.areas[: COMPARED - 1])
    name = zones.tidy_name(here.t("peers.zone_name", place=names()[told.area]))
    zone = f"{zones.CHOSEN}{','.join((told.area, *told.areas))}:{name}"
    links = [
        ("first", frame.address(here, "compare", areas=",".join(few)), here.t("peers.compare", count=len(few) - 1)),
        ("", frame.address(here, "overview", zone=zone), here.t("peers.zone", count=len(told.areas) + 1)),
    ]
    items = "".join(f'<li class="{k}"><a href="{escape(url)}">{escape(words)}</a></li>' for k, url, words in links)
    st.html(f'<ul class="doings">{items}</ul>')


def table(here: Place, told: Peers) -> None:
    """Who they are, how far they are and in what."""
    frame.section(here.t("peers.list", count=len(told.areas)))

    def link(area: str) -> str:
        return frame.address(here, "municipality", area=area)

    st.html(peer_list.table(told, sizes.people(), link, here.language))
    frame.note(here.t("peers.key"))


def drawing(here: Place, told: Peers, chosen: Choice, *, dark: bool) -> Drawing:
    """The map, for the page or for paper."""
    return peer_map.drawing(
        told, here.language, within=chosen.within, other=chosen.other, subtitle=measure(here, chosen),
        source=sources(here, chosen), dark=dark,
    )  # fmt: skip


def map_(here: Place, told: Peers, chosen: Choice) -> None:
    """Where they are; a click puts a municipality beside the chosen one."""
    frame.section(here.t("peers.where"))
    clicked = frame.show(drawing(here, told, chosen, dark=here.dark), "where", 520)
    if clicked is not None and clicked in told.areas and clicked != chosen.other:
        controls.write("peer", clicked)
        st.rerun()
    frame.note(peer_words.by_state(told, here.language))
    left = peer_words.left_out(told, here.language)
    if left:
        frame.note(left)


def indicators(chosen: Choice) -> list[str]:
    """The indicators of the chosen dimensions, in order."""
    return [m.indicator for name in chosen.facets for m in catalog().facets[name].indicators]


def measure(here: Place, chosen: Choice) -> str:
    """Dimensions and where was looked, as a caption."""
    words = wording.listed([catalog().facets[f].title.in_(here.language).lower() for f in chosen.facets], here.language)
    return here.t("peers.measure", facets=words, where=wording.capital(where(here, chosen)))


def sources(here: Place, chosen: Choice) -> str:
    """The offices behind the figures, and their periods."""
    return here.t("peers.sources", offices=offices_of(here, chosen), periods=periods_of(here, chosen))


def offices_of(here: Place, chosen: Choice) -> str:
    """The offices behind the figures, each once."""
    told = [offices.named(catalog().indicators[name], here.language) for name in indicators(chosen)]
    return ", ".join(dict.fromkeys(part for words in told for part in words.split(", ")))


def periods_of(here: Place, chosen: Choice) -> str:
    """The periods of the figures, each once."""
    told = sorted(set(doors.periods(tuple(indicators(chosen))).values()) - {""})
    return ", ".join(style.period(p, here.language) for p in told)
