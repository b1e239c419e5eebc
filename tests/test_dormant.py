"""A catalogue entry without public figures is offered nowhere, and its address explains."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
import streamlit as st
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from dashboard import answers, editions
from dashboard.addresses import PAGES
from dashboard.analysis import comparability
from dashboard.export import Selection
from dashboard.parts import take
from data import catalog as catalogue
from data.catalog import Catalog, catalog
from data.entries import Indicator, Source
from tests.test_pages import Open, opened, opened_empty, words

__all__ = ["opened", "opened_empty"]  # fixtures

TITLE, PRODUCT = "Indicador dormido", "Registro dormido"
NAMED = {
    "map": ("indicator",), "compare": ("indicator",), "patterns": ("indicator",), "zones": ("indicator",),
    "relation": ("x", "y"),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def dormant() -> Iterator[Catalog]:
    """The product's catalogue with one more entry, the first of the first topic, whose source has published nothing."""
    whole = catalog()
    first = next(iter(whole.headlines.values()))
    piped = whole.indicators["water_piped_pct"].model_dump(mode="json", exclude_none=True)
    entry = Indicator.model_validate(
        piped | {"id": "dormant_pct", "title": {"es": TITLE, "en": "Dormant indicator"}, "source": "dormant",
                 "topic": first.topic}
    )  # fmt: skip
    product = whole.sources[first.source].model_dump(mode="json", exclude_none=True)
    source = Source.model_validate(product | {"id": "dormant", "title": {"es": PRODUCT, "en": "Dormant register"}})
    more = replace(
        whole,
        indicators={"dormant_pct": entry, **whole.indicators},
        sources={"dormant": source, **whole.sources},
    )
    patch = pytest.MonkeyPatch()
    patch.setattr(catalogue, "load", lambda: more)
    _forget()
    assert next(iter(catalog().headlines.values())).id == "dormant_pct"
    yield more
    patch.undo()
    _forget()


def _usual(whole: Catalog) -> Indicator:
    """The headline of the first topic that has figures."""
    return next(i for i in whole.topics[next(iter(whole.topics))] if i.id != "dormant_pct")


def _forget() -> None:
    catalog.cache_clear()
    answers._index.cache_clear()
    st.cache_resource.clear()
    st.cache_data.clear()


def everything(app: AppTest) -> str:
    """All that a page says and offers: words, addresses, options of its boxes, what its scripts are told."""
    html = " ".join(str(block.proto.body) for block in app.get("html"))
    boxes = " ".join(str(option) for box in (*app.selectbox, *app.multiselect) for option in box.options)
    return " ".join(
        [html, boxes, *(str(c.proto.json) for c in app.get("bidi_component")), *(h.value for h in app.title)]
    )


@pytest.mark.parametrize("page", [page for page in PAGES if page != "state"])
def test_no_page_offers_it(opened: Open, page: str) -> None:
    told = everything(opened(page))
    assert TITLE not in told and PRODUCT not in told and "dormant_pct" not in told


def test_neither_the_portrait_of_a_municipality_nor_a_topic_s_matrix_misses_it(opened: Open) -> None:
    assert TITLE not in everything(opened("municipality", area="14063"))
    assert TITLE not in everything(opened("relation", topic="population"))


def test_the_door_leaves_it_out_and_the_topic_keeps_a_headline(restored: sa.Engine, dormant: Catalog) -> None:
    known = editions.offered(restored)
    assert "dormant_pct" not in known.indicators and "dormant" not in known.sources
    assert known.headlines["population"].id == _usual(dormant).id
    assert known.indicators and set(known.indicators) < set(dormant.indicators)


def test_a_page_without_an_address_shows_what_has_figures(opened: Open) -> None:
    assert opened("map").title[0].value == _usual(catalog()).title.es


def test_the_catalogue_to_take_away_does_not_have_it(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Selection] = []
    monkeypatch.setattr(take, "bar", lambda here, chosen, pictures, citation: taken.append(chosen))
    opened("sources")
    told = taken[-1].data
    assert len(told) > 100 and "dormant_pct" not in set(told["indicator"]) and PRODUCT not in set(told["product"])


def test_the_search_does_not_find_it(opened: Open) -> None:
    route = answers.search_route()
    scope = {"type": "http", "method": "GET", "path": "/search", "headers": [],
             "query_string": b"q=indicador%20dormido"}  # fmt: skip
    assert TITLE not in str(json.loads(asyncio.run(route.endpoint(Request(scope))).body))


def test_no_remark_sends_a_reader_to_it(restored: sa.Engine) -> None:
    piped, offered = catalog().indicators["water_piped_pct"], editions.offered(restored).indicators
    assert TITLE in str(comparability.other_sources(piped))
    assert TITLE not in str(comparability.other_sources(piped, offered))


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, names in NAMED.items() for name in names])
def test_its_address_says_where_the_figure_will_come_from(opened: Open, page: str, name: str) -> None:
    app = opened(page, **{name: "dormant_pct"})
    assert app.title[0].value == TITLE
    assert f"«{TITLE}» todavía no tiene cifras aquí. Vendrán de «{PRODUCT}» (" in words(app)
    html = " ".join(str(block.proto.body) for block in app.get("html"))
    assert 'href="/estado?source=dormant"' in html and f'href="/mapa?indicator={_usual(catalog()).id}"' in html


def test_its_address_explains_in_english_too(opened: Open) -> None:
    said = words(opened("map", indicator="dormant_pct", lang="en"))
    assert "“Dormant indicator” has no figures here yet. They will come from “Dormant register” (" in said


def test_the_state_of_the_data_lists_its_source_without_figures(opened: Open) -> None:
    said = words(opened("state", source="dormant"))
    assert f"De «{PRODUCT}» todavía no hay cifras publicadas." in said


@pytest.mark.parametrize("page", NAMED)
def test_while_nothing_is_published_pages_explain_instead_of_offering(opened_empty: Open, page: str) -> None:
    app = opened_empty(page)
    assert any("nothing" in str(block.proto.body) for block in app.get("html"))
    assert page == "zones" or not app.main.selectbox


def test_an_entry_wakes_with_its_figures(sqlite_template: Path, tmp_path: Path) -> None:
    from tests.worlds import PEOPLE, world

    path = tmp_path / "woken.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    engine = sa.create_engine(f"sqlite:///{path}")
    assert not editions.offered(engine).indicators
    own = PEOPLE.model_copy(update={"id": "dormant_pct"})
    world(engine, "indicator area period value\ndormant_pct 14063 2020 5", own)
    assert list(editions.offered(engine).indicators) == ["dormant_pct"]
    engine.dispose()
