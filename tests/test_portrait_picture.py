"""The picture of a portrait: a strip a finding, on its own scale, with its figure and whether that is better."""

from __future__ import annotations

import pytest

from dashboard import plate, zones
from dashboard.charts.axes import Ours
from dashboard.charts.portrait import Finding, extremes
from dashboard.controls import Place
from dashboard.live import every_zone, portraits
from dashboard.parts import portrait_picture
from dashboard.parts.portrait import Seen
from dashboard.style import LIGHT
from tests.test_pages import Open, opened, opened_empty

__all__ = ["opened", "opened_empty"]  # fixtures

OWN = Ours("14066", "Poncitlán", LIGHT.ours[1], "square")
FOUND = Finding(
    "Viviendas con internet", 0.25, 0.75, (0.0, 0.5, 1.0), ("10 %", "90 %"), "30 %",
    "40 puntos menos, peor que Jalisco (70 %)", "por ciento, 2020, INEGI",
)  # fmt: skip


@pytest.mark.parametrize(("strong", "weak"), [(0, 0), (1, 0), (0, 5), (5, 5)])
def test_each_finding_has_its_ticks_its_line_its_mark_and_its_words(strong: int, weak: int) -> None:
    figure = extremes([("Fuerte", [FOUND] * strong), ("Débil", [FOUND] * weak)], OWN, LIGHT, "clave", "Ninguno.")
    count = strong + weak
    ticks, lines, marks = figure.data
    assert (len(ticks.x), len(lines.x), len(marks.x)) == (9 * count, 3 * count, count)
    assert set(marks.x) <= {0.25} and len(set(marks.y)) == count and marks.marker.symbol == "square"
    said = [a.text for a in figure.layout.annotations]
    for words in (f"<b>{FOUND.title}</b>", f"<b>{FOUND.figure}</b>", FOUND.verdict, FOUND.about, *FOUND.ends):
        assert said.count(words) == count
    assert said.count("Ninguno.") == (not strong) + (not weak)
    assert all(figure.layout.yaxis.range[0] < note.y < 0 for note in figure.layout.annotations)
    assert plate.svg(plate.Plate(figure, "t", "s", "o")).startswith("<svg")


def seen(area: str, zone: str, language: str = "es") -> Seen:
    where = zones.find(zone, dict(every_zone()))
    found = portraits.findings(area, where)
    return Seen(Place(language, where, False), area, portraits.told(area, where) if found else (), found)


def test_a_place_its_zone_and_a_state_have_a_picture_the_nation_and_sets_across_states_none(opened: Open) -> None:
    opened()
    for area, zone, title in (
        ("14066", "amo", "Poncitlán: lo más fuerte y lo más débil"),
        ("", "amo", "Área Metropolitana de Ocotlán: lo más fuerte y lo más débil"),
        ("", "jalisco", "Jalisco: lo más fuerte y lo más débil"),
        ("20001", "amo", "Abejones: lo más fuerte y lo más débil"),
    ):
        (made,) = portrait_picture.plates(seen(area, zone))
        assert made.title == title and "INEGI" in made.source and "2020" in made.subtitle
        drawn = plate.svg(made)
        assert "mejor que" in drawn or "peor que" in drawn
    for area, zone in (("", "mexico"), ("", "z:14063,16011")):
        assert portrait_picture.plates(seen(area, zone)) == []


def test_the_page_hands_it_out(opened: Open) -> None:
    labels = {b.proto.label for b in opened("municipality", area="14063").get("download_button")}
    assert {"CSV", "PNG", "SVG"} <= labels
    assert "PNG" not in {b.proto.label for b in opened("municipality", zone="mexico").get("download_button")}
