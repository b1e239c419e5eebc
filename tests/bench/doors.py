"""The queries behind each page: how many, how long, with nothing kept from before."""

from __future__ import annotations

import functools
import inspect
import logging
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.addresses import PAGES, page_file

ROUTER = Path(__file__).parent.parent.parent / "dashboard" / "router.py"
REPEATS = 5
ZONES = ("amo", "jalisco")


def show() -> None:
    """Print each page's queries: milliseconds of all, and of each by name."""
    logging.disable(logging.CRITICAL)
    print(f"{'page':14}{'zone':10}{'queries':>8}{'all ms':>9}  the slowest (calls, ms)")
    for page in PAGES:
        for zone in ZONES:
            visited(page, zone)  # imports what the page needs
            runs = [visited(page, zone) for _ in range(REPEATS)]
            whole = statistics.median(sum(sum(taken) for taken in run.values()) for run in runs)
            count = statistics.median(sum(len(taken) for taken in run.values()) for run in runs)
            typical = {name: statistics.median(sum(run[name]) for run in runs if name in run) for name in runs[0]}
            slowest = sorted(typical.items(), key=lambda pair: -pair[1])[:4]
            told = ", ".join(f"{name} ({len(runs[0][name])}, {ms:.1f})" for name, ms in slowest)
            print(f"{page:14}{zone:10}{count:>8.0f}{whole:>9.1f}  {told}", flush=True)


def visited(page: str, zone: str) -> dict[str, list[float]]:
    """Milliseconds of every query of one visit, by the name of the function that asked."""
    st.cache_data.clear()
    st.cache_resource.clear()
    app = AppTest.from_file(str(ROUTER), default_timeout=300)
    app.query_params["zone"] = zone
    if page != "overview":
        app.run()
        st.cache_data.clear()
        st.cache_resource.clear()
    with timed() as taken:
        app.run() if page == "overview" else app.switch_page(page_file(page)).run()
    if app.exception:
        raise SystemExit(f"{page}: {app.exception[0].value}")
    return taken


@contextmanager
def timed() -> Iterator[dict[str, list[float]]]:
    """Everything that takes an engine is timed while it lasts; what one query asks of another counts as its own."""
    taken: dict[str, list[float]] = defaultdict(list)
    deep = [0]

    def wrapped(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(work)
        def run(*args: Any, **more: Any) -> Any:
            deep[0] += 1
            start = time.perf_counter()
            try:
                return work(*args, **more)
            finally:
                deep[0] -= 1
                if not deep[0]:
                    taken[name].append(1000 * (time.perf_counter() - start))

        return run

    rooms = [m for n, m in list(sys.modules.items()) if n.startswith("dashboard.") and m is not None]
    replaced = []
    for room in rooms:
        for name, work in list(vars(room).items()):
            if inspect.isfunction(work) and next(iter(inspect.signature(work).parameters), "") == "engine":
                replaced.append((room, name, work))
                setattr(room, name, wrapped(f"{work.__module__.rpartition('.')[2]}.{work.__name__}", work))
    try:
        yield taken
    finally:
        for room, name, work in replaced:
            setattr(room, name, work)
