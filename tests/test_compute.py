"""Formulas: the little language of the catalogue, evaluated on an office's variables."""

from __future__ import annotations

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from data.entries import Indicator
from data.formula import Formula, terms, years
from etl.compute import observations
from etl.contract import Parsed, SourceFault, check
from tests.small import indicator, wide


def rate(**changes: object) -> Indicator:
    base = {"formula": {"share": ["INSURED", "PEOPLE"]}, "kind": "rate", "unit": "percent", "combine": "denominator"}
    return indicator("rate", **{**base, "range": (0, 100), "decimals": 1, **changes})


def only(parsed: Parsed, entry: Indicator) -> pd.Series:
    frame = observations("small", parsed, [entry])
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_share_keeps_its_parts() -> None:
    row = only(Parsed(wide(a14063=(200, 50))), rate())
    assert (row["value"], row["numerator"], row["denominator"], row["status"]) == (25.0, 50.0, 200.0, "official")


def test_the_printed_figure_is_kept_beside_its_parts() -> None:
    parsed = Parsed(wide(a14063=(103173, 29290)).assign(PRINTED=28.4))
    row = only(parsed, rate(formula={"share": ["INSURED", "PEOPLE"], "published": "PRINTED"}))
    assert (row["value"], row["numerator"], row["denominator"]) == (28.4, 29290, 103173)
    assert check("small", observations("small", parsed, [rate()]), [rate()]) == []


def test_a_printed_figure_far_from_its_parts_is_refused() -> None:
    entry = rate(formula={"share": ["INSURED", "PEOPLE"], "published": "PRINTED"})
    parsed = Parsed(wide(a14063=(103173, 29290)).assign(PRINTED=82.4))
    (problem,) = check("small", observations("small", parsed, [entry]), [entry])
    assert "disagrees with its own parts" in str(problem) and "small.csv, row 2" in str(problem)


def test_expressions_add_and_subtract_and_a_missing_part_makes_the_whole_missing() -> None:
    entry = indicator("people", formula={"code": "PEOPLE+INSURED-PEOPLE"})
    frame = observations("small", Parsed(wide(a14063=(5, 2), a14066=(float("nan"), 2))), [entry])
    assert frame["value"].tolist()[0] == 2
    assert frame["status"].tolist() == ["official", "missing"]


def test_a_mark_becomes_the_reason_of_absence() -> None:
    marks = pd.DataFrame([{"area": "14063", "period": "2020", "variable": "INSURED", "status": "suppressed"}])
    frame = observations("small", Parsed(wide(a14063=(5, float("nan")), a14066=(5, 1)), marks), [rate()])
    assert frame.set_index("area")["status"].to_dict() == {"14063": "suppressed", "14066": "official"}


def test_a_zero_denominator_has_no_rate_and_no_crash() -> None:
    frame = observations("small", Parsed(wide(a14063=(0, 0), a14066=(5, 1))), [rate()])
    row = frame[frame["area"] == "14063"].iloc[0]
    assert pd.isna(row["value"]) and row["status"] == "not_applicable"


def test_a_period_in_which_nothing_was_asked_makes_no_rows() -> None:
    both = pd.concat([wide(a14063=(5, 1)), wide(a14063=(5, float("nan"))).assign(period="2015")])
    assert observations("small", Parsed(both), [rate()])["period"].tolist() == ["2020"]


def test_growth_compounds_over_the_years_of_its_interval() -> None:
    both = pd.concat([wide(a14063=(121, 0)).assign(period="2012"), wide(a14063=(100, 0)).assign(period="2010")])
    entry = rate(formula={"growth": "PEOPLE"}, unit="percent_per_year", range=(-50, 50))
    row = only(Parsed(both), entry)
    assert row["period"] == "2010/2012" and row["value"] == pytest.approx(10)
    assert (row["numerator"], row["denominator"]) == (121, 100)


def test_a_variable_the_source_lacks_is_named_with_those_it_has() -> None:
    with pytest.raises(SourceFault, match="column CHOCOLATE: indicator «rate».*INSURED, PEOPLE"):
        observations("small", Parsed(wide(a14063=(5, 1))), [rate(formula={"share": ["CHOCOLATE", "PEOPLE"]})])


@given(st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 10**7)), min_size=1, max_size=20))
def test_parts_always_give_back_the_value(pairs: list[tuple[int, int]]) -> None:
    keys = [f"a140{n:02d}" for n in range(1, len(pairs) + 1)]
    frame = observations("small", Parsed(wide(**dict(zip(keys, pairs, strict=True)))), [rate()])
    formula = rate().formula
    for row in frame.itertuples():
        assert formula.combine(row.numerator, row.denominator, row.period) == pytest.approx(row.value, rel=1e-12)


@pytest.mark.parametrize("text", ["A+", "A B", "+A", "A*B", "", "1A", "A--B"])
def test_an_expression_that_is_not_one_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an expression"):
        terms(text)


@pytest.mark.parametrize("form", [{}, {"code": "A", "sum": ["B"]}, {"code": "A", "published": "B"}])
def test_a_formula_has_exactly_one_form(form: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="exactly one|only goes with"):
        Formula.model_validate(form)


@pytest.mark.parametrize("period", ["2020", "2020/2010", "2020/2020"])
def test_years_wants_an_interval_that_runs_forward(period: str) -> None:
    with pytest.raises(ValueError, match="not an interval"):
        years(period)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"area": "14999"}, "the area is unknown"),
        ({"period": "veinte"}, "the period is badly written"),
        ({"value": 101.0}, "the figure is impossible"),
        ({"status": "missing"}, "value and status disagree"),
        ({"status": "invented"}, "the status is unknown"),
    ],
)
def test_the_contract_says_which_row_breaks_which_rule(change: dict[str, object], sentence: str) -> None:
    frame = observations("small", Parsed(wide(a14063=(200, 50))), [rate()]).assign(**change)
    said = [str(p) for p in check("small", frame, [rate()])]
    assert any(sentence in s and "small.csv, row 2" in s for s in said), said


def test_the_contract_refuses_a_key_given_twice() -> None:
    twice = pd.concat([wide(a14063=(200, 50)), wide(a14063=(200, 60))])
    said = [str(p) for p in check("small", observations("small", Parsed(twice), [rate()]), [rate()])]
    assert sum("the key is given twice" in s for s in said) == 2


def test_what_an_office_has_no_record_of_makes_no_row_and_a_share_of_nothing_still_says_so() -> None:
    parsed = wide(a14063=(200, 50), a14066=(0, 0), a14047=(float("nan"), float("nan")))
    open_ = observations("small", Parsed(parsed), [rate()]).set_index("area")["status"]
    told = observations("small", Parsed(parsed, unrecorded=frozenset(set(parsed.columns) - {"area"})), [rate()])
    assert open_["14047"] == "missing" and set(told["area"]) == {"14063", "14066"}
    assert told.set_index("area").at["14066", "status"] == "not_applicable"
