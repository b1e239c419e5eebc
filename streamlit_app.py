"""The server: `streamlit run streamlit_app.py` (or `uvicorn streamlit_app:app` behind a proxy).

This file is not the page script: pages are run by dashboard/router.py. Before the first visitor it
brings the database up to date, fills an empty one from the snapshot and imports what pages need.
"""

from __future__ import annotations

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dashboard.addresses import ADDRESSES
from dashboard.answers import search_route
from dashboard.edge import Edge
from dashboard.parts.frame import failed
from dashboard.queries import stamp
from dashboard.serving import frames_route, geo_route
from data.catalog import catalog
from data.database import connect, is_empty, restore, upgrade

log = logging.getLogger("observatorio")
HEAVY = (
    "pandas",
    "plotly.graph_objects",
    "pyarrow",
    "sqlalchemy",
    "babel.dates",
    "esda",
    "dashboard.parts.glance",
    "dashboard.parts.origin",
)


def prepare() -> None:
    """Migrate, restore and import; a database that cannot be reached stops the start, a missing snapshot does not."""
    engine = connect()
    upgrade(engine)
    try:
        if is_empty(engine):
            print("Restoring the published figures (once, about 20 seconds)…", flush=True)
        restore(engine, catalog())
    except FileNotFoundError as error:
        log.warning("the database is empty and there is no snapshot to fill it from: %s", error)
    if engine.dialect.name == "sqlite" and not sa.inspect(engine).has_table("sqlite_stat1"):
        with engine.begin() as connection:  # without statistics one query of the overview takes minutes
            connection.exec_driver_sql("analyze")
    engine.dispose()
    for name in HEAVY:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what is imported stays: no later collection needs to look at it again


@asynccontextmanager
async def warm_up(_app: st.App) -> AsyncIterator[None]:
    """Everything a first visitor would otherwise wait for."""
    await run_in_threadpool(prepare)
    yield


async def health(_request: Request) -> JSONResponse:
    """Whether the database answers, and the state of publication it holds."""
    try:
        return JSONResponse({"status": "ok", "published": await run_in_threadpool(lambda: stamp(connect()))})
    except Exception:
        log.exception("the database does not answer")
        return JSONResponse({"status": "database does not answer"}, status_code=503)


base_path = str(st.get_option("server.baseUrlPath"))
app = st.App(
    str(Path(__file__).parent / "dashboard" / "router.py"),
    lifespan=warm_up,
    on_script_error=failed,
    routes=[Route("/health", health), geo_route(base_path), frames_route(base_path), search_route(base_path)],
    middleware=[
        Middleware(GZipMiddleware, minimum_size=1024),
        Middleware(Edge, pages=tuple(ADDRESSES.values()), base_path=base_path),
    ],
)
