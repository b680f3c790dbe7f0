"""The growth target: required = baseline × (1 + growth), rounded up; compared in integers, never as a percentage.

Source of the promise: Sở Thông tin và Truyền thông Đà Nẵng, BNEWS 20/5/2020 (+20 % over the term 2020–2025).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction


def required(baseline: int | None, growth: Decimal) -> int | None:
    """How many are needed. A baseline of 0 or none is not computable: None, never "100 %".

    >>> required(23, Decimal(20)), required(55, Decimal(20)), required(0, Decimal(20))
    (28, 66, None)
    """
    if not baseline:
        return None
    needed = Fraction(baseline) * (1 + Fraction(growth) / 100)
    return -(-needed.numerator // needed.denominator)


def is_met(achieved: int, baseline: int | None, growth: Decimal) -> bool | None:
    """Whether `achieved` is at least baseline × (1 + growth); None where that is not computable."""
    return None if not baseline else 100 * achieved >= (100 + Fraction(growth)) * baseline


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


def pace(achieved: int, needed: int, begins: date, ends: date, on: date) -> Pace:
    """Where one stands against the calendar on a day: `ahead` is negative when behind."""
    whole = (ends - begins).days + 1
    passed = min(max((on - begins).days + 1, 0), whole)
    elapsed = Fraction(passed, whole)
    asked = elapsed * needed
    expected = -(-asked.numerator // asked.denominator)
    still = max(0, needed - achieved)
    months = max(0, (ends.year - on.year) * 12 + ends.month - on.month)
    return Pace(
        elapsed, expected, achieved - expected, still, months, Fraction(still, months) if months and still else None
    )
