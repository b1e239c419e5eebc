"""The search box in a real browser: by keyboard on a desk, by finger on a phone, with and without an answer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import visit

pytestmark = pytest.mark.browser
LABEL = "Buscar indicador, municipio o página"


def test_a_misspelled_town_opens_by_keyboard_without_loading_the_page_anew(desktop: Page, address: str) -> None:
    visit(desktop, address + "/?zone=cienega")
    desktop.evaluate("globalThis.sameVisit = true")
    box = desktop.get_by_role("combobox", name=LABEL)
    box.focus()
    desktop.keyboard.type("ponsitlan")
    first = desktop.locator(".search").get_by_role("option").first
    expect(first).to_contain_text("Poncitlán")
    desktop.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "found-0")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/municipio?zone=cienega&area=14066")
    expect(desktop.locator("h1")).to_contain_text("Poncitlán")
    assert desktop.evaluate("globalThis.sameVisit") is True
    expect(box).to_have_value("")


def test_enter_right_after_typing_opens_the_first_answer(desktop: Page, address: str) -> None:
    visit(desktop, address + "/?lang=en")
    desktop.get_by_role("combobox", name="Find an indicator, municipality or page").fill("extreme poverty")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url(re.compile("indicator=extreme_poverty_pct"))
    assert "lang=en" in desktop.url


def test_what_is_not_there_is_said_and_escape_closes(desktop: Page, address: str) -> None:
    visit(desktop, address + "/")
    box = desktop.get_by_role("combobox", name=LABEL)
    box.fill("xyzzy")
    expect(desktop.get_by_text("Nada se llama así").first).to_be_visible()
    desktop.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(desktop.locator(".search .found")).to_be_hidden()


def test_a_finger_finds_an_indicator_on_a_phone(phone: Page, address: str, watch: Watch) -> None:
    visit(phone, address + "/")
    box = phone.get_by_role("combobox", name=LABEL)
    size = box.bounding_box()
    assert size and size["width"] >= 44 and size["height"] >= 44
    box.tap()
    phone.keyboard.type("agua entubada")
    phone.locator(".search").get_by_role("option").first.tap()
    phone.wait_for_url(re.compile("indicator=water_piped_pct"))
    expect(phone.locator("h1")).to_have_text("Viviendas con agua entubada")
    assert watch.errors == []
