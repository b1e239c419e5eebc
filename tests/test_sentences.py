"""Finding sentences, word for word: leading figure, ties, missing members, one area, many, both languages."""

from __future__ import annotations

from string import Formatter
from typing import get_args

from dashboard import sentences
from dashboard.measures import Reason, Total, total, zone_total
from dashboard.text import entries
from dashboard.wording import capital, counted, listed, shortened, when
from data.entries import Indicator, Zone
from tests.worlds import AMO, GRADE, INCOME, JALISCO, OCOTLAN, PEOPLE, POVERTY, SCHOOLING, SERVED, values

THREE = """
indicator period area  value numerator denominator
poverty   2020   14063 28.4  284       1000
poverty   2020   14066 41.2  412       1000
poverty   2020   14047 46.2  462       1000
"""


def plain(text: str) -> str:
    """With ordinary blanks: a figure is joined to its sign by one that does not break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def told(indicator: Indicator, text: str, language: str = "es", period: str = "2020", **more: object) -> str:
    return plain(sentences.finding(indicator, values(text), AMO, period, language, **more))  # type: ignore[arg-type]


def test_the_worst_position_leads_against_the_best() -> None:
    whole = zone_total(POVERTY, values(THREE), AMO, "2020")
    said = told(POVERTY, THREE, whole=whole, references={"Jalisco": 28.1})
    assert said == "Jamay: 46.2 % en 2020, 17.8 puntos más que Ocotlán (28.4 %); AMO, 38.6 %; Jalisco, 28.1 %."
    said = told(POVERTY, THREE, "en", references={"Jalisco": 28.1})
    assert said == "Jamay: 46.2% in 2020, 17.8 points higher than Ocotlán (28.4%); Jalisco, 28.1%."


def test_where_more_is_better_the_lowest_leads() -> None:
    said = told(SERVED, THREE.replace("poverty", "served"))
    assert said == "Ocotlán: 28.4 % en 2020, 17.8 puntos menos que Jamay (46.2 %)."


def test_a_unit_without_sign_is_named_once_and_pesos_carry_theirs() -> None:
    text = "indicator period area value\nincome 2020 14063 3245\nincome 2020 14066 2835.4\nincome 2020 14047 3000"
    assert told(INCOME, text, "en").startswith("Poncitlán: $2,835 in 2020, $410 less than Ocotlán")
    assert told(INCOME, text) == "Poncitlán: $2,835 en 2020, $410 menos que Ocotlán ($3,245)."
    years = (
        "indicator period area value numerator denominator\nschooling 2020 14063 9.1 - -\nschooling 2020 14066 8.3 - -"
    )
    assert told(SCHOOLING, years).startswith(
        "Poncitlán: 8.3 años en 2020, 0.8 años menos que Ocotlán (9.1 años); sin dato de Jamay"
    )


def test_points_that_are_the_unit_are_points_too() -> None:
    gap_pp = POVERTY.model_copy(update={"unit": "percentage_points"})
    assert told(gap_pp, THREE) == "Jamay: 46.2 puntos en 2020, 17.8 puntos más que Ocotlán (28.4 puntos)."


def test_places_stand_in_the_order_of_the_zone() -> None:
    tied = THREE.replace("46.2", "41.2")
    frame = values(tied).sort_values("area")
    assert sentences.finding(POVERTY, frame, AMO, "2020", "es").startswith("Poncitlán y Jamay:")


def test_a_count_is_told_as_a_share_of_its_zone() -> None:
    text = "indicator period area value\npeople 2020 14063 106050\npeople 2020 14066 53659\npeople 2020 14047 24894"
    whole = zone_total(PEOPLE, values(text), AMO, "2020")
    said = told(PEOPLE, text, whole=whole, references={"Jalisco": 8348151})
    assert said == "Ocotlán: 106,050 personas en 2020, 57.4 % del total de AMO (184,603)."
    crowd = text.replace("106050", "1476491")
    assert told(PEOPLE, crowd).startswith("Ocotlán: 1,476,491 personas en 2020")
    assert told(PEOPLE, text) == "Ocotlán: 106,050 personas en 2020, 81,156 más que Jamay (24,894)."
    assert told(PEOPLE, text, "en") == "Ocotlán: 106,050 persons in 2020, 81,156 more than Jamay (24,894)."


def test_ties_of_what_is_printed() -> None:
    tied = THREE.replace("41.2", "46.24")
    assert told(POVERTY, tied).startswith("Poncitlán y Jamay: 46.2 % en 2020, 17.8 puntos más que Ocotlán (28.4 %)")
    same = THREE.replace("41.2", "28.4").replace("46.2", "28.4")
    assert told(POVERTY, same) == "Ocotlán, Poncitlán y Jamay: la misma cifra en 2020, 28.4 %."


def test_missing_members_are_named_by_reason() -> None:
    text = """
    indicator period area  value numerator denominator status
    poverty   2020   14063 28.4  284       1000        official
    poverty   2020   14066 -     -         -           missing
    poverty   2020   14047 -     -         -           suppressed
    """
    assert told(POVERTY, text) == "Ocotlán: 28.4 % en 2020; sin dato de Poncitlán; dato reservado en Jamay."
    without_row = "indicator period area value numerator denominator\npoverty 2020 14063 28.4 284 1000"
    assert told(POVERTY, without_row) == "Ocotlán: 28.4 % en 2020; sin dato de Poncitlán y Jamay."


def test_nothing_known() -> None:
    nothing = "indicator period area value numerator denominator\npoverty 2020 14063 - - -\npoverty 2020 14066 - - -"
    assert told(POVERTY, nothing) == "No hay cifras de AMO en 2020."
    assert told(POVERTY, nothing, "en") == "There are no figures for AMO in 2020."
    hidden = nothing + "\npoverty 2020 14047 - - -"
    frame = values(hidden).assign(status="suppressed")
    said = sentences.finding(POVERTY, frame, AMO, "2020", "es")
    assert said == "No hay cifras de AMO en 2020; dato reservado en Ocotlán, Poncitlán y Jamay."
    assert sentences.finding(POVERTY, frame.iloc[:0], AMO, "2020", "es") == "No hay cifras de AMO en 2020."


def test_one_area_against_its_reference() -> None:
    one = Zone(id="one", title=AMO.title, short=AMO.short, kind="custom", members=(OCOTLAN,))
    frame = values(THREE)
    whole = zone_total(POVERTY, frame, one, "2020")
    said = sentences.finding(POVERTY, frame, one, "2020", "es", whole=whole, references={"Jalisco": 28.1})
    assert plain(said) == "Ocotlán: 28.4 % en 2020; Jalisco, 28.1 %."


def test_many_areas_are_described_by_their_ends() -> None:
    rows = "\n".join(f"poverty 2020 14{n:03} {n} {n} 100" for n in range(1, 21))
    frame = values("indicator period area value numerator denominator\n" + rows)
    said = plain(sentences.finding(POVERTY, frame, JALISCO, "2020", "es", references={"Jalisco": 10.5}))
    assert said == (
        "De 20 municipios con dato en 2020, la cifra más alta es 20.0 % (Cabo Corrientes) y la más baja 1.0 % (Acatic);"
        " Jalisco, 10.5 %."
    )
    level = frame.assign(value=5.0)
    said = plain(sentences.finding(POVERTY, level, JALISCO, "2020", "es"))
    assert said == "Los 20 municipios con dato tienen la misma cifra en 2020: 5.0 %."
    tied = frame.assign(value=[9.0] * 10 + [3.0] * 9 + [1.0])
    said = plain(sentences.finding(POVERTY, tied, JALISCO, "2020", "en"))
    assert "the highest figure is 9.0% (10 municipalities) and the lowest 1.0% (Cabo Corrientes)" in said


def test_grades_have_no_distance() -> None:
    text = "indicator period area value\ngrade 2020 14063 1\ngrade 2020 14066 2\ngrade 2020 14047 1"
    assert told(GRADE, text) == "Ocotlán y Jamay: muy bajo; Poncitlán: bajo (2020)."
    rows = "\n".join(f"grade 2020 14{n:03} {1 + (n > 1)}" for n in range(1, 13))
    frame = values("indicator period area value\n" + rows)
    said = sentences.finding(GRADE, frame, JALISCO, "2020", "es")
    assert said == "Un municipio: muy bajo; 11 municipios: bajo (2020)."


def test_unfinished_and_modelled_figures_say_so() -> None:
    text = """
    indicator period area  value status
    people    2026   14063 10    partial
    people    2026   14066 5     partial
    people    2026   14047 1     partial
    """
    assert "en 2026 (año incompleto)" in told(PEOPLE, text, period="2026")


def test_zero_everywhere_is_a_figure() -> None:
    text = "indicator period area value\npeople 2020 14063 0\npeople 2020 14066 0\npeople 2020 14047 0"
    whole = zone_total(PEOPLE, values(text), AMO, "2020")
    assert told(PEOPLE, text, whole=whole) == "Ocotlán, Poncitlán y Jamay: la misma cifra en 2020, 0 personas."


def test_every_reason_has_its_sentence() -> None:
    frame = values("indicator period area value\npeople 2020 14063 9\npeople 2020 14066 5")
    found = total(PEOPLE, frame, AMO.members, "2020")
    assert sentences.reason(found, AMO, "es") == "No hay cifra de AMO: falta el dato de Jamay."
    assert sentences.reason(found, AMO, "en") == "There is no figure for AMO: data are missing for Jamay."
    assert sentences.reason(total(PEOPLE, frame, [OCOTLAN], "2020"), AMO, "es") == ""
    for code in (r for r in get_args(Reason) if r):
        for language in ("es", "en"):
            said = sentences.reason(Total(None, None, None, "missing", code, missing=(OCOTLAN,)), AMO, language)
            assert said.endswith(".")
            assert "{" not in said


def test_how_a_total_came_about() -> None:
    assert (
        sentences.made(Total(1.0, None, None, "official", printed=True), PEOPLE, "es")
        == "De los datos que la fuente publica para ese territorio."
    )
    ours = Total(1.0, None, None, "official", left_out=(OCOTLAN,))
    assert sentences.made(ours, PEOPLE, "es").endswith("calculada por el observatorio, sin contar Ocotlán.")
    assert "numeradores y denominadores" in sentences.made(Total(1.0, 1.0, 2.0, "official"), SERVED, "es")
    assert sentences.made(Total(None, None, None, "missing", "never"), PEOPLE, "es") == ""


def test_grammar() -> None:
    assert listed(["Ocotlán", "Ixtlahuacán"], "es") == "Ocotlán e Ixtlahuacán"
    assert listed(["Ocotlán", "Hidalgo"], "es") == "Ocotlán e Hidalgo"
    assert listed(["Ocotlán", "Hierro"], "es") == "Ocotlán y Hierro"
    assert listed(["a", "b", "c"], "en") == "a, b and c"
    assert listed([], "es") == ""
    assert shortened(list("abcdef"), "es") == "a, b, c y 3 más"
    assert shortened(list("abcd"), "en") == "a, b, c and d"
    assert when("2020-06", "es") == "en junio de 2020"
    assert when("2015/2020", "en") == "from 2015 to 2020"
    assert when("2024/2025", "es") == "en 2024–2025"
    assert (counted(3, "es"), counted(9, "en"), counted(10, "es"), counted(2469, "es")) == (
        "tres",
        "nine",
        "10",
        "2,469",
    )
    assert capital("área") == "Área"


def test_a_difference_of_percentages_is_never_written_with_its_sign() -> None:
    for text in (THREE, THREE.replace("poverty", "served")):
        said = told(POVERTY if "poverty" in text else SERVED, text)
        assert "17.8 %" not in said
        assert "17.8 puntos" in said


def test_both_languages_have_every_field_of_every_template() -> None:
    for key, words in entries().items():
        if key.startswith(("sentences.", "export.")):
            fields = [{f for _, f, _, _ in Formatter().parse(words[language]) if f} for language in ("es", "en")]
            assert fields[0] == fields[1], key
