"""Two indicators against each other, in a real browser: read, relate others by keyboard, find oneself in the cloud."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import choose, settled, visit

pytestmark = pytest.mark.browser
CHART = ".st-key-relation[data-stale=false]"  # the one before stays a moment while its page runs again
MARKS = f"{CHART} .scatterlayer path.point"
LABEL = f"{CHART} .annotation-text"


def test_from_the_finding_to_another_pair_by_keyboard_and_to_all_of_mexico(
    desktop: Page, address: str, watch: Watch
) -> None:
    visit(desktop, address + "/relacion")
    expect(desktop.locator(".lead")).to_contain_text("En los 125 municipios de Jalisco")
    expect(desktop.get_by_text("no quiere decir que una cause la otra").first).to_be_visible()
    expect(desktop.locator(MARKS)).to_have_count(125)
    for name in ("Ocotlán", "Poncitlán", "Jamay"):
        expect(desktop.locator(LABEL, has_text=name)).to_be_visible()
    desktop.evaluate("globalThis.sameVisit = true")
    square = desktop.locator(".correlations td a").filter(has_text=re.compile(r"^[+−]0")).first
    said = square.get_attribute("aria-label") or ""
    square.focus()
    desktop.keyboard.press("Enter")
    desktop.wait_for_url(re.compile(r"x=\w+&y=\w+"))
    settled(desktop)
    first = said.split(" y ")[0]
    expect(desktop.locator("h1")).to_contain_text(first)
    assert desktop.evaluate("globalThis.sameVisit") is True, "a link of ours must not load the page anew"
    expect(desktop.locator(".correlations a[aria-current]")).to_have_count(1)
    choose(desktop, "Entre qué municipios", "Los de todo México")
    desktop.wait_for_url("**among=nation**")
    expect(desktop.locator(".lead")).to_contain_text(re.compile(r"2,4\d\d municipios de México"))
    expect(desktop.locator(MARKS).nth(2400)).to_be_attached()  # drawn without a graphics card
    assert watch.foreign == [] and watch.errors == []


def test_a_municipality_is_found_in_the_cloud_by_its_name_and_a_permalink_shows_the_same(
    desktop: Page, address: str
) -> None:
    visit(desktop, address + "/relacion?x=population_total&y=revenue_mxn&lang=en")
    expect(desktop.locator("h1")).to_contain_text("Total population")
    expect(desktop.locator(CHART)).to_contain_text("logarithmic scale")
    box = desktop.get_by_role("combobox", name="Point out a municipality")
    box.click()
    box.fill("Zapotlanejo")
    desktop.get_by_role("option", name="Zapotlanejo", exact=True).click()
    desktop.wait_for_url("**area=14124**")
    expect(desktop.locator(LABEL, has_text="Zapotlanejo")).to_be_visible()
    choose(desktop, "Scale", "Linear")
    desktop.wait_for_url("**scale=linear**")
    expect(desktop.locator(CHART)).not_to_contain_text("logarithmic scale")
    lead = desktop.locator(".lead").inner_text()
    visit(desktop, desktop.url)
    assert desktop.locator(".lead").inner_text() == lead
    expect(desktop.locator(LABEL, has_text="Zapotlanejo")).to_be_visible()


def test_on_a_phone_the_strongest_relations_are_a_list_and_the_matrix_scrolls_in_its_box(
    phone: Page, address: str, watch: Watch
) -> None:
    visit(phone, address + "/relacion?topic=water")
    box = phone.locator(".correlations")
    expect(box).to_be_visible()
    wide = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert phone.evaluate(wide) <= 390
    lead = phone.locator(".lead").bounding_box()
    assert lead and lead["y"] + lead["height"] < 844, "the sentence is above the fold"
    head = phone.locator(".correlations tbody th").first
    before = head.bounding_box()
    box.evaluate("each => each.scrollLeft = 200")
    after = head.bounding_box()
    assert before and after and abs(before["x"] - after["x"]) < 1, "the first column stays"
    low = "[...document.querySelectorAll('.correlations td a')].filter(a => a.getBoundingClientRect().height < 43.5)"
    small = phone.evaluate(low + ".length")
    assert small == 0 and watch.errors == []
    first = phone.locator(".strongest a").first
    named = first.inner_text()
    first.tap()
    phone.wait_for_url("**x=**")
    expect(phone.locator("h1")).to_have_text(named)
