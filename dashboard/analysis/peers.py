"""A municipality's most similar ones as the page needs them: who, how far, in what, and who could not be compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.analysis import similarity
from dashboard.analysis.similarity import Pairs, Space

NAMED = 3  # so many are named in the sentence
COMPARED = 10  # areas that one comparison takes, the municipality itself among them


@dataclass(frozen=True)
class Peers:
    """The municipalities most like one. found: `similarity.nearest`; empty when `lacking` says which figure fails.

    left_out: indicator → how many municipalities, of those looked among, have no figure of it. unseen: how many
    lack any.
    """

    area: str
    found: pd.DataFrame
    points: Space
    pairs: Pairs
    lacking: tuple[str, ...]
    left_out: dict[str, int]
    unseen: int

    @property
    def areas(self) -> tuple[str, ...]:
        """The similar ones, the closest first."""
        return tuple(self.found.index)

    @cached_property
    def closer(self) -> pd.Series:
        """Of each, the per cent of all pairs of municipalities in Mexico that are closer."""
        return self.found["distance"].map(self.pairs.closer)

    @cached_property
    def likeness(self) -> pd.Series:
        """How alike each is: very, alike, somewhat, little."""
        return self.closer.map(similarity.likeness)

    @cached_property
    def relative(self) -> pd.DataFrame:
        """Distances of the facets and in all, in typical ones: 1 is the median of all pairs."""
        return self.pairs.relative(self.found)

    @property
    def is_far(self) -> bool:
        """Whether not even the closest is much alike."""
        return bool(len(self.found)) and self.likeness.iloc[0] in ("somewhat", "little")

    @property
    def far_from(self) -> int | None:
        """The place from which on the list is not much like it; None when all are, or the first is not."""
        little = [n for n, word in enumerate(self.likeness, start=1) if word == "little"]
        return little[0] if little and little[0] > 1 else None

    @property
    def sides(self) -> tuple[str, str] | None:
        """The facet the named ones are most alike in, and the one least; None for one facet or a tie."""
        means = self.found.head(NAMED)[list(self.points.facets)].mean()
        if len(means) < 2 or means.empty or means.min() == means.max():
            return None
        return str(means.idxmin()), str(means.idxmax())


def peers(points: Space, pairs: Pairs, area: str, among: Collection[str], everyone: Collection[str]) -> Peers:
    """The most similar municipalities of those `among`; everyone: every municipality there is."""
    wanted = [name for own in points.weights.values() for name in own]
    looked = {a for a in among if a != area}
    lost = {name: set(points.left_out.get(name, ())) for name in wanted}
    unknown = set(everyone) - set(points.scores.index)
    counts = {name: len(areas & looked) for name, areas in lost.items() if areas & looked}
    lacking = tuple(name for name in wanted if area in lost[name])
    if area not in points.scores.index:
        empty = pd.DataFrame(columns=[*points.facets, "distance"], dtype="float64")
        return Peers(area, empty, points, pairs, lacking or tuple(wanted), counts, len(unknown & looked))
    found = similarity.nearest(points, area, among)
    return Peers(area, found, points, pairs, (), counts, len(unknown & looked))
