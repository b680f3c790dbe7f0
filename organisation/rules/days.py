"""Days that people write into addresses and forms."""

from datetime import date

FIRST, LAST = date(1900, 1, 1), date(9000, 1, 1)
"""Nothing happened before that is kept here, nor will after; beyond them, days can not be reckoned on from."""


def day_in(text: str) -> date | None:
    """An ISO date; nothing for what is none, or lies out of all bounds."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None
