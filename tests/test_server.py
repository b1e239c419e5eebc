"""The server: what is added around Streamlit, and the options that were measured decisions."""

from __future__ import annotations

import asyncio
import gzip
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dashboard import shell
from dashboard.edge import ADDED, Edge, language_of
from dashboard.shell import index_page

HOUSE = Path(__file__).parent.parent
CONFIG = tomllib.loads((HOUSE / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


class Inner:
    """A stand-in for Streamlit: one answer, and how often it was asked."""

    def __init__(self, kind: str, body: bytes, status: int = 200) -> None:
        self.kind, self.body, self.status, self.asked = kind, body, status, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        assert b"accept-encoding" not in dict(scope["headers"])
        headers = [
            (b"content-type", self.kind.encode()), (b"content-length", str(len(self.body)).encode()),
            (b"server", b"x"), (b"access-control-allow-origin", b"*"), (b"x-frame-options", b"ALLOW"),
        ]  # fmt: skip
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body[:5], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[5:]})


def get(app: Edge, path: str, query: str = "", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": path, "query_string": query.encode(),
        "headers": [(b"accept-encoding", b"gzip")],
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    names = [key.decode() for key, _ in sent[0]["headers"]]
    assert len(names) == len(set(names)), names
    headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:])


def test_every_answer_carries_the_policy_and_nobody_elses_headers() -> None:
    for kind, path in (
        ("text/html", "/"),
        ("application/json", "/_stcore/health"),
        ("text/javascript", "/static/a.js"),
    ):
        _, headers, _ = get(Edge(Inner(kind, b'<html lang="en"></html>')), path)
        assert {key.decode(): value.decode() for key, value in ADDED}.items() <= headers.items()
        assert "server" not in headers and "access-control-allow-origin" not in headers
        rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
        assert (
            rules["default-src"] == "'self'" and "unsafe" not in rules["script-src"] and rules["object-src"] == "'none'"
        )
        assert "*" not in headers["content-security-policy"] and "http" not in headers["content-security-policy"]


def test_the_policy_knows_the_inline_scripts_of_the_installed_shell() -> None:
    scripts = re.findall(r"<script>", index_page())
    assert scripts and shell.policy().count("sha256-") == len(scripts)


@pytest.mark.parametrize(
    ("query", "language"), [("", "es"), ("lang=en", "en"), ("lang=fr", "es"), ("lang=en&lang=es", "en")]
)
def test_the_shell_speaks_the_readers_language(query: str, language: str) -> None:
    assert language_of(query.encode()) == language
    _, headers, body = get(Edge(Inner("text/html; charset=utf-8", index_page().encode()), ("mapa",)), "/mapa", query)
    page = body.decode()
    assert f'<html lang="{language}">' in page and int(headers["content-length"]) == len(body)
    assert "<title>Streamlit</title>" not in page and "Streamlit app" not in page and "openapi" not in page
    assert page.count('id="root"') == 1 and ".strips" in page


def test_the_shell_names_the_scripts_of_its_page_and_they_exist() -> None:
    first, later = shell.scripts(shell.EVERYWHERE), shell.scripts(shell.LATER["mapa"])
    for begin in (*shell.EVERYWHERE, *shell.LATER["mapa"]):
        assert any(name.startswith(begin + ".") for name in (*first, *later)), f"{begin} has another name now"
    assert "PlotlyChart" not in shell.page("es") and "PlotlyChart" in shell.page("es", "mapa")


def test_a_script_is_squeezed_once_and_kept() -> None:
    inner = Inner("text/javascript", b"let a = 1;" * 500)
    app = Edge(inner)
    for _ in range(3):
        status, headers, body = get(app, "/static/js/a.js")
        assert status == 200 and headers["content-encoding"] == "gzip"
        assert gzip.decompress(body) == inner.body and int(headers["content-length"]) == len(body)
    assert inner.asked == 1


@pytest.mark.parametrize(
    ("kind", "status", "method"),
    [
        ("font/woff2", 200, "GET"),
        ("text/html", 200, "GET"),
        ("text/javascript", 404, "GET"),
        ("text/javascript", 200, "HEAD"),
    ],
)
def test_nothing_else_is_kept(kind: str, status: int, method: str) -> None:
    inner = Inner(kind, b"x" * 100, status)
    app = Edge(inner)
    for _ in range(2):
        assert get(app, "/static/a", method=method)[0] == status
    assert inner.asked == 2 and not app.squeezed


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"])
def test_doors_nobody_needs_are_closed(path: str) -> None:
    assert get(Edge(Inner("application/json", b"{}")), path)[0] == 404
    assert get(Edge(Inner("application/json", b"{}"), base_path="tablero"), "/tablero" + path)[0] == 404


def test_measured_options_hold() -> None:
    # a full garbage collection after every run takes three quarters of the throughput
    assert CONFIG["runner"]["postScriptGC"] is False
    # a bare expression would be written on the page
    assert CONFIG["runner"]["magicEnabled"] is False


def test_the_framework_tells_nobody_and_shows_no_tools() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["toolbarMode"] == "minimal"
    assert CONFIG["client"]["showErrorDetails"] == "none" and CONFIG["client"]["showErrorLinks"] is False


@pytest.mark.parametrize("base", ["", "tablero"])
def test_an_address_that_is_no_page_leads_to_the_first_one(base: str) -> None:
    app = Edge(Inner("text/html", index_page().encode()), ("", "mapa"), base)
    at = f"/{base}" if base else ""
    for path, status in (("/", 200), ("/mapa", 200), ("/mapa/", 200), ("/nada", 302), ("/mapa/nada", 302)):
        answered, headers, _ = get(app, at + path)
        assert answered == status
        assert headers.get("location") == (f"{at}/" if status == 302 else None)
