"""Gaps: of figures as they are shown, their meaning, what they amount to, and what stands out."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.gaps import gap, gaps, standout, verdict
from dashboard.measures import Total
from data.areas import municipalities_of
from data.entries import Indicator
from tests.small import indicator
from tests.worlds import AMO, GRADE, INCOME, MODEL, OCOTLAN, PEOPLE, PONCITLAN, POVERTY, SCHOOLING, SERVED, values

TRUST = {"small": "A", "weak": "C"}


@pytest.mark.parametrize(
    ("difference", "better", "meaning"),
    [
        (1, "higher", "better"),
        (1, "lower", "worse"),
        (-1, "lower", "better"),
        (0, "higher", "same"),
        (5, "neither", ""),
    ],
)
def test_what_a_difference_means(difference: float, better: str, meaning: str) -> None:
    assert verdict(difference, better) == meaning  # type: ignore[arg-type]


def test_a_difference_is_that_of_the_printed_figures() -> None:
    """41.24 - 28.36 is 12.88, but a reader sees 41.2 and 28.4 and subtracts 12.8."""
    found = gap(POVERTY, "2020", Total(41.24, None, None, "official"), 28.36)
    assert found is not None
    assert (found.difference, found.verdict, found.equivalent) == (12.8, "worse", None)


def test_what_a_gap_amounts_to_in_what_is_counted() -> None:
    found = gap(SERVED, "2020", Total(90.0, 900.0, 1000.0, "official"), 95.0)
    assert found is not None
    assert found.equivalent == pytest.approx(-50)
    ratio = gap(SCHOOLING, "2020", Total(9.0, 900.0, 100.0, "official"), 8.0)
    assert ratio is not None
    assert ratio.equivalent is None


def test_no_gap_without_figure_or_between_grades() -> None:
    assert gap(POVERTY, "2020", Total(None, None, None, "missing", "missing"), 10.0) is None
    assert gap(GRADE, "2020", Total(1.0, None, None, "official"), 2.0) is None


def test_gaps_of_every_area_with_a_figure() -> None:
    frame = values(
        """
        indicator period area  value numerator denominator
        served    2020   14063 90    900       1000
        served    2020   14066 -     -         -
        served    2020   14047 96    -         -
        """
    )
    found = gaps(SERVED, frame, "2020", 95.0).set_index("area")
    assert found["difference"].to_dict() == {"14063": -5.0, "14047": 1.0}
    assert found["verdict"].to_dict() == {"14063": "worse", "14047": "better"}
    assert found.loc["14063", "equivalent"] == pytest.approx(-50)
    assert pd.isna(found.loc["14047", "equivalent"])
    assert gaps(SERVED, frame.iloc[:0], "2020", 95.0).empty


def state(entry: Indicator, ours: float, spread: float = 10, middle: float = 50, **more: object) -> pd.DataFrame:
    """A profile of one indicator: Jalisco's municipalities spread evenly, ours at `ours`, the state at `middle`."""
    every = municipalities_of("14")
    rows = [
        {
            "indicator": entry.id, "period": "2020", "area": area, "status": "official", "denominator": 100.0,
            "value": ours if area in AMO.members else middle + spread * (n / len(every) - 0.5),
        }
        for n, area in enumerate(every)
    ]  # fmt: skip
    rows.append({**rows[0], "area": "14", "value": middle})
    return pd.DataFrame(rows).assign(numerator=lambda f: f["value"] * f["denominator"] / 100, **more)


def test_what_stands_out_is_the_largest_gap_in_the_states_own_spread() -> None:
    tight = indicator("tight", **_rate())
    profile = pd.concat([state(SERVED, 40, spread=100), state(tight, 45, spread=4)])
    found = standout({"served": SERVED, "tight": tight}, profile, AMO, TRUST)
    assert [g.indicator for g in found] == ["tight", "served"]
    assert found[0].distance == pytest.approx(-2.5, rel=0.15)
    assert (found[0].verdict, found[0].reference) == ("worse", 50)


def _rate(**changes: object) -> dict[str, object]:
    return {
        "formula": {"share": ["A", "B"]}, "kind": "rate", "unit": "percent", "decimals": 1, "better": "higher",
        "combine": "denominator", "range": (0, 100), "topic": "health", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "more"),
    [
        (PEOPLE, {}),
        (GRADE, {}),
        (MODEL, {}),
        (indicator("aimless", **_rate(better="neither")), {}),
        (indicator("modelled", **_rate(status="modelled")), {}),
        (SERVED, {"status": "modelled"}),
        (SERVED, {"status": "projected"}),
        (INCOME, {}),
    ],
)
def test_what_is_never_told_to_stand_out(entry: Indicator, more: dict[str, object]) -> None:
    """Counts, grades, the least trusted, what has no direction, modelled figures, means without weights."""
    assert standout({entry.id: entry}, state(entry, 10, **more), AMO, TRUST) == []


def test_without_spread_without_member_or_without_gap_nothing_stands_out() -> None:
    assert standout({"served": SERVED}, state(SERVED, 50, spread=0), AMO, TRUST) == []
    profile = state(SERVED, 10)
    lost = profile[profile["area"] != OCOTLAN]
    assert standout({"served": SERVED}, lost, AMO, TRUST) == []
    assert standout({"served": SERVED}, state(SERVED, 50), AMO, TRUST) == []
    assert standout({"served": SERVED}, profile.iloc[:0], AMO, TRUST) == []


def test_a_figure_ten_years_older_than_the_newest_is_no_news() -> None:
    old, young = indicator("old", **_rate()), indicator("young", **_rate(topic="water"))
    aged = state(old, 10).assign(period="2010")
    both = {"old": old, "young": young}
    assert [g.indicator for g in standout(both, pd.concat([aged, state(young, 49)]), AMO, TRUST)] == ["young"]
    assert [g.indicator for g in standout(both, aged, AMO, TRUST)] == ["old"], "alone, it is the newest"


def test_two_sides_of_one_coin_are_told_once_and_topics_take_turns() -> None:
    without = indicator("without", **_rate(better="lower", topic="water"))
    mirror = state(without, 60)
    coin = standout({"served": SERVED, "without": without}, pd.concat([state(SERVED, 40), mirror]), AMO, TRUST)
    assert len(coin) == 1
    many = [indicator(f"n{n}", **_rate()) for n in range(4)]
    profile = pd.concat([state(e, 40 - n) for n, e in enumerate(many)] + [state(SERVED, 45)])
    found = standout({e.id: e for e in [*many, SERVED]}, profile, AMO, TRUST)
    assert [g.indicator for g in found] == ["n3", "n2", "served"]


def test_one_municipality_may_stand_out_too() -> None:
    found = standout({"poverty": POVERTY}, state(POVERTY, 70), AMO.model_copy(update={"members": (PONCITLAN,)}), TRUST)
    assert [(g.indicator, g.difference, g.verdict) for g in found] == [("poverty", 20.0, "worse")]
