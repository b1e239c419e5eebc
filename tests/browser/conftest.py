"""A served app and a real browser: skipped, with a sentence, where there is no browser; never skipped in CI."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

HOUSE = Path(__file__).parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "no browser found: install one (Debian: apt-get install chromium; else: python -m playwright install chromium)"
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
# Streamlit's own client asks <page>/_stcore/… first, to find the path the app is mounted under.
PROBE = "Failed to load resource: the server responded with a status of 404"


expect.set_options(timeout=20_000)  # machines differ in speed: what a test asserts must not depend on it


@dataclass
class Watch:
    """What a page asked of others and complained about."""

    host: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        if not request.url.startswith((f"http://{self.host}/", f"ws://{self.host}/", "data:", "blob:")):
            self.foreign.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(PROBE):
            self.errors.append(message.text)


# For these tests alone: while Playwright is open its event loop runs in this thread, and no other may.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium as installed on the machine, or the one Playwright keeps."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    with sync_playwright() as play:
        kept = Path(play.chromium.executable_path)
        path = found or (str(kept) if kept.exists() else None)
        if path is None:
            if os.environ.get("CI"):
                pytest.fail(HOW)
            pytest.skip(HOW)
        made = play.chromium.launch(executable_path=path, args=QUIET)
        yield made
        made.close()


@pytest.fixture(scope="package")
def address(browser: Browser, restored_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served as the README says, on the product's own figures."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("served") / "log").open("w+", encoding="utf-8")
    command = [
        sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port), "--server.address",
        "127.0.0.1",
    ]  # fmt: skip
    env = os.environ | {"DATABASE_URL": f"sqlite:///{restored_file}"}
    served = subprocess.Popen(command, cwd=HOUSE, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}/health", served)
        yield f"http://127.0.0.1:{port}"
    finally:
        served.terminate()
        served.wait(20)
        log.close()


def _wait(url: str, served: subprocess.Popen[bytes], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if served.poll() is not None:
            pytest.fail(f"the server ended with {served.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"no answer from {url} in {seconds} s")


@pytest.fixture
def watch(address: str) -> Watch:
    """Collects what the pages of a test ask of others and complain about."""
    return Watch(address.removeprefix("http://"))


def opened(context: BrowserContext, watch: Watch) -> Page:
    """A page under watch."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("request", watch.request)
    page.on("console", watch.console)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    return page


@pytest.fixture
def desktop(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page on a desk."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="es-MX")
    yield opened(context, watch)
    context.close()


@pytest.fixture
def phone(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page in a hand."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="es-MX"
    )
    yield opened(context, watch)
    context.close()
