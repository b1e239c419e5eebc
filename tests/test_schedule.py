"""When the next edition is due: examples of the offices' calendars, and what holds for every period and calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from dashboard.analysis.schedule import LAST_YEAR, ends, expected
from data.entries import Calendar

EVERY = ("P1M", "P3M", "P6M", "P1Y", "P2Y", "P5Y", "P10Y")
TODAY = date(2026, 11, 22)
years = some.integers(1900, 2200).map(lambda y: f"{y:04d}")
months = some.tuples(years, some.integers(1, 12)).map(lambda p: f"{p[0]}-{p[1]:02d}")
periods = some.one_of(years, months)
calendars = some.builds(
    lambda every, lag: Calendar(every=every, lag_days=lag), some.sampled_from(EVERY), some.integers(0, 900)
)


@pytest.mark.parametrize(
    ("newest", "every", "lag", "due", "period"),
    [
        ("2020", "P10Y", 25, date(2031, 1, 25), "2030"),
        ("2022", "P1Y", 225, date(2024, 8, 12), "2023"),
        ("2026-09", "P1M", 7, date(2026, 11, 7), "2026-10"),
        ("2024-12", "P1M", 0, date(2025, 1, 31), "2025-01"),
        ("2025-11", "P3M", 10, date(2026, 3, 10), "2026-02"),
        ("2015/2020", "P5Y", 0, date(2025, 12, 31), "2020/2025"),
        ("2020", "P1M", 0, date(2021, 1, 31), "2021-01"),
    ],
)
def test_the_next_edition_is_due_after_its_period_and_the_lag(
    newest: str, every: str, lag: int, due: date, period: str
) -> None:
    found = expected(newest, Calendar(every=every, lag_days=lag), TODAY)  # type: ignore[arg-type]
    assert (found.due, found.period, found.overdue) == (due, period, due < TODAY)


def test_nothing_is_expected_without_a_calendar_without_figures_or_after_the_end() -> None:
    ended = Calendar.model_validate({"ended": {"es": "no sigue", "en": "it does not go on"}})
    for newest, calendar in (("2020", None), ("", Calendar(every="P1Y")), ("2020", ended)):
        assert expected(newest, calendar, TODAY) == (None, False, "")


@given(periods, calendars, some.dates(date(1990, 1, 1), date(2150, 1, 1)))
def test_an_edition_is_late_exactly_after_its_day(newest: str, calendar: Calendar, today: date) -> None:
    found = expected(newest, calendar, today)
    assert found.due is not None and found.overdue == (found.due < today)
    assert found.due - timedelta(days=calendar.lag_days) == ends(found.period) > ends(newest)


@given(periods, calendars)
def test_with_the_next_edition_in_hand_the_one_after_is_expected(newest: str, calendar: Calendar) -> None:
    first = expected(newest, calendar, TODAY)
    second = expected(first.period, calendar, TODAY)
    assert first.due is not None and second.due is not None and second.due > first.due
    between = (ends(second.period).year - ends(newest).year) * 12 + ends(second.period).month - ends(newest).month
    assert between == 2 * calendar.months


@given(periods)
def test_a_period_ends_on_the_last_day_of_a_month(period: str) -> None:
    assert (ends(period) + timedelta(days=1)).day == 1


@pytest.mark.parametrize("period", ["2020-13", "0000", "hoy", "2020-00"])
def test_what_is_no_period_is_refused_with_a_sentence(period: str) -> None:
    with pytest.raises(ValueError, match="is no period: expected a year"):
        ends(period)


def test_beyond_the_last_year_nothing_is_expected() -> None:
    assert expected(str(LAST_YEAR), Calendar(every="P10Y"), TODAY).due is None


@pytest.mark.parametrize(
    "entry",
    [{}, {"lag_days": 3}, {"every": "P1Y", "ended": {"es": "a", "en": "a"}}, {"every": "P7D"},
     {"every": "P1Y", "lag_days": -1}],
)  # fmt: skip
def test_a_calendar_says_how_often_or_that_it_ended_and_nothing_between(entry: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Calendar.model_validate(entry)
