"""Where figures are kept: connect, bring the schema up to date, restore the embedded database from the snapshot.

The snapshot in the repository is what a fresh machine starts with; restoring never overwrites figures that
are already there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from data import schema
from data.areas import areas
from data.bulk import insert
from data.catalog import Catalog
from data.settings import settings
from data.standing import standing

MIGRATIONS = Path(__file__).parent / "migrations"
OF_INDICATORS = ("observation", "standing", "footnote")
RANKED_AT_ONCE = 250_000


def connect(url: str | None = None) -> sa.Engine:
    """An engine for `url` (default: DATABASE_URL, else the embedded SQLite file, whose folder is made)."""
    address = sa.make_url(url or settings().database_url)
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() != "sqlite":
        return sa.create_engine(address, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address)
    sa.event.listen(engine, "connect", _pragmas)
    return engine


def _pragmas(connection: Any, _record: Any) -> None:
    """WAL lets people read while the ETL writes; foreign keys are off by default on SQLite."""
    # A load is one transaction and may write a journal of a gigabyte: it is cut back to 64 MB once it is copied.
    limit = "journal_size_limit = 67108864"
    for pragma in ("journal_mode = wal", "synchronous = normal", "foreign_keys = on", "busy_timeout = 10000", limit):
        connection.execute(f"pragma {pragma}")


def upgrade(engine: sa.Engine) -> None:
    """Bring the schema to its newest migration; safe to repeat."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def sync(connection: sa.Connection, catalog: Catalog) -> dict[str, int]:
    """Write sources, indicators and areas as the catalogue says them now; returns indicator → key.

    An indicator that left the catalogue stays in its table: its old releases still speak of it.
    """
    for name, source in catalog.sources.items():
        _upsert(connection, schema.source, {"source": name}, {"entry": source.model_dump(mode="json")})
    for name, indicator in catalog.indicators.items():
        entry = {"source": indicator.source, "entry": indicator.model_dump(mode="json")}
        _upsert(connection, schema.indicator, {"indicator": name}, entry)
    connection.execute(sa.delete(schema.area))
    frame = areas()
    insert(connection, schema.area, frame.assign(valid_to=frame["valid_to"].replace("", None)))
    found = connection.execute(sa.select(schema.indicator.c.indicator, schema.indicator.c.indicator_key))
    return {row.indicator: row.indicator_key for row in found}


def _upsert(connection: sa.Connection, table: sa.Table, key: dict[str, str], values: dict[str, Any]) -> None:
    where = [table.c[c] == v for c, v in key.items()]
    if not connection.execute(sa.update(table).where(*where).values(values)).rowcount:
        connection.execute(sa.insert(table).values({**key, **values}))


def is_empty(engine: sa.Engine) -> bool:
    """Whether nothing has ever been loaded (the schema must be there)."""
    with engine.connect() as connection:
        return connection.execute(sa.select(schema.release.c.release_id).limit(1)).first() is None


def restore(engine: sa.Engine, catalog: Catalog, folder: Path | None = None) -> int:
    """Load the snapshot into an empty database; returns the rows restored (0 when it was not empty).

    One transaction: a restore that is interrupted leaves the database empty, and the next start tries again.
    """
    folder = folder or settings().snapshot
    if not is_empty(engine):
        return 0
    releases = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["releases"]
    rows = 0
    with _hurried(engine) as connection:
        keys = sync(connection, catalog)
        numbers: dict[str, int] = {}
        for entry in releases:
            if entry["source"] in catalog.sources:
                numbers[entry["source"]], added = _restore_one(connection, folder, entry, keys, catalog)
                rows += added
        for entry in releases:  # the numbers of releases are this database's own
            uses = {s: numbers[s] for s in entry["uses"] if s in numbers}
            if uses:
                where = schema.release.c.release_id == numbers[entry["source"]]
                connection.execute(sa.update(schema.release).where(where).values(uses=uses))
    return rows


@contextmanager
def _hurried(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction for a bulk load into an empty database: indexes are built at its end, in one go each.

    Foreign keys are not looked up row by row either (half of the time): PostgreSQL checks them at the end, SQLite
    not at all, nor its other checks, as the snapshot was written from tables that had passed them. A load into a
    database with readers (etl/load.py) keeps both: dropping them would keep the readers out until it ends.
    """
    slow = [schema.observation, schema.standing]
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("pragma foreign_keys = off")
            connection.exec_driver_sql("pragma ignore_check_constraints = on")
            connection.commit()
        with connection.begin():
            bound = [] if connection.dialect.name == "sqlite" else _foreign_keys(connection, slow)
            for table, name, _ in bound:
                connection.exec_driver_sql(f"alter table {table} drop constraint {name}")
            for index in [i for t in slow for i in t.indexes]:
                index.drop(connection)
            yield connection
            for index in [i for t in slow for i in t.indexes]:
                index.create(connection)
            for table, name, rule in bound:
                connection.exec_driver_sql(f"alter table {table} add constraint {name} {rule}")
        connection.invalidate()  # so that the next user gets a connection with its usual settings
    analyze(engine)


def _foreign_keys(connection: sa.Connection, tables: list[sa.Table]) -> list[tuple[str, str | None, str]]:
    """(table, name, rule) of each, as the database has them now."""
    seen = sa.inspect(connection)
    return [
        (t.name, k["name"], f"foreign key ({', '.join(k['constrained_columns'])}) references {k['referred_table']}")
        for t in tables
        for k in seen.get_foreign_keys(t.name)
    ]


def analyze(engine: sa.Engine) -> None:
    """Let the database count what it holds: without it SQLite reads some series 100 times slower."""
    with engine.connect() as connection:
        connection.exec_driver_sql("analyze")
        connection.commit()


def _restore_one(
    connection: sa.Connection, folder: Path, entry: dict[str, Any], keys: dict[str, int], catalog: Catalog
) -> tuple[int, int]:
    """(number of the release made, rows inserted)."""
    stamps = {name: datetime.fromisoformat(entry[name]) for name in ("retrieved_at", "loaded_at", "published_at")}
    row = {k: v for k, v in entry.items() if k not in ("tables", *stamps)} | stamps | {"uses": {}}
    made = sa.insert(schema.release).values(row).returning(schema.release.c.release_id)
    release_id = connection.execute(made).scalar_one()
    family = catalog.sources[entry["source"]].family or entry["source"]
    published = {
        "source": entry["source"], "release_id": release_id, "stamp": stamps["published_at"], "family": family,
    }  # fmt: skip
    connection.execute(sa.insert(schema.published).values(published))
    rows = 0
    for table in entry["tables"]:
        frame = pd.read_parquet(folder / f"{entry['source']}.{table}.parquet")
        if table == "site":
            frame["measures"] = frame["measures"].map(json.loads)
        if table in OF_INDICATORS:
            frame = frame[frame["indicator"].isin(list(keys))]
        if table == "observation":
            places(connection, release_id, frame, keys, catalog)
        rows += insert_rows(connection, release_id, table, frame, keys)
    return release_id, rows


def insert_rows(
    connection: sa.Connection, release_id: int, table: str, frame: pd.DataFrame, keys: dict[str, int]
) -> int:
    """Insert one release's rows of `table`, in key order so that the clustered table grows at its end."""
    target = schema.metadata.tables[table]
    if table in OF_INDICATORS:
        frame = frame.assign(indicator_key=frame["indicator"].map(keys).astype("int64")).drop(columns="indicator")
    order = [c.name for c in target.primary_key.columns if c.name != "release_id"]
    return insert(connection, target, frame.assign(release_id=release_id), order)


def places(
    connection: sa.Connection, release_id: int, frame: pd.DataFrame, keys: dict[str, int], catalog: Catalog
) -> None:
    """Compute and store the ranks of one release's observations.

    Modelled figures and those of a source we trust least (C) are never ranked, nor counted among the ranked; nor are
    those of a family of sources: a release of one municipality would have it first of one.
    """
    entries, sources = catalog.indicators.values(), catalog.sources
    ranked = {name for name, source in sources.items() if source.confidence != "C" and source.each is None}
    trusted = {i.id for i in entries if i.source in ranked}
    # A large town has more of everything: by a count, place 1 is the most, never the best.
    better = {i.id: "neither" if i.kind == "count" else i.better for i in entries}
    for chosen in _batches(frame, trusted, keys):
        ranks = standing(chosen[chosen["status"].ne("modelled")], better)
        insert_rows(connection, release_id, "standing", ranks, keys)


def _batches(frame: pd.DataFrame, trusted: set[str], keys: dict[str, int]) -> Iterator[pd.DataFrame]:
    """Rows of the trusted indicators, in the order of their keys, some at a time: places take memory."""
    found = frame.groupby("indicator", sort=False, observed=True).indices
    some: list[np.ndarray] = []
    for name in sorted(trusted.intersection(found), key=lambda i: keys[i]):
        some.append(found[name])
        if sum(map(len, some)) >= RANKED_AT_ONCE:
            yield frame.iloc[np.concatenate(some)]
            some = []
    if some:
        yield frame.iloc[np.concatenate(some)]
