"""A place in words, sentence by sentence, in both languages: strengths, gaps, since when, and when to keep quiet."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.analysis import portrait
from dashboard.analysis.lines import Line, Standing
from dashboard.analysis.portrait import Findings, findings, remarks, summary, who
from dashboard.gaps import Gap, gap
from dashboard.measures import Total
from data.areas import municipalities_of
from data.entries import Break, Indicator
from tests.small import indicator
from tests.test_sentences import plain
from tests.worlds import GRADE, MODEL, OCOTLAN, PEOPLE, POVERTY, SCHOOLING, SERVED

TRUST = {"small": "A", "weak": "C"}
KEYS = ("14", "14")
ALL = {i.id: i for i in (PEOPLE, POVERTY, SERVED, SCHOOLING, GRADE, MODEL)}


def total(value: float | None, status: str = "official") -> Total:
    return Total(value, None, None, status if value is not None else "missing")


def line(entry: Indicator, value: float | None, *past: tuple[str, float | None], rank: Standing | None = None) -> Line:
    points = tuple((period, v, "missing" if v is None else "official") for period, v in past)
    return Line(entry, "2020", total(value), {}, "", rank, (), points)


def world(*figures: tuple[Indicator, float, float, float]) -> tuple[pd.DataFrame, dict[str, Total], dict[str, Total]]:
    """(indicator, ours, the state's, how far its municipalities spread around the state's figure) → a profile."""
    peers = municipalities_of("14")
    rows, own, state = [], {}, {}
    for entry, ours, middle, spread in figures:
        own[entry.id], state[entry.id] = total(ours), total(middle)
        for n, area in enumerate(peers):
            value = ours if area == OCOTLAN else middle + spread * (n / len(peers) - 0.5)
            rows.append((entry.id, "2020", area, value, "official"))
    return pd.DataFrame(rows, columns=["indicator", "period", "area", "value", "status"]), own, state


def found(*figures: tuple[Indicator, float, float, float]) -> Findings:
    profile, own, state = world(*figures)
    return findings(ALL, profile, own, state, KEYS, municipalities_of("14"), TRUST)


def told(told_: Findings, lines: dict[str, Line], language: str, state: str | None = "Jalisco") -> list[str]:
    return [plain(s) for s in summary(told_, lines, "Ocotlán", "Jalisco", state, language)]


def test_a_strength_a_gap_and_how_it_moved() -> None:
    seen = found((SERVED, 98.0, 90.0, 20.0), (POVERTY, 41.2, 28.4, 20.0))
    lines = {
        "served": line(SERVED, 98.0, ("2020", 98.0), rank=Standing(3, 125, 2)),
        "poverty": line(POVERTY, 41.2, ("2010", 45.2), ("2020", 41.2), rank=Standing(120, 125, 0)),
    }
    assert told(seen, lines, "es") == [
        "Ocotlán puede compararse con Jalisco en 2 indicadores: está mejor en 1 y peor en 1 (cifras de 2020).",
        "Su mayor ventaja es «Viviendas con servicio»: 98.0 % en 2020, 8.0 puntos más que Jalisco (90.0 %),"
        " lugar 3 de 125 en Jalisco, igual que otros 2 (el 1 es el mejor).",
        "Su mayor rezago es «Población en pobreza»: 41.2 % en 2020, 12.8 puntos más que Jalisco (28.4 %),"
        " lugar 120 de 125 en Jalisco (el 1 es el mejor).",
        "«Población en pobreza» en Ocotlán: de 45.2 % en 2010 a 41.2 % en 2020, 4.0 puntos menos: mejoró.",
    ]
    assert told(seen, lines, "en") == [
        "Ocotlán can be compared with Jalisco on 2 indicators: it is better on 1 and worse on 1 (figures of 2020).",
        "Its greatest advantage is “Dwellings with service”: 98.0% in 2020, 8.0 points higher than Jalisco (90.0%),"
        " place 3 of 125 in Jalisco, level with 2 others (1 is the best).",
        "Its greatest lag is “Population in poverty”: 41.2% in 2020, 12.8 points higher than Jalisco (28.4%),"
        " place 120 of 125 in Jalisco (1 is the best).",
        "“Population in poverty” in Ocotlán: from 45.2% in 2010 to 41.2% in 2020, 4.0 points lower: it improved.",
    ]


def test_the_second_follows_the_first_and_a_zone_has_no_place() -> None:
    more = indicator("more", **{**SERVED.model_dump(), "id": "more", "topic": "health"})
    profile, own, state = world((SERVED, 98.0, 90.0, 20.0), (more, 95.0, 90.0, 20.0))
    seen = findings(ALL | {"more": more}, profile, own, state, KEYS, municipalities_of("14"), TRUST)
    lines = {"served": line(SERVED, 98.0, ("2020", 98.0)), "more": line(more, 95.0, ("2020", 95.0))}
    assert told(seen, lines, "es", None)[1] == (
        "Su mayor ventaja es «Viviendas con servicio»: 98.0 % en 2020, 8.0 puntos más que Jalisco (90.0 %);"
        " le sigue «Viviendas con servicio»: 95.0 % en 2020, 5.0 puntos más que Jalisco (90.0 %)."
    )
    assert told(seen, lines, "en", None)[1] == (
        "Its greatest advantage is “Dwellings with service”: 98.0% in 2020, 8.0 points higher than Jalisco (90.0%);"
        " next comes “Dwellings with service”: 95.0% in 2020, 5.0 points higher than Jalisco (90.0%)."
    )


@pytest.mark.parametrize(
    ("entry", "past", "es", "en"),
    [
        (POVERTY, [("2010", 20.0), ("2020", 30.0)],
         "«Población en pobreza» en Ocotlán: de 20.0 % en 2010 a 30.0 % en 2020, 10.0 puntos más: empeoró.",
         "“Population in poverty” in Ocotlán: from 20.0% in 2010 to 30.0% in 2020, 10.0 points higher: it got worse."),
        (SERVED, [("2010", 20.0), ("2020", 30.0)],
         "«Viviendas con servicio» en Ocotlán: de 20.0 % en 2010 a 30.0 % en 2020, 10.0 puntos más: mejoró.",
         "“Dwellings with service” in Ocotlán: from 20.0% in 2010 to 30.0% in 2020, 10.0 points higher: it improved."),
        (SERVED, [("2010", 30.0), ("2020", 20.0)],
         "«Viviendas con servicio» en Ocotlán: de 30.0 % en 2010 a 20.0 % en 2020, 10.0 puntos menos: empeoró.",
         "“Dwellings with service” in Ocotlán: from 30.0% in 2010 to 20.0% in 2020, 10.0 points lower: it got worse."),
        (SERVED, [("2010", 30.0), ("2020", 30.04)],
         "«Viviendas con servicio» en Ocotlán: sin cambio, 30.0 % en 2010 y en 2020.",
         "“Dwellings with service” in Ocotlán: no change, 30.0% in 2010 and in 2020."),
        (PEOPLE, [("2010", 0.0), ("2020", 90.0)],
         "«prueba» en Ocotlán: de 0 personas en 2010 a 90 personas en 2020.",
         "“test” in Ocotlán: from 0 persons in 2010 to 90 persons in 2020."),
        (PEOPLE, [("2010", 100.0), ("2020", 90.0)],
         "«prueba» en Ocotlán: de 100 personas en 2010 a 90 en 2020, 10.0 % menos.",
         "“test” in Ocotlán: from 100 persons in 2010 to 90 in 2020, 10.0% less."),
        (SERVED, [("2020", 30.0)],
         "«Viviendas con servicio» en Ocotlán: 30.0 % en 2020; no hay otra cifra con que compararla.",
         "“Dwellings with service” in Ocotlán: 30.0% in 2020; there is no other figure to compare it with."),
        (SERVED, [],
         "No hay cifras de «Viviendas con servicio» en Ocotlán.",
         "There are no figures for “Dwellings with service” in Ocotlán."),
    ],
    ids=["up and worse", "up and better", "down", "flat", "zero base", "a count", "first year", "no data"],
)  # fmt: skip
def test_since_when(entry: Indicator, past: list[tuple[str, float]], es: str, en: str) -> None:
    one = line(entry, past[-1][1] if past else None, *past)
    assert (plain(portrait.change(one, "Ocotlán", "es")), plain(portrait.change(one, "Ocotlán", "en"))) == (es, en)


def test_since_when_stays_within_one_method() -> None:
    broken = POVERTY.model_copy(update={"breaks": (Break(period="2020", es="x", en="x"),)})
    one = line(broken, 28.4, ("2010", 40.0), ("2015", 35.0), ("2020", 28.4))
    assert plain(portrait.change(one, "Ocotlán", "es")) == (
        "«Población en pobreza» en Ocotlán: 28.4 % en 2020; no hay otra cifra con que compararla."
        " Las cifras anteriores a 2020 no son comparables."
    )
    assert plain(portrait.change(one, "Ocotlán", "en")) == (
        "“Population in poverty” in Ocotlán: 28.4% in 2020; there is no other figure to compare it with."
        " Figures before 2020 are not comparable."
    )


def test_what_can_be_compared_in_time_is_told_before_what_cannot() -> None:
    seen = found((SERVED, 80.0, 90.0, 20.0), (POVERTY, 40.0, 28.4, 100.0))
    broken = SERVED.model_copy(update={"breaks": (Break(period="2020", es="x", en="x"),)})
    lines = {
        "served": line(broken, 80.0, ("2010", 70.0), ("2020", 80.0)),
        "poverty": line(POVERTY, 40.0, ("2010", 45.0), ("2020", 40.0)),
    }
    assert [g.indicator for g in seen.weak] == ["served", "poverty"]
    assert told(seen, lines, "es")[-1].startswith("«Población en pobreza» en Ocotlán: de 45.0 % en 2010")


def test_figures_that_read_the_same_are_neither_strength_nor_gap() -> None:
    seen = found((SERVED, 90.04, 90.0, 20.0))
    assert (seen.strong, seen.weak) == ((), ())
    assert told(seen, {}, "es") == [
        "Ocotlán puede compararse con Jalisco en un solo indicador: está igual (cifras de 2020)."
    ]
    assert told(seen, {}, "en") == [
        "Ocotlán can be compared with Jalisco on one indicator only: it is the same (figures of 2020)."
    ]


def test_nothing_to_compare_is_said_and_nothing_else() -> None:
    profile, own, _ = world((SERVED, 80.0, 90.0, 20.0))
    without = {"served": Total(None, None, None, "missing", "missing")}
    seen = findings(ALL, profile, own, without, KEYS, municipalities_of("14"), TRUST)
    assert told(seen, {}, "es") == ["No hay cifras suficientes para comparar Ocotlán con Jalisco."]
    assert told(seen, {}, "en") == ["There are not enough figures to compare Ocotlán with Jalisco."]
    empty = findings(ALL, profile.iloc[:0], {}, {}, KEYS, (), TRUST)
    assert empty.every == ()


def test_counts_grades_models_and_figures_without_direction_are_never_strengths() -> None:
    neither = SERVED.model_copy(update={"better": "neither"})
    for entry in (PEOPLE, GRADE, MODEL, neither):
        profile, own, state = world((entry, 3.0, 1.0, 1.0))
        seen = findings({entry.id: entry}, profile, own, state, KEYS, municipalities_of("14"), TRUST)
        assert seen.every == (), entry.id


def test_a_missing_member_leaves_a_zone_without_strengths() -> None:
    profile, _, state = world((SERVED, 98.0, 90.0, 20.0))
    lost = {"served": Total(None, None, None, "missing", "missing", missing=("14047",))}
    assert findings(ALL, profile, lost, state, KEYS, municipalities_of("14"), TRUST).every == ()


def test_what_only_the_capital_outdoes_is_no_lag() -> None:
    """The state's figure is mostly its largest city's: below it and still among the best is neither."""
    profile, own, state = world((SERVED, 80.0, 60.0, 20.0))
    state["served"] = total(90.0)
    seen = findings(ALL, profile, own, state, KEYS, municipalities_of("14"), TRUST)
    assert [g.verdict for g in seen.every] == ["worse"]
    assert (seen.strong, seen.weak) == ((), ())


def test_lists_are_not_padded_and_hold_two_of_a_topic_at_most() -> None:
    several = {
        f"i{n}": indicator(f"i{n}", **{**SERVED.model_dump(), "id": f"i{n}", "topic": topic})
        for n, topic in enumerate(["water"] * 4 + ["health"] * 4 + ["housing"] * 4)
    }
    profile, own, state = world(*((entry, 95.0 + n / 10, 90.0, 20.0) for n, entry in enumerate(several.values())))
    seen = findings(several, profile, own, state, KEYS, municipalities_of("14"), TRUST)
    assert len(seen.strong) == 5 and seen.weak == ()
    assert [g.indicator for g in seen.strong] == ["i11", "i10", "i7", "i6", "i3"]
    near = findings(several, *world((several["i0"], 90.5, 90.0, 20.0)), KEYS, municipalities_of("14"), TRUST)
    assert (near.strong, len(near.every)) == ((), 1), "a twentieth of the spread is not told"


@pytest.mark.parametrize(
    ("growth", "es", "en"),
    [
        (1.33, "creció 1.33 % al año", "grew by 1.33% a year"),
        (-0.76, "disminuyó 0.76 % al año", "fell by 0.76% a year"),
        (0.001, "se mantuvo igual", "stayed the same"),
    ],
)
def test_who_lives_there(growth: float, es: str, en: str) -> None:
    percent = indicator("x", **{**SERVED.model_dump(), "id": "x"})
    rate = percent.model_copy(update={"unit": "percent_per_year", "decimals": 2})
    lines = {
        portrait.YOUNG: line(percent, 26.27), portrait.OLD: line(percent, 8.48),
        portrait.GROWTH: Line(rate, "2010/2020", total(growth), {}, "", None, (), ()),
    }  # fmt: skip
    assert plain(who(lines, "es")) == (
        "De cada 100 habitantes, 26 tienen menos de 15 años y 8 tienen 65 o más (2020);"
        f" su población {es} de 2010 a 2020."
    )
    assert plain(who(lines, "en")) == (
        f"Of every 100 inhabitants, 26 are under 15 and 8 are 65 or over (2020); its population {en} from 2010 to 2020."
    )


def test_who_lives_there_without_figures_is_not_told() -> None:
    assert who({}, "es") == ""
    assert who({portrait.YOUNG: line(SERVED, None), portrait.OLD: line(SERVED, 8.0)}, "es") == ""


def test_what_to_beware_of_is_said_once_with_all_it_is_about() -> None:
    def gap_of(entry: Indicator) -> Gap:
        one = gap(entry, "2020", total(20.0), 10.0)
        assert one is not None
        return one

    estimated = POVERTY.model_copy(update={"status": "estimated"})
    other = estimated.model_copy(update={"id": "other", "title": SERVED.title})
    lines = {
        entry.id: Line(entry, "2020", Total(20.0, None, None, "estimated"), {}, "", None, (), ())
        for entry in (estimated, other)
    }
    said = remarks([gap_of(estimated), gap_of(other)], lines, "es")
    assert [r.sentence("es") for r in said] == [
        "Hay estimaciones por muestra (Población en pobreza y Viviendas con servicio) sin margen de error en los datos"
        " de la fuente: las diferencias pequeñas no pueden distinguirse."
    ]
    assert remarks([], lines, "es") == ()
