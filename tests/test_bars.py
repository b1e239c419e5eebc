"""Ranked bars: order, lengths, names and figures, for none, one, many, all equal and nothing."""

from __future__ import annotations

import pytest

from dashboard.charts.bars import ROW_PX, Bar, ranked_bars
from dashboard.style import DARK, LIGHT


def bars(*amounts: float) -> list[Bar]:
    return [Bar(f"Lugar {n}", amount, f"{amount:g}") for n, amount in enumerate(amounts)]


@pytest.mark.parametrize("amounts", [(), (5.0,), (5.0, 3.0), (9.0, 9.0, 9.0), (0.0, 0.0), tuple(range(15, 0, -1))])
def test_every_bar_has_its_name_and_its_figure_and_starts_at_zero(amounts: tuple[float, ...]) -> None:
    figure = ranked_bars(bars(*amounts), LIGHT)
    assert list(figure.data[0].x) == list(amounts)
    told = [a.text for a in figure.layout.annotations]
    assert told == [words for n, amount in enumerate(amounts) for words in (f"Lugar {n}", f"{amount:g}")]
    low, high = figure.layout.xaxis.range
    assert low == 0 and high > max(amounts, default=0)


def test_the_first_stands_at_the_top() -> None:
    figure = ranked_bars(bars(9, 5, 1), LIGHT)
    assert list(figure.data[0].y) == [2, 1, 0] and figure.layout.yaxis.range[1] > 2


def test_each_bar_takes_the_same_room_however_many_there_are() -> None:
    assert ranked_bars(bars(*range(12)), LIGHT).layout.height - ranked_bars(bars(1), LIGHT).layout.height == 11 * ROW_PX


def test_ours_have_colour_sign_and_weight_and_a_remainder_is_hollow() -> None:
    ours = Bar("Ocotlán", 9, "9", colour="#0B6E75", sign="●")
    figure = ranked_bars([ours, Bar("Lejos", 5, "5", hollow=True), Bar("La Barca", 3, "3")], DARK)
    assert list(figure.data[0].marker.color) == ["#0B6E75", DARK.background, DARK.other]
    assert list(figure.data[0].marker.line.width) == [0, 1.5, 0]
    assert figure.layout.annotations[0].text == "<b>● Ocotlán</b>"


def test_longer_figures_leave_more_room_and_never_all_of_it() -> None:
    short = ranked_bars([Bar("a", 10, "10")], LIGHT).layout.xaxis.range[1]
    long = ranked_bars([Bar("a", 10, "10 · 100.0 %")], LIGHT).layout.xaxis.range[1]
    endless = ranked_bars([Bar("a", 10, "1" * 400)], LIGHT).layout.xaxis.range[1]
    assert short < long < endless <= 25.001


def test_an_amount_below_zero_is_not_drawn_backwards() -> None:
    assert list(ranked_bars(bars(4, -3), LIGHT).data[0].x) == [4, 0]


def test_a_name_is_never_markup() -> None:
    assert "<i>" not in ranked_bars([Bar("<i>x", 1, "1")], LIGHT).layout.annotations[0].text
