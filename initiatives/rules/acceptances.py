"""How many of the topics under contract will be accepted, and when: the months in which their terms end, moved by the
delays of the past and weighed by the part of past topics that was accepted. Silent where too few have ended.

Months are counted through: 12 · year + month - 1.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

MONTHS = 12
LEAST_PAST = 20  # topics that must have ended before their rate and their delays mean anything
LEAST_ACCEPTED = 10
WIDE = 1.645  # of a standard deviation each way: nine times in ten


@dataclass(frozen=True, slots=True)
class Past:
    """Topics that have ended, how many of them were accepted, and by how many months after the end of their term
    (0: in its month or before it): how many with each delay.
    """

    ended: int
    delays: Mapping[int, int]

    @property
    def accepted(self) -> int:
        """How many were accepted."""
        return sum(self.delays.values())

    @property
    def rate(self) -> float:
        """(accepted + ½) / (ended + 1): never quite 0 or 1."""
        return (self.accepted + 0.5) / (self.ended + 1)

    @property
    def enough(self) -> bool:
        """Whether enough has happened to say anything."""
        return self.ended >= LEAST_PAST and self.accepted >= LEAST_ACCEPTED

    def delay(self) -> float:
        """The mean delay in months."""
        return sum(months * n for months, n in self.delays.items()) / max(1, self.accepted)


@dataclass(frozen=True, slots=True)
class Expected:
    """Acceptances to be expected in a year: the mean, and the range in which it falls nine times in ten."""

    year: int
    mean: float
    low: int
    high: int


def outlook(due: Mapping[int, int], past: Past, now: int) -> Sequence[Expected]:
    """By year, from the month `now` on; nothing where the past says too little. `due` are topics under contract by the
    month in which their term ends.

    A topic whose term has passed waits already: of the past only delays as long as its own are taken for it; where
    there was none so long, it is expected now. The means of all years add up to rate × topics.
    """
    if not past.enough:
        return ()
    chances: Counter[int] = Counter()
    spread: Counter[int] = Counter()
    for month, topics in due.items():
        by_year: Counter[int] = Counter()
        for when, part in _months(month, past.delays, now):
            by_year[when // MONTHS] += part  # type: ignore[assignment]
        for year, part in by_year.items():
            chance = part * past.rate
            chances[year] += topics * chance  # type: ignore[assignment]
            spread[year] += topics * chance * (1 - chance)  # type: ignore[assignment]
    topics = sum(due.values())
    return [_expected(year, chances[year], spread[year], topics, past) for year in sorted(chances)]


def _months(due: int, delays: Mapping[int, int], now: int) -> Sequence[tuple[int, float]]:
    """Months in which a topic due in a month may be accepted, with their parts of 1."""
    left = {delay: n for delay, n in delays.items() if due + delay >= now}
    whole = sum(left.values())
    return [(due + delay, n / whole) for delay, n in left.items()] if whole else [(now, 1.0)]


def _expected(year: int, mean: float, spread: float, topics: int, past: Past) -> Expected:
    unknown = mean * mean * (1 - past.rate) / past.rate / (past.ended + 2)  # of the rate itself
    wide = WIDE * sqrt(spread + unknown)
    return Expected(year, mean, max(0, floor(mean - wide)), min(topics, ceil(mean + wide)))
