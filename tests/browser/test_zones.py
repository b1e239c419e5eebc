"""The zone builder in a real browser: add a neighbour, name the set, keep it, use it on another page."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import settled, visit

pytestmark = pytest.mark.browser


def test_a_neighbour_makes_the_metropolis_an_undeclared_set_with_a_figure_of_its_own(
    desktop: Page, address: str
) -> None:
    visit(desktop, address + "/zonas?indicator=water_piped_pct")
    expect(desktop.locator("h1")).to_have_text("Área Metropolitana de Ocotlán")
    expect(desktop.locator(".said").first).to_contain_text("98.6 % = 100 × 46,916 ÷ 47,588")
    desktop.get_by_role("link", name="La Barca").click()
    expect(desktop.locator("h1")).to_have_text("AMO + La Barca (no es área declarada)")
    expect(desktop.locator(".said").first).to_contain_text("98.8 % = 100 × 64,518 ÷ 65,274")
    name = desktop.get_by_role("textbox", name="Nombre de la zona")
    name.fill("Ribera norte")
    name.press("Enter")
    expect(desktop.locator("h1")).to_have_text("Ribera norte (no es área declarada)")
    assert "14018:Ribera norte" in unquote_plus(desktop.url)


def test_one_more_is_found_without_its_accent_and_taken_out_by_keyboard(desktop: Page, address: str) -> None:
    visit(desktop, address + "/zonas?indicator=water_piped_pct")
    box = desktop.get_by_role("combobox", name="Escriba el nombre de un municipio")
    box.fill("tonala")
    expect(desktop.locator(".places [role=option]").first).to_contain_text("Jalisco")
    expect(desktop.locator(".places [role=option]", has_text=re.compile("Zona$|Estado$"))).to_have_count(0)
    box.press("Enter")
    expect(desktop.locator("h1")).to_have_text("AMO + Tonalá (no es área declarada)")
    chips = desktop.locator(".chips li")
    expect(chips).to_have_count(4)
    out = desktop.get_by_role("link", name="Quitar Tonalá")
    out.focus()
    out.press("Enter")
    expect(desktop.locator("h1")).to_have_text("Área Metropolitana de Ocotlán")
    assert "zone=" not in desktop.url and "indicator=water_piped_pct" in desktop.url
    expect(desktop.get_by_role("link", name="Quitar Jamay")).to_be_focused()


def test_a_kept_zone_is_offered_on_every_page_and_can_be_taken_out(desktop: Page, address: str) -> None:
    visit(desktop, address + "/zonas?zone=z:14063,14018:Dos%20orillas")
    desktop.get_by_role("button", name="Guardar esta zona").click()
    expect(desktop.locator(".saved a")).to_have_text("Dos orillas (no es área declarada)")
    visit(desktop, address + "/mapa?indicator=poverty_pct")
    desktop.get_by_role("combobox", name=re.compile("Zona")).first.click()
    desktop.get_by_role("option", name="Dos orillas (no es área declarada)").click()
    desktop.wait_for_url(re.compile("zone=z"))
    expect(desktop.locator(".lead")).to_contain_text("La Barca")
    visit(desktop, address + "/zonas")
    desktop.get_by_role("button", name="Quitar: Dos orillas (no es área declarada)").click()
    expect(desktop.locator(".saved a")).to_have_count(0)


def test_touching_the_map_on_a_phone_takes_a_municipality_out(phone: Page, address: str, watch: Watch) -> None:
    visit(phone, address + "/zonas?zone=z:14063,14066,14047,14018")
    phone.locator("[data-id='14018']").first.click(force=True)
    settled(phone)
    expect(phone.locator("h1")).to_have_text("Área Metropolitana de Ocotlán")
    assert watch.errors == []
