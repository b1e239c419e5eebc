"""Small grammar of Spanish and English that sentences share: lists, times, numbers in words.

Spanish «y» becomes «e» before the sound i: «Ocotlán e Ixtlahuacán», but «Ocotlán y Hierro».
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard import style

_I_SOUND = re.compile(r"^(i|í|hi(?![eaou])|hí)", re.IGNORECASE)
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
    """A period inside a sentence: «en 2020», «en junio de 2020», «de 2015 a 2020»."""
    start, _, end = period.partition("/")
    if end:
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
