"""The boundaries as committed, and, where the official files are at hand, as built from them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from geo import adjacent, layers

LEVELS = Path(layers.__file__).parent / "levels"
OCOTLAN, PONCITLAN, JAMAY = "14063", "14066", "14047"
AMO = {OCOTLAN, PONCITLAN, JAMAY}


def polygon(d: str) -> shapely.MultiPolygon:
    """The shape of a path of relative whole steps, each ring closed by z; holes by even-odd."""
    rings = []
    for part in d.split("z")[:-1]:
        start, steps = re.fullmatch(r"M([-\d ]+)l([-\d ]+)", part).groups()
        x, y = map(int, start.split())
        points = [(x, y)]
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        rings.append(shapely.Polygon(points))
    shape = rings[0]
    for ring in rings[1:]:
        shape = shape.symmetric_difference(ring)
    return shape


@pytest.fixture(scope="module")
def shapes() -> dict[str, dict[str, shapely.Geometry]]:
    return {
        level: {key: polygon(area.d) for key, area in layers.layer(level).places.items()} for level in layers.levels()
    }


@pytest.fixture(scope="module")
def lakes() -> dict[str, shapely.Geometry]:
    return {level: polygon(layers.layer(level).water[0].d) for level in layers.levels()}


def rows(name: str) -> list[dict[str, str]]:
    with (LEVELS / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("level", ["metropolis", "state", "nation"])
def test_the_name_of_a_level_file_carries_the_hash_of_its_content(level):
    name, body = layers.asset(level)
    assert name == f"{level}.{hashlib.sha256(body).hexdigest()[:8]}.json"
    assert (LEVELS / name).read_bytes() == body


def test_no_level_file_of_an_older_build_is_left_behind():
    named = {layers.asset(level)[0] for level in layers.levels()}
    assert {path.name for path in LEVELS.glob("*.*.json")} == named


@pytest.mark.parametrize(("level", "most"), [("metropolis", 60), ("state", 150), ("nation", 1600)])
def test_a_level_stays_small_enough_for_a_phone(level, most):
    assert len(layers.asset(level)[1]) <= most * 1000


def test_the_metropolis_is_its_three_municipalities_with_neighbours_as_context():
    drawn = layers.layer("metropolis")
    assert {area.id for area in drawn.areas} == AMO
    assert {"14018", "14123", "16011"} <= {area.id for area in drawn.context}
    assert {place.area for place in drawn.localities} == AMO


def test_every_municipality_of_jalisco_is_in_the_state_level():
    ids = [area.id for area in layers.layer("state").areas]
    assert sorted(ids) == [f"14{number:03d}" for number in range(1, 126)]


def test_the_nation_names_the_municipalities_it_cannot_draw():
    drawn = layers.layer("nation")
    assert len(drawn.areas) == 2475
    assert dict(drawn.without_polygon) == {
        "24059": "Villa de Pozos",
        "25019": "Eldorado",
        "25020": "Juan José Ríos",
    }
    assert not set(drawn.without_polygon) & set(drawn.places)


@pytest.mark.parametrize("level", ["metropolis", "state", "nation"])
def test_ids_are_five_digits_unique_and_begin_with_their_state(level):
    drawn = layers.layer(level)
    ids = [area.id for area in (*drawn.areas, *drawn.context)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"\d{5}", key) for key in ids)
    assert all(area.state == area.id[:2] and area.name for area in drawn.places.values())


@pytest.mark.parametrize("level", ["metropolis", "state", "nation"])
def test_land_and_lake_form_one_coverage_without_gaps_or_overlaps(level, shapes, lakes):
    whole = [*shapes[level].values(), lakes[level]]
    assert all(shape.is_valid and shape.area > 0 for shape in whole)
    assert shapely.coverage_is_valid(whole)


@pytest.mark.parametrize("level", ["metropolis", "state", "nation"])
def test_labels_stand_on_their_own_land_and_not_in_the_lake(level, shapes, lakes):
    for key, area in layers.layer(level).places.items():
        point = shapely.Point(area.label)
        assert shapes[level][key].buffer(1).contains(point), key
        assert not lakes[level].contains(point), key


def test_the_lake_is_not_counted_as_land_of_poncitlan(shapes):
    units = layers.layer("metropolis").units_per_km
    land = shapes["metropolis"][PONCITLAN].area / units**2
    assert 250 < land < 320  # its polygon, lake included, has 828 km²
    published = {row["id"]: row for row in rows("land.csv")}
    assert float(published[PONCITLAN]["polygon_km2"]) == pytest.approx(828.5, abs=0.5)
    assert float(published[PONCITLAN]["land_km2"]) == pytest.approx(land, rel=0.02)
    assert len(published) == 125


def test_no_town_lies_in_the_lake(lakes):
    """The coarse outline once drowned San Pedro Itzicán, Agua Caliente and La Zapotera."""
    towns = layers.layer("metropolis").localities
    assert "San Pedro Itzicán" in {town.name for town in towns}
    for town in towns:
        shape = polygon(town.d).buffer(0)
        assert shape.intersection(lakes["metropolis"]).area < 0.05 * shape.area, town.name


def test_land_borders_of_the_official_adjacency_are_still_borders(shapes):
    state = shapes["state"]
    checked = 0
    for row in rows("adjacency.csv"):
        land_km = float(row["border_km"]) - float(row["water_km"])
        if {row["a"], row["b"]} <= set(state) and land_km >= 1:
            border = shapely.intersection(state[row["a"]], state[row["b"]])
            assert border.length > 0, (row["a"], row["b"])
            checked += 1
    assert checked > 300


def test_simplifying_makes_no_neighbours_that_the_official_adjacency_does_not_know(shapes):
    state = shapes["state"]
    known = {frozenset((row["a"], row["b"])) for row in rows("adjacency.csv")}
    keys = list(state)
    tree = shapely.STRtree(list(state.values()))
    for i, j in tree.query(list(state.values()), predicate="intersects").T:
        pair = frozenset((keys[i], keys[j]))
        if i < j and pair not in known:
            shared = shapely.intersection(state[keys[i]], state[keys[j]])
            assert shared.length < layers.layer("state").units_per_km, sorted(pair)


def test_neighbours_across_the_lake_are_told_apart_from_neighbours_on_land():
    across = {frozenset((row["a"], row["b"])): row["across_lake"] for row in rows("adjacency.csv")}
    assert across[frozenset((OCOTLAN, PONCITLAN))] == "0"
    assert across[frozenset((OCOTLAN, JAMAY))] == "0"
    assert across[frozenset((PONCITLAN, JAMAY))] == "1"
    assert across[frozenset((PONCITLAN, "16074"))] == "1"


def test_every_municipality_of_mexico_has_its_neighbours_and_only_those_without_a_polygon_have_none():
    drawn = layers.layer("nation")
    near = adjacent.neighbours(across_lake=True)
    assert {area.id for area in drawn.areas} == set(near)  # Cozumel has a piece of the mainland: no island is alone
    assert not set(drawn.without_polygon) & set(near)
    assert near["23001"] == ("23008",)
    assert 5 < sum(map(len, near.values())) / len(near) < 6.5


def test_to_be_neighbours_is_mutual_never_with_oneself_and_said_once():
    listed = [(row["a"], row["b"]) for row in rows("adjacency.csv")]
    assert listed == sorted(set(listed)) and all(a < b for a, b in listed)
    for across in (False, True):
        near = adjacent.neighbours(across)
        assert all(key in near[other] for key, others in near.items() for other in others)
        assert all(key not in others for key, others in near.items())


def test_a_corner_is_enough_to_be_neighbours():
    rows_ = {(row["a"], row["b"]): row for row in rows("adjacency.csv")}
    assert float(rows_["14103", "14122"]["border_km"]) == 0


def test_asking_for_the_other_side_of_the_lake_adds_the_shore_and_nobody_else():
    land, all_ = adjacent.neighbours(), adjacent.neighbours(across_lake=True)
    gained = {key for key in all_ if all_[key] != land.get(key, ())}
    assert gained == adjacent.shore()
    assert gained == {"14030", "14047", "14066", "14096", "14107", "16011", "16074", "16103"}
    assert set(all_[PONCITLAN]) - set(land[PONCITLAN]) == {JAMAY, "14096", "16011", "16074", "16103"}
    assert set(land[JAMAY]) >= {OCOTLAN, "14018"} and PONCITLAN not in land[JAMAY]


def test_the_table_of_neighbours_stays_small():
    assert (LEVELS / "adjacency.csv").stat().st_size < 180_000


def test_the_lake_has_a_name_and_a_place_for_it_inside_the_first_view(lakes):
    drawn = layers.layer("metropolis")
    x, y, width, height = drawn.view
    lx, ly, room = drawn.water[0].labels[0]
    assert drawn.water[0].name == "Lago de Chapala"
    assert x < lx < x + width and y < ly < y + height and room > 0
    assert lakes["metropolis"].contains(shapely.Point(lx, ly))


def test_a_view_frames_the_areas_asked_for_with_a_margin_and_ignores_strangers():
    box = layers.layer("state").places[JAMAY].box
    x, y, width, height = layers.view("state", [JAMAY, "99999"])
    assert x < box[0] and y < box[1] and x + width > box[2] and y + height > box[3]
    assert width < 3 * (box[2] - box[0]) + 3 * (box[3] - box[1])
    assert layers.view("state", ["99999"]) == layers.layer("state").view == layers.view("state")


def test_the_most_detailed_level_that_draws_all_areas_is_found():
    assert layers.level_for(AMO) == "metropolis"
    assert layers.level_for(["14013", "16011"]) == "metropolis"
    assert layers.level_for(["14039"]) == "state"
    assert layers.level_for(["14039", "09015"]) == "nation"
    assert layers.level_for(["99999"]) == "nation"


def test_an_unknown_level_is_refused_with_the_names_of_those_that_exist():
    with pytest.raises(layers.UnknownLevel, match="metropolis, state, nation"):
        layers.layer("continent")


def test_reading_a_level_loads_no_geometry_library():
    code = (
        "import sys; from geo import adjacent, layers; layers.layer('nation'); adjacent.neighbours(); "
        "sys.exit(any(m in sys.modules for m in ('shapely', 'geopandas', 'numpy', 'streamlit')))"
    )
    root = LEVELS.parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_paths_close_their_rings_and_never_repeat_a_point():
    for area in layers.layer("state").areas:
        assert area.d.endswith("z")
        for part in area.d.split("z")[:-1]:
            numbers = re.findall(r"-?\d+", part)[2:]
            assert all(step != ("0", "0") for step in zip(numbers[::2], numbers[1::2], strict=True))


def test_building_without_the_official_files_says_which_one_is_missing(tmp_path):
    from geo import build

    with pytest.raises(FileNotFoundError, match="geography/zona_municipios.geojson is missing"):
        build.build(tmp_path, tmp_path / "levels")


def test_a_zone_on_the_lake_is_not_built_without_its_outline(tmp_path):
    from geo import build

    square = {"type": "Polygon", "coordinates": [[[-103, 20], [-102, 20], [-102, 21], [-103, 20]]]}
    shores = [
        {"type": "Feature", "properties": {"cvegeo": k, "nom_mun": k}, "geometry": square} for k in ("14066", "14030")
    ]
    (tmp_path / "geography").mkdir()
    (tmp_path / build.AROUND[0]).write_text(json.dumps({"type": "FeatureCollection", "features": shores}))
    with pytest.raises(FileNotFoundError, match="lagos_natural_earth_10m.geojson is missing"):
        build.build(tmp_path, tmp_path / "levels")


@pytest.mark.skipif("OBSERVATORIO_FILES" not in os.environ, reason="official files not at hand")
def test_building_from_the_official_files_gives_the_committed_bytes(tmp_path):
    from geo import build

    build.build(Path(os.environ["OBSERVATORIO_FILES"]), tmp_path)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert built == {path.name: path.read_bytes() for path in LEVELS.iterdir()}
