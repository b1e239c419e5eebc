"""Who goes where: totals, partners, balance and matrix of persons that move between municipalities.

Frames in (columns origin, destination, persons, as `queries.flows` gives them), findings out. Who stays is in the
frames too: a pair with both ends the same. Among several municipalities, those who go from one to another are told
apart: for the group they neither leave nor arrive.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Direction = Literal["out", "in"]
DIRECTIONS: tuple[Direction, ...] = ("out", "in")
FAR_KM = 200.0
"""Beyond, nobody goes to school or work and comes back: in these samples it is mostly a namesake written down."""
FEW = 100
"""Below so many persons an estimate stands on a handful of households of the sample (a rule of this house)."""


@dataclass(frozen=True)
class Balance:
    """Persons of a group of municipalities.

    stay: neither end differs. inside: from one of the group to another. leave, arrive: over the group's limit.
    unknown: pairs that touch the group without a figure; where there are any, the sums are at least so much.
    """

    stay: float
    inside: float
    leave: float
    arrive: float
    unknown: int = 0

    @property
    def net(self) -> float:
        """Who arrives less who leaves."""
        return self.arrive - self.leave

    def over(self, direction: Direction) -> float:
        """Persons over the group's limit in one direction."""
        return self.leave if direction == "out" else self.arrive

    def moving(self, direction: Direction) -> float:
        """Persons over any municipal limit, those inside the group included."""
        return self.inside + self.over(direction)

    def base(self, direction: Direction) -> float:
        """Everybody who could: residents of the group (out), or everybody found there (in)."""
        return self.stay + self.inside + self.over(direction)

    def share(self, direction: Direction, *, moving: bool = False) -> float | None:
        """Of each hundred of the base, who goes over the group's limit (or any municipal one); None without a base."""
        base = self.base(direction)
        if base <= 0:
            return None
        return 100 * (self.moving(direction) if moving else self.over(direction)) / base


@dataclass(frozen=True)
class Matrix:
    """Persons from each row's municipality to each column's.

    cells: NaN where there is no such pair. known: whether a pair that is not there means nobody in the sample (else
    it is not told). away, total: what the row sends outside the table, and all of it; NaN where it has no total.
    come, whole: the same of columns. shares: of each row's movers, per cent; NaN on the diagonal and where the row has
    no total.
    """

    keys: tuple[str, ...]
    cells: pd.DataFrame
    known: pd.DataFrame
    shares: pd.DataFrame
    away: pd.Series
    total: pd.Series
    come: pd.Series
    whole: pd.Series


def with_far(pairs: pd.DataFrame, places: Mapping[str, tuple[float, float]], limit: float = FAR_KM) -> pd.DataFrame:
    """The pairs with `far`: whether their ends lie more than `limit` kilometres apart, as the crow flies.

    places: municipality → (x, y) in kilometres; a pair with an end that is not there is not far.
    """
    nowhere = (float("nan"), float("nan"))
    ends = [pairs[end].map(lambda key: places.get(key, nowhere)) for end in ("origin", "destination")]
    (ax, ay), (bx, by) = ((e.str[0].astype("float64"), e.str[1].astype("float64")) for e in ends)
    return pairs.assign(far=((ax - bx) ** 2 + (ay - by) ** 2) > limit**2)


def touching(pairs: pd.DataFrame, group: Collection[str]) -> pd.DataFrame:
    """The pairs with an end in the group, with `side`: stay, inside, out or in."""
    starts, ends = pairs["origin"].isin(list(group)), pairs["destination"].isin(list(group))
    same = pairs["origin"] == pairs["destination"]
    side = pd.Series("out", index=pairs.index).mask(ends & ~starts, "in").mask(starts & ends, "inside")
    return pairs.assign(side=side.mask(same, "stay"))[starts | ends]


def balance(own: pd.DataFrame) -> Balance:
    """The totals of a group's pairs (`touching`); one without a figure adds nothing and is counted as unknown."""
    sums = own.groupby("side")["persons"].sum().to_dict()
    stay, inside, leave, arrive = (float(sums.get(side, 0.0)) for side in ("stay", "inside", "out", "in"))
    return Balance(stay, inside, leave, arrive, int(own["persons"].isna().sum()))


def movers(own: pd.DataFrame, direction: Direction) -> pd.DataFrame:
    """Of a group's pairs (`touching`), people who leave (or reach) a municipality of it, most first.

    Without those who stay, and without pairs that are empty.
    """
    found = own[own["side"].isin(["inside", direction]) & (own["persons"] > 0)]
    return found.sort_values(["persons", "origin", "destination"], ascending=[False, True, True], ignore_index=True)


def partners(moving: pd.DataFrame, direction: Direction) -> pd.DataFrame:
    """The municipalities at the other end of `movers`: area, persons, share (of all of them, per cent), inside, far.

    One row a municipality, most persons first; inside: one of the group. far: where `with_far` says so of most.
    """
    end = "destination" if direction == "out" else "origin"
    moving = moving.assign(
        distant=moving["persons"].where(moving["far"], 0.0) if "far" in moving else 0.0,
        inside=moving["side"] == "inside",
    )
    sums = {"persons": "sum", "distant": "sum", "inside": "any"}
    found = moving.groupby(end, as_index=False).agg(sums).rename(columns={end: "area"})
    whole = found["persons"].sum()
    found = found.assign(
        share=100 * found["persons"] / whole if whole else 0.0,
        far=2 * found["distant"] > found["persons"],
    )
    columns = ["area", "persons", "share", "inside", "far"]
    return found[columns].sort_values(["persons", "area"], ascending=[False, True], ignore_index=True)


def cut(ranked: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The first rows of a ranking, and the rest; a rest of one is no rest: it is shown too."""
    most = most + 1 if len(ranked) == most + 1 else most
    return ranked.iloc[:most], ranked.iloc[most:]


def by_municipality(pairs: pd.DataFrame, group: Sequence[str], complete: Collection[str] | None = None) -> pd.DataFrame:
    """Each municipality's own balance: area, stay, leave, arrive, net, leave_pct, arrive_pct.

    complete: the municipalities all of whose pairs are told (None: all are); the others have no figures here.
    Persons; leave_pct is of residents, arrive_pct of those found there.
    """
    same = pairs["origin"] == pairs["destination"]
    moves = pairs[~same]
    sums = pd.DataFrame(
        {
            "stay": pairs[same].groupby("origin")["persons"].sum(),
            "leave": moves.groupby("origin")["persons"].sum(),
            "arrive": moves.groupby("destination")["persons"].sum(),
        }
    )
    known = sums.index if complete is None else sums.index.intersection(list(complete))
    told = sums.loc[known].fillna(0.0).reindex(list(group)).rename_axis("area").reset_index()
    return told.assign(
        net=told["arrive"] - told["leave"],
        leave_pct=_percent(told["leave"], told["stay"]),
        arrive_pct=_percent(told["arrive"], told["stay"]),
    )


def around(pairs: pd.DataFrame, group: Sequence[str], most: int) -> tuple[str, ...]:
    """The group and, up to `most` in all, those it exchanges most persons with."""
    own = touching(pairs, group)
    both = pd.concat([partners(movers(own, direction), direction) for direction in DIRECTIONS])
    outside = both[~both["inside"]].groupby("area")["persons"].sum().reset_index()
    ranked = outside.sort_values(["persons", "area"], ascending=[False, True])["area"]
    return (*group, *ranked.iloc[: max(most - len(group), 0)])


def matrix(
    pairs: pd.DataFrame,
    keys: Sequence[str],
    complete: Collection[str] | None = None,
    within: Collection[str] | None = None,
) -> Matrix:
    """Who goes from each of these municipalities to each.

    complete: municipalities all of whose pairs are told; within: a set all of whose inner pairs are (None: all).
    """
    order = list(keys)
    inner = pairs[pairs["origin"].isin(order) & pairs["destination"].isin(order)]
    cells = inner.pivot_table(index="origin", columns="destination", values="persons", aggfunc="sum", observed=True)
    cells = cells.reindex(index=order, columns=order).astype("float64")
    total = _totals(pairs, "origin", order, complete)
    whole = _totals(pairs, "destination", order, complete)
    moving = cells.copy()
    for key in order:
        moving.loc[key, key] = float("nan")
    leave = total - pd.Series({key: cells.loc[key, key] for key in order}).fillna(0.0)
    base = leave.where(leave > 0)
    return Matrix(
        keys=tuple(order),
        cells=cells,
        known=_known(order, complete, within),
        shares=100 * moving.div(base, axis=0),
        away=total - cells.sum(axis=1),
        total=total,
        come=whole - cells.sum(axis=0),
        whole=whole,
    )


def _known(order: list[str], complete: Collection[str] | None, within: Collection[str] | None) -> pd.DataFrame:
    """Whether the source would tell the pair, had there been anybody."""

    def told(a: str, b: str) -> bool:
        return (
            complete is None or a in complete or b in complete or (within is not None and a in within and b in within)
        )

    return pd.DataFrame({b: {a: told(a, b) for a in order} for b in order}).reindex(index=order, columns=order)


def _totals(pairs: pd.DataFrame, end: str, order: list[str], complete: Collection[str] | None) -> pd.Series:
    sums = pairs.groupby(end)["persons"].sum().reindex(order).astype("float64")
    return sums if complete is None else sums.where(sums.index.isin(list(complete)))


def _percent(part: pd.Series, rest: pd.Series) -> pd.Series:
    whole = part + rest
    return 100 * part / whole.where(whole > 0)
