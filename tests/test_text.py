"""The words of the interface: every key the code writes exists in both languages, and no words lie unused."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from dashboard import text

HOUSE = Path(__file__).parent.parent
CODE = "\n".join(
    p.read_text(encoding="utf-8") for room in ("dashboard", "pages") for p in sorted((HOUSE / room).rglob("*.py"))
)
ASKED = set(re.findall(r'\bt\(\s*["\']([a-z_.]+)["\']', CODE))
WRITTEN = ASKED | set(re.findall(r'["\']((?:[a-z_]+\.)+[a-z_]+)["\']', CODE))
STARTS = set(re.findall(r'f["\']([a-z_]+\.(?:[a-z_]+\.)*)\{', CODE))  # t(f"origin.confidences.{letter}")


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_every_key_the_code_asks_for_exists() -> None:
    assert ASKED and set(text.entries()) >= ASKED, sorted(ASKED - set(text.entries()))


def test_every_family_of_keys_the_code_builds_exists() -> None:
    for start in STARTS:
        assert any(key.startswith(start) for key in text.entries()), start


def test_no_words_lie_unused() -> None:
    unused = [key for key in text.entries() if key not in WRITTEN and not key.startswith(tuple(STARTS))]
    assert unused == []


@pytest.mark.parametrize("key", sorted(text.entries()))
def test_both_languages_say_the_same_with_the_same_fields(key: str) -> None:
    entry = text.entries()[key]
    assert set(entry) == set(text.LANGUAGES)
    assert fields(entry["es"]) == fields(entry["en"])
    assert all(words == words.strip() for words in entry.values())


def test_an_unknown_key_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(text.UnknownText, match="dashboard/text"):
        text.t("site.nowhere", "es")
    with pytest.raises(text.UnknownText):
        text.t("site.name", "fr")


def test_fields_are_filled() -> None:
    assert text.t("overview.members", "es", count="3") == "3 municipios"
