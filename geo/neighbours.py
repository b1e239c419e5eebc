"""Two small tables beside the levels: who borders whom, and how much of a polygon is land.

Nine of Poncitlán's borders are official, but several run through or along Lake Chapala: whoever
weighs neighbours must be able to leave those out.
"""

from __future__ import annotations

import csv
import io

import shapely
from shapely.geometry.base import BaseGeometry

from geo import sources

_SHORE_M = 150.0
_LEAST_LAND_KM = 0.5


def tables(files: sources.Folder, state: str, around: str, adjacent: str, water: BaseGeometry) -> dict[str, str]:
    """`adjacency.csv` and `land.csv` as text; lengths in km, areas in km²."""
    shapes: dict[str, BaseGeometry] = {}
    for name in (around, state):
        frame = sources.municipalities(files, name)
        shapes |= dict(zip(frame["id"], frame.geometry, strict=True))
    with files.path(adjacent).open(encoding="utf-8") as lines:
        pairs = [(r["cvegeo_a"], r["cvegeo_b"], r["borde_km_aprox"]) for r in csv.DictReader(lines)]
    keys = set(sources.municipalities(files, state)["id"])
    return {
        "adjacency.csv": _adjacency(sorted(pairs), shapes, water),
        "land.csv": _land({key: shapes[key] for key in sorted(keys)}, water),
    }


def _adjacency(pairs: list[tuple[str, str, str]], shapes: dict[str, BaseGeometry], water: BaseGeometry) -> str:
    """Rows a, b, border_km, water_km, across_lake (1 when no land border is left).

    A pair whose polygons we do not hold lies far from the lake: all of its border is land.
    """
    wet = shapely.buffer(water, _SHORE_M)
    shapely.prepare(wet)
    rows: list[list[str | int]] = []
    for a, b, published in pairs:
        border_km, water_km = float(published), 0.0
        if a in shapes and b in shapes:
            border = shapely.intersection(shapely.boundary(shapes[a]), shapely.boundary(shapes[b]))
            border_km = float(shapely.length(border)) / 1000
            water_km = float(shapely.length(shapely.intersection(border, wet))) / 1000
        across = int(water_km > 0 and border_km - water_km < _LEAST_LAND_KM)
        rows.append([a, b, f"{border_km:.2f}", f"{water_km:.2f}", across])
    return _csv(["a", "b", "border_km", "water_km", "across_lake"], rows)


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
