"""What the server adds around Streamlit: language of the page, compression, security headers.

Streamlit leaves its scripts uncompressed on purpose, because the usual middleware would squeeze them
again for every visitor; here each is squeezed once and kept, as their names change with their content.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterable
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import shell
from dashboard.text import LANGUAGES

Headers = list[tuple[bytes, bytes]]

# Public in Streamlit, of no use to a reader: figures about the process, and a way to drive pages by program.
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
MOST_KEPT = 400  # scripts of one Streamlit version are some 200; what is beyond goes out as it is
ADDED: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


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
        self.extra: Headers = [*ADDED, (b"content-security-policy", shell.policy().encode())]

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
        """Anything else: the headers are added, and what is HTML is replaced by our own shell."""
        html_headers: Headers = []

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                html = _header(message["headers"], b"content-type").startswith(b"text/html")
                kept = [*_without(message["headers"], whole=html), *self.extra]
                if not html:
                    await send({**message, "headers": kept})
                html_headers.extend(kept if html else ())
            elif not html_headers:
                await send(message)
            elif not message.get("more_body"):
                await self._shell(scope, html_headers, send)

        await self.app(plain, receive, out)

    async def _shell(self, scope: Scope, headers: Headers, send: Send) -> None:
        """Our own shell in place of Streamlit's; an address that is no page leads to the first one."""
        address = str(scope["path"]).removeprefix(self.base).strip("/")
        if address in self.pages:
            await _answer(send, 200, headers, shell.page(language_of(scope["query_string"]), address).encode())
        else:  # Streamlit would answer in English, with a dialog about its own folders
            await _answer(send, 302, [(b"location", f"{self.base}/".encode()), *self.extra], b"")


def language_of(query: bytes) -> str:
    """The language a page's address asks for; Spanish unless it says otherwise."""
    asked = parse_qs(query.decode("latin-1")).get("lang", ["es"])[0]
    return asked if asked in LANGUAGES else "es"


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
