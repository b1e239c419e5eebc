"""Where Lake Chapala ends and land begins, for one set of municipal polygons.

No official shoreline is among the inputs: Poncitlán and Chapala are drawn across the water, and the
public-domain outline of the lake is so coarse that it drowns San Pedro Itzicán (6,686 inhabitants).
So the shore is put together: the official border wherever a neighbour's border *is* the shore, the
coarse outline elsewhere, and land wherever the census counted a locality. Good for a map, not for
measuring the lake.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

LAKE_NAME = "Lago de Chapala"
ACROSS_THE_WATER = ("14066", "14030")
"""Poncitlán and Chapala: between them their polygons hold the whole lake."""

_TOWN_MARGIN_M = 300.0
_NORTH_SHORE_M = 3_000.0


def lake(municipalities: Mapping[str, BaseGeometry], outline: BaseGeometry, towns: BaseGeometry) -> BaseGeometry:
    """The water of Lake Chapala inside Poncitlán and Chapala, in the unit of the inputs (metres).

    `municipalities` maps five-digit keys to polygons, `outline` is the coarse lake and `towns` the
    localities (polygons or points). Raises KeyError when one of the two municipalities is absent.
    """
    domain = shapely.union_all([municipalities[key] for key in ACROSS_THE_WATER])
    dry = shapely.difference(domain, outline)
    # Everything the outline cuts off from the north lies on the lake's far side: there the
    # neighbours' own borders are the shoreline.
    north = max(shapely.get_parts(dry), key=shapely.area)
    wet = shapely.difference(shapely.difference(domain, north), _shore_towns(outline, north, towns))
    return max(shapely.get_parts(wet), key=shapely.area)


def _shore_towns(outline: BaseGeometry, north: BaseGeometry, towns: BaseGeometry) -> BaseGeometry:
    """The strip of land that holds the northern localities which the coarse outline drowns."""
    parts = np.asarray(shapely.get_parts(towns))
    drowned = parts[shapely.intersects(parts, outline)]
    near = drowned[shapely.distance(drowned, north) < _NORTH_SHORE_M]
    if len(near) == 0:
        return shapely.Polygon()
    ground = shapely.buffer(near, _TOWN_MARGIN_M)
    ashore = shapely.get_point(shapely.shortest_line(north, shapely.centroid(near)), 0)
    return shapely.convex_hull(shapely.union_all([*ground, *ashore]))
