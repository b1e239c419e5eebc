"""Two small tables beside the levels: who borders whom in all of Mexico, and how much of a polygon is land.

Nine of Poncitlán's borders are official, but several run through or along Lake Chapala: whoever
weighs neighbours must be able to leave those out. No other water is told apart: the one other named
outline at hand is too coarse to say on which bank a border runs.
"""

from __future__ import annotations

import csv
import io

import shapely
from shapely.geometry.base import BaseGeometry

from geo import sources

Tables = dict[str, str]
"""File name → its text."""

_SHORE_M = 150.0
_LEAST_LAND_KM = 0.5


def tables(files: sources.Folder, state: str, around: str, nation: str, adjacent: str, water: BaseGeometry) -> Tables:
    """`adjacency.csv` and `land.csv` as text; lengths in km, areas in km²."""
    fine: dict[str, BaseGeometry] = {}
    for name in (around, state):
        fine |= _shapes(files, name)
    official = {}
    if files.has(adjacent):
        with files.path(adjacent).open(encoding="utf-8") as lines:
            official = {(r["cvegeo_a"], r["cvegeo_b"]): r["borde_km_aprox"] for r in csv.DictReader(lines)}
    keys = set(sources.municipalities(files, state)["id"])
    return {
        "adjacency.csv": _adjacency(official, _shapes(files, nation), fine, water),
        "land.csv": _land({key: fine[key] for key in sorted(keys)}, water),
    }


def _shapes(files: sources.Folder, name: str) -> dict[str, BaseGeometry]:
    frame = sources.municipalities(files, name)
    return dict(zip(frame["id"], shapely.make_valid(frame.geometry.to_numpy()), strict=True))


def _adjacency(
    official: dict[tuple[str, str], str],
    nation: dict[str, BaseGeometry],
    fine: dict[str, BaseGeometry],
    water: BaseGeometry,
) -> str:
    """Rows a, b (a < b), border_km, water_km, across_lake (1 when no land border is left).

    Every pair that touches, be it in one point, or that the official list names. Lengths come from the detailed
    polygons where we hold both, else from the list, else from the simplified national copy, which is too short
    (one decimal). A pair whose detailed polygons we do not hold lies far from the lake: all of its border is land.
    """
    wet = shapely.buffer(water, _SHORE_M)
    shapely.prepare(wet)
    rows: list[list[str | int]] = []
    for a, b in sorted({*official, *_touching(nation), *_touching(fine)}):
        if a in fine and b in fine:
            border = _border(fine, a, b)
            border_km = float(shapely.length(border)) / 1000
            water_km = float(shapely.length(shapely.intersection(border, wet))) / 1000
            across = int(water_km > 0 and border_km - water_km < _LEAST_LAND_KM)
            rows.append([a, b, f"{border_km:.2f}", f"{water_km:.2f}", across])
        elif (a, b) in official:
            rows.append([a, b, f"{float(official[a, b]):.2f}", "0.00", 0])
        else:
            rows.append([a, b, f"{float(shapely.length(_border(nation, a, b))) / 1000:.1f}", "0.0", 0])
    return _csv(["a", "b", "border_km", "water_km", "across_lake"], rows)


def _border(shapes: dict[str, BaseGeometry], a: str, b: str) -> BaseGeometry:
    return shapely.intersection(shapely.boundary(shapes[a]), shapely.boundary(shapes[b]))


def _touching(shapes: dict[str, BaseGeometry]) -> list[tuple[str, str]]:
    """Pairs of keys whose polygons share at least a point, the lower key first."""
    keys, drawn = list(shapes), list(shapes.values())
    found = shapely.STRtree(drawn).query(drawn, predicate="intersects").T
    return [(min(pair), max(pair)) for i, j in found if i < j for pair in [(keys[i], keys[j])]]


def _land(shapes: dict[str, BaseGeometry], water: BaseGeometry) -> str:
    """Rows id, polygon_km2, land_km2: land is the polygon without Lake Chapala, to about 2 %."""
    rows: list[list[str | int]] = []
    for key, shape in shapes.items():
        whole = float(shapely.area(shape)) / 1e6
        land = float(shapely.area(shapely.difference(shape, water))) / 1e6
        rows.append([key, f"{whole:.1f}", f"{land:.1f}"])
    return _csv(["id", "polygon_km2", "land_km2"], rows)


def _csv(header: list[str], rows: list[list[str | int]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
