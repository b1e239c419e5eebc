"""What a new release changes against the public one, and which of it a person must answer for.

Added figures within what the catalogue expects go out by themselves. A final figure that is revised or gone, a
jump, lost coverage: each is a finding, and the release waits until somebody accepts it with a reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data.bulk import fetch
from data.catalog import Catalog
from data.entries import ABSENT, Indicator
from data.schema import flow, membership, observation, site
from data.schema import indicator as indicator_table

KEY = ["period", "area", "breakdown"]
FIGURE = ["value", "numerator", "denominator"]
# Figures whose office says that they will still change: a revision of them is no news.
PROVISIONAL = ("preliminary", "projected", "partial", "estimated", "modelled", "derived", *ABSENT)
TWICE = 1.0  # a count may double or halve from one period to the next before somebody looks
POINTS = 15.0  # and a percentage move by this many points
FEW = 30.0  # figures and bases below this jump by chance
LOST = 0.02  # share of municipalities that may lack in a new period
OTHERS = {"flow": flow, "site": site, "membership": membership}


@dataclass(frozen=True)
class Change:
    """What one release changes.

    against: the public release it was compared with. counts: added, revised, vanished, same, over all figures.
    findings: sentences a person answers for; none means the release may go out by itself.
    """

    against: int | None
    counts: Mapping[str, int]
    findings: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the release says what the public one says."""
        return self.against is not None and not any(self.counts[k] for k in ("added", "revised", "vanished"))


def compare(
    engine: sa.Engine, catalog: Catalog, tables: Mapping[str, pd.DataFrame], against: int | None, ours: Iterable[str]
) -> Change:
    """The change a loaded or coming release makes.

    tables: as `load` takes them. ours: municipalities that must not lose their figures (the default zone's).
    """
    counts = {"added": 0, "revised": 0, "vanished": 0, "same": 0}
    findings: list[str] = []
    frame = tables.get("observation", pd.DataFrame(columns=["indicator", *KEY, *FIGURE, "status"]))
    slices = frame.groupby("indicator", sort=False, observed=True).indices
    before = _indicators(engine, against)
    for name in dict.fromkeys([*slices, *before]):
        new = frame.iloc[slices[name]] if name in slices else frame.iloc[:0]
        both = _both(new, read(engine, against, before[name]) if name in before else new.iloc[:0])
        states = both["state"].value_counts()
        for state in counts:
            counts[state] += int(states.get(state, 0))
        if name in before:
            findings += _findings(catalog.indicators.get(name), name, both, set(ours))
    for name, table in OTHERS.items():
        told = _records(engine, table, tables.get(name), against)
        for state, number in told.items():
            counts[state] += number
        # Places open and close; persons who moved, and who belongs to a metropolis, do not change afterwards.
        lost = told["vanished"] > LOST * (told["vanished"] + told["same"] + told["revised"])
        if lost or (table is not site and told["revised"] + told["vanished"]):
            findings.append(f"{name}: {told['revised']:,} public rows are revised and {told['vanished']:,} are gone")
    return Change(against, counts, tuple(findings))


def read(engine: sa.Engine, number: int | None, key: int) -> pd.DataFrame:
    """One indicator of one release: columns KEY, FIGURE and status."""
    columns = [observation.c[c] for c in (*KEY, *FIGURE, "status")]
    query = sa.select(*columns).where(observation.c.release_id == number, observation.c.indicator_key == key)
    with engine.connect() as connection:
        frame = fetch(connection, query)
    return frame.astype(dict.fromkeys(FIGURE, "float64"))


def _indicators(engine: sa.Engine, number: int | None) -> dict[str, int]:
    """Indicators a release has figures of, with their keys."""
    if number is None:
        return {}
    there = sa.exists().where(
        observation.c.release_id == number, observation.c.indicator_key == indicator_table.c.indicator_key
    )
    query = sa.select(indicator_table.c.indicator, indicator_table.c.indicator_key).where(there)
    with engine.connect() as connection:
        return {row.indicator: row.indicator_key for row in connection.execute(query)}


def _records(engine: sa.Engine, table: sa.Table, new: pd.DataFrame | None, against: int | None) -> dict[str, int]:
    """How many rows of a table besides the figures are added, revised, gone and the same."""
    key = [c.name for c in table.primary_key.columns if c.name != "release_id"]
    rest = [c.name for c in table.columns if c.name not in (*key, "release_id")]
    query = sa.select(*(table.c[c] for c in (*key, *rest))).where(table.c.release_id == against)
    with engine.connect() as connection:
        old = fetch(connection, query) if against is not None else pd.DataFrame(columns=[*key, *rest])
    was, now = _contents(old, key, rest), _contents(old.iloc[:0] if new is None else new, key, rest)
    both = was.keys() & now.keys()
    same = sum(was[k] == now[k] for k in both)
    counts = {"added": len(now) - len(both), "revised": len(both) - same, "vanished": len(was) - len(both)}
    return counts | {"same": same}


def _contents(frame: pd.DataFrame, key: list[str], rest: list[str]) -> dict[tuple[str, ...], str]:
    """What each row says besides its key, as one text."""
    plain = frame.astype(object).where(frame.notna(), None)
    texts = [json.dumps(row, sort_keys=True, default=str) for row in plain[rest].itertuples(index=False, name=None)]
    return dict(zip(plain[key].astype(str).itertuples(index=False, name=None), texts, strict=True))


def _both(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Old and new figures side by side (`value`, `value_old`…), each with its `state`."""
    texts = dict.fromkeys([*KEY, "status"], "object")
    columns = [*KEY, *FIGURE, "status"]
    both = (
        new[columns]
        .astype(texts)
        .merge(old[columns].astype(texts), on=KEY, how="outer", suffixes=("", "_old"), indicator="side")
    )
    same = both["status"].eq(both["status_old"])
    for name in FIGURE:
        a, b = both[name].to_numpy("float64"), both[f"{name}_old"].to_numpy("float64")
        same &= np.isclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True)
    state = np.where(same, "same", "revised")
    state = np.where(both["side"] == "left_only", "added", state)
    return both.assign(state=np.where(both["side"] == "right_only", "vanished", state))


def _findings(entry: Indicator | None, name: str, both: pd.DataFrame, ours: set[str]) -> Iterator[str]:
    """What a person must answer for in one indicator, one sentence a kind."""
    gone = both[(both["state"] == "vanished") & ~both["status_old"].isin(ABSENT)]
    if len(gone):
        yield f"{name}: {len(gone):,} public figures are gone ({_where(gone)})"
    final = both[(both["state"] == "revised") & ~both["status_old"].isin(PROVISIONAL)]
    still = np.isclose(final["value"], final["value_old"], rtol=1e-9, atol=1e-12)
    moved, weaker = final[~still], final["status"].isin(PROVISIONAL)
    if len(moved):
        size = ((moved["value"] - moved["value_old"]) / moved["value_old"].abs()).abs()
        worst = moved.loc[size.idxmax()] if size.notna().any() else moved.iloc[0]
        yield f"{name}: {len(moved):,} final figures are revised ({_where(moved)}); most: {_pair(worst)}"
    if (parts := still & ~weaker).any():
        yield f"{name}: the parts of {parts.sum():,} final figures are revised, not they ({_where(final[parts])})"
    if (still & weaker).any():
        yield f"{name}: {(still & weaker).sum():,} final figures would be provisional ({_where(final[still & weaker])})"
    if entry is not None:
        leaps = _leaps(entry, both)
        if len(leaps):
            worst = leaps.loc[leaps["size"].idxmax()]
            yield f"{name}: {len(leaps):,} new figures jump ({_where(leaps)}); most: {_pair(worst)}"
    yield from _coverage(name, both, ours)


def _leaps(entry: Indicator, both: pd.DataFrame) -> pd.DataFrame:
    """New and provisional figures further than the catalogue expects from the period before, or from what they were.

    `value_old` is what each was held against, `size` how far it is.
    """
    told = both[both["state"].ne("vanished") & both["value"].notna()].sort_values(["area", "breakdown", "period"])
    earlier = told.groupby(["area", "breakdown"], sort=False)[["value", "denominator"]].shift()
    public = both.loc[both["state"].ne("added"), "period"].max()  # what is added before it is history, not news
    again = told["state"].eq("revised") & told["status_old"].isin(PROVISIONAL)
    asked = again | (told["state"].eq("added") & told["period"].ge(public))
    own = again & told["value_old"].notna()
    told = told.assign(value_old=told["value_old"].where(own, earlier["value"]))
    base = told["denominator_old"].where(own, earlier["denominator"])
    if entry.unit == "percent":
        size, most = (told["value"] - told["value_old"]).abs(), entry.jump or POINTS
        few = told["denominator"].lt(FEW) | base.lt(FEW)
    else:
        low = told[["value", "value_old"]].abs().min(axis=1)
        size, most = (told["value"] - told["value_old"]).abs() / low.where(low > 0), entry.jump or TWICE
        size = size.where(low > 0, np.inf).where(told["value"] != told["value_old"], 0.0)
        few = told[["value", "value_old"]].abs().max(axis=1).lt(FEW) if entry.kind == "count" else False
    return told.assign(size=size)[asked & told["value_old"].notna() & (size > most) & ~few]


def _coverage(name: str, both: pd.DataFrame, ours: set[str]) -> Iterator[str]:
    """Municipalities that a new period of the total lacks, where the newest public one had them."""
    whole = both[both["breakdown"] == "total"]
    new = whole[whole["state"].ne("vanished") & whole["value"].notna()]
    old = whole[whole["state"].ne("added") & whole["value_old"].notna()]
    if old.empty:
        return
    last = old["period"].max()
    was = set(old.loc[old["period"] == last, "area"])
    for period, areas in new[new["period"] > last].groupby("period")["area"]:
        now = set(areas)
        if lost := sorted(ours & was - now):
            yield f"{name}: {period} lacks {', '.join(lost)}, which {last} had"
        if len(was - now) > LOST * len(was):
            yield f"{name}: {period} has {len(now):,} areas, {last} had {len(was):,}"


def _where(rows: pd.DataFrame) -> str:
    """The areas and periods of some rows, briefly."""
    periods, areas = sorted(set(rows["period"])), sorted(set(rows["area"]))
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return f"{', '.join(areas[:5])}{' and others' if len(areas) > 5 else ''}; {span}"


def _pair(row: pd.Series) -> str:
    return f"{row['value_old']:,.6g} → {row['value']:,.6g} in {row['area']}, {row['period']}, {row['breakdown']}"


def row(number: int, change: Change) -> dict[str, object]:
    """The change of a release as its table keeps it."""
    return {
        "release_id": number, "against": change.against, "counts": dict(change.counts),
        "findings": list(change.findings),
    }  # fmt: skip
