"""Which totals give a grade: the range left by better grades, floors, minimums and the pass mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reviews.rules.exact import Bound
from reviews.rules.explanation import PASSED
from reviews.rules.grades import Grade
from reviews.rules.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` up to `high`; `closed`: the upper end belongs to it."""

    low: Bound
    high: Fraction
    closed: bool

    @property
    def empty(self) -> bool:
        """Whether no total lies in it."""
        return self.low.value > self.high or (self.low.value == self.high and (self.low.strict or not self.closed))


def range_of(scheme: Scheme, grade: Grade, better: Sequence[Grade]) -> Range:
    """The totals that give the grade, where `better` grades are tried before it."""
    lows = [grade.total, Bound(_floors(scheme, dict(grade.floors)))]
    if grade.outcome == PASSED:
        minimums = {c.code: c.minimum for c in scheme.points if c.minimum is not None}
        lows.append(Bound(_floors(scheme, {**minimums, **dict(grade.floors)})))
        lows += [scheme.pass_mark.total] if scheme.pass_mark else []
    highs = [(scheme.highest, True)]
    highs += [(Fraction(grade.below), False)] if grade.below is not None else []
    # A better grade takes its whole range away, unless its floors may fail and the next lower is tried then.
    highs += [(other.total.value, other.total.strict) for other in better if not other.floors or other.clash_decided]
    low = max(lows, key=lambda bound: (bound.value, bound.strict))
    high, closed = min(highs)
    return Range(low, high, closed)


def _floors(scheme: Scheme, floors: Mapping[str, Decimal]) -> Fraction:
    weighted = (Fraction(c.weight) * Fraction(floors[c.code]) for c in scheme.points if c.code in floors)
    return sum(weighted, Fraction(0))
