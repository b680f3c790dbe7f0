"""Deadlines: working days of Viet Nam, and months as the Civil Code counts them.

Sources: Bộ luật Lao động 2019, Điều 112 (public holidays, kept by the `holidays` library, moved rest days included);
Bộ luật Dân sự 2015, Điều 147–148 (the day of the event is not counted; a term in months ends on the same day of the
last month, or on its last day; a term that ends on a day of rest ends with the next working day).
"""

from calendar import isleap, monthrange
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

import holidays

FAR = 20
"""Years; no round and no topic lives so long."""


@cache
def _holidays(year: int) -> frozenset[date]:
    """Public holidays of one year, with those observed on another day."""
    return frozenset(holidays.country_holidays("VN", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, but for public holidays."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_far(day: date, today: date) -> bool:
    """Whether a day is so many years away that it is a slip of the hand."""
    return abs(day.year - today.year) > FAR


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which is itself not counted."""
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1))
    return day


def months_after(day: date, count: int) -> date:
    """The same day `count` months later (or earlier), or that month's last day. Steps do not add up at the ends of
    months: a term that is made longer is counted again from its first day.
    """
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_months(day: date, count: int) -> date:
    """The same day `count` months later, or that month's last day; then the next working day."""
    return next_working_day(months_after(day, count))


def term_ends(day: date, amount: int, unit: str) -> date:
    """The day on which a term of so many days, working_days or months from `day` has run; `day` is not counted."""
    if unit == "working_days":
        return add_working_days(day, amount)
    return months_after(day, amount) if unit == "months" else day + timedelta(days=amount)


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first` up to and including `last`; negative when `last` is earlier."""
    if first.year == last.year:
        return _passed(last) - _passed(first)
    if last < first:
        return -working_days_between(last, first)
    whole = sum(_days_of(year)[-1] for year in range(first.year, last.year))
    return whole - _passed(first) + _passed(last)


def _passed(day: date) -> int:
    """Working days of its year up to and including a day."""
    return _days_of(day.year)[day.timetuple().tm_yday - 1]


@cache
def _days_of(year: int) -> list[int]:
    """For each day of a year how many working days have passed with it."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366 if isleap(year) else 365))
    return list(accumulate(int(is_working_day(day)) for day in days))
