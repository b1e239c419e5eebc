"""Reads of a whole portrait: every published indicator of some areas at once, one query each.

The page of a municipality shows every indicator with its past: asking one by one would be 160 queries.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import sqlalchemy as sa

from dashboard.published import FIGURES, columns, frame, latest, reaches, same
from data.schema import indicator, observation, published

KEYS = {"indicator": "str", "period": "str", "area": "str"}


def past(engine: sa.Engine, areas: Collection[str], indicators: Collection[str] | None = None) -> pd.DataFrame:
    """Every period of every published indicator (or of those named) for the chosen areas, totals only.

    Columns indicator, period, area, value, numerator, denominator, status; in that order of keys.
    """
    path = sa.join(indicator, published, reaches()).join(
        observation,
        sa.and_(
            observation.c.release_id == published.c.release_id,
            observation.c.indicator_key == indicator.c.indicator_key,
        ),
    )
    keys = [indicator.c.indicator, observation.c.period, observation.c.area]
    query = sa.select(*keys, *columns(observation, FIGURES)).select_from(path)
    query = query.where(observation.c.area.in_(list(areas)), observation.c.breakdown == "total").order_by(*keys)
    if indicators is not None:
        query = query.where(indicator.c.indicator.in_(list(indicators)))
    return frame(engine, query, KEYS | FIGURES)


def everywhere(engine: sa.Engine, indicators: Collection[str]) -> pd.DataFrame:
    """The newest finished period of the named indicators over every area their sources give; columns as `past`.

    `queries.profile` without the places: ten indicators of all of Mexico are 25,000 rows.
    """
    newest = latest(indicators)
    keys = [newest.c.indicator, observation.c.period, observation.c.area]
    query = (
        sa.select(*keys, *columns(observation, FIGURES))
        .select_from(newest)
        .join(observation, same(newest, observation, "release_id", "indicator_key", "period"))
        .where(observation.c.breakdown == "total")
        .order_by(*keys)
    )
    return frame(engine, query, KEYS | FIGURES)
