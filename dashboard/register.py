"""The register of sources as HTML: each with its terms, dates and figures, and every indicator's definition.

A source of the catalogue without an edition has nothing published, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from dashboard import style
from dashboard.editions import Edition
from dashboard.text import t
from data.catalog import catalog
from data.entries import Indicator, Source


def source(entry: Source, edition: Edition | None, language: str) -> str:
    """One source: what it is, who made it, under which terms, how far we trust our copy, and when we took it."""
    told = {
        "citation": entry.citation.in_(language),
        "publisher": entry.publisher.in_(language),
        "edition": entry.edition.in_(language),
        "coverage": entry.coverage.in_(language),
        "frequency": catalog().vocabulary.frequencies[entry.frequency].in_(language),
        "license": entry.license.in_(language),
        "confidence": t(f"origin.confidences.{entry.confidence}", language),
        "caveat": entry.caveat.in_(language) if entry.caveat else "",
    }
    if edition is not None:
        told |= {
            "figures": style.decimal(edition.figures),
            "captured": style.day(edition.retrieved_at, language),
            "loaded": style.day(edition.loaded_at, language),
            "published": style.day(edition.published_at, language),
            "digest": edition.sha256[:16],
        }
    else:
        told["figures"] = t("sources.unpublished", language)
    url = escape(entry.url)
    address = f'<dt>{escape(t("sources.address", language))}</dt><dd><a href="{url}">{url}</a></dd>'
    return f'<dl class="sheet">{_list(told, language)}{address}</dl>'


def indicator(entry: Indicator, language: str, link: Callable[[str], str]) -> str:
    """One indicator: what it measures, what we did to it, and what to beware of."""
    told = {
        "definition": entry.definition.in_(language),
        "processing": entry.processing.in_(language),
        "unit": style.unit_label(entry, language),
        "status": catalog().vocabulary.statuses[entry.status].in_(language),
        "caveat": entry.caveat.in_(language),
        "source": catalog().sources[entry.source].title.in_(language),
    }
    title = f'<a href="{escape(link(entry.id))}">{escape(entry.title.in_(language))}</a>'
    return f'<div class="card"><h3>{title}</h3><dl>{_list(told, language)}</dl></div>'


def _list(told: Mapping[str, str], language: str) -> str:
    pairs = ((t(f"sources.{name}", language), words) for name, words in told.items() if words)
    return "".join(f"<dt>{escape(label)}</dt><dd>{escape(words)}</dd>" for label, words in pairs)
