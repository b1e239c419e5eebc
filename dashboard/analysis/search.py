"""One box that finds an indicator, a municipality, a zone or a page by what people type.

Accents, capitals and word order do not matter; abbreviations are spelled out from the vocabulary; a word may be
unfinished or misspelled. Every word typed must be met by the entry, or it is no answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["page", "indicator", "municipality", "zone", "state"]
SILENT = frozenset({"de", "del", "la", "el", "los", "las", "y", "e", "en", "con", "a", "of", "the", "and", "in", "for"})
LONGEST = 80  # characters of a question that are read
ALIKE = 74  # per cent of likeness from which another spelling may be meant
FUZZY_FROM = 4  # letters: shorter words are too alike to guess
ASIDE = 0.7  # what a word of the description counts against one of the title
MISSPELLED = 0.7  # what the most alike other spelling counts


@dataclass(frozen=True)
class Entry:
    """Something to be found.

    alias: another name, as good as the title. more: words beside them. weight (0–1) settles what is equally alike.
    """

    kind: Kind
    key: str
    title: str
    about: str
    alias: str = ""
    more: str = ""
    weight: float = 0.0


def plain(text: str) -> list[str]:
    """The words of a text without accents, capitals and signs: «Ocotlán, Jal.» → ocotlan, jal."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", bare)


class Index:
    """Entries ready to be asked."""

    def __init__(self, entries: Sequence[Entry], abbreviations: Mapping[str, str]) -> None:
        self.entries = tuple(entries)
        self.spelled = {"".join(plain(short)): plain(long) for short, long in abbreviations.items()}
        self.lengths = [min(_length(name) for name in (e.title, e.alias) if name) for e in entries]
        self.places: dict[str, dict[int, float]] = defaultdict(dict)  # word → entry → how much it counts there
        for at, entry in enumerate(entries):
            for word in plain(entry.more):
                self.places[word].setdefault(at, ASIDE)
            for word in plain(f"{entry.title} {entry.alias}"):
                self.places[word][at] = 1.0
        self.words = sorted(self.places)

    def find(self, question: str, most: int = 8) -> list[Entry]:
        """The entries that meet every word of the question, the best first; none for an empty question."""
        asked = self._asked(question)
        if not asked:
            return []
        totals: dict[int, float] = {}
        for number, word in enumerate(asked):
            met = self._met(word)
            kept = met if number == 0 else {at: met[at] for at in totals if at in met}
            totals = {at: totals.get(at, 0.0) + score for at, score in kept.items()}
        ordered = sorted(totals, key=lambda at: (-self._score(at, totals[at], len(asked)), self.entries[at].title))
        return [self.entries[at] for at in ordered[:most]]

    def _asked(self, question: str) -> list[str]:
        words = plain(question[:LONGEST])
        told = [w for word in words for w in ([word] if word in self.places else self.spelled.get(word, [word]))]
        return [w for w in dict.fromkeys(told) if w not in SILENT] or told

    def _met(self, word: str) -> dict[int, float]:
        """Entry → how well one word meets it."""
        found: dict[int, float] = {}
        for other, likeness in self._alike(word).items():
            for at, counts in self.places[other].items():
                found[at] = max(found.get(at, 0.0), likeness * counts)
        return found

    def _alike(self, word: str) -> dict[str, float]:
        """Word of the index → likeness (0–1): the same, its beginning, or another spelling of it."""
        from rapidfuzz import fuzz, process

        found = {other: 0.92 for other in self.words if other.startswith(word)} if len(word) > 1 else {}
        if word in self.places:
            return found | {word: 1.0}
        if len(word) >= FUZZY_FROM:
            near = process.extract(word, self.words, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=40)
            found = {other: MISSPELLED * score / 100 for other, score, _ in near} | found
        return found

    def _score(self, at: int, total: float, asked: int) -> float:
        """Mean likeness; a title said whole stands before one that only contains the words."""
        return total / asked + 0.15 * min(asked / self.lengths[at], 1.0) + 0.1 * self.entries[at].weight


def _length(name: str) -> int:
    return len([word for word in plain(name) if word not in SILENT]) or 1
