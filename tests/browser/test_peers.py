"""Similar municipalities in a real browser: who, in what, where, figure by figure, and on to compare or make a zone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import ENOUGH, choose, settled, visit

pytestmark = pytest.mark.browser


def test_from_a_municipality_to_its_likes_and_on_to_compare_them(desktop: Page, address: str, watch: Watch) -> None:
    visit(desktop, address + "/parecidos?area=nobody&dims=luck&within=mars&peer=1")  # what does not exist: default
    expect(desktop.locator("h1")).to_have_text("Municipios parecidos a Ocotlán")
    box = desktop.get_by_role("combobox", name="Municipio (escriba su nombre)")
    box.fill("poncitlan")  # without its accent
    box.press("Enter")
    desktop.wait_for_url("**area=14066**")
    expect(desktop.locator(".lead")).to_contain_text(
        "son San Juan de los Lagos (Jalisco), Atotonilco el Alto (Jalisco)"
    )
    rows = desktop.locator(".peers tbody tr")
    expect(rows).to_have_count(20)
    expect(rows.first).to_contain_text("muy parecido")
    expect(desktop.locator(".ranks")).to_contain_text("53 de 211")
    desktop.get_by_role("link", name="Comparar con los 9 más parecidos").click()
    desktop.wait_for_url(re.compile(r"/comparar\?.*areas=14066(,|%2C)14073"))
    settled(desktop)
    expect(desktop.locator("[data-testid=stMain]")).to_contain_text("San Juan de los Lagos")
    desktop.go_back()
    expect(desktop.locator("h1")).to_have_text("Municipios parecidos a Poncitlán")
    desktop.get_by_role("link", name="Hacer una zona con los 21").click()
    expect(desktop.locator("h1")).to_contain_text("Parecidos a Poncitlán")
    assert watch.foreign == [] and watch.errors == []


def test_other_dimensions_and_another_place_to_look_change_who_is_alike(desktop: Page, address: str) -> None:
    visit(desktop, address + "/parecidos?area=14066")
    desktop.get_by_role("button", name="Población", exact=True).click()
    desktop.wait_for_url(re.compile("dims=economy(,|%2C)education(,|%2C)services"))
    expect(desktop.locator(".lead")).to_contain_text("En economía, educación y servicios, los municipios de México")
    choose(desktop, "Buscar en", "El mismo estado")
    desktop.wait_for_url("**within=state**")
    expect(desktop.locator(".lead")).to_contain_text("los municipios de Jalisco más parecidos a Poncitlán son")
    circle = desktop.locator("circle[data-id='14047']").first
    expect(circle).to_be_attached()
    circle.click(force=True)
    desktop.wait_for_url("**peer=14047**")
    expect(desktop.get_by_role("heading", name="Poncitlán junto a Jamay (Jalisco)")).to_be_visible()
    link = desktop.url
    visit(desktop, link + "&lang=en")
    expect(desktop.get_by_role("heading", name="Poncitlán beside Jamay (Jalisco)")).to_be_visible()
    expect(desktop.locator(".lead")).to_contain_text(
        "In economy, education and services, the municipalities of Jalisco"
    )


def test_a_municipality_with_no_like_and_one_without_figures_say_so(desktop: Page, address: str) -> None:
    visit(desktop, address + "/parecidos?area=09014")
    expect(desktop.locator(".guard")).to_contain_text("Ningún municipio se parece mucho a Benito Juárez")
    visit(desktop, address + "/parecidos?area=04013")
    expect(desktop.locator(".nothing").first).to_contain_text("le falta el dato de")
    expect(desktop.locator(".peers")).to_have_count(0)


def test_nothing_stands_in_the_way_of_anybody_in_the_dark(desktop: Page, address: str) -> None:
    desktop.emulate_media(color_scheme="dark")
    visit(desktop, f"{address}/parecidos?lang=en&area=09014")
    expect(desktop.locator("[data-painted]")).to_be_visible()
    found = Axe().run(desktop, options=ENOUGH).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []


def test_a_phone_shows_the_answer_first_and_scrolls_one_way(phone: Page, address: str, watch: Watch) -> None:
    visit(phone, address + "/parecidos?area=14066")
    expect(phone.locator("[data-painted]")).to_be_attached()
    wide = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert phone.evaluate(wide) <= 390
    lead = phone.locator(".lead").first.bounding_box()
    assert lead and lead["y"] + lead["height"] < 844, "the sentence is above the fold"
    low = (
        "[...document.querySelectorAll('.doings a, [data-testid=stMain] button')]"
        ".filter(e => e.checkVisibility() && !e.closest('.react-aria-ComboBox'))"
    )
    assert phone.evaluate(f"{low}.map(e => e.getBoundingClientRect().height).filter(h => h > 0 && h < 43.5)") == []
    expect(phone.locator(".peers tbody tr").first).to_contain_text(re.compile("Población.*Economía.*Servicios"))
    assert watch.foreign == [] and watch.errors == []
