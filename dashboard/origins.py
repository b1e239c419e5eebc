"""Where the figures of a download come from, told once: each indicator, and each product behind them with its terms.

Of one indicator the lines carry plain labels; of several they are numbered, and a product that many indicators
share is told once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import offices
from dashboard.queries import Provenance
from dashboard.text import t
from data.catalog import catalog
from data.entries import Indicator, Source


@dataclass(frozen=True)
class Origin:
    """One indicator with its source's entry, as its release keeps it; None: only the catalogue speaks of it."""

    indicator: Indicator
    source: Mapping[str, Any]
    release: Provenance | None = None

    @classmethod
    def of(cls, indicator: Indicator, release: Provenance | None, source: Source | None = None) -> Origin:
        """From a release, or from the source's entry (the catalogue's unless it is given)."""
        if release is not None:
            return cls(indicator, release.source, release)
        entry = source or catalog().sources[indicator.source]
        return cls(indicator, entry.model_dump(mode="json"))

    def parts(self) -> tuple[Origin, ...]:
        """The products behind it: of a family each member that has reported, else the one."""
        members = self.release.parts if self.release else ()
        return tuple(Origin(self.indicator, part.source, part) for part in members) or (self,)

    def citation(self, language: str) -> str:
        """The source sentence of the figures."""
        return offices.citation(self.indicator, self.source["citation"][language], language)

    def unit(self, language: str) -> str:
        """The unit in words; of a grade, what each number stands for."""
        label = catalog().vocabulary.units[self.indicator.unit].label.in_(language)
        grades = ", ".join(f"{code} = {words.in_(language)}" for code, words in self.indicator.labels.items())
        return f"{label} ({grades})" if grades else label

    def measured(self, language: str) -> dict[str, str]:
        """What the indicator is, what was done to it and what to beware of."""
        own = self.indicator
        return {
            "title": own.title.in_(language),
            "definition": own.definition.in_(language),
            "processing": own.processing.in_(language),
            "caveat": own.caveat.in_(language),
            "breaks": " ".join(f"{b.period}: {b.en if language == 'en' else b.es}" for b in own.breaks),
            "unit": self.unit(language),
            "citation": self.citation(language),
        }

    def product(self, language: str) -> dict[str, str]:
        """The product its figures come from: who publishes it, under which terms, and which copy this is."""
        source, release = self.source, self.release
        told = {
            "product": source["title"][language],
            "publisher": source["publisher"][language],
            "license": source["license"][language],
            "url": source["url"],
            "source_caveat": (source.get("caveat") or {}).get(language, ""),
        }
        if release is None:
            return told
        return told | {
            "url": release.url or source["url"],
            "release": str(release.release_id),
            "sha256": release.sha256,
            "retrieved": release.retrieved_at.strftime("%Y-%m-%d"),
            "published": release.published_at.strftime("%Y-%m-%d"),
        }


def described(origins: Sequence[Origin], language: str) -> dict[str, str]:
    """Label → text of every indicator and of every product behind them, each once, in reading order."""
    measures = list({o.indicator.id: o.measured(language) for o in origins}.values())
    products = list({p.source["id"]: p.product(language) for o in origins for p in o.parts()}.values())
    return _numbered(measures, language) | _numbered(products, language)


def _numbered(sections: Sequence[Mapping[str, str]], language: str) -> dict[str, str]:
    """The lines of each section that say something; numbered once there are two."""
    return {
        t(f"export.{key}", language) + (f" {n}" if len(sections) > 1 else ""): text
        for n, section in enumerate(sections, start=1)
        for key, text in section.items()
        if text
    }
