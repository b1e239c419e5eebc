"""Where published figures disagree: two sources of one idea, a whole and its parts, a state and its municipalities."""

from __future__ import annotations

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.agreement import Agreement, agreements, held, outside
from etl.attempt import Manner, Prepared, arrive
from etl.compute import observations
from etl.contract import Parsed
from tests.small import indicator, origin, small_catalog


def frame(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["area", "period", "value"])


def test_figures_within_one_per_cent_agree_and_the_worst_come_first() -> None:
    left = frame(("14063", "2020", 1000), ("14066", "2020", 500), ("14047", "2020", 200), ("14047", "2015", None))
    right = frame(("14063", "2020", 1009), ("14066", "2020", 600), ("14047", "2020", 400), ("14047", "2015", 1))
    told = held("one", "other", left, right)
    assert (told.compared, told.apart) == (3, 2)
    assert told.worst["area"].tolist() == ["14047", "14066"]
    assert told.worst["apart"].round(3).tolist() == [0.5, 0.167]


def test_parts_may_lack_and_may_not_pass_the_whole() -> None:
    assert held("parts", "whole", frame(("14063", "2020", 90)), frame(("14063", "2020", 100)), at_most=True).apart == 0
    assert held("parts", "whole", frame(("14063", "2020", 110)), frame(("14063", "2020", 100)), at_most=True).apart == 1


def test_half_a_person_is_rounding_and_no_disagreement() -> None:
    assert held("one", "other", frame(("14063", "2020", 10)), frame(("14063", "2020", 10.4))).apart == 0


def found(engine: sa.Engine, catalog_: object, one: str) -> Agreement:
    (told,) = [a for a in agreements(engine, catalog_) if a.one.startswith(one)]  # type: ignore[arg-type]
    return told


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_breakdown_that_passes_its_total_is_told(engine: sa.Engine) -> None:
    entry = indicator("people", breakdowns={"sex=F": {"code": "F"}, "sex=M": {"code": "M"}})
    rows = [
        {"area": "14063", "period": "2020", "PEOPLE": 100, "F": 60, "M": 40, "file": "x", "row": 2},
        {"area": "14066", "period": "2020", "PEOPLE": 100, "F": 60, "M": 60, "file": "x", "row": 3},
    ]
    catalog_ = small_catalog(entry)
    tables = {"observation": observations("small", Parsed(pd.DataFrame(rows)), [entry])}
    arrive(engine, catalog_, Prepared(origin(), tables, []), Manner())
    told = found(engine, catalog_, "people by sex, added")
    assert (told.compared, told.worst["area"].tolist()) == (2, ["14066"])


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_three_municipalities_are_no_state(engine: sa.Engine) -> None:
    entry = indicator("people")
    areas = (("14063", 1), ("14066", 1), ("14", 999))
    rows = [{"area": a, "period": "2020", "PEOPLE": n, "file": "x", "row": 2} for a, n in areas]
    catalog_ = small_catalog(entry)
    tables = {"observation": observations("small", Parsed(pd.DataFrame(rows)), [entry])}
    arrive(engine, catalog_, Prepared(origin(), tables, []), Manner())
    assert agreements(engine, catalog_) == []
    theirs = frame(("14063", "2020", 5)).assign(indicator="people", remark="another base")
    (told,) = outside(engine, theirs)
    assert (told.other, told.compared, told.apart) == ("DataMéxico (another base)", 1, 1)
