"""When an office publishes next: from the newest period we hold and the calendar of the source. Pure arithmetic."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from data.entries import Calendar

LAST_YEAR = 9998  # dates end with the year 9999


class Expected(NamedTuple):
    """The edition after the newest we hold.

    due: the day the office publishes it, by its calendar; None where no calendar tells. overdue: that day is over.
    period: what it tells of, written as the newest is («2025», «2026-04»).
    """

    due: date | None = None
    overdue: bool = False
    period: str = ""


def expected(newest: str, calendar: Calendar | None, today: date) -> Expected:
    """When the edition after `newest` is due.

    newest: a reference period («2020», «2026-03», «2015/2020»), "" where nothing is held. Nothing is expected where
    nothing is held, of a series that has ended, or without a calendar. Raises ValueError for what is no period.
    """
    if not newest or calendar is None or not calendar.months:
        return Expected()
    after = _shifted(newest, calendar.months)
    if not after:
        return Expected()
    due = ends(after) + timedelta(days=calendar.lag_days)
    return Expected(due, today > due, after)


def ends(period: str) -> date:
    """The last day of a period; raises ValueError for what is no period."""
    last = period.rsplit("/", 1)[-1]
    year, _, month = last.partition("-")
    try:
        number = int(month or 12)
        first = date(int(year), number, 1)
    except ValueError as error:
        raise ValueError(f"«{period}» is no period: expected a year, a year and month, or two of them") from error
    return date(first.year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _shifted(period: str, months: int) -> str:
    """The period so many months later; "" beyond the years there are. Parts of a year make a year's period a month."""
    told = []
    for part in period.split("/"):
        last = ends(part)
        count = last.year * 12 + last.month - 1 + months
        year, month = divmod(count, 12)
        if year > LAST_YEAR:
            return ""
        whole = "-" not in part and months % 12 == 0
        told.append(f"{year:04d}" if whole else f"{year:04d}-{month + 1:02d}")
    return "/".join(told)
