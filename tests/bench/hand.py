"""How soon the map answers a hand, in a real browser: from the key or click to the second frame after the repaint.

The app is served as the README says. Every figure is what `performance.now()` says in the page itself.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HOUSE = Path(__file__).parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
ZONES = {"amo": (3, 100), "jalisco": (125, 100), "mexico": (2469, 200)}  # municipalities, milliseconds aimed at
FIRST, OTHER = "poverty_pct", "extreme_poverty_pct"
TIMES = 24
# On the map's own element: `start` takes the time, `took` collects milliseconds until an attribute has changed.
WATCH = """(map, [event, attribute]) => {
  globalThis.took = [];
  addEventListener(event, () => (globalThis.start = performance.now()), true);
  map.addEventListener(event, () => (globalThis.start = performance.now()), true);
  new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() =>
    globalThis.took.push(performance.now() - globalThis.start))))
    .observe(map, { attributes: true, attributeFilter: [attribute] });
}"""
FOLLOW = """(address) => {
  globalThis.start = performance.now();
  history.pushState({}, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}"""


def show() -> None:
    """Print median and 95th percentile of each interaction in each zone; a sentence where there is no browser."""
    with sync_playwright() as play:
        kept = Path(play.chromium.executable_path)
        found = next((p for p in map(shutil.which, NAMES) if p), str(kept) if kept.exists() else None)
        if found is None:
            print("no browser found: install one (Debian: apt-get install chromium)")
            return
        browser = play.chromium.launch(executable_path=found, args=QUIET)
        with served() as address:
            print(f"{'interaction':34}{'areas':>7}{'p50 ms':>9}{'p95 ms':>9}{'n':>5}  aim (p50)")
            for zone, (areas, aim) in ZONES.items():
                for name, work in (
                    ("another period, repainted", periods),
                    ("a click, outlined", clicks),
                    ("another indicator, repainted", indicators),
                ):
                    took = work(browser, address, zone)
                    told = f"{aim} ms" if work is not indicators else ""
                    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
                    print(f"{name:34}{areas:>7,}{p50:>9.0f}{p95:>9.0f}{len(took):>5}  {told}", flush=True)
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """The app on a free port, with the database of the environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1"], cwd=HOUSE, env=dict(os.environ),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def opened(browser: Browser, url: str) -> Page:
    """The map page with everything there, the frames of other periods included."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="es-MX").new_page()
    page.set_default_timeout(60_000)
    page.goto(url)
    page.locator("[data-painted]").wait_for()
    page.locator(".time[data-ready]").wait_for()
    quiet(page)
    return page


def quiet(page: Page) -> None:
    """Until the server has nothing more to say."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(400)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def periods(browser: Browser, address: str, zone: str) -> list[float]:
    """The slider by the arrow keys, with the page's own reruns coming in between."""
    page = opened(browser, f"{address}/mapa?indicator={FIRST}&zone={zone}")
    page.locator(".atlas").evaluate(WATCH, ["keydown", "data-painted"])
    page.get_by_role("slider").first.focus()
    for n in range(TIMES):
        page.keyboard.press("ArrowLeft" if n % 4 < 2 else "ArrowRight")
        page.wait_for_timeout(700)
    return ended(page)


def clicks(browser: Browser, address: str, zone: str) -> list[float]:
    """One municipality after another, each when the page has come to rest."""
    page = opened(browser, f"{address}/mapa?indicator={FIRST}&zone={zone}")
    page.locator(".atlas").evaluate(WATCH, ["click", "data-chosen"])
    shapes = page.locator("path[role=option]")
    count = shapes.count()
    for n in range(TIMES):
        shapes.nth(n * 7 % count).dispatch_event("click")
        page.wait_for_timeout(300)
        quiet(page)
    return ended(page)


def indicators(browser: Browser, address: str, zone: str) -> list[float]:
    """Another indicator: a whole run of the page, until its map is painted."""
    page = opened(browser, f"{address}/mapa?indicator={FIRST}&zone={zone}")
    page.locator(".atlas").evaluate(WATCH, ["none", "data-painted"])
    for n in range(TIMES):
        page.evaluate(FOLLOW, f"{address}/mapa?indicator={OTHER if n % 2 == 0 else FIRST}&zone={zone}")
        page.wait_for_timeout(300)
        quiet(page)
    return ended(page)


def ended(page: Page) -> list[float]:
    """What was measured; the page is closed."""
    page.wait_for_timeout(500)
    took = [float(ms) for ms in page.evaluate("globalThis.took")]
    page.context.close()
    return took
