"""Two figures over the same areas: correlations with their intervals, the fitted line, its band, who departs from it.

Every municipality counts once: weighted by people, two or three cities would draw the line for all. A pair with a
figure missing is left out; with fewer than ten pairs, or where one figure does not vary, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import atanh, isfinite, sqrt, tanh
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.overview import SKEWED

FEWEST = 10  # pairs below which neither a line nor a correlation is told
SURE = 1.959963984540054  # the normal deviate of 95 %
# why there is no line: nobody has both figures, too few have, one does not vary, one is made of the other,
# or they may not be compared
Reason = Literal["", "none", "few", "constant_x", "constant_y", "kin", "refused"]
Strength = Literal["none", "weak", "medium", "strong", "very_strong"]


@dataclass(frozen=True)
class Correlation:
    """A correlation of n pairs, its 95 % interval and the two-sided p of there being none."""

    value: float
    low: float
    high: float
    p: float
    n: int

    @property
    def clear(self) -> bool:
        """Whether its interval leaves zero out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Fit:
    """The least-squares line of y on x (in tenfolds where an axis is logarithmic), or the reason there is none."""

    n: int
    reason: Reason
    log_x: bool = False
    log_y: bool = False
    slope: float = 0.0
    intercept: float = 0.0
    error: float = 0.0  # residual standard deviation
    mean: float = 0.0  # of x
    spread: float = 0.0  # Σ(x − mean)²
    reach: tuple[float, float] = (0.0, 1.0)  # of x, in its own unit
    pearson: Correlation | None = None
    spearman: Correlation | None = None


def joined(x: pd.DataFrame, y: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """One row an area of `x`: area, name, x, y, numerators, denominators and statuses (x_…, y_…), people.

    x, y: `view.members_frame` of the same areas. people: area → inhabitants; unknown ones are NaN.
    """
    other = y.drop_duplicates("area").set_index("area")
    told = {"area": x["area"], "name": x["name"], "x": x["value"], "y": x["area"].map(other["value"])}
    for column in ("numerator", "denominator", "status"):
        told[f"x_{column}"] = x[column]
        told[f"y_{column}"] = x["area"].map(other[column])
    told["people"] = x["area"].map(people)
    rows = pd.DataFrame(told).reset_index(drop=True)
    return rows.astype({"x": "float64", "y": "float64", "people": "float64"})


def complete(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with both figures."""
    return rows[np.isfinite(rows["x"]) & np.isfinite(rows["y"])]


def skewed(values: pd.Series) -> bool:
    """Whether a plain axis would squeeze nearly everybody into a corner: all positive, the largest far off the middle.

    The same rule as the map's and the overview's: more than twenty times the median.
    """
    known = values[np.isfinite(values)]
    return bool(len(known) and known.min() > 0 and known.max() > SKEWED * known.median())


def positive(values: pd.Series) -> bool:
    """Whether a logarithmic axis could hold every figure."""
    known = values[np.isfinite(values)]
    return bool(len(known) and known.min() > 0)


def pearson(x: pd.Series, y: pd.Series) -> Correlation | None:
    """Pearson's r of the complete pairs; None below four pairs or when one side does not vary.

    Interval: tanh(atanh r ± 1.96/√(n − 3)) (Fisher 1921).
    """
    a, b = _pairs(x, y)
    return _correlation(a, b, lambda r: 1.0)


def spearman(x: pd.Series, y: pd.Series) -> Correlation | None:
    """Spearman's rho: Pearson's r of the ranks, ties sharing their mean rank; the scale of the axes does not matter.

    Interval: tanh(atanh ρ ± 1.96·√((1 + ρ²/2)/(n − 3))) (Bonett and Wright 2000, Psychometrika 65, 23–28).
    """
    a, b = _pairs(x, y)
    ranks = [pd.Series(side).rank().to_numpy() for side in (a, b)]
    return _correlation(ranks[0], ranks[1], lambda rho: 1 + rho**2 / 2) if _varies(a) and _varies(b) else None


def fit(x: pd.Series, y: pd.Series, *, log_x: bool = False, log_y: bool = False) -> Fit:
    """The ordinary least-squares line of the complete pairs, unweighted; what a logarithm cannot take is left out."""
    keep = np.isfinite(x) & np.isfinite(y)
    keep &= (x > 0) if log_x else True
    keep &= (y > 0) if log_y else True
    n = int(keep.sum())
    a, b = x[keep].to_numpy(dtype="float64"), y[keep].to_numpy(dtype="float64")
    reason: Reason = "none" if not n else "few" if n < FEWEST else ""
    reason = reason or ("constant_x" if not _varies(a) else "constant_y" if not _varies(b) else "")
    if reason:
        return Fit(n, reason, log_x, log_y)
    u, v = (np.log10(a) if log_x else a), (np.log10(b) if log_y else b)
    mean = float(u.mean())
    spread = float(((u - mean) ** 2).sum())
    slope = float(((u - mean) * (v - v.mean())).sum()) / spread
    intercept = float(v.mean()) - slope * mean
    error = sqrt(float(((v - intercept - slope * u) ** 2).sum()) / (n - 2))
    return Fit(
        n, "", log_x, log_y, slope, intercept, error, mean, spread, (float(a.min()), float(a.max())),
        pearson(pd.Series(u), pd.Series(v)), spearman(pd.Series(a), pd.Series(b)),
    )  # fmt: skip


def band(line: Fit, at: Sequence[float]) -> pd.DataFrame:
    """The line with the 95 % confidence band of its mean: x, y, low, high, in the figures' own units.

    ŷ(x₀) ± t(0.975, n − 2)·s·√(1/n + (x₀ − x̄)²/Σ(x − x̄)²) (Kutner et al., Applied Linear Statistical Models, §2.4),
    worked out in logarithms where an axis is logarithmic. Empty when there is no line.
    """
    from scipy.special import stdtrit

    if line.reason:
        return pd.DataFrame(columns=["x", "y", "low", "high"], dtype="float64")
    x = np.asarray(at, dtype="float64")
    u = np.log10(x) if line.log_x else x
    middle = line.intercept + line.slope * u
    half = stdtrit(line.n - 2, 0.975) * line.error * np.sqrt(1 / line.n + (u - line.mean) ** 2 / line.spread)
    told = {"x": x, "y": middle, "low": middle - half, "high": middle + half}
    frame = pd.DataFrame(told)
    if line.log_y:
        frame[["y", "low", "high"]] = 10.0 ** frame[["y", "low", "high"]]
    return frame


def along(line: Fit, steps: int = 60) -> list[float]:
    """Places from the lowest x to the highest at which the line is drawn, even on its own scale."""
    low, high = line.reach
    if line.log_x:
        return [float(v) for v in np.geomspace(low, high, steps)]
    return [float(v) for v in np.linspace(low, high, steps)]


def departures(rows: pd.DataFrame, line: Fit) -> pd.DataFrame:
    """`rows` with what the line gives each (expected), how far it is from it (residual) and in how many common
    distances (standard = residual over the residual standard deviation, on the line's own scale).

    NaN without a line, without both figures, or where a logarithm cannot be taken.
    """
    if line.reason:
        return rows.assign(expected=np.nan, residual=np.nan, standard=np.nan)
    x, y = (rows[c].astype("float64") for c in ("x", "y"))
    u = np.log10(x.where(x > 0)) if line.log_x else x
    v = np.log10(y.where(y > 0)) if line.log_y else y
    middle = line.intercept + line.slope * u
    expected = 10.0**middle if line.log_y else middle
    distance = (v - middle) / line.error if line.error else (v - middle) * 0
    return rows.assign(expected=expected, residual=y - expected, standard=distance)


def strength(value: float) -> Strength:
    """A correlation's size in words, by steps of 0.2 (Evans 1996, Straightforward Statistics, p. 146)."""
    size = abs(value)
    return "none" if size < 0.2 else "weak" if size < 0.4 else "medium" if size < 0.6 else (
        "strong" if size < 0.8 else "very_strong"
    )  # fmt: skip


def _pairs(x: pd.Series, y: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    a, b = x.to_numpy(dtype="float64"), y.to_numpy(dtype="float64")
    keep = np.isfinite(a) & np.isfinite(b)
    return a[keep], b[keep]


def _varies(values: np.ndarray) -> bool:
    """Whether the figures differ by more than their last binary digits."""
    return bool(len(values) > 1 and np.ptp(values) > 1e-12 * np.abs(values).max())


def _correlation(a: np.ndarray, b: np.ndarray, widening: Callable[[float], float]) -> Correlation | None:
    from scipy.special import stdtr

    n = len(a)
    if n < 4 or not _varies(a) or not _varies(b):
        return None
    u, v = a - a.mean(), b - b.mean()
    u, v = u / np.abs(u).max(), v / np.abs(v).max()  # no square overflows or vanishes
    value = float(np.clip((u * v).sum() / sqrt((u * u).sum() * (v * v).sum()), -1.0, 1.0))
    if abs(value) > 1 - 1e-12:
        return Correlation(value, value, value, 0.0, n)
    half = SURE * sqrt(widening(value) / (n - 3))
    p = 2 * float(stdtr(n - 2, -abs(value) * sqrt((n - 2) / (1 - value**2))))
    low, high = tanh(atanh(value) - half), tanh(atanh(value) + half)
    return Correlation(value, low, high, p if isfinite(p) else 0.0, n)
