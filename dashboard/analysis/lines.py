"""One place, one line an indicator: its figure beside its zone's, its state's and the nation's, its place, its past.

Frames in, findings out. A place is one municipality, or a zone with its members' figures in the place of a rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pandas as pd

from dashboard import zones
from dashboard.analysis.comparability import FEWEST
from dashboard.gaps import Verdict, gap
from dashboard.measures import Total, trend, zone_total
from dashboard.overview import NATION, Member, compared_with
from dashboard.published import finished
from dashboard.queries import LAND
from dashboard.roll import ABSENT, Row, figure, rows_of
from data.catalog import catalog
from data.entries import ABSENT as REASONS
from data.entries import Indicator, Zone

ZONE = "zone"  # stands for the zone among the columns; the others are keys of territories
FEW = 4  # up to so many members each has its figure; beyond, the lowest and the highest
Point = tuple[str, float | None, str]  # period, value, status


@dataclass(frozen=True)
class Standing:
    """Place among the state's municipalities and, where known, among the nation's.

    tied: how many others share the place in the state. behind: municipalities of Mexico in a worse position, or
    lower where neither direction is better and by counts.
    """

    rank: int
    of: int
    tied: int
    rank_nation: int | None = None
    of_nation: int | None = None
    behind: int | None = None


@dataclass(frozen=True)
class Line:
    """One indicator of a place. others: column → total of who it is seen beside; members: of a zone."""

    indicator: Indicator
    period: str
    own: Total
    others: Mapping[str, Total]
    verdict: Verdict  # against the first column
    standing: Standing | None
    members: tuple[Member, ...]
    past: tuple[Point, ...]


@dataclass(frozen=True)
class Whole:
    """A group of municipalities in every indicator: newest periods, totals, the members' figures that are told."""

    periods: Mapping[str, str]
    totals: Mapping[str, Total]
    members: Mapping[str, tuple[Member, ...]]


def columns(area: str, zone: Zone) -> tuple[str, ...]:
    """Who a municipality (or, with area "", the zone itself) is seen beside: ZONE and keys of territories."""
    if not area:
        return compared_with(zone)
    told = (area[:2], NATION)
    apart = zone.all_of not in told and zones.members(zone) != (area,)
    return (ZONE, *told) if apart else told


def whole(figures: pd.DataFrame, zone: Zone, entries: Mapping[str, Indicator], *, named: bool = True) -> Whole:
    """Totals and, if they are to be named, members of a zone.

    figures: the newest ones (indicator, period, area, value, numerator, denominator, status).
    """
    groups = {str(name): rows for name, rows in figures.groupby("indicator") if name in entries}
    periods = {name: str(rows["period"].iloc[0]) for name, rows in groups.items()}
    totals = {
        name: zone_total(entries[name], rows, zone, periods[name], weights(entries[name], groups, periods[name]))
        for name, rows in groups.items()
    }
    called = zones.named(zones.members(zone)) if named else {}
    return Whole(periods, totals, {name: _members(rows_of(rows, called), called) for name, rows in groups.items()})


def weights(entry: Indicator, groups: Mapping[str, pd.DataFrame], period: str) -> pd.Series | None:
    """What weighs an averaged indicator in a period, as `queries.weights` says: of land, its newest extent."""
    rows = groups.get(entry.weight or "")
    if rows is None:
        return None
    weighing = catalog().indicators.get(str(entry.weight))
    land = weighing is not None and weighing.unit == LAND
    kept = rows[rows["period"] == (rows["period"].max() if land else period)]
    return kept.set_index("area")["value"]


def _members(rows: Mapping[str, Row], called: Mapping[str, str]) -> tuple[Member, ...]:
    """Each member of a few; the lowest and the highest of many. called: member → name."""
    keys = list(called)
    if len(keys) > FEW:
        having = {key: row.value for key, row in rows.items() if row.value is not None}
        keys = [min(having, key=having.__getitem__), max(having, key=having.__getitem__)] if having else []
    told = ((key, rows.get(key, ABSENT)) for key in keys)
    return tuple(Member(key, called[key], row.value, row.status) for key, row in told)


def pasts(series: pd.DataFrame) -> dict[str, tuple[Point, ...]]:
    """Indicator → its points (columns indicator, period, value, status), from the first to the last finished period.

    Periods between without a figure stay, as gaps; incomplete ones and those to come do not, unless there is nothing
    else.
    """
    ordered = series.sort_values(["indicator", "period"]).reset_index(drop=True)
    over = set(finished(ordered).index)
    rows = zip(*(ordered[c] for c in ("indicator", "period", "value", "status")), ordered.index, strict=True)
    found = {}
    for name, group in groupby(rows, key=itemgetter(0)):
        told = [((str(period), figure(value), str(status)), at in over) for _, period, value, status, at in group]
        kept = [point for point, done in told if done] or [point for point, _ in told if point[1] is not None]
        gaps = [point for point, _ in told if point[1] is None and kept and kept[0][0] < point[0] < kept[-1][0]]
        found[str(name)] = tuple(sorted([*kept, *gaps]))
    return found


def zone_pasts(series: pd.DataFrame, zone: Zone, entries: Mapping[str, Indicator]) -> dict[str, tuple[Point, ...]]:
    """`pasts` of a zone's own figures. series: of its members, and of the territory itself where it is one."""
    groups = {str(name): rows for name, rows in series.groupby("indicator") if name in entries}
    found = [
        trend(entries[name], rows, zone, _weights_over(entries[name], groups)).assign(indicator=name)
        for name, rows in groups.items()
        if entries[name].combine != "never" or zone.all_of
    ]
    return pasts(pd.concat(found)) if found else {}


def _weights_over(entry: Indicator, groups: Mapping[str, pd.DataFrame]) -> pd.DataFrame | None:
    """`weights` of every period, as `measures.trend` reads them (area, period, value)."""
    if entry.weight is None:
        return None
    told = {str(p): weights(entry, groups, str(p)) for p in groups[entry.id]["period"].unique()}
    parts = [w.rename_axis("area").reset_index(name="value").assign(period=p) for p, w in told.items() if w is not None]
    return pd.concat(parts) if parts else None


def of_municipality(
    profile: pd.DataFrame,
    area: str,
    others: Mapping[str, Whole],
    past: Mapping[str, tuple[Point, ...]],
    entries: Mapping[str, Indicator],
) -> tuple[Line, ...]:
    """The lines of a municipality, in the catalogue's order; an indicator its source has no row of has no line.

    profile: `queries.profile` of the municipalities of its state. others: column → whole, in the columns' order.
    """
    peers = profile[profile["area"].str.len() == 5]
    tied = peers.groupby(["indicator", "value"])["area"].transform("size") - 1
    rows = peers.assign(tied=tied)[peers["area"] == area].set_index("indicator")
    told = {str(name): row for name, row in zip(rows.index, rows.to_dict("records"), strict=True)}
    return tuple(
        _line(entry, str(row["period"]), _own(row), others, past.get(name, ()), _standing(row, entry), ())
        for name, entry in entries.items()
        if (row := told.get(name)) is not None
    )


def of_zone(
    own: Whole,
    others: Mapping[str, Whole],
    past: Mapping[str, tuple[Point, ...]],
    entries: Mapping[str, Indicator],
) -> tuple[Line, ...]:
    """The lines of a zone: its total, its members, and the territories it lies in."""
    return tuple(
        _line(entry, own.periods[name], own.totals[name], others, past.get(name, ()), None, own.members[name])
        for name, entry in entries.items()
        if name in own.totals
    )


def _line(
    entry: Indicator, period: str, own: Total, others: Mapping[str, Whole], past: tuple[Point, ...],
    standing: Standing | None, members: tuple[Member, ...],
) -> Line:  # fmt: skip
    beside = {key: group.totals[entry.id] for key, group in others.items() if entry.id in group.totals}
    first = beside.get(next(iter(others), ""))
    return Line(entry, period, own, beside, verdict(entry, period, own, first), standing, members, past)


def verdict(entry: Indicator, period: str, own: Total, other: Total | None) -> Verdict:
    """Better, worse or the same as another; nothing for counts, grades, no direction, or without a figure."""
    if other is None or other.value is None or entry.kind == "count":
        return ""
    found = gap(entry, period, own, other.value)
    return found.verdict if found is not None else ""


def _own(row: Mapping[str, object]) -> Total:
    value, numerator, denominator = (figure(float(row[c])) for c in ("value", "numerator", "denominator"))  # type: ignore[arg-type]
    status = str(row["status"])
    reason = status if value is None and status in REASONS else ""
    return Total(value, numerator, denominator, status, reason, printed=True)  # type: ignore[arg-type]


def _standing(row: Mapping[str, object], entry: Indicator) -> Standing | None:
    """The place; none where there is none, nor among fewer than five."""
    rank, of, tied = row["rank_state"], row["of_state"], row["tied"]
    if pd.isna(rank) or pd.isna(of) or int(of) < FEWEST:  # type: ignore[call-overload]
        return None
    own = int(rank), int(of), int(tied)  # type: ignore[call-overload]
    if pd.isna(row["rank_nation"]):
        return Standing(*own)
    place, others, percentile = int(row["rank_nation"]), int(row["of_nation"]), float(row["percentile"])  # type: ignore[call-overload, arg-type]
    return Standing(*own, place, others, outdone(place, others, percentile, entry))


def outdone(rank: int, of: int, percentile: float, entry: Indicator) -> int:
    """How many municipalities stand behind, ties left out: from the place of the first of the tied and their middle.

    percentile is the share with a lower value, ties as half (data/standing.py). With p = percentile·of/100 = lower +
    tied/2 and lower + tied + higher = of: where the highest is first, higher = rank − 1, so lower = 2p − (of − higher);
    where the lowest is first, lower = rank − 1, so higher = of − lower − 2(p − lower).
    """
    middle, ahead = percentile * of / 100, rank - 1
    descending = entry.better != "lower" or entry.kind == "count"  # the highest figure has place 1
    found = 2 * middle - (of - ahead) if descending else of + ahead - 2 * middle
    return min(max(round(found), 0), of - rank)


def lacking(lines: Iterable[Line], entries: Mapping[str, Indicator]) -> dict[str, list[Indicator]]:
    """Topic → indicators of the catalogue without a line: their sources have no row of the place."""
    told = {line.indicator.id for line in lines}
    found: dict[str, list[Indicator]] = {}
    for entry in entries.values():
        if entry.id not in told:
            found.setdefault(entry.topic, []).append(entry)
    return found
