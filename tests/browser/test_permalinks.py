"""The address of a view, opened by somebody else in a fresh browser, shows the same figures, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_journeys import visit

pytestmark = pytest.mark.browser
# view → where a reader comes from; what the reader chose is in the address, the rest is left to defaults
VIEWS = {
    "map by hand": "/mapa?indicator=internet_pct&zone=jalisco&method=manual&cuts=20,40,60&area=14039",
    "map of the past of a set": "/mapa?indicator=poverty_pct&zone=z:14063,14066,16011&period=2015",
    "change": "/mapa?indicator=poverty_pct&zone=cienega&view=change&from=2010&period=2015",
    "compare": "/comparar?indicator=poverty_pct&areas=14063,14066,amo,14,00",
    "municipality": "/municipio?area=14066",
    "relation": "/relacion?x=internet_pct&y=poverty_pct&zone=cienega",
    "patterns": "/patrones?indicator=internet_pct",
    "peers": "/parecidos?area=14047",
    "flows": "/flujos?zone=cienega",
    "zones": "/zonas?zone=z:14063,14066,14047,14018&indicator=water_piped_pct",
}
IN_ENGLISH = ("map by hand", "compare", "flows")
LINK = re.compile(r"https?://\S+$")
FIGURE = re.compile(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+")  # with decimals or thousands: no year, no code


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Page]:
    """Somebody else: no cookies, no history, an English browser."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def seen(page: Page, url: str) -> str:
    """Everything the page says once it has settled: words, figures on the map, names of marks and boxes."""
    visit(page, url)
    expect(page.locator(".copy button").first).to_be_visible(timeout=60_000)
    expect(page.locator("[data-testid=stDownloadButton] button").first).to_be_visible()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    told = [said(page)]
    while len(told) < 3 or len(set(told[-3:])) > 1:  # pieces whose scripts come late
        page.wait_for_timeout(250)
        told.append(said(page))
    return told[-1]


def said(page: Page) -> str:
    """Text of the main part, with the labels of the map's areas and of the charts, which are no text."""
    return str(
        page.evaluate(
            """() => {
            const main = document.querySelector("[data-testid=stMain]");
            const labels = [...main.querySelectorAll("[aria-label], input")].map(e => e.ariaLabel || e.value);
            const charts = [...main.querySelectorAll(".js-plotly-plot text")].map(e => e.textContent);
            return [main.innerText, ...labels, ...charts].join("\\n");
        }"""
        )
    )


def link(page: Page) -> str:
    """The address in the citation."""
    cited = page.locator(".note", has_text=re.compile("^(Para citar|To cite):")).inner_text()
    found = LINK.search(cited.replace("\\n", " ").strip())
    assert found, cited
    return found[0]


@pytest.mark.parametrize("view", VIEWS)
def test_a_permalink_shows_the_same_view_to_somebody_else(desktop: Page, fresh: Page, address: str, view: str) -> None:
    own = seen(desktop, address + VIEWS[view])
    quoted = link(desktop)
    assert seen(fresh, quoted) == own
    assert link(fresh) == quoted, "a permalink quotes itself"


@pytest.mark.parametrize("view", IN_ENGLISH)
def test_the_english_permalink_shows_the_same_figures(desktop: Page, fresh: Page, address: str, view: str) -> None:
    spanish = seen(desktop, address + VIEWS[view])
    quoted = link(desktop).replace("lang=es", "lang=en")
    english = seen(fresh, quoted)
    assert link(fresh) == quoted
    assert english != spanish and figures(english) == figures(spanish)


def figures(words: str) -> list[str]:
    """The figures among the words, but for dates and addresses, which each language orders in its own way."""
    plain = re.sub(r"https?://\S+", "", words)
    return sorted(FIGURE.findall(plain))
