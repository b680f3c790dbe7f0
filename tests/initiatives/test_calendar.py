"""Dates on which rights depend: worked cases around Tết, month ends and leap years; the calendar's own health."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.rules.calendar import (
    add_months,
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)

DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2026, 2, 12), 1, date(2026, 2, 13)),  # the last working day before Tết Bính Ngọ
        (date(2026, 2, 12), 2, date(2026, 2, 23)),  # 14–22/02: weekend, eve, the first four days, weekend
        (date(2026, 2, 16), 1, date(2026, 2, 23)),  # what begins on Tết's eve
        (date(2026, 2, 10), 20, date(2026, 3, 17)),
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Giỗ Tổ on a Sunday, observed on Monday 27/04
        (date(2026, 4, 29), 1, date(2026, 5, 4)),  # 30/04, 01/05 and the weekend
        (date(2026, 8, 28), 1, date(2026, 9, 3)),  # 31/08 exchanged, 01–02/09
        (date(2025, 12, 31), 1, date(2026, 1, 2)),
        (date(2026, 5, 20), 0, date(2026, 5, 20)),
    ],
)
def test_working_days_are_counted_from_the_day_after(day, count, end):
    assert add_working_days(day, count) == end
    assert working_days_between(day, end) == count


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # 28/02/2026 is a Saturday
        (date(2024, 1, 31), 1, date(2024, 2, 29)),  # a leap year, a Thursday
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 16), 3, date(2026, 2, 23)),  # ends on Tết's eve, so after Tết
        (date(2025, 12, 30), 4, date(2026, 5, 4)),  # ends on 30/04
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
        (date(2026, 10, 1), 15, date(2028, 1, 4)),  # 01/01/2028 is a Saturday, observed on Monday
    ],
)
def test_a_term_in_months_ends_on_the_same_day_or_the_last_of_the_month_and_never_on_a_day_of_rest(day, months, end):
    assert add_months(day, months) == end


@given(DAYS, st.integers(0, 120))
def test_a_term_in_months_never_ends_early_and_at_most_a_long_holiday_late(day, months):
    end = add_months(day, months)
    assert is_working_day(end)
    same = (day.year * 12 + day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    earliest = date(*same, min(day.day, 28))
    assert earliest <= end <= earliest + timedelta(days=3 + 12)


@given(DAYS, st.integers(0, 120))
def test_a_longer_term_never_ends_before_a_shorter_one(day, months):
    assert add_months(day, months) <= add_months(day, months + 1)
    assert add_working_days(day, months % 30) <= add_working_days(day, months % 30 + 1)


@given(DAYS, DAYS)
def test_counting_back_is_counting_forward_with_a_minus(first, last):
    assert working_days_between(first, last) == -working_days_between(last, first)


@given(DAYS)
def test_the_next_working_day_is_the_first_that_is_one(day):
    found = next_working_day(day)
    assert is_working_day(found)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))


@pytest.mark.parametrize(
    "first_day",
    [date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13)],
)
def test_the_calendar_knows_the_tet_of_the_years_ahead(first_day):
    assert not any(is_working_day(first_day + timedelta(days=n)) for n in range(-1, 3))


@pytest.mark.parametrize("year", range(2020, 2041))
def test_the_calendar_knows_the_holidays_of_every_year_that_a_deadline_may_fall_in(year):
    """Bộ luật Lao động 2019, Điều 112: eleven days, those on a weekend moved to working days."""
    fixed = [date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)]
    assert not any(is_working_day(day) for day in fixed)
    weekdays = sum((date(year, 1, 1) + timedelta(days=n)).weekday() < 5 for n in range(365))
    working = working_days_between(date(year - 1, 12, 31), date(year, 12, 31))
    assert 9 <= weekdays - working + (date(year, 12, 31) - date(year, 1, 1)).days - 364 <= 16
