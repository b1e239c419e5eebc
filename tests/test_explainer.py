"""A zone's figure taken apart: what each member brings adds up to the figure, and a missing member is named."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.explainer import explain
from dashboard.zones import chosen
from data.catalog import catalog

NAN = float("nan")
KEYS = ("14063", "14066", "14047", "14018", "14105")
PIPED = catalog().indicators["water_piped_pct"]
PEOPLE = catalog().indicators["population_total"]
ZONE = chosen("z:" + ",".join(KEYS))
parts = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=5, max_size=5)


def rows(told: list[tuple[float | None, float | None]]) -> pd.DataFrame:
    found = []
    for area, (a, b) in zip(KEYS, told, strict=True):
        value = None if a is None or b is None else 100 * a / b
        found.append((area, value, a, b, "missing" if value is None else "official"))
    columns = ["area", "value", "numerator", "denominator", "status"]
    frame = pd.DataFrame(found, columns=columns)
    return frame.astype({"value": "float64", "numerator": "float64", "denominator": "float64"})


@given(parts)
def test_weights_and_contributions_add_up_and_rebuild_the_figure(told: list[tuple[int, int]]) -> None:
    found = explain(PIPED, rows(list(told)), ZONE, "2020")
    assert found.way == "ratio" and found.total.value is not None
    assert found.members["weight"].sum() == pytest.approx(1)
    rebuilt = (found.members["weight"] * found.members["value"]).sum()
    assert rebuilt == pytest.approx(found.total.value)
    if found.total.numerator:
        assert found.members["contribution"].sum() == pytest.approx(1)


def test_a_count_is_the_sum_of_its_members_and_weighs_nobody() -> None:
    figures = rows([(10, 1)] * 5).assign(value=[10.0, 20.0, 30.0, 40.0, 0.0], numerator=NAN, denominator=NAN)
    found = explain(PEOPLE, figures, ZONE, "2020")
    assert (found.way, found.total.value) == ("sum", 100.0)
    assert list(found.members["contribution"]) == [0.1, 0.2, 0.3, 0.4, 0.0]
    assert found.members["weight"].isna().all()


def test_a_member_without_a_figure_leaves_no_total_and_is_counted_by_its_people() -> None:
    people = pd.Series(dict.fromkeys(KEYS, 100.0) | {"14105": 600.0})
    found = explain(PIPED, rows([(1, 2), (1, 2), (1, 2), (1, 2), (None, None)]), ZONE, "2020", people=people)
    assert found.total.value is None and found.total.missing == ("14105",)
    assert found.members["weight"].isna().all()
    assert found.people == pytest.approx(0.4)


def test_nobody_knows_the_share_of_people_when_a_count_is_lacking() -> None:
    people = pd.Series({"14063": 100.0})
    assert explain(PIPED, rows([(1, 2)] * 5), ZONE, "2020", people=people).people is None


def test_a_mean_is_weighed_by_what_the_catalogue_says() -> None:
    entry = next(i for i in catalog().indicators.values() if i.weight is not None)
    figures = rows([(1, 2)] * 5).assign(value=[1.0, 2.0, 3.0, 4.0, 5.0], numerator=NAN, denominator=NAN)
    weights = pd.Series(dict(zip(KEYS, (50.0, 20.0, 10.0, 10.0, 10.0), strict=True)))
    found = explain(entry, figures, ZONE, "2020", weights)
    assert found.way == "mean" and found.total.value == pytest.approx(2.1)
    assert list(found.members["weight"]) == [0.5, 0.2, 0.1, 0.1, 0.1]


def test_an_indicator_that_does_not_combine_says_so() -> None:
    entry = next(i for i in catalog().indicators.values() if i.combine == "never")
    assert explain(entry, rows([(1, 2)] * 5), ZONE, "2020").way == "never"


def test_a_state_has_the_figure_its_office_prints() -> None:
    figures = pd.DataFrame(
        {"area": ["14"], "value": [98.7], "numerator": [1.0], "denominator": [2.0], "status": ["official"]}
    )
    found = explain(PIPED, figures, catalog().zones["jalisco"], "2020")
    assert (found.way, found.total.value) == ("printed", 98.7)
