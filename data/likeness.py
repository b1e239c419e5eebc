"""What makes two municipalities alike, and the bands of population they are ranked in: read from two YAML files.

A *facet* is what the page calls a dimension (the catalogue's vocabulary keeps that word for breakdowns).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from data.entries import Entry, Indicator, Slug, Source, Text

UNFIT = ("modelled", "projected")  # statuses that say more about a model than about a place


class Measure(Entry):
    """One indicator of a facet, why it is there, and how much it weighs among the facet's others."""

    indicator: Slug
    why: Text
    weight: Annotated[float, Field(gt=0, le=5)] = 1.0


class Facet(Entry):
    """One side from which municipalities are compared, such as education."""

    id: Slug
    title: Text
    indicators: Annotated[tuple[Measure, ...], Field(min_length=3, max_length=6)]


class Band(Entry):
    """Municipalities of a size: those with at least `start` inhabitants and fewer than the next band's."""

    id: Slug
    title: Text
    start: Annotated[int, Field(ge=0)]


def facet_problems(
    facets: Mapping[str, Facet], indicators: Mapping[str, Indicator], sources: Mapping[str, Source]
) -> Iterator[str]:
    """Rules over the facets together and against the catalogue; each sentence names file and entry."""
    times = Counter(m.indicator for facet in facets.values() for m in facet.indicators)
    counts = [name for name in times if name in indicators and indicators[name].kind == "count"]
    for facet in facets.values():
        for name in dict.fromkeys(m.indicator for m in facet.indicators):
            where = f"similarity.yaml, entry «{facet.id}»: "
            entry = indicators.get(name)
            if times[name] > 1:
                yield f"{where}«{name}» stands {times[name]} times; each indicator counts once"
            if entry is None:
                yield f"{where}«{name}» is no indicator"
                continue
            if len(counts) > 1 and name in counts:
                yield f"{where}«{name}» is one of {len(counts)} counts; size may be counted once"
            if entry.labels:
                yield f"{where}«{name}» is a grade; distances between grades mean nothing"
            source = sources.get(entry.source)
            if entry.status in UNFIT or (source is not None and source.confidence == "C"):
                yield f"{where}«{name}» is modelled, projected or of confidence C"


def band_problems(bands: Sequence[Band]) -> Iterator[str]:
    """Bands begin at no one and follow each other."""
    if bands and bands[0].start != 0:
        yield f"bands.yaml, entry «{bands[0].id}»: the first band starts at 0, not {bands[0].start}"
    for before, band in pairwise(bands):
        if band.start <= before.start:
            yield f"bands.yaml, entry «{band.id}»: starts at {band.start}, not above {before.start}"
