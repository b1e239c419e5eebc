"""The rules of flows, sites and memberships, broken one by one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from etl.contract import FLOW, MEMBERSHIP, SITE, Problem
from etl.contract_tables import check_flows, check_memberships, check_sites

FLOW_ROW = {
    "kind": "study", "period": "2020", "origin": "14066", "destination": "14063",
    "persons": 920.0, "status": "estimated",
}  # fmt: skip
SITE_ROW = {
    "site": "DLLAG1", "kind": "water_quality", "name": "Lago de Chapala", "area": "14066",
    "longitude": -102.9, "latitude": 20.3, "period": "2020", "measures": {"dqo": 31.0, "semaforo": "verde"},
}  # fmt: skip
MEMBER_ROW = {
    "zone": "dzm2015_14_02", "area": "14063", "title": "Zona metropolitana de Ocotlán", "kind": "zona metropolitana",
    "declared_by": "SEDATU, CONAPO, INEGI", "declared_on": "2018",
}  # fmt: skip


def frame(row: dict[str, Any], *changes: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**row, **change} for change in changes or ({},)])


def said(problems: list[Problem]) -> list[str]:
    return [p.what for p in problems]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"period": "2015/2020"},
        {"period": "2020-06"},
        {"persons": 0.0},
        {"persons": 0.5},
        {"persons": None, "status": "suppressed"},
        {"destination": "14066"},  # those who stay
        {"destination": "16011"},  # across the state border
    ],
)
def test_a_good_flow_has_no_problem(change: dict[str, Any]) -> None:
    assert check_flows("x", frame(FLOW_ROW, change)) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"kind": "Study"}, "the kind of flow is badly written"),
        ({"kind": None}, "the kind of flow is badly written"),
        ({"period": "2015-2020"}, "the period is badly written"),
        ({"period": 2020}, "the period is badly written"),
        ({"origin": "14999"}, "the municipality (origin) is unknown"),
        ({"origin": "14"}, "the municipality (origin) is unknown"),
        ({"destination": "00"}, "the municipality (destination) is unknown"),
        ({"destination": None}, "the municipality (destination) is unknown"),
        ({"persons": -1.0}, "the persons are impossible"),
        ({"persons": float("inf")}, "the persons are impossible"),
        ({"status": "guessed"}, "the status is unknown"),
        ({"persons": None}, "persons and status disagree"),
        ({"status": "missing"}, "persons and status disagree"),
    ],
)
def test_a_broken_flow_is_said(change: dict[str, Any], what: str) -> None:
    good = {"origin": "14047"}
    assert said(check_flows("x", frame(FLOW_ROW, good, change))) == [what]


def test_a_flow_given_twice_shows_both_rows() -> None:
    twice = frame(FLOW_ROW, {"persons": 920.0}, {"persons": 921.0}, {"period": "2015"})
    assert said(check_flows("x", twice)) == ["the flow is given twice"] * 2


def test_a_problem_names_file_row_column_expected_and_got() -> None:
    rows = frame(FLOW_ROW, {"persons": -3.0, "file": "matriz.xlsx", "row": 12})
    assert [str(p) for p in check_flows("inegi_study_2020", rows)] == [
        "inegi_study_2020: matriz.xlsx, row 12, column persons: the persons are impossible "
        "(expected 0 or more; got kind study, period 2020, origin 14066, destination 14063, persons -3.0)"
    ]


def test_every_rule_is_said_at_once_and_long_lists_are_counted() -> None:
    wrong = [{"origin": f"99{n:03}", "persons": -1.0} for n in range(25)]
    problems = check_flows("x", frame(FLOW_ROW, *wrong))
    assert len(problems) == 22
    assert said(problems)[10] == "the municipality (origin) is unknown: 25 rows in all"
    assert said(problems)[21] == "the persons are impossible: 25 rows in all"


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"longitude": None, "latitude": None},  # a place nobody located
        {"longitude": -117.1, "latitude": 32.5},  # Tijuana
        {"longitude": -86.7, "latitude": 21.2},  # Isla Mujeres
        {"measures": {}},
        {"measures": {"dbo": "<2", "dqo": None}},
    ],
)
def test_a_good_site_has_no_problem(change: dict[str, Any]) -> None:
    assert check_sites("x", frame(SITE_ROW, change)) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"site": " "}, "the site has no key"),
        ({"name": None}, "the site has no name"),
        ({"kind": "calidad del agua"}, "the kind of site is badly written"),
        ({"period": "20"}, "the period is badly written"),
        ({"area": "14"}, "the municipality (area) is unknown"),
        ({"area": "14999"}, "the municipality (area) is unknown"),
        ({"longitude": 102.9}, "the site lies outside Mexico"),  # the sign lost
        ({"longitude": 20.3, "latitude": -102.9}, "the site lies outside Mexico"),  # exchanged
        ({"longitude": None}, "half a position"),
        ({"measures": '{"dqo": 31}'}, "the measures are no JSON object"),
        ({"measures": {"dqo": float("nan")}}, "the measures are no JSON object"),
        ({"measures": None}, "the measures are no JSON object"),
    ],
)
def test_a_broken_site_is_said(change: dict[str, Any], what: str) -> None:
    good = {"site": "DLLAG2"}
    assert said(check_sites("x", frame(SITE_ROW, good, change))) == [what]


def test_a_site_given_twice_is_said() -> None:
    assert said(check_sites("x", frame(SITE_ROW, {}, {"name": "Otro"}))) == ["the site is given twice"] * 2


def test_good_memberships_have_no_problem() -> None:
    members = frame(MEMBER_ROW, {}, {"area": "14066"}, {"zone": "z", "title": "Otra", "declared_on": "2020-05-29"})
    assert check_memberships("x", members) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"zone": "14.02"}, "the zone's key is badly written"),
        ({"zone": "z", "area": "14"}, "the municipality (area) is unknown"),
        ({"zone": "z", "area": "00999"}, "the municipality (area) is unknown"),
        ({"zone": "z", "title": ""}, "the zone has no title"),
        ({"zone": "z", "kind": None}, "the zone has no kind"),
        ({"zone": "z", "declared_by": "  "}, "the zone has no declared_by"),
        ({"zone": "z", "declared_on": "29/05/2020"}, "the date is badly written"),
    ],
)
def test_a_broken_membership_is_said(change: dict[str, Any], what: str) -> None:
    assert said(check_memberships("x", frame(MEMBER_ROW, {}, change))) == [what]


def test_a_member_given_twice_is_said() -> None:
    assert said(check_memberships("x", frame(MEMBER_ROW, {}, {}))) == ["the member is given twice"] * 2


@pytest.mark.parametrize("column", ["title", "kind", "declared_by", "declared_on"])
def test_a_zone_says_one_thing_of_itself(column: str) -> None:
    members = frame(MEMBER_ROW, {}, {"area": "14066", column: "2019"})
    assert said(check_memberships("x", members)) == [f"the zone has more than one {column}"] * 2


@pytest.mark.parametrize(
    ("check", "row", "columns"),
    [(check_flows, FLOW_ROW, FLOW), (check_sites, SITE_ROW, SITE), (check_memberships, MEMBER_ROW, MEMBERSHIP)],
)
def test_an_empty_frame_is_fine_and_a_lost_column_is_not(check: Any, row: dict[str, Any], columns: list[str]) -> None:
    assert check("x", pd.DataFrame(columns=columns)) == []
    for column in columns:
        problems = check("x", frame(row).drop(columns=column))
        assert [(p.what, p.column) for p in problems] == [("the parser left a column out", column)]
