"""Each municipality's place among its state's and the nation's, for every indicator and period of a release.

Ties share the better place (1, 2, 2, 4). A count or an indicator without direction is ranked from the
highest down; `better: lower` is ranked from the lowest up, so that place 1 is always the best or the most.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

NATIONWIDE = 30  # of 32 states: an office that lacks one or two still speaks of the country
COLUMNS = ["indicator", "period", "area", "rank_state", "of_state", "rank_nation", "of_nation", "percentile"]


def standing(observations: pd.DataFrame, better: Mapping[str, str]) -> pd.DataFrame:
    """Places of municipalities, columns COLUMNS.

    observations: indicator, period, area, breakdown, value. better: indicator → higher | lower | neither.
    percentile: share in per cent of the nation's municipalities with a *lower value*, whatever is better,
    counting ties as half. The three national columns are empty where the figures do not come from all over
    the country: place 82 of the 125 of one state is no place in Mexico.
    """
    frame = observations
    chosen = (frame["breakdown"] == "total") & frame["value"].notna() & (frame["area"].str.len() == 5)
    frame = frame.loc[chosen, ["indicator", "period", "area", "value"]].copy()
    if frame.empty:
        return pd.DataFrame(columns=COLUMNS)
    # one column ordered so that "best" is always the largest: pandas then ranks once, descending
    lower = frame["indicator"].map(better).eq("lower")
    frame["merit"] = frame["value"].where(~lower, -frame["value"])
    # groups as numbers: the same three text columns would otherwise be compared for each of five questions
    frame["nation"] = frame.groupby(["indicator", "period"], sort=False, observed=True).ngroup()
    frame["state"] = frame["nation"] * 100 + frame["area"].str[:2].astype("int64")
    for scope in ("state", "nation"):
        groups = frame.groupby(scope, sort=False)["merit"]
        frame[f"rank_{scope}"] = groups.rank(method="min", ascending=False).astype("int64")
        frame[f"of_{scope}"] = groups.transform("size").astype("int64")
    nations = frame.groupby("nation", sort=False)
    frame["percentile"] = (100 * (nations["value"].rank(method="average") - 0.5) / frame["of_nation"]).round(2)
    national = nations["state"].transform("nunique") >= NATIONWIDE
    for column in ("rank_nation", "of_nation"):
        frame[column] = frame[column].astype("Int64").where(national)
    frame["percentile"] = frame["percentile"].where(national)
    return frame[COLUMNS]
