"""Up to ten places on one indicator: who they are, their figures, the sentence, the distances."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.analysis import compare, compare_words
from dashboard.analysis.compare import Party
from dashboard.gaps import gap
from dashboard.measures import Total
from data.catalog import catalog
from data.entries import Indicator
from tests.test_sentences import plain
from tests.worlds import GRADE, JAMAY, OCOTLAN, PEOPLE, PONCITLAN, POVERTY, SERVED, values

ZONES = catalog().zones
PEOPLE_COUNTED = POVERTY.model_copy(update={"counted": "persons"})
NAMES = {"14063": "Ocotlán", "14066": "Poncitlán", "14047": "Jamay", "amo": "AMO", "14": "Jalisco", "00": "México"}
ROWS = values("""
indicator  area   period  numerator  denominator
poverty    14063  2020    28400      100000
poverty    14066  2020    20600      50000
poverty    14047  2020    11088      24000
poverty    14     2020    2600000    8000000
""")


def keys(text: str) -> list[str]:
    return [p.key for p in compare.parties(text, ZONES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("14063,14066,amo,14,00", ["14063", "14066", "amo", "14", "00"]),
        ("14063|z:14063,14018|14", ["14063", "z:14063,14018", "14"]),
        ("z:14063,14018", ["z:14063,14018"]),
        ("14063|z:14063,14018:Mi zona", ["14063", "z:14063,14018:Mi zona"]),
        ("jalisco,mexico", ["14", "00"]),  # a zone that is all of a state is that state
        ("14,jalisco", ["14"]),
        ("z:14063,14066,14047", ["amo"]),  # a list that is a declared zone is that zone
        ("14063,14063, 14066 ", ["14063", "14066"]),
        ("14063,99999,99,nowhere,z:,z:99999,,|", ["14063"]),
        ("14999", []),
    ],
)
def test_an_address_names_places_and_what_does_not_exist_is_left_out(text: str, found: list[str]) -> None:
    assert keys(text.replace(",,|", "")) == found


@pytest.mark.parametrize("told", [["14063", "14"], ["14063", "z:14063,14018:Mi zona", "00"], ["z:14063,14018"], []])
def test_what_is_written_in_the_address_is_read_back(told: list[str]) -> None:
    assert keys(compare.joined(told)) == told


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        ("amo", ["14063", "14066", "14047", "amo", "14", "00"]),
        ("jalisco", ["14063", "14066", "14047", "14", "00"]),
        ("mexico", ["14063", "14066", "14047", "00"]),
    ],
)
def test_a_zone_is_compared_with_its_members_its_state_and_the_nation(zone: str, found: list[str]) -> None:
    assert [p.key for p in compare.usual(ZONES[zone], ZONES["amo"])] == found


def test_nobody_is_asked_to_look_at_more_than_ten() -> None:
    assert len(compare.usual(ZONES["cienega"], ZONES["amo"])) == compare.MOST
    alone = compare.party("z:14063", ZONES)
    assert alone and alone.zone
    assert [p.key for p in compare.usual(alone.zone, ZONES["amo"])] == ["14063", "14", "00"]


def board(
    text: str, entry: Indicator = PEOPLE_COUNTED, rows: pd.DataFrame = ROWS
) -> tuple[tuple[Party, ...], dict[str, Total]]:
    chosen = compare.parties(text, ZONES)
    return chosen, compare.figures(entry, chosen, rows, "2020", None)


def test_a_zone_is_the_sum_of_its_parts_and_a_state_what_is_printed() -> None:
    _, found = board("14063,amo,14,00")
    assert found["14063"].value == pytest.approx(28.4)
    assert found["amo"].value == pytest.approx(100 * 60088 / 174000)
    assert found["14"].value == pytest.approx(32.5) and found["14"].printed
    assert found["00"].value is None and found["00"].reason == "missing"


def test_a_municipality_without_a_row_has_no_figure_and_takes_the_zone_s() -> None:
    _, found = board("14063,14047,amo", rows=ROWS[ROWS["area"] != JAMAY])
    assert found[JAMAY].value is None and found[JAMAY].status == "missing"
    assert found["amo"].value is None and found["amo"].missing == (JAMAY,)


def test_counts_of_a_municipality_and_of_a_zone_never_share_an_axis() -> None:
    chosen = compare.parties("14063,14066,amo,14", ZONES)
    assert [p.key for p in compare.on_one_axis(PEOPLE, chosen)] == ["14063", "14066"]
    assert [p.key for p in compare.on_one_axis(PEOPLE, chosen[2:])] == ["amo", "14"]
    assert compare.on_one_axis(POVERTY, chosen) == chosen


def test_the_base_is_the_readers_zone_or_the_next_that_has_a_figure() -> None:
    chosen, found = board("14063,00,14,amo")
    assert compare.usual_base(chosen, found, ZONES["amo"]) == "amo"
    assert compare.usual_base(chosen, found, ZONES["cienega"]) == "14"  # the nation has no figure
    assert compare.usual_base(chosen[:1], found, ZONES["amo"]) == "14063"
    assert compare.usual_base((), {}, ZONES["amo"]) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14063,amo,14,00", ("14", "00")),
        ("14063,09007", ("00", "14", "09")),
        ("00", ("00",)),
        ("14063,00", ("14", "00")),
        ("z:14063,16011", ("00",)),
    ],
)
def test_behind_stand_the_municipalities_of_the_one_state_or_else_of_mexico(text: str, found: tuple[str, ...]) -> None:
    assert compare.spreads(compare.parties(text, ZONES)) == found


def answer(
    text: str, base: str, language: str = "es", entry: Indicator = PEOPLE_COUNTED, rows: pd.DataFrame = ROWS
) -> str:
    chosen, found = board(text, entry, rows)
    drawn = compare.on_one_axis(entry, chosen)
    gaps = compare.differences(entry, "2020", drawn, found, base)
    return plain(compare_words.answer(entry, "2020", drawn, found, NAMES, base, gaps, language))


def test_the_answer_names_both_ends_and_the_distance_from_the_base_in_people() -> None:
    assert answer("14063,14066,14047,amo,14,00", "amo") == (
        "Población en pobreza en 2020: de cinco lugares, la cifra más alta es 46.2 % (Jamay) y la más baja 28.4 %"
        " (Ocotlán), con una diferencia de 17.8 puntos; frente a AMO (34.5 %), Jamay tiene 11.7 puntos más,"
        " ≈ 2,800 personas; sin dato: México."
    )
    assert answer("14063,14066,14047,amo", "amo", "en") == (
        "Population in poverty in 2020: of four places, the highest figure is 46.2% (Jamay) and the lowest 28.4%"
        " (Ocotlán), 17.8 points apart; against AMO (34.5%), Jamay: 11.7 points higher, ≈ 2,800 persons."
    )


def test_the_answer_about_two_one_none_and_equals() -> None:
    assert answer("14063,14047", "14063") == (
        "Población en pobreza en 2020: Jamay, 46.2 %, 17.8 puntos más que Ocotlán (28.4 %);"
        " en Jamay, ≈ 4,270 personas más que con la cifra de Ocotlán."
    )
    assert answer("14063", "14063") == "Población en pobreza en 2020: Ocotlán, 28.4 %."
    assert answer("00", "00") == "Población en pobreza en 2020: los lugares elegidos no tienen cifra."
    same = ROWS.assign(numerator=30.0, denominator=100.0, value=30.0)
    assert answer("14063,14066,14047", "14063", rows=same) == (
        "Población en pobreza en 2020: Ocotlán, Poncitlán y Jamay tienen la misma cifra, 30.0 %."
    )


def test_the_answer_about_counts_and_grades() -> None:
    people = values("""
    indicator  area   period  value
    people     14063  2020    106050
    people     14066  2020    53659
    people     14047  2020    24894
    """)
    assert answer("14063,14066,14047,amo", "14063", entry=PEOPLE, rows=people).endswith(
        "de tres lugares, la cifra más alta es 106,050 personas (Ocotlán) y la más baja 24,894 (Jamay), con una"
        " diferencia de 81,156."
    )
    grades = people.assign(value=[1.0, 2.0, 1.0], indicator="grade")
    assert answer("14063,14066,14047,amo", "14063", entry=GRADE, rows=grades).endswith(
        "muy bajo en Ocotlán y Jamay; bajo en Poncitlán."
    )


def test_a_difference_says_what_it_means_and_what_it_amounts_to() -> None:
    found = gap(PEOPLE_COUNTED, "2020", Total(46.2, 11088.0, 24000.0, "official"), 34.5)
    assert found is not None
    assert plain(compare_words.difference(found, PEOPLE_COUNTED, "AMO", "es")) == (
        "46.2 % frente a 34.5 %; en peor situación; ≈ 2,810 personas más que con la cifra de AMO"
    )
    assert compare_words.equivalent(found, SERVED, "es") == ""  # what it counts is not said
    one = gap(PEOPLE_COUNTED, "2020", Total(100.0, 1.0, 1.0, "official"), 20.0)
    assert one is not None and compare_words.equivalent(one, PEOPLE_COUNTED, "es") == ""
    level = gap(PEOPLE_COUNTED, "2020", Total(34.51, 345.1, 1000.0, "official"), 34.5)
    assert level is not None
    assert plain(compare_words.difference(level, PEOPLE_COUNTED, "AMO", "en")) == "34.5%, the same figure as AMO"


def test_money_keeps_its_sign() -> None:
    entry = catalog().indicators["own_revenue_pct"]
    found = gap(entry, "2022", Total(20.0, 40e6, 200e6, "official"), 15.0)
    assert found is not None
    assert plain(compare_words.equivalent(found, entry, "es")) == "≈ $10,000,000 pesos corrientes"


def test_without_a_figure_of_the_base_there_is_no_distance() -> None:
    chosen, found = board("14063,00")
    assert compare.differences(POVERTY, "2020", chosen, found, "00") == {}
    assert compare.differences(POVERTY, "2020", chosen, found, "nobody") == {}


def test_a_comparison_knows_whom_a_zones_figure_leaves_out() -> None:
    chosen, found = board("14063,amo", rows=ROWS[ROWS["area"] != JAMAY])
    people = pd.Series({OCOTLAN: 60.0, PONCITLAN: 30.0, JAMAY: 10.0})
    town, zone = compare.sides(POVERTY, "2020", chosen, found, NAMES, people)
    assert (town.covered, zone.covered, zone.lacking) == (1.0, 0.9, ("Jamay",))


def test_a_municipality_without_a_figure_is_no_lack_of_coverage() -> None:
    chosen, found = board("14063,14047", rows=ROWS[ROWS["area"] != JAMAY])
    told = compare.sides(POVERTY, "2020", chosen, found, NAMES, pd.Series({OCOTLAN: 60.0, JAMAY: 10.0}))
    assert [side.lacking for side in told] == [(), ()]
