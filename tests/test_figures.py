"""Charts by their data: who is drawn, in which order, with which limits and labels, and what happens with little."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import axes, trends
from dashboard.charts.axes import Ours, decades, spread, steps
from dashboard.charts.dots import Line, sorted_dots
from dashboard.style import DARK, LIGHT

OCOTLAN, JAMAY = Ours("14063", "Ocotlán", "#0B6E75"), Ours("14047", "Jamay", "#5B4B9A", "diamond")


def words(value: float) -> str:
    return f"{value:.1f} %"


def marks(values: object) -> list[str]:
    return [f"{v:g}" for v in values]  # type: ignore[attr-defined]


def frame(*values: float | None) -> pd.DataFrame:
    """The first two rows are ours."""
    keys = ["14063", "14047", *(f"14{n:03}" for n in range(100, 100 + len(values)))][: len(values)]
    return pd.DataFrame({"area": keys, "name": [f"n{k}" for k in keys], "value": pd.Series(values, dtype="float64")})


def dots(*values: float | None, lines: tuple[Line, ...] = (), logarithmic: bool = False) -> go.Figure:
    return sorted_dots(
        frame(*values), (OCOTLAN, JAMAY), lines, words, marks, LIGHT, axis="por ciento", logarithmic=logarithmic
    )


def labels(figure: go.Figure) -> list[str]:
    return [a.text for a in figure.layout.annotations]


def test_ours_are_named_where_they_stand_and_all_others_are_one_grey_trace() -> None:
    figure = dots(28.4, 46.2, 10, 60, 40)
    grey, *own = figure.data
    assert list(grey.x) == [10, 40, 60] and list(grey.y) == [0, 2, 4]
    assert {t.name: (t.x[0], t.y[0], t.marker.symbol) for t in own} == {
        "Ocotlán": (28.4, 1.0, "circle"), "Jamay": (46.2, 3.0, "diamond"),
    }  # fmt: skip
    assert labels(figure) == ["<b>Ocotlán</b> 28.4 %", "<b>Jamay</b> 46.2 %"]


@pytest.mark.parametrize(
    "values",
    [(), (5.0,), (5.0, 6.0), (5.0, 5.0, 5.0), (None, None), (5.0, None, 7.0), (-3.0, 2.0, 0.0), (0.0, 0.0)],
    ids=["none", "one", "two", "all equal", "all missing", "one missing", "negative", "zeros"],
)
def test_a_chart_of_little_is_still_a_chart(values: tuple[float | None, ...]) -> None:
    figure = dots(*values)
    drawn = sum(len(trace.x) for trace in figure.data)
    assert drawn == sum(v is not None for v in values)
    low, high = figure.layout.xaxis.range
    assert low < high
    assert len(figure.layout.xaxis.tickvals) == len(figure.layout.xaxis.ticktext)


def test_lines_are_named_above_the_chart_one_under_the_other() -> None:
    figure = dots(1, 2, 3, lines=(Line("Jalisco", 2.0), Line("AMO", 1.5, strong=True), Line("México", 2.01)))
    told = {a.text: a.yshift for a in figure.layout.annotations if a.yref == "paper"}
    assert set(told) == {"Jalisco 2.0 %", "AMO 1.5 %", "México 2.0 %"} and len(set(told.values())) == 3
    widths = {shape.x0: (shape.line.width, shape.line.dash) for shape in figure.layout.shapes}
    assert widths[1.5] == (2, "solid") and widths[2.0] == (1, "dash")


def test_a_logarithmic_scale_leaves_out_what_it_cannot_show_and_marks_powers_of_ten() -> None:
    figure = dots(100, 1_000_000, 0, 5000, logarithmic=True)
    assert sum(len(trace.x) for trace in figure.data) == 3
    assert list(figure.layout.xaxis.tickvals) == [100, 1000, 10_000, 100_000, 1_000_000]
    assert figure.layout.xaxis.type == "log"


def test_the_chart_takes_the_colours_of_the_page() -> None:
    figure = sorted_dots(frame(1, 2, 3), (), (), words, marks, DARK, axis="")
    assert figure.layout.font.color == DARK.text and figure.layout.hoverlabel.bgcolor == DARK.background


@pytest.mark.parametrize("wanted", [[], [5.0], [1.0, 1.0, 1.0], [0.0, 0.1, 9.9, 10.0], [10.0, 10.0]])
def test_labels_keep_their_order_and_do_not_touch(wanted: list[float]) -> None:
    placed = spread(wanted, gap=1.0, low=0.0, high=10.0)
    assert all(b - a >= 1.0 - 1e-9 for a, b in pairwise(sorted(placed)))
    assert all(-1e-9 <= p <= 10.0 + 1e-9 for p in placed)
    assert [wanted.index(w) for w in sorted(wanted)] == [
        wanted.index(w) for _, w in sorted(zip(placed, wanted, strict=True))
    ]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 100, [0, 20, 40, 60, 80, 100]), (17.4, 80.1, [20, 40, 60, 80]), (-3.2, 8.9, [-2, 0, 2, 4, 6, 8]), (5, 5, [5])],
)
def test_marks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert steps(low, high) == pytest.approx(expected)


def test_few_decades_have_halves() -> None:
    assert decades(1500, 40_000) == [2000, 5000, 10_000, 20_000, 50_000]


def test_reach_ignores_what_is_not_known() -> None:
    assert axes.reach([1.0, float("nan"), 3.0]) == (1.0, 3.0)
    assert axes.reach([]) == (0.0, 1.0)


def series(**told: dict[str, float | None]) -> pd.DataFrame:
    rows = [(a[1:], p, v, "official") for a, figures_ in told.items() for p, v in figures_.items()]
    return pd.DataFrame(rows, columns=["area", "period", "value", "status"])


def lines(frame_: pd.DataFrame, **more: object) -> go.Figure:
    return trends.trend(frame_, (OCOTLAN, JAMAY), (("14", "Jalisco"),), words, marks, str, LIGHT, **more)  # type: ignore[arg-type]


def test_a_line_stops_where_a_period_has_no_figure() -> None:
    figure = lines(series(a14063={"2010": 1, "2015": None, "2020": 3}))
    (line,) = figure.data
    assert list(line.x) == [2010, 2015, 2020] and list(line.y) == [1, None, 3] and line.connectgaps is False


def test_a_line_does_not_cross_a_change_of_method() -> None:
    figure = lines(series(a14063={"2010": 1, "2015": 2, "2020": 3}), breaks=[("2020", "cambio de método")])
    (line,) = figure.data
    assert list(line.y) == [1, 2, None, 3]
    assert [s.x0 for s in figure.layout.shapes] == [2017.5]
    assert "cambio de método" in labels(figure)


def test_a_break_outside_the_figures_is_not_drawn() -> None:
    figure = lines(series(a14063={"2010": 1, "2015": 2}), breaks=[("2020", "cambio de método")])
    assert not figure.layout.shapes


def test_months_are_a_line_with_marks_only_where_it_shows_none() -> None:
    months = {f"{year}-{month:02d}": 1.0 for year in range(2016, 2026) for month in range(1, 13)}
    told = series(a14063=months | {"2020-05": None, "2020-07": None})
    told.loc[told["period"] == "2025-11", "status"] = "preliminary"
    (line,) = lines(told).data
    sizes = dict(zip(months, line.marker.size, strict=True))
    assert {p: size for p, size in sizes.items() if size} == {"2020-06": 5, "2025-11": 5, "2025-12": 9}


def test_projections_are_hollow_and_references_dashed() -> None:
    told = series(a14063={"2020": 1, "2030": 2}, a14={"2020": 5, "2030": 6})
    told.loc[told["period"] == "2030", "status"] = "projected"
    reference, own = lines(told).data
    assert list(own.marker.color) == [OCOTLAN.colour, LIGHT.background]
    assert reference.line.dash == "dash" and reference.marker.size < own.marker.size


def test_lines_are_named_at_their_ends_with_their_newest_figure() -> None:
    figure = lines(series(a14063={"2010": 1, "2020": 30}, a14047={"2010": 2, "2020": 30.1}))
    assert labels(figure) == ["Ocotlán 30.0 %", "Jamay 30.1 %"]
    heights = [a.y for a in figure.layout.annotations]
    assert abs(heights[1] - heights[0]) > 0.5


def test_counts_start_at_zero() -> None:
    figure = lines(series(a14063={"2010": 90, "2020": 100}), from_zero=True)
    assert figure.layout.yaxis.range[0] <= 0


@pytest.mark.parametrize("told", [series(), series(a14063={"2010": None}), series(a99999={"2010": 1.0})])
def test_nothing_to_draw_is_an_empty_chart(told: pd.DataFrame) -> None:
    assert not lines(told).data


@pytest.mark.parametrize(("period", "year"), [("2020", 2020), ("2015/2020", 2020), ("2020-01", 2020 + 0.5 / 12)])
def test_periods_stand_where_they_end(period: str, year: float) -> None:
    assert trends.year_of(period) == pytest.approx(year)
