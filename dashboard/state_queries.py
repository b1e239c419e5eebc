"""What the write side left on record of each source: its runs, its releases and who answered for their changes.

Kept apart from the figures: nothing here depends on what is public alone, so nothing here is cached by its stamp.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dashboard.analysis.schedule import ends
from dashboard.provenance import utc
from dashboard.published import latest
from data.schema import change, flow, indicator, observation, published, release, run, site

GOOD = ("published", "unchanged", "loaded")


@dataclass(frozen=True)
class Try:
    """One execution of the ETL for one source; problems are its own sentences, in English."""

    ended_at: datetime
    outcome: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a release changes: sentences a person answers for, how many figures of each sort, and who answered."""

    findings: tuple[str, ...]
    counts: Mapping[str, int]
    accepted_at: datetime | None
    accepted_by: str
    accepted_why: str


@dataclass(frozen=True)
class Release:
    """One whole load of one source."""

    release_id: int
    figures: int
    retrieved_at: datetime
    loaded_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    answer: Answer | None


@dataclass(frozen=True)
class History:
    """Everything on record of one source. public: the number of the release that is true now."""

    last: Try | None = None
    success: Try | None = None
    releases: tuple[Release, ...] = ()  # the newest first
    public: int | None = None

    @property
    def edition(self) -> Release | None:
        """The release that is public now."""
        return next((r for r in self.releases if r.release_id == self.public), None)

    @property
    def waiting(self) -> Release | None:
        """A newer release that nobody has published yet."""
        newest = self.releases[0] if self.releases else None
        fresh = newest is not None and newest.published_at is None and newest.withdrawn_at is None
        return newest if fresh and newest is not None and newest.release_id > (self.public or 0) else None


def histories(engine: sa.Engine) -> dict[str, History]:
    """Source → what is on record of it; sources of which nothing is on record are not in it."""
    last, success, releases = _tries(engine, ()), _tries(engine, GOOD), _releases(engine)
    with engine.connect() as connection:
        public = {
            r.source: r.release_id for r in connection.execute(sa.select(published.c.source, published.c.release_id))
        }
    return {
        name: History(last.get(name), success.get(name), tuple(releases.get(name, ())), public.get(name))
        for name in {*last, *releases}
    }


def _tries(engine: sa.Engine, outcomes: tuple[str, ...]) -> dict[str, Try]:
    """Source → its newest run of those outcomes (of any, if none is named)."""
    newest = sa.select(sa.func.max(run.c.run_id)).group_by(run.c.source)
    if outcomes:
        newest = newest.where(run.c.outcome.in_(list(outcomes)))
    with engine.connect() as connection:
        rows = connection.execute(sa.select(run).where(run.c.run_id.in_(newest))).all()
    return {r.source: Try(utc(r.ended_at), r.outcome, tuple(str(p) for p in r.problems or ())) for r in rows}


def _releases(engine: sa.Engine) -> dict[str, list[Release]]:
    query = (
        sa.select(release, change.c.release_id.label("answered"), *(change.c[c] for c in (
            "findings", "counts", "accepted_at", "accepted_by", "accepted_why")))
        .select_from(release).outerjoin(change, change.c.release_id == release.c.release_id)
        .order_by(release.c.source, release.c.release_id.desc())
    )  # fmt: skip
    found: dict[str, list[Release]] = {}
    with engine.connect() as connection:
        for r in connection.execute(query):
            own = Release(
                r.release_id, r.rows, utc(r.retrieved_at), utc(r.loaded_at), _known(r.published_at),
                _known(r.withdrawn_at), r.withdrawn_why or "", _answer(r),
            )  # fmt: skip
            found.setdefault(r.source, []).append(own)
    return found


def _answer(row: sa.Row[tuple[object, ...]]) -> Answer | None:
    if row.answered is None:
        return None
    findings = tuple(str(words) for words in row.findings or ())
    counts = {str(k): v for k, v in dict(row.counts or {}).items() if isinstance(v, int)}
    return Answer(findings, counts, _known(row.accepted_at), row.accepted_by or "", row.accepted_why or "")


def newest(engine: sa.Engine) -> dict[str, str]:
    """Source → the newest finished period of its public figures; sources whose tables have none are not in it."""
    own = latest(None)
    of_indicators = (
        sa.select(published.c.source, own.c.period)
        .join(published, published.c.release_id == own.c.release_id)
        .where(own.c.period.is_not(None), published.c.source.in_(sa.select(indicator.c.source)))
        .distinct()
    )
    found: dict[str, str] = {}
    with engine.connect() as connection:
        rows = list(connection.execute(of_indicators))
        for table in (flow, site):
            query = sa.select(published.c.source, table.c.period).distinct()
            rows += connection.execute(query.join(published, published.c.release_id == table.c.release_id))
        # members of a family, whose indicators belong to the family and are of one period for all of them
        others = sa.select(published.c.source, sa.func.max(observation.c.period)).group_by(published.c.source)
        others = others.join(observation, observation.c.release_id == published.c.release_id)
        others = others.where(
            published.c.source.not_in(sa.select(indicator.c.source)), observation.c.value.is_not(None)
        )
        rows += connection.execute(others)
    for source, period in rows:
        if source not in found or ends(period) > ends(found[source]):
            found[source] = period
    return found


def _known(moment: datetime | None) -> datetime | None:
    return None if moment is None else utc(moment)
