"""Moving through time on the map page: the slider, every period side by side, the change between two."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.test_journeys import ENOUGH, settled, visit

pytestmark = pytest.mark.browser
POVERTY = "/mapa?indicator=poverty_pct"
READY = ".time[data-ready]"
WIDE = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"


class Held:
    """The line to the server, which can be held: what the reader does then is answered by the page alone."""

    def __init__(self, page: Page) -> None:
        self.held: list[str | bytes] | None = None
        page.route_web_socket(re.compile("_stcore/stream"), self.connect)

    def connect(self, line: WebSocketRoute) -> None:
        self.server = line.connect_to_server()
        line.on_message(lambda said: self.server.send(said) if self.held is None else self.held.append(said))

    def let_go(self) -> None:
        waiting, self.held = self.held or [], None
        for said in waiting:
            self.server.send(said)


def test_the_slider_repaints_without_the_server_and_the_page_follows(desktop: Page, address: str) -> None:
    line = Held(desktop)
    visit(desktop, address + POVERTY)
    expect(desktop.locator(READY)).to_be_attached()
    slider = desktop.get_by_role("slider", name="Periodo")
    expect(slider).to_have_attribute("aria-valuetext", "2020")
    line.held = []
    slider.focus()
    desktop.keyboard.press("ArrowLeft")
    expect(desktop.locator("svg text", has_text="47.8 %").first).to_be_attached()
    expect(slider).to_have_attribute("aria-valuetext", "2015")
    expect(desktop.locator(".time p")).to_contain_text("Desde 2020 se mide de otra manera")
    desktop.keyboard.press("Home")
    expect(desktop.locator("svg text", has_text="53.2 %").first).to_be_attached()
    expect(desktop.locator(".lead")).to_contain_text("2020")
    assert "period=" not in desktop.url, "the server has heard nothing yet"
    line.let_go()
    desktop.wait_for_url("**period=2010**")
    expect(desktop.locator(".lead")).to_contain_text("en 2010")
    expect(desktop.locator("svg text", has_text="53.2 %").first).to_be_attached()


def test_a_click_outlines_without_the_server(desktop: Page, address: str) -> None:
    line = Held(desktop)
    visit(desktop, address + POVERTY + "&zone=jalisco")
    line.held = []
    desktop.locator("path[data-id='14039']").first.click(force=True)
    expect(desktop.locator("[data-chosen='14039'] .chosen")).to_be_attached()
    line.let_go()
    desktop.wait_for_url("**area=14039**")


def test_classes_stay_until_the_method_changes(desktop: Page, address: str) -> None:
    visit(desktop, address + POVERTY + "&zone=jalisco&period=2010")
    expect(desktop.locator(READY)).to_be_attached()

    def limits() -> list[str]:
        return [re.sub(r" \(\d+\)", "", words) for words in desktop.locator(".legend li").all_inner_texts()]

    first = limits()
    assert len(first) == 5
    desktop.get_by_role("slider").focus()
    desktop.keyboard.press("ArrowRight")
    expect(desktop.locator("[data-period='2015']")).to_be_attached()
    assert limits() == first
    desktop.keyboard.press("ArrowRight")
    expect(desktop.locator("[data-period='2020']")).to_be_attached()
    assert limits() != first
    desktop.wait_for_url(re.compile(r"^(?!.*period=)"))


def test_it_plays_to_the_end_and_not_for_those_who_want_no_motion(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="no-preference")
    page = context.new_page()
    visit(page, address + POVERTY + "&period=2015")
    page.get_by_role("button", name="Reproducir").click()
    expect(page.locator("[data-period='2020']")).to_be_attached()
    expect(page.get_by_role("button", name="Reproducir")).to_be_visible()
    page.wait_for_url(re.compile(r"^(?!.*period=)"))
    page.emulate_media(reduced_motion="reduce")
    expect(page.get_by_role("button", name="Reproducir")).to_be_hidden()
    context.close()


def test_every_period_side_by_side_and_each_opens(phone: Page, address: str) -> None:
    visit(phone, address + "/mapa?indicator=crimes&view=years")
    maps = phone.locator(".panels a")
    expect(maps).to_have_count(12)
    expect(phone.locator(".years[data-painted]")).to_be_attached()
    first, second = maps.nth(0).bounding_box(), maps.nth(1).bounding_box()
    assert first and second and first["y"] == second["y"] and second["x"] > first["x"], "two columns in a hand"
    assert phone.evaluate(WIDE) <= 390
    maps.filter(has_text="2019").click()
    phone.wait_for_url("**period=2019**")
    assert "view=" not in phone.url
    expect(phone.locator(".lead")).to_contain_text("2019")


def test_the_change_between_two_periods_says_how_many_fell(desktop: Page, address: str) -> None:
    visit(desktop, address + POVERTY + "&zone=jalisco")
    desktop.get_by_role("radio", name="Cambio").click()
    desktop.wait_for_url("**view=change**")
    expect(desktop.locator(".lead")).to_contain_text("Entre 2010 y 2015 la cifra subió en 35 municipios, bajó en 89")
    expect(desktop.locator(".lead")).to_contain_text("Poncitlán, 5.4 puntos menos")
    expect(desktop.get_by_text("En este indicador bajar es mejorar.")).to_be_visible()
    expect(desktop.locator(".legend li").first).to_contain_text("< −10.0")
    expect(desktop.locator("path[data-id='14066']").first).to_have_attribute("aria-label", "Poncitlán, −5.4 puntos")


def test_across_a_change_of_method_there_is_a_sentence_instead_of_a_map(phone: Page, address: str) -> None:
    visit(phone, address + POVERTY + "&view=change&from=2015&period=2020")
    expect(phone.locator(".lead")).to_contain_text("No se resta 2020 menos 2015")
    expect(phone.locator(".atlas")).to_have_count(0)
    assert phone.evaluate(WIDE) <= 390
    phone.get_by_role("link", name="Sí se comparan 2010 y 2015").click()
    expect(phone.locator(".lead")).to_contain_text("Entre 2010 y 2015")
    settled(phone)
    expect(phone.locator("svg text", has_text="−5.4 puntos").first).to_be_attached()


@pytest.mark.parametrize(("view", "scheme"), [("years", "light"), ("change", "dark")])
def test_nothing_stands_in_the_way_of_anybody_in_any_view(desktop: Page, address: str, view: str, scheme: str) -> None:
    desktop.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit(desktop, f"{address}{POVERTY}&zone=cienega&view={view}")
    expect(desktop.locator("[data-painted]").first).to_be_attached()
    found = Axe().run(desktop, options=ENOUGH).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []
