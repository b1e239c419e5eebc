"""Frames → release; publish and withdraw. Nothing is ever deleted or overwritten.

Only three functions write figures: `load` (one transaction, not yet public), `publish` and `withdraw`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.bulk import fetch
from data.catalog import Catalog
from data.database import insert_rows, places, sync
from data.schema import change, indicator, observation, published, release
from data.schema import source as source_table
from etl.changes import Change
from etl.changes import row as row_of
from etl.contract import OBSERVATION


@dataclass(frozen=True)
class Origin:
    """Where a release comes from: what was read, when, and how."""

    source: str
    sha256: str
    url: str
    retrieved_at: datetime
    parser_version: str
    uses: Mapping[str, int]


class NoSuchRelease(Exception):
    """A release number that does not exist, or is not in the state the command needs."""


def existing(engine: sa.Engine, origin: Origin) -> int | None:
    """The published release made from the same bytes by the same parser and formulas, if there is one."""
    same = (
        sa.select(release.c.release_id)
        .join(published, published.c.release_id == release.c.release_id)
        .where(*_made_alike(origin))
    )
    with engine.connect() as connection:
        return connection.execute(same).scalar_one_or_none()


def waiting(engine: sa.Engine, origin: Origin, against: int | None) -> int | None:
    """The newest loaded and never published release of the same bytes and parser that was compared with `against`.

    None where there is none: one compared with another release may hold figures taken over from it.
    """
    base = change.c.against.is_(None) if against is None else change.c.against == against
    same = (
        sa.select(sa.func.max(release.c.release_id))
        .join(change, change.c.release_id == release.c.release_id)
        .where(*_made_alike(origin), release.c.published_at.is_(None), release.c.withdrawn_at.is_(None), base)
    )
    with engine.connect() as connection:
        return connection.execute(same).scalar_one_or_none()


def withdrawn(engine: sa.Engine, origin: Origin) -> tuple[int, str] | None:
    """The newest withdrawn release of the same bytes and parser, and why it was; None where there is none."""
    query = sa.select(release.c.release_id, release.c.withdrawn_why).where(
        *_made_alike(origin), release.c.withdrawn_at.is_not(None)
    )
    with engine.connect() as connection:
        found = connection.execute(query.order_by(release.c.release_id.desc())).first()
    return None if found is None else (found.release_id, found.withdrawn_why)


def _made_alike(origin: Origin) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        release.c.source == origin.source,
        release.c.sha256 == origin.sha256,
        release.c.parser_version == origin.parser_version,
    )


def load(
    engine: sa.Engine,
    catalog: Catalog,
    origin: Origin,
    tables: Mapping[str, pd.DataFrame],
    changed: Change | None = None,
) -> int:
    """Write one whole release with what it changes, not yet public; returns its number.

    tables: observation (columns OBSERVATION), flow, site, membership, footnote; empty ones may be left out.
    """
    rows = sum(len(f) for name, f in tables.items() if name != "footnote")
    row = {
        "source": origin.source, "sha256": origin.sha256, "url": origin.url, "retrieved_at": origin.retrieved_at,
        "loaded_at": datetime.now(UTC), "parser_version": origin.parser_version, "rows": rows,
        "uses": dict(origin.uses),
    }  # fmt: skip
    with engine.begin() as connection:
        keys = sync(connection, catalog)
        made = sa.insert(release).values(row).returning(release.c.release_id)
        number = int(connection.execute(made).scalar_one())
        for name, frame in tables.items():
            if len(frame):
                insert_rows(connection, number, name, frame[OBSERVATION] if name == "observation" else frame, keys)
        if len(tables.get("observation", ())):
            places(connection, number, tables["observation"], keys, catalog)
        if changed is not None:
            connection.execute(sa.insert(change).values(row_of(number, changed)))
    return number


def publish(engine: sa.Engine, number: int, by: str, why: str = "") -> None:
    """Make a release the public truth of its source, and keep who answers for its findings and why.

    Raises NoSuchRelease if it is unknown, withdrawn, or was compared with what is not public any more; ValueError with
    the findings where there are some and no reason.
    """
    now = datetime.now(UTC)
    with engine.begin() as connection:
        row = _release(connection, number)
        if row.withdrawn_at is not None:
            raise NoSuchRelease(f"release {number} was withdrawn; load its source again to publish it")
        told = connection.execute(sa.select(change).where(change.c.release_id == number)).one_or_none()
        if told is not None and row.published_at is None:
            _answered(connection, row.source, told, why)
        if why.strip():
            said = {"accepted_at": now, "accepted_by": by, "accepted_why": why.strip()}
            connection.execute(sa.update(change).where(change.c.release_id == number).values(said))
        connection.execute(
            sa.update(release).where(release.c.release_id == number).values(published_at=now, published_by=by)
        )
        _point(connection, row.source, number, now)


def _answered(connection: sa.Connection, source: str, told: sa.Row[Any], why: str) -> None:
    """Raise where nobody answers for the findings, or they speak of a change against what is not public any more."""
    now = connection.execute(sa.select(published.c.release_id).where(published.c.source == source)).scalar()
    if now != told.against:
        # What a person answers for is the change against what he sees; and a release that took figures over from
        # an older one would undo what came since.
        raise NoSuchRelease(
            f"release {told.release_id} was compared with release {told.against}, and release {now} is public since; "
            f"run {source} again"
        )
    if told.findings and not why.strip():
        listed = "\n".join(f"- {sentence}" for sentence in told.findings)
        raise ValueError(f"release {told.release_id} wants a reason: add --why «…» if this is right\n{listed}")


def withdraw(engine: sa.Engine, number: int, why: str) -> int | None:
    """Take a published release back, with its reason; the release before it is the truth again.

    Returns the release now public for that source, None if there is none. Raises NoSuchRelease when
    the release is unknown, was never published, or is already withdrawn; ValueError without a reason.
    """
    if not why.strip():
        raise ValueError("say why the release is withdrawn: readers will see the reason")
    now = datetime.now(UTC)
    with engine.begin() as connection:
        row = _release(connection, number)
        if row.published_at is None or row.withdrawn_at is not None:
            raise NoSuchRelease(f"release {number} is not public, so it cannot be withdrawn")
        connection.execute(
            sa.update(release).where(release.c.release_id == number).values(withdrawn_at=now, withdrawn_why=why)
        )
        before = connection.execute(
            sa.select(release.c.release_id)
            .where(
                release.c.source == row.source,
                release.c.published_at.is_not(None),
                release.c.withdrawn_at.is_(None),
            )
            .order_by(release.c.published_at.desc(), release.c.release_id.desc())
            .limit(1)
        ).scalar_one_or_none()
        _point(connection, row.source, before, now)
    return before


def _release(connection: sa.Connection, number: int) -> sa.Row[tuple[object, ...]]:
    found = connection.execute(sa.select(release).where(release.c.release_id == number)).one_or_none()
    if found is None:
        raise NoSuchRelease(f"there is no release {number}; «python -m etl history» lists them")
    return found


def _point(connection: sa.Connection, source: str, number: int | None, now: datetime) -> None:
    """Say which release of a source is public from now on."""
    connection.execute(sa.delete(published).where(published.c.source == source))
    if number is not None:
        told = sa.select(source_table.c.entry["family"].as_string()).where(source_table.c.source == source)
        family = connection.execute(told).scalar_one_or_none() or source
        row = {"source": source, "release_id": number, "stamp": now, "family": family}
        connection.execute(sa.insert(published).values(row))


def public(engine: sa.Engine) -> dict[str, int]:
    """Source → the release that is public now."""
    with engine.connect() as connection:
        found = connection.execute(sa.select(published.c.source, published.c.release_id))
        return {row.source: row.release_id for row in found}


def version_of(engine: sa.Engine, number: int) -> str:
    """How a release was computed: its parser's version and the digest of the formulas."""
    with engine.connect() as connection:
        return connection.execute(
            sa.select(release.c.parser_version).where(release.c.release_id == number)
        ).scalar_one()


def figures_of(engine: sa.Engine, number: int) -> pd.DataFrame:
    """Every observation of a release, columns OBSERVATION."""
    columns = [observation.c[c] for c in OBSERVATION if c != "indicator"]
    query = (
        sa.select(indicator.c.indicator, *columns)
        .join(indicator, indicator.c.indicator_key == observation.c.indicator_key)
        .where(observation.c.release_id == number)
    )
    with engine.connect() as connection:
        frame = fetch(connection, query)
    return frame.astype(dict.fromkeys(("value", "numerator", "denominator"), "float64"))


def figures(engine: sa.Engine, number: int) -> int:
    """How many observations a release holds."""
    query = sa.select(sa.func.count()).select_from(observation).where(observation.c.release_id == number)
    with engine.connect() as connection:
        return int(connection.execute(query).scalar_one())
