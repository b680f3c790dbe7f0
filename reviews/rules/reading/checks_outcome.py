"""Grades that nothing can reach or that overlap; ballots that cannot be won."""

from collections.abc import Iterator, Sequence

from reviews.rules.criteria import FAIL, CriterionKind
from reviews.rules.exact import spelled
from reviews.rules.grades import Grade
from reviews.rules.problems import Found, Path
from reviews.rules.reading.reach import range_of
from reviews.rules.reading.shares import share_problem
from reviews.rules.scheme import Scheme

FEWEST_CHOICES = 2


def check_grades(scheme: Scheme) -> Iterator[Found]:
    """From the best down, each below the one before, each within reach."""
    for position, grade in enumerate(scheme.grades):
        path: Path = ("grades", position)
        earlier = scheme.grades[:position]
        if grade.code in scheme.grade_codes[:position]:
            yield Found((*path, "code"), "duplicate", {"key": "code", "value": grade.code})
        yield from _floors(scheme, grade, path)
        wrong = list(_order(grade, earlier[-1] if earlier else None, path))
        yield from wrong or _reach(scheme, grade, earlier, path)


def _floors(scheme: Scheme, grade: Grade, path: Path) -> Iterator[Found]:
    for code, floor in grade.floors:
        criterion = scheme.criterion(code)
        if criterion is None or criterion not in scheme.points:
            known = ", ".join(c.code for c in scheme.points)
            yield Found((*path, "floors", code), "unknown_criterion", {"value": code, "known": known})
        elif floor > (criterion.maximum or 0):
            told = {"minimum": spelled(floor), "maximum": spelled(criterion.maximum or 0)}
            yield Found((*path, "floors", code), "minimum_above_maximum", told)


def _order(grade: Grade, better: Grade | None, path: Path) -> Iterator[Found]:
    """Ranges must not overlap: the lower bounds fall, and `below` stops at the better grade."""
    if better is None:
        return
    low, above = grade.total.value, better.total.value
    if low > above or (low == above and not better.floors and grade.total.strict >= better.total.strict):
        yield Found((*path, grade.total.key), "grades_overlap", {"value": spelled(low), "other": better.code})
    elif grade.below is not None and grade.below > above:
        yield Found((*path, "below"), "grades_overlap", {"value": spelled(grade.below), "other": better.code})


def _reach(scheme: Scheme, grade: Grade, better: Sequence[Grade], path: Path) -> Iterator[Found]:
    """A total that gives the grade must exist."""
    reached = range_of(scheme, grade, better)
    if reached.empty:
        told = {"grade": grade.code, "low": spelled(reached.low.value), "high": spelled(reached.high)}
        yield Found((*path, grade.total.key), "grade_unreachable", told)


def check_member_grade(scheme: Scheme) -> Iterator[Found]:
    """The criteria and the figure that the rule names must be there."""
    rule = scheme.member_grade
    if rule is None:
        return
    for key, kind in (
        ("quantity", CriterionKind.GRADE),
        ("report", CriterionKind.GRADE),
        ("volume", CriterionKind.POINTS),
    ):
        criterion = scheme.criterion(getattr(rule, key))
        if criterion is None or criterion.kind is not kind:
            known = ", ".join(c.code for c in scheme.criteria)
            yield Found(("member_grade", key), "unknown_criterion", {"value": getattr(rule, key), "known": known})
    if rule.late not in scheme.flag_names:
        yield Found(
            ("member_grade", "late"), "unknown_flag", {"value": rule.late, "known": ", ".join(scheme.flag_names)}
        )
    if scheme.ballot is None or FAIL not in scheme.ballot.choices:
        yield Found(("member_grade",), "missing_key", {"key": "ballot"})


def check_ballot(scheme: Scheme) -> Iterator[Found]:
    """At least two choices; shares that can be had; grades that end with what is left over."""
    ballot = scheme.ballot
    if ballot is None:
        return
    if len(ballot.choices) < FEWEST_CHOICES:
        yield Found(("ballot", "choices"), "few_choices", {"least": FEWEST_CHOICES})
    if ballot.majority:
        yield from _choice(("ballot", "passes"), ballot.majority.choice, ballot.choices)
        yield from share_problem(("ballot",), ballot.majority.share)
    if ballot.majority and ballot.grades:
        yield Found(("ballot", "grades"), "majority_and_grades")
    for position, grade in enumerate(ballot.grades):
        path: Path = ("ballot", "grades", position)
        if grade.choice:
            yield from _choice((*path, "choice"), grade.choice, ballot.choices)
            yield from share_problem(path, grade.share)
        if (grade.choice is None) != (position == len(ballot.grades) - 1):
            yield Found(path, "otherwise_last")


def _choice(path: Path, choice: str, known: tuple[str, ...]) -> Iterator[Found]:
    if choice not in known:
        yield Found(path, "unknown_value", {"key": "choices", "value": choice, "known": ", ".join(known)})
