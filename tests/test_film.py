"""The map in every period: what the page turns to is what the server would have painted."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from dashboard import film, picture
from dashboard.drawing import spec
from dashboard.film import Classing, frames, reel, revision, sampled
from dashboard.view import view
from data.areas import municipalities_of
from data.entries import Break, Indicator
from tests.worlds import AMO, JALISCO, PEOPLE, POVERTY

BROKEN = POVERTY.model_copy(update={"breaks": (Break(period="2020", es="otra medida", en="another measure"),)})
PERIODS = ("2010", "2015", "2020")
NAN = float("nan")


def series(keys: tuple[str, ...], scale: float = 1.0) -> pd.DataFrame:
    rows = [
        (key, period, scale * ((7 * n + 13 * at) % 60 + 5), "official")
        for at, period in enumerate(PERIODS)
        for n, key in enumerate(keys)
    ]
    told = pd.DataFrame(rows, columns=["area", "period", "value", "status"])
    return told.assign(numerator=NAN, denominator=NAN, name=told["area"])


def painted(indicator: Indicator, zone, every: pd.DataFrame, period: str, language: str = "es") -> dict[str, object]:
    """What the page's own script would send for the period."""
    values = every[every["period"] == period]
    seen = view(indicator, zone, period, "total", values, every, None)
    drawn = picture.drawing(
        indicator, seen.own, seen.classes, language, title="a title", subtitle="a caption", source="a source",
        alternative="words", chosen="14063", moving=seen.moving, largest=seen.largest,
    )  # fmt: skip
    return spec(drawn)


@pytest.mark.parametrize("zone", [AMO, JALISCO], ids=["three", "125"])
@pytest.mark.parametrize("indicator", [POVERTY, BROKEN, PEOPLE], ids=["rate", "broken", "count"])
def test_a_frame_is_what_the_server_would_paint_so_that_nothing_is_painted_twice(indicator, zone) -> None:
    every = series(zone.members or municipalities_of("14"))
    told = frames(indicator, zone, every, Classing(), "es")
    assert list(told) == list(PERIODS)
    for period in PERIODS:
        own = painted(indicator, zone, every, period)
        assert told[period]["revision"] == revision(own)
        assert {key: told[period][key] for key in film.FRAME} == {key: own[key] for key in film.FRAME}


def test_classes_and_circles_keep_their_scale_until_the_method_changes() -> None:
    every = series(municipalities_of("14"))

    def limits(indicator: Indicator) -> list[str]:
        told = frames(indicator, JALISCO, every, Classing(), "es")
        return [json.dumps([c["label"] for c in told[p]["legend"]["classes"]]) for p in PERIODS]

    assert len(set(limits(POVERTY))) == 1
    before, between, after = limits(BROKEN)
    assert before == between != after
    sizes = [f["legend"]["sizes"] for f in frames(PEOPLE, JALISCO, every, Classing(), "es").values()]
    assert sizes[0] == sizes[1] == sizes[2] and sizes[0]


def test_a_period_without_a_figure_has_a_frame_that_says_so_and_a_hollow_mark() -> None:
    every = series(AMO.members)
    every.loc[every["period"] == "2015", ["value", "status"]] = [NAN, "missing"]
    told = frames(POVERTY, AMO, every, Classing(), "es")
    assert told["2015"]["printed"] == ["sin dato"] * 3 and told["2015"]["fills"] == [-1, -1, -1]
    assert reel(POVERTY, PERIODS, "2020", every).empty == {"2015"}


def test_the_reel_marks_the_first_period_of_each_method() -> None:
    every = series(AMO.members)
    assert reel(BROKEN, PERIODS, "2020", every).breaks == ("2020",)
    assert reel(POVERTY, PERIODS, "2020", every).breaks == ()
    early = POVERTY.model_copy(update={"breaks": (Break(period="2005", es="x", en="x"),)})
    assert reel(early, PERIODS, "2020", every).breaks == (), "a break before the first period divides nothing"


def test_only_the_periods_asked_for_are_sent_with_the_limits_of_all() -> None:
    every = series(municipalities_of("14"))
    whole, some = (frames(POVERTY, JALISCO, every, Classing(), "es", only=o) for o in ((), ("2010",)))
    assert list(some) == ["2010"] and some["2010"] == whole["2010"]


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (12, 12), (13, 12), (51, 12)])
def test_small_maps_are_twelve_at_most_with_the_first_and_the_last(count: int, shown: int) -> None:
    periods = [str(1990 + n) for n in range(count)]
    told = sampled(periods, 12)
    assert len(told) == shown == len(set(told)) and (told[0], told[-1]) == (periods[0], periods[-1])


def test_ticks_are_short_and_speak_the_readers_language() -> None:
    told = film.labels(["2020", "2024-09", "2015/2020"], "es")
    assert [p["tick"] for p in told] == ["2020", "sep 2024", "2015–2020"] and told[1]["label"] == "septiembre de 2024"
    assert film.labels(["2024-09"], "en")[0]["tick"] == "Sep 2024"


def test_frames_are_small() -> None:
    import gzip

    told = film.packed(frames(POVERTY, JALISCO, series(municipalities_of("14")), Classing(), "es"))
    assert len(gzip.compress(told)) < 4_000
