"""What is public of each source: one edition, with its dates, its digest and how many figures it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from dashboard.published import latest
from data.schema import published, release


@dataclass(frozen=True)
class Edition:
    """The published release of one source."""

    figures: int
    retrieved_at: datetime
    loaded_at: datetime
    published_at: datetime
    sha256: str


def editions(engine: sa.Engine) -> dict[str, Edition]:
    """Source → its published edition; sources without one are not in it."""
    query = sa.select(release).join(published, published.c.release_id == release.c.release_id)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return {
        row.source: Edition(row.rows, _utc(row.retrieved_at), _utc(row.loaded_at), _utc(row.published_at), row.sha256)
        for row in rows
    }


def newest_periods(engine: sa.Engine) -> dict[str, str]:
    """Indicator → its newest finished period, as profiles take it; only indicators with figures."""
    newest = latest(None)
    query = sa.select(newest.c.indicator, newest.c.period).where(newest.c.period.is_not(None))
    with engine.connect() as connection:
        return {row.indicator: row.period for row in connection.execute(query)}


def _utc(moment: datetime) -> datetime:
    """SQLite forgets the zone of a moment; all of ours are UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
