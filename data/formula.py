"""How an indicator is computed from an office's variables: a tiny language, as data.

A variable may carry `@breakdown` and `[period]` (`population_total[2020]`, `participation_pct@sex=M`);
those two only mean something to the `derived` source, whose variables are our own indicators.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

VARIABLE = r"[A-Za-z_][A-Za-z0-9_.]*(?:@[a-z_]+=\w+(?:,[a-z_]+=\w+)*)?(?:\[\d{4}(?:-\d{2})?\])?"
EXPRESSION = re.compile(rf"^{VARIABLE}(?:[+-]{VARIABLE})*$")
_TERM = re.compile(rf"([+-]?)({VARIABLE})")

Kind = Literal["code", "sum", "share", "per", "mean", "growth"]


@dataclass(frozen=True)
class Term:
    """One signed variable of an expression."""

    sign: int
    variable: str


def terms(expression: str) -> tuple[Term, ...]:
    """Split `A+B-C` into signed terms; raises ValueError on anything else."""
    if not EXPRESSION.match(expression):
        raise ValueError(f"«{expression}» is not an expression: write variables joined by + or -, without spaces")
    return tuple(Term(-1 if s == "-" else 1, v) for s, v in _TERM.findall(expression))


def years(period: str) -> int:
    """Whole years of an interval: 10 for "2010/2020"; ValueError if it is not one."""
    start, _, end = period.partition("/")
    if not end or int(end[:4]) <= int(start[:4]):
        raise ValueError(f"«{period}» is not an interval of years such as 2010/2020")
    return int(end[:4]) - int(start[:4])


class Formula(BaseModel):
    """Exactly one of the six forms; `published` names the column whose printed figure is kept.

    share  [a, b]     100·a/b          per  [a, b, k]  k·a/b
    mean   [x, w]     x, weighted by w when areas are combined
    code   X          X as printed     sum  [X, Y, …]  X + Y + …
    growth X          mean yearly growth in per cent between consecutive periods of X
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str | None = None
    sum: tuple[str, ...] | None = None
    share: tuple[str, str] | None = None
    per: tuple[str, str, float] | None = None
    mean: tuple[str, str] | None = None
    growth: str | None = None
    published: str | None = Field(
        None, description="variable holding the figure as the office printed it (share and per)"
    )

    @model_validator(mode="after")
    def _one_form(self) -> Formula:
        given = [name for name in Kind.__args__ if getattr(self, name) is not None]  # type: ignore[attr-defined]
        if len(given) != 1:
            raise ValueError(f"a formula has exactly one of {', '.join(Kind.__args__)}; got {given}")  # type: ignore[attr-defined]
        if self.published and self.form not in ("share", "per"):
            raise ValueError("«published» only goes with share or per")
        if self.per is not None and self.per[2] <= 0:
            raise ValueError("the third part of «per» is a positive number")
        for expression in self.expressions:
            terms(expression)
        return self

    @property
    def form(self) -> Kind:
        """Which of the six forms this is."""
        return next(n for n in Kind.__args__ if getattr(self, n) is not None)  # type: ignore[attr-defined]

    @property
    def scale(self) -> float:
        """What Σnumerator/Σdenominator is multiplied by."""
        if self.share is not None:
            return 100.0
        return self.per[2] if self.per is not None else 1.0

    @property
    def numerator(self) -> str | None:
        """Expression of the numerator, for share, per and mean."""
        pair = self.share or self.per or self.mean
        return pair[0] if pair else None

    @property
    def denominator(self) -> str | None:
        """Expression of the denominator (or weight), for share, per and mean."""
        pair = self.share or self.per or self.mean
        return pair[1] if pair else None

    def combine(self, numerator: float, denominator: float, period: str) -> float:
        """The figure of Σnumerator over Σdenominator, in the indicator's unit.

        Growth compounds: 100·((Σx₁/Σx₀)^(1/years) − 1), with the years of the period "2010/2020".
        """
        if self.form == "growth":
            return 100.0 * ((numerator / denominator) ** (1 / years(period)) - 1)
        return self.scale * numerator / denominator

    @property
    def has_parts(self) -> bool:
        """Whether each figure keeps a numerator and a denominator, so that areas combine as Σ/Σ."""
        return self.denominator is not None or self.form == "growth"

    @property
    def expressions(self) -> tuple[str, ...]:
        """Every expression the formula reads."""
        parts = [self.code, self.growth, self.numerator, self.denominator, self.published]
        return tuple(p for p in (*parts, *(self.sum or ())) if p is not None)

    @property
    def variables(self) -> frozenset[str]:
        """Every variable the formula reads, with its @breakdown and [period] as written."""
        return frozenset(t.variable for e in self.expressions for t in terms(e))
