"""Flows in a real browser: the sentence, both directions, one municipality, what scrolls, what is taken away."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import ENOUGH, choose, visit

pytestmark = pytest.mark.browser


def test_who_studies_where_both_ways_and_of_one_municipality(desktop: Page, address: str, watch: Watch) -> None:
    visit(desktop, address + "/flujos?kind=nonsense&direction=sideways&area=99999&period=1999")
    expect(desktop.locator("h1")).to_have_text("Quién estudia dónde")  # what does not exist is the default
    expect(desktop.locator("[data-painted] .flow")).to_have_count(12)
    choose(desktop, "Municipio", "Poncitlán")
    desktop.wait_for_url("**area=14066**")
    expect(desktop.locator(".lead")).to_contain_text("10 estudian en otro municipio, la mayoría en Ocotlán (920")
    choose(desktop, "Sentido", "Llegan a estudiar")
    desktop.wait_for_url("**direction=in**")
    expect(desktop.locator(".lead")).to_contain_text("De cada 100 personas que estudian en Poncitlán, 3 viven en otro")
    cell = desktop.locator(".matrix tbody tr", has=desktop.get_by_role("rowheader", name="Poncitlán")).locator("td")
    expect(cell.nth(0)).to_have_text("920")
    choose(desktop, "Motivo", "Trabajo")
    desktop.wait_for_url("**kind=work**")
    expect(desktop.locator(".nothing")).to_contain_text("cuestionario ampliado del Censo 2020")
    assert "area=14066" in desktop.url and "direction=in" in desktop.url
    desktop.go_back()
    expect(desktop.locator("h1")).to_have_text("Quién estudia dónde")
    assert watch.foreign == [] and watch.errors == []


def test_nothing_stands_in_the_way_of_anybody_in_the_dark_either(desktop: Page, address: str) -> None:
    desktop.emulate_media(color_scheme="dark")
    visit(desktop, f"{address}/flujos?lang=en&kind=migration")
    expect(desktop.locator("[data-painted]")).to_be_visible()
    found = Axe().run(desktop, options=ENOUGH).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []
    desktop.locator(".scroll").first.focus()
    expect(desktop.locator(".scroll").first).to_be_focused()


def test_a_phone_shows_the_answer_first_and_tables_scroll_in_their_box(phone: Page, address: str, watch: Watch) -> None:
    visit(phone, address + "/flujos?area=14063&direction=in")
    expect(phone.locator("[data-painted] .flow").first).to_be_attached()
    wide = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert phone.evaluate(wide) <= 390
    lead = phone.locator(".lead").first.bounding_box()
    assert lead and lead["y"] + lead["height"] < 844
    head = phone.locator(".matrix tbody th").first
    before = head.bounding_box()
    phone.locator(".scroll").first.evaluate("box => { box.scrollLeft = 200; }")
    assert before and head.bounding_box() == before, "the first column stays while the rest scrolls"
    assert watch.errors == []


def test_a_large_zone_lists_its_largest_flows_and_the_picture_downloads(desktop: Page, address: str) -> None:
    visit(desktop, address + "/flujos?zone=jalisco")
    expect(desktop.locator(".matrix")).to_have_count(0)
    expect(desktop.locator(".pairs tbody tr")).to_have_count(15)
    with desktop.expect_download() as waiting:
        desktop.get_by_role("button", name=re.compile("^SVG: mapa")).click()
    picture = waiting.value.path().read_text(encoding="utf-8")
    assert "Guadalajara" in picture and picture.count("Q") >= 10, "the arrows are on paper too"
    with desktop.expect_download() as waiting:
        desktop.get_by_role("button", name="CSV", exact=True).click()
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("clave_origen,origen,clave_destino,destino,tipo,periodo,personas,unidad,estatus")
    assert len([line for line in lines if line.startswith("14066,Poncitlán,14063,Ocotlán,Estudio,2020,920,")]) == 1
