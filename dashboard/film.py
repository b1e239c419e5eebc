"""The same map in every period: what changes from one to the next, for the page to turn without asking the server.

A period's frame is what `drawing.spec` says of it and what differs between periods, nothing else. Limits of classes
and the scale of circles hold between two breaks of method; beyond a break they are others, and the page says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import picture, style
from dashboard.classes import Classes, refilled
from dashboard.drawing import Drawing, spec
from dashboard.view import comparable, largest, members_frame
from data.entries import Indicator, Zone

FRAME = ("kind", "fills", "printed", "radii", "notes", "legend")
"""What a period has of its own in a drawing's spec, besides the colours of its classes."""
TOLD_APART = ("title", "subtitle", "source", "alternative", "highlighted")
"""What a repaint does not depend on: words for machines, and outlines, which are drawn by themselves."""


@dataclass(frozen=True)
class Classing:
    """How a reader wants the figures of a map put into classes, and on which page."""

    method: str = "quantiles"
    k: int = 5
    cuts: tuple[float, ...] = ()
    dark: bool = False


def revision(values: Mapping[str, Any]) -> str:
    """A digest of what is painted: two specs with the same one look the same."""
    painted = {key: value for key, value in values.items() if key not in TOLD_APART}
    return hashlib.sha256(json.dumps(painted, sort_keys=True).encode()).hexdigest()[:12]


def frames(
    indicator: Indicator, zone: Zone, every: pd.DataFrame, classing: Classing, language: str, only: Sequence[str] = ()
) -> dict[str, dict[str, Any]]:
    """Period → frame, of every period of the zone's members (`every`: area, period, value, status), or of some only.

    A frame has the keys FRAME of `drawing.spec`, `steps` (colours) and `revision`, as the page's own map has it.
    """
    found: dict[str, dict[str, Any]] = {}
    for period, drawn in drawings(indicator, zone, every, classing, language, only):
        values = spec(drawn)
        kept = {key: values[key] for key in FRAME}
        found[period] = {**kept, "palette": values["palette"], "revision": revision(values)}
    return found


def drawings(
    indicator: Indicator, zone: Zone, every: pd.DataFrame, classing: Classing, language: str, only: Sequence[str] = ()
) -> Iterator[tuple[str, Drawing]]:
    """Each period with its map, without words around it."""
    for period, own, classes, most, moving in _stills(indicator, zone, every, classing, only):
        drawn = picture.drawing(
            indicator, own, classes, language, title="", subtitle="", source="", alternative="",
            dark=classing.dark, moving=moving, largest=most,
        )  # fmt: skip
        yield period, drawn


def _stills(
    indicator: Indicator, zone: Zone, every: pd.DataFrame, classing: Classing, only: Sequence[str]
) -> Iterator[tuple[str, pd.DataFrame, Classes | None, float, bool]]:
    """Each period with its rows, classes, largest figure, and whether its limits hold for others too."""
    limits: dict[str, Classes | None] = {}
    for period, rows in every.groupby("period", sort=True):
        if only and period not in only:
            continue
        same = comparable(indicator, every, str(period))
        first = str(same["period"].min())
        own = members_frame(rows, zone)
        if first not in limits:  # limits are one and the same for a whole stretch
            limits[first] = picture.zone_classes(indicator, own, same, classing.method, classing.k, classing.cuts)
        shared = limits[first]
        classes = None if shared is None else refilled(shared, own.set_index("area")["value"])
        moving = classes is not None and same["period"].nunique() > 1
        yield str(period), own, classes, largest(same), moving


def packed(told: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Frames as the page fetches them."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Reel:
    """The periods a reader may turn to. `empty`: without a figure in the zone; `breaks`: the first of each method."""

    periods: tuple[str, ...]
    current: str
    empty: frozenset[str]
    breaks: tuple[str, ...]


def sampled(periods: Sequence[str], most: int) -> list[str]:
    """At most so many of the periods, evenly, the first and the last among them."""
    if len(periods) <= most:
        return list(periods)
    steps = (len(periods) - 1) / (most - 1)
    return [periods[round(n * steps)] for n in range(most)]


def since(indicator: Indicator, period: str) -> str:
    """The break of method a period comes after; "" before the first."""
    return max((b.period for b in indicator.breaks if b.period <= period), default="")


def reel(indicator: Indicator, periods: Sequence[str], current: str, every: pd.DataFrame) -> Reel:
    """The reel of an indicator in a zone (`every` as for `frames`)."""
    having = set(every.loc[every["value"].notna(), "period"])
    breaks = {min((p for p in periods if p >= b.period), default="") for b in indicator.breaks if b.period > periods[0]}
    return Reel(tuple(periods), current, frozenset(periods) - having, tuple(sorted(breaks - {""})))


def labels(periods: Sequence[str], language: str) -> list[dict[str, str]]:
    """Each period as it is said («junio de 2020») and as it stands under its tick («jun 2020»)."""
    return [{"id": p, "label": style.period(p, language), "tick": style.tick(p, language)} for p in periods]
