"""The page of a municipality on the product's own figures: what it says, whom it compares, what it hands out."""

from __future__ import annotations

import re

import pytest

from tests.test_pages import Open, opened, opened_empty, words

__all__ = ["opened", "opened_empty"]  # fixtures


def html(app: object) -> str:
    return " ".join(str(block.proto.body) for block in app.get("html"))  # type: ignore[attr-defined]


def test_a_municipality_in_every_topic(opened: Open) -> None:
    app = opened("municipality", area="14063")
    said = words(app)
    assert app.title[0].value == "Ocotlán"
    assert "Ocotlán tiene 106,050 habitantes (2020), 57.4 % de la población de AMO." in said.replace("\u00a0", " ")
    assert "de 2010 a 2020" in said and "lugar 11 de 125" in said and "municipios del país" in said
    told = html(app)
    assert told.count("<details") == 10, "one section a topic"
    assert told.count('<th scope="row">') > 150, "nearly every indicator of the catalogue has its row"
    pictures = re.findall(r'<img alt="([^"]*)"[^>]*data:image/svg', told)
    trends = [alternative for alternative in pictures if alternative]
    assert len(trends) > 40 and all("Ocotlán" in a for a in trends), "each small trend is told in words"


def test_the_zone_is_the_subject_when_no_municipality_is_named(opened: Open) -> None:
    for asked in ({}, {"area": "99999"}, {"area": "14"}):
        app = opened("municipality", **asked)
        assert app.title[0].value == "Área Metropolitana de Ocotlán"
    said = words(app)
    assert "184,603" in said and "falta Jamay" in said, "a total that is lacking says whose figure it lacks"
    assert "lugar" not in html(app).split('class="strips lines"')[1].split("</thead>")[0]


def test_a_state_and_the_nation_are_zones_too(opened: Open) -> None:
    assert "125 municipios" in words(opened("municipality", zone="jalisco"))
    assert "no hay con quién compararlo" in words(opened("municipality", zone="mexico"))
    across = words(opened("municipality", zone="z:14063,16011"))
    assert "Los municipios de Ocotlán y Briseñas son de varios estados" in across


def test_a_municipality_far_away_is_compared_with_its_own_state(opened: Open) -> None:
    app = opened("municipality", area="20001")
    said = words(app)
    assert "Municipio de Oaxaca" in said and "de 570" in said and "Con cautela" in said
    links = re.findall(r'href="(/mapa[^"]+)"', html(app))
    assert links and all("zone=mexico" in link for link in links), "its map is one that holds it"


def test_the_zone_and_its_members_are_one_click_away(opened: Open) -> None:
    told = html(opened("municipality", area="14066"))
    offered = re.findall(r'<nav class="offers".*?</nav>', told)[0]
    assert re.findall(r'href="([^"]+)"', offered) == [
        "/municipio", "/municipio?area=14063", "/municipio?area=14066", "/municipio?area=14047"
    ]  # fmt: skip
    assert 'area=14066" aria-current="true">Poncitlán<' in offered and offered.count("aria-current") == 1
    assert offered.count("<a ") == 4
    whole = re.findall(r'<nav class="offers".*?</nav>', html(opened("municipality", zone="jalisco")))[0]
    assert whole.count("<a ") == 1, "125 members are found by typing"


@pytest.mark.parametrize("language", ["es", "en"])
def test_both_languages_show_the_same_figures(opened: Open, language: str) -> None:
    told = html(opened("municipality", area="14047", lang=language))
    figures = re.findall(r'class="whole"><span class="label">[^<]*</span>([^<]+)<', told)
    assert "24,894" in figures and len(figures) > 140
    assert ("en peor situación" in told) is (language == "es")


def test_nothing_published_is_a_sentence(opened_empty: Open) -> None:
    said = words(opened_empty("municipality", area="14063"))
    assert "Todavía no hay cifras publicadas de Ocotlán" in said
