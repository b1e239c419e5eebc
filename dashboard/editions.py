"""What is public of each source: one edition, with its dates, its digest and how many figures it brought."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from dashboard.provenance import utc
from dashboard.published import latest
from data.catalog import Catalog, catalog
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
    """Source → its published edition; sources without one are not in it.

    A family has one too, once a member has: the figures of all, the newest dates, a digest of their digests.
    """
    query = sa.select(release, published.c.family).join(published, published.c.release_id == release.c.release_id)
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(release.c.source)).all()
    found: dict[str, Edition] = {}
    members: dict[str, list[Edition]] = {}
    for row in rows:
        dates = (utc(row.retrieved_at), utc(row.loaded_at), utc(row.published_at))
        found[row.source] = Edition(row.rows, *dates, row.sha256)
        if row.family != row.source:
            members.setdefault(row.family, []).append(found[row.source])
    return found | {family: _together(own) for family, own in members.items()}


def _together(own: list[Edition]) -> Edition:
    digest = hashlib.sha256("\n".join(e.sha256 for e in own).encode()).hexdigest()
    dates = (max(e.retrieved_at for e in own), max(e.loaded_at for e in own), max(e.published_at for e in own))
    return Edition(sum(e.figures for e in own), *dates, digest)


def newest_periods(engine: sa.Engine) -> dict[str, str]:
    """Indicator → its newest finished period, as profiles take it; only indicators with figures."""
    newest = latest(None)
    query = sa.select(newest.c.indicator, newest.c.period).where(newest.c.period.is_not(None))
    with engine.connect() as connection:
        return {row.indicator: row.period for row in connection.execute(query)}


def offered(engine: sa.Engine) -> Catalog:
    """The catalogue without what has nothing public: all that a page, a list, a search or a file may offer.

    An entry whose source has not been published is dormant: it has its definition and no figure yet. A topic's
    headline is the first of its indicators that has one.
    """
    whole, having, public = catalog(), newest_periods(engine), editions(engine)
    indicators = {name: entry for name, entry in whole.indicators.items() if name in having}
    used = {entry.source for entry in indicators.values()}  # of a family, what its members' indicators belong to
    return replace(
        whole,
        indicators=indicators,
        sources={name: entry for name, entry in whole.sources.items() if name in public or name in used},
    )
