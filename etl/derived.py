"""Indicators that join published sources, such as doctors per 10,000 inhabitants.

Their variables are our own indicators: `id`, `id@sex=F`, `id[2020]` (that period's figure for every period).
Figures of an incomplete year are left out: eight months of crimes over a year's people is no yearly rate.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
import sqlalchemy as sa

from data.bulk import fetch
from data.catalog import Catalog
from data.entries import Indicator
from data.formula import terms
from data.schema import indicator as indicator_table
from data.schema import observation, release
from etl.compute import observations
from etl.contract import Parsed
from etl.load import Origin, public

SOURCE = "derived"
VERSION = 1
_VARIABLE = re.compile(r"^(?P<id>[^@\[]+)(?:@(?P<breakdown>[^\[]+))?(?:\[(?P<period>[^\]]+)\])?$")
# What the numerator is, the derived figure is too; anything else becomes plain `derived`. The denominator
# does not count: crimes per inhabitant are recorded crimes, though mid-year population is a projection.
_KEPT = ("preliminary", "municipal", "modelled", "projected")


@dataclass(frozen=True)
class Variable:
    """One variable of a derived formula, taken apart."""

    name: str
    indicator: str
    breakdown: str
    period: str | None

    @classmethod
    def read(cls, name: str) -> Variable:
        """From `id@breakdown[period]`; the catalogue has already refused anything else."""
        match = _VARIABLE.match(name)
        if match is None:
            raise ValueError(f"«{name}» is no variable of the derived source")
        return cls(name, match["id"], match["breakdown"] or "total", match["period"])


def variables(entry: Indicator) -> set[Variable]:
    """What one derived indicator reads."""
    return {Variable.read(v) for f in (entry.formula, *entry.breakdowns.values()) for v in f.variables}


def computable(engine: sa.Engine, catalog: Catalog) -> tuple[Indicator, ...]:
    """Derived indicators all of whose sources have something published."""
    releases = set(public(engine))
    return tuple(
        entry
        for entry in catalog.of_source(SOURCE)
        if {catalog.indicators[v.indicator].source for v in variables(entry)} <= releases
    )


def compute(engine: sa.Engine, catalog: Catalog) -> tuple[Origin, pd.DataFrame]:
    """Every computable derived indicator: (where it comes from, observation frame)."""
    releases = public(engine)
    frames: list[pd.DataFrame] = []
    uses: dict[str, int] = {}
    for entry in computable(engine, catalog):
        needed = variables(entry)
        sources = {catalog.indicators[v.indicator].source for v in needed}
        uses |= {s: releases[s] for s in sources}
        frames.append(_one(engine, entry, needed, releases, catalog))
    shas = _digests(engine, uses)
    digest = hashlib.sha256("\n".join(f"{s} {shas[s]}" for s in sorted(uses)).encode()).hexdigest()
    origin = Origin(SOURCE, digest, catalog.sources[SOURCE].url, datetime.now(UTC), str(VERSION), uses)
    return origin, pd.concat(frames, ignore_index=True)


def _digests(engine: sa.Engine, uses: Mapping[str, int]) -> dict[str, str]:
    """What each used release was made from, so that equal inputs make no new derived release."""
    query = sa.select(release.c.source, release.c.sha256, release.c.parser_version)
    with engine.connect() as connection:
        found = connection.execute(query.where(release.c.release_id.in_(list(uses.values()))))
        return {row.source: f"{row.sha256} {row.parser_version}" for row in found}


def _one(
    engine: sa.Engine, entry: Indicator, needed: set[Variable], releases: Mapping[str, int], catalog: Catalog
) -> pd.DataFrame:
    wide, marks, statuses = pd.DataFrame(columns=["area", "period"]), [], []
    fixed = []
    leading = _leading(entry)
    for variable in sorted(needed, key=lambda v: v.name):
        number = releases[catalog.indicators[variable.indicator].source]
        frame = _read(engine, number, variable)
        if variable.period:
            fixed.append(frame[["area", "value"]].rename(columns={"value": variable.name}))
            continue
        absent = frame[frame["value"].isna()]
        marks.append(absent[["area", "period", "status"]].assign(variable=variable.name))
        if variable.name in leading:
            statuses.append(frame.loc[frame["status"].isin(_KEPT), ["area", "period", "status"]])
        figures = frame[["area", "period", "value"]].rename(columns={"value": variable.name})
        wide = wide.merge(figures, on=["area", "period"], how="outer" if wide.empty else "inner")
    for frame in fixed:
        wide = wide.merge(frame, on="area", how="left")
    kept = pd.concat(statuses).drop_duplicates(["area", "period"]) if statuses else pd.DataFrame()
    if len(kept):
        wide = wide.merge(kept, on=["area", "period"], how="left")
    marked = pd.concat(marks, ignore_index=True)
    return observations(SOURCE, Parsed(_asked(wide, needed), marked[marked["status"] != "missing"]), [entry])


def _leading(entry: Indicator) -> set[str]:
    """Variables whose status the figure takes on: those of the numerator, or all where there is none."""
    formulas = (entry.formula, *entry.breakdowns.values())
    expressions = [e for f in formulas for e in ([f.numerator] if f.numerator else f.expressions)]
    return {t.variable for e in expressions for t in terms(e)}


def _asked(wide: pd.DataFrame, needed: set[Variable]) -> pd.DataFrame:
    """Only the periods every moving variable has: a year without population gives no rate."""
    moving = [v.name for v in needed if v.period is None]
    present = wide.groupby("period")[moving].transform("count").gt(0).all(axis=1)
    return wide[present].reset_index(drop=True)


def _read(engine: sa.Engine, number: int, variable: Variable) -> pd.DataFrame:
    """Columns area, period, value, status of one variable; incomplete years left out."""
    key = sa.select(indicator_table.c.indicator_key).where(indicator_table.c.indicator == variable.indicator)
    query = sa.select(observation.c.area, observation.c.period, observation.c.value, observation.c.status).where(
        observation.c.release_id == number,
        observation.c.indicator_key == key.scalar_subquery(),
        observation.c.breakdown == variable.breakdown,
        observation.c.status != "partial",
    )
    if variable.period:
        query = query.where(observation.c.period == variable.period)
    with engine.connect() as connection:
        frame = fetch(connection, query)
    return frame.assign(value=frame["value"].astype("float64"))
