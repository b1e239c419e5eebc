"""Places among municipalities of one size: who belongs to it, ties, directions, and what is not ranked."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.analysis.bands import band_of, members, place, said
from data.areas import municipalities_of
from data.catalog import catalog
from data.entries import Indicator
from tests.small import indicator

EVERY = municipalities_of("00")
SPREAD = [next(k for k in EVERY if k.startswith(f"{state:02d}")) for state in range(1, 33)]  # one of each state
RATE = indicator("rate", kind="rate", unit="percent", combine="never", formula={"share": ["A", "B"]}, range=(0, 100))


def judged(better: str, **more: object) -> Indicator:
    return RATE.model_copy(update={"better": better, **more})


def frame(figures: list[float | None], status: str = "official", areas: list[str] = SPREAD) -> pd.DataFrame:
    return pd.DataFrame({"area": areas[: len(figures)], "value": figures, "status": status}).astype(
        {"value": "float64", "area": "str"}
    )


def people(count: float = 60_000, areas: list[str] = SPREAD) -> pd.Series:
    return pd.Series(float(count), index=areas)


@pytest.mark.parametrize(
    ("count", "band"),
    [(0, "under_2500"), (2499, "under_2500"), (2500, "from_2500"), (53659, "from_50000"), (99999, "from_50000"),
     (100000, "from_100000"), (2_000_000, "from_500000")],
)  # fmt: skip
def test_a_population_falls_in_one_band(count: float, band: str) -> None:
    found = band_of(count)
    assert found is not None and found.id == band


def test_without_a_population_there_is_no_band() -> None:
    assert band_of(None) is None and band_of(float("nan")) is None
    assert members(people().drop(SPREAD[0]), SPREAD[0]) == ()


def test_a_band_holds_those_of_its_size_alone() -> None:
    counts = people()
    counts[SPREAD[1]], counts[SPREAD[2]], counts[SPREAD[3]] = 49_999, 100_000, 50_000
    assert members(counts, SPREAD[0]) == tuple(sorted(set(SPREAD) - {SPREAD[1], SPREAD[2]}))


@pytest.mark.parametrize(("better", "rank"), [("higher", 32), ("lower", 1), ("neither", 32)])
def test_the_first_is_the_best_or_the_highest(better: str, rank: int) -> None:
    found = place(judged(better), frame([float(n) for n in range(32)]), people(), SPREAD[0], "A")
    assert found is not None and (found.rank, found.of) == (rank, 32)


def test_of_a_count_the_first_has_the_most_though_fewer_were_better() -> None:
    count = indicator("crimes_", better="lower")
    found = place(count, frame([float(n) for n in range(32)]), people(), SPREAD[31], "A")
    assert found is not None and found.rank == 1


def test_ties_share_the_better_place() -> None:
    found = [place(judged("higher"), frame([5.0, 9.0, 9.0] + [1.0] * 29), people(), a, "A") for a in SPREAD[:4]]
    assert [f.rank for f in found if f] == [3, 1, 1, 4]


def test_all_equal_are_all_first() -> None:
    found = place(judged("lower"), frame([0.0] * 32), people(), SPREAD[7], "A")
    assert found is not None and found.rank == 1


def test_negative_figures_are_ordered_too() -> None:
    found = place(judged("higher"), frame([-5.0, -1.0] + [-9.0] * 30), people(), SPREAD[0], "A")
    assert found is not None and found.rank == 2


@pytest.mark.parametrize(
    ("figures", "status", "confidence"),
    [
        ([], "official", "A"),
        ([1.0] * 32, "modelled", "A"),
        ([1.0] * 32, "official", "C"),
        ([None] * 32, "missing", "A"),
        ([None, *[1.0] * 31], "official", "A"),  # the one asked for lacks it
        ([1.0] * 29, "official", "A"),  # not from all over the country
    ],
    ids=["none", "modelled", "confidence C", "all missing", "its own missing", "some states"],
)
def test_what_is_not_ranked(figures: list[float | None], status: str, confidence: str) -> None:
    assert place(judged("higher"), frame(figures, status), people(), SPREAD[0], confidence) is None


@pytest.mark.parametrize(("size", "ranked"), [(4, False), (5, True)])
def test_fewer_than_five_of_a_size_are_not_ranked(size: int, ranked: bool) -> None:
    counts = people(1000)
    counts[SPREAD[:size]] = 700_000
    found = place(judged("higher"), frame([float(n) for n in range(32)]), counts, SPREAD[0], "A")
    assert (found is not None) == ranked


def test_a_missing_one_is_not_counted_among_the_ranked() -> None:
    found = place(judged("higher"), frame([1.0, None] + [2.0] * 30), people(), SPREAD[0], "A")
    assert found is not None and (found.rank, found.of) == (31, 31)


def test_states_and_the_nation_are_no_municipalities() -> None:
    rows = pd.concat([frame([1.0] * 32), frame([99.0, 99.0], areas=["14", "00"])])
    found = place(judged("higher"), rows, people(), SPREAD[0], "A")
    assert found is not None and (found.rank, found.of) == (1, 32)


def test_the_place_in_words() -> None:
    found = place(judged("higher"), frame([1.0] * 32), people(), SPREAD[0], "A")
    assert said(found, "es") == "lugar 1 de 32 municipios de 50,000 a 99,999 habitantes"
    assert said(found, "en") == "place 1 of 32 municipalities of 50,000 to 99,999 inhabitants"
    assert said(None, "es") == ""


def test_the_bands_of_the_catalogue_hold_enough_municipalities() -> None:
    starts = [band.start for band in catalog().bands.values()]
    assert starts == sorted(set(starts)) and starts[0] == 0
