"""How the figures of a topic go together, two by two: rank correlations, and which of them chance alone would not give.

Counts stay out: where more people live there is more of everything. So do grades, which only repeat their index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from dashboard.analysis.kinship import Kin, kin, settled
from dashboard.analysis.relation import FEWEST, Correlation, spearman
from data.entries import Indicator

FALSE_FINDINGS = 0.05  # of those told as standing, so many in a hundred may be chance


@dataclass(frozen=True)
class Cell:
    """Two indicators in their newest period in common ("" when they have none).

    correlation: Spearman's rho, None where there is nothing to tell: kin, no period in common, fewer than ten pairs,
    a side that does not vary. stands: it passes the threshold of false findings among all those of its matrix.
    """

    x: str
    y: str
    period: str
    kin: Kin
    correlation: Correlation | None = None
    stands: bool = False
    n: int = 0


def eligible(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Those a matrix is made of."""
    return [i for i in indicators if i.kind != "count" and not i.labels]


def in_common(x: Sequence[str], y: Sequence[str], until: str = "9999") -> str:
    """The newest period both have, not after `until` unless there is no other; "" when they share none."""
    shared = sorted(set(x) & set(y))
    return next((p for p in reversed(shared) if p <= until), shared[-1] if shared else "")


def cells(
    indicators: Sequence[Indicator],
    periods: Mapping[str, Sequence[str]],
    values: Callable[[str, str], pd.Series],
    newest: Mapping[str, str] | None = None,
) -> tuple[Cell, ...]:
    """One cell for every two indicators, in their order.

    periods: indicator → its periods. values: indicator and period → figures by area, the same areas each time.
    newest: indicator → its newest finished period.
    """
    told = newest or {}
    found = []
    for a, b in combinations(indicators, 2):
        until = min(told.get(a.id, "9999"), told.get(b.id, "9999"))
        period = in_common(periods.get(a.id, ()), periods.get(b.id, ()), until)
        found.append(_cell(a, b, period, values))
    return _sifted(found)


def _cell(a: Indicator, b: Indicator, period: str, values: Callable[[str, str], pd.Series]) -> Cell:
    related = kin(a, b)
    if not period:
        return Cell(a.id, b.id, "", "" if related == "sides" else related)
    x, y = values(a.id, period), values(b.id, period)
    y = y.reindex(x.index)
    n = int((x.notna() & y.notna()).sum())
    related = settled(related, x, y)
    told = None if related or n < FEWEST else spearman(x, y)
    return Cell(a.id, b.id, period, related, told, n=n)


def _sifted(found: Sequence[Cell]) -> tuple[Cell, ...]:
    """Marks those that pass: false discovery rate of Benjamini and Hochberg (1995), over all told correlations.

    The largest k with p(k) ≤ q·k/m is looked for; the k smallest p stand.
    """
    told = sorted(c.correlation.p for c in found if c.correlation is not None)
    passing = [p for k, p in enumerate(told, start=1) if p <= FALSE_FINDINGS * k / len(told)]
    limit = max(passing, default=-1.0)
    return tuple(replace(c, stands=c.correlation is not None and c.correlation.p <= limit) for c in found)


def strongest(found: Sequence[Cell], most: int = 5) -> list[Cell]:
    """The correlations that stand, the furthest from zero first."""
    standing = [c for c in found if c.stands and c.correlation is not None]
    return sorted(standing, key=lambda c: (-abs(c.correlation.value if c.correlation else 0.0), c.x, c.y))[:most]
