"""A folder of boundaries made from INEGI's service or ZIP, from which any metropolis of Mexico can be built."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from typer.testing import CliRunner

import etl.__main__  # noqa: F401  (every command is known)
import etl.commands.geography as command
from data.areas import municipalities_of, names
from data.catalog import catalog
from etl.commands import app
from etl.content import NotAsExpected
from etl.geography import Places, differences, fetch, unpack
from etl.records import STATES
from geo import build
from tests.services.office import Office

LEON = Places("11", ("11020", "11037"), ("11020", "11037", "11015", "11031"))
ZONES = "zones:\n  - {id: leon, members: ['11020', '11037']}\n"


def square(at: int, step: float = 0.25) -> shapely.Polygon:
    """A place on a board over Mexico for each municipality: all touch their neighbours, none overlaps."""
    x, y = -117 + step * (at % 110), 15 + step * (at // 110)
    return shapely.box(x, y, x + step, y + step)


BOARD = {key: square(at) for at, key in enumerate(municipalities_of("00"))}


def record(key: str) -> dict[str, str]:
    return {"cvegeo": key, "cve_ent": key[:2], "cve_mun": key[2:], "nomgeo": names()[key], "cve_cab": "0001",
            "nom_cab": "X", "pob_total": "10", "pob_femenina": "6", "pob_masculina": "4",
            "total_viviendas_habitadas": "3"}  # fmt: skip


def feature(key: str, shape: shapely.Polygon) -> dict[str, Any]:
    crs = {"type": "name", "properties": {"name": "EPSG:6365"}}
    geometry = {"type": "MultiPolygon", "crs": crs, "coordinates": [shapely.geometry.mapping(shape)["coordinates"]]}
    return {"type": "Feature", "properties": record(key), "numReg": 1, "geometry": geometry}


def serve(office: Office, places: Places, states: tuple[str, ...] = STATES) -> None:
    """The whole service, rows in reverse order."""
    told = {"Fuente_informacion_vectorial": "INEGI. Marco Geoestadístico, diciembre de 2025"}
    office.answers("wscatgeo", "/mgee", json.dumps({"datos": [{"cvegeo": s, "nomgeo": names()[s]} for s in STATES]}))
    for state in STATES:
        keys = municipalities_of(state)[::-1]
        rows = {"datos": [record(k) for k in keys], "metadatos": {}, "numReg": len(keys)}
        office.answers("wscatgeo", f"/mgem/{state}", json.dumps(rows))
        if state in states:
            shapes = {"metadatos": told, "totalReg": len(keys), "features": [feature(k, BOARD[k]) for k in keys]}
            office.answers("wscatgeo", f"/geo/mgem/{state}", json.dumps(shapes))
    for member in places.zone:
        town = feature(member, BOARD[member].centroid.buffer(0.03))
        town["properties"] = {"cvegeo": f"{member}0001", "nomgeo": "Cabecera", "ambito": "URBANO", "pob_total": "9"}
        path = f"/geo/localidades/pol/{member[:2]}/{member[2:]}"
        office.answers("wscatgeo", path, json.dumps({"features": [town]}))


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def keys(folder: Path, name: str) -> list[str]:
    return [f["properties"]["cvegeo"] for f in read(folder, name)["features"]]


def test_the_places_of_this_deployment_are_its_zones_and_whoever_touches_them() -> None:
    places = Places.of(catalog())
    assert (places.state, places.zone, places.states) == ("14", ("14047", "14063", "14066"), ("11", "14", "16"))
    assert {"14018", "14123", "14030", "16011", "14016"} <= set(places.around)


def test_the_folder_holds_state_surroundings_localities_and_the_catalogue_of_all_of_mexico(
    office: Office, tmp_path: Path
) -> None:
    places = Places.of(catalog())
    serve(office, places, places.states)
    said: list[str] = []
    assert fetch(office.client(), places, tmp_path, nation=False, say=said.append) == []
    assert keys(tmp_path, build.STATE[0]) == list(municipalities_of("14")), "in key order, however they came"
    assert keys(tmp_path, build.AROUND[0]) == list(places.around)
    first = read(tmp_path, build.STATE[0])
    assert first["edition"] == "diciembre de 2025"
    assert set(first["features"][0]) == {"type", "properties", "geometry"}
    assert set(first["features"][0]["geometry"]) == {"type", "coordinates"}
    entries = read(tmp_path, build.CATALOGUE)
    assert [e["cve_completa"] for e in entries] == list(municipalities_of("00"))
    assert entries[0]["nom_entidad"] == "Aguascalientes" and entries[0]["poblacion_total"] == 10
    assert keys(tmp_path, "geography/AGLOC_14063.geojson") == ["140630001"]
    assert not (tmp_path / build.NATION[0]).exists() and "polygons of Jalisco" in said
    assert len(office.asked) == 1 + 32 + 3 + 3


def test_another_metropolis_of_another_state_is_built_from_the_service_alone(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(office, LEON)
    fetch(office.client(), LEON, tmp_path, nation=True, say=lambda _: None)
    (tmp_path / "zones.yaml").write_text(ZONES, encoding="utf-8")
    monkeypatch.setattr(build, "ZONES", tmp_path / "zones.yaml")
    written = build.build(tmp_path, tmp_path / "levels")
    manifest = read(tmp_path, "levels/manifest.json")
    levels = {name: read(tmp_path, f"levels/{file}") for name, file in manifest.items()}
    assert {a["id"] for a in levels["metropolis"]["areas"]} == {"11020", "11037"}
    assert {a["id"] for a in levels["metropolis"]["context"]} == {"11015", "11031"}
    assert [a["id"] for a in levels["state"]["areas"]] == list(municipalities_of("11"))
    assert len(levels["nation"]["areas"]) == len(municipalities_of("00"))
    assert levels["metropolis"]["water"] == [] and levels["metropolis"]["localities"][0]["name"] == "Cabecera"
    assert {level["edition"] for level in levels.values()} == {"diciembre de 2025"}
    assert "adjacency.csv" in written


def test_a_new_municipality_is_named_with_what_to_run() -> None:
    listed = [record(k) for k in municipalities_of("00")]
    assert differences(listed) == []
    (sentence,) = differences([*listed, {**record("14063"), "cvegeo": "14126", "nomgeo": "Capilla"}])
    assert sentence.startswith("14126 «Capilla» (Jalisco) is not in data/areas.csv: run `python -m etl areas --from")
    (sentence,) = differences(listed[1:])
    assert sentence.startswith("01001 «Aguascalientes» is in data/areas.csv and not in INEGI's catalogue any more")


def test_nothing_is_written_unless_all_of_it_came(office: Office, tmp_path: Path) -> None:
    serve(office, LEON, ("10",))
    office.answers("wscatgeo", "/geo/mgem/11", b"<!DOCTYPE html><html></html>")
    with pytest.raises(NotAsExpected, match="got an HTML page"):
        fetch(office.client(), LEON, tmp_path / "to", nation=False, say=lambda _: None)
    office.server.clear()
    serve(office, LEON, ("10",))
    missing = {"features": [feature(k, BOARD[k]) for k in municipalities_of("11")[1:]]}
    office.answers("wscatgeo", "/geo/mgem/11", json.dumps(missing))
    with pytest.raises(NotAsExpected, match="catalogue and polygons of 11 differ in 11001"):
        fetch(office.client(), LEON, tmp_path / "to", nation=False, say=lambda _: None)
    assert not (tmp_path / "to").exists()


def marco(path: Path, *, layer: str = "00mun.shp", crs: int = 6372) -> Path:
    """A ZIP as the Marco Geoestadístico comes: a shapefile in metres inside conjunto_de_datos/."""
    told = [{"CVEGEO": k, "CVE_ENT": k[:2], "CVE_MUN": k[2:], "NOMGEO": names()[k]} for k in BOARD]
    frame = gpd.GeoDataFrame(told, geometry=list(BOARD.values()), crs=4326).to_crs(crs)
    frame.to_file(path.parent / layer, encoding="utf-8")
    with zipfile.ZipFile(path, "w") as box:
        for part in path.parent.glob(layer.replace(".shp", ".*")):
            box.write(part, f"conjunto_de_datos/{part.name}")
    return path


def test_the_zip_of_the_marco_geoestadistico_gives_the_same_in_degrees(tmp_path: Path) -> None:
    assert unpack(marco(tmp_path / "mg_2020_integrado.zip"), LEON, tmp_path, nation=False) == []
    assert keys(tmp_path, build.STATE[0]) == list(municipalities_of("11"))
    first = read(tmp_path, build.STATE[0])
    assert first["edition"] == "mg_2020_integrado"
    shape = shapely.geometry.shape(first["features"][0]["geometry"])
    assert shapely.hausdorff_distance(shape, BOARD["11001"]) < 1e-6
    assert first["features"][0]["properties"]["nom_mun"] == names()["11001"]


def test_a_zip_without_municipalities_or_cut_short_ends_in_a_sentence(tmp_path: Path) -> None:
    other = marco(tmp_path / "otro.zip", layer="00ent.shp")
    with pytest.raises(NotAsExpected, match=r"otro.zip holds no 00mun.shp: take the integrated edition"):
        unpack(other, LEON, tmp_path / "to", nation=False)
    other.write_bytes(other.read_bytes()[:500])
    with pytest.raises(NotAsExpected, match="otro.zip is no whole ZIP"):
        unpack(other, LEON, tmp_path / "to", nation=False)


def test_the_command_says_what_it_writes_and_what_is_new(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(office, Places.of(catalog()), ("11", "14", "16"))
    monkeypatch.setattr(command, "client", office.client)
    done = CliRunner().invoke(app, ["geography", str(tmp_path / "to")])
    assert done.exit_code == 0 and "python -m geo.build --from" in done.output
    office.server.clear()
    monkeypatch.setattr(command, "client", lambda: office.client(keep_hours=0, attempts=1))
    gone = CliRunner().invoke(app, ["geography", str(tmp_path / "to")])
    assert gone.exit_code == 1 and "nothing was written" in gone.output
