"""The rules of flows, sites and memberships: what `contract.check` is for observations.

Each takes a frame with the columns named in `contract` and returns one problem a broken row, ten at most a rule.
"""

from __future__ import annotations

import pandas as pd

from data.areas import known
from data.entries import ABSENT
from etl.contract import PERIOD, STATUSES, Problem

MEXICO = {"longitude": (-118.7, -86.5), "latitude": (14.3, 32.9)}


def _say(source: str, frame: pd.DataFrame, broken: pd.Series, what: str, expected: str, columns: list[str]) -> list[Problem]:
    found = []
    for record in frame.loc[broken, columns].head(10).to_dict("records"):
        got = ", ".join(f"{k} {v}" for k, v in record.items())
        found.append(Problem(source, what, column="/".join(columns), expected=expected, got=got))
    return found


def check_flows(source: str, frame: pd.DataFrame) -> list[Problem]:
    """Known ends, written periods, no negative or unexplained persons, one row an (kind, period, origin, destination)."""
    if frame.empty:
        return []
    key = ["kind", "period", "origin", "destination"]
    absent = frame["status"].isin(ABSENT)
    persons = frame["persons"].astype("float64")
    rules = (
        (~frame["origin"].isin(known()), "the origin is unknown", "a key of data/areas.csv", ["origin"]),
        (~frame["destination"].isin(known()), "the destination is unknown", "a key of data/areas.csv", ["destination"]),
        (~frame["period"].str.fullmatch(PERIOD), "the period is badly written", "2020 or 2015/2020", ["period"]),
        (~frame["status"].isin(STATUSES), "the status is unknown", ", ".join(STATUSES), ["status"]),
        (persons.lt(0), "persons cannot be negative", "0 or more", [*key, "persons"]),
        (persons.isna() != absent, "persons and status disagree", "no persons exactly when the status says why", key),
        (frame.duplicated(key, keep=False), "the flow is given twice", "one row a flow", key),
    )
    return [p for broken, what, expected, columns in rules for p in _say(source, frame, broken, what, expected, columns)]


def check_sites(source: str, frame: pd.DataFrame) -> list[Problem]:
    """Known area, one row a site, and a position inside Mexico or none at all."""
    if frame.empty:
        return []
    longitude, latitude = (frame[c].astype("float64") for c in ("longitude", "latitude"))
    outside = pd.Series(False, index=frame.index)
    for name, column in (("longitude", longitude), ("latitude", latitude)):
        outside |= column.notna() & ~column.between(*MEXICO[name])
    rules = (
        (~frame["area"].isin(known()), "the municipality is unknown", "a key of data/areas.csv", ["site", "area"]),
        (frame["site"].duplicated(keep=False), "the site is given twice", "one row a site", ["site"]),
        (outside, "the site lies outside Mexico", str(MEXICO), ["site", "longitude", "latitude"]),
        (longitude.isna() != latitude.isna(), "half a position", "both coordinates or none", ["site"]),
        (~frame["period"].str.fullmatch(PERIOD), "the period is badly written", "2020 or 2015/2020", ["site", "period"]),
    )
    return [p for broken, what, expected, columns in rules for p in _say(source, frame, broken, what, expected, columns)]


def check_memberships(source: str, frame: pd.DataFrame) -> list[Problem]:
    """Known municipality, one row a (zone, municipality), one title a zone."""
    if frame.empty:
        return []
    titles = frame.groupby("zone")["title"].transform("nunique")
    rules = (
        (~frame["area"].isin(known()), "the municipality is unknown", "a key of data/areas.csv", ["zone", "area"]),
        (frame.duplicated(["zone", "area"], keep=False), "the member is given twice", "once a zone", ["zone", "area"]),
        (titles.gt(1), "the zone has two titles", "one title", ["zone", "title"]),
    )
    return [p for broken, what, expected, columns in rules for p in _say(source, frame, broken, what, expected, columns)]
