"""The frames a parser returns, and the rules they must keep before anything is loaded.

A parser never repairs: it reads what the office printed, turns each mark of absence into a status,
and raises SourceFault where the file is not what was expected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from data.areas import known
from data.entries import ABSENT, Indicator, Status

PERIOD = r"\d{4}(-\d{2})?(/\d{4}(-\d{2})?)?"
STATUSES = (*Status.__args__, *ABSENT)  # type: ignore[attr-defined]
OBSERVATION = ["indicator", "period", "area", "breakdown", "value", "numerator", "denominator", "status"]
FLOW = ["kind", "period", "origin", "destination", "persons", "status"]
SITE = ["site", "kind", "name", "area", "longitude", "latitude", "period", "measures"]
MEMBERSHIP = ["zone", "area", "title", "kind", "declared_by", "declared_on"]
MARKS = ["area", "period", "variable", "status"]


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one file, said so that a person can act on it."""

    source: str
    what: str
    file: str = ""
    row: int | None = None
    column: str = ""
    expected: str = ""
    got: str = ""

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file,
                f"row {self.row}" if self.row else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        detail = "; ".join(
            part
            for part in (f"expected {self.expected}" if self.expected else "", f"got {self.got}" if self.got else "")
            if part
        )
        return f"{self.source}: {where + ': ' if where else ''}{self.what}{' (' + detail + ')' if detail else ''}"


class SourceFault(Exception):
    """A file is not what its source publishes; carries the problems, nothing was loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def _frame(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns)


@dataclass(frozen=True)
class Parsed:
    """What a parser returns.

    values       one row an (area, period): columns `area` (CVEGEO: "00", "14", "14063"), `period`
                 (ISO: "2020", "2020-06", "2015/2020"), optional `status` (overrides the indicator's:
                 "projected", "partial"…), and one float column a variable, named as the office names it.
                 An empty cell is NaN and means `missing` unless `marks` says otherwise.
    marks        sparse: area, period, variable, status in missing | suppressed | not_applicable.
    unrecorded   variables whose empty, unmarked cell means that the office has no record of it there: a formula of
                 them alone makes no row, as a municipality without avocado has none in the avocado records.
    flows, sites, memberships   frames with the columns FLOW, SITE, MEMBERSHIP.
    """

    values: pd.DataFrame = field(default_factory=lambda: _frame(["area", "period"]))
    marks: pd.DataFrame = field(default_factory=lambda: _frame(MARKS))
    flows: pd.DataFrame = field(default_factory=lambda: _frame(FLOW))
    sites: pd.DataFrame = field(default_factory=lambda: _frame(SITE))
    memberships: pd.DataFrame = field(default_factory=lambda: _frame(MEMBERSHIP))
    unrecorded: frozenset[str] = frozenset()


def check(
    source: str, frame: pd.DataFrame, indicators: Iterable[Indicator], today: date | None = None
) -> list[Problem]:
    """Every rule an observation frame breaks (columns of OBSERVATION, plus file, row, variables).

    Rules: no duplicate key; known area; written period, begun by `today` unless projected; known status; a value
    exactly when the status says so; inside the catalogue's range; a printed share that agrees with its own parts.
    """
    found = [Problem(source, "the parser gave no figure of any indicator")] if frame.empty else []
    for indicator in indicators:
        rows = frame[frame["indicator"] == indicator.id]
        if rows.empty:
            found.append(Problem(source, f"indicator «{indicator.id}» has no figure at all"))
        found += _broken(source, rows, indicator, (today or datetime.now(UTC).date()).isoformat())
    keyed = frame.duplicated(["indicator", "period", "area", "breakdown"], keep=False)
    found += _say(source, frame[keyed], "the key is given twice", "one figure an area and period")
    return found


def _broken(source: str, rows: pd.DataFrame, indicator: Indicator, today: str) -> list[Problem]:
    low, high = indicator.range
    value = rows["value"]
    absent = rows["status"].isin(ABSENT)
    outside = (value < (-np.inf if low is None else low)) | (value > (np.inf if high is None else high))
    # The clock of a service may be ahead of ours, or a year mistyped: nothing is measured before it happens.
    ahead = rows["period"].str.split("/").str[0].gt(today) & ~rows["status"].isin(("projected", "modelled", *ABSENT))
    rules = (
        (ahead, "the period has not begun", f"{today} at the latest, or the status projected"),
        (~rows["area"].isin(known()), "the area is unknown", "a key of data/areas.csv"),
        (~rows["period"].str.fullmatch(PERIOD), "the period is badly written", "2020, 2020-06 or 2015/2020"),
        (~rows["status"].isin(STATUSES), "the status is unknown", ", ".join(STATUSES)),
        (value.isna() != absent, "value and status disagree", "no value exactly when the status says why"),
        (outside | np.isinf(value), "the figure is impossible", f"{indicator.id} within [{low}, {high}]"),
        (_disagrees(rows, indicator), "the printed figure disagrees with its own parts", "numerator over denominator"),
    )
    return [p for broken, what, expected in rules for p in _say(source, rows[broken], what, expected)]


def _disagrees(rows: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """Printed figures further from their own parts than rounding can explain.

    Offices round the share to one decimal and persons to whole persons: half a unit of the last
    decimal of each, and one whole person either way in the denominator of small places.
    """
    wrong = pd.Series(False, index=rows.index)
    for breakdown, formula in (("total", indicator.formula), *indicator.breakdowns.items()):
        if not formula.published:
            continue
        part = rows[rows["breakdown"] == breakdown]
        parts = formula.scale * part["numerator"] / part["denominator"]
        slack = 0.5 * 10.0**-indicator.decimals + formula.scale / part["denominator"] + 0.01
        wrong[part.index] = (part["value"] - parts).abs() > slack
    return wrong


def _say(source: str, rows: pd.DataFrame, what: str, expected: str, most: int = 10) -> list[Problem]:
    """One problem a row, the first `most` of them, with the total in the last."""
    found = [
        Problem(
            source, f"{what}: {r.indicator}, area {r.area}, period {r.period}, {r.breakdown}",
            file=str(r.file), row=int(r.row) or None, column=str(r.variables),
            expected=expected, got=f"{r.value} ({r.status})",
        )
        for r in rows.head(most).itertuples()
    ]  # fmt: skip
    if len(rows) > most:
        found.append(Problem(source, f"{what}: {len(rows)} rows in all"))
    return found
