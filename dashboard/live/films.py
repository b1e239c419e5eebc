"""The cached door to a map's frames in every period, compressed as the page fetches them."""

from __future__ import annotations

import gzip
import hashlib
from urllib.parse import urlencode

import streamlit as st

from dashboard import film, live, zones
from dashboard.film import Classing
from data.catalog import catalog


@st.cache_resource(max_entries=64, show_spinner=False)  # bytes: no copy for each reader
def _film(
    at: str, indicator: str, breakdown: str, zone_key: str, classing: Classing, language: str, only: tuple[str, ...]
) -> bytes:
    zone = zones.find(zone_key, dict(live.every_zone()))
    every = live.series(indicator, zones.members(zone), breakdown)
    told = film.frames(catalog().indicators[indicator], zone, every, classing, language, only)
    return gzip.compress(film.packed(told), 6, mtime=0)


def packed(
    indicator: str, breakdown: str, zone_key: str, classing: Classing, language: str, only: tuple[str, ...] = ()
) -> bytes:
    """Gzip of the JSON of `film.frames`; raises zones.UnknownZone and KeyError for what does not exist."""
    entry = catalog().indicators[indicator]
    entry.formula_of(breakdown)
    return _film(live.stamp(), entry.id, breakdown, zone_key, classing, "en" if language == "en" else "es", only)


def address(
    indicator: str, breakdown: str, zone_key: str, classing: Classing, language: str, only: tuple[str, ...] = ()
) -> str:
    """Where the page fetches those frames, under the server's base path; another address once figures change."""
    at = hashlib.sha256(live.stamp().encode()).hexdigest()[:12]
    asked = {
        "indicator": indicator, "breakdown": breakdown, "zone": zone_key, "lang": language, "method": classing.method,
        "k": classing.k, "cuts": ",".join(f"{c:g}" for c in classing.cuts), "dark": int(classing.dark),
        "only": ",".join(only),
    }  # fmt: skip
    return f"/frames/{at}?{urlencode(asked, safe=':,/')}"
