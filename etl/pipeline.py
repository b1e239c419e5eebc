"""Sources from bytes to the public: extract → parse → compute → check → compare → load → publish.

Where the bytes come from is one of three arrivals: a folder of files, the services, or our own releases (derived).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

import pandas as pd
import sqlalchemy as sa

from data.catalog import Catalog
from data.database import analyze
from etl import derived
from etl.attempt import Manner, Prepared, Run, attempt
from etl.compute import observations
from etl.contract import OBSERVATION, Parsed, Problem, SourceFault, check
from etl.contract_tables import check_flows, check_memberships, check_sites
from etl.http import Client
from etl.load import Origin, figures_of, public, version_of, withdraw
from etl.raw import Raw, SourceModule, Want, read_folder
from etl.sources import modules

Step = Callable[[str, Run | None], None]
Arrival = Callable[[ModuleType], Prepared]
FOLLOWS = "it follows the figures it is computed from"


class UnknownSource(Exception):
    """A source was asked for that no module of etl/sources declares, or that this way of arriving does not bring."""


def run(
    engine: sa.Engine,
    catalog: Catalog,
    folder: Path,
    sources: Sequence[str] | None = None,
    manner: Manner | None = None,
    step: Step = lambda source, result: None,
) -> list[Run]:
    """Run sources from files in `folder` (default all that read files), then the derived one; one Run each.

    step(source, None) is called when a source starts and step(source, Run) when it ends.
    Raises UnknownSource naming the known sources when one asked for does not exist.
    """
    known = {name: m for name, m in modules().items() if m.SOURCE.files}

    def arrival(module: ModuleType) -> Prepared:
        return prepare(module.SOURCE, module.parse, read_folder(module.SOURCE, folder), catalog)

    return _each(engine, catalog, known, arrival, sources, manner or Manner(), step)


def refresh(
    engine: sa.Engine,
    catalog: Catalog,
    client: Client,
    want: Want,
    sources: Sequence[str] | None = None,
    manner: Manner | None = None,
    step: Step = lambda source, result: None,
) -> list[Run]:
    """Run sources from their services (default all that have one), then the derived one; like `run`.

    Where `want.since` is given, the figures before it are taken over from the public release, so that every release
    is whole.
    """
    known = {name: m for name, m in modules().items() if hasattr(m, "extract")}

    def arrival(module: ModuleType) -> Prepared:
        raw = module.extract(client, want)
        earlier: pd.DataFrame | None
        if module.SOURCE.newest_only:
            earlier = _former(engine, module, catalog)
        else:
            earlier = _earlier(engine, module, want.since, catalog) if want.since else None
        return prepare(module.SOURCE, module.parse, raw, catalog, earlier)

    return _each(engine, catalog, known, arrival, sources, manner or Manner(), step)


def _each(
    engine: sa.Engine, catalog: Catalog, known: dict[str, ModuleType], arrival: Arrival,
    sources: Sequence[str] | None, manner: Manner, step: Step,
) -> list[Run]:  # fmt: skip
    """Attempt every chosen source by one arrival, then what is computed from them."""
    unknown = [s for s in sources or () if s not in known and s != derived.SOURCE]
    if unknown:
        raise UnknownSource(f"no source {', '.join(unknown)}; there are: {', '.join(known)}")
    results = []
    for source in [s for s in known if sources is None or s in sources]:
        step(source, None)
        results.append(attempt(engine, catalog, source, partial(arrival, known[source]), manner))
        step(source, results[-1])
    if not manner.dry:
        step(derived.SOURCE, None)
        computed = refresh_derived(engine, catalog, manner.by)
        results += [computed] if computed is not None else []
        step(derived.SOURCE, computed)
    if any(r.outcome in ("published", "loaded") for r in results):
        analyze(engine)
    return results


def prepare(
    module: SourceModule,
    parse: Callable[[Raw], Parsed],
    raw: Raw,
    catalog: Catalog,
    earlier: pd.DataFrame | None = None,
) -> Prepared:
    """Parse, compute and check one source's bytes; pure. Raises SourceFault when the file itself is wrong.

    earlier: public figures (columns OBSERVATION) that stand where the bytes say nothing of their key.
    """
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
        tables["observation"] = _with_earlier(observations(module.id, parsed, entries), earlier)
        problems += check(module.id, tables["observation"], entries)
    elif not any(len(t) for t in tables.values()):
        problems.append(Problem(module.id, "the parser gave nothing"))
    url = raw.url or catalog.sources[module.id].url
    version = f"{module.version}+{_formulas(catalog, module.id)}"
    digest = raw.sha256 if earlier is None else hashlib.sha256(f"{raw.sha256} since".encode()).hexdigest()
    return Prepared(Origin(module.id, digest, url, raw.retrieved_at, version, {}), tables, problems)


def _with_earlier(frame: pd.DataFrame, earlier: pd.DataFrame | None) -> pd.DataFrame:
    """The frame with the earlier figures of what it does not speak of; they come from no file and row.

    It speaks of every period it has, in every state it has: what it lacks there is gone, and not taken over.
    """
    if earlier is None or earlier.empty:
        return frame
    spoken = set(frame["period"].astype("str") + " " + frame["area"].astype("str").str[:2])
    kept = earlier[~(earlier["period"] + " " + earlier["area"].str[:2]).isin(spoken)]
    return pd.concat([frame, kept.assign(file="", row=0, variables="")], ignore_index=True)


def _earlier(engine: sa.Engine, module: ModuleType, since: str, catalog: Catalog) -> pd.DataFrame | None:
    """Public figures of a source from before `since`; None where nothing of it is public.

    Raises SourceFault when they were computed in another way than today: then everything must be asked for anew.
    """
    source: str = module.SOURCE.id
    number = public(engine).get(source)
    if number is None:
        return None
    if version_of(engine, number) != f"{module.SOURCE.version}+{_formulas(catalog, source)}":
        raise SourceFault(
            [Problem(source, "its parser or formulas changed since its last release; run without --since")]
        )
    frame = figures_of(engine, number)[OBSERVATION]
    return frame[frame["period"].str.split("/").str[-1].str[: len(since)] < since]


def _former(engine: sa.Engine, module: ModuleType, catalog: Catalog) -> pd.DataFrame:
    """Public figures of former editions that the service does not give any more; preliminary ones are not kept.

    However they were computed: they can be had from nowhere else. Empty where nothing of the source is public.
    """
    number = public(engine).get(module.SOURCE.id)
    if number is None:
        return pd.DataFrame(columns=OBSERVATION)
    frame = figures_of(engine, number)[OBSERVATION]
    known = {i.id for i in catalog.of_source(module.SOURCE.id)}
    capture = frame["period"] + frame["area"].str[:2]  # what a state lacks in a preliminary month goes with it
    preliminary = capture.isin(capture[frame["status"] == "preliminary"])
    return frame[frame["indicator"].isin(known) & ~preliminary]


def _formulas(catalog: Catalog, source: str) -> str:
    """A digest of how the source's figures are computed: a new entry is a reason for a new release."""
    told = [
        i.model_dump(mode="json", include={"id", "formula", "breakdowns", "status"}) for i in catalog.of_source(source)
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]


def _of_releases(engine: sa.Engine, catalog: Catalog) -> Prepared:
    origin, frame = derived.compute(engine, catalog)
    version = f"{origin.parser_version}+{_formulas(catalog, derived.SOURCE)}"
    origin = Origin(origin.source, origin.sha256, origin.url, origin.retrieved_at, version, origin.uses)
    present = [i for i in catalog.of_source(derived.SOURCE) if len(frame) and i.id in set(frame["indicator"])]
    return Prepared(origin, {"observation": frame}, check(derived.SOURCE, frame, present))


def refresh_derived(engine: sa.Engine, catalog: Catalog, by: str) -> Run | None:
    """Recompute the derived source; it never waits for a person, who has answered for what it is computed from.

    Where nothing is left to compute from, every public derived release is withdrawn (None is returned): its
    figures would outlive those they were made of.
    """
    if not derived.computable(engine, catalog):
        while (number := public(engine).get(derived.SOURCE)) is not None:
            withdraw(engine, number, "the figures it was computed from were withdrawn")
        return None
    return attempt(engine, catalog, derived.SOURCE, partial(_of_releases, engine, catalog), Manner(by, accept=FOLLOWS))
