"""Polygons that share borders: cut, simplified and rounded together, so that none gaps or overlaps.

The lake is a member of the coverage like any municipality: only then does the shore of the water
stay the shore of the land after simplification.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Shapes = NDArray[np.object_]


class CoverageError(ValueError):
    """Polygons overlap, leave slivers or vanish where they should share borders."""


def cut(shapes: Shapes, water: BaseGeometry) -> Shapes:
    """The land of each shape, and the water as one more member at the end (all in metres)."""
    land = np.asarray(shapely.difference(shapely.make_valid(shapes), water), dtype=object)
    land = np.array([_polygons(shape) for shape in land], dtype=object)
    return clean(np.append(land, [water]))


def clean(shapes: Shapes, gap_m: float = 0.0) -> Shapes:
    """The same shapes with every shared border identical vertex by vertex; gaps narrower than
    `gap_m` are given to a neighbour."""
    cleaned = np.asarray(shapely.coverage_clean(shapes, snapping_distance=0.01, gap_width=gap_m), dtype=object)
    return np.array([_polygons(shape) for shape in cleaned], dtype=object)


def simplify(shapes: Shapes, tolerance_m: float, grid_m: float) -> Shapes:
    """Simplify as a coverage and round to a grid of `grid_m`; islets below the tolerance go.

    Raises CoverageError when the result is not a valid coverage or a shape vanished.
    """
    simple = np.asarray(shapely.coverage_simplify(shapes, tolerance_m), dtype=object)
    rounded = shapely.transform(simple, lambda xy: np.rint(xy / grid_m) * grid_m)
    tidy = np.array(
        [_without_islets(_polygons(shapely.make_valid(s)), tolerance_m**2) for s in rounded],
        dtype=object,
    )
    # Cleaning may add a vertex off the grid where rounding made two borders touch: round once more.
    if not shapely.coverage_is_valid(tidy):
        tidy = shapely.transform(clean(tidy), lambda xy: np.rint(xy / grid_m) * grid_m)
    check(tidy)
    return tidy


def check(shapes: Shapes) -> None:
    """Raise CoverageError unless every shape has area, is valid, and shares its borders exactly."""
    empty = np.flatnonzero(shapely.is_empty(shapes) | (shapely.area(shapes) <= 0))
    if len(empty):
        raise CoverageError(f"shapes without area at positions {empty.tolist()}: use a finer grid")
    if not shapely.is_valid(shapes).all():
        bad = np.flatnonzero(~shapely.is_valid(shapes))
        raise CoverageError(f"invalid polygons at positions {bad.tolist()}: use a finer grid")
    if not shapely.coverage_is_valid(shapes):
        edges = shapely.length(shapely.coverage_invalid_edges(shapes))
        bad = np.flatnonzero(edges > 0)
        raise CoverageError(f"borders do not match at positions {bad.tolist()}")


def label_point(shape: BaseGeometry) -> tuple[float, float, float]:
    """Pole of inaccessibility: (x, y, radius) of the largest circle inside the largest part."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    circle = shapely.maximum_inscribed_circle(largest)
    (x, y), _ = shapely.get_coordinates(circle)
    return float(x), float(y), float(shapely.length(circle))


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Only the polygonal parts: make_valid and difference may leave stray lines and points."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    kept = parts[shapely.get_type_id(parts) == 3]
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)


def _without_islets(shape: BaseGeometry, least_area: float) -> BaseGeometry:
    parts = shapely.get_parts(shape)
    if len(parts) < 2:
        return shape
    kept = [p for p in parts if shapely.area(p) >= least_area] or [max(parts, key=shapely.area)]
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)
