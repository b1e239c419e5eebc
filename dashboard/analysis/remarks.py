"""What a rule of comparability says, and what it is asked about: a `Remark` and a `Side`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard import style
from dashboard.text import t
from dashboard.wording import shortened
from data.entries import Indicator, Text

Severity = Literal["refused", "qualified"]


class Period(str):
    """A period as the database keys it; written out in the reader's language."""

    __slots__ = ()


class Share(float):
    """A share (0–1) that is written as a percentage."""

    __slots__ = ()


@dataclass(frozen=True)
class Remark:
    """One sentence about a comparison. words: what fills it; periods, shares and texts follow the language."""

    rule: str
    severity: Severity
    words: Mapping[str, object]

    def sentence(self, language: str) -> str:
        """The remark in the reader's language."""
        told = {name: _written(value, language) for name, value in self.words.items()}
        return t(f"comparability.rules.{self.rule}", language, **told).strip()


@dataclass(frozen=True)
class Side:
    """One figure of a comparison. covered: share (0–1) of the place's *population* that the figure stands for.

    lacking: names of the municipalities that it does not stand for. interval: confidence interval, where printed.
    """

    indicator: Indicator
    name: str
    period: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    status: str = "official"
    covered: float = 1.0
    lacking: tuple[str, ...] = ()
    interval: tuple[float, float] | None = None


def _written(value: object, language: str) -> str:
    """A word of a remark in the reader's language."""
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, Period):
        return style.period(value, language)
    if isinstance(value, tuple):
        return shortened([_written(each, language) for each in value], language)
    if isinstance(value, Share):
        tiny = 0 < value < 0.0005
        words = style.share(0.1 if tiny else 100 * value, language)
        return t("comparability.under", language, share=words) if tiny else words
    return style.decimal(value) if isinstance(value, int) else str(value)
