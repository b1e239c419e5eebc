"""«Estado de los datos» in a real browser: a source opened by keyboard, its address, nothing in anybody's way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import barriers, visit

pytestmark = pytest.mark.browser


def test_a_source_opens_by_keyboard_to_its_dates_and_an_address_of_its_own(
    phone: Page, address: str, watch: Watch
) -> None:
    visit(phone, address + "/estado?source=inegi_efipem")
    expect(phone.locator(".lead")).to_contain_text("fuentes tienen cifras publicadas")
    expect(phone.locator(".asked")).to_contain_text("son de 2022; según su calendario")
    opened = phone.locator("details.standing[open]")
    expect(opened).to_have_count(1)
    for date in ("Periodo de referencia", "Fecha de captura", "Fecha de carga", "Fecha de publicación"):
        expect(opened.get_by_text(date, exact=True)).to_be_visible()
    first = phone.locator("details.standing > summary").first
    first.focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("details.standing").first).to_have_attribute("open", "")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert barriers(phone) == []
    assert watch.foreign == [] and watch.errors == []
