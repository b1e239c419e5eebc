"""What INEGI's bank of indicators answers is read whole, and what cannot be read is refused with its place."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from etl.contract import SourceFault
from etl.live import bise
from etl.live.bise_series import area, parsed, period, updated
from etl.raw import Raw
from etl.sources import inegi_bise_population, inegi_vital
from tests.services.day_bise import body
from tests.services.fixtures import fixture

ROOM = "inegi_indicadores"
SOURCE = inegi_vital.SOURCE


def read(content: bytes) -> pd.DataFrame:
    return parsed(SOURCE, Raw({"bise_x.json": content})).values


def recorded(name: str) -> pd.DataFrame:
    return read(fixture(f"{ROOM}/{name}").read_bytes())


def test_several_areas_of_one_answer_are_told_apart() -> None:
    found = recorded("municipal_1002000001_14063-14066-14047.json")
    ours = found.pivot(index="period", columns="area", values="id_1002000001")
    assert ours["14063"].to_dict() == {
        "1990": 69_646, "1995": 78_128, "2000": 84_200, "2005": 89_340, "2010": 92_967, "2020": 106_050,
    }  # fmt: skip
    assert (len(found), ours.loc["2020", "14066"], ours.loc["1995", "14047"]) == (18, 53_659, 18_685)


def test_men_and_women_come_alone_or_in_one_answer() -> None:
    men = recorded("municipal_1002000002_14063-14066-14047.json")
    women = recorded("municipal_1002000003_14063-14066-14047.json")
    both = recorded("municipal_two_ids_1002000002-1002000003.json")
    columns = ["id_1002000002", "id_1002000003"]
    assert both[["area", *columns]].values.tolist() == [
        ["14047", 12_464, 12_430], ["14063", 51_775, 54_275], ["14066", 26_380, 27_279],
    ]  # fmt: skip
    assert men[columns[0]].tolist() == both[columns[0]].tolist()
    assert women[columns[1]].tolist() == both[columns[1]].tolist()


def test_a_figure_given_twice_counts_once_and_an_absent_one_is_no_zero() -> None:
    raw = Raw({"bise_x.json": fixture(f"{ROOM}/edge_duplicate_null_empty.json").read_bytes()})
    found = parsed(SOURCE, raw)
    told = found.values.set_index("period")["id_1002000001"]
    assert told["2020"] == 106_050 and told[["2005", "2015"]].isna().all() and len(told) == 3
    assert found.marks.values.tolist() == [["14063", "2005", "id_1002000001", "not_applicable"]]


def test_the_recorded_monthly_series_is_read_with_its_empty_month() -> None:
    found = recorded("recorded_bise_6207136901_nacional.json").set_index("period")
    assert found.index.tolist() == ["2026-05", "2026-06", "2026-07"] and set(found["area"]) == {"00"}
    assert found.at["2026-07", "id_6207136901"] == pytest.approx(109.2101358849)
    assert pd.isna(found.at["2026-05", "id_6207136901"])


def test_of_two_different_figures_the_first_counts_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    assert read(body({"OBS_VALUE": "7"}, {"OBS_VALUE": "8"}))["id_1002000030"].tolist() == [7]
    assert "1002000030 says two figures of 14063 in 2024; the first counts" in caplog.text


@pytest.mark.parametrize(
    ("text", "frequency", "expected"),
    [
        ("2020", "1", "2020"), ("2026/07", "8", "2026-07"), ("2026/03", "4", "2026-07/2026-09"),
        ("2024/03/1", "15", "2024-03-01/2024-03-15"), ("2024/02/2", "15", "2024-02-16/2024-02-29"),
        ("2026/07", "4", ""), ("2026/07", "3", ""), ("2026/13", "8", ""), ("2024/03/3", "15", ""), ("20", "1", ""),
    ],
)  # fmt: skip
def test_a_period_is_what_its_frequency_says(text: str, frequency: str, expected: str) -> None:
    assert period(text, frequency) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", "00"), ("14", "14"), ("14063", "14063"), ("0700", "00"), ("07000014", "14"), ("070000140063", "14063"),
     ("1001", "01001"), ("9", "09"), ("140", ""), ("0700001400", ""), ("x", "")],
)  # fmt: skip
def test_either_spelling_of_an_area_is_understood(text: str, expected: str) -> None:
    assert area(text) == expected
    if expected and len(text) >= 4 and text.startswith("07"):
        assert bise.spelled(expected) == text


def test_a_date_with_the_spanish_half_of_the_day_is_read() -> None:
    assert updated("24/09/2026 12:00:00 a. m.") == date(2026, 9, 24) and updated("23/05/2022") == date(2022, 5, 23)
    assert updated("") is None and updated("ayer") is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (body({"OBS_VALUE": "1.234,5"}), "row 1, column id, text: a cell is no number"),
        (body({"OBS_VALUE": "5", "COBER_GEO": "14999"}), "the municipality is unknown"),
        (body({"OBS_VALUE": None, "OBS_EXCEPTION": "??"}), "an exception is unknown (expected NA, -, ND, NS"),
        (body({"OBS_VALUE": "5", "TIME_PERIOD": "2024/3T"}), "the period is badly written"),
        (body({"OBS_VALUE": "5"}, UNIT_MULT="3"), "the figures are in another unit than their own"),
        (body({"OBS_VALUE": "5"}).replace(b"OBS_VALUE", b"VALOR"), "the answer is not as INEGI writes it"),
        (body({"OBS_VALUE": "5"})[:-9], "the answer is not as INEGI writes it"),
        (body({"OBS_VALUE": "5"}).decode().encode("utf-16"), "the answer is not as INEGI writes it"),
        (b'{"Series": null}', "the answer is not as INEGI writes it"),
        (b'{"Series": []}', "cut short or another edition"),
    ],
)
def test_a_damaged_answer_is_refused_with_its_file(content: bytes, sentence: str) -> None:
    with pytest.raises(SourceFault) as told:
        read(content)
    assert sentence in str(told.value) and "bise_x.json" in str(told.value)


def test_a_field_more_and_a_revised_year_are_no_fault() -> None:
    assert read(body({"OBS_VALUE": "6", "NEW": "x"}, NEW="y"))["id_1002000030"].tolist() == [6]


def test_years_with_men_and_no_total_are_left_out_of_the_check_and_surveys_are_estimates() -> None:
    total = json.loads(body({"OBS_VALUE": "9", "TIME_PERIOD": "2015"}, number="1002000001"))["Series"]
    men = json.loads(body({"OBS_VALUE": "4", "TIME_PERIOD": "2025"}, number="1002000002"))["Series"]
    found = inegi_bise_population.parse(Raw({"bise_x.json": json.dumps({"Series": total + men}).encode()}))
    assert found.values[["period", "status"]].values.tolist() == [["2015", "estimated"]]
