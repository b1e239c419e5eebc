"""Education, health and poverty: what each recorded example must give, written by hand from the office's file."""

from __future__ import annotations

import math
from functools import cache

import pandas as pd
import pytest

from data.catalog import catalog
from etl.compute import observations
from etl.contract import Parsed, SourceFault
from etl.raw import Raw
from etl.sources import modules
from tests.sources.examples import example, relaxed


@cache
def parsed(source: str) -> Parsed:
    with relaxed():
        return modules()[source].parse(example(source))


@cache
def figures(source: str) -> pd.DataFrame:
    frame = observations(source, parsed(source), catalog().of_source(source))
    return frame.set_index(["indicator", "period", "area", "breakdown"])


def value(source: str, indicator: str, period: str, area: str, breakdown: str = "total") -> float:
    return float(figures(source).at[(indicator, period, area, breakdown), "value"])


def status(source: str, indicator: str, period: str, area: str, breakdown: str = "total") -> str:
    return str(figures(source).at[(indicator, period, area, breakdown), "status"])


def damaged(source: str, name: str, old: str, new: str, encoding: str = "utf-8") -> SourceFault:
    """The fault of the example with one text replaced."""
    raw = example(source)
    file = next(f for f in raw.files if f.endswith(name))
    text = raw.files[file].decode(encoding)
    assert old in text, "the example no longer holds the text this test damages"
    with relaxed(), pytest.raises(SourceFault) as caught:
        modules()[source].parse(Raw({**raw.files, file: text.replace(old, new).encode(encoding)}))
    return caught.value


@pytest.mark.parametrize(
    ("indicator", "period", "area", "expected"),
    [
        ("poverty_pct", "2010", "14063", (36.6, 33412, 91307)),
        ("poverty_pct", "2015", "14066", (47.8, 23404, 48935)),
        ("poverty_pct", "2020", "14047", (46.2, 10810, 23411)),
        ("extreme_poverty_pct", "2020", "14063", (3.0, 3101, 103173)),
        ("vulnerable_by_lacks_pct", "2020", "14063", (29.8, 30770, 103173)),
        ("three_or_more_lacks_pct", "2020", "14066", (22.7, 12032, 52955)),
        ("education_lag_pct", "2020", "14066", (22.4, 11865, 52955)),
        ("health_access_lack_pct", "2015", "14063", (17.6, 17114, 97016)),
        # the line is `plb` in the files of 2010 and 2015 and `plp` in that of 2020
        ("below_income_line_pct", "2010", "14047", (57.6, 13891, 24121)),
        ("below_income_line_pct", "2020", "14047", (54.5, 12750, 23411)),
    ],
)
def test_poverty_is_the_printed_share_with_coneval_s_persons(
    indicator: str, period: str, area: str, expected: tuple[float, float, float]
) -> None:
    row = figures("coneval_poverty").loc[(indicator, period, area, "total")]
    assert (row["value"], row["numerator"], row["denominator"]) == expected
    assert row["status"] == "estimated"


@pytest.mark.parametrize(("period", "area"), [("2015", "08010"), ("2020", "04012")])
def test_a_municipality_coneval_could_not_estimate_is_missing(period: str, area: str) -> None:
    assert status("coneval_poverty", "poverty_pct", period, area) == "missing"


def test_a_latin_1_file_saved_again_as_utf_8_is_refused() -> None:
    raw = example("coneval_poverty")
    again = {f: c.decode("latin-1").encode("utf-8") for f, c in raw.files.items()}
    with relaxed(), pytest.raises(SourceFault, match="latin-1"):
        modules()["coneval_poverty"].parse(Raw(again))


def test_the_poor_the_vulnerable_and_the_others_are_the_population() -> None:
    fault = damaged("coneval_poverty", "coneval_pobreza_2020.csv", '"103,173"', '"106,050"', "latin-1")
    assert "are not the population" in str(fault)


def test_income_is_weighed_by_coneval_s_population_of_the_same_year() -> None:
    values = parsed("coneval_income").values.set_index(["area", "period"])
    assert values.at[("14063", "2020"), "ictpc"] == pytest.approx(4407.90239)
    assert values.at[("14063", "2020"), "poblacion"] == 103173
    assert values.at[("14047", "2010"), "ictpc"] == pytest.approx(2506.464355)
    # n.d. in 2020, left out of the workbook in 2015
    assert math.isnan(values.at[("04012", "2020"), "ictpc"])
    assert math.isnan(values.at[("08010", "2015"), "ictpc"])


def test_social_lag_reads_the_municipalities_and_not_the_states() -> None:
    source = "coneval_rezago_2020"
    assert value(source, "lag_index", "2020", "14063") == pytest.approx(-1.015214)
    assert value(source, "lag_grade", "2020", "14063") == 1  # Muy bajo
    assert value(source, "lag_grade", "2020", "14066") == 2  # Bajo
    assert value(source, "lag_grade", "2020", "07004") == 4  # Alto
    assert set(parsed(source).values["area"].str.len()) == {5}


def test_marginality_is_higher_where_there_is_less_of_it() -> None:
    source = "conapo_marginality"
    assert value(source, "marginality_index_dp2", "2020", "14063") == pytest.approx(58.7588, abs=1e-4)
    assert value(source, "marginality_index_dp2", "2020", "14066") == pytest.approx(56.4942, abs=1e-4)
    assert value(source, "marginality_grade", "2020", "14063") == 1  # Muy bajo
    assert value(source, "marginality_grade", "2020", "14066") == 2  # Bajo
    assert value(source, "marginality_index_dp2", "2010", "14047") == pytest.approx(35.4324, abs=1e-4)


def test_an_unknown_grade_is_named() -> None:
    fault = damaged("conapo_marginality", "dp2_2020.csv", ",Bajo,", ",Bajito,")
    assert "«Bajito»" in str(fault) and "Muy alto" in str(fault)


def test_human_development_leaves_oaxaca_s_districts_out() -> None:
    source = "pnud_hdi"
    assert value(source, "hdi", "2010", "14063") == 0.755
    assert value(source, "hdi", "2020", "14066") == 0.707
    assert value(source, "hdi_health", "2020", "14047") == 0.863
    assert value(source, "hdi_education", "2015", "14063") == 0.640
    assert value(source, "hdi_income", "2015", "14066") == 0.758
    assert status(source, "hdi", "2015", "08010") == "missing"  # ND
    assert status(source, "hdi", "2020", "26044") == "missing"  # its health subindex is ND
    assert value(source, "hdi_education", "2020", "26044") == 0.571
    assert not parsed(source).values["area"].str.startswith("20").any()


@pytest.mark.parametrize(
    ("area", "schools", "pupils", "girls", "boys", "teachers"),
    [("14063", 159, 31452, 16095, 15357, 2028), ("14047", 35, 5873, 2943, 2930, 274)],
)
def test_localities_add_up_to_the_municipality_s_schools(
    area: str, schools: int, pupils: int, girls: int, boys: int, teachers: int
) -> None:
    source, period = "sep_911", "2024/2025"
    assert value(source, "schools", period, area) == schools
    assert value(source, "pupils", period, area) == pupils
    assert value(source, "pupils", period, area, "sex=F") == girls
    assert value(source, "pupils", period, area, "sex=M") == boys
    assert value(source, "teachers", period, area) == teachers
    assert value(source, "pupils_per_teacher", period, area) == pytest.approx(pupils / teachers)


def test_a_locality_registered_across_the_state_border_counts_where_it_is() -> None:
    # San Antonio de Padua (45 pupils), printed under Aguascalientes, beside two localities of Jalisco (6 and 13)
    assert value("sep_911", "pupils", "2024/2025", "14053") == 45 + 6 + 13


def test_pupils_by_sex_must_add_up() -> None:
    fault = damaged("sep_911", "localidades.csv", "LOS CAPULINES,2,140,77,63", "LOS CAPULINES,2,140,78,63")
    assert "girls and boys" in str(fault)


def test_teachers_of_2015_ignore_the_printed_total() -> None:
    source = "inegi_teachers_2015"
    assert value(source, "teachers_2015", "2015", "14063") == 947
    assert value(source, "teachers_2015", "2015", "14063", "level=primary") == 445
    assert value(source, "teachers_2015", "2015", "14") == 76793
    assert status(source, "teachers_2015", "2015", "14063", "level=upper_secondary") == "missing"
    # Abejones: 3 + 8 + 6 in a row whose printed total is 0
    assert value(source, "teachers_2015", "2015", "20001") == 17
    assert status(source, "teachers_2015", "2015", "03001") == "missing"  # ND
    assert status(source, "teachers_2015", "2015", "07120") == "missing"  # blank


def test_rows_of_no_place_are_left_out_of_simbad() -> None:
    for source in ("inegi_teachers_2015", "inegi_health_2015"):
        assert set(parsed(source).values["area"]) == {
            "01", "01001", "03", "03001", "07120", "09", "09002",
            "14", "14047", "14063", "14066", "20", "20001", "20018",
        }  # fmt: skip


def test_doctors_are_missing_where_those_of_imss_are() -> None:
    source = "inegi_health_2015"
    assert value(source, "doctors", "2015", "14063") == 166
    assert value(source, "doctors", "2015", "14") == 17379
    assert value(source, "doctors", "2015", "09") == 33603
    assert status(source, "doctors", "2015", "09002") == "missing"  # 818 printed, IMSS left out
    values = parsed(source).values.set_index("area")
    assert values.at["14063", "derechohabientes"] == 95178
    assert values.at["14063", "usuarios"] == 87451


def test_beds_are_of_six_institutions_and_staff_of_one() -> None:
    source = "health_resources_2021"
    assert value(source, "beds", "2021", "14063") == 65 + 63 + 21
    assert value(source, "clinics", "2021", "14063") == 15 + 31 + 3 + 18
    assert value(source, "health_staff", "2021", "14063") == 165
    assert value(source, "beds", "2021", "14047") == 8
    assert status(source, "health_staff", "2021", "07063") == "missing"  # one consulting room, nobody in it


def test_staff_of_another_institution_is_a_new_edition() -> None:
    fault = damaged("health_resources_2021", "2021.tsv", "\t64540\t63\t31\t0", "\t64540\t63\t31\t500")
    assert "reports staff" in str(fault)


def test_an_institution_left_out_is_refused() -> None:
    fault = damaged("health_resources_2021", "2021.tsv", "\tISSSTE\t", "\tIMSS\t")
    assert "lacks a part" in str(fault)


def test_waves_of_covid_are_added_before_dividing() -> None:
    source, period = "covid_deaths", "2020/2022"
    assert value(source, "covid_deaths", period, "14063") == 34 + 39 + 124 + 5 + 98 + 5 + 11
    assert value(source, "covid_cases", period, "14063") == 185 + 172 + 640 + 33 + 1078 + 55 + 644
    assert value(source, "covid_fatality_pct", period, "14063") == pytest.approx(100 * 316 / 2807)
    assert set(parsed(source).values["area"]) == {"01001", "14047", "14063", "14066", "32058"}


def test_more_cases_under_keys_that_never_existed_are_told() -> None:
    fault = damaged("covid_deaths", "por_ola.txt", "17056\t02_interola_1\t0\t0", "17056\t02_interola_1\t0\t900")
    assert "never existed" in str(fault)


@pytest.mark.parametrize(
    ("indicator", "area", "expected"),
    [
        # CONEVAL's social lag workbook prints both shares of the 2020 census
        ("illiteracy_pct", "14063", 3.269086),
        ("without_coverage_pct", "14063", 23.497407),
    ],
)
def test_census_shares_agree_with_those_coneval_prints(indicator: str, area: str, expected: float) -> None:
    assert value("inegi_census_2020", indicator, "2020", area) == pytest.approx(expected, abs=5e-7)
