"""The scatter: everybody with both figures drawn once, ours on top and named apart, sizes by people."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest

from dashboard import plate, style
from dashboard.analysis.relation import along, band, fit
from dashboard.charts.axes import LABEL_PX, Ours
from dashboard.charts.scatter import NARROWEST, WIDEST, Axis, same_size_below, scatter, sizes

NAN = float("nan")
COLOURS = style.palette()
EMPTY = pd.DataFrame(columns=["x", "y", "low", "high"], dtype="float64")


def axis(title: str = "Escolaridad", logarithmic: bool = False) -> Axis:
    return Axis(title, lambda v: f"{v:.1f}", lambda marks: [f"{m:g}" for m in marks], logarithmic)


def rows(n: int) -> pd.DataFrame:
    return pd.DataFrame({
        "area": [f"{i:05d}" for i in range(n)], "name": [f"Lugar {i}" for i in range(n)],
        "x": [6 + i % 17 / 3 for i in range(n)], "y": [60 - i % 29 for i in range(n)],
        "people": [1000.0 * (i + 1) for i in range(n)],
    })  # fmt: skip


def drawn(frame: pd.DataFrame, ours: list[Ours] | None = None, line: pd.DataFrame = EMPTY, **axes: Axis):
    hover = "{0}: {1}, {2}".format
    x, y = axes.get("x", axis()), axes.get("y", axis("Pobreza"))
    return scatter(frame, ours or [], (), line, x, y, hover, COLOURS)


def marks(figure) -> list[str]:
    return [area for trace in figure.data for area in trace.ids or ()]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 125, 2469])
def test_everybody_with_both_figures_is_drawn_once(n: int) -> None:
    frame = rows(n)
    figure = drawn(frame, [Ours("00000", "Ocotlán", "#0B6E75", "circle")])
    assert sorted(marks(figure)) == sorted(frame["area"])
    assert all(trace.type == "scatter" for trace in figure.data), "WebGL draws nothing without a graphics card"


def test_a_missing_figure_is_no_mark() -> None:
    frame = rows(5)
    frame.loc[1, "x"], frame.loc[2, "y"] = NAN, NAN
    assert sorted(marks(drawn(frame))) == ["00000", "00003", "00004"]
    assert marks(drawn(frame.assign(x=NAN))) == []


def test_equal_and_negative_figures_have_a_scale() -> None:
    figure = drawn(rows(4).assign(x=-3.0, y=0.0))
    for scale in (figure.layout.xaxis, figure.layout.yaxis):
        assert scale.range[0] < scale.range[1] and len(scale.tickvals) >= 1


def test_zeros_are_left_out_of_a_logarithmic_scale_and_nobody_else() -> None:
    frame = rows(12).assign(x=[0.0, *[10.0**i for i in range(11)]])
    figure = drawn(frame, x=axis(logarithmic=True))
    assert figure.layout.xaxis.type == "log" and len(marks(figure)) == 11


def test_the_area_of_a_mark_is_its_people() -> None:
    told = sizes(pd.Series([1_000_000.0, 250_000.0, 100.0, NAN]))
    assert told[0] == WIDEST and told[1] == WIDEST / 2 and told[2] == told[3] == NARROWEST
    assert sizes(pd.Series([NAN, NAN])).nunique() == 1, "where no population is known all are alike"
    limit = same_size_below(pd.Series([1_000_000.0, 250_000.0, 100.0]))
    assert sizes(pd.Series([1_000_000.0, limit]))[1] == pytest.approx(NARROWEST)
    assert same_size_below(pd.Series([10.0, 9.0])) == 0 == same_size_below(pd.Series([], dtype="float64"))


def test_large_places_lie_under_small_ones_and_ours_over_all() -> None:
    figure = drawn(rows(30), [Ours("00003", "Jamay", "#5B4B9A", "diamond")])
    cloud = next(t for t in figure.data if len(t.x or ()) > 1)
    assert list(cloud.marker.size) == sorted(cloud.marker.size, reverse=True)
    assert figure.data[-1].marker.symbol == "diamond" and figure.data[-1].marker.color == "#5B4B9A"


def test_names_do_not_lie_on_one_another_even_where_the_figures_are_the_same() -> None:
    frame = rows(20).assign(x=8.0, y=[40.0] * 9 + [10.0 + i for i in range(11)])
    ours = [Ours(f"{i:05d}", f"Lugar {i}", "#000000") for i in range(9)]
    figure = drawn(frame, ours)
    named = [a for a in figure.layout.annotations if a.text.startswith("<b>")]
    low, high = figure.layout.yaxis.range
    pixels = (figure.layout.height - figure.layout.margin.t - figure.layout.margin.b) / (high - low)
    heights = [a.y * pixels - a.ay for a in named]
    assert len(named) == 9
    assert min(abs(p - q) for p, q in combinations(heights, 2)) >= LABEL_PX - 0.5


def test_names_that_touch_move_up_and_down_alike_and_the_others_stay() -> None:
    frame = rows(20).assign(y=[40.0, 40.0, 40.0, 15.0, *[10.0 + 3 * i for i in range(16)]])
    figure = drawn(frame, [Ours(f"{i:05d}", f"Lugar {i}", "#000000") for i in range(4)])
    moved = [a.ay for a in figure.layout.annotations if a.text.startswith("<b>")]
    assert sorted(moved) == pytest.approx([-LABEL_PX, 0, 0, LABEL_PX], abs=0.01)


def test_the_line_lies_in_its_band_and_there_is_none_without_a_fit() -> None:
    frame = rows(40)
    found = fit(frame["x"], frame["y"])
    figure = drawn(frame, line=band(found, along(found)))
    shades = [t for t in figure.data if t.fill == "toself"]
    assert len(shades) == 1 and len([t for t in figure.data if t.mode == "lines"]) == 2
    assert not [t for t in drawn(frame).data if t.mode == "lines"]


def test_long_titles_are_broken_instead_of_cut_on_a_phone() -> None:
    title = "Población de 18 y más con algún grado de bachillerato o más (por ciento, 2020, escala logarítmica)"
    figure = drawn(rows(12), x=axis(title), y=axis(title))
    lines = figure.layout.xaxis.title.text.split("<br>")
    assert max(map(len, lines)) <= 52 and len(lines) == 3
    assert "bachillerato" in figure.layout.annotations[0].text


def test_the_picture_can_be_taken_away() -> None:
    frame = rows(40)
    found = fit(frame["x"], frame["y"])
    ours = [Ours("00003", "Jamay", "#5B4B9A", "diamond")]
    figure = drawn(frame, ours, band(found, along(found)), x=axis("Escolaridad (años, 2020)"))
    made = plate.svg(plate.Plate(figure, "Título", "Jalisco, 2020", "Fuente: INEGI"))
    assert "Jamay" in made and "Escolaridad (años, 2020)" in made and made.count("<path") >= 40
