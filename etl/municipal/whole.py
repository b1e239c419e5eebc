"""A whole release from one report: what the municipality had reported before, and what this file says.

A file may bring only the new month: what it does not mention is carried forward with the day and the file it came
with. A row «sin dato» takes a figure back. Rates are computed anew from the counts.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data.entries import Indicator
from data.schema import footnote, indicator, observation
from etl.compute import observations
from etl.contract import OBSERVATION, Parsed
from etl.load import public
from etl.municipal.form import Reporter, title
from etl.municipal.rules import Figure

KEY = ["indicator", "period"]
SAID = ["cited", "note", "received_on", "sha256"]
COUNTS = [*KEY, "value", "status", *SAID]


def earlier(engine: sa.Engine, reporter: Reporter) -> pd.DataFrame:
    """The counts that are public of the municipality, with what was said of each; columns COUNTS."""
    number = public(engine).get(reporter.source.id)
    same = [footnote.c[k] == observation.c[k] for k in ("release_id", "indicator_key", "period", "area", "breakdown")]
    query = (
        sa.select(indicator.c.indicator, observation.c.period, observation.c.value, observation.c.status)
        .add_columns(*(footnote.c[c] for c in SAID))
        .join_from(observation, indicator, indicator.c.indicator_key == observation.c.indicator_key)
        .join(footnote, sa.and_(*same))
        .where(observation.c.release_id == number, observation.c.breakdown == "total")
        .where(indicator.c.indicator.in_([i.id for i in reporter.reported]))
    )
    with engine.connect() as connection:
        return _counts(connection.execute(query).all())


def reported(figures: Iterable[Figure], received_on: str, sha256: str) -> pd.DataFrame:
    """The figures of one file, columns COUNTS."""
    rows = [(f.indicator, f.period, f.value, f.status, f.cited, f.note, received_on, sha256) for f in figures]
    return _counts(rows)


def _counts(rows: Iterable[tuple[object, ...] | sa.Row[tuple[object, ...]]]) -> pd.DataFrame:
    frame = pd.DataFrame([tuple(r) for r in rows], columns=COUNTS, dtype="object")
    return frame.astype({"value": "float64"}).sort_values(KEY, ignore_index=True)


def joined(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """`now` over `before`; a figure said again word for word keeps the day and the file it first came with."""
    same = ["value", "status", "cited", "note"]
    both = now.merge(before, on=KEY, how="left", suffixes=("", "_before"))
    again = pd.Series(True, index=both.index)
    for column in same:
        old = both[f"{column}_before"]
        again &= (both[column] == old) | (both[column].isna() & old.isna())
    for column in ("received_on", "sha256"):
        both[column] = both[column].where(~again | both[f"{column}_before"].isna(), both[f"{column}_before"])
    kept = before[~pd.MultiIndex.from_frame(before[KEY]).isin(pd.MultiIndex.from_frame(now[KEY]))]
    return pd.concat([kept, both[COUNTS]]).sort_values(KEY, ignore_index=True)


def impossible(counts: pd.DataFrame, now: Iterable[Figure], reporter: Reporter) -> list[str]:
    """Parts larger than their whole, one sentence each: street lamps that light and are not there."""
    value = counts.set_index(KEY)["value"]
    rows = {(f.indicator, f.period): f.row for f in now}
    names = {i.id: title(i) for i in reporter.indicators}
    problems = []
    for entry in reporter.computed:
        part, whole = entry.formula.numerator or "", entry.formula.denominator or ""
        for period in sorted(counts.loc[counts["indicator"] == part, "period"]):
            a, b = value.get((part, period), np.nan), value.get((whole, period), np.nan)
            if entry.range == (0, 100) and a > b:
                at = [f"fila {rows[key]}" for key in ((part, period), (whole, period)) if key in rows]
                where = f" ({' y '.join(at)})" if at else ""
                problems.append(
                    f"Periodo {period}{where}: «{names[part]}» ({a:.15g}) no puede ser más que «{names[whole]}» "
                    f"({b:.15g}); revise las dos cifras."
                )
    return problems


def tables(counts: pd.DataFrame, reporter: Reporter) -> dict[str, pd.DataFrame]:
    """The release's tables: `observation` (counts as reported, rates computed) and `footnote`."""
    own = counts.assign(area=reporter.area, breakdown="total", numerator=np.nan, denominator=np.nan)
    own = own.assign(file="", row=0, variables=own["indicator"])
    frames, notes = [own], [own]
    for entry in reporter.computed:
        rates = _rates(counts, entry, reporter)
        if len(rates):
            frames.append(rates)
            notes.append(rates.merge(_said(counts, entry), on="period"))
    columns = [*OBSERVATION, "file", "row", "variables"]
    figures = pd.concat([f[columns] for f in frames], ignore_index=True)
    told = pd.concat([n[["indicator", "period", "area", "breakdown", *SAID]] for n in notes], ignore_index=True)
    return {"observation": figures, "footnote": told}


def _rates(counts: pd.DataFrame, entry: Indicator, reporter: Reporter) -> pd.DataFrame:
    """One rate in every period in which its parts were reported; provisional where a part is."""
    variables = sorted(entry.formula.variables)
    parts = counts[counts["indicator"].isin(variables)]
    wide = parts.pivot(index="period", columns="indicator", values="value").reindex(columns=variables).reset_index()
    provisional = set(parts.loc[parts["status"] == "preliminary", "period"])
    status = ["preliminary" if p in provisional else entry.status for p in wide["period"]]
    wide = wide.assign(area=reporter.area, status=status)
    marks = parts.loc[parts["status"] == "not_applicable", ["period", "indicator", "status"]]
    marks = marks.rename(columns={"indicator": "variable"}).assign(area=reporter.area)
    return observations(reporter.source.id, Parsed(wide, marks), [entry])


def _said(counts: pd.DataFrame, entry: Indicator) -> pd.DataFrame:
    """What was said of a rate's parts, by period: each source and note once, the newest day and its file."""
    parts = counts[counts["indicator"].isin(entry.formula.variables)].sort_values("received_on", kind="stable")

    def once(words: pd.Series) -> str:
        return "; ".join(dict.fromkeys(w for w in words if w))

    ways = {"cited": once, "note": once, "received_on": "last", "sha256": "last"}
    return parts.groupby("period").agg(ways).reset_index()
