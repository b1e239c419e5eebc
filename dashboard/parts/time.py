"""Pieces of the map page that move through time: the slider's reel, small maps by period, the change between two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import controls, film, live, style, zones
from dashboard.controls import Choice, Place
from dashboard.film import Classing
from dashboard.live import films
from dashboard.view import View

AT_ONCE = 20_000  # figures (areas × periods) fetched without waiting for a reader to come near the slider


def classing(here: Place, choice: Choice) -> Classing:
    """How the map's figures are put into classes."""
    return Classing(choice.method, choice.k, choice.cuts, here.dark)


def address(here: Place, choice: Choice) -> str:
    """Where the browser fetches the frames of every period."""
    told = (choice.indicator.id, choice.breakdown, zones.key(here.zone), classing(here, choice), here.language)
    return controls.base_path() + films.address(*told)


def reel(here: Place, seen: View, choice: Choice) -> dict[str, Any] | None:
    """What the slider of the map is told; None with fewer than two periods."""
    if len(choice.periods) < 2:
        return None
    every = live.series(seen.indicator.id, here.members, seen.breakdown)
    made = film.reel(seen.indicator, choice.periods, choice.period, every)
    told = film.labels(choice.periods, here.language)
    return {
        "url": address(here, choice),
        "period": choice.period,
        "light": len(every) <= AT_ONCE,
        "periods": [{**p, "empty": p["id"] in made.empty, "break": p["id"] in made.breaks} for p in told],
        "said": [broken(here, made.breaks, at) for at in range(len(made.breaks) + 1)],
        "words": {"period": here.t("controls.period"), **{w: here.t(f"time.{w}") for w in ("play", "stop", "empty")}},
    }


def broken(here: Place, breaks: Sequence[str], at: int) -> str:
    """What is not comparable with the periods of one stretch, the first of which is 0."""
    if not breaks:
        return ""
    since = at > 0
    period = style.period(breaks[at - 1 if since else 0], here.language)
    return here.t("time.break_since" if since else "time.break_before", period=period)


def turn(newest: str, period: str) -> None:
    """The period the reader came to rest on goes to the address."""
    controls.write("period", "" if period == newest else period)
