"""The map in the page: its script, its door and how its shapes are served."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from pathlib import Path

from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from dashboard import labels, serving, sheet_parts
from geo import layers

COMPONENT = Path(serving.__file__).parent / "component"
PALETTE = {"muted": "#5B6873", "paper": "#FFFFFF", "neutral": "#E4E9ED"}


def test_the_script_and_the_sheet_place_labels_and_draw_patterns_alike():
    script = (COMPONENT / "labels.js").read_text(encoding="utf-8")
    moves = re.search(r"const MOVES = (\[.*?\]);", script, re.DOTALL)[1]
    assert [tuple(move) for move in json.loads(moves)] == list(labels._MOVES)
    codes = json.loads(re.search(r"const PATTERNS = ({.*?});", script)[1])
    assert {int(code): name for code, name in codes.items()} == {
        code: name for code, (name, _) in sheet_parts.PATTERNS.items()
    }
    printed = sheet_parts.patterns(PALETTE, "p", 1.0)
    for ink in ("M0 6L6 0M-1 1L1-1M5 7L7 5", "M4 6h4"):
        assert ink in script and ink in printed


def test_the_script_needs_no_inline_handlers_and_no_evaluation():
    for path in COMPONENT.iterdir():
        if path.suffix in {".js", ".html"}:
            code = path.read_text(encoding="utf-8")
            assert not re.search(r"\beval\(|new Function|innerHTML|\son\w+=[\"']", code), path.name


def page() -> None:
    import streamlit as st

    from dashboard import component
    from dashboard import drawing as d

    words = d.Words("Sin dato", "Reservado", "No aplica", "Acercar", "Alejar", "Ver todo", "No")
    marks = (d.Mark("14063", printed="28.4 %"), d.Mark("14066", printed="41.2 %"))
    drawn = d.Drawing("metropolis", marks, d.Palette(), words, "Pobreza", "Mapa de pobreza")
    st.write(f"chosen: {component.show(drawn, key='map')}")


def test_the_page_sends_values_and_the_address_of_the_shapes_but_no_shapes():
    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    assert app.markdown[0].value == "chosen: None"
    data = json.loads(app.get("bidi_component")[0].proto.json)
    assert data["geometry"] == f"/geo/{layers.asset('metropolis')[0]}"
    assert data["spec"]["printed"] == ["28.4 %", "41.2 %"]
    assert len(json.dumps(data)) < 3_000


def test_a_level_is_served_compressed_and_kept_for_a_year():
    name, body = layers.asset("state")
    app = Starlette(routes=[serving.geo_route("tablero")])
    status, headers, content = _get(app, f"/tablero/geo/{name}")
    assert status == 200 and gzip.decompress(content) == body
    assert headers["content-encoding"] == "gzip"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_level_of_an_older_build_is_not_found_and_not_kept():
    status, headers, _ = _get(Starlette(routes=[serving.geo_route()]), "/geo/state.00000000.json")
    assert status == 404 and headers["cache-control"] == "no-store"


def _get(app, path: str) -> tuple[int, dict[str, str], bytes]:
    """One GET against an ASGI app, without a server and without an HTTP client."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": path, "raw_path": path.encode(),
        "root_path": "", "query_string": b"", "headers": [], "scheme": "http", "server": ("test", 80),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:])
