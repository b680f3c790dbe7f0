"""What a target will likely come to, by the register as it stood on a day; and how such forecasts fared in the past."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear

from recognition.models import Target
from recognition.queries.pipelines import pipeline
from recognition.queries.register import RegisterFilter, register
from recognition.queries.targets import Progress, filter_of
from recognition.rules.forecast import Forecast, Month, forecast, habit_of, seasonal_pace


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of a target, and what the habit of past years asks for by now. None: too little history."""

    forecast: Forecast | None
    seasonal: int | None


def months_of(chosen: RegisterFilter) -> dict[Month, int]:
    """Recognitions by the month of their decision, in one statement."""
    rows = register(chosen).order_by().values(year_=ExtractYear("held_from"), month_=ExtractMonth("held_from"))
    return {(row["year_"], row["month_"]): row["n"] for row in rows.annotate(n=Count("pk"))}


def outlook(stand: Progress) -> Outlook:
    """What lies ahead of a target, as it stood on the day of `stand`. Five statements; none once the period is over."""
    target, on = stand.target, stand.as_of
    period = target.counted_as_achieved
    if on >= period.ends:
        return Outlook(None, None)
    habit = habit_of(months_of(filter_of(target).narrowed(as_of=on, ends=on)), on)
    if habit is None:
        return Outlook(None, None)
    begins = max(period.begins - timedelta(days=1), on)
    under_way = pipeline(target, on) if begins == on else None
    found = forecast(habit, stand.achieved, stand.required, begins, period.ends, under_way)
    pace = seasonal_pace(habit, stand.required, period.begins, period.ends, on) if stand.required else None
    return Outlook(found, pace)


@dataclass(frozen=True, slots=True)
class Trial:
    """One past day from which the end of a period was forecast, and what came of it."""

    on: date
    ends: date
    told: Forecast
    came: int


def back_test(target: Target, until: date, years: int = 1, every_months: int = 3) -> list[Trial]:
    """Forecasts of what `years` would bring, made on past month ends by decision dates then past, beside what came.

    Decision dates are taken as the register knows them on `until`: old registers were entered later than they were
    decided, so nothing could be forecast from the days of recording.
    """
    counts = months_of(filter_of(target).narrowed(ends=until, as_of=until))
    return list(trials(counts, until, years, every_months))


def trials(counts: dict[Month, int], until: date, years: int, every_months: int) -> list[Trial]:
    """The same on counts by month."""
    found: list[Trial] = []
    end = until.replace(day=1) - timedelta(days=1)
    while end.year > min((year for year, _month in counts), default=end.year):
        on = _years_before(end, years)
        known = {month: count for month, count in counts.items() if month <= (on.year, on.month)}
        if told := forecast(habit_of(known, on), 0, None, on, end):
            after = [n for month, n in counts.items() if (on.year, on.month) < month <= (end.year, end.month)]
            found.append(Trial(on, end, told, sum(after)))
        for _step in range(every_months):
            end = end.replace(day=1) - timedelta(days=1)
    return found[::-1]


def _years_before(end: date, years: int) -> date:
    """The last day of the same month, years before."""
    after = end + timedelta(days=1)
    return date(after.year - years, after.month, 1) - timedelta(days=1)
