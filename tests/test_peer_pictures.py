"""Pictures of similar municipalities: strips with both marks and figures, circles instead of shapes, also on paper."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import drawing, peer_list, peer_map, plate
from dashboard.analysis.peers import Peers, peers
from dashboard.analysis.similarity import pairs, space
from dashboard.charts.axes import Ours
from dashboard.charts.positions import Strip, positions
from dashboard.style import LIGHT
from data.areas import municipalities_of
from data.catalog import catalog

EVERY = municipalities_of("00")
STRIP = Strip("Viviendas con internet", 40.0, 55.0, (10.0, 90.0), ("39.1 %", "53.5 %"))
OWN, OTHER = Ours("14066", "Poncitlán", "#B4530A", "square"), Ours("14073", "San Juan", "#1B2733", "diamond-open")


@pytest.mark.parametrize("count", [0, 1, 17])
def test_each_strip_has_both_marks_both_figures_and_its_title(count: int) -> None:
    figure = positions([("Servicios", [STRIP] * count)], OWN, OTHER, LIGHT, "axis")
    assert [len(t.x) for t in figure.data] == [2 * count, count, count]
    said = [a.text for a in figure.layout.annotations]
    assert [said.count(w) for w in (STRIP.title, *STRIP.words)] == [count] * 3
    assert "<b>Poncitlán</b>" in said and "<b>San Juan</b>" in said
    assert plate.svg(plate.Plate(figure, "t", "s", "o")).startswith("<svg")


def told(area: str = "14066", rows: int = 2478) -> Peers:
    """The likes of a municipality by figures that grow with the key."""
    facets = list(catalog().facets.values())
    names = [m.indicator for f in facets for m in f.indicators]
    keys = sorted({*EVERY[: rows - 1], area})
    points = space(pd.DataFrame({n: range(len(keys)) for n in names}, index=keys, dtype="float64"), facets)
    return peers(points, pairs(points), area, keys, keys)


@pytest.mark.parametrize(("within", "level"), [("country", "nation"), ("state", "state"), ("band", "nation")])
def test_the_map_has_a_circle_for_each_and_the_chosen_one_on_top(within: str, level: str) -> None:
    found = told()
    made = peer_map.drawing(found, "es", within=within, other="14073", subtitle="", source="", dark=False)
    drawn = drawing.spec(made)
    assert (made.level, made.kind, len(drawn["ids"])) == (level, "symbols", 21)
    own = drawn["radii"][drawn["ids"].index("14066")]
    assert 0 < own < min(r for k, r in zip(drawn["ids"], drawn["radii"], strict=True) if k != "14066")
    assert "Poncitlán" in made.alternative and "Jalisco" in made.alternative


def test_what_is_looked_at_lies_inside_the_country() -> None:
    left, top, wide, tall = peer_map.layers.view("nation")
    for area in ("02004", "23005", "07089"):
        x, y, w, h = peer_map.drawing(
            told(area), "es", within="country", other="", subtitle="", source="", dark=False
        ).view  # type: ignore[misc]
        assert x >= left - 1e-6 and y >= top - 1e-6 and x + w <= left + wide + 1e-6 and y + h <= top + tall + 1e-6


def test_the_list_names_each_with_its_state_and_an_odd_name_is_no_markup() -> None:
    found = told(rows=4)
    html = peer_list.table(found, pd.Series(dtype="float64"), lambda key: f'/x?a="{key}"&b', "es")
    assert html.count("<tr>") == 4 and html.count("Aguascalientes") >= 3
    assert 'href="/x?a=&quot;' in html and "nan" not in html
