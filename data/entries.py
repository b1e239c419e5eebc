"""The shapes of catalogue entries: frozen, strict, bilingual.

A rule that needs more than one entry (references, uniqueness) lives in `catalog.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from data.formula import Formula

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
AreaId = Annotated[str, StringConstraints(pattern=r"^(00|\d{2}|\d{5})$")]
Period = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2})?(/\d{4}(-\d{2})?)?$")]
Kind = Literal["rate", "ratio", "count", "index", "density"]
Better = Literal["higher", "lower", "neither"]
Status = Literal["official", "preliminary", "municipal", "estimated", "modelled", "projected", "derived", "partial"]
ABSENT = ("missing", "suppressed", "not_applicable")
BREAKDOWN = re.compile(r"^[a-z_]+=\w+(,[a-z_]+=\w+)*$")


class Entry(BaseModel):
    """Base of every entry: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Entry):
    """The same words in Spanish and English; neither may be empty."""

    es: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    en: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

    def in_(self, language: str) -> str:
        """The words in `language` ("es" or "en")."""
        return self.en if language == "en" else self.es


class Title(Text):
    """A title: 60 characters at most in either language."""

    @model_validator(mode="after")
    def _short(self) -> Title:
        for language, words in (("es", self.es), ("en", self.en)):
            if len(words) > 60:
                raise ValueError(f"title.{language} has {len(words)} characters; 60 at most")
        return self


class MeanBy(Entry):
    """Combine areas as a mean weighted by another indicator of the catalogue."""

    mean_by: Slug


class Break(Entry):
    """A change of method: figures from `period` on are not comparable with those before."""

    period: Period
    es: str
    en: str


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Indicator(Entry):
    """One measurable thing. See README, "Add an indicator", for the meaning of each key."""

    id: Slug
    title: Title
    definition: Text
    processing: Text
    source: Slug
    formula: Formula
    kind: Kind
    unit: Slug
    decimals: Annotated[int, Field(ge=0, le=4)]
    frequency: Slug
    better: Better
    combine: Literal["sum", "denominator", "never"] | MeanBy
    range: tuple[float | None, float | None]
    status: Status
    caveat: Text
    breakdowns: dict[str, Formula] = Field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    labels: dict[Annotated[str, BeforeValidator(_as_text)], Text] = Field(default_factory=dict)
    counted: Slug | None = None
    concept: Slug | None = None
    # largest expected move from one period to the next: points of a percentage, else a share (1 = double or half)
    jump: Annotated[float, Field(gt=0)] | None = None
    topic: Slug = ""  # the file's name, filled by the loader

    @model_validator(mode="after")
    def _rules(self) -> Indicator:
        if problems := [*combine_problems(self), *whole_problems(self)]:
            raise ValueError("; ".join(problems))
        return self

    @property
    def weight(self) -> str | None:
        """Id of the indicator that weighs a mean over areas, if that is how they combine."""
        return self.combine.mean_by if isinstance(self.combine, MeanBy) else None

    def formula_of(self, breakdown: str) -> Formula:
        """Formula of the total ("total") or of one breakdown."""
        return self.formula if breakdown == "total" else self.breakdowns[breakdown]


def combine_problems(entry: Indicator) -> Iterator[str]:
    """Combinations that would give a wrong figure for a group of municipalities."""
    if entry.combine == "denominator" and not entry.formula.has_parts:
        yield "combine denominator wants a formula with a denominator (share, per, mean or growth)"
    elif entry.combine == "sum" and entry.kind != "count":
        yield "combine sum is only for counts"
    elif entry.combine == "sum" and entry.formula.form not in ("code", "sum"):
        yield "combine sum wants formula code or sum"
    elif entry.kind == "count" and entry.combine not in ("sum", "never"):
        yield "a count combines by sum or never"


def whole_problems(entry: Indicator) -> Iterator[str]:
    """Keys that are good by themselves and wrong together."""
    yield from (f"breakdown «{k}» is not written dimension=code" for k in entry.breakdowns if not BREAKDOWN.match(k))
    low, high = entry.range
    if low is not None and high is not None and low >= high:
        yield f"range [{low}, {high}] is empty"
    if entry.unit == "percent" and entry.formula.form == "per":
        yield "unit percent wants formula share"
    if entry.counted and entry.formula.form not in ("share", "per"):
        yield "counted says what the numerator of a share or per counts"


class Calendar(Entry):
    """When the office publishes: how often, and how many days after the period it tells of; or that it has ended."""

    every: Literal["P1M", "P3M", "P6M", "P1Y", "P2Y", "P5Y", "P10Y"] | None = None
    lag_days: Annotated[int, Field(ge=0, le=3650)] = 0
    ended: Text | None = None  # there will be no other edition: why

    @model_validator(mode="after")
    def _one(self) -> Calendar:
        if (self.every is None) == (self.ended is None):
            raise ValueError("calendar says either every and lag_days, or ended")
        return self

    @property
    def months(self) -> int:
        """Months from one edition to the next; 0 when there is none."""
        number, unit = (self.every or "P0M")[1:-1], (self.every or "P0M")[-1]
        return int(number) * (12 if unit == "Y" else 1)


def _both(value: object) -> object:
    return {"es": value, "en": value} if isinstance(value, str) else value


class Each(Entry):
    """The words of one member of a family of sources; `{name}` stands for the municipality."""

    title: Text
    publisher: Text
    citation: Text

    def of(self, name: str) -> dict[str, dict[str, str]]:
        """The same keys, with the municipality's name in its place."""
        told = self.model_dump(mode="json")
        return {
            key: {lang: words.replace("{name}", name) for lang, words in both.items()} for key, both in told.items()
        }


class Source(Entry):
    """One published product: who made it, where, under which terms, and how far we trust our copy.

    A source with `each` is a family: every municipality of the declared metropolises is a source of its own
    (`catalog.municipal`), with releases of its own, and the family's indicators are read from all of them together.
    """

    id: Slug
    title: Text
    publisher: Text
    url: Annotated[str, StringConstraints(pattern=r"^https?://")]
    license: Text
    citation: Text
    edition: Annotated[Text, BeforeValidator(_both)]  # a year needs no translation
    frequency: Slug
    coverage: Text
    confidence: Literal["A", "B", "C"]
    caveat: Text | None = None
    calendar: Calendar | None = None
    each: Each | None = None
    family: Slug | None = None  # of a member: the source whose indicators it reports; filled by the loader
    area: AreaId | None = None  # of a member: the municipality that reports, and of which alone it may speak


class Zone(Entry):
    """A named set of municipalities: listed, or every one of a state ("14") or the nation ("00")."""

    id: Slug
    title: Text
    short: Text
    kind: Literal["metropolitan_area", "planning_region", "comparison_set", "state", "nation", "metropolis", "custom"]
    declared_by: Text | None = None
    declared_on: date | None = None
    members: tuple[AreaId, ...] = ()
    all_of: AreaId | None = None
    state: AreaId | None = None

    @model_validator(mode="after")
    def _members_or_all(self) -> Zone:
        if bool(self.members) == (self.all_of is not None):
            raise ValueError("a zone has either members or all_of")
        if len(set(self.members)) != len(self.members):
            raise ValueError("a member is listed twice")
        return self


class Unit(Entry):
    """How a unit is written after a figure and named in captions."""

    symbol: dict[Literal["es", "en"], str]
    label: Text
    prefix: str = ""


class Dimension(Entry):
    """One way of breaking a figure down, with the label of each code."""

    title: Text
    codes: dict[str, Text]


class Vocabulary(Entry):
    """The words entries may use."""

    topics: dict[Slug, Text]
    units: dict[Slug, Unit]
    statuses: dict[str, Text]
    dimensions: dict[str, Dimension]
    frequencies: dict[Slug, Text]
    abbreviations: dict[str, str] = Field(default_factory=dict)  # what people type → what they mean, for the search
