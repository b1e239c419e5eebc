"""Boundaries and the catalogue of municipalities, written in the folder that `geo.build` and `etl areas` read.

From INEGI's web service, or from a downloaded ZIP of the Marco Geoestadístico. Which ones is data: the zones of
data/zones.yaml and, as their surroundings, the municipalities that touch them.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd

from data.areas import known, municipalities_of, names
from data.catalog import Catalog
from etl.content import DAMAGED, NotAsExpected
from etl.http import Client
from etl.live import wscatgeo
from etl.live.wscatgeo import Feature, Record
from etl.records import STATES
from geo import build as layout
from geo.adjacent import neighbours
from geo.sources import CRS, locality_file

UPDATE = (
    "run `python -m etl areas --from FOLDER` (with census/ beside geography/ in it) and then "
    "`python -m geo.build --from FOLDER`"
)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Places:
    """Which polygons a deployment draws: its state, its first zone, and both with all that lies around."""

    state: str
    zone: tuple[str, ...]
    around: tuple[str, ...]

    @classmethod
    def of(cls, catalog: Catalog) -> Places:
        """From the zones: the members of every listed one, and whoever touches a declared one, also across water."""
        zone = catalog.default_zone
        zones = [z for z in catalog.zones.values() if z.kind != "metropolis"]
        listed = {m for z in zones for m in z.members}
        declared = {m for z in zones if z.kind != "comparison_set" for m in z.members}
        touching = {n for m in declared for n in neighbours(across_lake=True).get(m, ())}
        state = zone.state or sorted(zone.members)[0][:2]
        return cls(state, tuple(sorted(zone.members)), tuple(sorted({*listed, *touching, *zone.members})))

    @property
    def states(self) -> tuple[str, ...]:
        """Every state that has a part in it."""
        return tuple(sorted({self.state, *(m[:2] for m in self.around)}))


@dataclass(frozen=True)
class Boundaries:
    """Polygons of municipalities by key, of localities by municipality, and the edition they say they are of."""

    shapes: Mapping[str, Feature]
    towns: Mapping[str, list[Feature]]
    edition: str


def fetch(client: Client, places: Places, folder: Path, nation: bool, say: Say) -> list[str]:
    """Ask the web service for everything and write it; nothing is written unless all of it came.

    say: told what is being asked for. Returns the sentences of `differences`. Raises NotReached, NotAsExpected.
    """
    say("catalogue of municipalities")
    states = wscatgeo.states(client)
    if set(states) != set(STATES):
        raise NotAsExpected(f"wscatgeo knows {len(states)} states; expected the 32 from 01 to 32")
    catalogue = [r for state in STATES for r in wscatgeo.municipalities(client, state)]
    shapes: dict[str, Feature] = {}
    editions = set()
    for state in STATES if nation else places.states:
        say(f"polygons of {states[state]}")
        found, edition = wscatgeo.polygons(client, state)
        editions.add(edition)
        shapes |= {f["properties"]["cvegeo"]: f for f in found}
        listed = {r["cvegeo"] for r in catalogue if r["cvegeo"].startswith(state)}
        if other := listed ^ {k for k in shapes if k.startswith(state)}:
            raise NotAsExpected(f"wscatgeo: catalogue and polygons of {state} differ in {', '.join(sorted(other)[:5])}")
    towns = {}
    for member in places.zone:
        say(f"localities of {member}")
        towns[member] = wscatgeo.localities(client, member)
    boundaries = Boundaries(shapes, towns, ", ".join(sorted(editions - {""})))
    _write(folder, places, states, catalogue, boundaries, nation)
    return differences(catalogue)


def unpack(box: Path, places: Places, folder: Path, nation: bool) -> list[str]:
    """The same from a ZIP of the Marco Geoestadístico with 00mun.shp inside, projected to degrees.

    Raises NotAsExpected naming what the ZIP lacks.
    """
    frame = _layer(box, "00mun.shp")
    if frame is None:
        raise NotAsExpected(
            f"{box.name} holds no 00mun.shp: take the integrated edition (mg_2020_integrado.zip), or a ZIP whose "
            "shapefiles do not lie in ZIPs of their own"
        )
    shapes = {f["properties"]["cvegeo"]: f for f in _features(frame)}
    catalogue = [f["properties"] for f in shapes.values()]
    wscatgeo.checked(catalogue, box.name, "", 5)
    found = _layer(box, "00l.shp", f"CVEGEO LIKE '{places.state}%'")
    blocks = _features(found) if found is not None else []
    towns = {m: [f for f in blocks if f["properties"]["cvegeo"].startswith(m)] for m in places.zone if blocks}
    _write(folder, places, names(), catalogue, Boundaries(shapes, towns, box.stem), nation)
    return differences(catalogue)


def differences(catalogue: Iterable[Record]) -> list[str]:
    """A sentence for each municipality our list of territories does not know, or that the catalogue has no more."""
    told = {r["cvegeo"]: r["nomgeo"] for r in catalogue}
    new = [
        f"{key} «{name}» ({names().get(key[:2], key[:2])}) is not in data/areas.csv: {UPDATE}"
        for key, name in sorted(told.items())
        if key not in known()
    ]
    gone = [k for k in municipalities_of("00") if k not in told]
    return new + [
        f"{k} «{names()[k]}» is in data/areas.csv and not in INEGI's catalogue any more: {UPDATE}" for k in gone
    ]


def _layer(box: Path, member: str, where: str | None = None) -> gpd.GeoDataFrame | None:
    """A shapefile of the ZIP in degrees, its columns in lower case; None where the ZIP does not have it."""
    try:
        with zipfile.ZipFile(box) as file:
            inside = [n for n in file.namelist() if n.rsplit("/", 1)[-1].lower() == member]
    except (*DAMAGED, OSError) as error:
        raise NotAsExpected(f"{box.name} is no whole ZIP ({error})") from None
    if not inside:
        return None
    frame = gpd.read_file(f"zip://{box}!{inside[0]}", where=where)
    if frame.crs is None:
        frame = frame.set_crs(CRS)
    return frame.to_crs(4326).rename(columns={c: c.lower() for c in frame.columns if c != "geometry"})


def _features(frame: gpd.GeoDataFrame) -> list[Feature]:
    wanted = [c for c in ("cvegeo", "cve_ent", "cve_mun", "nomgeo", "cve_cab", "ambito") if c in frame]
    body = json.loads(frame[[*wanted, "geometry"]].to_json(drop_id=True))
    return wscatgeo.features(body, "Marco Geoestadístico")


def _write(
    folder: Path,
    places: Places,
    states: Mapping[str, str],
    catalogue: Iterable[Record],
    found: Boundaries,
    nation: bool,
) -> None:
    """Every file under the name its reader knows; each appears whole."""
    shapes, edition = found.shapes, found.edition
    if lost := [k for k in places.around if k not in shapes]:
        raise NotAsExpected(f"there is no polygon of {', '.join(lost)}, which data/zones.yaml or its surroundings name")
    files: dict[str, Any] = {
        layout.CATALOGUE: [_entry(r, states) for r in sorted(catalogue, key=lambda r: r["cvegeo"])],
        layout.STATE[0]: _collection((shapes[k] for k in sorted(shapes) if k.startswith(places.state)), edition),
        layout.AROUND[0]: _collection((shapes[k] for k in places.around), edition),
    }
    if nation:
        files[layout.NATION[0]] = _collection((shapes[k] for k in sorted(shapes)), edition)
    files |= {locality_file(member): _collection(towns, edition, "nom_loc") for member, towns in found.towns.items()}
    for name, body in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(target.name + ".new")
        new.write_text(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        new.replace(target)


def _collection(found: Iterable[Feature], edition: str, name: str = "nom_mun") -> dict[str, Any]:
    """Features with the property names that geo.sources reads; figures stay the texts they came as."""
    called = {"nomgeo": name, "pob_total": "pob"}
    told = [{**f, "properties": {called.get(k, k): v for k, v in f["properties"].items()}} for f in found]
    return {"type": "FeatureCollection", "edition": edition, "features": told}


def _entry(record: Record, states: Mapping[str, str]) -> dict[str, Any]:
    key = record["cvegeo"]
    figures = {
        "poblacion_total": "pob_total", "poblacion_masculina": "pob_masculina", "poblacion_femenina": "pob_femenina",
        "viviendas_habitadas": "total_viviendas_habitadas",
    }  # fmt: skip
    return {
        "cve_entidad": key[:2], "nom_entidad": states[key[:2]], "cve_municipio": key[2:],
        "nom_municipio": record["nomgeo"], "cve_completa": key, "cve_cabecera": record.get("cve_cab", ""),
        "nom_cabecera": record.get("nom_cab", ""),
        **{ours: int(record[theirs]) if record.get(theirs, "").isdigit() else None for ours, theirs in figures.items()},
    }  # fmt: skip
