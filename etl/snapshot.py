"""Writes the published releases as compact tidy Parquet with a manifest: what a fresh machine starts with.

The same published figures give byte-identical files, so that a commit shows what really changed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import sqlalchemy as sa

from data.bulk import fetch
from data.schema import flow, footnote, indicator, membership, observation, published, release, site

# Neighbouring rows that resemble each other compress best.
ORDER = ("indicator", "breakdown", "period", "kind", "zone", "site", "origin", "area", "destination")
STAMPS = ("retrieved_at", "loaded_at", "published_at")
TABLES = {"observation": observation, "flow": flow, "site": site, "membership": membership, "footnote": footnote}


def write(engine: sa.Engine, folder: Path) -> dict[str, int]:
    """Write the snapshot to `folder`, replacing what it held; returns file name → bytes."""
    # Beside the old one first: killed while it writes, the figures and the manifest of the old one stay together.
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    sizes: dict[str, int] = {}
    entries = []
    with engine.connect() as connection:
        query = sa.select(release).join(published, published.c.release_id == release.c.release_id)
        rows = connection.execute(query.order_by(release.c.source)).mappings().all()
        _official(rows)
        for row in rows:
            tables = []
            for name, table in TABLES.items():
                frame = _frame(connection, table, row["release_id"])
                if len(frame):
                    path = new / f"{row['source']}.{name}.parquet"
                    frame.to_parquet(path, index=False, compression="zstd", compression_level=19)
                    sizes[path.name] = path.stat().st_size
                    tables.append(name)
            entries.append(_entry(dict(row), tables))
    text = json.dumps({"releases": entries}, ensure_ascii=False, indent=1, sort_keys=True)
    (new / "manifest.json").write_text(text + "\n", encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.parquet"):
        if old.name not in sizes:
            old.unlink()
    for path in new.iterdir():
        path.replace(folder / path.name)
    new.rmdir()
    return sizes


class NotOfficial(ValueError):
    """A public release came from a server that is no office's; its figures must not reach the repository."""


def _official(rows: Sequence[sa.RowMapping]) -> None:
    """Raise NotOfficial where a release was read from this machine or a private network, as tests do."""
    for row in rows:
        host = urlsplit(row["url"]).hostname or ""
        try:
            local = not ip_address(host).is_global
        except ValueError:
            local = host == "localhost" or "." not in host
        if local:
            raise NotOfficial(
                f"release {row['release_id']} of {row['source']} came from «{host}», which is no office; withdraw it"
            )


def _entry(row: dict[str, Any], tables: list[str]) -> dict[str, Any]:
    """One release in the manifest; numbers of releases are the database's own and stay out."""
    stamps = {name: _utc(row[name]).isoformat(timespec="seconds") for name in STAMPS}
    kept = ("source", "sha256", "url", "parser_version", "rows", "published_by")
    return {k: row[k] for k in kept} | stamps | {"uses": sorted(row["uses"]), "tables": tables}


def _utc(stamp: datetime) -> datetime:
    """SQLite gives back naive stamps, PostgreSQL aware ones in its own zone; both were written in UTC."""
    return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)


def _frame(connection: sa.Connection, table: sa.Table, number: int) -> pd.DataFrame:
    columns = [c for c in table.columns if c.name not in ("release_id", "indicator_key")]
    query = sa.select(*columns).where(table.c.release_id == number)
    if "indicator_key" in table.c:
        query = sa.select(indicator.c.indicator, *columns).join_from(
            table, indicator, indicator.c.indicator_key == table.c.indicator_key
        )
        query = query.where(table.c.release_id == number)
    frame = fetch(connection, query)
    if frame.empty:
        return frame
    if table is site:
        frame["measures"] = [json.dumps(m, ensure_ascii=False, sort_keys=True) for m in frame["measures"]]
    text = [c for c in frame.columns if frame[c].dtype == "str" or frame[c].dtype == object]
    frame = frame.sort_values([c for c in ORDER if c in frame]).reset_index(drop=True)
    return frame.astype({c: "category" for c in text if c != "measures"})
