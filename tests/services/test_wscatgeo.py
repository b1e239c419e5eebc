"""The geographic catalogue's web service: two spellings, one record; what GeoJSON does not know is left out."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest

from etl.content import NotAsExpected
from etl.live import wscatgeo
from tests.services.fixtures import fixture
from tests.services.office import Office

LOCALITIES = [("14063", 12, "Ocotlán"), ("14066", 21, "Poncitlán"), ("14047", 5, "Jamay")]


def body(name: str) -> Any:
    return json.loads(fixture(f"wscatgeo/{name}").read_text(encoding="utf-8"))


def square(key: str, **properties: object) -> dict[str, Any]:
    ring = [[-103.0, 20.0], [-102.9, 20.0], [-102.9, 20.1], [-103.0, 20.0]]
    crs = {"type": "name", "properties": {"name": "EPSG:6365"}}
    shape = {"type": "MultiPolygon", "crs": crs, "coordinates": [[ring]]}
    return {"type": "Feature", "numReg": 1, "properties": {"cvegeo": key, **properties}, "geometry": shape}


def test_the_catalogue_of_a_state_adds_up_and_agrees_with_the_published_list() -> None:
    found = wscatgeo.checked(wscatgeo.rows(body("v2_mgem_14.json"), "mgem/14"), "mgem/14", "14", 5)
    assert len(found) == 125 and sum(int(r["pob_total"]) for r in found) == 8_348_151
    with fixture("catalogo_municipios_jalisco_125_real.csv").open(encoding="utf-8") as lines:
        published = {r["cve_completa"]: (r["nom_municipio"], r["viviendas_habitadas"]) for r in csv.DictReader(lines)}
    assert {r["cvegeo"]: (r["nomgeo"], r["total_viviendas_habitadas"]) for r in found} == published


def test_one_record_is_the_same_alone_in_its_state_and_beside_its_polygon() -> None:
    (alone,) = wscatgeo.rows(body("v2_mgem_14_063.json"), "mgem/14/063")
    state = {r["cvegeo"]: r for r in wscatgeo.rows(body("v2_mgem_14.json"), "mgem/14")}
    drawn = {f["properties"]["cvegeo"]: f["properties"] for f in _ours()}
    assert alone == state["14063"] == drawn["14063"]
    (real,) = wscatgeo.rows(body("v2_mgem_01_record_real.json"), "mgem/01/001")
    assert (real["cvegeo"], real["nomgeo"], real["pob_total"]) == ("01001", "Aguascalientes", "948990")


def _ours() -> list[wscatgeo.Feature]:
    return wscatgeo.features(body("v2_geo_mgem_14_om_ocotlan.geojson"), "geo/mgem/14")


def test_both_spellings_lead_to_the_same_record_and_shape() -> None:
    for new in _ours():
        key = new["properties"]["cvegeo"]
        (old,) = wscatgeo.features(body(f"old_repo_AGEM_{key}.geojson"), f"geo/mgem/{key}")
        shared = set(old["properties"]) & set(new["properties"])
        assert {"cvegeo", "cve_ent", "cve_mun", "nomgeo", "pob_total", "total_viviendas_habitadas"} <= shared
        assert {k: old["properties"][k] for k in shared} == {k: new["properties"][k] for k in shared}
        assert old["geometry"] == new["geometry"]


def test_a_recorded_answer_becomes_legal_geojson_with_every_key_in_order(office: Office) -> None:
    office.answers("wscatgeo", "/geo/mgem/06", fixture("wscatgeo/v1_geo_mgem_06_real.geojson").read_bytes())
    found, edition = wscatgeo.polygons(office.client(), "06")
    assert [f["properties"]["cvegeo"] for f in found] == [f"06{n:03d}" for n in range(1, 11)]
    assert all(set(f) == {"type", "properties", "geometry"} for f in found)
    assert all(set(f["geometry"]) == {"type", "coordinates"} for f in found)
    assert all({"cve_ent", "nomgeo", "pob_total", "total_viviendas_habitadas"} <= set(f["properties"]) for f in found)
    assert edition == "", "v1 does not say"
    assert wscatgeo.edition(body("v2_geo_mgem_14_om_ocotlan.geojson")) == "diciembre de 2025"


@pytest.mark.parametrize(("key", "number", "head"), LOCALITIES)
def test_localities_come_with_their_polygons(office: Office, key: str, number: int, head: str) -> None:
    path = f"/geo/localidades/pol/{key[:2]}/{key[2:]}"
    office.answers("wscatgeo", path, fixture(f"wscatgeo/v1_AGLOC_{key}.geojson").read_bytes())
    found = wscatgeo.localities(office.client(), key)
    assert len(found) == number
    first = found[0]["properties"]
    assert (first["cvegeo"], first["nomgeo"], first["ambito"]) == (f"{key}0001", head, "URBANO")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"datos": [{"cvegeo": "14063"}], "numReg": 125}, "125 records are announced and 1 came"),
        ({"datos": []}, r"expected a list in «datos»"),
        ({"mensaje": "sin datos"}, "sin datos"),
        ({"datos": [{"cvegeo": "1463"}]}, "expected keys of 5 digits of 14, got «1463»"),
        ({"datos": [{"cvegeo": "16011"}]}, "expected keys of 5 digits of 14, got «16011»"),
        ({"datos": [{"cvegeo": "14063"}, {"cvegeo": "14063"}]}, "a key given twice"),
        (None, "expected a list"),
    ],
)  # fmt: skip
def test_a_catalogue_that_is_not_as_published_ends_in_a_sentence(office: Office, told: object, sentence: str) -> None:
    office.answers("wscatgeo", "/mgem/14", json.dumps(told))
    with pytest.raises(NotAsExpected, match=sentence):
        wscatgeo.municipalities(office.client(), "14")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<!DOCTYPE html><html></html>", "got an HTML page"),
        (json.dumps({"features": [square("14063")]})[:-9].encode(), "expected JSON"),
        (
            json.dumps({"features": [square("14063")], "totalReg": 125}).encode(),
            "125 features are announced and 1 came",
        ),
        (json.dumps({"features": [{**square("14063"), "geometry": None}]}).encode(), "«14063» has no polygon"),
        (json.dumps({"features": []}).encode(), "expected features"),
        (json.dumps({"features": [square("4063")]}).encode(), "keys of 5 digits of 14, got «4063»"),
    ],
)
def test_polygons_that_are_not_as_published_end_in_a_sentence(office: Office, content: bytes, sentence: str) -> None:
    office.answers("wscatgeo", "/geo/mgem/14", content)
    with pytest.raises(NotAsExpected, match=sentence):
        wscatgeo.polygons(office.client(), "14")


def test_the_states_come_with_their_keys_in_one_piece_or_in_parts(office: Office) -> None:
    told = [{"cve_agee": "14", "nom_agee": "Jalisco"}, {"cvegeo": "01", "cve_ent": "01", "nomgeo": "Aguascalientes"}]
    office.answers("wscatgeo", "/mgee", json.dumps({"datos": told}))
    assert wscatgeo.states(office.client()) == {"01": "Aguascalientes", "14": "Jalisco"}
