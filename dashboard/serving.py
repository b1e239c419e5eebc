"""Level files for the browser at `/geo/{name}`, compressed once and kept by the reader for a year.

Mount it beside Streamlit's own routes, which do not prefix ours with the base path:

    app = st.App("pages_app.py", routes=[geo_route(st.get_option("server.baseUrlPath"))])

The answer is gzip whatever the request accepts: `dashboard.edge` hides that header from what lies
behind it, every browser accepts it, and an outer GZipMiddleware leaves encoded answers alone.
"""

from __future__ import annotations

import gzip
from functools import cache
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.film import Classing
from dashboard.live import films
from dashboard.zones import UnknownZone
from geo import layers

_HEADERS = {
    "content-encoding": "gzip",
    "cache-control": "public, max-age=31536000, immutable",
    "vary": "Accept-Encoding",
}


def geo_route(base_path: str = "") -> Route:
    """The route for the level files under the server's base path ("" or "tablero")."""
    base = base_path.strip("/")
    return Route(f"/{base}/geo/{{name}}" if base else "/geo/{name}", _level, methods=["GET"])


def frames_route(base_path: str = "") -> Route:
    """The route for a map's frames in every period, under the server's base path."""
    base = base_path.strip("/")
    return Route(f"/{base}/frames/{{at}}" if base else "/frames/{at}", _frames, methods=["GET"])


async def _frames(request: Request) -> Response:
    """What is asked for is in the query, as `films.address` writes it; `at` changes with what is public."""
    asked = {name: told[0] for name, told in parse_qs(str(request.url.query)).items()}
    try:
        classing = Classing(
            asked["method"], int(asked["k"]), tuple(float(c) for c in asked.get("cuts", "").split(",") if c),
            asked.get("dark") == "1",
        )  # fmt: skip
        only = tuple(p for p in asked.get("only", "").split(",") if p)
        told = (asked["indicator"], asked["breakdown"], asked["zone"], classing, asked["lang"], only)
        body = await run_in_threadpool(films.packed, *told)
    except (KeyError, ValueError, UnknownZone):
        return PlainTextResponse("Not found", 404, {"cache-control": "no-store"})
    headers = {"content-encoding": "gzip", "cache-control": "public, max-age=600", "vary": "Accept-Encoding"}
    return Response(body, headers=headers, media_type="application/json")


async def _level(request: Request) -> Response:
    body = _compressed().get(request.path_params["name"])
    if body is None:
        # An old page may ask for a file that a new build replaced: it must reload, not be cached.
        return PlainTextResponse("Not found", 404, {"cache-control": "no-store"})
    return Response(body, headers=_HEADERS, media_type="application/json")


@cache
def _compressed() -> dict[str, bytes]:
    """File name → gzip bytes of every built level."""
    assets = (layers.asset(level) for level in layers.levels())
    return {name: gzip.compress(body, 9, mtime=0) for name, body in assets}
