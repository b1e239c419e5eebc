"""Sentences about one place, word for word: up, down, flat, missing, zero base, first year, changes of method."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import contrasts
from dashboard.gaps import gap
from dashboard.measures import Total
from dashboard.published import this_year
from data.entries import Break, Indicator
from tests.test_sentences import plain
from tests.worlds import GRADE, INCOME, OCOTLAN, PEOPLE, POVERTY, SERVED

CRIMES = PEOPLE.model_copy(update={"better": "lower"})


@pytest.mark.parametrize(
    ("own", "reference", "said"),
    [
        (41.2, 28.3, "Poncitlán está 12.9 puntos por encima de Jalisco (41.2 % frente a 28.3 %), en peor situación."),
        (20.0, 28.3, "Poncitlán está 8.3 puntos por debajo de Jalisco (20.0 % frente a 28.3 %), en mejor situación."),
        (28.31, 28.3, "Poncitlán tiene la misma cifra que Jalisco: 28.3 %."),
    ],
)
def test_a_gap(own: float, reference: float, said: str) -> None:
    found = gap(POVERTY, "2020", Total(own, None, None, "official"), reference)
    assert found is not None
    assert plain(contrasts.gap(found, POVERTY, "Poncitlán", "Jalisco", "es")) == said


def test_a_gap_in_people_needs_to_know_what_is_counted() -> None:
    found = gap(POVERTY, "2020", Total(41.2, 412.0, 1000.0, "official"), 28.3)
    assert found is not None
    said = plain(contrasts.gap(found, POVERTY, "Poncitlán", "Jalisco", "es", "persons"))
    assert said.endswith("en peor situación; ≈ 129 personas más que con la cifra de Jalisco.")
    fewer = gap(SERVED, "2020", Total(20.0, 200.0, 1000.0, "official"), 28.3)
    assert fewer is not None
    said = plain(contrasts.gap(fewer, SERVED, "Poncitlán", "Jalisco", "en", "dwellings"))
    assert said.endswith("83 occupied private dwellings fewer than at the figure of Jalisco.")
    assert plain(contrasts.line(fewer, SERVED, "Jalisco", "es")) == (
        "Viviendas con servicio: 20.0 %, 8.3 puntos menos que Jalisco (28.3 %)"
    )


@pytest.mark.parametrize(
    ("value", "reference", "decimals", "people", "status", "said"),
    [
        (20.0, 18.2, 1, 48_900, "official", 880),  # 1.8 points: two digits
        (20.0, 18.2, 1, 48_900, "estimated", 880),
        (41.2, 28.4, 1, 53_659, "official", 6_870),  # 12.8 points: three digits
        (41.2, 28.4, 1, 53_659, "estimated", 6_900),  # a sample bears two
        (18.3, 18.2, 1, 48_900, "official", 50),
        (18.2, 20.0, 1, 48_900, "official", -880),
        (18.21, 18.2, 1, 48_900, "official", None),  # the printed digits show no difference
        (100.0, 0.0, 1, 7, "official", 7),
        (18.3, 18.2, 1, 100, "official", None),  # a tenth of a person is nobody
    ],
)
def test_a_gap_in_people_has_no_more_digits_than_it_can_bear(
    value: float, reference: float, decimals: int, people: float, status: str, said: float | None
) -> None:
    own = Total(value, value * people / 100, people, status)
    found = gap(POVERTY, "2020", own, reference)
    assert found is not None and found.bearable(decimals) == said


def past(*figures: tuple[str, float | None], status: str = "official") -> pd.DataFrame:
    return pd.DataFrame(
        [(OCOTLAN, period, value, "missing" if value is None else status) for period, value in figures],
        columns=["area", "period", "value", "status"],
    ).astype({"value": "float64"})


@pytest.mark.parametrize(
    ("entry", "first", "last", "said"),
    [
        (POVERTY, 25.1, 28.4, "de 25.1 % en 2010 a 28.4 % en 2020, 3.3 puntos más: empeoró."),
        (SERVED, 25.1, 28.4, "de 25.1 % en 2010 a 28.4 % en 2020, 3.3 puntos más: mejoró."),
        (POVERTY, 28.4, 25.1, "de 28.4 % en 2010 a 25.1 % en 2020, 3.3 puntos menos: mejoró."),
        (POVERTY, 28.4, 28.41, "sin cambio, 28.4 % en 2010 y en 2020."),
        (POVERTY, 0, 3, "de 0.0 % en 2010 a 3.0 % en 2020, 3.0 puntos más: empeoró."),
        (PEOPLE, 92967, 106050, "de 92,967 personas en 2010 a 106,050 en 2020, 14.1 % más."),
        (PEOPLE, 100, 90, "de 100 personas en 2010 a 90 en 2020, 10.0 % menos."),
        (PEOPLE, 10, 160, "de 10 personas en 2010 a 160 en 2020, se multiplicó por 16."),
        (PEOPLE, 2, 7, "de 2 personas en 2010 a 7 en 2020, se multiplicó por 3.5."),
        (PEOPLE, 0, 90, "de 0 personas en 2010 a 90 personas en 2020."),
        (PEOPLE, 100000, 100013, "de 100,000 personas en 2010 a 100,013 en 2020, 13 más."),
        (PEOPLE, None, 90, "90 personas en 2020; no hay otra cifra con que compararla."),
        (GRADE, 3, 1, "de medio en 2010 a muy bajo en 2020: mejoró."),
        (CRIMES, 50, 60, "de 50 personas en 2010 a 60 en 2020, 20.0 % más."),  # a growing town is no worse town
        (CRIMES, 60, 50, "de 60 personas en 2010 a 50 en 2020, 16.7 % menos."),
    ],
)
def test_a_change(entry: Indicator, first: float | None, last: float, said: str) -> None:
    figures = past(("2010", first), ("2020", last))
    assert plain(contrasts.change(entry, figures, "Ocotlán", "es")) == f"Ocotlán: {said}"


def test_no_change_without_figures() -> None:
    for figures in (past(), past(("2010", None), ("2020", None))):
        assert contrasts.change(PEOPLE, figures, "Ocotlán", "es") == "No hay cifras de Ocotlán."
        assert contrasts.change(PEOPLE, figures, "Ocotlán", "en") == "There are no figures for Ocotlán."


def test_a_change_is_told_within_one_method() -> None:
    broken = POVERTY.model_copy(update={"breaks": (Break(period="2020", es="x", en="x"),)})
    said = plain(
        contrasts.change(broken, past(("2010", 20), ("2015", 21), ("2020", 28.4), ("2022", 27)), "Ocotlán", "es")
    )
    assert said == (
        "Ocotlán: de 28.4 % en 2020 a 27.0 % en 2022, 1.4 puntos menos: mejoró."
        " Las cifras anteriores a 2020 no son comparables."
    )
    alone = plain(contrasts.change(broken, past(("2010", 20), ("2020", 28.4)), "Ocotlán", "es"))
    assert alone.startswith("Ocotlán: 28.4 % en 2020; no hay otra cifra con que compararla.")


def test_unfinished_periods_are_no_end_of_a_change() -> None:
    ahead = str(int(this_year()) + 10)
    unfinished = [past(("2026", 3), status="partial"), past((ahead, 50), status="projected")]
    figures = pd.concat([past(("2020", 10), ("2025", 12)), *unfinished])
    said = plain(contrasts.change(PEOPLE, figures, "Ocotlán", "es"))
    assert said == "Ocotlán: de 10 personas en 2020 a 12 en 2025, 20.0 % más."
    only = contrasts.change(PEOPLE, past(("2021", 3), status="partial"), "Ocotlán", "es")
    assert plain(only).startswith("Ocotlán: 3 personas en 2021 (año incompleto);")


def test_a_status_both_ends_share_is_said_once() -> None:
    said = plain(contrasts.change(SERVED, past(("2010", 1), ("2020", 2), status="modelled"), "Ocotlán", "es"))
    assert said == "Ocotlán: de 1.0 % en 2010 a 2.0 % en 2020 (cifra modelada), 1.0 puntos más: mejoró."


def test_pesos_of_different_years_are_not_the_same_pesos() -> None:
    said = plain(contrasts.change(INCOME, past(("2010", 2000), ("2020", 3000)), "Ocotlán", "es"))
    assert said == (
        "Ocotlán: de $2,000 en 2010 a $3,000 en 2020, 50.0 % más. Son pesos de cada año: no se descuenta la inflación."
    )


def test_intervals_stand_in_brackets() -> None:
    said = plain(contrasts.change(SERVED, past(("2000/2010", 2), ("2010/2020", 1)), "Ocotlán", "es"))
    assert said == "Ocotlán: de 2.0 % (2000–2010) a 1.0 % (2010–2020), 1.0 puntos menos: empeoró."


def test_a_place_says_what_one_means() -> None:
    assert contrasts.place(3, 125, SERVED, "Jalisco", "es") == "lugar 3 de 125 en Jalisco (el 1 es el mejor)"
    assert contrasts.place(1234, 2469, PEOPLE, None, "en") == "place 1,234 of 2,469 in Mexico (1 is the highest)"
    assert contrasts.place(pd.NA, pd.NA, SERVED, "Jalisco", "es") == ""


def test_a_portrait() -> None:
    said = plain(contrasts.portrait("Ocotlán", 106050, "2020", "es", zone="AMO", of_zone=184603))
    assert said == "Ocotlán tiene 106,050 habitantes (2020), 57.4 % de la población de AMO."
    assert contrasts.portrait("Ocotlán", 106050, "2020", "en") == "Ocotlán has 106,050 inhabitants (2020)."
    tiny = contrasts.portrait("Abejones", 841, "2020", "es", zone="Oaxaca", of_zone=4132148)
    assert tiny == "Abejones tiene 841 habitantes (2020).", "a share that reads 0.0 % is not told"
    assert (
        contrasts.portrait("Ocotlán", 10, "2020", "es", zone="z", of_zone=0.0) == "Ocotlán tiene 10 habitantes (2020)."
    )
