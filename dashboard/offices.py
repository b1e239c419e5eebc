"""Who stands behind a figure: the offices to name beside it and the citation to write under it.

A figure the observatory derives is cited with the offices of its parts: the reader wants to know whose
counts they are, not only who divided them.
"""

from __future__ import annotations

import re
from datetime import date

from dashboard import style
from dashboard.provenance import Provenance
from dashboard.text import t
from data.catalog import catalog
from data.entries import Indicator, Source

_ACRONYM = re.compile(r"\(([A-ZÁÉÍÓÚ]{2,})\)")


def behind(indicator: Indicator) -> tuple[Source, ...]:
    """The published products a figure comes from, each once; those of its parts when it is derived."""
    known = catalog()
    own = known.sources.get(indicator.source)
    if indicator.source != "derived":
        return (own,) if own else ()
    formulas = (indicator.formula, *indicator.breakdowns.values())
    parts = sorted({re.split(r"[@\[]", v)[0] for f in formulas for v in f.variables})
    found = {s.id: s for part in parts if part in known.indicators for s in behind(known.indicators[part])}
    return tuple(found.values())


def named(indicator: Indicator, language: str) -> str:
    """The offices in short, as in «INEGI, CONAPO»: the acronym where the publisher has one."""
    shorts = [short(source, language) for source in behind(indicator)]
    return ", ".join(dict.fromkeys(shorts))


def short(source: Source, language: str) -> str:
    """The office as a sentence names it.

    A copy or calculation of others keeps its whole name: the acronym in it did not publish the figure.
    """
    acronym = _ACRONYM.search(source.publisher.es)
    whole = source.publisher.in_(language)
    return acronym[1] if acronym and source.confidence != "C" else whole.split(",")[0]


def citation(indicator: Indicator, own: str, language: str) -> str:
    """The source sentence of a figure: `own`, as its release gives it, or for a derived one whose figures it joins."""
    if indicator.source != "derived":
        return own
    parts = "; ".join(s.citation.in_(language).split(": ", 1)[-1].rstrip(".") for s in behind(indicator))
    return t("origin.derived", language, site=t("site.name", language), parts=parts)


def reported(origin: Provenance, period: str, language: str) -> str:
    """Who reported the figures of a period, when, and what each said of them; empty where nobody said anything."""
    told = []
    for part in origin.parts:
        publisher = part.source["publisher"][language]
        for said in part.footnotes:
            if said.period == period and said.breakdown == "total":
                day = style.day(date.fromisoformat(said.received_on), language)
                words = " — ".join(w.rstrip(".") for w in (said.cited, said.note) if w)
                told.append(t("origin.received", language, publisher=publisher, day=day, cited=words))
    return " ".join(told)
