"""A planner looks for zones: reads the sentence, crosses the lake, looks at the nation, points at a place, takes it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import MAP, choose, settled, visit

pytestmark = pytest.mark.browser
HERE = "/patrones?indicator=internet_pct"


def test_the_zones_of_jalisco_and_ours_by_name_then_the_lake_then_the_nation(
    desktop: Page, address: str, watch: Watch
) -> None:
    visit(desktop, address + HERE)
    expect(desktop.locator(".lead")).to_contain_text("en Jalisco los municipios de cifra alta tienden a tener vecinos")
    ours = desktop.locator(".each")
    expect(ours).to_contain_text(re.compile("Ocotlán.*Poncitlán.*Jamay", re.DOTALL))
    expect(ours).to_contain_text("sus tres vecinos")
    expect(desktop.locator(MAP)).to_be_visible()
    assert desktop.locator("path[role=option]").count() == 125
    choose(desktop, "Quiénes son vecinos", "También tras el lago")
    desktop.wait_for_url("**neighbours=across**")
    expect(ours).to_contain_text("sus cinco vecinos")
    desktop.locator("[data-id='14120']").first.click(force=True)
    desktop.wait_for_url("**area=14120**")
    expect(ours).to_contain_text("Zapopan")
    choose(desktop, "Entre qué municipios", "De México")
    desktop.wait_for_url("**among=nation**")
    expect(desktop.locator(".lead")).to_contain_text("en México", timeout=60_000)
    assert "area=" not in desktop.url
    assert watch.foreign == [] and watch.errors == []


def test_a_quoted_address_opens_the_same_map_and_table_and_takes_them_along(phone: Page, address: str) -> None:
    visit(phone, address + HERE + "&neighbours=across&lang=en&area=14039")
    settled(phone)
    expect(phone.locator(".each")).to_contain_text("Guadalajara 75.3%")
    lead = phone.locator(".lead").first.bounding_box()
    assert lead and lead["y"] + lead["height"] < 844, "the answer is above the fold"
    wide = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert phone.evaluate(wide) <= 390
    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="PNG: map", exact=True).click()
    assert waiting.value.suggested_filename.startswith("dwellings-with-internet")
    assert waiting.value.path().stat().st_size > 5000
