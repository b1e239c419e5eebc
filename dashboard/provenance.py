"""Where the published figures of an indicator come from: one release, or of a family each member's own.

What the municipalities say of their own figures (`footnote`) is read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from dashboard.published import reaches
from data.schema import footnote, indicator, observation, published, release, source


@dataclass(frozen=True)
class Footnote:
    """What was said of one figure: where it was taken from, a note, and the day and the file it came with."""

    period: str
    area: str
    breakdown: str
    cited: str
    note: str
    received_on: str
    sha256: str


@dataclass(frozen=True)
class Provenance:
    """The entry of the source of an indicator's published figures, and its release.

    Of a family the entry is the family's, the release the newest of its members, and `parts` has each member's own.
    """

    source: Mapping[str, Any]
    release_id: int
    url: str
    sha256: str
    retrieved_at: datetime
    loaded_at: datetime
    published_at: datetime
    periods: tuple[str, ...]
    parts: tuple[Provenance, ...] = ()
    footnotes: tuple[Footnote, ...] = ()


def periods_of(connection: sa.Connection, release_id: int, key: int) -> list[str]:
    """Every period of one indicator's totals in one release, in no order.

    One release at a time: a database leaps from period to period along its key, 35 times quicker than over several.
    """
    own = (observation.c.release_id == release_id, observation.c.indicator_key == key)
    query = sa.select(observation.c.period).distinct().where(*own, observation.c.breakdown == "total")
    return list(connection.execute(query).scalars())


def provenance(engine: sa.Engine, indicator_id: str) -> Provenance | None:
    """Where the indicator's published figures come from; None when nothing of it is published."""
    family = source.alias("family")
    query = (
        sa.select(indicator.c.indicator_key, source.c.entry, family.c.entry.label("family"), release)
        .select_from(indicator)
        .join(family, family.c.source == indicator.c.source)
        .join(published, reaches())
        .join(release, release.c.release_id == published.c.release_id)
        .join(source, source.c.source == release.c.source)
        .where(indicator.c.indicator == indicator_id)
        .order_by(release.c.source)
    )
    with engine.connect() as connection:
        rows = connection.execute(query).all()
        found = [one for row in rows if (one := _one(connection, row)).periods]
    if not found:
        return None
    whole = rows[0].family
    if found[0].source["id"] == whole["id"]:
        return found[0]
    newest = max(found, key=lambda part: (part.published_at, part.release_id))
    periods = tuple(sorted({p for part in found for p in part.periods}))
    return replace(newest, source=whole, periods=periods, parts=tuple(found), footnotes=())


def _one(connection: sa.Connection, row: Any) -> Provenance:
    """One release with the periods it has of the indicator and what was said of them."""
    said = [footnote.c[name] for name in Footnote.__dataclass_fields__]
    query = sa.select(*said).where(
        footnote.c.release_id == row.release_id, footnote.c.indicator_key == row.indicator_key
    )
    notes = connection.execute(query.order_by(*said[:3])).all()
    stamps = (utc(row.retrieved_at), utc(row.loaded_at), utc(row.published_at))
    told = tuple(sorted(periods_of(connection, row.release_id, row.indicator_key)))
    said_of = tuple(Footnote(*note) for note in notes)
    return Provenance(row.entry, row.release_id, row.url, row.sha256, *stamps, told, footnotes=said_of)


def utc(moment: datetime) -> datetime:
    """SQLite forgets the zone of a moment; all of ours are UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
