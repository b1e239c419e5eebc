"""Classes of a map: every figure in the class its legend says, for none, one, few, equal and negative figures."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import isnan
from time import perf_counter

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from dashboard.classes import classes, classes_of, natural, rounded
from dashboard.measures import shown
from tests.worlds import GRADE, GROWTH, POVERTY

METHODS = ("quantiles", "natural", "equal")
NAN = float("nan")


def figures(*values: float) -> pd.Series:
    return pd.Series(list(values), index=[f"a{n}" for n in range(len(values))], dtype="float64")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("values", "k"),
    [
        ((), 0),
        ((NAN, NAN), 0),
        ((7,), 1),
        ((7, NAN), 1),
        ((1, 2), 1),
        ((1, 2, 3), 2),
        ((1, 2, 3, 4, 5), 4),
        ((4, 4, 4, 4), 1),
        ((0, 0, 0, 0, 0, 0, 1), 2),
        ((-3, -2, -1, 0, 1, 2), 5),
        (tuple(range(100)), 5),
    ],
)
def test_the_number_of_classes_follows_the_figures(method: str, values: tuple[float, ...], k: int) -> None:
    found = classes(figures(*values), method)  # type: ignore[arg-type]
    assert found.k <= k
    assert found.k == k or method == "quantiles"
    assert (found.k > 0) == (k > 0)
    assert sum(found.counts) == len([v for v in values if not isnan(v)])
    assert all(found.counts) or method == "equal"


def test_absent_figures_have_no_class_and_are_not_in_the_lowest() -> None:
    found = classes(figures(1, NAN, 3, 9, 2))
    assert found.index["a1"] == -1
    assert (found.index.drop("a1") >= 0).all()


def test_equal_figures_are_one_class_with_one_limit_twice() -> None:
    found = classes(figures(4, 4, 4), decimals=0)
    assert (found.limits, found.counts, found.bounds) == ((4.0, 4.0), (3,), ((4.0, 4.0),))


def test_most_figures_alike_leave_fewer_classes_without_repeated_limits() -> None:
    found = classes(figures(*[0] * 50, 1, 2, 3))
    assert (found.limits, found.counts) == ((0, 0, 3), (50, 3))
    assert found.index["a0"] == 0


def test_a_figure_is_classed_as_it_is_shown() -> None:
    """28.44 is printed 28.4, so it stands with 28.4 and not above it."""
    found = classes(figures(28.4, 28.44, 35, 40), "manual", cuts=[28.4, 36], decimals=1)
    assert found.index.tolist() == [0, 0, 1, 2]
    assert found.limits == (28.4, 28.4, 36.0, 40.0)


def test_legend_bounds_do_not_overlap() -> None:
    found = classes(figures(*range(0, 100, 3)), decimals=1)
    for (_, before), (after, _) in pairwise(found.bounds):
        assert after == pytest.approx(before + 0.1)


def test_outer_limits_are_floor_and_ceiling() -> None:
    found = classes(figures(1.26, 2.0, 3.0, 9.94), decimals=None)
    assert found.limits[0] <= 1.26
    assert found.limits[-1] >= 9.94


def test_limits_fixed_over_every_period_hold_each_period() -> None:
    every = figures(*range(100))
    one = classes(figures(0, 1, 2), over=every)
    assert one.limits == classes(every).limits
    assert one.index.tolist() == [0, 0, 0]
    assert one.counts == (3, 0, 0, 0, 0)


def test_a_figure_outside_limits_of_other_periods_goes_to_the_nearest_class() -> None:
    found = classes(figures(-50, 500), over=figures(*range(100)))
    assert found.index.tolist() == [0, 4]


@pytest.mark.parametrize("cuts", [None, [], [3, 1], [1, 1], [NAN]])
def test_manual_limits_must_ascend(cuts: list[float] | None) -> None:
    with pytest.raises(ValueError, match="ascending"):
        classes(figures(1, 2, 3), "manual", cuts=cuts)


def test_manual_limits_beyond_the_figures_keep_their_empty_classes() -> None:
    found = classes(figures(1, 2, 3), "manual", cuts=[10, 20])
    assert (found.limits, found.counts) == ((1, 10, 20), (3, 0))


def test_what_may_be_negative_has_limits_symmetric_around_zero() -> None:
    found = classes_of(GROWTH, figures(-1, -0.5, 0.01, 0.4, 0.9, 2.5, 3, 4))
    assert found.diverging
    assert found.k % 2 == 1
    assert np.allclose(found.limits, [-x for x in reversed(found.limits)])
    middle = found.k // 2
    assert found.index["a2"] == middle
    assert (found.index[["a0", "a1"]] < middle).all()
    assert found.index["a7"] == found.k - 1
    assert not classes_of(POVERTY, figures(1, 2, 3)).diverging


@pytest.mark.parametrize("values", [(0, 0, 0), (-1,), (-1, 1), (0,), (-3, -2, -1), ()])
def test_diverging_with_few_figures(values: tuple[float, ...]) -> None:
    found = classes_of(GROWTH, figures(*values))
    assert sum(found.counts) == len(values)
    assert (found.index >= 0).all()


def test_a_grade_has_one_class_a_label_even_where_nobody_has_it() -> None:
    found = classes_of(GRADE, figures(1, 3, 3, NAN))
    assert (found.k, found.counts, found.method) == (3, (1, 0, 2), "categories")
    assert found.index.tolist() == [0, 2, 2, -1]


@pytest.mark.parametrize("k", [2, 3, 4])
def test_natural_breaks_leave_the_least_spread_of_all_partitions(k: int) -> None:
    values = np.sort(np.random.default_rng(k).gamma(2, 10, 11).round(1))
    values[3] = values[2]

    def spread(cuts: tuple[float, ...]) -> float:
        groups = np.searchsorted(cuts, values, side="left")
        return sum(float(((values[groups == g] - values[groups == g].mean()) ** 2).sum()) for g in set(groups))

    every = (tuple(c) for c in combinations(np.unique(values)[:-1], k - 1))
    assert spread(tuple(natural(values, k))) == pytest.approx(min(map(spread, every)))


def test_natural_breaks_of_the_nation_are_quick() -> None:
    start = perf_counter()
    natural(np.random.default_rng(1).gamma(2, 10, 2469), 5)
    assert perf_counter() - start < 8


@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), max_size=40), st.sampled_from(METHODS), st.integers(1, 7)
)
def test_every_figure_is_inside_its_class(values: list[float], method: str, k: int) -> None:
    found = classes(figures(*values), method, k)  # type: ignore[arg-type]
    assert found.k <= max(k, 0)
    assert list(found.limits) == sorted(found.limits)
    for area, value in figures(*values).items():
        at = int(found.index[area])
        assert found.limits[at] - 1e-9 <= value <= found.limits[at + 1] + 1e-9
        assert at == 0 or value > found.limits[at] - 1e-9


def test_many_figures_are_rounded_as_each_is_printed() -> None:
    told = [0.05, 2.675, 0.15, -0.05, -0.04, 12.25, 1e15, 0.0, 28.449999999, 28.45, np.nan]
    for decimals in range(4):
        wanted = [shown(v, decimals) if np.isfinite(v) else v for v in told]
        assert np.array_equal(rounded(np.array(told), decimals), wanted, equal_nan=True)
