"""Codes of dossiers: a series (kind and year) and a number in it."""

TOGETHER = "dossiers"
"""Subject of journal entries about dossiers that took a step together."""


def series_of(code: str) -> tuple[str, int]:
    """Series and number of a code: “SK-2026-0012” is number 12 of “SK-2026”."""
    series, _dash, number = code.rpartition("-")
    return series, int(number)
