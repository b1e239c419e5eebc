"""Projected metres to compact SVG paths, y downwards.

Steps are relative and whole: an absolute, decimal path is three times as long for the same line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Grid:
    """One drawing's coordinates: origin in projected metres (top left), and metres a unit."""

    left: float
    top: float
    metres: float

    @classmethod
    def over(cls, shapes: NDArray[np.object_], metres: float) -> Grid:
        """A grid whose origin is the top left of all shapes, on a multiple of `metres`."""
        left, _, _, top = shapely.total_bounds(shapes)
        return cls(float(np.floor(left / metres) * metres), float(np.ceil(top / metres) * metres), metres)

    def point(self, x: float, y: float) -> list[int]:
        """A projected point in whole drawing units."""
        return [round((x - self.left) / self.metres), round((self.top - y) / self.metres)]

    def box(self, shape: BaseGeometry) -> list[int]:
        """[x0, y0, x1, y1] of a shape in drawing units."""
        x0, y0, x1, y1 = shapely.bounds(shape)
        return [*self.point(x0, y1), *self.point(x1, y0)]

    def path(self, shape: BaseGeometry) -> str:
        """The `d` of a polygon, multipolygon or set of lines; rings are closed with z."""
        parts = shapely.get_parts(shape)
        rings = [ring for part in parts for ring in _rings(part)]
        return "".join(self._line(ring) for ring in rings)

    def _line(self, line: BaseGeometry) -> str:
        xy = shapely.get_coordinates(line)
        units = np.column_stack([(xy[:, 0] - self.left) / self.metres, (self.top - xy[:, 1]) / self.metres])
        whole = np.rint(units).astype(int)
        moved = np.concatenate([[True], np.any(np.diff(whole, axis=0) != 0, axis=1)])
        whole = whole[moved]
        closed = shapely.get_type_id(line) == 2
        if closed:
            whole = whole[:-1]
        if len(whole) < (3 if closed else 2):
            return ""
        steps = np.diff(whole, axis=0)
        text = f"M{whole[0][0]} {whole[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps)
        return text.replace(" -", "-") + ("z" if closed else "")


def _rings(part: BaseGeometry) -> list[BaseGeometry]:
    if shapely.get_type_id(part) != 3:
        return [part]
    return [shapely.get_exterior_ring(part), *shapely.get_rings(part)[1:]]
