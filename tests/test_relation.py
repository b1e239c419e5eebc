"""Two figures together: correlations as the reference library has them, a line with an honest band, nothing told of
few, and nothing called a finding that is arithmetic."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.analysis import kinship, matrix, relation_words
from dashboard.analysis.kinship import APART, WITHIN, kin, settled
from dashboard.analysis.pair import Pair, named, pair, scopes, territory
from dashboard.analysis.relation import FEWEST, band, departures, fit, pearson, positive, skewed, spearman, strength
from dashboard.matrix_queries import matrix as newest_of_all
from dashboard.zones import chosen
from data.areas import municipalities_of, names
from data.catalog import catalog
from tests.worlds import AMO, JALISCO

MEXICO = catalog().zones["mexico"]
NAN = float("nan")
KNOWN = catalog().indicators
pairs = st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=FEWEST, max_size=40)


def columns(drawn: list[tuple[float, float]]) -> tuple[pd.Series, pd.Series]:
    x, y = (pd.Series([p[side] for p in drawn], dtype="float64") for side in (0, 1))
    for side in (x, y):  # nearly equal figures are another test's matter
        assume(side.max() - side.min() > 1e-2)
    return x, y


def noisy(n: int, slope: float = -2.0) -> tuple[pd.Series, pd.Series]:
    chance = np.random.default_rng(7)
    x = pd.Series(np.linspace(6, 12, n))
    return x, 60 + slope * x + pd.Series(chance.normal(0, 3, n))


# the arithmetic


def test_line_correlations_and_band_are_those_of_the_reference_libraries() -> None:
    from scipy.stats import linregress, pearsonr, spearmanr, t

    x, y = noisy(125)
    found, told = fit(x, y), linregress(x, y)
    assert found.slope == pytest.approx(told.slope) and found.intercept == pytest.approx(told.intercept)
    assert found.pearson is not None and found.spearman is not None
    assert found.pearson.value == pytest.approx(told.rvalue) and found.pearson.p == pytest.approx(told.pvalue)
    assert found.spearman.value == pytest.approx(spearmanr(x, y).statistic)
    assert found.spearman.p == pytest.approx(spearmanr(x, y).pvalue)
    printed = pearsonr(x, y).confidence_interval()
    assert (found.pearson.low, found.pearson.high) == pytest.approx((printed.low, printed.high))
    # at x = 0 the mean is the intercept, whose standard error the library prints
    row = band(found, [0.0]).iloc[0]
    assert row["high"] - row["y"] == pytest.approx(t.ppf(0.975, 123) * told.intercept_stderr)


@given(pairs)
def test_the_band_holds_the_line_and_is_narrowest_in_the_middle(drawn: list[tuple[float, float]]) -> None:
    x, y = columns(drawn)
    found = fit(x, y)
    assume(not found.reason)
    told = band(found, [found.reach[0], found.mean, found.reach[1]])
    assert (told["low"] <= told["y"]).all() and (told["y"] <= told["high"]).all()
    wide = told["high"] - told["low"]
    assert wide[1] <= wide[0] + 1e-9 and wide[1] <= wide[2] + 1e-9


@given(pairs, st.floats(0.1, 50), st.floats(-100, 100), st.sampled_from([1, -1]))
def test_other_units_change_no_correlation_and_turning_round_only_its_sign(
    drawn: list[tuple[float, float]], scale: float, shift: float, sign: int
) -> None:
    x, y = columns(drawn)
    plain, other = pearson(x, y), pearson(sign * scale * x + shift, y)
    assert plain is not None and other is not None
    assert other.value == pytest.approx(sign * plain.value, abs=1e-6)


@given(pairs, st.randoms())
def test_the_order_of_the_municipalities_and_of_the_two_figures_changes_nothing(
    drawn: list[tuple[float, float]], chance: object
) -> None:
    x, y = columns(drawn)
    order = list(range(len(x)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    plain, mixed, turned = spearman(x, y), spearman(x.iloc[order], y.iloc[order]), spearman(y, x)
    assert plain is not None and mixed is not None and turned is not None
    assert mixed.value == pytest.approx(plain.value, abs=1e-12) == turned.value
    a, b = fit(x, y), fit(x.iloc[order], y.iloc[order])
    assert a.slope == pytest.approx(b.slope, rel=1e-6, abs=1e-9)


def test_a_rank_correlation_does_not_care_for_the_scale() -> None:
    x, y = noisy(60)
    plain, logarithmic = fit(x, y), fit(x, y, log_x=True, log_y=True)
    assert plain.spearman == logarithmic.spearman and plain.pearson != logarithmic.pearson


def test_on_logarithmic_scales_a_power_law_is_a_straight_line_and_its_band_stays_above_zero() -> None:
    x = pd.Series(np.geomspace(100, 1e6, 30))
    found = fit(x, 5 * x**0.8, log_x=True, log_y=True)
    assert found.slope == pytest.approx(0.8) and 10**found.intercept == pytest.approx(5)
    told = band(fit(*(10.0**s for s in noisy(20)), log_x=True, log_y=True), np.geomspace(1e6, 1e12, 9))
    assert (told[["y", "low", "high"]] > 0).all(axis=None)


@pytest.mark.parametrize("n", [0, 1, 2, 3, FEWEST - 1])
def test_of_fewer_than_ten_nothing_is_claimed(n: int) -> None:
    x, y = noisy(50)
    found = fit(x[:n], y[:n])
    assert found.reason == ("few" if n else "none") and found.n == n
    assert found.spearman is None and band(found, [1.0]).empty
    rows = departures(pd.DataFrame({"x": x[:n], "y": y[:n]}), found)
    assert rows["residual"].isna().all()


def test_what_does_not_vary_has_no_line() -> None:
    x, y = noisy(20)
    assert fit(x * 0 + 97.3, y).reason == "constant_x" and fit(x, y * 0 - 1).reason == "constant_y"
    assert pearson(x, y * 0) is None and spearman(x * 0, y) is None


def test_a_missing_figure_leaves_its_municipality_out_and_no_other() -> None:
    x, y = noisy(20)
    holes = x.copy()
    holes[3], y[5] = NAN, NAN
    found = fit(holes, y)
    assert found.n == 18 and found == fit(holes.drop([3, 5]), y.drop([3, 5]))
    assert fit(x * NAN, y).reason == "none"


def test_negative_figures_have_a_line_and_never_a_logarithm() -> None:
    x, y = noisy(30)
    assert not fit(-x, y - 1000).reason
    assert not skewed(-x) and not positive(pd.Series([0.0, 5.0])) and not positive(pd.Series([NAN]))
    assert fit(x - 9, y, log_x=True).n == int((x > 9).sum())


def test_a_perfect_line_has_no_doubt() -> None:
    x, _ = noisy(12)
    found = fit(x, 3 * x)
    assert found.pearson is not None and found.pearson.value == pytest.approx(1) and found.pearson.p == 0
    assert band(found, [8.0])["high"][0] == pytest.approx(24)


def test_the_departures_of_all_add_up_to_nothing() -> None:
    x, y = noisy(125)
    rows = departures(pd.DataFrame({"x": x, "y": y}), fit(x, y))
    assert rows["residual"].sum() == pytest.approx(0, abs=1e-8)
    assert list(rows["expected"] + rows["residual"]) == pytest.approx(list(y))


@pytest.mark.parametrize(
    ("value", "words"), [(0.1, "none"), (-0.2, "weak"), (0.4, "medium"), (-0.79, "strong"), (0.8, "very_strong")]
)
def test_the_size_of_a_correlation_has_a_word(value: float, words: str) -> None:
    assert strength(value) == words


def test_an_axis_is_logarithmic_when_the_largest_is_far_from_the_middle() -> None:
    assert skewed(pd.Series([10.0] * 30 + [201.0])) and not skewed(pd.Series([10.0] * 30 + [200.0]))
    assert not skewed(pd.Series([0.0] + [10.0] * 30 + [900.0])) and not skewed(pd.Series([], dtype="float64"))


# made of one another


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("poverty_pct", "poverty_pct", "same"),
        ("teachers", "teachers_2015", "same"),
        ("poverty_pct", "extreme_poverty_pct", "part"),
        ("dependency_ratio", "age_0_14_pct", "part"),
        ("lag_index", "lag_grade", "part"),
        ("imss_pct", "with_coverage_pct", "part"),
        ("catholic_pct", "no_religion_pct", "apart"),
        ("not_poor_pct", "lack_social_security_pct", "apart"),
        ("farmland_pct", "forest_pct", "apart"),
        ("crimes_per_1000", "crimes", "base"),
        ("ageing_index", "age_0_14_pct", "base"),
        ("participation_gap_pp", "participation_pct", "base"),
        ("water_piped_pct", "internet_pct", "sides"),
        ("schooling_years", "poverty_pct", ""),
        ("population_total", "age_65_plus_pct", ""),
        ("crimes_per_1000", "poverty_pct", ""),
    ],
)
def test_the_catalogue_tells_which_figures_are_made_of_one_another(a: str, b: str, told: str) -> None:
    assert kin(KNOWN[a], KNOWN[b]) == told == kin(KNOWN[b], KNOWN[a])


@pytest.fixture(scope="module")
def newest(restored: sa.Engine) -> pd.DataFrame:
    """Municipality × share, in the newest period of each."""
    return newest_of_all(restored, [i.id for i in KNOWN.values() if i.formula.form == "share"])


def shares(source: str) -> dict[str, list[str]]:
    """Variable → the indicators that give its share of something."""
    found: dict[str, list[str]] = {}
    for entry in catalog().of_source(source):
        if entry.formula.form == "share":
            for variable in kinship._names(kinship._top(entry)):
                found.setdefault(variable, []).append(entry.id)
    return found


def test_what_is_told_as_counted_within_something_is_never_larger_in_the_offices_figures(newest: pd.DataFrame) -> None:
    checked = 0
    for source, wholes in WITHIN.items():
        known = shares(source)
        told = [(whole, part) for whole, parts in wholes.items() for part in parts]
        for a, b in ((a, b) for whole, part in told for a in known.get(whole, []) for b in known.get(part, [])):
            if KNOWN[a].formula.denominator == KNOWN[b].formula.denominator:
                assert (newest[a] - newest[b]).min() >= -0.11, (a, b)  # CONEVAL prints one decimal
                checked += 1
    assert checked >= 15


def test_what_is_told_as_excluding_each_other_never_adds_up_to_more_than_all(newest: pd.DataFrame) -> None:
    checked = 0
    for source in APART:
        own = [i for i in catalog().of_source(source) if i.formula.form == "share"]
        for a, b in combinations(own, 2):
            if kin(a, b) == "apart":
                assert (newest[a.id] + newest[b.id]).max() <= 100.11, (a.id, b.id)
                checked += 1
    assert checked >= 40


def test_shares_that_leave_each_other_the_rest_are_known_by_their_sum() -> None:
    x = pd.Series([90.0, 80.0, 95.5, 70.0])
    assert settled("sides", x, 100 - x) == "rest" == settled("apart", x, 100 - x)
    assert settled("sides", x, pd.Series([1.0, 50.0, 3.0, 20.0])) == ""
    assert settled("sides", x[:2], 100 - x[:2]) == "" and settled("part", x, x) == "part"


# the matrix


def matrix_of(values: dict[str, list[float]], **periods: list[str]) -> dict[tuple[str, str], matrix.Cell]:
    entries = [KNOWN[name] for name in values]
    told = {name: pd.Series(v, dtype="float64") for name, v in values.items()}
    found = matrix.cells(entries, {n: periods.get(n, ["2020"]) for n in values}, lambda name, _: told[name])
    return {(c.x, c.y): c for c in found}


def test_a_matrix_tells_only_complete_pairs_and_where_it_tells_nothing_says_why() -> None:
    x, y = noisy(30)
    few = [1.0] * 25 + [2.0, 3.0, 4.0, 5.0, NAN]
    found = matrix_of(
        {
            "schooling_years": list(x), "internet_pct": [*y[:20], *[NAN] * 10], "poverty_pct": list(100 - y),
            "extreme_poverty_pct": list(x), "crimes_per_1000": [NAN] * 22 + [*x[:8]], "lag_index": [2.5] * 30,
            "illiteracy_pct": few,
        },
        illiteracy_pct=["2010"],
    )  # fmt: skip
    first = found["schooling_years", "internet_pct"]
    assert first.n == 20 and first.correlation is not None and first.correlation.n == 20 and first.stands
    assert found["poverty_pct", "extreme_poverty_pct"].kin == "part"
    assert found["poverty_pct", "extreme_poverty_pct"].correlation is None
    assert found["schooling_years", "illiteracy_pct"].period == ""
    assert found["schooling_years", "crimes_per_1000"].n == 8
    for without in (("schooling_years", "crimes_per_1000"), ("schooling_years", "lag_index")):
        assert found[without].correlation is None and not found[without].stands
    said = {key: relation_words.said(cell, "es") for key, cell in found.items()}
    assert said["poverty_pct", "extreme_poverty_pct"] == "no es hallazgo: una es parte de la otra"
    assert said["schooling_years", "illiteracy_pct"] == "sin periodo en común"
    assert said["schooling_years", "crimes_per_1000"] == "menos de diez municipios con ambas cifras"
    assert said["schooling_years", "lag_index"] == "una de las dos no cambia entre municipios"


def test_only_correlations_that_pass_benjamini_and_hochberg_stand() -> None:
    from scipy.stats import false_discovery_control

    chance = np.random.default_rng(3)
    ids = [i.id for i in matrix.eligible(list(KNOWN.values())) if i.topic in ("housing", "education", "health")][:14]
    base = chance.normal(size=40)
    found = matrix_of({name: list(chance.normal(size=40) + (base if n < 3 else 0)) for n, name in enumerate(ids)})
    told = [c for c in found.values() if c.correlation is not None]
    passed = false_discovery_control([c.correlation.p for c in told if c.correlation]) <= 0.05
    assert [c.stands for c in told] == list(passed)
    assert 0 < sum(passed) < sum(c.correlation.p <= 0.05 for c in told if c.correlation)


def test_neither_counts_nor_grades_enter_a_matrix() -> None:
    assert not {"population_total", "lag_grade"} & {i.id for i in matrix.eligible(list(KNOWN.values()))}
    assert matrix_of({}) == {} == matrix_of({"poverty_pct": [1.0] * 12})


@pytest.mark.parametrize(
    ("x", "y", "until", "told"),
    [
        (["2010", "2020"], ["2015", "2020"], "9999", "2020"),
        (["2020", "2024", "2040"], ["2020", "2024", "2040"], "2026", "2024"),
        (["2020"], ["2015"], "9999", ""),
        ([], ["2015"], "9999", ""),
    ],
)
def test_two_indicators_meet_in_their_newest_finished_period(x: list[str], y: list[str], until: str, told: str) -> None:
    assert matrix.in_common(x, y, until) == told


# the view and its words


def seen(n: int = 125, slope: float = -2.0, zone: object = AMO, scope: str = "state", **changes: object) -> Pair:
    keys = sorted(municipalities_of("14"), key=lambda k: k not in AMO.members)[:n]
    x, y = noisy(n, slope) if n > 1 else (pd.Series([8.0] * n), pd.Series([40.0] * n))
    frame = pd.DataFrame({"area": keys, "name": [names()[k] for k in keys], "numerator": NAN, "denominator": NAN})
    made = {
        "x": KNOWN["schooling_years"], "y": KNOWN["poverty_pct"], "x_period": "2020", "y_period": "2020",
        "x_values": frame.assign(value=list(x), status="official"),
        "y_values": frame.assign(value=list(y), status="estimated"),
        "people": pd.Series(dict.fromkeys(keys, 1000.0), dtype="float64"), "zone": zone, "scope": scope,
    }  # fmt: skip
    return pair(**(made | changes))  # type: ignore[arg-type]


def test_the_finding_says_direction_strength_count_and_interval_and_who_departs() -> None:
    told = relation_words.finding(seen(), "es")
    assert told.startswith("En los 125 municipios de Jalisco, donde la cifra de «Años promedio de escolaridad» es más")
    assert "suele ser más baja" in told and "rho de Spearman −0." in told and "intervalo de 95 % de −0." in told
    assert "suele ser más alta" in relation_words.finding(seen(slope=3.0), "es")
    departs = relation_words.departs(seen(), "es")
    assert (
        departs.startswith("De los nuestros, quien más se aparta de la recta:") and "de lo que da la recta" in departs
    )
    assert "no quiere decir que una cause la otra" in relation_words.caution("es")


@pytest.mark.parametrize(
    ("y", "language", "told"),
    [
        ("poverty_pct", "es", "Años promedio de escolaridad y población en situación de pobreza"),
        ("hdi", "es", "Años promedio de escolaridad e índice de Desarrollo Humano"),
        ("hdi", "en", "Mean years of schooling and Human Development Index"),
        ("covid_deaths_per_100000", "en", "Mean years of schooling and COVID-19 deaths per 100,000 inhabitants"),
    ],
)
def test_two_titles_are_joined_as_a_person_would(y: str, language: str, told: str) -> None:
    assert relation_words.named(KNOWN["schooling_years"], KNOWN[y], language) == told


def test_the_step_of_the_line_is_round_and_within_the_figures() -> None:
    assert relation_words.steepness(seen(), "es").startswith("La recta: por cada 1.0 años más de")
    told = relation_words.steepness(seen(x=KNOWN["internet_pct"], slope=-0.5), "en")
    assert told.startswith("The line: for each 1.0 points more of") and "lower." in told


def test_what_may_be_chance_is_said_to_be() -> None:
    told = relation_words.finding(seen(slope=0.0, n=12), "es")
    assert "no se distingue una relación" in told and "incluye el cero" in told


@pytest.mark.parametrize(
    ("n", "words"), [(1, "Un municipio con"), (2, "Dos municipios con"), (3, "Tres municipios con")]
)
def test_of_a_metropolis_of_three_no_relation_is_told(n: int, words: str) -> None:
    made = seen(n, scope="zone")
    told = relation_words.finding(made, "es")
    assert told.startswith(words) and "sin recta" in told
    assert relation_words.departs(made, "es") == "" == relation_words.steepness(made, "es")


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    "changes",
    [
        {"y": KNOWN["schooling_years"]},
        {"y": KNOWN["illiteracy_pct"], "y_period": "1990"},
        {"x": KNOWN["population_total"], "y": KNOWN["revenue_mxn"], "scale": "log"},
        {"zone": MEXICO, "scope": "nation"},
        {"zone": JALISCO},
        {"zone": chosen("z:14063,16011"), "scope": "nation"},
        {"y_values": pd.DataFrame(columns=["area", "name", "value", "numerator", "denominator", "status"])},
    ],
)
def test_every_view_has_its_sentences(changes: dict[str, object], language: str) -> None:
    made = seen(**changes)  # type: ignore[arg-type]
    for words in (relation_words.finding(made, language), relation_words.departs(made, language)):
        assert "nan" not in words and "{" not in words
    assert relation_words.finding(made, language).endswith(".")


def test_what_the_guard_refuses_has_no_line() -> None:
    made = seen(y_period="1990")
    assert made.line.reason == "refused" and any(r.severity == "refused" for r in made.remarks)
    assert relation_words.finding(made, "es").startswith("No se mide la relación")


def test_a_logarithm_is_taken_only_where_it_can_be() -> None:
    assert seen(scale="log").line.log_x and not seen(scale="linear").line.log_x
    assert not seen(scale="log", slope=-20.0).line.log_y, "below zero there is none"


def test_the_state_of_the_zone_is_shown_unasked_and_the_nation_for_zones_across_states() -> None:
    assert scopes(AMO) == ("state", "nation", "zone") and scopes(JALISCO) == ("state", "nation")
    assert scopes(MEXICO) == ("nation",) and scopes(chosen("z:14063,16011")) == ("nation", "zone")
    assert territory(AMO, "state").all_of == "14" and territory(AMO, "zone") == AMO
    assert set(named(AMO)) == set(AMO.members) == set(named(JALISCO))


def test_the_whole_nation_is_measured_in_a_moment() -> None:
    import time

    x, y = noisy(2469)
    start = time.perf_counter()
    found = fit(x, y)
    departures(pd.DataFrame({"x": x, "y": y}), found)
    assert math.isfinite(found.slope) and time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("a", "b", "whole"),
    [
        ("schooling_years", "poverty_pct", "poverty_pct"),
        ("poverty_pct", "schooling_years", "poverty_pct"),
        ("schooling_years", "internet_pct", ""),
        ("extreme_poverty_pct", "poverty_pct", ""),
    ],
)
def test_a_figure_that_sums_up_lacks_shares_something_with_each_by_definition(a: str, b: str, whole: str) -> None:
    entries = catalog().indicators
    found = kinship.summary(entries[a], entries[b])
    assert (found.id if found else "") == whole
