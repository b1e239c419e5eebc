"""The look in values: colours, marks, and figures and periods as Mexico writes them.

Colours come in a light and a dark set; the municipalities of the default zone keep their colour
and shape everywhere, so a mark is asked for by area, never by position in a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Literal

from babel.dates import format_date, get_month_names

from data.catalog import catalog
from data.entries import Indicator

FONT = '"Source Sans", "Source Sans Pro", sans-serif'
SPACE = " "  # between a figure and its sign; parts.frame keeps them on one line
ABSENT = "—"
_LOCALES = {"es": "es_MX", "en": "en_US"}


@dataclass(frozen=True)
class Palette:
    """One set of colours; `ours` in the order of the default zone's members."""

    background: str
    text: str
    muted: str
    line: str
    accent: str
    ours: tuple[str, ...]
    other: str
    better: str
    worse: str
    water: str
    absent: str
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]


LIGHT = Palette(
    background="#FFFFFF",
    text="#1B2733",
    muted="#5B6873",
    line="#D9DFE4",
    accent="#0B6E75",
    ours=("#0B6E75", "#B4530A", "#5B4B9A", "#A3195B", "#3D6B1F", "#2F5D9E"),
    other="#9AA6AF",
    better="#1A7F4B",
    worse="#B3261E",
    water="#CFE3EE",
    absent="#E3E7EA",
    sequential=("#E6F1F1", "#B1D3D4", "#6DA9AC", "#2F777C", "#0A3D41"),
    diverging=("#5B3A82", "#B9A3D0", "#F4F4F2", "#93C4A0", "#1D6B3C"),
)
DARK = Palette(
    background="#11181E",
    text="#E6EBEF",
    muted="#A3B0BA",
    line="#33414C",
    accent="#5CC2C9",
    ours=("#5CC2C9", "#F09A52", "#B3A4F0", "#F08BBB", "#9CCB74", "#8DB8F2"),
    other="#74828D",
    better="#5FCB93",
    worse="#F2877F",
    water="#1F3A4A",
    absent="#2B363F",
    sequential=("#19343A", "#235A61", "#3A868C", "#74B5B9", "#C9EDEE"),
    diverging=("#B79BDD", "#6E5793", "#2A3339", "#3F7F56", "#86D6A2"),
)
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "star")
GLYPHS: Mapping[str, str] = {
    "circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "cross": "✚", "star": "★",
}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """How one of our own municipalities is drawn, here and on every page."""

    colour: str
    shape: str
    glyph: str


def palette(dark: bool = False) -> Palette:
    """The colours of a light or a dark page."""
    return DARK if dark else LIGHT


def mark(area: str, dark: bool = False) -> Mark | None:
    """The mark of a municipality of the default zone; None for every other area (drawn grey)."""
    members = catalog().default_zone.members
    if area not in members or members.index(area) >= len(SHAPES):
        return None
    place = members.index(area)
    return Mark(palette(dark).ours[place], SHAPES[place], GLYPHS[SHAPES[place]])


def ramp(count: int, diverging: bool = False, dark: bool = False) -> tuple[str, ...]:
    """Class colours from low to high, taken at even steps of the five of the palette."""
    colours = palette(dark).diverging if diverging else palette(dark).sequential
    if count <= 1:
        return (colours[2],)[:count]
    return tuple(_between(colours, step * (len(colours) - 1) / (count - 1)) for step in range(count))


def _between(colours: tuple[str, ...], place: float) -> str:
    low = min(int(place), len(colours) - 2)
    pair = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colours[low : low + 2]]
    mixed = (round(a + (b - a) * (place - low)) for a, b in zip(*pair, strict=True))
    return "#" + "".join(f"{part:02X}" for part in mixed)


def number(
    value: float | None, indicator: Indicator, language: str, *, unit: bool = True, compact: bool = False
) -> str:
    """A figure of an indicator: its decimals, its label if it is a grade, its unit's sign unless `unit` is False.

    `compact` writes millions of pesos as «$184.3 M»; people are never «1.5 M», and tables keep every digit.
    """
    if value is None or not isfinite(value):
        return ABSENT
    label = indicator.labels.get(f"{value:g}")
    if label is not None:
        return label.in_(language)
    entry = catalog().vocabulary.units[indicator.unit]
    if compact and entry.prefix and abs(value) >= 1_000_000:
        digits, sign = decimal(value / 1_000_000, 1), f"{SPACE}M"
    else:
        digits, sign = decimal(value, indicator.decimals), ""
    if not unit:
        return digits + sign
    digits = f"−{entry.prefix}{digits[1:]}" if digits.startswith("−") else entry.prefix + digits
    return digits + sign + _symbol(entry.symbol[_language(language)], language)


def decimal(value: float, decimals: int = 0) -> str:
    """Digits grouped by thousands (1,234.5), rounded half up as offices print them, with a true minus."""
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    if exact.is_zero():
        exact = abs(exact)  # never «-0.0»
    # Mexico groups by commas as Python does; the same through Babel takes ten times as long (a test compares them)
    return f"{exact:,f}".replace("-", "−")


def ticks(values: Sequence[float], indicator: Indicator) -> list[str]:
    """Marks of an axis, without the unit and with no more decimals than they need; pesos in millions when large."""
    large = bool(catalog().vocabulary.units[indicator.unit].prefix) and max(map(abs, values), default=0) >= 1_000_000
    told = [v / 1_000_000 if large else v for v in values]
    places = next((n for n in range(4) if all(abs(v - round(v, n)) < 1e-9 for v in told)), 4)
    return [decimal(v, places) + (f"{SPACE}M" if large else "") for v in told]


def share(part: float, language: str, decimals: int = 1) -> str:
    """A percentage that is no indicator: «2.2 %» in Spanish, «2.2%» in English."""
    return decimal(part, decimals) + _symbol("%", language)


def unit_label(indicator: Indicator, language: str) -> str:
    """The unit in words, said once in titles and headers."""
    return catalog().vocabulary.units[indicator.unit].label.in_(language)


def period(text: str, language: str) -> str:
    """A period in words: «2020», «junio de 2020», «2015–2020»."""
    start, _, end = text.partition("/")
    if end:
        dash = "–" if len(start) == len(end) == 4 else " – "
        return f"{period(start, language)}{dash}{period(end, language)}"
    year, _, month = start.partition("-")
    if not month:
        return year
    name = get_month_names("wide", locale=_LOCALES[_language(language)])[int(month[:2])]
    return f"{name} {year}" if _language(language) == "en" else f"{name} de {year}"


def tick(text: str, language: str) -> str:
    """A period as short as a mark on an axis wants it: «2020», «jun 2020», «2015–2020»."""
    start, _, end = text.partition("/")
    if end:
        return f"{tick(start, language)}–{tick(end, language)}"
    year, _, month = start.partition("-")
    if not month:
        return year
    name = get_month_names("abbreviated", locale=_LOCALES[_language(language)])[int(month[:2])]
    return f"{name.rstrip('.')} {year}"


def day(moment: object, language: str) -> str:
    """A calendar date in words: «29 de mayo de 2020»."""
    words = format_date(moment, format="long", locale=_LOCALES[_language(language)])  # type: ignore[arg-type]
    return str(words)


def _symbol(symbol: str, language: str) -> str:
    sign = symbol.strip()
    if not sign:
        return ""
    return sign if sign == "%" and _language(language) == "en" else SPACE + sign


def _language(language: str) -> Literal["es", "en"]:
    return "en" if language == "en" else "es"
