"""Every word of the interface: `t("site.name", "es")`, read once from text/*.yaml.

The file's name is the first part of the key (text/map.yaml holds `map.*`); a key that does not
exist raises, and a test looks up every key the code writes so that no reader ever meets one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("es", "en")
_ROOM = Path(__file__).parent / "text"


class UnknownText(KeyError):
    """A key that is in no file of dashboard/text."""


def t(key: str, language: str, **values: object) -> str:
    """The words of `key` in `language` ("es" or "en"), with {fields} filled in."""
    try:
        words = entries()[key][language]
    except KeyError:
        raise UnknownText(f"«{key}» has no words in «{language}»: write them in dashboard/text") from None
    return words.format(**values) if values else words


@lru_cache(maxsize=1)
def entries() -> Mapping[str, Mapping[str, str]]:
    """Key → language → words, of every file."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(_ROOM.glob("*.yaml")):
        _flatten(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")) or {}, found)
    return found


def _flatten(prefix: str, node: Mapping[str, Any], into: dict[str, Mapping[str, str]]) -> None:
    """A mapping whose keys are languages is an entry; any other is a section of entries."""
    if set(node) & set(LANGUAGES):
        if set(node) != set(LANGUAGES) or not all(isinstance(words, str) and words for words in node.values()):
            raise ValueError(f"dashboard/text: «{prefix}» wants words in each of {', '.join(LANGUAGES)}")
        into[prefix] = node
        return
    for name, child in node.items():
        if not isinstance(child, Mapping) or not isinstance(name, str):  # YAML reads a bare «on» as true
            raise ValueError(f"dashboard/text: «{prefix}.{name}» is neither words nor a section")
        _flatten(f"{prefix}.{name}", child, into)
