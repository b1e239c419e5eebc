"""The official polygons as files on disk, read and projected to EPSG:6372 (metres).

The national file names no coordinate system and the locality files name one in a place no reader
looks: both are degrees, and are said to be so here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

CRS = 6372
"""INEGI's own Lambert conformal conic for the whole country, in metres."""


@dataclass(frozen=True)
class Folder:
    """A folder of official files; remembers the sha256 of each file it was asked for."""

    root: Path
    read: dict[str, str] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        """The file's path, noted as an input. Raises FileNotFoundError naming what is expected."""
        path = self.root / name
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing: --from wants a folder that holds {name}")
        self.read[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return path

    def has(self, name: str) -> bool:
        """Whether the folder holds the file."""
        return (self.root / name).is_file()

    def first(self, names: Sequence[str]) -> str:
        """The first of the names the folder holds; the first of all where it holds none."""
        return next((n for n in names if self.has(n)), names[0])

    def edition(self, name: str) -> str:
        """The edition a file says it is of; empty where it does not say."""
        return str(json.loads(self.path(name).read_text(encoding="utf-8")).get("edition", ""))

    def built_from(self, names: Iterable[str]) -> dict[str, str]:
        """File name → sha256 for the inputs of one level that were read, in order of name."""
        return {Path(n).name: self.read[Path(n).name] for n in sorted(names) if Path(n).name in self.read}


def municipalities(folder: Folder, name: str) -> gpd.GeoDataFrame:
    """Columns id (5 digits), name, geometry (metres, EPSG:6372), in order of id."""
    frame = _projected(folder.path(name))
    frame = frame.loc[:, ["cvegeo", "nom_mun", "geometry"]]
    frame = frame.rename(columns={"cvegeo": "id", "nom_mun": "name"})
    frame = frame.sort_values("id", ignore_index=True)
    bad = [key for key in frame["id"] if not re.fullmatch(r"\d{5}", str(key))]
    if bad or frame["id"].duplicated().any():
        raise ValueError(f"{name}: keys must be five digits and appear once; look at {bad[:5]}")
    return frame


def localities(folder: Folder, keys: Iterable[str]) -> gpd.GeoDataFrame:
    """Localities with blocks: id (9 digits), name, area (5 digits), people, geometry (metres)."""
    frames = [_projected(folder.path(locality_file(key))) for key in keys]
    frame = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=CRS)
    frame = frame.assign(area=frame["cvegeo"].str[:5], people=pd.to_numeric(frame.get("pob"), errors="coerce"))
    frame = frame.rename(columns={"cvegeo": "id", "nom_loc": "name"})
    return frame.loc[:, ["id", "name", "area", "people", "geometry"]].sort_values("id")


def locality_file(key: str) -> str:
    """Where the localities of one municipality are kept."""
    return f"geography/AGLOC_{key}.geojson"


def census_points(folder: Folder, name: str) -> BaseGeometry:
    """Every inhabited place of the census as one multipoint (metres); totals have no position."""
    frame = pd.read_csv(folder.path(name), usecols=["LONGITUD", "LATITUD"]).dropna()
    points = gpd.points_from_xy(-frame["LONGITUD"].map(_degrees), frame["LATITUD"].map(_degrees), crs=4326)
    return shapely.multipoints(gpd.GeoSeries(points).to_crs(CRS).to_numpy())


def lakes(folder: Folder, name: str) -> dict[str, BaseGeometry]:
    """The lakes that have a name, by name (metres)."""
    frame = _projected(folder.path(name)).dropna(subset=["name"])
    return dict(zip(frame["name"], shapely.make_valid(frame.geometry.to_numpy()), strict=True))


def catalogue(folder: Folder, name: str) -> dict[str, str]:
    """Five-digit key → official name, for all municipalities in force."""
    entries = json.loads(folder.path(name).read_text(encoding="utf-8"))
    return {entry["cve_completa"]: entry["nom_municipio"] for entry in entries}


def _projected(path: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(path).set_crs(4326, allow_override=True).to_crs(CRS)


def _degrees(text: str) -> float:
    match = re.fullmatch(r"""\s*(\d+)°(\d+)'([\d.]+)" [WN]\s*""", text)
    if match is None:
        raise ValueError(f"expected degrees such as 102°42'34.981\" W, got {text!r}")
    return int(match[1]) + int(match[2]) / 60 + float(match[3]) / 3600
