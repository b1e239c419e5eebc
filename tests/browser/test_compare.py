"""A planner compares: adds a place typed without accents, takes one out, reads the distance in people, shares it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import ENOUGH, choose, visit

pytestmark = pytest.mark.browser
POVERTY = "/comparar?indicator=poverty_pct"


def add(page: Page, typed: str, name: str) -> None:
    page.get_by_role("combobox", name=re.compile("^Agregar")).fill(typed)
    page.get_by_role("option", name=re.compile(f"^{name}")).first.click()
    expect(page.locator(".chips")).to_contain_text(name)


def test_places_are_added_however_they_are_spelled_and_taken_out(desktop: Page, address: str, watch: Watch) -> None:
    visit(desktop, address + POVERTY)
    expect(desktop.locator(".lead")).to_contain_text("46.2 % (Jamay)")
    expect(desktop.locator(".lead")).to_contain_text("28.4 % (Ocotlán)")
    add(desktop, "tepatitlan", "Tepatitlán de Morelos")
    assert "areas=14063,14066,14047,amo,14,00,14093" in desktop.url
    desktop.get_by_role("link", name="Quitar México", exact=True).click()
    desktop.wait_for_url(re.compile(r"areas=14063,14066,14047,amo,14,14093"))
    expect(desktop.locator(".lead")).not_to_contain_text("México")
    choose(desktop, "Comparar contra", "Ocotlán")
    desktop.wait_for_url("**base=14063**")
    jamay = desktop.locator(".apart li", has_text="Jamay")
    expect(jamay).to_contain_text("17.8 puntos")
    expect(jamay).to_contain_text(re.compile(r"≈\s4,200 personas más que con la cifra de Ocotlán"))
    assert watch.foreign == [] and watch.errors == []


def test_the_same_comparison_opens_from_its_address_in_either_language(desktop: Page, address: str) -> None:
    asked = "&areas=14063%7C14039%7Cz%3A14063%2C14018%7C14&base=14&spread=00"
    visit(desktop, f"{address}{POVERTY}{asked}")
    expect(desktop.locator(".chips li")).to_have_count(4)
    said = desktop.locator(".apart .by").all_inner_texts()
    cited = desktop.locator(".note", has_text="Para citar").inner_text()
    link = re.search(r"http\S+", cited)
    assert link and len(said) == 3
    visit(desktop, re.sub(r"lang=es", "lang=en", link.group().replace("|", "%7C")))
    expect(desktop.locator(".lead")).to_contain_text("in 2020")
    figures = [re.sub(r"[^\d.]", "", words) for words in desktop.locator(".apart .by").all_inner_texts()]
    assert figures == [re.sub(r"[^\d.]", "", words) for words in said]
    expect(desktop.locator("h2", has_text="municipalities of Mexico")).to_be_visible()


def test_the_comparison_is_taken_away_with_its_pictures(desktop: Page, address: str) -> None:
    visit(desktop, address + "/comparar?indicator=illiteracy_pct")
    with desktop.expect_download() as waiting:
        desktop.get_by_role("button", name="CSV", exact=True).click()
    rows = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 7 and rows[0].startswith("clave,nombre,indicador") and "equivalencia_personas" in rows[0]
    assert rows[1].startswith("14063,Ocotlán,illiteracy_pct") and rows[4].startswith("amo,AMO,")
    with desktop.expect_download() as waiting:
        desktop.get_by_role("button", name="SVG", exact=True).click()
    drawn = waiting.value.path().read_text(encoding="utf-8")
    assert "Población analfabeta" in drawn and "Poncitlán" in drawn and "INEGI" in drawn


def test_the_guard_says_what_does_not_compare(desktop: Page, address: str) -> None:
    visit(desktop, address + POVERTY)
    guards = desktop.get_by_role("note")
    expect(guards.first).to_contain_text("No comparable")
    expect(guards.first).to_contain_text("falta el dato de")
    expect(guards.first).to_contain_text("Con cautela")
    expect(guards.last).to_contain_text("El método cambió en 2020")
    visit(desktop, address + "/mapa?indicator=gross_output_2013_mxn")
    expect(desktop.get_by_role("note").first).to_contain_text("falta el dato de Jamay, 13.5 % de su población")


@pytest.mark.parametrize(("language", "scheme"), [("es", "light"), ("en", "dark")])
def test_nothing_stands_in_the_way(desktop: Page, address: str, language: str, scheme: str) -> None:
    desktop.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit(desktop, f"{address}{POVERTY}&lang={language}")
    desktop.wait_for_timeout(1200)
    found = Axe().run(desktop, options=ENOUGH).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []


def test_on_a_phone_the_answer_comes_first_and_a_finger_hits_the_chips(phone: Page, address: str, watch: Watch) -> None:
    visit(phone, address + POVERTY)
    phone.wait_for_timeout(1000)
    wide = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert phone.evaluate(wide) <= 390
    lead = phone.locator(".lead").first.bounding_box()
    assert lead and lead["y"] + lead["height"] < 844
    for link in phone.locator(".chips a").all():
        box = link.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 44
    add(phone, "guadalajara", "Guadalajara")
    expect(phone.locator(".lead")).to_contain_text("Guadalajara")
    assert watch.foreign == [] and watch.errors == []
