"""`python -m geo.build --from FOLDER`: official polygons → the small level files the maps read.

Deterministic: the same inputs give byte-identical files, whose names carry a hash of their content,
so a browser may keep them for ever. No date is written inside for that reason; the edition is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml
from shapely.geometry.base import BaseGeometry

from geo import coverage, lake, neighbours, sources
from geo.paths import Grid

LEVELS = Path(__file__).parent / "levels"
ZONES = Path(__file__).parents[1] / "data" / "zones.yaml"

# The first of each that is there: what `python -m etl geography` writes for any zone, then the copies we began with.
AROUND = ("geography/zona_municipios.geojson", "geography/amo_cienega_vecinos.geojson")
STATE = ("geography/estado_municipios.geojson", "geography/jalisco_municipios.geojson")
NATION = ("geography/mexico_municipios.geojson", "geography/mexico_municipios.topojson")
LAKES = "geography/lagos_natural_earth_10m.geojson"
CATALOGUE = "geography/catalogo_municipios.json"
ADJACENT = "geography/adyacencia_jalisco.csv"
PLACES = "census/localidades_AMO_2020.csv"
SOURCE = (
    "INEGI, Marco Geoestadístico. Lago de Chapala: Natural Earth 1:10m, "
    "ajustado a límites municipales y localidades de INEGI"
)


@dataclass(frozen=True)
class Detail:
    """How fine a level is drawn: simplification, metres a drawing unit, edition, gaps to close."""

    level: str
    tolerance_m: float
    grid_m: float
    edition: str
    gap_m: float = 0.0


METROPOLIS = Detail("metropolis", 100, 10, "2024-2025")
JALISCO = Detail("state", 250, 50, "2024-2025")
MEXICO = Detail("nation", 900, 100, "2024-2025 (copia simplificada)", gap_m=2000)
"""The national copy overlaps and gapes along two borders of Baja California Sur, hence the gap."""


@dataclass(frozen=True)
class Cut:
    """One level after cutting out the lake and simplifying: land in row order, and water (empty without a lake)."""

    ids: list[str]
    names: list[str]
    land: coverage.Shapes
    water: BaseGeometry
    grid: Grid

    def areas(self, wanted: set[str] | None = None) -> list[dict[str, Any]]:
        """The entries of the level file, all or only the wanted ids."""
        rows = zip(self.ids, self.names, self.land, strict=True)
        return [self._area(*row) for row in rows if wanted is None or row[0] in wanted]

    def _area(self, key: str, name: str, shape: BaseGeometry) -> dict[str, Any]:
        x, y, radius = coverage.label_point(shape)
        return {
            "id": key,
            "name": name,
            "state": key[:2],
            "d": self.grid.path(shape),
            "label": self.grid.point(x, y),
            "room": round(radius / self.grid.metres),
            "box": self.grid.box(shape),
        }


def main(argv: Sequence[str] | None = None) -> None:
    """Build every level from the folder given and replace the files in `geo/levels/`."""
    parser = argparse.ArgumentParser(prog="python -m geo.build", description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True, help="official files")
    parser.add_argument("--to", type=Path, default=LEVELS, help="where the level files go")
    options = parser.parse_args(argv)
    for name, size in build(options.folder, options.to).items():
        print(f"{name}  {size:,} bytes")


def build(folder: Path, target: Path = LEVELS) -> dict[str, int]:
    """Write levels, manifest and tables; returns file name → bytes. Old level files are removed."""
    files = sources.Folder(folder)
    around = _around(files)
    wanted = files.has(LAKES) or set(lake.ACROSS_THE_WATER) <= set(around)  # a zone on the lake is not built without
    water = sources.lakes(files, LAKES) if wanted else {}
    levels = [metropolis(files, water), state(files, water), nation(files, water)]
    texts = {}
    manifest = {}
    for level in levels:
        text = json.dumps(level, ensure_ascii=False, separators=(",", ":")) + "\n"
        name = f"{level['level']}.{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
        texts[name] = text
        manifest[level["level"]] = name
    texts["manifest.json"] = json.dumps(manifest, indent=2) + "\n"
    texts |= neighbours.tables(
        files, files.first(STATE), files.first(AROUND), files.first(NATION), ADJACENT, _lake_in(files, around, water)
    )
    target.mkdir(parents=True, exist_ok=True)
    for stale in target.glob("*.json"):
        stale.unlink()
    for name, text in texts.items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    return {name: len(text.encode()) for name, text in texts.items()}


def metropolis(files: sources.Folder, water: dict[str, BaseGeometry]) -> dict[str, Any]:
    """The default zone with its localities, its neighbours as context, and the lake."""
    members = default_zone()
    parts = _cut(files, AROUND, water, METROPOLIS)
    towns = sources.localities(files, members)
    simple = shapely.simplify(towns.geometry.to_numpy(), 30)
    ours = [shape for key, shape in zip(parts.ids, parts.land, strict=True) if key in members]
    view = _view(parts.grid, np.array(ours), margin=0.07)
    inputs = [files.first(AROUND), LAKES, PLACES, *map(sources.locality_file, members)]
    return {
        **_head(files, METROPOLIS, inputs, view),
        "areas": parts.areas(set(members)),
        "context": parts.areas(set(parts.ids) - set(members)),
        "water": _waters(parts, view),
        "localities": [
            {"id": key, "name": name, "area": area, "d": parts.grid.path(shape)}
            for key, name, area, shape in zip(towns["id"], towns["name"], towns["area"], simple, strict=True)
        ],
        "borders": [],
        "without_polygon": [],
    }


def state(files: sources.Folder, water: dict[str, BaseGeometry]) -> dict[str, Any]:
    """All municipalities of the default zone's state and the lake, with the outline of the state."""
    parts = _cut(files, STATE, water, JALISCO)
    view = _view(parts.grid, parts.land, margin=0.02)
    return {
        **_head(files, JALISCO, [files.first(STATE), LAKES, PLACES], view),
        "areas": parts.areas(),
        "context": [],
        "water": _waters(parts, view),
        "localities": [],
        "borders": _state_borders(parts),
        "without_polygon": [],
    }


def nation(files: sources.Folder, water: dict[str, BaseGeometry]) -> dict[str, Any]:
    """All municipalities of the national file, the states' outlines, and who is missing."""
    parts = _cut(files, NATION, water, MEXICO)
    view = _view(parts.grid, parts.land, margin=0.02)
    names = sources.catalogue(files, CATALOGUE)
    absent = [key for key in sorted(names) if key not in set(parts.ids)]
    return {
        **_head(files, MEXICO, [files.first(NATION), CATALOGUE, LAKES, PLACES], view),
        "areas": parts.areas(),
        "context": [],
        "water": _waters(parts, view),
        "localities": [],
        "borders": _state_borders(parts),
        "without_polygon": [{"id": key, "name": names[key]} for key in absent],
    }


def default_zone() -> list[str]:
    """The members of the first zone in `data/zones.yaml`, which is the deployment's metropolis."""
    first = yaml.safe_load(ZONES.read_text(encoding="utf-8"))["zones"][0]
    return sorted(first["members"])


def _cut(files: sources.Folder, found: Sequence[str], water: dict[str, BaseGeometry], detail: Detail) -> Cut:
    frame = sources.municipalities(files, files.first(found))
    whole = coverage.clean(shapely.make_valid(frame.geometry.to_numpy()), detail.gap_m)
    chapala = _lake_in(files, dict(zip(frame["id"], whole, strict=True)), water)
    wet = not shapely.is_empty(chapala)
    shapes = coverage.simplify(coverage.cut(whole, chapala) if wet else whole, detail.tolerance_m, detail.grid_m)
    land, lake_shape = (shapes[:-1], shapes[-1]) if wet else (shapes, chapala)
    return Cut(list(frame["id"]), list(frame["name"]), land, lake_shape, Grid.over(shapes, detail.grid_m))


def _around(files: sources.Folder) -> dict[str, BaseGeometry]:
    frame = sources.municipalities(files, files.first(AROUND))
    return dict(zip(frame["id"], frame.geometry, strict=True))


def _lake_in(files: sources.Folder, shapes: dict[str, BaseGeometry], water: dict[str, BaseGeometry]) -> BaseGeometry:
    """Lake Chapala, or nothing where no outline is given or the shapes do not hold it."""
    if lake.LAKE_NAME not in water or not set(lake.ACROSS_THE_WATER) <= set(shapes):
        return shapely.Polygon()
    places = sources.census_points(files, PLACES)
    blocks = sources.localities(files, default_zone()).geometry
    towns = shapely.geometrycollections([*shapely.get_parts(places), *blocks])
    return lake.lake(shapes, water[lake.LAKE_NAME], towns)


def _head(files: sources.Folder, detail: Detail, inputs: list[str], view: list[int]) -> dict[str, Any]:
    return {
        "level": detail.level,
        "edition": files.edition(inputs[0]) or detail.edition,
        "source": SOURCE,
        "built_from": files.built_from(inputs),
        "crs": f"EPSG:{sources.CRS}",
        "units_per_km": round(1000 / detail.grid_m),
        "tolerance_m": detail.tolerance_m,
        "view": view,
    }


def _view(grid: Grid, shapes: coverage.Shapes, margin: float) -> list[int]:
    x0, y0, x1, y1 = grid.box(shapely.box(*shapely.total_bounds(shapes)))
    pad = round(max(x1 - x0, y1 - y0) * margin)
    return [x0 - pad, y0 - pad, x1 - x0 + 2 * pad, y1 - y0 + 2 * pad]


def _waters(parts: Cut, view: list[int]) -> list[dict[str, Any]]:
    return [] if shapely.is_empty(parts.water) else [_water(parts.grid, lake.LAKE_NAME, parts.water, view)]


def _water(grid: Grid, name: str, shape: BaseGeometry, view: list[int]) -> dict[str, Any]:
    """Two places for the name: in the part the level's own view shows, and in the whole lake."""
    x, y, w, h = view
    west, north = grid.left + x * grid.metres, grid.top - y * grid.metres
    seen = shapely.intersection(shape, shapely.box(west, north - h * grid.metres, west + w * grid.metres, north))
    poles = [coverage.label_point(part) for part in (seen, shape)]
    labels = [[*grid.point(px, py), round(r / grid.metres)] for px, py, r in poles]
    return {"name": name, "d": grid.path(shape), "labels": labels}


def _state_borders(parts: Cut) -> list[str]:
    keys = np.array([key[:2] for key in parts.ids])
    outlines = [shapely.boundary(shapely.coverage_union_all(parts.land[keys == key])) for key in sorted(set(keys))]
    return [parts.grid.path(shapely.line_merge(shapely.union_all(outlines)))]


if __name__ == "__main__":
    main()
