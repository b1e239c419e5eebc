"""A filled form arrives: read, judged, joined with what was reported before, kept, compared, loaded and published.

Nothing is loaded unless every row is good.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from data.catalog import Catalog
from data.settings import settings
from etl.attempt import Manner, Prepared, Run, attempt
from etl.contract import Problem, SourceFault, check
from etl.load import Origin, public
from etl.municipal import whole
from etl.municipal.form import Reporter
from etl.municipal.grid import Unreadable, read
from etl.municipal.rules import Reading, judged

VERSION = 1


@dataclass(frozen=True)
class Arrival:
    """What became of a file: how it was read, what happened to its release, and how many figures it carried on."""

    reading: Reading
    run: Run
    carried: int


def understood(content: bytes, reporter: Reporter, catalog: Catalog, today: date) -> Reading:
    """What the bytes say, with every problem of the file or of its rows; nothing is written."""
    try:
        grid = read(content)
    except Unreadable as fault:
        return Reading(problems=list(fault.sentences))
    reading = judged(grid.rows, reporter, catalog, today)
    reading.notices[:0] = grid.notices
    return reading


def bring(
    engine: sa.Engine, catalog: Catalog, reporter: Reporter, content: bytes, manner: Manner, today: date | None = None
) -> Arrival:
    """Bring one file in as a release of its municipality; today: the day it arrives, of which no period may be.

    The database must hold the lock of the write side. A file that says nothing new makes no release.
    """
    today = today or datetime.now().astimezone().date()
    reading = understood(content, reporter, catalog, today)
    before = whole.earlier(engine, reporter)
    now = whole.reported(reading.figures, today.isoformat(), hashlib.sha256(content).hexdigest())
    counts = whole.joined(before, now)
    if not reading.problems:
        reading.problems += whole.impossible(counts, reading.figures, reporter)
    carried = len(counts) - len(now)
    if not reading.problems and counts.equals(before):
        number = public(engine)[reporter.source.id]
        return Arrival(reading, Run(reporter.source.id, "unchanged", rows=len(counts), release_id=number), carried)

    def ready() -> Prepared:
        if reading.problems:
            raise SourceFault(Problem(reporter.source.id, sentence) for sentence in reading.problems)
        tables = whole.tables(counts, reporter)
        if not manner.dry:
            keep(content, reporter)
        present = [i for i in reporter.indicators if i.id in set(tables["observation"]["indicator"])]
        problems = check(reporter.source.id, tables["observation"], present)
        return Prepared(_origin(engine, reporter, content), tables, problems)

    run = attempt(engine, catalog, reporter.source.id, ready, manner)
    return Arrival(reading, run, carried)


def _origin(engine: sa.Engine, reporter: Reporter, content: bytes) -> Origin:
    """The file, and which release it was joined with: the same file over another one is another release."""
    base = public(engine).get(reporter.source.id, 0)
    digest = hashlib.sha256(content).hexdigest()
    return Origin(reporter.source.id, digest, reporter.source.url, datetime.now(UTC), f"{VERSION}+{base}", {})


def keep(content: bytes, reporter: Reporter) -> Path:
    """Keep the bytes as they came, under their digest, and return where; a kept file is never half written."""
    suffix = ".xlsx" if content.startswith(b"PK") else ".csv"
    path = settings().raw / reporter.source.id / (hashlib.sha256(content).hexdigest() + suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        part = path.with_name(path.name + ".part")
        part.write_bytes(content)
        part.replace(path)
    return path
