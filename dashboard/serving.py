"""Level files for the browser at `/geo/{name}`, compressed once and kept by the reader for a year.

Mount it beside Streamlit's own routes, which do not prefix ours with the base path:

    app = st.App("pages_app.py", routes=[geo_route(st.get_option("server.baseUrlPath"))])

The answer is gzip whatever the request accepts: `dashboard.edge` hides that header from what lies
behind it, every browser accepts it, and an outer GZipMiddleware leaves encoded answers alone.
"""

from __future__ import annotations

import gzip
from functools import cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

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
