"""Who borders whom, as built: neighbours on land, or those across Lake Chapala too.

Touching in one point is enough ("queen" contiguity). A municipality without a polygon, or an island, has nobody.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).parent / "levels" / "adjacency.csv"


@cache
def neighbours(across_lake: bool = False) -> Mapping[str, tuple[str, ...]]:
    """Five-digit key → keys of the municipalities it touches, ascending; those with none are not in it."""
    found = defaultdict(set)
    for a, b, wet in _pairs():
        if across_lake or not wet:
            found[a].add(b)
            found[b].add(a)
    return MappingProxyType({key: tuple(sorted(found[key])) for key in sorted(found)})


@cache
def shore() -> frozenset[str]:
    """The municipalities that have a neighbour across the lake only."""
    return frozenset(key for a, b, wet in _pairs() if wet for key in (a, b))


@cache
def _pairs() -> tuple[tuple[str, str, bool], ...]:
    with _FILE.open(encoding="utf-8") as lines:
        return tuple((row["a"], row["b"], row["across_lake"] == "1") for row in csv.DictReader(lines))
