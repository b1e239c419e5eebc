"""The guard of comparability, as a table of cases: each condition has its sentence, and nothing else has one."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from dashboard import text
from dashboard.analysis import comparability
from dashboard.analysis.comparability import Remark, Side
from dashboard.measures import total
from data.catalog import catalog
from data.entries import Break, Indicator
from tests.test_sentences import plain
from tests.worlds import AMO, INCOME, PEOPLE, POVERTY, SERVED

OF_DWELLINGS = SERVED.model_copy(update={"counted": "dwellings"})
REFORMED = POVERTY.model_copy(update={"breaks": (Break(period="2020", es="Otra regla.", en="Another rule."),)})
CENSUS, SURVEY = (catalog().indicators[name] for name in ("water_piped_pct", "water_piped_pct_2015"))
RAIN = catalog().indicators["rain_mm_year"]  # modelled, and a source of confidence C
HARVEST = catalog().indicators["harvested_area_ha"]  # confidence C
REAL = catalog().indicators


def side(name: str, value: float | None, entry: Indicator = SERVED, period: str = "2020", **more: object) -> Side:
    return Side(entry, name, period, value, **more)  # type: ignore[arg-type]


def said(remarks: Sequence[Remark], language: str = "es") -> list[str]:
    return [f"{r.severity}: {plain(r.sentence(language))}" for r in remarks]


A, B = side("Ocotlán", 20.0), side("Jamay", 30.0)
SIDES: dict[str, tuple[list[Side], list[str], list[str]]] = {
    "two figures of one year, one method and one source compare": ([A, B], [], []),
    "nothing needs no guard": ([], [], []),
    "one figure needs no guard": ([A], [], []),
    "different years are refused": (
        [A, side("Jamay", 30.0, period="2010")],
        ["refused: Son cifras de periodos distintos (2010 y 2020): la diferencia mezcla el lugar con el paso del"
         " tiempo."],
        ["refused: These are figures of different periods (2010 and 2020): the difference mixes the place with the"
         " passing of time."],
    ),
    "a change of method between the years is refused with its reason": (
        [side("Ocotlán", 20.0, REFORMED), side("Ocotlán", 30.0, REFORMED, "2015")],
        ["refused: Son cifras de periodos distintos (2015 y 2020): la diferencia mezcla el lugar con el paso del"
         " tiempo.",
         "refused: El método cambió en 2020: las cifras anteriores no se comparan con las que siguen. Otra regla."],
        ["refused: These are figures of different periods (2015 and 2020): the difference mixes the place with the"
         " passing of time.",
         "refused: The method changed in 2020: earlier figures do not compare with those that follow. Another rule."],
    ),
    "two sources for one idea are refused": (
        [side("Ocotlán", 20.0, CENSUS), side("Jamay", 30.0, SURVEY)],
        ["refused: «Viviendas con agua entubada» (INEGI) y «Viviendas con agua entubada, 2015» (INEGI) miden una misma"
         " idea con fuentes distintas: la diferencia puede venir del método y no del lugar."],
        ["refused: “Dwellings with piped water” (INEGI) and “Dwellings with piped water, 2015” (INEGI) measure one idea"
         " from different sources: the difference may come from the method and not from the place."],
    ),
    "two different measures are refused": (
        [A, side("Jamay", 30.0, POVERTY)],
        ["refused: «Viviendas con servicio» y «Población en pobreza» no miden lo mismo: sus cifras no se restan."],
        ["refused: “Dwellings with service” and “Population in poverty” do not measure the same thing: their figures"
         " are not subtracted."],
    ),
    "a zone without a figure says whose is missing and how many people live there": (
        [A, side("AMO", None, covered=0.8664, lacking=("Jamay",))],
        ["refused: No hay cifra de AMO: falta el dato de Jamay, 13.4 % de su población."],
        ["refused: There is no figure for AMO: data are missing for Jamay, 13.4% of its population."],
    ),
    "a zone's figure that leaves somebody out is qualified": (
        [side("Jalisco", 20.0, covered=0.99999, lacking=("Ocotlán", "Jamay"))],
        ["qualified: La cifra de Jalisco deja fuera a Ocotlán y Jamay, menos de 0.1 % de su población."],
        ["qualified: The figure of Jalisco leaves out Ocotlán and Jamay, less than 0.1% of its population."],
    ),
    "intervals that overlap make a difference that cannot be told": (
        [side("Ocotlán", 20.0, interval=(17.0, 24.0)), side("Jamay", 25.0, interval=(23.0, 27.0))],
        ["refused: No es distinguible la diferencia de Ocotlán y Jamay: sus intervalos de confianza se traslapan."],
        ["refused: The difference of Ocotlán and Jamay cannot be told: their confidence intervals overlap."],
    ),
    "intervals apart make a difference": (
        [side("Ocotlán", 20.0, interval=(19.0, 21.0)), side("Jamay", 25.0, interval=(23.0, 27.0))], [], [],
    ),
    "a sample with its interval is not blamed for lacking one": (
        [side("Ocotlán", 20.0, status="estimated", interval=(19.0, 21.0)),
         side("Jamay", 25.0, status="estimated", interval=(23.0, 27.0))], [], [],
    ),
    "a sample without its interval cannot tell small differences": (
        [side("Ocotlán", 20.0, status="estimated"), side("Jamay", 25.0, status="estimated")],
        ["qualified: Son estimaciones por muestra, sin margen de error en los datos de la fuente: las diferencias"
         " pequeñas no pueden distinguirse."],
        ["qualified: These are sample estimates without a margin of error in the source's data: small differences"
         " cannot be told apart."],
    ),
    "one modelled figure among others is named": (
        [A, side("Jamay", 25.0, status="modelled")],
        ["qualified: Hay cifras modeladas (Jamay) sin margen de error en los datos de la fuente: las diferencias"
         " pequeñas no pueden distinguirse."],
        ["qualified: There are modelled figures (Jamay) without a margin of error in the source's data: small"
         " differences cannot be told apart."],
    ),
    "a difference smaller than the rounding is none": (
        [side("Ocotlán", 20.01), side("Jamay", 20.04)],
        ["qualified: La diferencia de Ocotlán y Jamay es menor que el redondeo de las cifras: cuentan como iguales."],
        ["qualified: The difference of Ocotlán and Jamay is smaller than the rounding of the figures: they count as"
         " equal."],
    ),
    "the very same figure is a tie and needs no guard": ([side("Ocotlán", 20.0), side("Jamay", 20.0)], [], []),
    "a rate over fewer than a thousand shows its n": (
        [side("Ocotlán", 20.0, OF_DWELLINGS, denominator=29021), side("Jamay", 25.0, OF_DWELLINGS, denominator=812)],
        ["qualified: Tasas sobre menos de 1,000 casos (Jamay, n = 812): unos pocos casos las mueven mucho."],
        ["qualified: Rates over fewer than 1,000 cases (Jamay, n = 812): a few cases move them a lot."],
    ),
    "a share of something that is no case has no n": (
        [side("Ocotlán", 20.0, denominator=3), side("Jamay", 25.0, denominator=4)], [], [],
    ),
    "counts of places of different size are qualified": (
        [side("Ocotlán", 106050.0, PEOPLE), side("Jamay", 24753.0, PEOPLE)],
        ["qualified: Es una cantidad, no una tasa: entre lugares de distinto tamaño dice sobre todo qué tan grande es"
         " cada uno."],
        ["qualified: This is a count, not a rate: between places of different size it mostly says how large each one"
         " is."],
    ),
    "a year that is not over may change": (
        [side("Ocotlán", 20.0, period="2026", status="partial"), side("Jamay", 25.0, period="2026", status="partial")],
        ["qualified: Hay cifras de un año incompleto o preliminares (2026): pueden cambiar."],
        ["qualified: There are preliminary figures or figures of an incomplete year (2026): they may change."],
    ),
    "a third party's calculation is said to be one": (
        [side("Ocotlán", 20.0, HARVEST)],
        ["qualified: La fuente es una copia o un cálculo de terceros (confianza C): tome las diferencias con reserva."],
        ["qualified: The source is a copy or calculation by third parties (confidence C): take the differences with"
         " reserve."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SIDES)
def test_side_by_side(case: str) -> None:
    sides, spanish, english = SIDES[case]
    remarks = comparability.side_by_side(sides)
    assert said(remarks) == spanish
    assert said(remarks, "en") == english


def figures(*values: float | None, status: str = "official", **more: object) -> pd.DataFrame:
    areas = ("14063", "14066", "14047", "14050", "14018", "14033", "14039", "14098", "14120", "14101", "14097")
    rows = pd.DataFrame({"area": areas[: len(values)], "value": list(values)}).astype({"value": "float64"})
    rows["status"] = [status if v is not None else "missing" for v in values]
    return rows.assign(**more)


RANKINGS: dict[str, tuple[Indicator, pd.DataFrame, list[str]]] = {
    "five areas of one year are ranked": (SERVED, figures(1, 2, 3, 4, 5), []),
    "ties are ranked": (SERVED, figures(1, 1, 1, 1, 1), []),
    "nothing is not ranked": (
        SERVED, figures(), ["refused: Cifras disponibles: 0. Con menos de cinco se listan, sin darles lugar."],
    ),
    "three areas are listed, not ranked": (
        SERVED, figures(1, 2, 3), ["refused: Cifras disponibles: 3. Con menos de cinco se listan, sin darles lugar."],
    ),
    "five areas of which one has no figure are four": (
        SERVED, figures(1, 2, 3, 4, None),
        ["refused: Cifras disponibles: 4. Con menos de cinco se listan, sin darles lugar."],
    ),
    "who has no figure has no place": (
        SERVED, figures(1, 2, 3, 4, 5, None), ["qualified: Sin cifra y por eso sin lugar: Degollado."],
    ),
    "different years are not ranked": (
        SERVED, figures(1, 2, 3, 4, 5, period=["2010", "2010", "2020", "2020", "2020"]),
        ["refused: Las cifras son de periodos distintos (2010 y 2020): no se ordenan entre sí."],
    ),
    "modelled figures and third parties' are not ranked": (
        RAIN, figures(1, 2, 3, 4, 5, status="modelled"),
        ["refused: Son cifras modeladas: se muestran sin lugar en un orden, porque el modelo no distingue entre"
         " municipios de cifra cercana.",
         "refused: La fuente es una copia o un cálculo de terceros (confianza C): se muestra sin lugar en un orden."],
    ),
    "samples are ranked with care": (
        SERVED, figures(1, 2, 3, 4, 5, status="estimated"),
        ["qualified: Son estimaciones por muestra, sin margen de error en los datos de la fuente: las diferencias"
         " pequeñas no pueden distinguirse."],
    ),
    "small denominators are named, the smallest first": (
        OF_DWELLINGS, figures(1, 2, 3, 4, 5, denominator=[900, 5000, 300, 4000, 3000]),
        ["qualified: Tasas sobre menos de 1,000 casos (Jamay, n = 300 y Ocotlán, n = 900): unos pocos casos las mueven"
         " mucho."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", RANKINGS)
def test_ranking(case: str) -> None:
    entry, rows, spanish = RANKINGS[case]
    remarks = [r for r in comparability.ranking(entry, rows) if r.rule != "all_modelled"]
    assert said(remarks) == [s for s in spanish if "cifras modeladas sin" not in s]


def line(*pairs: tuple[str, float | None], status: str = "official") -> pd.DataFrame:
    return pd.DataFrame(
        [("14063", p, v, "missing" if v is None else status) for p, v in pairs],
        columns=["area", "period", "value", "status"],
    ).astype({"value": "float64"})  # fmt: skip


LINES: dict[str, tuple[Indicator, pd.DataFrame, list[str]]] = {
    "a line of one method needs no guard": (SERVED, line(("2010", 1), ("2020", 2)), []),
    "a single period is no line": (REFORMED, line(("2020", 2)), []),
    "a break before the first figure is none": (REFORMED, line(("2010", None), ("2020", 1), ("2022", 2)), []),
    "a change of method is said with its reason": (
        REFORMED, line(("2010", 1), ("2020", 2)),
        ["refused: El método cambió en 2020: las cifras anteriores no se comparan con las que siguen. Otra regla."],
    ),
    "pesos of different years are not the same pesos": (
        INCOME, line(("2010", 1), ("2020", 2)), ["qualified: Son pesos de cada año: no se descuenta la inflación."],
    ),
    "what is projected is no count": (
        PEOPLE, line(*((str(y), y) for y in range(2030, 2036)), status="projected"),
        ["qualified: Hay cifras proyectadas (2030–2035): dicen lo que se espera, no lo que se contó."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LINES)
def test_over_time(case: str) -> None:
    entry, rows, spanish = LINES[case]
    assert said(comparability.over_time(entry, rows)) == spanish


PAIRS: dict[str, tuple[Indicator, Indicator, str, str, int, list[str]]] = {
    "two rates of one year over many places": (SERVED, POVERTY, "2020", "2020", 125, []),
    "fewer than five places show no relation": (
        SERVED, POVERTY, "2020", "2020", 3,
        ["refused: Lugares con ambas cifras: 3. Con menos de cinco no se mide una relación."],
    ),
    "a handful of places may mislead": (
        SERVED, POVERTY, "2020", "2020", 7,
        ["qualified: Lugares con ambas cifras: 7. Son pocos: uno o dos pueden hacer parecer que hay relación."],
    ),
    "a thing is not related to itself": (
        SERVED, SERVED, "2020", "2020", 125,
        ["refused: «Viviendas con servicio» y «Viviendas con servicio» miden una misma idea: que se parezcan no dice"
         " nada nuevo."],
    ),
    "a part moves with its whole by construction": (
        REAL["crimes"], REAL["crimes_per_1000"], "2020", "2020", 125,
        ["qualified: «Delitos registrados» y «Delitos registrados por cada mil habitantes» se calculan en parte con los"
         " mismos datos: se mueven juntas por construcción."],
    ),
    "nearby years are qualified": (
        SERVED, POVERTY, "2020", "2016", 125,
        ["qualified: «Viviendas con servicio» es de 2020 y «Población en pobreza» de 2016: la relación junta periodos"
         " distintos."],
    ),
    "distant years are refused": (
        SERVED, POVERTY, "2020", "2013", 125,
        ["refused: «Viviendas con servicio» es de 2020 y «Población en pobreza» de 2013: con más de cinco años entre"
         " ambas no se mide su relación."],
    ),
    "two counts grow with the place": (
        PEOPLE, REAL["schools"], "2020", "2020", 125,
        ["qualified: Ambas son cantidades: las dos crecen con el tamaño del lugar, aunque no tengan que ver entre sí."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PAIRS)
def test_related(case: str) -> None:
    *asked, spanish = PAIRS[case]
    assert said(comparability.related(*asked)) == spanish  # type: ignore[arg-type]


def people(**counts: float) -> pd.Series:
    return pd.Series({key[1:]: n for key, n in counts.items()})


def test_coverage_is_a_share_of_people_and_not_of_municipalities() -> None:
    rows = figures(10, 20, None).assign(numerator=[1.0, 2.0, None], denominator=[10.0, 10.0, None])
    found = total(SERVED, rows, AMO.members, "2020")
    own = comparability.coverage("AMO", SERVED, "2020", found, AMO.members, people(a14063=60, a14066=30, a14047=10))
    assert (own.value, own.covered, own.lacking) == (None, 0.9, ("Jamay",))
    unknown = comparability.coverage("AMO", SERVED, "2020", found, AMO.members, people())
    assert unknown.covered == 0.0


def test_a_whole_zone_is_covered() -> None:
    rows = figures(10, 20, 30).assign(numerator=[1.0, 2.0, 3.0], denominator=[10.0, 10.0, 10.0])
    found = total(SERVED, rows, AMO.members, "2020")
    own = comparability.coverage("AMO", SERVED, "2020", found, AMO.members, people())
    assert own.covered == 1.0 and comparability.side_by_side([own]) == ()


def test_an_indicator_that_does_not_combine_is_no_matter_of_coverage() -> None:
    entry = SERVED.model_copy(update={"combine": "never"})
    found = total(
        entry, figures(10, None, 30).assign(numerator=float("nan"), denominator=float("nan")), AMO.members, "2020"
    )
    own = comparability.coverage("AMO", entry, "2020", found, AMO.members, people(a14066=30))
    assert found.reason == "never" and comparability.side_by_side([own]) == ()


def test_another_source_of_the_same_idea_is_named() -> None:
    (remark,) = comparability.other_sources(REAL["water_piped_pct"])
    assert plain(remark.sentence("es")) == (
        "Otra fuente mide la misma idea: «Viviendas con agua entubada, 2015» (INEGI)."
        " Sus cifras no se restan de estas ni siguen la misma línea."
    )
    assert comparability.other_sources(REAL["illiteracy_pct"]) == ()


def test_an_idea_is_shared_by_two_indicators_at_least() -> None:
    ideas = [i.concept for i in REAL.values() if i.concept]
    assert ideas and all(ideas.count(idea) > 1 for idea in ideas)


def test_every_rule_has_words_and_every_word_a_rule() -> None:
    written = {key.rsplit(".", 1)[1] for key in text.entries() if key.startswith("comparability.rules.")}
    assert len(written) == len(set(written)) >= 25


@pytest.mark.parametrize("indicator", sorted(REAL))
def test_no_indicator_of_the_catalogue_makes_a_rule_stumble(indicator: str) -> None:
    entry = REAL[indicator]
    rows = figures(*range(1, 7), status=entry.status, period="2020", denominator=100.0)
    series = line(("1990", 1), ("2020", 2), ("2040", 3), status=entry.status)
    remarks = [*comparability.ranking(entry, rows), *comparability.over_time(entry, series)]
    remarks += [*comparability.other_sources(entry), *comparability.related(entry, SERVED, "2020", "2019", 8)]
    for language in text.LANGUAGES:
        for remark in remarks:
            assert "{" not in remark.sentence(language) and "  " not in remark.sentence(language)
