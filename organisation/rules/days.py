"""Days that people write into addresses and forms."""

from datetime import date

FIRST, LAST = date(1900, 1, 1), date(9000, 1, 1)
"""Nothing happened before that is kept here, nor will after; beyond them, days can not be reckoned on from."""


def day_in(text: str) -> date | None:
    """An ISO date of a form; nothing for what is none, or lies out of all bounds."""
    found = _read(text)
    return found if found and FIRST <= found <= LAST else None


def day_within(text: str) -> date | None:
    """An ISO date by which something is narrowed down: one out of all bounds says the same as the bound.

    >>> day_within("0211-02-03"), day_within("9999-12-31"), day_within("2026-02-30")
    (datetime.date(1900, 1, 1), datetime.date(9000, 1, 1), None)
    """
    found = _read(text)
    return found and min(max(found, FIRST), LAST)


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
