"""The page of patterns on the product's own figures: what the address asks is what is shown."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.addresses import page_file
from tests.test_pages import Open, opened, spec, words  # noqa: F401 (fixtures)


def patterns(**query: str) -> AppTest:
    """The page alone, as its address asks."""
    app = AppTest.from_file(page_file("patterns"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    return app


@pytest.fixture(autouse=True)
def database(opened: Open) -> None:  # noqa: F811
    """The product's own figures behind every page."""


def test_jalisco_is_told_ours_by_name_and_every_municipality_drawn() -> None:
    app = patterns(indicator="internet_pct")
    said = words(app)
    assert "en Jalisco los municipios de cifra alta tienden a tener vecinos de cifra alta" in said
    assert "San Pedro Tlaquepaque" in said
    for name, neighbours in (("Ocotlán", "seis"), ("Poncitlán", "tres"), ("Jamay", "dos")):
        assert f"{name} " in said and f"sus {neighbours} vecinos" in said
    drawn = spec(app)
    assert len(drawn["ids"]) == 125 and drawn["kind"] == "classes"  # type: ignore[arg-type]
    assert set(drawn["highlighted"]) == {"14063", "14066", "14047"}  # type: ignore[call-overload]


def test_across_the_lake_poncitlan_and_jamay_are_neighbours() -> None:
    said = words(patterns(indicator="internet_pct", neighbours="across"))
    assert "sus cinco vecinos" in said and "sus tres vecinos" in said


def test_a_zone_across_states_is_seen_in_the_nation() -> None:
    app = patterns(indicator="poverty_pct", zone="z:14063,16011")
    said = words(app)
    assert "en México los municipios" in said and "Briseñas" in said
    among = next(box for box in app.selectbox if box.label == "Entre qué municipios")
    assert among.options == ["De México"]


def test_a_count_asked_for_is_not_shown() -> None:
    app = patterns(indicator="population_total")
    assert "Población total" not in app.title[0].value
    assert spec(app)["kind"] == "classes"


def test_who_has_no_figure_or_no_neighbour_with_one_is_told() -> None:
    app = patterns(indicator="avocado_price_mxn_t", period="2004")
    assert "Solo hay cifra de 37 de los 125 municipios de Jalisco" in words(app)
    classes = {c["label"]: c["count"] for c in spec(app)["legend"]["classes"]}  # type: ignore[index]
    assert classes["Sin vecinos con cifra"] == 6


@pytest.mark.parametrize(
    "query", [{"period": "1810"}, {"among": "moon"}, {"neighbours": "x"}, {"area": "99999"}, {"indicator": "lag_grade"}]
)
def test_an_odd_address_shows_the_page(query: dict[str, str]) -> None:
    assert patterns(**query).title[0].value
