"""How to reach what is public: indicator → its source's published release → observations, by primary key.

`published` has one row a source, so the newest release is never worked out while somebody waits. A family of sources
(the municipalities' own figures) has one row a member: the figures of all of them are read together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.areas import areas
from data.schema import indicator, observation, published, source, standing

FIGURES = {"value": "float64", "numerator": "float64", "denominator": "float64", "status": "str"}
PLACES = {
    "rank_state": "Int64", "of_state": "Int64", "rank_nation": "Int64", "of_nation": "Int64", "percentile": "float64",
}  # fmt: skip
CONFIDENCE = source.c.entry["confidence"].as_string()


def columns(table: sa.Table, wanted: Mapping[str, str]) -> list[sa.Column[Any]]:
    """The table's columns of those names, in that order."""
    return [table.c[name] for name in wanted]


def reaches() -> sa.ColumnElement[bool]:
    """An indicator's published releases: its source's one, or one of each member of its family."""
    return published.c.family == indicator.c.source


def same(left: sa.FromClause, right: sa.FromClause, *keys: str) -> sa.ColumnElement[bool]:
    """Both sides agree in every key."""
    return sa.and_(*(left.c[k] == right.c[k] for k in keys))


def observations(
    query: sa.Select[Any], indicator_id: str, breakdown: str, *, with_places: bool = False
) -> sa.Select[Any]:
    """`query` over the published observations of one indicator and breakdown, with their `standing` if asked."""
    path = sa.join(indicator, published, reaches()).join(
        observation,
        sa.and_(
            observation.c.release_id == published.c.release_id,
            observation.c.indicator_key == indicator.c.indicator_key,
        ),
    )
    if with_places:
        place = same(observation, standing, "release_id", "indicator_key", "period", "area")
        path = path.outerjoin(standing, sa.and_(place, observation.c.breakdown == "total"))
    return query.select_from(path).where(indicator.c.indicator == indicator_id, observation.c.breakdown == breakdown)


def latest(indicators: Collection[str] | None) -> sa.CTE:
    """One row an indicator and release: indicator, indicator_key, release_id, confidence, period (newest finished).

    A period is finished once it has a figure that is neither of an incomplete year nor projected for a year
    still to come; an indicator without one has its newest period. It is one for all releases of a family.
    """
    own = (observation.c.release_id == published.c.release_id, observation.c.indicator_key == indicator.c.indicator_key)
    newest = sa.select(sa.func.max(observation.c.period)).where(*own)
    to_come = sa.and_(observation.c.status == "projected", observation.c.period > f"{this_year()}~")
    finished = newest.where(observation.c.value.is_not(None), observation.c.status != "partial", ~to_come)
    keys = (indicator.c.indicator, indicator.c.indicator_key, published.c.release_id)
    query = (
        sa.select(
            *keys, CONFIDENCE.label("confidence"), finished.scalar_subquery().label("finished"),
            newest.scalar_subquery().label("newest"),
        )
        .select_from(indicator)
        .join(source, source.c.source == indicator.c.source)
        .join(published, reaches())
    )  # fmt: skip
    if indicators is not None:
        query = query.where(indicator.c.indicator.in_(list(indicators)))
    # Of each release by itself, because a database walks one release's key from its end; then the family's newest.
    each = query.cte("each")
    whole = (sa.func.max(c).over(partition_by=each.c.indicator) for c in (each.c.finished, each.c.newest))
    named = (each.c.indicator, each.c.indicator_key, each.c.release_id, each.c.confidence)
    # materialised, or a planner may work the newest period out again for every row of an area (4.5 s, once)
    return sa.select(*named, sa.func.coalesce(*whole).label("period")).cte("latest").prefix_with("MATERIALIZED")


def this_year() -> str:
    """The year the reader lives in."""
    return str(datetime.now(UTC).year)


def finished(figures: pd.DataFrame) -> pd.DataFrame:
    """Rows with a figure of a finished period (columns period, value, status); if there is none, all with a figure."""
    having = figures[figures["value"].notna()]
    to_come = having["status"].eq("projected") & (having["period"] > f"{this_year()}~")
    over = having[having["status"].ne("partial") & ~to_come]
    return over if len(over) else having


def frame(engine: sa.Engine, query: sa.Select[Any], kinds: Mapping[str, str]) -> pd.DataFrame:
    """The rows of a query as a frame of exactly these columns and dtypes, on either database."""
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame(rows, columns=list(kinds), dtype="object").astype(dict(kinds))


def ranked(figures: pd.DataFrame) -> pd.DataFrame:
    """Without the places of modelled figures and of sources of confidence C: they are shown, never ranked."""
    kept = figures["confidence"].ne("C") & figures["status"].ne("modelled")
    return figures.drop(columns="confidence").assign(**{c: figures[c].where(kept) for c in PLACES})


def named(figures: pd.DataFrame, period: str) -> pd.DataFrame:
    """Add name, level and state after the key, as the territory was called in the period."""
    territories = _territories(period)
    state = figures["area"].where(figures["area"].ne("00"), "").str[:2]
    added = {
        "name": figures["area"].map(territories["name"]),
        "level": figures["area"].map(territories["level"]),
        "state": state,
    }
    rest = [c for c in figures.columns if c != "area"]
    told = figures.assign(**{c: column.astype("str") for c, column in added.items()})
    return told[["area", *added, *rest]]


@lru_cache(maxsize=64)
def _territories(period: str) -> pd.DataFrame:
    """Area → name and level: of the stretch of time that holds the period, else of the newest stretch."""
    year = period.rsplit("/", 1)[-1][:4]
    known = areas()
    holds = (known["valid_from"] <= year) & ((known["valid_to"] == "") | (known["valid_to"] >= year))
    ordered = known.assign(holds=holds).sort_values(["area", "holds", "valid_from"])
    return ordered.drop_duplicates("area", keep="last").set_index("area")[["name", "level"]]
