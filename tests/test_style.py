"""The look in values: contrast by computation, figures as Mexico writes them, marks that stay with their town."""

from __future__ import annotations

import datetime
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from babel.numbers import format_decimal

from dashboard import style
from dashboard.style import DARK, LIGHT, Palette, ticks
from data.catalog import catalog
from tests.small import indicator

RATE = indicator("rate", kind="rate", unit="percent", decimals=1, formula={"share": ["A", "B"]}, combine="denominator")
PESOS = indicator("pesos", unit="mxn", decimals=0)
PEOPLE = indicator("people")
GRADE = indicator(
    "grade", kind="index", unit="grade", combine="never", labels={"1": {"es": "Muy bajo", "en": "Very low"}}
)

# Machado, Oliveira and Fernandes (2009): what linear RGB becomes for eyes without one kind of cone.
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> tuple[float, float, float]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted(
        (sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other)),
        reverse=True,
    )
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, p)) for p in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (p ** (1 / 3) if p > 0.008856 else 7.787 * p + 16 / 116 for p in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab(tuple(sum(m * p for m, p in zip(row, rgb, strict=True)) for row in matrix))  # type: ignore[arg-type]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_marks_stand_out_from_the_page(colours: Palette) -> None:
    for name in ("text", "muted", "accent", "better", "worse"):
        assert contrast(getattr(colours, name), colours.background) >= 4.5, name
    for colour in colours.ours:
        assert contrast(colour, colours.background) >= 4.5, colour


@pytest.mark.parametrize("kind", BLIND)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_our_three_are_told_apart_by_eyes_that_miss_a_colour(colours: Palette, kind: str) -> None:
    # shape tells them apart too; ten is some five times a just noticeable difference
    for one, other in combinations(colours.ours[:3], 2):
        distance = (
            sum((a - b) ** 2 for a, b in zip(seen(one, BLIND[kind]), seen(other, BLIND[kind]), strict=True)) ** 0.5
        )
        assert distance > 10, (one, other, distance)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_classes_go_from_the_page_to_its_opposite_in_even_steps(colours: Palette) -> None:
    steps = [contrast(c, colours.background) for c in style.ramp(5, dark=colours is DARK)]
    assert steps == sorted(steps)
    assert all(b / a > 1.2 for a, b in pairwise(steps))


@pytest.mark.parametrize("count", range(8))
def test_a_ramp_has_as_many_colours_as_classes(count: int) -> None:
    found = style.ramp(count)
    assert len(found) == len(set(found)) == count
    if count > 1:
        assert (found[0], found[-1]) == (LIGHT.sequential[0], LIGHT.sequential[-1])


def test_the_theme_and_the_palette_agree() -> None:
    config = tomllib.loads((Path(__file__).parent.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        theme = config["theme"][name]
        told = (theme["backgroundColor"], theme["textColor"], theme["primaryColor"], theme["borderColor"])
        assert told == (colours.background, colours.text, colours.accent, colours.line)


def test_a_town_keeps_its_mark() -> None:
    members = catalog().default_zone.members
    marks = [style.mark(m) for m in members]
    assert [m.glyph for m in marks if m] == ["●", "■", "◆"]
    assert [m.colour for m in marks if m] == list(LIGHT.ours[:3])
    assert style.mark("14039") is None


@pytest.mark.parametrize(
    ("value", "entry", "es", "en"),
    [
        (41.25, RATE, "41.3 %", "41.3%"),  # half up, as offices round
        (1234.5, RATE, "1,234.5 %", "1,234.5%"),
        (-3.2, RATE, "−3.2 %", "−3.2%"),
        (-0.04, RATE, "0.0 %", "0.0%"),  # never «-0.0»
        (184603, PEOPLE, "184,603", "184,603"),
        (-1500.4, PESOS, "−$1,500", "−$1,500"),
        (1, GRADE, "Muy bajo", "Very low"),
        (None, RATE, "—", "—"),
        (float("nan"), RATE, "—", "—"),
    ],
)
def test_figures_as_mexico_writes_them(value: float | None, entry: object, es: str, en: str) -> None:
    assert style.number(value, entry, "es") == es  # type: ignore[arg-type]
    assert style.number(value, entry, "en") == en  # type: ignore[arg-type]


def test_only_money_is_abbreviated() -> None:
    assert style.number(8_924_765_000, PESOS, "es", compact=True) == "$8,924.8 M"
    assert style.number(126_014_024, PEOPLE, "es", compact=True) == "126,014,024"
    assert style.number(41.2, RATE, "es", unit=False) == "41.2"


@pytest.mark.parametrize(
    ("period", "es", "en"),
    [
        ("2020", "2020", "2020"),
        ("2020-06", "junio de 2020", "June 2020"),
        ("2015/2020", "2015–2020", "2015–2020"),
        ("2024/2025", "2024–2025", "2024–2025"),
        ("2020-01/2020-06", "enero de 2020 – junio de 2020", "January 2020 – June 2020"),
    ],
)
def test_periods_in_words(period: str, es: str, en: str) -> None:
    assert (style.period(period, "es"), style.period(period, "en")) == (es, en)


def test_days_in_words() -> None:
    assert style.day(datetime.date(2020, 5, 29), "es") == "29 de mayo de 2020"
    assert style.day(datetime.date(2020, 5, 29), "en") == "May 29, 2020"


def test_axis_marks_carry_no_more_decimals_than_they_need() -> None:
    assert ticks([0, 20, 40], RATE) == ["0", "20", "40"]
    assert ticks([0, 0.5, 1], RATE) == ["0.0", "0.5", "1.0"]
    assert ticks([1e9, 1e10], PESOS) == ["1,000 M", "10,000 M"]
    assert ticks([], RATE) == []


@pytest.mark.parametrize("decimals", [0, 1, 2, 4])
@pytest.mark.parametrize("value", [0.0, -0.04, 0.05, 2.675, 12.25, 999.95, 1234567.891, -45678.5, 1e15])
def test_digits_are_written_as_babel_writes_them_for_mexico(value: float, decimals: int) -> None:
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    wanted = format_decimal(abs(exact) if exact.is_zero() else exact, pattern, "es_MX").replace("-", "−")
    assert style.decimal(value, decimals) == wanted
