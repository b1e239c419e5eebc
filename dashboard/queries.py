"""The read model: an engine and plain arguments in, tidy frames with fixed column types out.

Only published figures are ever read. SQLite and PostgreSQL answer the same values and the same dtypes: every
column is cast (text `str`, figures `float64`, places the nullable `Int64`), because their drivers disagree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import pandas as pd
import sqlalchemy as sa

from dashboard.provenance import Provenance as Provenance  # noqa: PLC0414 a part of the read model, in a room of its own
from dashboard.provenance import periods_of, utc
from dashboard.provenance import provenance as provenance  # noqa: PLC0414
from dashboard.published import (
    CONFIDENCE,
    FIGURES,
    PLACES,
    columns,
    frame,
    latest,
    named,
    observations,
    ranked,
    reaches,
    same,
)  # fmt: skip
from data.areas import names
from data.entries import Indicator
from data.schema import flow, indicator, membership, observation, published, site, source, standing

FLOWS = {"period": "str", "origin": "str", "destination": "str", "persons": "float64", "status": "str"}
SITES = {
    "site": "str", "name": "str", "area": "str", "longitude": "float64", "latitude": "float64", "period": "str",
    "measures": "object",
}  # fmt: skip
MEMBERSHIPS = {
    "zone": "str", "area": "str", "title": "str", "kind": "str", "declared_by": "str", "declared_on": "str",
}  # fmt: skip

LAND = "square_kilometres"  # the unit of what does not change from year to year


def stamp(engine: sa.Engine) -> str:
    """The state of publication as a text: the newest date and a digest of what is public; key of every cache.

    The digest is needed: withdrawing an old release leaves the newest date as it was.
    """
    query = sa.select(published.c.source, published.c.release_id, published.c.stamp).order_by(published.c.source)
    with engine.connect() as connection:
        rows = [(r.source, r.release_id, utc(r.stamp).isoformat()) for r in connection.execute(query)]
    newest = max((r[2] for r in rows), default="never")
    return f"{newest} {hashlib.sha256(repr(rows).encode()).hexdigest()[:12]}"


def periods(engine: sa.Engine, indicator_id: str) -> list[str]:
    """Every period the indicator has a total for, ascending; empty when it is not published."""
    told = sa.select(published.c.release_id, indicator.c.indicator_key).join(indicator, reaches())
    with engine.connect() as connection:
        releases = connection.execute(told.where(indicator.c.indicator == indicator_id)).all()
        return sorted({p for number, key in releases for p in periods_of(connection, number, key)})


def values(engine: sa.Engine, indicator_id: str, period: str, breakdown: str = "total") -> pd.DataFrame:
    """One indicator and period over every area of every level its source gives, in key order.

    Columns area, name, level, state, value, numerator, denominator, status, rank_state, of_state, rank_nation,
    of_nation, percentile. Places are empty for breakdowns, states, the nation and figures that are not ranked
    (modelled, or of a source we trust least).
    """
    wanted = [observation.c.area, *columns(observation, FIGURES), *columns(standing, PLACES)]
    query = observations(sa.select(*wanted), indicator_id, breakdown, with_places=True)
    query = query.where(observation.c.period == period).order_by(observation.c.area)
    found = frame(engine, query, {"area": "str"} | FIGURES | PLACES)
    trust = sa.select(CONFIDENCE).join(indicator, indicator.c.source == source.c.source)
    with engine.connect() as connection:
        confidence = connection.execute(trust.where(indicator.c.indicator == indicator_id)).scalar_one_or_none()
    return named(ranked(found.assign(confidence=confidence)), period)


def series(engine: sa.Engine, indicator_id: str, areas: Collection[str], breakdown: str = "total") -> pd.DataFrame:
    """Every period of one indicator for the chosen areas: area, period, value, numerator, denominator, status."""
    wanted = [observation.c.area, observation.c.period, *columns(observation, FIGURES)]
    query = observations(sa.select(*wanted), indicator_id, breakdown).where(observation.c.area.in_(list(areas)))
    query = query.order_by(observation.c.area, observation.c.period)
    return frame(engine, query, {"area": "str", "period": "str"} | FIGURES)


def weights(engine: sa.Engine, entry: Indicator, period: str, breakdown: str = "total") -> pd.Series | None:
    """Area → what weighs it when `entry` is averaged over areas; None when it does not combine that way.

    Only the very period and breakdown count: people of another year would be an invented weight, so it is
    empty. Land alone keeps its extent: its newest figure weighs every period.
    """
    if entry.weight is None:
        return None
    unit = sa.select(indicator.c.entry["unit"].as_string()).where(indicator.c.indicator == entry.weight)
    with engine.connect() as connection:
        is_land = connection.execute(unit).scalar_one_or_none() == LAND
    known = periods(engine, entry.weight) if is_land else []
    return values(engine, entry.weight, known[-1] if known else period, breakdown).set_index("area")["value"]


def weights_of_series(engine: sa.Engine, entry: Indicator, areas: Collection[str]) -> pd.DataFrame | None:
    """`weights` of every period of `entry` for the chosen areas (area, period, value); None when it has none."""
    if entry.weight is None:
        return None
    told = [(period, weights(engine, entry, period)) for period in periods(engine, entry.id)]
    rows = [(a, period, w) for period, own in told if own is not None for a, w in own.items() if a in set(areas)]
    kinds = {"area": "str", "period": "str", "value": "float64"}
    return pd.DataFrame(rows, columns=list(kinds), dtype="object").astype(kinds)


def profile(engine: sa.Engine, areas: Collection[str], indicators: Collection[str] | None = None) -> pd.DataFrame:
    """The latest period of every published indicator (or of those named) for the chosen areas, with places.

    Columns indicator, period, area, breakdown ("total"), value, numerator, denominator, status, rank_state,
    of_state, rank_nation, of_nation, percentile. The latest period is the indicator's, not the area's, so that
    areas compare; projected and incomplete periods are not it unless there is nothing else.
    """
    newest = latest(indicators)
    keys = [newest.c.indicator, observation.c.period, observation.c.area, observation.c.breakdown]
    query = (
        sa.select(*keys, *columns(observation, FIGURES), *columns(standing, PLACES), newest.c.confidence)
        .select_from(newest)
        .join(observation, same(newest, observation, "release_id", "indicator_key", "period"))
        .outerjoin(standing, same(observation, standing, "release_id", "indicator_key", "period", "area"))
        .where(observation.c.area.in_(list(areas)), observation.c.breakdown == "total")
        .order_by(newest.c.indicator, observation.c.area)
    )
    kinds = {"indicator": "str", "period": "str", "area": "str", "breakdown": "str"}
    return ranked(frame(engine, query, kinds | FIGURES | PLACES | {"confidence": "str"}))


def headline(engine: sa.Engine, indicators: Collection[str], members: Collection[str]) -> pd.DataFrame:
    """`profile` of the named indicators for a zone's members, their states and the nation, in one query."""
    return profile(engine, [*members, *sorted({m[:2] for m in members}), "00"], indicators)


def flows(engine: sa.Engine, kind: str, members: Collection[str] | None = None) -> pd.DataFrame:
    """Persons of one kind of flow that leave or reach any of the members (None: all), with names of both ends.

    Columns period, origin, destination, persons, status, origin_name, destination_name; most persons first.
    """
    ends: sa.ColumnElement[bool] = sa.true()
    if members is not None:
        ends = sa.or_(flow.c.origin.in_(list(members)), flow.c.destination.in_(list(members)))
    query = (
        sa.select(*columns(flow, FLOWS))
        .join(published, published.c.release_id == flow.c.release_id)
        .where(flow.c.kind == kind, ends)
        .order_by(flow.c.period, sa.func.coalesce(flow.c.persons, -1).desc(), flow.c.origin, flow.c.destination)
    )
    found = frame(engine, query, FLOWS)
    for end in ("origin", "destination"):
        found[f"{end}_name"] = found[end].map(names()).fillna(found[end]).astype("str")
    return found


def sites(engine: sa.Engine, kind: str, areas: Collection[str]) -> pd.DataFrame:
    """Measured places of one kind in the chosen municipalities; `measures` holds a mapping a row."""
    query = (
        sa.select(*columns(site, SITES))
        .join(published, published.c.release_id == site.c.release_id)
        .where(site.c.kind == kind, site.c.area.in_(list(areas)))
        .order_by(site.c.area, site.c.site)
    )
    return frame(engine, query, SITES)


def memberships(engine: sa.Engine) -> pd.DataFrame:
    """Municipalities of every officially delimited metropolis: zone, area, title, kind, declared_by, declared_on."""
    query = (
        sa.select(*columns(membership, MEMBERSHIPS))
        .join(published, published.c.release_id == membership.c.release_id)
        .order_by(membership.c.zone, membership.c.area)
    )
    return frame(engine, query, MEMBERSHIPS)
