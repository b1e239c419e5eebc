"""A small catalogue and small frames for tests of the write side: two counts, a rate and a derived rate."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from data.catalog import Catalog, catalog
from data.entries import Indicator, Source
from etl.load import Origin

BOTH = {"es": "prueba", "en": "test"}


def indicator(name: str, **changes: object) -> Indicator:
    """A valid entry of source `small`: a count, unless `changes` say otherwise."""
    entry: dict[str, object] = {
        "id": name, "title": BOTH, "definition": BOTH, "processing": BOTH, "source": "small",
        "formula": {"code": name.upper()}, "kind": "count", "unit": "persons", "decimals": 0, "frequency": "annual",
        "better": "neither", "combine": "sum", "range": (0, None), "status": "official", "caveat": BOTH,
        "topic": "population",
    }  # fmt: skip
    return Indicator.model_validate(entry | changes)


PEOPLE = indicator("people")
INSURED = indicator("insured")
RATE = indicator(
    "rate", formula={"share": ["INSURED", "PEOPLE"]}, kind="rate", unit="percent", combine="denominator",
    range=(0, 100), better="higher", decimals=1,
)  # fmt: skip
JOINED = indicator(
    "joined", source="derived", formula={"per": ["insured", "people", 1000]}, kind="rate", unit="per_1000",
    combine="denominator", status="derived",
)  # fmt: skip


def small_catalog(*indicators: Indicator) -> Catalog:
    """A catalogue of these indicators (default all four) over the product's own vocabulary and zones."""
    chosen = indicators or (PEOPLE, INSURED, RATE, JOINED)
    real = catalog()
    source = {
        "id": "small", "title": BOTH, "publisher": BOTH, "url": "https://example.org/", "license": BOTH,
        "citation": BOTH, "edition": "1", "frequency": "annual", "coverage": BOTH, "confidence": "A",
    }  # fmt: skip
    sources = {"small": Source.model_validate(source), "derived": real.sources["derived"]}
    return Catalog(real.vocabulary, {i.id: i for i in chosen}, sources, real.zones)


def wide(**figures: tuple[float, float]) -> pd.DataFrame:
    """A parsed frame of 2020: area key without its a → (PEOPLE, INSURED), as in wide(a14063=(100, 40))."""
    rows = [
        {"area": area[1:], "period": "2020", "PEOPLE": people, "INSURED": insured, "file": "small.csv", "row": n}
        for n, (area, (people, insured)) in enumerate(figures.items(), start=2)
    ]
    return pd.DataFrame(rows)


def origin(sha256: str = "a" * 64, source: str = "small") -> Origin:
    """Where a test's release comes from."""
    return Origin(source, sha256, "https://example.org/", datetime(2026, 1, 1, tzinfo=UTC), "1", {})
