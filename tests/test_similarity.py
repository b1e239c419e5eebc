"""Likeness is a distance, says what it is made of, leaves out who lacks a figure; its indicators are well chosen."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dashboard.analysis import peer_words, similarity
from dashboard.analysis.peers import Peers, peers
from dashboard.analysis.similarity import Space, distances, likeness, nearest, normal_scores, pairs, space
from dashboard.matrix_queries import matrix
from dashboard.similar_rows import tidy
from data.areas import municipalities_of
from data.catalog import ROOM, CatalogError, catalog, load
from data.likeness import Facet
from tests.worlds import GROWTH, PEOPLE, SERVED, world

WHY = {"es": "porque", "en": "because"}
EVERY = municipalities_of("00")
PONCITLAN, JAMAY, OCOTLAN = "14066", "14047", "14063"


def facet(name: str, *indicators: str, **weights: float) -> Facet:
    measures = [{"indicator": i, "why": WHY, "weight": weights.get(i, 1)} for i in indicators]
    return Facet.model_validate({"id": name, "title": {"es": name.title(), "en": name}, "indicators": measures})


SIZE, SCHOOL = facet("size", "a", "b", "c"), facet("school", "d", "e", "f", "g")
TWO = (SIZE, SCHOOL)


def values(rows: Sequence[Sequence[float]], columns: str = "abcdefg") -> pd.DataFrame:
    return pd.DataFrame(rows, index=[EVERY[n] for n in range(len(rows))], columns=list(columns), dtype="float64")


figures = arrays(np.float64, st.tuples(st.integers(2, 7), st.just(7)), elements=st.floats(-1e6, 1e6, width=32))


class TestDistance:
    @given(figures)
    @settings(max_examples=40)
    def test_is_a_distance(self, rows: np.ndarray) -> None:
        points = space(values(rows), TWO)
        known = {a: distances(points, a)["distance"] for a in points.scores.index}
        for a in known:
            assert known[a][a] == 0
            for b in known:
                assert known[a][b] == known[b][a] >= 0
                assert all(known[a][b] <= known[a][c] + known[c][b] + 1e-9 for c in known)

    @given(figures)
    @settings(max_examples=40)
    def test_is_the_mean_of_its_facets_and_its_parts_add_up(self, rows: np.ndarray) -> None:
        points = space(values(rows), TWO)
        found = distances(points, EVERY[0])
        assert np.allclose(found["distance"] ** 2, (found["size"] ** 2 + found["school"] ** 2) / 2)
        assert np.allclose(similarity.contributions(found).sum(axis=1), 1)

    @given(figures)
    @settings(max_examples=40)
    def test_does_not_change_with_the_unit_nor_with_a_logarithm(self, rows: np.ndarray) -> None:
        plain = values(np.abs(rows) + 1)
        other = plain.assign(a=np.log(plain["a"]), b=plain["b"] * 1000)
        first, second = (distances(space(v, TWO), EVERY[0])["distance"] for v in (plain, other))
        assert np.allclose(first, second)

    def test_a_facet_of_many_indicators_weighs_no_more(self) -> None:
        # the two differ by the same steps in every indicator, three in one facet and four in the other
        points = space(values([[1] * 7, [2] * 7, [3] * 7]), TWO)
        found = distances(points, EVERY[0])
        assert found["size"].tolist() == pytest.approx(found["school"].tolist())

    def test_a_weight_counts_as_so_many_indicators(self) -> None:
        rows = [[1, 5, 2, 1, 2, 3, 4], [2, 1, 9, 4, 3, 2, 1], [7, 2, 3, 2, 1, 4, 3]]
        heavy = facet("size", "a", "b", "c", a=2)
        points, plain = space(values(rows), [heavy]), space(values(rows), [SIZE])
        apart = (plain.scores.iloc[0] - plain.scores.iloc[1]) ** 2
        expected = np.sqrt((2 * apart["a"] + apart["b"] + apart["c"]) / 4)
        assert distances(points, EVERY[0])["distance"].iloc[1] == pytest.approx(expected)

    def test_scores_are_blom_s_and_ties_share_theirs(self) -> None:
        scores = normal_scores(pd.DataFrame({"x": [10.0, 20.0, 20.0, 1e9, None]}))["x"]
        assert scores[0] == pytest.approx(-1.0491, abs=1e-4)  # Φ⁻¹((1 − 3/8) / (4 + 1/4))
        assert scores[1] == scores[2] == pytest.approx(0)
        assert scores[3] == pytest.approx(1.0491, abs=1e-4) and pd.isna(scores[4])


class TestNearest:
    def test_the_equally_far_come_by_key_and_never_itself(self) -> None:
        points = space(values([[1.0] * 7] * 30), TWO)
        found = nearest(points, EVERY[4])
        assert list(found.index) == [k for k in EVERY[:21] if k != EVERY[4]]
        assert (found["distance"] == 0).all()

    @pytest.mark.parametrize("n", [1, 2, 3])
    def test_few_municipalities_give_short_lists(self, n: int) -> None:
        points = space(values([[k] * 7 for k in range(n)]), TWO)
        assert len(nearest(points, EVERY[0])) == n - 1
        assert len(pairs(points).ordered) == (n > 1)

    def test_who_lacks_a_figure_is_left_out_and_counted_never_filled(self) -> None:
        rows = [[1, 2, 3, 4, 5, 6, 7], [1, None, 3, 4, 5, 6, 7], [2, 3, 4, None, 6, 7, None], [3, 4, 5, 6, 7, 8, 9]]
        points = space(values(rows), TWO)
        assert points.left_out == {"b": (EVERY[1],), "d": (EVERY[2],), "g": (EVERY[2],)}
        assert list(nearest(points, EVERY[0]).index) == [EVERY[3]]
        told = peers(points, pairs(points), EVERY[0], EVERY[:4], EVERY[:4])
        assert (told.left_out, told.unseen) == ({"b": 1, "d": 1, "g": 1}, 2)

    def test_a_figure_of_a_facet_not_chosen_keeps_nobody_out(self) -> None:
        points = space(values([[1, 2, 3, None, 5, 6, 7], [2, 3, 4, 5, 6, 7, 8]]), [SIZE])
        assert list(nearest(points, EVERY[0]).index) == [EVERY[1]]

    def test_one_who_lacks_a_figure_itself_is_told_which(self) -> None:
        points = space(values([[1, None, 3, 4, 5, 6, 7], [2, 3, 4, 5, 6, 7, 8]]), TWO)
        told = peers(points, pairs(points), EVERY[0], EVERY, EVERY)
        assert told.lacking == ("b",) and told.found.empty

    def test_nobody_has_anything(self) -> None:
        points = space(values([[None] * 7] * 3), TWO)
        told = peers(points, pairs(points), EVERY[0], EVERY[:3], EVERY[:3])
        assert told.found.empty and len(told.lacking) == 7 and pairs(points).typical == 0

    def test_all_of_mexico_at_once(self) -> None:
        rows = np.random.default_rng(1).normal(size=(2478, 7))
        points = space(values(rows.tolist()), TWO)
        among = pairs(points)
        found = nearest(points, EVERY[9])
        assert len(found) == 20 and found["distance"].is_monotonic_increasing
        assert among.typical == pytest.approx(
            np.median(np.sqrt(2 * np.random.default_rng(2).chisquare(7, 9999) / 7)), rel=0.05
        )
        assert (
            among.closer(0) == 0
            and among.closer(1e9) == 100
            and among.closer(among.typical) == pytest.approx(50, abs=0.1)
        )


@pytest.mark.parametrize(
    ("closer", "word"),
    [(0, "very"), (0.1, "very"), (0.2, "alike"), (3, "somewhat"), (5.1, "little"), (100, "little")],
)
def test_likeness_is_measured_against_all_pairs(closer: float, word: str) -> None:
    assert likeness(closer) == word


@pytest.fixture(scope="module")
def real(restored: sa.Engine) -> pd.DataFrame:
    """The product's own figures of every facet."""
    return matrix(restored, [m.indicator for f in catalog().facets.values() for m in f.indicators])


class TestCatalogue:
    """The choice of indicators keeps its own promises on the real figures."""

    def test_each_indicator_covers_95_in_100_municipalities(self, real: pd.DataFrame) -> None:
        assert (real.reindex(list(EVERY)).notna().mean() >= 0.95).all()

    def test_no_two_of_a_facet_say_the_same(self, real: pd.DataFrame) -> None:
        for own in catalog().facets.values():
            between = real[[m.indicator for m in own.indicators]].corr(method="spearman").abs()
            assert (between.where(~np.eye(len(between), dtype=bool)).max() < 0.8).all(), own.id

    def test_the_likes_of_poncitlan(self, real: pd.DataFrame) -> None:
        points = space(real, list(catalog().facets.values()))
        told = peers(points, pairs(points), PONCITLAN, EVERY, EVERY)
        assert len(points.scores) == 2455 and len(told.areas) == 20
        assert told.areas[:3] == ("14073", "14013", "14001")  # San Juan de los Lagos, Atotonilco el Alto, Acatic
        said = peer_words.lead(told, "country", "México", "es")
        assert said.startswith(
            "Los municipios de México más parecidos a Poncitlán son San Juan de los Lagos (Jalisco), "
        )
        assert said.endswith("; se parecen sobre todo en economía y menos en población.")
        assert not told.is_far and peer_words.warning(told, "es") == ""

    def test_a_municipality_without_its_like_is_said_to_be_so(self, real: pd.DataFrame) -> None:
        points = space(real, list(catalog().facets.values()))
        told = peers(points, pairs(points), "09014", EVERY, EVERY)  # Benito Juárez, Mexico City
        assert told.is_far and "Ningún municipio se parece mucho a Benito Juárez" in peer_words.warning(told, "es")


class TestWords:
    def told(self, rows: Sequence[Sequence[float]], facets: Sequence[Facet] = TWO, area: str = EVERY[0]) -> Peers:
        points = space(values(rows), facets)
        return peers(points, pairs(points), area, EVERY[: len(rows)], EVERY[: len(rows)])

    def test_a_single_one_is_not_told_in_the_plural(self) -> None:
        told = self.told([[k] * 3 + [0] * 4 for k in (1, 2)], [of_the_catalogue()])
        assert "el único municipio que se puede comparar con Aguascalientes" in peer_words.lead(
            told, "state", "x", "es"
        )

    def test_the_contributions_of_a_pair_without_distance_are_equal(self) -> None:
        told = self.told([[1] * 7] * 3)
        assert similarity.contributions(told.found).eq(0.5).all(axis=None)
        assert told.relative.eq(0).all(axis=None) and told.sides is None

    def test_the_state_of_mexico_is_not_taken_for_the_country(self) -> None:
        assert peer_words.placed("15106", "es") == "Toluca (Estado de México)"

    def test_rows_to_take_away_say_rank_distance_and_facet(self) -> None:
        told = self.told([[1] * 7, [2] * 7, [4] * 7])
        profile = pd.DataFrame(
            [(name, "2020", area, 1.0, None, None, "official") for name in "ad" for area in (EVERY[0], *told.areas)],
            columns=["indicator", "period", "area", "value", "numerator", "denominator", "status"],
        )
        rows = tidy(told, profile, {f.id: f for f in TWO}, "es")
        assert rows["rank"].astype("object").where(rows["rank"].notna(), None).tolist() == [None, None, 1, 1, 2, 2]
        assert rows["dimension"].tolist() == ["Size", "School"] * 3
        assert rows.loc[rows["rank"] == 1, "contribution"].tolist() == pytest.approx([50, 50])
        assert rows["distance"].iloc[0] == 0 < rows["distance"].iloc[-1]


def of_the_catalogue() -> Facet:
    """A facet of the catalogue over the columns a, b, c."""
    own = next(iter(catalog().facets.values()))
    return facet(own.id, "a", "b", "c")


class TestFiles:
    @pytest.fixture
    def room(self, tmp_path: Path) -> Path:
        for name in ("indicators", "sources"):
            shutil.copytree(ROOM / name, tmp_path / name)
        for name in ("vocabulary.yaml", "zones.yaml", "similarity.yaml", "bands.yaml"):
            shutil.copy(ROOM / name, tmp_path / name)
        return tmp_path

    def test_every_broken_rule_of_both_files_is_said_at_once(self, room: Path) -> None:
        def named(*indicators: str) -> list[dict[str, object]]:
            return [{"indicator": i, "why": WHY} for i in indicators]

        title = {"es": "Algo", "en": "Something"}
        facets = [
            {"id": "one", "title": title, "indicators": named("internet_pct", "nobody", "dwellings", "internet_pct")},
            {"id": "two", "title": title, "indicators": named("internet_pct", "lag_grade", "population_total")},
            {"id": "three", "title": title, "indicators": named("harvested_area_ha", "population_projection")},
        ]
        bands = [{"id": "low", "title": title, "start": 5}, {"id": "high", "title": title, "start": 5}]
        (room / "similarity.yaml").write_text(yaml.safe_dump(facets), encoding="utf-8")
        (room / "bands.yaml").write_text(yaml.safe_dump(bands), encoding="utf-8")
        with pytest.raises(CatalogError) as caught:
            load(room)
        said = str(caught.value)
        for rule in (
            "entry «one»: «internet_pct» stands 3 times", "entry «one»: «nobody» is no indicator",
            "entry «one»: «dwellings» is one of 2 counts", "entry «two»: «lag_grade» is a grade",
            "entry «three»: indicators: Tuple should have at least 3 items",
            "bands.yaml, entry «low»: the first band starts at 0, not 5", "entry «high»: starts at 5, not above 5",
        ):  # fmt: skip
            assert rule in said

    def test_modelled_figures_and_the_least_trusted_are_refused(self, room: Path) -> None:
        names = ("harvested_area_ha", "population_projection", "internet_pct")
        own = [{"id": "x", "title": WHY, "indicators": [{"indicator": i, "why": WHY} for i in names]}]
        (room / "similarity.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
        with pytest.raises(CatalogError) as caught:
            load(room)
        assert str(caught.value).count("is modelled, projected or of confidence C") == 2

    def test_a_lost_file_is_named(self, room: Path) -> None:
        (room / "bands.yaml").unlink()
        with pytest.raises(CatalogError, match=r"bands\.yaml: the file is missing"):
            load(room)


def test_the_matrix_takes_the_newest_period_of_each_and_leaves_gaps(engine: sa.Engine) -> None:
    world(
        engine,
        """
        indicator area  period value numerator denominator
        people    14063 2010   90    -         -
        people    14063 2020   100   -         -
        people    14066 2020   50    -         -
        people    14    2020   150   -         -
        served    14066 2015   50    5         10
        """,
        PEOPLE, SERVED, GROWTH,
    )  # fmt: skip
    found = matrix(engine, ["served", "people", "growth"])
    assert list(found.columns) == ["served", "people", "growth"] and list(found.index) == [OCOTLAN, PONCITLAN]
    assert found["people"].tolist() == [100, 50] and found.loc[PONCITLAN, "served"] == 50
    assert pd.isna(found.loc[OCOTLAN, "served"]) and found["growth"].isna().all()
    assert set(found.dtypes.astype(str)) == {"float64"}


def test_nothing_published_gives_an_empty_matrix(engine: sa.Engine) -> None:
    found = matrix(engine, ["people"])
    assert found.empty and list(found.columns) == ["people"]
    assert isinstance(space(found, [facet("size", "a", "b", "c")]), Space)
