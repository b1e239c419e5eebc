"""The territories of Mexico with their validity, from areas.csv: nation "00", states, municipalities."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

ROOM = Path(__file__).parent


@lru_cache(maxsize=1)
def areas() -> pd.DataFrame:
    """Columns area, name, level (nation | state | municipality), parent, valid_from, valid_to (text; "" = open).

    One row a territory in one stretch of time; years as text, because only the census year is known for most.
    """
    return pd.read_csv(ROOM / "areas.csv", dtype=str, keep_default_na=False)


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Area → its current name."""
    frame = areas().sort_values("valid_from")
    return dict(zip(frame["area"], frame["name"], strict=True))


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Every area key that ever existed in the catalogue of territories."""
    return frozenset(areas()["area"])


@lru_cache(maxsize=64)
def municipalities_of(parent: str) -> tuple[str, ...]:
    """Municipalities of a state ("14") or of the nation ("00"), existing today, in key order."""
    frame = areas()
    chosen = frame[(frame["level"] == "municipality") & (frame["valid_to"] == "")]
    keys = chosen["area"]
    return tuple(sorted(keys if parent == "00" else keys[keys.str.startswith(parent)]))
