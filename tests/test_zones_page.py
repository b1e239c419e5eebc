"""The page of zones on the product's own figures: its map to take away, its chips, and what its search box adds."""

from __future__ import annotations

import pytest

from dashboard import drawing, zones
from dashboard.controls import Place
from dashboard.live import every_zone
from dashboard.parts import builder
from tests.test_pages import Open, opened

__all__ = ["opened"]  # fixture


def place(zone: str, language: str = "es") -> Place:
    return Place(language, zones.find(zone, dict(every_zone())), True)


def test_the_map_of_a_zone_says_what_it_shows_when_it_is_cut_out(opened: Open) -> None:
    opened()
    (made,) = builder.pictures(place("amo"))
    assert made.title == "Área Metropolitana de Ocotlán: la zona y sus vecinos"
    assert made.subtitle == "3 municipios. Declarada por: Congreso del Estado de Jalisco"
    assert "INEGI, Marco Geoestadístico" in made.source
    drawn = drawing.svg(made)
    assert "La Barca" in drawn and "en la zona (3)" in drawn and "vecino (6)" in drawn
    (alone,) = builder.pictures(place("z:20001"))
    assert alone.subtitle == "Un municipio"
    assert builder.pictures(place("jalisco")) == [], "too many to build a zone of"


@pytest.mark.parametrize(("zone", "pictures"), [("amo", True), ("mexico", False)])
def test_the_page_hands_it_out(opened: Open, zone: str, pictures: bool) -> None:
    labels = {b.proto.label for b in opened("zones", zone=zone).get("download_button")}
    assert ({"PNG", "SVG"} <= labels) is pictures and "CSV" in labels
