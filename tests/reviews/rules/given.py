"""Councils, sheets and ballots for the tests of the rules, in few words."""

from collections.abc import Mapping, Sequence
from typing import Any

from reviews.rules.conclude import conclude
from reviews.rules.explanation import Conclusion
from reviews.rules.scheme import Scheme
from reviews.rules.seats import Attendance, Role, Seat, SheetInput
from reviews.rules.shipped import shipped_schemes

FIRST = (Role.CHAIR, Role.DEPUTY, Role.SECRETARY, Role.REVIEWER, Role.REVIEWER)
SCHEMES = shipped_schemes()


def seats(count: int, roles: Sequence[Role] = FIRST) -> tuple[Seat, ...]:
    """`count` seats s0, s1, …: chair, deputy, secretary, two reviewers, then members."""
    return tuple(Seat(f"s{n}", roles[n] if n < len(roles) else Role.MEMBER) for n in range(count))


def room(present: int, members: int | None = None) -> Attendance:
    """So many present, of so many members (all, unless said otherwise)."""
    return Attendance(present if members is None else members, seats(present))


def sheets(scheme: Scheme, *rows: Sequence[Any]) -> tuple[SheetInput, ...]:
    """A sheet of s0, s1, … for each row of scores, in the order of the scheme's criteria."""
    codes = [criterion.code for criterion in scheme.criteria]
    return tuple(SheetInput(f"s{n}", dict(zip(codes, row, strict=False))) for n, row in enumerate(rows))


def judged(
    code: str,
    *rows: Sequence[Any],
    ballots: Sequence[str] = (),
    present: int = 9,
    members: int | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Conclusion:
    """The conclusion of a shipped scheme on these rows of scores, ballots and attendance."""
    scheme = SCHEMES[code]
    return conclude(scheme, sheets(scheme, *rows), ballots, room(present, members), flags)


def told(conclusion: Conclusion) -> tuple[str, str | None, str | None]:
    """Outcome, grade and shown score."""
    return conclusion.outcome, conclusion.grade, conclusion.shown


def votes(yes: int, no: int = 0, other: int = 0) -> list[str]:
    """So many ballots of yes, no, and something else."""
    return ["yes"] * yes + ["no"] * no + ["?"] * other


def grades(excellent: int = 0, passing: int = 0, fail: int = 0, other: int = 0) -> list[str]:
    """So many ballots of each grade."""
    return ["excellent"] * excellent + ["pass"] * passing + ["fail"] * fail + [""] * other
