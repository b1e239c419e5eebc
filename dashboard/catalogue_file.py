"""Files that say what there is: the headline figures of a zone, and the catalogue of indicators and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import sentences, style, zones
from dashboard.editions import Edition
from dashboard.measures import Total
from dashboard.overview import Row, whole
from dashboard.text import t
from data.catalog import Catalog
from data.entries import Indicator, Source, Zone

HEADLINES = (
    "area", "name", "level", "indicator", "period", "value", "numerator", "denominator", "status", "remark",
)  # fmt: skip
FIGURES = ("value", "numerator", "denominator")


def headlines(rows: Sequence[Row], zone: Zone, language: str) -> pd.DataFrame:
    """The headline table of a zone, one row an area and indicator: members, zone, state, nation (columns HEADLINES).

    A total that is lacking says why in `remark`; the zone is under its own key, a state or the nation under theirs.
    """
    told: list[tuple[object, ...]] = []
    for row in rows:
        head = (row.indicator.id, row.period)
        level = t("export.levels.municipality", language)
        told += [(m.area, m.name, level, *head, m.value, m.numerator, m.denominator, m.status, "") for m in row.members]
        totals = [(zone.all_of or zones.key(zone), zone.all_of, zone, row.whole)]
        totals += [(r.area, r.area, whole(r.area), r.total) for r in row.references]
        told += [
            (key, of.title.in_(language), _level(area, language), *head, *_figures(total), _why(total, of, language))
            for key, area, of, total in totals
        ]
    return pd.DataFrame(told, columns=list(HEADLINES)).astype(dict.fromkeys(FIGURES, "float64"))


def _level(area: str | None, language: str) -> str:
    return t(f"export.levels.{'zone' if area is None else 'nation' if area == '00' else 'state'}", language)


def _figures(total: Total) -> tuple[float | None, float | None, float | None, str]:
    return total.value, total.numerator, total.denominator, total.status


def _why(total: Total, zone: Zone, language: str) -> str:
    return sentences.reason(total, zone, language) if total.reason else ""


def catalogue(found: Catalog, editions: Mapping[str, Edition], language: str) -> pd.DataFrame:
    """Every indicator with its source, then the sources that no indicator comes from alone; one row each."""
    used = {entry.source for entry in found.indicators.values()}
    rows = [
        _measure(entry, found, language) | _product(found.sources[entry.source], editions, found, language)
        for entry in found.indicators.values()
    ]
    rows += [_product(s, editions, found, language) for name, s in found.sources.items() if name not in used]
    return pd.DataFrame(rows)


def _measure(entry: Indicator, found: Catalog, language: str) -> dict[str, object]:
    return {
        "indicator": entry.id,
        "title": entry.title.in_(language),
        "topic": found.vocabulary.topics[entry.topic].in_(language),
        "unit": style.unit_label(entry, language),
        "status": entry.status,
        "definition": entry.definition.in_(language),
        "processing": entry.processing.in_(language),
        "caveat": entry.caveat.in_(language),
    }


def _product(source: Source, editions: Mapping[str, Edition], found: Catalog, language: str) -> dict[str, object]:
    public = editions.get(source.id)
    told: dict[str, object] = {
        "product": source.title.in_(language),
        "publisher": source.publisher.in_(language),
        "edition": source.edition.in_(language),
        "frequency": found.vocabulary.frequencies[source.frequency].in_(language),
        "coverage_words": source.coverage.in_(language),
        "confidence": source.confidence,
        "licence": source.license.in_(language),
        "source": source.citation.in_(language),
        "source_caveat": source.caveat.in_(language) if source.caveat else "",
        "url": source.url,
        "figures": public.figures if public else None,
        "retrieved": f"{public.retrieved_at:%Y-%m-%d}" if public else "",
        "loaded": f"{public.loaded_at:%Y-%m-%d}" if public else "",
        "published": f"{public.published_at:%Y-%m-%d}" if public else "",
        "sha256": public.sha256 if public else "",
    }
    return told
