"""The growth target: required = baseline × (1 + growth), rounded up; compared in integers, never as a percentage.

Source of the promise: Sở Thông tin và Truyền thông Đà Nẵng, BNEWS 20/5/2020 (+20 % over the term 2020–2025).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

MONTHS = 12


class Method(StrEnum):
    """What is compared with what."""

    TERM = "term"
    LAST_YEAR = "last_year"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `begins` to `ends`, both counted."""

    begins: date
    ends: date

    @property
    def months(self) -> int | None:
        """How many whole calendar months it is; None where it does not begin and end with one."""
        after = self.ends + timedelta(days=1)
        if self.begins.day != 1 or after.day != 1 or after <= self.begins:
            return None
        return (after.year - self.begins.year) * MONTHS + after.month - self.begins.month


def baseline_span(method: Method, baseline: Span) -> Span:
    """What makes the baseline: all of it, or its first year where the last year is held against the first."""
    if method != Method.LAST_YEAR:
        return baseline
    return Span(baseline.begins, min(baseline.ends, _moved(baseline.begins, 1) - timedelta(days=1)))


def achieved_span(method: Method, period: Span) -> Span:
    """What counts as achieved: all of the period, or its last year."""
    if method != Method.LAST_YEAR:
        return period
    return Span(max(period.begins, _moved(period.ends + timedelta(days=1), -1)), period.ends)


def _moved(day: date, years: int) -> date:
    """The same day of another year; 1 March for the 29th of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def yearly_scale(method: Method, baseline: Span, period: Span) -> Fraction:
    """By what a baseline is multiplied before growth: months of the period for months of the baseline where yearly
    averages are compared, else 1. Raises ValueError where averages are asked of a span that is not whole months.
    """
    if method != Method.AVERAGE:
        return Fraction(1)
    if baseline.months is None or period.months is None:
        raise ValueError("yearly averages need whole months")
    return Fraction(period.months, baseline.months)


def required(baseline: int | None, growth: Decimal, scale: Fraction = Fraction(1)) -> int | None:
    """How many are needed: baseline × scale × (1 + growth), rounded up.

    A baseline of 0 or none is not computable: None, never "100 %".

    >>> required(23, Decimal(20)), required(55, Decimal(20)), required(0, Decimal(20))
    (28, 66, None)
    """
    if not baseline:
        return None
    factor = _factor(growth, scale)
    return -(-baseline * factor.numerator // factor.denominator)


@lru_cache(256)  # of one target for all its units
def _factor(growth: Decimal, scale: Fraction) -> Fraction:
    return scale * (1 + Fraction(growth) / 100)


def is_met(achieved: int, baseline: int | None, growth: Decimal, scale: Fraction = Fraction(1)) -> bool | None:
    """Whether `achieved` is at least baseline × scale × (1 + growth); None where that is not computable."""
    return None if not baseline else 100 * achieved >= (100 + Fraction(growth)) * baseline * scale


def apportioned(whole: int, shares: Mapping[str, Decimal]) -> dict[str, int]:
    """A whole shared out in whole numbers that add up to it: by largest remainders, ties in the order of the names.

    `shares` in percent, together 100.

    >>> apportioned(10, {"a": Decimal("33.3"), "b": Decimal("33.3"), "c": Decimal("33.4")})
    {'a': 3, 'b': 3, 'c': 4}
    """
    exact = {name: whole * Fraction(share) / 100 for name, share in shares.items()}
    given = {name: int(part) for name, part in exact.items()}
    first = sorted(exact, key=lambda name: (given[name] - exact[name], name))
    for name in first[: whole - sum(given.values())]:
        given[name] += 1
    return given


@dataclass(frozen=True, slots=True)
class Pace:
    """`elapsed` is the part of the period that has passed (days, both ends counted); `expected` what it asks for
    by now.
    """

    elapsed: Fraction
    expected: int
    ahead: int
    still_needed: int
    months_left: int
    a_month: Fraction | None


def _passed(begins: date, ends: date, on: date) -> tuple[int, int]:
    """How many of how many days have passed, both ends counted."""
    whole = (ends - begins).days + 1
    return min(max((on - begins).days + 1, 0), whole), whole


def expected_by(needed: int, begins: date, ends: date, on: date) -> int:
    """What is on pace by a day: needed × the part of the days that has passed, rounded up."""
    passed, whole = _passed(begins, ends, on)
    return -(-passed * needed // whole)


def pace(achieved: int, needed: int, begins: date, ends: date, on: date) -> Pace:
    """Where one stands against the calendar on a day: `ahead` is negative when behind."""
    passed, whole = _passed(begins, ends, on)
    elapsed, expected = Fraction(passed, whole), expected_by(needed, begins, ends, on)
    still = max(0, needed - achieved)
    months = max(0, (ends.year - on.year) * 12 + ends.month - on.month)
    return Pace(
        elapsed, expected, achieved - expected, still, months, Fraction(still, months) if months and still else None
    )
