"""One source, whatever happens: read, checked, compared, loaded, published or left waiting; never half of it.

A source that fails stops alone: what it had published stays, and a sentence is kept with the run.
"""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

import pandas as pd
import sqlalchemy as sa

from data.catalog import Catalog
from data.schema import run as run_table
from etl import changes
from etl.content import NotAsExpected
from etl.contract import Problem, SourceFault
from etl.http import NoToken, NotReached
from etl.load import Origin, existing, load, public, publish, version_of, waiting, withdrawn
from etl.raw import NotThere
from etl.secrets import Secrets
from etl.services import ServiceError

log = logging.getLogger(__name__)
Outcome = Literal["published", "loaded", "unchanged", "skipped", "refused", "failed", "dry run"]


@dataclass(frozen=True)
class Prepared:
    """A source read, computed and checked, ready to be loaded."""

    origin: Origin
    tables: dict[str, pd.DataFrame]
    problems: list[Problem]


@dataclass(frozen=True)
class Manner:
    """How a run treats what it reads: who runs it, whether nothing is written, and the reason that accepts findings."""

    by: str = "etl"
    dry: bool = False
    accept: str = ""


@dataclass(frozen=True)
class Run:
    """What happened to one source in one execution."""

    source: str
    outcome: Outcome
    rows: int = 0
    indicators: int = 0
    municipalities: int = 0
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    release_id: int | None = None
    change: changes.Change | None = None


def attempt(engine: sa.Engine, catalog: Catalog, source: str, ready: Callable[[], Prepared], manner: Manner) -> Run:
    """Bring one source in; every failure becomes an outcome and a sentence, and is recorded."""
    started, clock = datetime.now(UTC), time.perf_counter()
    try:
        done = arrive(engine, catalog, ready(), manner)
    except Exception as error:
        outcome, problems = told(source, error)
        done = Run(source, outcome, problems=tuple(Secrets.of_settings().hide(p) for p in problems))
    done = Run(**{**vars(done), "seconds": time.perf_counter() - clock})
    log.log(
        logging.WARNING if done.outcome in ("refused", "failed") else logging.INFO, done.outcome,
        extra={"source": source, "rows": done.rows, "seconds": round(done.seconds, 1), "problems": list(done.problems)},
    )  # fmt: skip
    if not manner.dry:
        _record(engine, done, started)
    return done


def arrive(engine: sa.Engine, catalog: Catalog, prepared: Prepared, manner: Manner) -> Run:
    """Compare, load and publish what was prepared, or leave it waiting where a person must answer for it.

    A load that was killed before it was published is taken up again and not loaded twice.
    """
    source = prepared.origin.source
    figures = prepared.tables.get("observation", pd.DataFrame(columns=["indicator", "area"]))
    places = figures["area"].astype("str")
    size = {
        "rows": sum(len(t) for name, t in prepared.tables.items() if name != "footnote"),
        "indicators": figures["indicator"].nunique(),
        "municipalities": places[places.str.len() == 5].nunique(),
    }
    if prepared.problems:
        return Run(source, "refused", **size, problems=tuple(str(p) for p in prepared.problems))
    if (number := existing(engine, prepared.origin)) is not None:
        return Run(source, "unchanged", **size, release_id=number)
    against = public(engine).get(source)
    change = changes.compare(engine, catalog, prepared.tables, against, _ours(catalog))
    if change.nothing and _alike(engine, prepared, against):
        return Run(source, "unchanged", **size, release_id=against, change=change)
    if (before := withdrawn(engine, prepared.origin)) is not None:
        sentence = f"the same bytes were withdrawn as release {before[0]}: {before[1]}"
        change = replace(change, findings=(sentence, *change.findings))
    if manner.dry:
        return Run(source, "dry run", **size, problems=change.findings, change=change)
    number = waiting(engine, prepared.origin, against)
    number = number or load(engine, catalog, prepared.origin, prepared.tables, change)
    why = manner.accept.strip() if change.findings else ""
    if change.findings and not why:
        return Run(source, "loaded", **size, problems=change.findings, release_id=number, change=change)
    publish(engine, number, manner.by, why)
    return Run(source, "published", **size, release_id=number, change=change)


def _alike(engine: sa.Engine, prepared: Prepared, number: int | None) -> bool:
    """Whether other bytes with the same figures need no release: made the same way, and nothing besides figures."""
    plain = not any(len(t) for name, t in prepared.tables.items() if name != "observation")
    return plain and not prepared.origin.uses and version_of(engine, number or 0) == prepared.origin.parser_version


def _ours(catalog: Catalog) -> Iterable[str]:
    return catalog.default_zone.members


def told(source: str, error: Exception) -> tuple[Outcome, tuple[str, ...]]:
    """What an error means for the source, and the sentence that says it and what to do."""
    if isinstance(error, SourceFault):
        return "refused", tuple(str(p) for p in error.problems)
    outcome: Outcome = "failed"
    match error:
        case NotAsExpected():
            outcome, words = "refused", f"{error}; what is public stays, the next run asks again"
        case NoToken():
            outcome, words = "skipped", str(error)
        case NotThere() | NotReached() | ServiceError():
            words = str(error)
        case OSError() if error.errno == errno.ENOSPC:
            words = "the disk is full; free some space and run again, nothing was published"
        case sa.exc.OperationalError() if "locked" in str(error.orig):
            words = "another program holds the database; run again when it has ended"
        case sa.exc.SQLAlchemyError():
            words = f"the database refused the load: {first_line(error)}"
        case OSError():
            words = str(error)
        case _:  # a defect of ours in one source must not stop the others; it is told, not hidden
            log.error("%s stopped", source, exc_info=error)
            words = f"its code met something it does not expect ({type(error).__name__}: {error})"
    return outcome, (words if words.startswith(f"{source}:") else f"{source}: {words}",)


def first_line(error: sa.exc.SQLAlchemyError) -> str:
    """The database's own words, without the statement and its figures."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _record(engine: sa.Engine, done: Run, started: datetime) -> None:
    row = {
        "source": done.source, "started_at": started, "ended_at": datetime.now(UTC), "outcome": done.outcome,
        "release_id": done.release_id, "problems": list(done.problems),
    }  # fmt: skip
    try:
        with engine.begin() as connection:
            connection.execute(sa.insert(run_table).values(row))
    except sa.exc.SQLAlchemyError as error:  # the outcome is still told on the screen and in the log
        log.error("the run of %s could not be recorded: %s", done.source, first_line(error))
