"""Figures of a group of municipalities: right to the last digit, or none and why."""

from __future__ import annotations

from fractions import Fraction

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from dashboard.measures import Total, lacking_wholes, rank, shown, total, trend, zone_total
from data.areas import municipalities_of
from data.entries import ABSENT, Zone
from tests.small import BOTH
from tests.worlds import (
    AMO,
    GRADE,
    GROWTH,
    INCOME,
    JALISCO,
    JAMAY,
    OCOTLAN,
    PEOPLE,
    PONCITLAN,
    POVERTY,
    SCHOOLING,
    SERVED,
    values,
)  # fmt: skip

MEMBERS = [OCOTLAN, PONCITLAN, JAMAY]
WATER = values(
    """
    indicator period area  numerator denominator
    served    2020   14063 28663     29021
    served    2020   14066 12090     12348
    served    2020   14047 6163      6219
    """
)


def test_a_rate_of_the_metropolis_is_the_sum_of_numerators_over_the_sum_of_denominators() -> None:
    found = total(SERVED, WATER, MEMBERS, "2020")
    assert found.value == pytest.approx(100 * (28663 + 12090 + 6163) / (29021 + 12348 + 6219), abs=1e-12)
    assert (found.numerator, found.denominator) == (46916, 47588)
    assert (found.reason, found.covered, found.printed, found.status) == ("", 1.0, False, "official")


def test_a_count_is_added_up() -> None:
    frame = values(
        "indicator period area value\npeople 2020 14063 106050\npeople 2020 14066 53659\npeople 2020 14047 24894"
    )
    found = total(PEOPLE, frame, MEMBERS, "2020")
    assert found == Total(184_603, None, None, "official")


def test_a_mean_is_weighted_by_the_indicator_the_catalogue_names() -> None:
    frame = values("indicator period area value\nincome 2020 14063 3000\nincome 2020 14066 1000")
    weights = pd.Series({OCOTLAN: 300.0, PONCITLAN: 100.0, JAMAY: 5.0})
    found = total(INCOME, frame, [OCOTLAN, PONCITLAN], "2020", weights)
    assert found.value == pytest.approx((3000 * 300 + 1000 * 100) / 400)
    assert total(INCOME, frame, [OCOTLAN, PONCITLAN], "2020").reason == "no_weight"
    lost = total(INCOME, frame, [OCOTLAN, PONCITLAN], "2020", weights.drop(PONCITLAN))
    assert (lost.value, lost.reason, lost.missing) == (None, "no_weight", (PONCITLAN,))


def test_a_mean_with_its_own_weight_combines_by_it() -> None:
    frame = values(
        "indicator period area numerator denominator\nschooling 2020 14063 90 10\nschooling 2020 14066 140 20"
    )
    assert total(SCHOOLING, frame, [OCOTLAN, PONCITLAN], "2020").value == pytest.approx(230 / 30)


def test_growth_of_a_group_compounds_its_sums() -> None:
    frame = values(
        "indicator period area numerator denominator\ngrowth 2010/2020 14063 150 100\ngrowth 2010/2020 14066 50 100"
    )
    found = total(GROWTH, frame, [OCOTLAN, PONCITLAN], "2010/2020")
    assert found.value == pytest.approx(0.0, abs=1e-12)


def test_a_municipality_created_within_the_interval_leaves_no_growth() -> None:
    """San Ignacio Cerro Gordo was part of Arandas: its people are in Arandas's earlier count, not in its later one."""
    frame = values(
        "indicator period area numerator denominator\ngrowth 2000/2010 14063 150 100\ngrowth 2000/2010 14008 70 80"
    )
    found = total(GROWTH, frame, [OCOTLAN, "14008", "14125"], "2000/2010")
    assert (found.value, found.reason, found.missing) == (None, "created", ("14125",))
    assert total(GROWTH, frame, [OCOTLAN, "14008", "14125"], "1990/2000").left_out == ("14125",)


def test_what_must_not_be_combined_is_not_but_one_area_has_its_own_figure() -> None:
    frame = values("indicator period area value\ngrade 2020 14063 1\ngrade 2020 14066 3")
    found = total(GRADE, frame, [OCOTLAN, PONCITLAN], "2020")
    assert (found.value, found.reason) == (None, "never")
    alone = total(GRADE, frame, [PONCITLAN], "2020")
    assert (alone.value, alone.printed) == (3, True)


@pytest.mark.parametrize("status", ["missing", "suppressed"])
def test_a_member_without_figure_leaves_the_zone_without_one_and_is_named(status: str) -> None:
    frame = values(
        f"""
        indicator period area  value status
        people    2020   14063 9     official
        people    2020   14066 -     {status}
        people    2020   14047 1     official
        """
    )
    found = total(PEOPLE, frame, MEMBERS, "2020")
    assert (found.value, found.status, found.reason, found.missing) == (None, status, status, (PONCITLAN,))
    assert found.covered == pytest.approx(2 / 3)


def test_a_member_without_a_row_is_missing() -> None:
    frame = values("indicator period area value\npeople 2020 14063 9\npeople 2020 14066 5")
    assert total(PEOPLE, frame, MEMBERS, "2020").missing == (JAMAY,)


def test_a_suppressed_member_is_told_before_a_missing_one() -> None:
    """Suppression is a decision that will not change with the next load; it is the better reason."""
    frame = values("indicator period area value status\npeople 2020 14063 - missing\npeople 2020 14066 - suppressed")
    assert total(PEOPLE, frame, MEMBERS, "2020").reason == "suppressed"


def test_a_member_to_which_it_does_not_apply_is_left_out_and_said() -> None:
    """Nobody to be counted (0/0) adds nothing to either sum: the others still make a figure."""
    frame = values(
        """
        indicator period area  value numerator denominator status
        served    2020   14063 50    10        20          official
        served    2020   14066 -     -         -           not_applicable
        served    2020   14047 100   10        10          official
        """
    )
    found = total(SERVED, frame, MEMBERS, "2020")
    assert found.value == pytest.approx(100 * 20 / 30)
    assert (found.left_out, found.missing, found.covered) == ((PONCITLAN,), (), 1.0)
    nowhere = total(SERVED, frame, [PONCITLAN, PONCITLAN], "2020")
    assert (nowhere.value, nowhere.status, nowhere.reason) == (None, "not_applicable", "not_applicable")


def test_no_members_and_members_not_yet_created_have_no_figure() -> None:
    assert total(PEOPLE, WATER, [], "2020").reason == "no_members"
    assert total(SERVED, WATER, ["14125"], "2000").reason == "no_members"
    frame = values("indicator period area value\npeople 2000 14008 80\npeople 2000 14063 20")
    found = total(PEOPLE, frame, ["14008", "14063", "14125"], "2000")
    assert (found.value, found.left_out) == (100, ("14125",))


def test_a_rate_without_its_parts_is_never_averaged() -> None:
    frame = values(
        "indicator period area value numerator denominator\nserved 2020 14063 90 - -\nserved 2020 14066 10 - -"
    )
    found = total(SERVED, frame, [OCOTLAN, PONCITLAN], "2020")
    assert (found.value, found.reason, found.missing) == (None, "no_parts", (OCOTLAN, PONCITLAN))


def test_denominators_that_add_up_to_zero_give_no_figure() -> None:
    frame = values(
        "indicator period area value numerator denominator\nserved 2020 14063 0 0 0\nserved 2020 14066 0 0 0"
    )
    assert total(SERVED, frame, [OCOTLAN, PONCITLAN], "2020").reason == "no_base"


def test_a_total_is_no_surer_than_its_least_sure_member() -> None:
    frame = values(
        """
        indicator period area  value status
        people    2020   14063 1     official
        people    2020   14066 1     modelled
        people    2020   14047 1     derived
        """
    )
    assert total(PEOPLE, frame, MEMBERS, "2020").status == "modelled"


def test_the_printed_figure_of_a_state_is_preferred_to_our_sum() -> None:
    rows = "\n".join(f"people 2020 {a} 1" for a in municipalities_of("14"))
    frame = values(f"indicator period area value\n{rows}\npeople 2020 14 130")
    found = zone_total(PEOPLE, frame, JALISCO, "2020")
    assert (found.value, found.printed) == (130, True)
    ours = zone_total(PEOPLE, frame[frame["area"] != "14"], JALISCO, "2020")
    assert (ours.value, ours.printed) == (125, False)
    assert zone_total(PEOPLE, frame, AMO, "2020").value == 3


def test_a_breakdown_combines_by_its_own_formula() -> None:
    frame = values("indicator period area breakdown value\npeople 2020 14063 sex=F 5\npeople 2020 14066 sex=F 6")
    assert total(PEOPLE, frame, [OCOTLAN, PONCITLAN], "2020", breakdown="sex=F").value == 11


def test_trend_of_a_zone_has_every_period_with_figure_or_reason() -> None:
    frame = values(
        """
        indicator period area  value
        people    2010   14063 1
        people    2010   14066 2
        people    2010   14047 3
        people    2020   14063 4
        people    2020   14047 6
        """
    )
    found = trend(PEOPLE, frame, AMO)
    assert found["period"].tolist() == ["2010", "2020"]
    assert found["value"].iloc[0] == 6
    assert pd.isna(found["value"].iloc[1])
    assert found["reason"].tolist() == ["", "missing"]
    assert trend(PEOPLE, frame.iloc[:0], AMO).empty
    income = values("indicator period area value\nincome 2020 14063 10\nincome 2020 14066 20")
    people = values("indicator period area value\npeople 2020 14063 1\npeople 2020 14066 3")
    pair = Zone(id="pair", title=BOTH, short=BOTH, kind="custom", members=(OCOTLAN, PONCITLAN))
    assert trend(INCOME, income, pair, people)["value"].tolist() == [17.5]


def test_rank_one_is_the_best_or_the_most_and_ties_share_it() -> None:
    figures = pd.Series([10.0, 30.0, None, 30.0], index=list("abcd"))
    assert rank(figures, "higher").tolist()[:2] == [3, 1]
    assert rank(figures, "neither").tolist()[3] == 1
    assert rank(figures, "lower").tolist()[:2] == [1, 2]
    assert pd.isna(rank(figures, "lower")["c"])


@pytest.mark.parametrize(
    ("value", "decimals", "printed"), [(2.5, 0, 3), (0.25, 1, 0.3), (-0.25, 1, -0.3), (1.005, 2, 1.01)]
)
def test_figures_are_rounded_half_away_from_zero_on_their_digits(value: float, decimals: int, printed: float) -> None:
    assert shown(value, decimals) == printed


# Properties, over whatever municipalities of Jalisco

KEYS = st.lists(st.sampled_from(municipalities_of("14")), min_size=2, max_size=30, unique=True)
COUNT = st.integers(min_value=1, max_value=10**7)


@st.composite
def rates(draw: st.DrawFn, absences: bool = False) -> pd.DataFrame:
    """Rows of `served`: denominators at least the numerators; some absent if asked."""
    rows = []
    for area in draw(KEYS):
        denominator = draw(COUNT)
        numerator = draw(st.integers(min_value=0, max_value=denominator))
        status = draw(st.sampled_from(["official", "official", *ABSENT])) if absences else "official"
        there = status not in ABSENT
        parts = (100 * numerator / denominator, float(numerator), float(denominator)) if there else (None, None, None)
        rows.append((area, *parts, status))
    return pd.DataFrame(rows, columns=["area", "value", "numerator", "denominator", "status"]).astype(
        {"value": "float64", "numerator": "float64", "denominator": "float64"}
    )


@given(rates())
def test_the_total_is_the_exact_quotient_of_sums(frame: pd.DataFrame) -> None:
    found = total(SERVED, frame, frame["area"], "2020")
    exact = Fraction(int(frame["numerator"].sum()), int(frame["denominator"].sum())) * 100
    assert found.value == pytest.approx(float(exact), abs=1e-9)


@given(rates(), st.randoms())
def test_the_order_of_members_and_of_rows_does_not_show(frame: pd.DataFrame, random: object) -> None:
    members = list(frame["area"])
    random.shuffle(members)  # type: ignore[attr-defined]
    mixed = frame.sample(frac=1, random_state=random.randrange(2**32))  # type: ignore[attr-defined]
    straight = total(SERVED, frame, frame["area"], "2020")
    assert total(SERVED, mixed, members, "2020") == straight
    sums = frame.assign(value=frame["value"] / 3)
    assert total(PEOPLE, sums.loc[mixed.index], members, "2020") == total(PEOPLE, sums, sums["area"], "2020")


@given(rates(), st.integers(min_value=1, max_value=29))
def test_totals_of_the_parts_of_a_partition_combine_into_the_total_of_all(frame: pd.DataFrame, at: int) -> None:
    cut = min(at, len(frame) - 1)
    parts = [total(SERVED, frame, frame["area"].iloc[rows], "2020") for rows in (slice(None, cut), slice(cut, None))]
    again = pd.DataFrame(
        {
            "area": [OCOTLAN, PONCITLAN], "value": [p.value for p in parts], "status": "official",
            "numerator": [p.numerator for p in parts], "denominator": [p.denominator for p in parts],
        }
    )  # fmt: skip
    whole = total(SERVED, frame, frame["area"], "2020")
    joined = total(SERVED, again, [OCOTLAN, PONCITLAN], "2020")
    assert joined.value == pytest.approx(whole.value, abs=1e-9)
    assert (joined.numerator, joined.denominator) == (whole.numerator, whole.denominator)


@given(rates())
def test_a_total_lies_between_its_members(frame: pd.DataFrame) -> None:
    value = total(SERVED, frame, frame["area"], "2020").value
    assert value is not None
    assert frame["value"].min() - 1e-9 <= value <= frame["value"].max() + 1e-9


@given(rates(absences=True))
def test_there_is_a_figure_or_a_reason_never_both_never_neither(frame: pd.DataFrame) -> None:
    found = total(SERVED, frame, frame["area"], "2020")
    absent = set(frame.loc[frame["status"].isin(["missing", "suppressed"]), "area"])
    assert (found.value is None) == bool(found.reason)
    assert (found.value is None) == (found.status in ABSENT)
    if absent:
        assert found.value is None
        assert set(found.missing) <= absent
        assert found.missing
    assert set(found.left_out) == set(frame.loc[frame["status"] == "not_applicable", "area"])
    assert 0 <= found.covered <= 1


@given(rates())
def test_a_mean_of_rates_cannot_come_out(frame: pd.DataFrame) -> None:
    """Without numerators and denominators no rate has a total, whatever its members' values are."""
    bare = frame.assign(numerator=None, denominator=None).astype({"numerator": "float64", "denominator": "float64"})
    assert total(SERVED, bare, bare["area"], "2020").value is None
    assert total(POVERTY, bare, bare["area"], "2020").reason == "no_parts"


def test_only_what_its_office_leaves_out_is_put_together_from_the_parts() -> None:
    whole = values(
        """
        indicator period area value
        people    2010   14   4
        people    2020   14   5
        income    2010   14   3
        income    2020   14   9
        """
    )
    whole.loc[3, "value"] = None  # a row without a figure is none
    entries = {"people": PEOPLE, "income": INCOME}
    periods = {"people": ["2010", "2020"], "income": ["2010", "2020"]}
    assert lacking_wholes(whole, periods, entries) == {"income", INCOME.weight}
    assert lacking_wholes(whole, {"people": ["2010"], "income": ["2010"]}, entries) == set()
    assert lacking_wholes(whole, {"people": ["2010", "2015"], "income": []}, entries) == {"people"}
