"""The search box finds what people mean: without accents, abbreviated, unfinished, misspelled, in either language."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from dashboard import answers
from dashboard.addresses import ADDRESSES
from dashboard.analysis.search import Entry, Index, plain
from data.settings import settings
from tests import public

TOWNS = Index(
    [
        Entry("municipality", "14063", "Ocotlán", "Jalisco", more="Jalisco", weight=0.9),
        Entry("municipality", "20068", "Ocotlán de Morelos", "Oaxaca", more="Oaxaca", weight=0.2),
        Entry("municipality", "23005", "Benito Juárez", "Quintana Roo", more="Quintana Roo", weight=0.5),
        Entry("municipality", "30027", "Benito Juárez", "Veracruz", more="Veracruz", weight=0.1),
        Entry("zone", "amo", "Área Metropolitana de Ocotlán", "", alias="AMO", weight=0.9),
        Entry("municipality", "21010", "Amozoc", "Puebla", more="Puebla", weight=0.3),
    ],
    {"gdl": "Guadalajara", "Q. Roo": "Quintana Roo"},
)


def first(index: Index, question: str) -> str:
    return next((e.key for e in index.find(question)), "")


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("ocotlan", "14063"),
        ("OCOTLÁN", "14063"),
        ("osotlan", "14063"),
        ("ocotlan oaxaca", "20068"),
        ("oaxaca ocotlan", "20068"),
        ("benito juarez", "23005"),
        ("benito juarez veracruz", "30027"),
        ("juares qroo", "23005"),
        ("amo", "amo"),
        ("el area metropolitana", "amo"),
        ("nada que ver", ""),
        ("", ""),
        ("¿?", ""),
    ],
)
def test_what_is_typed_finds_what_is_meant(question: str, key: str) -> None:
    assert first(TOWNS, question) == key


def test_every_word_typed_must_be_met() -> None:
    assert TOWNS.find("ocotlán veracruz") == []


@given(st.text(max_size=200))
def test_nothing_that_can_be_typed_breaks_it(question: str) -> None:
    assert all(isinstance(e, Entry) for e in TOWNS.find(question))


@given(st.sampled_from(TOWNS.entries))
def test_every_entry_is_found_by_its_own_title_and_kind_of_place(entry: Entry) -> None:
    assert entry in TOWNS.find(f"{entry.title} {entry.about}")


def test_an_index_of_nothing_answers_nothing() -> None:
    assert Index([], {}).find("ocotlán") == []


def test_plain_words_have_no_accents_capitals_or_signs() -> None:
    assert plain("  Población, ¿índice? (Ñuu)  ") == ["poblacion", "indice", "nuu"]


Ask = Callable[..., list[dict[str, str]]]


@pytest.fixture(scope="module")
def ask(restored: sa.Engine) -> Iterator[Ask]:
    """The box's own question to the server, on the product's figures."""
    patch = pytest.MonkeyPatch()
    patch.setenv("DATABASE_URL", str(restored.url))
    settings.cache_clear()
    route = answers.search_route("tablero")

    def asked(question: str, **more: str) -> list[dict[str, str]]:
        query = urlencode({"q": question, **more}).encode()
        scope = {"type": "http", "method": "GET", "path": "/tablero/search", "query_string": query, "headers": []}
        return json.loads(asyncio.run(route.endpoint(Request(scope))).body)

    yield asked
    patch.undo()
    settings.cache_clear()


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("ponsitlan", "/tablero/municipio?area=14066"),
        ("gdl", "/tablero/municipio?area=14039"),
        ("pobresa extrema", "/tablero/mapa?indicator=extreme_poverty_pct"),
        ("piped water", "/tablero/mapa?indicator=water_piped_pct"),
        ("AMO", "/tablero/?zone=amo"),
        ("descargar", "/tablero/fuentes"),
        ("correlacion", "/tablero/relacion"),
    ],
)
def test_the_product_is_found_by_words_people_use(ask: Ask, question: str, address: str) -> None:
    assert ask(question)[0]["address"] == address


def test_answers_carry_language_and_zone(ask: Ask) -> None:
    found = ask("poncitlan", lang="en", zone="cienega")[0]
    assert found["kind"] == "Municipality" and found["address"].endswith("/municipio?lang=en&zone=cienega&area=14066")


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_and_every_indicator_is_found_by_its_title(ask: Ask, language: str) -> None:
    index = answers._index(answers.queries.stamp(answers.connect()), language)
    for entry in index.entries:
        if entry.kind in ("page", "indicator"):
            assert entry in index.find(entry.title), entry.title
    assert {e.key for e in index.entries if e.kind == "page"} == set(ADDRESSES)
    assert {e.key for e in index.entries if e.kind == "indicator"} == set(public.indicators())


def test_an_odd_language_is_answered_in_spanish(ask: Ask) -> None:
    assert ask("mapa", lang="xx")[0]["kind"] == "Página"
