"""How INEGI's web service of the geographic catalogue speaks: municipalities, their polygons, localities' polygons.

It has two spellings of everything (v2: nomgeo, pob_total; v1: nom_agem, pob); both become the same record here, so
that `base` in services.yaml may name either. Every value is a text, rows come in no order, each feature carries a
`numReg` and each geometry a `crs`, which GeoJSON does not know: both are left out. The coordinates are EPSG:6365
(Mexico ITRF2008), which differs from WGS84 by less than a metre and is taken as it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from etl.content import NotAsExpected
from etl.http import Client

SERVICE = "wscatgeo"
V2 = {
    "cve_agee": "cve_ent", "cve_agem": "cve_mun", "nom_agee": "nomgeo", "nom_agem": "nomgeo", "nom_mun": "nomgeo",
    "nom_loc": "nomgeo", "pob": "pob_total", "pob_fem": "pob_femenina", "pob_mas": "pob_masculina",
    "viv": "total_viviendas_habitadas",
}  # fmt: skip

Record = dict[str, str]
Feature = dict[str, Any]


def states(client: Client) -> dict[str, str]:
    """Two-digit key → name of the 32 states."""
    found = rows(client.get(SERVICE, "/mgee").json(), "mgee")
    return {r["cvegeo"][:2]: r["nomgeo"] for r in checked(found, "mgee", "", 2)}


def municipalities(client: Client, state: str) -> list[Record]:
    """The municipalities of a state in key order, spelled as v2."""
    return checked(rows(client.get(SERVICE, f"/mgem/{state}").json(), f"mgem/{state}"), f"mgem/{state}", state, 5)


def polygons(client: Client, state: str) -> tuple[list[Feature], str]:
    """(municipalities of a state as GeoJSON features in key order, spelled as v2; edition of the boundaries)."""
    asked = f"geo/mgem/{state}"
    body = client.get(SERVICE, f"/{asked}").json()
    return _checked_features(features(body, asked), asked, state, 5), edition(body)


def localities(client: Client, municipality: str) -> list[Feature]:
    """The localities of a municipality that have a polygon, as GeoJSON features in key order."""
    asked = f"geo/localidades/pol/{municipality[:2]}/{municipality[2:]}"
    return _checked_features(features(client.get(SERVICE, f"/{asked}").json(), asked), asked, municipality, 9)


def rows(body: Any, asked: str) -> list[Record]:
    """The records of an envelope {"datos": […], "numReg": …}; NotAsExpected where it holds fewer than it says."""
    found = body.get("datos") if isinstance(body, dict) else body
    if isinstance(found, dict):  # one record, not in a list
        found = [found]
    if not isinstance(found, list) or not found:
        raise NotAsExpected(f"wscatgeo, {asked}: expected a list in «datos», got {_shown(body)}")
    told = body.get("numReg") if isinstance(body, dict) else None
    if told is not None and int(told) != len(found):
        raise NotAsExpected(f"wscatgeo, {asked}: {told} records are announced and {len(found)} came")
    return [spelled(r) for r in found]


def features(body: Any, asked: str) -> list[Feature]:
    """Legal GeoJSON features of an answer; NotAsExpected where it holds fewer than it says, or no polygon."""
    found = body.get("features") if isinstance(body, dict) else None
    if not isinstance(found, list) or not found:
        raise NotAsExpected(f"wscatgeo, {asked}: expected features, got {_shown(body)}")
    told = body.get("totalReg")
    if told is not None and int(told) != len(found):
        raise NotAsExpected(f"wscatgeo, {asked}: {told} features are announced and {len(found)} came")
    return [_feature(f, asked) for f in found]


def edition(body: Mapping[str, Any]) -> str:
    """What an answer says its boundaries are of, such as «diciembre de 2025»; empty where it does not say."""
    told = body.get("metadatos")
    words = str(told.get("Fuente_informacion_vectorial", "")) if isinstance(told, dict) else ""
    return words.removeprefix("INEGI. ").removeprefix("Marco Geoestadístico, ")


def spelled(record: Mapping[str, Any]) -> Record:
    """A record with v2's names and every value a text; None is an empty one; a key in parts is put together."""
    told = {V2.get(name, name): "" if value is None else str(value).strip() for name, value in record.items()}
    return {"cvegeo": told.get("cve_ent", "") + told.get("cve_mun", "") + told.get("cve_loc", "")} | told


def _feature(feature: Mapping[str, Any], asked: str) -> Feature:
    record = spelled(feature.get("properties") or {})
    geometry = feature.get("geometry") or {}
    if geometry.get("type") not in ("Polygon", "MultiPolygon") or not geometry.get("coordinates"):
        raise NotAsExpected(f"wscatgeo, {asked}: «{record.get('cvegeo', '?')}» has no polygon")
    shape = {"type": geometry["type"], "coordinates": geometry["coordinates"]}
    return {"type": "Feature", "properties": record, "geometry": shape}


def checked(found: list[Record], asked: str, parent: str, digits: int) -> list[Record]:
    """The records in key order; NotAsExpected for a key that is badly written, given twice or of another place."""
    keys = [r.get("cvegeo", "") for r in found]
    bad = [k for k in keys if not re.fullmatch(rf"\d{{{digits}}}", k) or not k.startswith(parent)]
    if bad or len(set(keys)) < len(keys):
        what = f"«{bad[0]}»" if bad else "a key given twice"
        raise NotAsExpected(f"wscatgeo, {asked}: expected keys of {digits} digits of {parent or 'Mexico'}, got {what}")
    return sorted(found, key=lambda r: r["cvegeo"])


def _checked_features(found: list[Feature], asked: str, parent: str, digits: int) -> list[Feature]:
    checked([f["properties"] for f in found], asked, parent, digits)
    return sorted(found, key=lambda f: str(f["properties"]["cvegeo"]))


def _shown(body: Any) -> str:
    return f"«{str(body)[:80]}»"
