"""Spatial association: what is together is found together, chance is called chance, and nobody is judged by absence."""

from __future__ import annotations

import json
import re
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard import component, drawing, pattern_map, sheet_parts
from dashboard.analysis import pattern_view, pattern_words, patterns
from dashboard.analysis.patterns import Association, associate
from dashboard.zones import chosen
from data.areas import municipalities_of, names
from geo import adjacent
from tests.test_style import BLIND, lab, linear, seen
from tests.worlds import AMO, JALISCO, SERVED

FEW = 499  # permutations: enough for what these tests assert
JALISCO_KEYS = list(municipalities_of("14"))


def grid(side: int) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """A square of areas, each touching the eight around it."""
    keys = {(r, c): f"{r:02d}{c:03d}" for r, c in product(range(side), range(side))}
    steps = [(r, c) for r, c in product((-1, 0, 1), (-1, 0, 1)) if (r, c) != (0, 0)]
    near = {
        key: tuple(keys[r + dr, c + dc] for dr, dc in steps if (r + dr, c + dc) in keys) for (r, c), key in keys.items()
    }
    return sorted(keys.values()), near


def rook(side: int) -> dict[str, tuple[str, ...]]:
    """The same square where a corner is not enough."""
    keys, near = grid(side)
    return {
        k: tuple(n for n in near[k] if abs(int(n[:2]) - int(k[:2])) + abs(int(n[2:]) - int(k[2:])) == 1) for k in keys
    }


def halves(side: int = 10) -> tuple[pd.Series, dict[str, tuple[str, ...]]]:
    """West low, east high, with a little noise."""
    keys, near = grid(side)
    noise = np.random.default_rng(3).normal(0, 1, len(keys))
    return pd.Series([10.0 * (int(k[2:]) >= side / 2) for k in keys] + noise, index=keys), near


def test_two_halves_are_together_and_both_clusters_are_found() -> None:
    values, near = halves()
    found = associate(values, near, FEW)
    assert found.arrangement == "together" and found.moran > 0.6 and found.p < 0.01
    high, low = found.of("high", "firm"), found.of("low", "firm")
    assert len(high) > 25 and len(low) > 25
    assert all(int(k[2:]) >= 5 for k in high) and all(int(k[2:]) < 5 for k in low)


def test_a_chessboard_is_apart() -> None:
    keys, _ = grid(8)
    values = pd.Series([float((int(k[:2]) + int(k[2:])) % 2) for k in keys], index=keys)
    found = associate(values, rook(8), FEW)
    assert found.arrangement == "apart" and found.moran == pytest.approx(-1)
    assert not found.of("high") and found.of("high_among_low") and found.of("low_among_high")


def test_a_lone_tower_is_high_among_low() -> None:
    values, near = halves()
    tower = "05002"  # in the low half
    values[tower] = 14.0
    found = associate(values, near, FEW)
    assert tower in found.of("high_among_low")


def test_chance_is_seldom_called_a_pattern() -> None:
    keys, near = grid(8)
    dealt = [
        associate(pd.Series(np.random.default_rng(n).normal(size=len(keys)), index=keys), near, 199) for n in range(20)
    ]
    assert sum(f.arrangement != "random" for f in dealt) <= 4
    firm = [f for f in dealt if (f.areas["evidence"] == "firm").any()]
    assert len(firm) <= 4, "the false discovery rate is held"


def test_the_same_figures_always_give_the_same_answer_and_leave_the_generator_alone() -> None:
    values, near = halves()
    np.random.seed(7)
    first = associate(values, near, FEW)
    after = np.random.rand()  # what it would have been without us
    np.random.seed(7)
    assert after == np.random.rand()
    second = associate(values.sample(frac=1, random_state=1), near, FEW)
    pd.testing.assert_frame_equal(first.areas, second.areas)
    assert (first.moran, first.p) == (second.moran, second.p)


def test_the_statistics_are_those_of_the_textbook() -> None:
    values, near = halves(8)
    found = associate(values, near, FEW)
    z = values - values.mean()
    lag = pd.Series({k: z[list(near[k])].mean() for k in values.index})
    assert found.moran == pytest.approx(float((z * lag).sum() / (z**2).sum()))
    local = (len(z) - 1) * z * lag / (z**2).sum()
    assert found.areas.set_index("area")["local"].to_numpy() == pytest.approx(local.to_numpy())
    assert found.areas["near"].to_numpy() == pytest.approx((lag + values.mean()).to_numpy())
    assert found.expected == pytest.approx(-1 / 63)


def test_both_tails_count_and_firm_is_never_looser_than_weak() -> None:
    values, near = halves()
    areas = associate(values, near, FEW).areas
    assert areas["p"].min() == pytest.approx(2 / (FEW + 1))
    firm, weak = areas[areas["evidence"] == "firm"], areas[areas["evidence"] == "weak"]
    assert (areas["adjusted"] >= areas["p"]).all()
    assert firm["adjusted"].max() <= 0.05 < weak["adjusted"].min() or weak.empty
    assert (weak["p"] <= 0.05).all()


def test_equal_figures_have_no_pattern() -> None:
    keys, near = grid(8)
    assert associate(pd.Series(5.0, index=keys), near, FEW).refusal == "constant"


def test_no_figures_have_no_pattern() -> None:
    keys, near = grid(8)
    found = associate(pd.Series(float("nan"), index=keys), near, FEW)
    assert found.refusal == "nothing" and set(found.areas["cluster"]) == {"absent"}
    assert associate(pd.Series(dtype="float64"), near, FEW).refusal == "nothing"


@pytest.mark.parametrize("n", [1, 2, 3, 29])
def test_fewer_than_thirty_are_refused(n: int) -> None:
    keys, near = grid(8)
    found = associate(pd.Series(np.arange(float(n)), index=keys[:n]), near, FEW)
    assert found.refusal == "few" and found.arrangement == "random"


def test_thirty_are_enough_and_negative_figures_are_figures() -> None:
    keys, near = grid(8)
    found = associate(pd.Series(np.arange(30.0) - 100, index=keys[:30]), near, FEW)
    assert not found.refusal and found.n == 30


def test_who_has_no_figure_is_dropped_also_as_a_neighbour() -> None:
    values, near = halves()
    values["05005"] = float("nan")
    found = associate(values, near, FEW)
    rows = found.areas.set_index("area")
    assert found.n == 99 and rows.loc["05005", "cluster"] == "absent"
    assert rows.loc["05006", "neighbours"] == 7
    others = [k for k in near["05006"] if k != "05005"]
    assert rows.loc["05006", "near"] == pytest.approx(values[others].mean())


def test_an_island_has_no_neighbours_and_does_not_move_the_others() -> None:
    values, near = halves()
    without = associate(values, near, FEW)
    found = associate(pd.concat([values, pd.Series({"99001": 1000.0})]), near, FEW)
    assert found.of("alone") == ("99001",)
    assert found.moran == without.moran and found.n == 100


def test_the_lake_changes_nobodys_neighbours_but_those_of_its_shore() -> None:
    values = pd.Series(np.random.default_rng(5).normal(size=len(JALISCO_KEYS)), index=JALISCO_KEYS)
    land, both = (associate(values, adjacent.neighbours(across), 99).areas for across in (False, True))
    changed = set(land["area"][land["neighbours"] != both["neighbours"]])
    assert changed == adjacent.shore() & set(JALISCO_KEYS)
    rows = both.set_index("area")
    assert rows.loc["14047", "neighbours"] == land.set_index("area").loc["14047", "neighbours"] + 1


def test_neither_counts_nor_grades_are_offered() -> None:
    from data.catalog import catalog

    offered = [catalog().indicators[i] for i in patterns.offered(catalog().indicators.values())]
    assert offered and not any(i.kind == "count" or i.labels for i in offered)
    assert "lag_grade" not in {i.id for i in offered}


def test_the_whole_country_is_one_study_and_whom_nobody_drew_has_no_neighbours() -> None:
    keys = list(municipalities_of("00"))
    values = pd.Series(np.random.default_rng(1).normal(size=len(keys)), index=keys)
    found = associate(values, adjacent.neighbours(), 99)
    assert found.n == len(keys) - 3 and set(found.of("alone")) == {"24059", "25019", "25020"}


# ---- words and map ----


def view(figures: dict[str, float], zone: object = AMO, across: bool = False, **changes: object) -> pattern_view.Seen:
    """Jalisco with these figures, all others drawn around 50."""
    base = pd.Series(np.random.default_rng(2).normal(50, 5, len(JALISCO_KEYS)), index=JALISCO_KEYS)
    for key, value in figures.items():
        base[key] = value
    rows = pd.DataFrame({
        "area": base.index, "name": [names()[k] for k in base.index], "value": base.to_numpy(),
        "numerator": base.to_numpy() * 10, "denominator": 1000.0, "status": "official",
    })  # fmt: skip
    rows.loc[rows["value"].isna(), "status"] = "missing"
    found = associate(base, adjacent.neighbours(across))
    return pattern_view.seen(SERVED, rows, zone, "14", "2020", found, across, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def hot() -> pattern_view.Seen:
    """Ocotlán and everybody two steps around it far above the rest."""
    near = adjacent.neighbours()
    ring = {k for n in near["14063"] for k in near[n]} | {"14063"}
    return view({k: 95.0 + n / 10 for n, k in enumerate(sorted(ring)) if k.startswith("14")})


def test_the_sentence_says_the_pattern_who_is_in_it_and_what_chance_would_make(hot: pattern_view.Seen) -> None:
    said = pattern_words.finding(hot, "es")
    assert said.startswith("Viviendas con servicio, 2020: en Jalisco los municipios de cifra alta tienden a tener")
    assert "Con evidencia firme: en zona alta," in said
    assert "{" not in said and "{" not in pattern_words.finding(hot, "en")


def test_ours_are_told_one_by_one_beside_their_neighbours(hot: pattern_view.Seen) -> None:
    assert hot.ours == ("14063", "14066", "14047")
    rows = hot.rows.set_index("area")
    told = pattern_words.of_one(hot, rows.loc["14063"], "es")
    assert "vecinos" in told and "en promedio: zona alta, evidencia firme." in told


def test_chance_is_said_to_be_chance() -> None:
    dull = view({})
    said = pattern_words.finding(dull, "es")
    assert dull.found.arrangement == "random" and "no se distingue del azar" in said
    assert "Con evidencia firme, ningún municipio forma zona con sus vecinos." in said


def test_a_member_without_a_figure_says_so_and_not_that_it_is_in_no_zone() -> None:
    lacking = view({"14047": float("nan")})
    assert pattern_words.of_one(lacking, lacking.rows.set_index("area").loc["14047"], "es") == "sin dato."


def test_a_large_zone_is_told_by_how_many(hot: pattern_view.Seen) -> None:
    many = chosen(",".join(JALISCO_KEYS[:40]))
    assert "De los 40 municipios de" in pattern_words.of_zone(hot, tuple(JALISCO_KEYS), "es").replace("125", "40")
    assert pattern_view.scopes(many) == ("state", "nation")


def test_a_zone_is_seen_in_its_state_and_one_across_states_in_the_nation() -> None:
    assert pattern_view.scopes(AMO) == ("state", "nation") == pattern_view.scopes(JALISCO)
    assert pattern_view.scopes(chosen("14063,16011")) == ("nation",)
    assert pattern_view.scopes(chosen("06002,06003")) == ("nation",), "Colima has ten municipalities"
    assert pattern_view.territory(AMO, "state") == "14" and pattern_view.territory(AMO, "nation") == "00"


@pytest.mark.parametrize("refusal", ["few", "constant", "nothing"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_refusal_is_a_sentence(hot: pattern_view.Seen, refusal: str, language: str) -> None:
    from dataclasses import replace

    refused = replace(hot, indicator=hot.indicator.model_copy(update={"source": "inegi_census_2020"}))
    refused = replace(refused, found=Association(hot.found.areas, 12, refusal))  # type: ignore[arg-type]
    said = pattern_words.refused(refused, language)
    assert "Viviendas con servicio" in said or "Dwellings with service" in said
    assert pattern_words.finding(refused, language) == ""


def test_small_denominators_are_told(hot: pattern_view.Seen) -> None:
    rows = hot.rows.assign(period="2020", denominator=200.0)
    rules = {r.rule for r in pattern_view.remarked(hot.indicator, rows)}
    assert rules <= {"small"}


def test_the_map_has_every_municipality_in_its_class_and_ours_outlined(hot: pattern_view.Seen) -> None:
    drawn = pattern_map.drawing(hot, "es", title="t", subtitle="s", source="f", dark=False)
    assert len(drawn.marks) == 125 and drawn.kind == "classes"
    firm = {m.area for m in drawn.marks if m.step == 0}
    assert firm == set(hot.found.of("high", "firm")) and "14063" in firm
    assert {m.area for m in drawn.marks if m.highlighted} == {"14063", "14066", "14047"}
    assert "Sin vecinos con cifra" not in drawn.legend.classes


def test_a_hole_on_the_map_is_hatched(hot: pattern_view.Seen) -> None:
    drawn = pattern_map.drawing(view({"14047": float("nan")}), "es", title="t", subtitle="", source="", dark=False)
    assert next(m for m in drawn.marks if m.area == "14047").state == "missing"


@pytest.mark.parametrize("dark", [False, True])
def test_classes_are_told_apart_by_any_eye_and_on_grey_paper(dark: bool) -> None:
    palette = pattern_map.colours(dark)
    textures = {n: palette.textures[n].kind if n in palette.textures else "" for n in range(len(palette.steps))}
    for a, b in combinations(range(len(palette.steps)), 2):
        if textures[a] != textures[b]:
            continue  # what is drawn over them differs, whatever the colour
        for matrix in BLIND.values():
            one, other = (seen(palette.steps[n], matrix) for n in (a, b))
            assert _distance(one, other) > 15, (a, b)
        grey = [lab(linear(palette.steps[n]))[0] for n in (a, b)]
        assert abs(grey[0] - grey[1]) > 10, (a, b)


def _distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return float(np.linalg.norm(np.subtract(one, other)))


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_drawn_over_a_colour_can_be_seen_on_it(dark: bool) -> None:
    from tests.test_style import contrast

    palette = pattern_map.colours(dark)
    for step, texture in palette.textures.items():
        if pattern_map.STEPS[step][0] != "alone":
            assert contrast(texture.ink, palette.steps[step]) > 2.5, step


def test_the_sheet_draws_what_the_page_draws(hot: pattern_view.Seen) -> None:
    script = (Path(component.__file__).parent / "labels.js").read_text(encoding="utf-8")
    assert json.loads(re.search(r"const TEXTURES = ({.*?});", script)[1]) == dict(sheet_parts.TEXTURES)  # type: ignore[index]
    drawn = pattern_map.drawing(hot, "es", title="t", subtitle="s", source="f", dark=False)
    printed = drawing.svg(drawn)
    made = set(re.findall(r'<pattern id="([^"]+)"', printed)) | set(re.findall(r'id="([^"]*class\d)"', printed))
    used = set(re.findall(r"url\(#([^)]*class\d)\)", printed))
    assert used and used <= made, "every texture that is used is there"
    assert drawing.spec(drawn)["palette"]["textures"]["2"] == {"kind": "lines", "ink": "#FFFFFF"}


# ---- the chart ----


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_names_ours_marks_the_mean_and_goes_to_paper(hot: pattern_view.Seen, dark: bool) -> None:
    from dashboard import plate
    from dashboard.charts import patterns as charts
    from dashboard.charts.axes import Ours
    from dashboard.style import palette as colours

    corners = dict.fromkeys(patterns.SIGNIFICANT, "esquina")
    spoken = charts.Words("cifra", "vecinos", "promedio 50", corners, lambda ticks: [f"{t:g}" for t in ticks])
    own = [Ours(k, names()[k], "#0B6E75") for k in hot.ours]
    inks = dict.fromkeys(patterns.SIGNIFICANT, "#1D6B3C")
    figure = charts.neighbourhood(
        hot.rows.assign(said=hot.rows["name"]), own, hot.found.mean, inks, spoken, colours(dark)
    )
    assert sum(len(trace.x) for trace in figure.data) == hot.found.n
    said = [a.text for a in figure.layout.annotations]
    assert "<b>Ocotlán</b>" in said and "promedio 50" in said and said.count("<i>esquina</i>") == 4
    assert {shape.x0 for shape in figure.layout.shapes if shape.x0 == shape.x1} == {hot.found.mean}
    assert "Ocotlán" in plate.svg(plate.Plate(figure, "t", "s", "f"))
