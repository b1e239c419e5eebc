"""A planner reads one municipality: finds it by typing, jumps to a topic, follows a figure, takes it away."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import ENOUGH, settled, visit

pytestmark = pytest.mark.browser
OCOTLAN = "/municipio?area=14063"


def test_find_a_municipality_read_it_and_follow_a_figure(desktop: Page, address: str, watch: Watch) -> None:
    visit(desktop, address + "/municipio")
    expect(desktop.locator("h1")).to_have_text("Área Metropolitana de Ocotlán")
    box = desktop.get_by_role("combobox", name=re.compile("escriba su nombre"))
    box.fill("poncitlan")  # without its accent
    expect(desktop.locator(".places [role=option]").first).to_have_text("PoncitlánJaliscoMunicipio")
    box.press("Enter")
    desktop.wait_for_url("**area=14066**")
    expect(desktop.locator("h1")).to_have_text("Poncitlán")
    expect(desktop.locator(".lead")).to_contain_text("53,659 habitantes")
    expect(desktop.locator(".minutes").first).to_contain_text("puede compararse con Jalisco")
    expect(desktop.locator("details.topic[open]")).to_have_count(10)
    desktop.locator(".jumps a", has_text="Agua y saneamiento").click()
    water = desktop.locator("#tema-water")
    expect(water).to_be_in_viewport()
    assert desktop.locator("h1").inner_text() == "Poncitlán" and "#" not in desktop.url, "a jump is no new page"
    row = water.locator("tr", has_text="Viviendas con agua entubada").first
    expect(row).to_contain_text("de 125")
    row.get_by_role("link").click()
    expect(desktop.locator("h1")).to_have_text("Viviendas con agua entubada")
    assert "area=14066" in desktop.url
    desktop.get_by_role("link", name="Todo sobre Poncitlán").click()
    expect(desktop.locator("h1")).to_have_text("Poncitlán")
    assert watch.foreign == [] and watch.errors == []


def test_from_the_overview_to_a_member_and_its_figures_as_a_file(desktop: Page, address: str) -> None:
    visit(desktop, address + "/")
    desktop.locator(".facts").get_by_role("link", name="Jamay").click()
    desktop.wait_for_url("**area=14047**")
    expect(desktop.locator("h1")).to_have_text("Jamay")
    with desktop.expect_download() as waiting:
        desktop.get_by_role("button", name="CSV", exact=True).click()
    assert waiting.value.suggested_filename == "retrato-de-jamay_amo.csv"
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert "14047,Jamay" in text and "24894" in text and "lugar_entidad" in text.splitlines()[0]


def test_nothing_stands_in_the_way_in_the_dark(desktop: Page, address: str) -> None:
    desktop.emulate_media(color_scheme="dark")
    visit(desktop, address + OCOTLAN)
    desktop.wait_for_timeout(800)
    found = Axe().run(desktop, options=ENOUGH).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []


def test_a_phone_shows_the_portrait_first_and_folds_the_topics(phone: Page, address: str) -> None:
    visit(phone, address + OCOTLAN)
    expect(phone.locator("details.topic:not([open])")).to_have_count(10)
    lead = phone.locator(".lead").bounding_box()
    assert lead and lead["y"] + lead["height"] < 844
    wide = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert phone.evaluate(wide) <= 390
    phone.locator(".jumps a", has_text="Salud").click()
    health = phone.locator("#tema-health")
    expect(health).to_have_attribute("open", "")
    expect(health.locator("tr .label", has_text="AMO").first).to_be_visible()
    small = phone.evaluate(
        """() => [...document.querySelectorAll("[data-testid=stMain] button, [data-testid=stMain] summary, .jumps a")]
          .filter(e => !e.closest(".react-aria-ComboBox button"))  // an arrow inside a box that is tall enough
          .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
          .map(e => e.outerHTML.slice(0, 90))"""
    )
    assert small == []
    settled(phone)
