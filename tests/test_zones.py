"""Zones: the catalogue's, the official metropolises, any set of municipalities; and who existed when."""

from __future__ import annotations

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from dashboard.zones import UnknownZone, chosen, existing, find, key, label, members, zones
from data.catalog import catalog
from tests.worlds import JAMAY, OCOTLAN, PONCITLAN, world

MEMBERSHIP = pd.DataFrame(
    [
        ("metropolis2020_14_1_01", area, "Zona metropolitana de Guadalajara", "zona metropolitana", "SEDATU", "2023")
        for area in ("14039", "14120")
    ]
    + [
        ("dzm2015_14_02", area, "Zona metropolitana de Ocotlán", "zona metropolitana", "SEDATU", "2018-01-31")
        for area in (JAMAY, OCOTLAN, PONCITLAN)
    ]
    + [("x_two_states", area, "Zona de La Piedad", "zona metropolitana", "", "") for area in ("11023", "16069")],
    columns=["zone", "area", "title", "kind", "declared_by", "declared_on"],
)


def test_the_catalogues_zones_come_first_then_the_metropolises_by_title(engine: sa.Engine) -> None:
    world(engine, "", membership=MEMBERSHIP)
    found = zones(engine)
    own = list(catalog().zones)
    assert list(found)[: len(own)] == own
    assert list(found)[len(own) :] == ["x_two_states", "metropolis2020_14_1_01", "dzm2015_14_02"]
    ocotlan = found["dzm2015_14_02"]
    assert set(ocotlan.members) == set(found["amo"].members)
    assert label(ocotlan, "es") == "Zona metropolitana de Ocotlán (2018)"
    assert ocotlan.declared_on is not None
    assert ocotlan.declared_on.isoformat() == "2018-01-31"
    assert found["metropolis2020_14_1_01"].declared_on is None
    assert ocotlan.state == "14"
    assert found["x_two_states"].state is None
    assert found["x_two_states"].declared_by is None
    assert label(found["x_two_states"], "es") == "Zona de La Piedad"


def test_an_empty_database_has_the_catalogues_zones(engine: sa.Engine) -> None:
    assert list(zones(engine)) == list(catalog().zones)


def test_members_of_a_state_and_of_the_nation() -> None:
    known = catalog().zones
    assert len(members(known["jalisco"])) == 125
    assert len(members(known["mexico"])) > 2460
    assert members(known["amo"]) == (OCOTLAN, PONCITLAN, JAMAY)


def test_a_set_with_a_name_keeps_it_in_the_address() -> None:
    zone = chosen("z:14063,14018: Ribera   norte ")
    assert (label(zone, "es"), label(zone, "en")) == (
        "Ribera norte (no es área declarada)", "Ribera norte (not a declared area)",
    )  # fmt: skip
    assert key(zone) == "z:14063,14018:Ribera norte"
    assert chosen(key(zone)) == zone


@given(st.text(max_size=80))
def test_whatever_somebody_calls_a_set_the_address_gives_it_back(name: str) -> None:
    zone = chosen(f"z:14063,14018:{name}")
    assert chosen(key(zone)) == zone
    assert zone.title.es and "<" not in zone.title.es and "\n" not in zone.title.es


def test_a_declared_zone_with_neighbours_is_no_longer_a_declared_area() -> None:
    zone = chosen("z:14063,14066,14047,14018")
    assert label(zone, "es") == "AMO + La Barca (no es área declarada)"
    more = chosen("z:14063,14066,14047,14018,14030,14105,14123")
    assert label(more, "en") == "AMO + 4 municipalities (not a declared area)"


def test_a_set_too_long_for_an_address_is_refused() -> None:
    with pytest.raises(UnknownZone, match="at most 60"):
        chosen("z:" + ",".join(members(catalog().zones["jalisco"])))


def test_a_chosen_set_travels_in_the_address_and_says_nobody_declared_it() -> None:
    zone = chosen("z:14063,14018,14063")
    assert zone.members == ("14063", "14018")
    assert key(zone) == "z:14063,14018"
    assert label(zone, "es") == "Ocotlán y La Barca (no es área declarada)"
    assert label(zone, "en") == "Ocotlán and La Barca (not a declared area)"
    assert label(chosen("14063,14044"), "es").startswith("Ocotlán e Ixtlahuacán")
    assert label(chosen("14063,14018,14047,14105,14030"), "es").startswith("5 municipios elegidos")
    assert find(key(zone), dict(catalog().zones)) == zone


def test_a_comparison_set_says_once_that_it_is_no_area() -> None:
    zone = catalog().zones["amo_neighbours"]
    assert label(zone, "es").count("no es área declarada") == 1
    assert label(catalog().zones["amo"], "es") == "Área Metropolitana de Ocotlán"


def test_a_set_that_is_a_declared_zone_is_that_zone() -> None:
    known = dict(catalog().zones)
    assert find("z:14047,14066,14063", known).id == "amo"
    assert key(known["amo"]) == "amo"


@pytest.mark.parametrize("text", ["nowhere", "z:", "z:99999", "z:14063,abc", "z:14", "z:00", ""])
def test_an_address_of_no_zone_is_refused_and_says_why(text: str) -> None:
    with pytest.raises(UnknownZone):
        find(text, dict(catalog().zones))


def test_who_existed_when() -> None:
    assert "14125" not in existing("2005")
    assert "14125" in existing("2010")
    assert "14125" in existing("2000/2010")
    assert "14063" in existing("1980"), "1990 is the first count at hand, not the year of foundation"
