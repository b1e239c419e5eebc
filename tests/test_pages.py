"""Every page, run as Streamlit runs it: with the product's own figures, with none at all, and with odd addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.addresses import PAGES, page_file
from data.catalog import catalog
from data.settings import settings
from tests import public

HOUSE = Path(__file__).parent.parent
ROUTER = HOUSE / "dashboard" / "router.py"
ZONES = ("", "cienega", "amo_neighbours", "jalisco", "mexico", "z:14063", "z:14063,16011", "nowhere")
ONLY_OF_THE_STATE = ("state_crop_harvested_area_ha", "state_crop_value_mxn")
Open = Callable[..., AppTest]


def _opener(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setenv("DATABASE_URL", address)
    settings.cache_clear()

    def opened(page: str = "overview", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROUTER), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page != "overview":
            app.switch_page(page_file(page)).run()
        assert not app.exception, [e.value for e in app.exception]
        return app

    yield opened
    settings.cache_clear()


@pytest.fixture
def opened(restored_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a page of the product on its own figures."""
    yield from _opener(f"sqlite:///{restored_file}", monkeypatch)


@pytest.fixture
def opened_empty(sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a page while nothing is published."""
    yield from _opener(f"sqlite:///{sqlite_template}", monkeypatch)


def words(app: AppTest) -> str:
    """Everything a page says in HTML and headings, without tags."""
    html = " ".join(str(block.proto.body) for block in app.get("html"))
    heads = " ".join(h.value for h in [*app.title, *app.header, *app.subheader])
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)) + heads
    return re.sub(r"https?://\S+", "", plain).replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_zone_and_language(opened: Open, page: str, zone: str, language: str) -> None:
    app = opened(page, **({"zone": zone} if zone else {}), lang=language)
    assert len(app.title) == 1 and app.title[0].value
    said = words(app)
    assert "{" not in said and "None" not in said.split() and "nan" not in said.split()
    if language == "es":
        found = re.search(r".{0,40}\b(the|municipalities|figures|data)\b.{0,40}", said)
        assert not found, found
    else:
        found = re.search(r".{0,40}\b(municipios|cifra|habitantes|sin dato)\b.{0,40}", said)
        assert not found, found


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_while_nothing_is_published(opened_empty: Open, page: str, language: str) -> None:
    app = opened_empty(page, lang=language)
    assert len(app.title) == 1
    if page != "sources":
        assert any("nothing" in str(block.proto.body) for block in app.get("html"))


@pytest.mark.parametrize("indicator", sorted(public.indicators()))
def test_every_indicator_has_its_map(opened: Open, indicator: str) -> None:
    # the page alone: a run of the router before it would double the time of the longest test here
    app = AppTest.from_file(page_file("map"), default_timeout=60)
    app.query_params["indicator"] = indicator
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    assert app.title[0].value == catalog().indicators[indicator].title.es
    if indicator in ONLY_OF_THE_STATE:
        assert "la fuente publica la cifra de Jalisco" in words(app)
    else:
        assert len(spec(app)["ids"]) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        {"indicator": "nothing"},
        {"period": "1810"},
        {"breakdown": "sex=X"},
        {"method": "magic", "k": "99"},
        {"method": "manual", "cuts": "a,b,,"},
        {"method": "manual", "cuts": "40,20,20"},
        {"area": "99999"},
        {"lang": "fr"},
        {"zone": "z:"},
        {"zone": "z:14063,nada"},
    ],
)
def test_an_odd_address_shows_the_page_and_not_an_error(opened: Open, query: dict[str, str]) -> None:
    app = opened("map", **({"zone": "jalisco", "indicator": "poverty_pct"} | query))
    assert app.title[0].value


def spec(app: AppTest) -> dict[str, object]:
    """What was sent to the map."""
    found = [json.loads(c.proto.json) for c in app.get("bidi_component")]
    return next(f["spec"] for f in found if "spec" in f)


def test_few_municipalities_are_outlined_and_never_five_colours(opened: Open) -> None:
    drawn = spec(opened("map", indicator="poverty_pct"))
    assert drawn["kind"] == "outline"
    assert drawn["printed"] == ["28.4 %", "41.2 %", "46.2 %"]


def test_a_count_is_circles_and_offers_no_classes(opened: Open) -> None:
    app = opened("map", indicator="population_total", zone="jalisco")
    assert spec(app)["kind"] == "symbols"
    assert not any(box.label == "Cómo se forman las clases" for box in app.selectbox)


def test_the_classes_of_the_address_are_those_of_the_legend(opened: Open) -> None:
    drawn = spec(opened("map", indicator="internet_pct", zone="jalisco", method="manual", cuts="20,40"))
    classes = drawn["legend"]["classes"]  # type: ignore[index]
    assert [c["label"].split(" – ")[-1] for c in classes][:2] == ["20.0", "40.0"]
    assert sum(c["count"] for c in classes) == 125


def test_a_member_without_a_figure_is_hatched_named_and_leaves_the_zone_without_one(opened: Open) -> None:
    app = opened("map", indicator="gross_output_2013_mxn")
    assert spec(app)["printed"][2] == "sin dato"  # type: ignore[index]
    said = words(app)
    assert "sin dato de Jamay" in said and "falta el dato de Jamay" in said


def test_the_chosen_area_is_outlined_told_and_marked_in_its_list(opened: Open) -> None:
    app = opened("map", indicator="internet_pct", zone="jalisco", area="14039")
    assert "14039" in spec(app)["highlighted"]  # type: ignore[operator]
    assert "Guadalajara: 75.3 %, lugar 1 de 125 en Jalisco" in words(app)
    assert any(box.value == "14039" for box in app.selectbox)


def test_choosing_writes_the_address_and_drops_what_lost_its_meaning(opened: Open) -> None:
    app = opened("map", indicator="poverty_pct", period="2015", area="14063")
    box = next(b for b in app.selectbox if b.label == "Indicador")
    box.select("extreme_poverty_pct").run()
    assert app.query_params["indicator"] == "extreme_poverty_pct"
    assert "period" not in app.query_params and "area" not in app.query_params
    topic = next(b for b in app.selectbox if b.label == "Tema")
    topic.select("water").run()
    assert app.query_params["indicator"] == "water_piped_pct"
    assert app.title[0].value == catalog().indicators["water_piped_pct"].title.es


def test_the_citation_leaves_nothing_to_a_default(opened: Open) -> None:
    said = words(opened("map"))
    assert "Para citar: Observatorio Metropolitano de Ocotlán" in said


def test_links_carry_language_and_zone(opened: Open) -> None:
    app = opened(zone="cienega", lang="en")
    html = " ".join(str(block.proto.body) for block in app.get("html"))
    links = re.findall(r'href="(/mapa[^"]+)"', html)
    assert links and all("lang=en" in link and "zone=cienega" in link for link in links)


def test_the_overview_tells_each_member_its_zone_state_and_nation(opened: Open) -> None:
    said = words(opened())
    assert "184,603 habitantes en 2020" in said and "Congreso del Estado de Jalisco, 29 de mayo de 2020" in said
    for name in ("Ocotlán", "Poncitlán", "Jamay", "AMO", "Jalisco", "México"):
        assert name in said
    assert "Lo que más nos separa de Jalisco" in said


def broken() -> None:
    from dashboard.parts import frame

    assert frame.failed(ValueError("secret detail")) is True


def test_a_page_that_breaks_says_a_sentence_and_logs_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    app = AppTest.from_function(broken).run()
    said = words(app)
    assert "No se pudo mostrar esta página" in said and "secret" not in said
    assert "secret detail" in caplog.text
