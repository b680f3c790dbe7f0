"""Shares that can be had."""

from collections.abc import Iterator
from fractions import Fraction

from reviews.rules.exact import Bound, spelled
from reviews.rules.problems import Found, Path

WHOLE = Fraction(1)


def share_problem(path: Path, bound: Bound | None) -> Iterator[Found]:
    """A share must lie above 0 and be possible: at most 1, and not "more than 1"."""
    if bound is None:
        return
    impossible = bound.value >= WHOLE if bound.strict else bound.value > WHOLE
    if impossible or (bound.value == 0 and not bound.strict):
        yield Found((*path, bound.key), "share_out_of_range", {"value": spelled(bound.value)})
