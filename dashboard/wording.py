"""Small grammar of Spanish and English that sentences share: lists, times, figures and distances in words.

Spanish «y» becomes «e» before the sound i: «Ocotlán e Ixtlahuacán», but «Ocotlán y Hierro».
A distance between two percentages is in points, never «%».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dashboard import style
from dashboard.text import t
from data.catalog import catalog
from data.entries import Indicator

_I_SOUND = re.compile(r"^(i|í|hi(?![eaou])|hí)", re.IGNORECASE)
# Units whose differences are points; units whose symbol or label would only repeat the title.
POINTS = ("percent", "percent_per_year", "percentage_points")
SILENT = ("index", "grade")
# Said with the period, because a reader would take the figure for a plain one.
NOTED = ("partial", "projected", "preliminary", "modelled")
_UP_TO_NINE = {
    "es": ("cero", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}


def listed(words: Sequence[str], language: str) -> str:
    """«a, b y c» / "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    *first, last = words
    joint = "and" if language == "en" else "e" if _I_SOUND.match(last) else "y"
    return f"{', '.join(first)} {joint} {last}"


def shortened(words: Sequence[str], language: str, most: int = 3) -> str:
    """A list of at most `most` names, with how many more there are."""
    if len(words) <= most + 1:
        return listed(words, language)
    rest = style.decimal(len(words) - most)
    return (
        f"{', '.join(words[:most])} {'and' if language == 'en' else 'y'} {rest} {'more' if language == 'en' else 'más'}"
    )


def when(period: str, language: str) -> str:
    """A period inside a sentence: «en 2020», «en junio de 2020», «de 2015 a 2020», «en 2024–2025»."""
    start, _, end = period.partition("/")
    if end and not (start.isdigit() and end.isdigit() and int(end) - int(start) == 1):
        words = ("from", "to") if language == "en" else ("de", "a")
        return f"{words[0]} {style.period(start, language)} {words[1]} {style.period(end, language)}"
    return f"{'in' if language == 'en' else 'en'} {style.period(period, language)}"


def counted(number: int, language: str) -> str:
    """Up to nine in words, from ten on in figures, as newspapers write."""
    words = _UP_TO_NINE["en" if language == "en" else "es"]
    return words[number] if 0 <= number < len(words) else style.decimal(number)


def capital(sentence: str) -> str:
    """The sentence with its first letter in upper case, the rest untouched."""
    return sentence[:1].upper() + sentence[1:]


def figure(value: float, indicator: Indicator, language: str, *, named: bool = True) -> str:
    """A figure in a sentence; a unit without a sign is named once: «106,050 personas», then «53,659»."""
    if indicator.unit == "percentage_points":
        return ("−" if value < 0 else "") + amount(value, indicator, language)
    unit = catalog().vocabulary.units[indicator.unit]
    digits = style.number(value, indicator, language, compact=bool(unit.prefix))  # people are never «1.5 M»
    signed = bool(unit.prefix) or any(symbol.strip() for symbol in unit.symbol.values())
    if signed or not named or indicator.labels or indicator.unit in SILENT:
        return digits
    return t("sentences.figure.with_unit", language, number=digits, unit=unit.label.in_(language))


def amount(distance: float, indicator: Indicator, language: str) -> str:
    """The size of a distance, without its sign: «12.8 puntos», «$410», «0.8 años», «1.2»."""
    if indicator.unit not in POINTS:
        return figure(abs(distance), indicator, language, named=False)
    digits = style.decimal(abs(distance), indicator.decimals)
    key = "sentences.difference.point" if digits == "1" else "sentences.difference.points"
    return t(key, language, amount=digits)


def apart(distance: float, indicator: Indicator, language: str) -> str:
    """A distance with its direction: «12.8 puntos más»; in English points are higher, things fewer, years less."""
    more, less = ("higher", "lower") if indicator.unit in POINTS else ("more", "less")
    key = more if distance > 0 else "fewer" if indicator.kind == "count" else less
    return t(f"sentences.difference.{key}", language, amount=amount(distance, indicator, language))


def dated(period: str, status: str, language: str) -> str:
    """`when`, with the status of the figure where it is not a plain one: «en 2026 (año incompleto)»."""
    words = when(period, language)
    if status not in NOTED:
        return words
    note = catalog().vocabulary.statuses[status].in_(language)
    return t("sentences.figure.noted", language, when=words, note=note)


def slug(parts: Sequence[str]) -> str:
    """A file name any system takes: lower case, no accents, words joined by hyphens, parts by underscores."""
    plain = (unicodedata.normalize("NFKD", p).encode("ascii", "ignore").decode().lower() for p in parts)
    words = (_short(re.sub(r"[^a-z0-9]+", "-", p).strip("-")) for p in plain)
    return "_".join(w for w in words if w)


def _short(words: str, most: int = 60) -> str:
    """At most so many letters, and no word cut in two."""
    return words if len(words) <= most else words[: most + 1].rpartition("-")[0] or words[:most]
