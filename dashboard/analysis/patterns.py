"""Whether alike figures stand together: Moran's I of a territory, and the clusters around each municipality.

PySAL's esda draws its permutations from numpy's *global* generator; here it is seeded, under a lock, and put back
as it was, so that the same figures always give the same answer. Without numba, 9,999 permutations of 2,469
municipalities take about 2 s (November 2026); importing esda takes 3.5 s, hence the imports inside.

A cluster has one of two strengths: «firm» holds the share of false finds among all firm ones under 5 %; «weak» is
what only a look at that municipality alone supports, so that chance by itself makes one of twenty look like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Literal

import numpy as np
import pandas as pd

from data.entries import Indicator

PERMUTATIONS = 9_999
SEED = 20200529
ALPHA = 0.05
FEWEST = 30  # figures with neighbours, below which a permutation test says next to nothing
Cluster = Literal["high", "low", "high_among_low", "low_among_high", "none", "alone", "absent"]
SIGNIFICANT: tuple[Cluster, ...] = ("high", "low", "high_among_low", "low_among_high")
CLUSTERS: tuple[Cluster, ...] = (*SIGNIFICANT, "none", "alone", "absent")
Evidence = Literal["firm", "weak"]
EVIDENCE: tuple[Evidence, ...] = ("firm", "weak")
Refusal = Literal["", "nothing", "few", "constant"]
Arrangement = Literal["together", "apart", "random"]
_QUADRANTS: Mapping[int, Cluster] = {1: "high", 2: "low_among_high", 3: "low", 4: "high_among_low"}
_generator = Lock()


@dataclass(frozen=True)
class Association:
    """How the figures of a territory lie to one another, or why that cannot be said.

    areas: one row an area asked about, in key order: area, value, near (mean of its neighbours' figures, in the
    indicator's unit), neighbours (how many have a figure), local (Anselin's I), p (pseudo p-value, two-sided),
    adjusted (p for the false discovery rate), cluster, evidence ("firm", "weak", or "" outside clusters). moran: the
    global I; expected: the I of chance; p: its two-sided pseudo p-value; mean: of the areas counted. n: areas
    counted, those with figure and neighbours.
    """

    areas: pd.DataFrame
    n: int
    refusal: Refusal = ""
    moran: float = float("nan")
    expected: float = float("nan")
    p: float = float("nan")
    mean: float = float("nan")
    permutations: int = PERMUTATIONS
    seed: int = SEED

    @property
    def arrangement(self) -> Arrangement:
        """Whether alike figures stand together, apart, or as chance would have it."""
        if self.refusal or not self.p < ALPHA:
            return "random"
        return "together" if self.moran > self.expected else "apart"

    def of(self, cluster: Cluster, *evidence: Evidence) -> tuple[str, ...]:
        """Keys of the areas in a cluster, of any evidence unless it is named."""
        rows = self.areas[self.areas["cluster"] == cluster]
        return tuple(rows.loc[rows["evidence"].isin(evidence), "area"] if evidence else rows["area"])


def offered(indicators: Iterable[Indicator]) -> list[str]:
    """Ids of what may be studied: never counts (the large towns would be the pattern) nor grades (four names)."""
    return [i.id for i in indicators if i.kind != "count" and not i.labels]


def associate(
    values: pd.Series,
    near: Mapping[str, tuple[str, ...]],
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Association:
    """Global and local Moran's I of figures (area → value, NaN where there is none) over contiguity `near`.

    Weights are row-standardised over the neighbours that have a figure; an area without any is left out and told.
    Anselin (1995), "Local Indicators of Spatial Association—LISA", Geographical Analysis 27(2); false discovery
    rate by Benjamini and Hochberg (1995).
    """
    values = values.astype("float64").sort_index()
    figures = values[np.isfinite(values)]
    around = {a: [b for b in near.get(a, ()) if b in figures.index] for a in figures.index}
    counted = figures[[bool(around[a]) for a in figures.index]]
    areas = _listed(values, figures, around)
    if refusal := _refused(figures, counted):
        return Association(areas, len(counted), refusal)
    told = _told(counted, {a: around[a] for a in counted.index}, permutations, seed)
    found = areas.set_index("area")
    found.loc[counted.index, ["local", "p", "adjusted"]] = np.column_stack([told.local, told.p, told.adjusted])
    weak = counted.index[told.p <= ALPHA]
    found.loc[weak, "cluster"] = np.array(told.quadrants)[told.p <= ALPHA]
    found.loc[weak, "evidence"] = "weak"
    found.loc[counted.index[told.firm], "evidence"] = "firm"
    return Association(
        found.reset_index(), len(counted), "", told.moran, -1 / (len(counted) - 1), told.moran_p, float(counted.mean()),
        permutations, seed,
    )  # fmt: skip


def _listed(values: pd.Series, figures: pd.Series, around: Mapping[str, list[str]]) -> pd.DataFrame:
    """Every area with its neighbours' mean, before any statistic."""
    states = {a: "absent" if a not in figures.index else "none" if around[a] else "alone" for a in values.index}
    means = {a: float(figures[own].mean()) if own else float("nan") for a, own in around.items()}
    return pd.DataFrame(
        {
            "area": list(values.index),
            "value": values.to_numpy(),
            "near": [means.get(a, float("nan")) for a in values.index],
            "neighbours": [len(around.get(a, ())) for a in values.index],
            "local": float("nan"),
            "p": float("nan"),
            "adjusted": float("nan"),
            "cluster": [states[a] for a in values.index],
            "evidence": "",
        }
    )


def _refused(figures: pd.Series, counted: pd.Series) -> Refusal:
    if figures.empty:
        return "nothing"
    if len(counted) < FEWEST:
        return "few"
    return "constant" if counted.nunique() == 1 else ""


@dataclass(frozen=True)
class _Told:
    moran: float
    moran_p: float
    local: np.ndarray
    p: np.ndarray
    adjusted: np.ndarray
    firm: np.ndarray
    quadrants: list[Cluster]


def _told(figures: pd.Series, around: Mapping[str, list[str]], permutations: int, seed: int) -> _Told:
    """The statistics of figures that all have neighbours."""
    from esda import Moran, Moran_Local, fdr
    from esda.crand import crand
    from libpysal.weights import W
    from scipy.stats import false_discovery_control

    # Unconnected pieces are no mistake here: a territory falls apart where figures are missing.
    weights = W(dict(around), id_order=list(figures.index), silence_warnings=True)
    numbers = figures.to_numpy()
    with _generator:
        before = np.random.get_state()
        np.random.seed(seed)
        try:
            whole = Moran(numbers, weights, permutations=permutations)
            local = Moran_Local(numbers, weights, permutations=0)  # with any, it warns and tests one side only
            one_sided, _ = crand(
                local.z, weights, local.Is, permutations, keep=False, n_jobs=1, stat_func=_drawn, seed=seed,
                alternative="directed",
            )  # fmt: skip
        finally:
            np.random.set_state(before)
    p = np.minimum(2 * np.asarray(one_sided, dtype="float64"), 1.0)  # esda's own two-sided test is thrice as slow
    return _Told(
        float(whole.I), min(2 * float(whole.p_sim), 1.0), local.Is, p, false_discovery_control(p, method="bh"),
        p <= fdr(p, ALPHA), [_QUADRANTS[int(q)] for q in local.q],
    )  # fmt: skip


def _drawn(i: int, z: np.ndarray, permuted: np.ndarray, weights: np.ndarray, scaling: float) -> np.ndarray:
    """Local I of area `i` with its neighbours drawn from all others: what esda.crand wants of a statistic."""
    others = np.delete(z, i)
    around: np.ndarray = others[permuted[:, : len(weights) - 1]] @ weights[1:]
    simulated: np.ndarray = z[i] * around * scaling
    return simulated
