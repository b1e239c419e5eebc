"""Many indicators over all municipalities at once: the newest finished period of each, in one query."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from dashboard.published import frame, latest, same
from data.schema import observation

NEWEST = {"indicator": "str", "period": "str", "area": "str", "value": "float64"}


def matrix(engine: sa.Engine, indicators: Sequence[str]) -> pd.DataFrame:
    """Municipality × indicator: each indicator's figures of its newest finished period; NaN where there is none.

    Index area in key order (every municipality with a row of any of them), columns as asked, all float64; an
    indicator nobody published is a column of NaN. Periods are those of `editions.newest_periods`.
    """
    newest = latest(indicators)
    query = (
        sa.select(newest.c.indicator, observation.c.period, observation.c.area, observation.c.value)
        .select_from(newest)
        .join(observation, same(newest, observation, "release_id", "indicator_key", "period"))
        .where(observation.c.breakdown == "total", sa.func.length(observation.c.area) == 5)
    )
    rows = frame(engine, query, NEWEST)
    wide = rows.pivot(index="area", columns="indicator", values="value")
    wide.columns.name = None
    return wide.reindex(columns=list(indicators)).astype("float64").sort_index()
