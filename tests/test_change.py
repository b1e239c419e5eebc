"""Change between two periods: what it is told in, when it is not told, and which class it falls in."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from dashboard.analysis import change
from dashboard.analysis.change import Pair, changes, classed, limits, pair, tally
from dashboard.measures import Total
from data.areas import municipalities_of
from data.entries import Break, Indicator
from tests.worlds import GRADE, GROWTH, INCOME, PEOPLE, POVERTY

NAN = float("nan")
BROKEN = POVERTY.model_copy(update={"breaks": (Break(period="2020", es="otra medida", en="another measure"),)})
PERIODS = ("2010", "2015", "2020")


def rows(figures: dict[str, float], status: str = "official") -> pd.DataFrame:
    absent = [status if np.isfinite(v) else "missing" for v in figures.values()]
    told = {"area": list(figures), "name": list(figures), "value": list(figures.values()), "status": absent}
    return pd.DataFrame(told)


def told(indicator: Indicator, first: dict[str, float], last: dict[str, float]) -> pd.DataFrame:
    return changes(indicator, rows(first), rows(last)).set_index("area")


def test_a_percentage_changes_by_points_and_a_count_in_per_cent() -> None:
    assert told(POVERTY, {"a": 36.55}, {"a": 34.95})["change"].to_list() == [-1.6]  # 36.6 and 35.0 as shown
    assert told(PEOPLE, {"a": 200}, {"a": 250})["change"].to_list() == [25.0]
    assert told(INCOME, {"a": 2000}, {"a": 1500})["change"].to_list() == [-25.0]
    assert told(GROWTH, {"a": -0.5}, {"a": 1.25})["change"].to_list() == [1.75], "below zero too"


def test_nothing_grows_in_per_cent_from_zero() -> None:
    found = told(PEOPLE, {"a": 0, "b": 0, "c": 10}, {"a": 5, "b": 0, "c": 0})
    assert found["why"].to_list() == ["no_base", "no_base", ""]
    assert found["change"].isna().to_list() == [True, True, False] and found.loc["c", "change"] == -100
    assert found["difference"].to_list() == [5, 0, -10], "how many more can still be said"


def test_a_figure_missing_in_either_period_gives_no_change_and_its_reason() -> None:
    first = rows({"a": 10.0, "b": NAN})
    last = rows({"a": NAN, "b": 12.0, "c": 5.0})
    last.loc[0, "status"] = "suppressed"
    found = changes(POVERTY, first, last).set_index("area")
    assert found["change"].isna().all() and found["why"].to_list() == ["suppressed", "missing", "missing"]
    assert change.tally(found) == change.Tally(0, 0, 0, 3)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 125, 2469])
@pytest.mark.parametrize("kind", ["spread", "equal", "missing", "falling"])
def test_any_number_of_areas_is_counted_and_classed_once(count: int, kind: str) -> None:
    keys = municipalities_of("00")[:count]
    start = dict.fromkeys(keys, 40.0)
    end = {
        "spread": {k: 20.0 + n % 41 for n, k in enumerate(keys)}, "equal": start,
        "missing": dict.fromkeys(keys, NAN), "falling": {k: 39.0 - n % 7 for n, k in enumerate(keys)},
    }[kind]  # fmt: skip
    found = changes(POVERTY, rows(start), rows(end))
    counted = tally(found)
    assert counted.told + counted.untold == count == len(found)
    sizes = limits(POVERTY, found["change"].to_numpy())
    groups = classed(POVERTY, found, sizes)
    assert sum(groups.counts) == counted.told
    if groups.k:
        assert groups.k == 2 * len(sizes) + 1 and groups.diverging
    if kind == "equal" and count:
        assert groups.counts[groups.k // 2] == count, "no change is the middle class"


@given(st.lists(st.floats(-80, 80).map(lambda v: round(v, 1)), min_size=1, max_size=60))
def test_classes_are_symmetric_a_change_and_its_opposite_mirror_each_other(values: list[float]) -> None:
    sizes = limits(POVERTY, np.array(values))
    both = pd.DataFrame({"area": [f"{n}" for n in range(2 * len(values))], "change": [*values, *(-v for v in values)]})
    found = classed(POVERTY, both, sizes)
    for n in range(len(values)):
        assert found.index[f"{n}"] + found.index[f"{n + len(values)}"] == found.k - 1
    assert all(np.isclose(s / 10 ** np.floor(np.log10(s) + 1e-9), [1, 2, 5], rtol=1e-6).any() for s in sizes)


def test_a_change_of_exactly_the_limit_is_small_on_both_sides() -> None:
    found = classed(
        POVERTY,
        told(POVERTY, {"a": 0, "b": 1, "c": 0, "d": 5.1}, {"a": 1, "b": 0, "c": 5, "d": 0}).reset_index(),
        (1.0, 5.0),
    )
    assert found.index.to_dict() == {"a": 2, "b": 2, "c": 3, "d": 0}


def test_two_periods_are_chosen_within_one_method() -> None:
    assert pair(POVERTY, PERIODS) == Pair("2010", "2020")
    assert pair(BROKEN, PERIODS) == Pair("2010", "2015"), "2020 has nothing before it to compare with"
    assert pair(POVERTY, PERIODS, since="2015") == Pair("2015", "2020")
    assert pair(POVERTY, (*PERIODS, "2030"), newest="2020") == Pair("2010", "2020"), "what is to come is not asked for"


def test_a_month_is_compared_with_the_same_month_of_another_year() -> None:
    months = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)][3:34]
    assert pair(POVERTY, months) == Pair("2024-10", "2026-10")
    assert pair(POVERTY, months, until="2024-06") == Pair("2024-04", "2024-06"), "no year has gone by yet"
    assert pair(POVERTY, months, since="2024-12") == Pair("2024-12", "2026-10"), "who asks for another gets it"


def test_periods_across_a_break_of_method_and_grades_are_refused() -> None:
    assert pair(BROKEN, PERIODS, since="2015", until="2020") == Pair("2015", "2020", "break", "2020")
    assert pair(BROKEN, PERIODS, until="2020").refusal == "break"
    assert pair(GRADE, PERIODS).refusal == "grade"
    assert pair(POVERTY, ("2020",)).refusal == pair(POVERTY, ()).refusal == "alone"
    assert pair(POVERTY, PERIODS, until="2010").refusal == "alone"


@pytest.mark.parametrize("since", ["2020", "2025", "1810", "x"])
def test_an_odd_first_period_is_the_first_that_compares(since: str) -> None:
    assert pair(POVERTY, PERIODS, since=since, until="2020") == Pair("2010", "2020")


def test_limits_hold_for_every_later_period_of_the_method() -> None:
    every = pd.DataFrame(
        [("a", "2010", 10.0), ("a", "2015", 12.0), ("a", "2020", 90.0), ("b", "2010", 10.0), ("b", "2015", 9.0)],
        columns=["area", "period", "value"],
    )
    assert sorted(change.stretch(BROKEN, every, Pair("2010", "2015"), ["a", "b"])) == [-1.0, 2.0]
    assert np.nansum(change.stretch(POVERTY, every, Pair("2010", "2015"), ["a", "b"])) == 81.0
    assert not len(change.stretch(POVERTY, every, Pair("1990", "2015"), ["a"]))
    assert list(change.stretch(PEOPLE, every, Pair("2010", "2015"), ["a"])) == [20.0, 800.0]


def test_a_zone_changes_by_its_own_two_figures_unless_its_members_differ() -> None:
    first, last = Total(40.0, None, None, "official"), Total(38.5, None, None, "official")
    assert change.of_totals(POVERTY, first, last) == -1.5
    grown = Total(38.5, None, None, "official", left_out=("14126",))
    assert change.of_totals(POVERTY, first, grown) is None
    assert change.of_totals(POVERTY, Total(None, None, None, "missing", "missing"), last) is None


def test_a_per_cent_of_few_cases_is_marked() -> None:
    assert told(PEOPLE, {"a": 3, "b": 300}, {"a": 6, "b": 310})["base"].to_list() == ["small", ""]


def test_a_rise_means_better_worse_or_nothing_and_never_for_pesos() -> None:
    assert change.meaning(POVERTY) == "worse" and change.meaning(INCOME) == "" and change.meaning(PEOPLE) == ""


def test_no_class_of_falls_in_per_cent_lies_beyond_what_can_fall() -> None:
    assert limits(PEOPLE, np.array([900.0, 5000.0, 70.0])) == (20.0, 50.0)
