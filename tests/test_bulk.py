"""Large frames go in a piece at a time, whole or not at all, on both databases."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from data import bulk, database
from data.areas import areas
from data.database import connect, restore, upgrade
from data.schema import observation, release, standing
from etl import snapshot
from etl.load import load, publish
from tests.small import PEOPLE, RATE, origin, small_catalog

CATALOG = small_catalog(PEOPLE, RATE)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces and batches so small that a few rows need many."""
    monkeypatch.setattr(bulk, "PIECE", 7)
    monkeypatch.setattr(database, "RANKED_AT_ONCE", 3)


def tidy(periods: int = 6) -> pd.DataFrame:
    """Two indicators of ten municipalities; every fifth figure is missing; rows in no order."""
    places = areas().query("level == 'municipality'")["area"].unique()[:10]
    rows = [(i, f"20{p:02d}", a, "total") for i in ("rate", "people") for p in range(periods) for a in places]
    frame = pd.DataFrame(rows, columns=["indicator", "period", "area", "breakdown"])
    frame["value"] = np.where(np.arange(len(frame)) % 5 == 0, np.nan, np.arange(len(frame)) % 100.0)
    frame["numerator"] = frame["denominator"] = np.nan
    frame["status"] = np.where(frame["value"].isna(), "missing", "official")
    return frame.sample(frac=1, random_state=4)


def told(engine: sa.Engine, table: sa.Table) -> list[tuple[object, ...]]:
    keys = list(table.primary_key.columns)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(table).order_by(*keys))]


def test_figures_and_places_are_the_same_however_small_the_pieces(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(engine, CATALOG, origin(), {"observation": tidy()})
    whole = [told(engine, table) for table in (observation, standing)]
    monkeypatch.setattr(bulk, "PIECE", 7)
    monkeypatch.setattr(database, "RANKED_AT_ONCE", 3)
    load(engine, CATALOG, origin("b" * 64), {"observation": tidy()})
    for table, first in zip((observation, standing), whole, strict=True):
        rows = told(engine, table)
        assert len(first) == len(rows) / 2
        assert [r[1:] for r in rows if r[0] == 2] == [r[1:] for r in first]
    assert len(whole[0]) == 120
    assert len(whole[1]) == 96, "a missing figure has no place"


@pytest.mark.usefixtures("small_pieces")
def test_a_load_that_breaks_in_its_last_piece_leaves_nothing(engine: sa.Engine) -> None:
    frame = tidy().sort_values(["indicator", "period", "area"], ascending=[False, True, True])
    frame.iloc[-1, frame.columns.get_loc("status")] = "missing" if pd.notna(frame.iloc[-1]["value"]) else "official"
    with pytest.raises(sa.exc.DBAPIError):
        load(engine, CATALOG, origin(), {"observation": frame})
    assert [told(engine, table) for table in (release, observation, standing)] == [[], [], []]


def test_a_large_frame_is_never_held_as_objects(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PIECE", 2000)
    frame = pd.concat([tidy(100).assign(breakdown=f"part={n}") for n in range(25)], ignore_index=True)
    tracemalloc.start()
    try:
        load(engine, CATALOG, origin(), {"observation": frame})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    objects = len(frame) * 9 * 24  # a Python object for each cell takes no less
    assert peak < objects, f"{peak / 1e6:.1f} MB for {len(frame):,} rows, {objects / 1e6:.1f} MB as objects"


def guards(engine: sa.Engine) -> list[list[str]]:
    """Foreign keys and indexes of the two large tables."""
    seen = sa.inspect(engine)
    tables = ("observation", "standing")
    keys = [
        sorted(f"{k['name']} {k['constrained_columns']} {k['referred_table']}" for k in seen.get_foreign_keys(t))
        for t in tables
    ]
    return [*keys, *(sorted(str(i["name"]) for i in seen.get_indexes(t)) for t in tables)]


def test_restoring_leaves_every_foreign_key_and_index_in_place(engine: sa.Engine, tmp_path: Path) -> None:
    first = connect(f"sqlite:///{tmp_path / 'first.sqlite'}")
    upgrade(first)
    publish(first, load(first, CATALOG, origin(), {"observation": tidy()}), "a person")
    snapshot.write(first, tmp_path / "snapshot")
    first.dispose()
    before = guards(engine)
    assert restore(engine, CATALOG, tmp_path / "snapshot") == 120
    assert guards(engine) == before
    orphan = sa.insert(observation).values(
        release_id=10**6, indicator_key=1, period="2020", area="14063", breakdown="total", value=1, status="official"
    )
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(orphan)
