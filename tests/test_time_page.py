"""The map page's views through time, run as Streamlit runs them: every period, and the change between two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.addresses import page_file
from tests.test_pages import Open, _opener, words


@pytest.fixture
def opened(restored_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    yield from _opener(f"sqlite:///{restored_file}", monkeypatch)


@pytest.fixture
def opened_empty(sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    yield from _opener(f"sqlite:///{sqlite_template}", monkeypatch)


def alone(**query: str) -> AppTest:
    """The map page without the router around it."""
    app = AppTest.from_file(page_file("map"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def told(app: AppTest, name: str) -> list[dict[str, object]]:
    return [d for d in (json.loads(block.proto.json or "{}") for block in app.get("bidi_component")) if name in d]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("zone", ["amo", "mexico", "z:14063", "z:14063,16011", "m2020_09_1_01"])
@pytest.mark.parametrize("view", ["years", "change"])
def test_each_view_opens_in_every_kind_of_zone(opened: Open, view: str, zone: str, language: str) -> None:
    app = alone(view=view, zone=zone, lang=language, indicator="poverty_pct")
    said = words(app)
    assert "{" not in said and "None" not in said.split() and "nan" not in said.split()


KINDS = ("crimes", "avocado_value_mxn", "rain_mm_year", "marginality_grade", "internet_pct", "population_growth_pct",
         "state_crop_value_mxn")  # fmt: skip


@pytest.mark.parametrize("indicator", KINDS)
@pytest.mark.parametrize("view", ["years", "change"])
def test_each_view_opens_for_every_kind_of_figure(opened: Open, view: str, indicator: str) -> None:
    alone(view=view, zone="jalisco", indicator=indicator)


@pytest.mark.parametrize("view", ["years", "change"])
def test_each_view_opens_while_nothing_is_published(opened_empty: Open, view: str) -> None:
    app = opened_empty("map", view=view)
    assert len(app.title) == 1


@pytest.mark.parametrize(
    ("query", "lead"),
    [
        ({}, "Entre 2010 y 2015"),
        ({"from": "2015", "period": "2020"}, "No se resta 2020 menos 2015"),
        ({"from": "2020", "period": "2015"}, "Entre 2010 y 2015"),
        ({"from": "1810", "period": "nunca"}, "Entre 2010 y 2015"),
        ({"period": "2010"}, "hacen falta dos periodos"),
    ],
)
def test_the_address_says_which_two_periods(opened: Open, query: dict[str, str], lead: str) -> None:
    assert lead in words(alone(view="change", indicator="poverty_pct", **query))


def test_an_odd_view_is_the_map(opened: Open) -> None:
    assert told(alone(view="film", indicator="poverty_pct"), "reel")


def test_the_slider_is_told_every_period_and_where_its_frames_are(opened: Open) -> None:
    (data,) = told(alone(indicator="poverty_pct", zone="jalisco"), "reel")
    reel = data["reel"]
    assert [p["id"] for p in reel["periods"]] == ["2010", "2015", "2020"]
    assert [p["break"] for p in reel["periods"]] == [False, False, True]
    assert reel["url"].startswith("/frames/") and "zone=jalisco" in reel["url"]
    assert len(json.dumps(reel)) < 2_000, "a rerun carries the periods' names, not their figures"


def test_one_period_has_no_slider(opened: Open) -> None:
    (data,) = told(alone(indicator="internet_pct"), "reel")
    assert data["reel"] is None or len(data["reel"]["periods"]) > 1
