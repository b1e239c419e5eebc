"""One source from bytes to the public: extract → parse → compute → check → load → publish.

A source that fails stops alone: what it had published stays, and its problems are kept with the run.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Literal

import pandas as pd
import sqlalchemy as sa

from data.catalog import Catalog
from data.database import analyze
from data.schema import run as run_table
from etl import derived
from etl.compute import observations
from etl.contract import Parsed, Problem, SourceFault, check
from etl.contract_tables import check_flows, check_memberships, check_sites
from etl.load import Origin, existing, load, public, publish, withdraw
from etl.raw import NotThere, Raw, SourceModule, read_folder
from etl.sources import modules

log = logging.getLogger(__name__)
Outcome = Literal["published", "loaded", "unchanged", "refused", "failed"]


class UnknownSource(Exception):
    """A source was asked for that no module of etl/sources declares."""


@dataclass(frozen=True)
class Run:
    """What happened to one source in one execution."""

    source: str
    outcome: Outcome
    rows: int
    indicators: int
    municipalities: int
    problems: tuple[str, ...]
    seconds: float
    release_id: int | None


@dataclass(frozen=True)
class Prepared:
    """A source read, computed and checked, ready to be loaded."""

    origin: Origin
    tables: dict[str, pd.DataFrame]
    problems: list[Problem]


def run(
    engine: sa.Engine,
    catalog: Catalog,
    folder: Path,
    sources: Sequence[str] | None = None,
    by: str = "etl",
    step: Callable[[str, Run | None], None] = lambda source, result: None,
) -> list[Run]:
    """Run sources from files in `folder` (default all), then the derived one; one Run each.

    step(source, None) is called when a source starts and step(source, Run) when it ends.
    Raises UnknownSource naming the known sources when one asked for does not exist.
    """
    known = modules()
    unknown = [s for s in sources or () if s not in known and s != derived.SOURCE]
    if unknown:
        raise UnknownSource(f"no source {', '.join(unknown)}; there are: {', '.join(known)}")
    results = []
    for source in [s for s in known if sources is None or s in sources]:
        step(source, None)
        results.append(_attempt(engine, catalog, source, partial(_of_files, known[source], folder, catalog), by))
        step(source, results[-1])
    if derived.computable(engine, catalog):
        step(derived.SOURCE, None)
        results.append(_attempt(engine, catalog, derived.SOURCE, partial(_of_releases, engine, catalog), by))
        step(derived.SOURCE, results[-1])
    analyze(engine)
    return results


def prepare(module: SourceModule, parse: Callable[[Raw], Parsed], raw: Raw, catalog: Catalog) -> Prepared:
    """Parse, compute and check one source's bytes; pure. Raises SourceFault when the file itself is wrong."""
    if module.id not in catalog.sources:
        raise SourceFault([Problem(module.id, "the source has no entry in data/sources/; write one")])
    entries = catalog.of_source(module.id)
    parsed = parse(raw)
    tables = {"flow": parsed.flows, "site": parsed.sites, "membership": parsed.memberships}
    problems = [
        *check_flows(module.id, parsed.flows),
        *check_sites(module.id, parsed.sites),
        *check_memberships(module.id, parsed.memberships),
    ]
    if entries:
        tables["observation"] = observations(module.id, parsed, entries)
        problems += check(module.id, tables["observation"], entries)
    elif not any(len(t) for t in tables.values()):
        problems.append(Problem(module.id, "the parser gave nothing"))
    url = raw.url or catalog.sources[module.id].url
    version = f"{module.version}+{_formulas(catalog, module.id)}"
    return Prepared(Origin(module.id, raw.sha256, url, raw.retrieved_at, version, {}), tables, problems)


def _formulas(catalog: Catalog, source: str) -> str:
    """A digest of how the source's figures are computed: a new entry is a reason for a new release."""
    told = [
        i.model_dump(mode="json", include={"id", "formula", "breakdowns", "status"}) for i in catalog.of_source(source)
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]


def _of_files(module: ModuleType, folder: Path, catalog: Catalog) -> Prepared:
    return prepare(module.SOURCE, module.parse, read_folder(module.SOURCE, folder), catalog)


def _of_releases(engine: sa.Engine, catalog: Catalog) -> Prepared:
    origin, frame = derived.compute(engine, catalog)
    version = f"{origin.parser_version}+{_formulas(catalog, derived.SOURCE)}"
    origin = Origin(origin.source, origin.sha256, origin.url, origin.retrieved_at, version, origin.uses)
    present = [i for i in catalog.of_source(derived.SOURCE) if len(frame) and i.id in set(frame["indicator"])]
    return Prepared(origin, {"observation": frame}, check(derived.SOURCE, frame, present))


def _attempt(engine: sa.Engine, catalog: Catalog, source: str, ready: Callable[[], Prepared], by: str) -> Run:
    """One source, whatever happens: the outcome is recorded and the others go on."""
    started, clock = datetime.now(UTC), time.perf_counter()
    number: int | None = None
    figures = pd.DataFrame(columns=["indicator", "area"])
    outcome: Outcome
    rows = 0
    try:
        prepared = ready()
        problems = [str(p) for p in prepared.problems]
        figures = prepared.tables.get("observation", figures)
        rows = sum(len(t) for t in prepared.tables.values())
        if problems:
            outcome = "refused"
        elif (number := existing(engine, prepared.origin)) is not None:
            outcome = "unchanged"
        else:
            number = load(engine, catalog, prepared.origin, prepared.tables)
            publish(engine, number, by)
            outcome = "published"
    except SourceFault as fault:
        outcome, problems = "refused", [str(p) for p in fault.problems]
    except (NotThere, sa.exc.SQLAlchemyError, OSError) as error:
        outcome, problems = "failed", [str(error)]
    except Exception as error:  # a defect of ours in one source must not stop the others; it is told, not hidden
        log.exception("%s stopped", source)
        outcome = "failed"
        problems = [f"{source}: its code met something it does not expect ({type(error).__name__}: {error})"]
    _record(engine, source, started, outcome, number, problems)
    places = figures["area"].astype("str")
    return Run(
        source, outcome, rows, figures["indicator"].nunique(), places[places.str.len() == 5].nunique(),
        tuple(problems), time.perf_counter() - clock, number,
    )  # fmt: skip


def _record(
    engine: sa.Engine, source: str, started: datetime, outcome: Outcome, number: int | None, problems: list[str]
) -> None:
    row = {
        "source": source, "started_at": started, "ended_at": datetime.now(UTC), "outcome": outcome,
        "release_id": number, "problems": problems,
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(sa.insert(run_table).values(row))


def refresh_derived(engine: sa.Engine, catalog: Catalog, by: str) -> Run | None:
    """Recompute the derived source, as after a withdrawal.

    Where nothing is left to compute from, every public derived release is withdrawn (None is returned): its
    figures would outlive those they were made of.
    """
    if not derived.computable(engine, catalog):
        while (number := public(engine).get(derived.SOURCE)) is not None:
            withdraw(engine, number, "the figures it was computed from were withdrawn")
        return None
    done = _attempt(engine, catalog, derived.SOURCE, partial(_of_releases, engine, catalog), by)
    analyze(engine)
    return done
