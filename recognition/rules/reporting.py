"""Monthly reports: which days are counted, and when a month is reported."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from recognition.rules.growth import Span

GRACE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Spans:
    """What a report counts: its month, its year, and the same part of the year before; each up to the day, counted."""

    month: Span
    year: Span
    before: Span


def spans(as_of: date) -> Spans:
    """The days that a report as on a day counts.

    >>> spans(date(2024, 2, 29)).before.ends
    datetime.date(2023, 2, 28)
    """
    return Spans(
        Span(as_of.replace(day=1), as_of),
        Span(date(as_of.year, 1, 1), as_of),
        Span(date(as_of.year - 1, 1, 1), year_before(as_of)),
    )


def year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)


def months_until(as_of: date) -> list[Span]:
    """The months of the year up to a day, the last one only so far; then those of the whole year before."""
    this = [whole_month(as_of.year, month) for month in range(1, as_of.month + 1)]
    this[-1] = Span(this[-1].begins, as_of)
    return this + [whole_month(as_of.year - 1, month) for month in range(1, 13)]


def whole_month(year: int, month: int) -> Span:
    """A calendar month."""
    begins = date(year, month, 1)
    return Span(begins, (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def last_month(today: date) -> date:
    """The last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)


def due_on(today: date, next_working_day: Callable[[date], date]) -> date | None:
    """The last day of the month that is to be reported today: from the first working day on, and for a week more where
    the machine slept over it. None on other days.
    """
    first = next_working_day(today.replace(day=1))
    return last_month(today) if first <= today < first + GRACE else None
