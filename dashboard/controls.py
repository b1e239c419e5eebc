"""The address: what a reader chooses is in the URL, and the URL alone decides what is shown.

Streamlit's own binding writes an option's *label* in the address, which changes with the language;
here it is the id. A default leaves no trace, and a value that does not exist is the default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import live, text, zones
from dashboard.addresses import ADDRESSES
from dashboard.analysis import change
from dashboard.analysis.change import Pair
from dashboard.overview import called, state_of
from data.areas import names
from data.catalog import catalog
from data.entries import Indicator, Zone

METHODS = ("quantiles", "natural", "equal", "manual")
COUNTS = ("2", "3", "4", "5")
VIEWS = ("map", "years", "change")  # of the map page: one period, every period, what lies between two
DEPENDENT = ("period", "breakdown", "cuts", "area", "from")  # what another indicator leaves without meaning


@dataclass(frozen=True)
class Place:
    """Who is reading and about where: what every page is asked with."""

    language: str
    zone: Zone
    dark: bool

    def t(self, key: str, **values: object) -> str:
        """Words of the interface in the reader's language."""
        return text.t(key, self.language, **values)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Municipalities of the zone."""
        return zones.members(self.zone)

    @property
    def zone_title(self) -> str:
        """The zone's name; a set nobody declared says so."""
        return zones.label(self.zone, self.language)

    @property
    def state_name(self) -> str:
        """The state the zone is part of; empty for a state, the nation and zones across states."""
        state = state_of(self.zone)
        return called(state, self.language) if state and self.zone.all_of is None else ""

    @property
    def address(self) -> dict[str, str]:
        """What a link to another page carries along."""
        kept = {"lang": self.language, "zone": zones.key(self.zone)}
        return {k: v for k, v in kept.items() if v != default(k)}


@dataclass(frozen=True)
class Choice:
    """One picture: which figure of which time and part of the people, and how it is classed."""

    indicator: Indicator
    period: str
    periods: tuple[str, ...]
    breakdown: str
    method: str
    k: int
    cuts: tuple[float, ...]
    area: str
    view: str = "map"
    pair: Pair | None = None  # the two periods of the view «change»


def default(name: str) -> str:
    """What a parameter is when the address does not say it."""
    first = next(iter((live.offered().headlines or catalog().headlines).values()))
    fixed = {"lang": "es", "zone": catalog().default_zone.id, "indicator": first.id, "topic": first.topic}
    return {**fixed, "view": VIEWS[0], "breakdown": "total", "method": "quantiles", "k": COUNTS[-1]}.get(name, "")


def place() -> Place:
    """Language and zone as the address gives them."""
    try:
        zone = zones.find(st.query_params.get("zone", default("zone")), dict(live.every_zone()))
    except zones.UnknownZone:
        zone = catalog().default_zone
    return Place(asked("lang", text.LANGUAGES), zone, st.context.theme.type == "dark")


def choice() -> Choice:
    """What the address asks the map page for."""
    indicator = catalog().indicators[asked("indicator", live.offered().indicators)]
    periods = tuple(live.periods(indicator.id))
    period = st.query_params.get("period", "")
    cuts = numbers(st.query_params.get("cuts", ""))
    view, pair = asked("view", VIEWS), None
    if view == "change":
        since = st.query_params.get("from", "")
        pair = change.pair(indicator, periods, since, period, live.latest(indicator.id))
        period = pair.until
    return Choice(
        indicator=indicator,
        period=period if period in periods else live.latest(indicator.id),
        periods=periods,
        breakdown=asked("breakdown", ("total", *indicator.breakdowns)),
        method=asked("method", METHODS),
        k=int(asked("k", COUNTS)),
        cuts=cuts,
        area=asked("area", names()),
        view=view,
        pair=pair,
    )


def asked(name: str, among: Iterable[str], unsaid: str | None = None) -> str:
    """What the address says of a parameter, if it is among what there is; else what it is when unsaid."""
    unsaid = default(name) if unsaid is None else unsaid
    value = st.query_params.get(name, unsaid)
    return value if value in among else unsaid


def several(name: str, among: Iterable[str], unsaid: tuple[str, ...] = (), most: int = 10) -> tuple[str, ...]:
    """The list a parameter holds, "a,b,c", without what does not exist; at most so many."""
    if name not in st.query_params:
        return unsaid
    known = set(among)
    told = dict.fromkeys(part.strip() for part in st.query_params[name].split(","))
    return tuple(part for part in told if part in known)[:most]


def permalink(here: Place, page: str, **chosen: str) -> str:
    """The whole address of a view with nothing left to a default but what is empty, so that it can be quoted."""
    parts = urlsplit(st.context.url or "")
    base = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    query = {"lang": here.language, "zone": zones.key(here.zone), **chosen}
    told = urlencode({k: v for k, v in query.items() if v}, safe=":,/")
    return f"{base}{base_path()}/{ADDRESSES[page]}?{told}"


def numbers(typed: str) -> tuple[float, ...]:
    """The ascending limits somebody typed; anything that is no number is left out."""
    found = set()
    for part in typed.replace(";", ",").split(","):
        try:
            found.add(float(part.strip().rstrip("%")))
        except ValueError:
            continue
    return tuple(sorted(found))[:6]


def base_path() -> str:
    """The path the server is mounted under: "" or "/tablero"."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""


def bound(
    name: str, current: str, where: str, *, drops: tuple[str, ...] = (), tidy: Callable[[str], str] = str,
    omitted: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """`key`, `on_change` and `args` that tie a widget over ids to a parameter of the address.

    `where` sets widgets of one parameter apart, and languages: a widget's state travels as shown words.
    `drops` are the parameters that lose their meaning; `omitted` is the value that needs no writing.
    """
    key = f"{name}:{where}"
    if st.session_state.get(key) != current:  # the reader went back, or followed a link
        st.session_state[key] = current
    unsaid = default(name) if omitted is None else omitted
    return {"key": key, "on_change": _write, "args": (name, key, unsaid, drops, tidy)}


def _write(name: str, key: str, unsaid: str, drops: tuple[str, ...], tidy: Callable[[str], str]) -> None:
    """What was chosen goes to the address; what depended on the old choice leaves it."""
    value = tidy(st.session_state[key] or "")
    for other in drops:
        st.query_params.pop(other, None)
    write(name, "" if value == unsaid else value)


def write(name: str, value: str) -> None:
    """Set a parameter of the address; an empty value takes it out."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)
