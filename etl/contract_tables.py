"""The rules of flows, sites and memberships: what `contract.check` is for observations.

Each takes a frame with the columns named in `contract` (and `file` and `row`, if the parser kept them) and
returns a problem for each broken row, ten at most a rule, with the number of all of them in the last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.areas import known
from data.entries import ABSENT
from etl.contract import FLOW, MEMBERSHIP, PERIOD, SITE, STATUSES, Problem

# The outermost islands and borders, with a tenth of a degree to spare.
MEXICO = {"longitude": (-118.7, -86.5), "latitude": (14.3, 32.9)}
SLUG = r"[a-z][a-z0-9_]*"
DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
MOST = 10


@dataclass(frozen=True)
class Rule:
    """One rule on a frame: the rows that break it, what to say of them, and which columns to show."""

    broken: pd.Series
    what: str
    expected: str
    columns: tuple[str, ...]


def check_flows(source: str, frame: pd.DataFrame) -> list[Problem]:
    """Known ends, written periods, no negative or unexplained persons, one row a kind, period and pair."""
    if frame.empty or _lost(frame, FLOW):
        return _lost_columns(source, frame, FLOW)
    key = ("kind", "period", "origin", "destination")
    persons = frame["persons"].astype("float64")
    return _problems(
        source,
        frame,
        (
            _written(frame, "kind", SLUG, "the kind of flow is badly written", "a word such as study"),
            _written(frame, "period", PERIOD, "the period is badly written", "2020, 2020-06 or 2015/2020"),
            _municipality(frame, "origin"),
            _municipality(frame, "destination"),
            Rule(~frame["status"].isin(STATUSES), "the status is unknown", ", ".join(STATUSES), (*key, "status")),
            Rule(persons.lt(0) | np.isinf(persons), "the persons are impossible", "0 or more", (*key, "persons")),
            Rule(
                persons.isna() != frame["status"].isin(ABSENT),
                "persons and status disagree",
                "no persons exactly when the status says why",
                (*key, "persons", "status"),
            ),
            Rule(frame.duplicated(list(key), keep=False), "the flow is given twice", "one row a flow", key),
        ),
    )


def check_sites(source: str, frame: pd.DataFrame) -> list[Problem]:
    """Known municipality, one row a named site, a position inside Mexico or none at all, measures that fit in JSON."""
    if frame.empty or _lost(frame, SITE):
        return _lost_columns(source, frame, SITE)
    longitude, latitude = frame["longitude"].astype("float64"), frame["latitude"].astype("float64")
    outside = (longitude.notna() & ~longitude.between(*MEXICO["longitude"])) | (
        latitude.notna() & ~latitude.between(*MEXICO["latitude"])
    )
    position = ("site", "longitude", "latitude")
    return _problems(
        source,
        frame,
        (
            Rule(frame["site"].duplicated(keep=False), "the site is given twice", "one row a site", ("site",)),
            _written(frame, "site", r".*\S.*", "the site has no key", "a text", "name"),
            _written(frame, "name", r".*\S.*", "the site has no name", "a text", "site"),
            _written(frame, "kind", SLUG, "the kind of site is badly written", "a word such as water_quality", "site"),
            _written(frame, "period", PERIOD, "the period is badly written", "2020, 2020-06 or 2015/2020", "site"),
            _municipality(frame, "area", "site"),
            Rule(outside, "the site lies outside Mexico", str(MEXICO), position),
            Rule(longitude.isna() != latitude.isna(), "half a position", "both coordinates or none", position),
            Rule(
                ~frame["measures"].map(_json),
                "the measures are no JSON object",
                "names with numbers or text",
                ("site", "measures"),
            ),
        ),
    )


def check_memberships(source: str, frame: pd.DataFrame) -> list[Problem]:
    """Known municipality, one row a (zone, municipality), one title, kind and declaration a zone."""
    if frame.empty or _lost(frame, MEMBERSHIP):
        return _lost_columns(source, frame, MEMBERSHIP)
    told = ("title", "kind", "declared_by", "declared_on")
    zones = frame.groupby("zone")
    return _problems(
        source,
        frame,
        (
            _written(frame, "zone", SLUG, "the zone's key is badly written", "letters, digits and _", "area"),
            _municipality(frame, "area", "zone"),
            Rule(
                frame.duplicated(["zone", "area"], keep=False),
                "the member is given twice",
                "once a zone",
                ("zone", "area"),
            ),
            *(_written(frame, c, r".*\S.*", f"the zone has no {c}", "a text", "zone") for c in told[:3]),
            _written(frame, "declared_on", DATE, "the date is badly written", "2020, 2020-05 or 2020-05-29", "zone"),
            *(
                Rule(zones[c].transform("nunique").gt(1), f"the zone has more than one {c}", "one a zone", ("zone", c))
                for c in told
            ),
        ),
    )


def _written(frame: pd.DataFrame, column: str, pattern: str, what: str, expected: str, *beside: str) -> Rule:
    good = frame[column].map(lambda v: isinstance(v, str)) & frame[column].astype("str").str.fullmatch(pattern)
    return Rule(~good, what, expected, (*beside, column))


def _municipality(frame: pd.DataFrame, column: str, *beside: str) -> Rule:
    """States and the nation are in areas.csv too, but nobody lives, moves or measures in "14" alone."""
    good = frame[column].isin(known()) & frame[column].astype("str").str.len().eq(5)
    return Rule(~good, f"the municipality ({column}) is unknown", "a municipality of data/areas.csv", (*beside, column))


def _json(measures: object) -> bool:
    try:
        json.dumps(measures, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return isinstance(measures, dict)


def _lost(frame: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    return [c for c in columns if c not in frame.columns]


def _lost_columns(source: str, frame: pd.DataFrame, columns: list[str]) -> list[Problem]:
    if frame.empty:
        return []
    return [
        Problem(source, "the parser left a column out", column=c, expected=", ".join(columns))
        for c in _lost(frame, columns)
    ]


def _problems(source: str, frame: pd.DataFrame, rules: Iterable[Rule]) -> list[Problem]:
    found = []
    for rule in rules:
        rows = frame[rule.broken]
        for record in rows.head(MOST).to_dict("records"):
            got = ", ".join(f"{c} {record[c]}" for c in rule.columns)
            place = {"file": str(record.get("file", "")), "row": int(record.get("row", 0)) or None}
            found.append(Problem(source, rule.what, column=rule.columns[-1], expected=rule.expected, got=got, **place))  # type: ignore[arg-type]
        if len(rows) > MOST:
            found.append(Problem(source, f"{rule.what}: {len(rows)} rows in all", column=rule.columns[-1]))
    return found
