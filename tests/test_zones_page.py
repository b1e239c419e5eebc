"""The page of zones on the product's own figures: its map to take away, its chips, and what its search box adds."""

from __future__ import annotations

import re

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


def chips(app: object) -> list[str]:
    told = " ".join(str(block.proto.body) for block in app.get("html"))  # type: ignore[attr-defined]
    return re.findall(r"<li>.*?</li>", told.partition('class="chips"')[2].partition("</ul>")[0])


def test_each_member_is_a_chip_with_a_link_that_takes_it_out(opened: Open) -> None:
    told = chips(opened("zones", zone="z:14063,14066,14047,14018", indicator="poverty_pct"))
    assert ["Ocotlán" in told[0], "La Barca" in told[3], len(told)] == [True, True, 4]
    assert 'href="/zonas?indicator=poverty_pct"' in told[3], "what is left is the default zone: it leaves no trace"
    assert 'href="/zonas?zone=z:14066,14047,14018&amp;indicator=poverty_pct"' in told[0]
    assert 'aria-label="Quitar La Barca"' in told[3]
    (alone,) = chips(opened("zones", zone="z:14063"))
    assert "<a " not in alone, "a zone has a member"
    assert chips(opened("zones", zone="mexico")) == []


def test_what_completes_a_declared_zone_leads_to_that_zone(opened: Open) -> None:
    opened()
    pair = place("z:14063,14066")
    told = builder.completed(pair, pair.members)
    assert told["14047"] == "/zonas", "the default zone leaves no trace"
    assert told["14063"] == "/zonas?zone=z:14063,14066", "what is in already changes nothing"
    assert "14018" not in told
