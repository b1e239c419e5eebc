"""How alike municipalities are: each is a point, and likeness is the distance between points.

Every indicator is turned into normal scores over all municipalities that have it (Blom 1958: score = Φ⁻¹((r − 3/8) /
(n + 1/4)), r the rank, ties at their mean). Ranks need no logarithm for population and no cut for outliers, and give
each indicator the same spread; by median and MAD the share that speaks an indigenous language would spread twelve
times as far as schooling, and decide alone (measured on the census of 2020). With w the weights of a facet's
indicators, which add up to one, and K facets:

    facet distance  D_k = √ Σ w_i (a_i − b_i)²        distance = √( Σ D_k² / K )

so a facet of many indicators weighs no more than one of few. A weighted Euclidean distance: symmetric, zero to
itself, never longer than a detour. (NHS England's peer groups of local authorities are made alike: Euclidean over
standardised census figures, with weights.) A municipality that lacks one of the figures is left out and counted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from data.likeness import Facet

MOST = 20
THINNED = 50  # of three million sorted distances every fiftieth is kept: 0.002 % of them
# Share of all pairs of municipalities in Mexico that are closer, in per cent, up to which two are said to be so alike.
LIKENESS = (("very", 0.1), ("alike", 1.0), ("somewhat", 5.0), ("little", 100.0))


@dataclass(frozen=True)
class Space:
    """Municipalities as points. scores: area × indicator, only of those that lack nothing.

    weights: facet → indicator → its share of the facet (they add up to one). left_out: indicator → municipalities
    without a figure of it.
    """

    scores: pd.DataFrame
    weights: Mapping[str, Mapping[str, float]]
    left_out: Mapping[str, tuple[str, ...]]

    @property
    def facets(self) -> tuple[str, ...]:
        """The facets compared, in the catalogue's order."""
        return tuple(self.weights)


@dataclass(frozen=True)
class Pairs:
    """How far apart two municipalities are in general. ordered: ascending distances of all pairs, thinned."""

    ordered: np.ndarray

    @cached_property
    def typical(self) -> float:
        """The distance that half of all pairs are closer than; 0 where there is no pair."""
        return float(np.median(self.ordered)) if len(self.ordered) else 0.0

    def closer(self, distance: float) -> float:
        """Per cent of all pairs that are closer than a distance."""
        if not len(self.ordered):
            return 0.0
        return 100 * float(np.searchsorted(self.ordered, distance)) / len(self.ordered)

    def relative(self, found: pd.DataFrame) -> pd.DataFrame:
        """Distances in typical ones: 1 is what two municipalities picked at random are apart."""
        return found / self.typical if self.typical else found * 0.0


def normal_scores(values: pd.DataFrame) -> pd.DataFrame:
    """Each column as normal scores (Blom 1958); NaN stays, a column of equal figures is zero throughout."""
    from scipy.special import ndtri

    ranks = values.rank(method="average")
    shares = (ranks - 0.375) / (values.notna().sum() + 0.25)
    return pd.DataFrame(ndtri(shares.to_numpy(dtype="float64")), index=values.index, columns=values.columns)


def space(values: pd.DataFrame, facets: Sequence[Facet]) -> Space:
    """The points of all municipalities seen from some facets. values: area × indicator over all of Mexico."""
    weights = {
        f.id: {m.indicator: m.weight / sum(each.weight for each in f.indicators) for m in f.indicators} for f in facets
    }
    wanted = [name for own in weights.values() for name in own]
    known = values.reindex(columns=wanted)
    left_out = {name: tuple(known.index[known[name].isna()]) for name in wanted if known[name].isna().any()}
    return Space(normal_scores(known).dropna(), weights, left_out)


def distances(points: Space, area: str) -> pd.DataFrame:
    """How far every municipality is from one: index area, a column a facet and `distance`; raises KeyError."""
    apart = (points.scores - points.scores.loc[area]) ** 2
    squares = pd.DataFrame(
        {facet: sum(apart[name] * share for name, share in own.items()) for facet, own in points.weights.items()},
        index=apart.index,
    )
    told = np.sqrt(squares)
    told["distance"] = np.sqrt(squares.sum(axis=1) / max(len(points.weights), 1))
    return told


def nearest(points: Space, area: str, among: Collection[str] | None = None, most: int = MOST) -> pd.DataFrame:
    """The rows of `distances` closest to a municipality, itself left out, those equally far by key.

    among: where to look; everywhere when None. Scores stay those of the whole country.
    """
    found = distances(points, area).drop(index=area)
    if among is not None:
        found = found[found.index.isin(list(among))]
    return found.rename_axis("area").reset_index().sort_values(["distance", "area"]).head(most).set_index("area")


def pairs(points: Space) -> Pairs:
    """The distances of all pairs (three million of them for all of Mexico)."""
    from scipy.spatial.distance import pdist

    if len(points.scores) < 2:
        return Pairs(np.array([], dtype="float64"))
    share = [part / len(points.weights) for own in points.weights.values() for part in own.values()]
    told = np.sort(pdist(points.scores.to_numpy() * np.sqrt(share)).astype("float32"))
    return Pairs(told[::THINNED].astype("float64"))


def likeness(closer: float) -> str:
    """How alike two are, by the per cent of all pairs that are closer: very, alike, somewhat, little."""
    return next((word for word, limit in LIKENESS if closer <= limit), LIKENESS[-1][0])


def contributions(found: pd.DataFrame) -> pd.DataFrame:
    """What part of each squared distance (0–1) every facet makes up; equal parts where the distance is nothing."""
    squares = found.drop(columns="distance") ** 2
    whole = squares.sum(axis=1)
    return squares.div(whole.where(whole > 0), axis=0).fillna(1 / max(squares.shape[1], 1))


def apart(points: Space, area: str, other: str) -> pd.Series:
    """How far two municipalities are in each indicator (in standard deviations), the closest first; ties in order."""
    between = (points.scores.loc[area] - points.scores.loc[other]).abs()
    return between.sort_values(kind="stable")


def standing(values: pd.DataFrame) -> pd.DataFrame:
    """Where each figure stands among all municipalities: per cent with a lower one, ties half (0 to 100)."""
    return 100 * (values.rank(method="average") - 0.5) / values.notna().sum()
