"""The built levels as frozen objects: ids, names and ready-made SVG paths, nothing heavier.

Coordinates are drawing units with y downwards (`units_per_km` says how many), not degrees: a level
is projected once, when it is built, so nothing here or later needs a geometry library.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FOLDER = Path(__file__).parent / "levels"

Box = tuple[float, float, float, float]
"""x, y, width, height in drawing units."""


class UnknownLevel(KeyError):
    """A level that was not built."""


@dataclass(frozen=True)
class Area:
    """One municipality: five-digit id, name, state, path, and where its label may stand.

    `label` is the point of its land farthest from any border and `room` the distance to it;
    `box` is x0, y0, x1, y1. All in drawing units.
    """

    id: str
    name: str
    state: str
    d: str
    label: tuple[float, float]
    room: float
    box: Box


@dataclass(frozen=True)
class Water:
    """A lake: its name, path, and places for the name as (x, y, room), the best first."""

    name: str
    d: str
    labels: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Locality:
    """A built-up place inside an area (nine-digit id)."""

    id: str
    name: str
    area: str
    d: str


@dataclass(frozen=True)
class Layer:
    """One level. `areas` are what it is about, `context` what lies around; both can be drawn."""

    level: str
    edition: str
    source: str
    built_from: Mapping[str, str]
    crs: str
    units_per_km: float
    view: Box
    areas: tuple[Area, ...]
    context: tuple[Area, ...]
    water: tuple[Water, ...]
    localities: tuple[Locality, ...]
    borders: tuple[str, ...]
    without_polygon: Mapping[str, str]

    @cached_property
    def places(self) -> Mapping[str, Area]:
        """Every drawn municipality by id, those of the context included."""
        return MappingProxyType({area.id: area for area in (*self.areas, *self.context)})


@cache
def layer(level: str) -> Layer:
    """The level `metropolis`, `state` or `nation`. Raises UnknownLevel for anything else."""
    raw = json.loads(_bytes(level))
    return Layer(
        level=raw["level"],
        edition=raw["edition"],
        source=raw["source"],
        built_from=MappingProxyType(raw["built_from"]),
        crs=raw["crs"],
        units_per_km=raw["units_per_km"],
        view=_box(raw["view"]),
        areas=tuple(_area(entry) for entry in raw["areas"]),
        context=tuple(_area(entry) for entry in raw["context"]),
        water=tuple(_water(entry) for entry in raw["water"]),
        localities=tuple(Locality(**entry) for entry in raw["localities"]),
        borders=tuple(raw["borders"]),
        without_polygon=MappingProxyType({entry["id"]: entry["name"] for entry in raw["without_polygon"]}),
    )


def levels() -> tuple[str, ...]:
    """The names of the built levels, the most detailed first."""
    return tuple(_manifest())


def level_for(ids: Iterable[str]) -> str:
    """The most detailed level that draws all of the ids; the widest when none does.

    Asking for more than the metropolis file's own surroundings moves on to the state, and any id
    of another state to the nation.
    """
    wanted = set(ids)
    for name in levels():
        if wanted <= set(layer(name).places):
            return name
    return levels()[-1]


def view(level: str, ids: Iterable[str] | None = None, margin: float = 0.06) -> Box:
    """A view box (x, y, width, height) that frames the ids, padded by a share of the longer side.

    Ids without a polygon are left out of the frame; without any, the level's own view is returned.
    """
    drawn = layer(level)
    found = [drawn.places[key].box for key in ids or () if key in drawn.places]
    if not found:
        return drawn.view
    x0, y0 = min(box[0] for box in found), min(box[1] for box in found)
    x1, y1 = max(box[2] for box in found), max(box[3] for box in found)
    pad = max(x1 - x0, y1 - y0) * margin
    return (x0 - pad, y0 - pad, x1 - x0 + 2 * pad, y1 - y0 + 2 * pad)


def asset(level: str) -> tuple[str, bytes]:
    """The level as a file for the browser: its name, which carries a hash, and its bytes."""
    return _name(level), _bytes(level)


@cache
def _manifest() -> Mapping[str, str]:
    text = (_FOLDER / "manifest.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))


@cache
def _bytes(level: str) -> bytes:
    return (_FOLDER / _name(level)).read_bytes()


def _name(level: str) -> str:
    if level not in _manifest():
        raise UnknownLevel(f"no level {level!r}: built are {', '.join(_manifest())}")
    return _manifest()[level]


def _area(entry: Mapping[str, Any]) -> Area:
    return Area(
        id=entry["id"],
        name=entry["name"],
        state=entry["state"],
        d=entry["d"],
        label=(entry["label"][0], entry["label"][1]),
        room=entry["room"],
        box=_box(entry["box"]),
    )


def _water(entry: Mapping[str, Any]) -> Water:
    return Water(entry["name"], entry["d"], tuple((x, y, room) for x, y, room in entry["labels"]))


def _box(values: Iterable[float]) -> Box:
    a, b, c, d = values
    return (a, b, c, d)
