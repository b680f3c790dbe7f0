"""Dates on which novelty and the filing window depend."""

from datetime import date, timedelta

from initiatives.rules.calendar import add_months


def reference_date(filed_on: date, first_applied_on: date | None) -> date:
    """The day on which novelty is judged: the day before filing, or before first application if that is earlier.

    Source: Nghị định 13/2012/NĐ-CP, Điều 4 khoản 1.
    """
    days = [day for day in (filed_on, first_applied_on) if day]
    return min(days) - timedelta(days=1)


def is_in_time(filed_on: date, first_applied_on: date | None, max_months: int | None) -> bool:
    """Whether the time since first application is within the round's limit (12 months at Sở GD&ĐT Đà Nẵng 2026)."""
    if max_months is None or first_applied_on is None:
        return True
    return filed_on <= add_months(first_applied_on, max_months)
