"""What the server adds around Streamlit: language of the page, compression, security headers.

Streamlit leaves its scripts uncompressed on purpose, because the usual middleware would squeeze them
again for every visitor; here each is squeezed once and kept, as their names change with their content.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from base64 import b64encode
from collections.abc import Collection, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.style import DARK, LIGHT
from dashboard.text import LANGUAGES, t

Headers = list[tuple[bytes, bytes]]

# Public in Streamlit, of no use to a reader: figures about the process, and a way to drive pages by program.
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
MOST_KEPT = 400  # scripts of one Streamlit version are some 200; what is beyond goes out as it is
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
ADDED: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


def policy(index: str) -> str:
    """The content security policy for an index.html: its own inline scripts by hash, nothing from elsewhere."""
    hashes = " ".join(
        f"'sha256-{b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in _INLINE.findall(index)
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {hashes}",  # blob: is how Streamlit loads a component's script
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "frame-src 'self' blob:",
            "frame-ancestors 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


def index_page() -> str:
    """Streamlit's own index.html, as installed."""
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        raise RuntimeError("Streamlit is not installed: the shell of its pages cannot be read")
    return (Path(found.origin).parent / "static" / "index.html").read_text(encoding="utf-8")


class Edge:
    """ASGI middleware around the Streamlit app; put it inside a GZipMiddleware, which does the rest.

    An address that is none of `pages` leads to the first page.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str] = ("",), base_path: str = "") -> None:
        base = base_path.strip("/")
        self.app = app
        self.pages = frozenset(pages)
        self.base = f"/{base}" if base else ""
        self.squeezed: dict[str, tuple[Headers, bytes]] = {}
        self.extra: Headers = [*ADDED, (b"content-security-policy", policy(index_page()).encode())]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass websockets through; wrap every answer over HTTP."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(self.base)
        wants_gzip = b"gzip" in _header(scope["headers"], b"accept-encoding")
        plain = {**scope, "headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        if path.startswith(CLOSED):
            await _answer(send, 404, [(b"content-type", b"text/plain"), *self.extra], b"Not found")
        elif path.startswith("/static/") and wants_gzip and scope["method"] == "GET":
            await self._static(path, plain, receive, send)
        else:
            await self._page(scope, plain, receive, send)

    async def _static(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """A script, style or font: squeezed on its first visit, from memory afterwards."""
        if path not in self.squeezed:
            status, headers, body = await _collect(self.app, scope, receive)
            headers = [*_without(headers, whole=True), *self.extra]
            if status != 200 or not _compressible(headers) or len(self.squeezed) >= MOST_KEPT:
                await _answer(send, status, headers, body)
                return
            small = await run_in_threadpool(gzip.compress, body, 9)
            self.squeezed[path] = ([*headers, (b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")], small)
        headers, body = self.squeezed[path]
        await _answer(send, 200, headers, body)

    async def _page(self, scope: Scope, plain: Scope, receive: Receive, send: Send) -> None:
        """Anything else: the headers are added, and the shell of a page is put in the reader's language."""
        shell: dict[str, Any] = {}

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                html = _header(message["headers"], b"content-type").startswith(b"text/html")
                kept = _without(message["headers"], whole=html)
                message = {**message, "headers": [*kept, *self.extra]}
                if html:
                    shell.update(start=message, body=b"")
                    return
            elif shell:
                shell["body"] += message.get("body", b"")
                if not message.get("more_body"):
                    if str(scope["path"]).removeprefix(self.base).strip("/") not in self.pages:
                        # Streamlit would answer in English, with a dialog about its own folders
                        await _answer(send, 302, [(b"location", f"{self.base}/".encode()), *self.extra], b"")
                        return
                    body = translate(shell["body"].decode(), language_of(scope["query_string"])).encode()
                    await _answer(send, shell["start"]["status"], shell["start"]["headers"], body)
                return
            await send(message)

        await self.app(plain, receive, out)


def language_of(query: bytes) -> str:
    """The language a page's address asks for; Spanish unless it says otherwise."""
    asked = parse_qs(query.decode("latin-1")).get("lang", ["es"])[0]
    return asked if asked in LANGUAGES else "es"


def translate(page: str, language: str) -> str:
    """The shell in the reader's language, with a first sight of the page until the scripts have come."""
    name = t("site.name", language)
    boot = (
        "<style>"
        f"body{{background:{LIGHT.background}}}.boot{{font:16px/1.5 sans-serif;padding:64px 24px;color:{LIGHT.muted}}}"
        f".boot b{{display:block;font-size:28px;line-height:1.25;color:{LIGHT.text}}}"
        f"@media(prefers-color-scheme:dark){{body{{background:{DARK.background}}}"
        f".boot{{color:{DARK.muted}}}.boot b{{color:{DARK.text}}}}}"
        "</style>"
        f'<meta name="description" content="{t("site.description", language)}">'
    )
    root = f'<div id="root"><p class="boot"><b>{name}</b>{t("site.loading", language)}</p></div>'
    page = re.sub(
        r"<noscript>.*?</noscript>",
        f"<noscript><p>{t('site.noscript', language)}</p></noscript>",
        page,
        flags=re.DOTALL,
    )
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    return (
        page.replace('<html lang="en">', f'<html lang="{language}">')
        .replace("<title>Streamlit</title>", f"<title>{name}</title>")
        .replace("</head>", boot + "</head>")
        .replace('<div id="root"></div>', root)
    )


async def _collect(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[int, Headers, bytes]:
    """One whole answer of the inner app."""
    status, headers, parts = 500, [], []

    async def keep(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, keep)
    return status, headers, b"".join(parts)


async def _answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    return next((value for key, value in headers if key == name), b"")


def _without(headers: Headers, *, whole: bool) -> Headers:
    """Headers without those we set ourselves; without the length too when we send the body as a whole."""
    dropped = {b"server", *(name for name, _ in ADDED), *((b"content-length",) if whole else ())}
    return [h for h in headers if h[0] not in dropped and h != (b"access-control-allow-origin", b"*")]


def _compressible(headers: Headers) -> bool:
    kind = _header(headers, b"content-type")
    text = kind.startswith(b"text/") and not kind.startswith(b"text/html")
    return text or b"javascript" in kind or b"json" in kind or b"svg" in kind
