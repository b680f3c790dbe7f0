"""The ballot: what the votes come to. A ballot that is none of the choices is invalid; it supports nothing and stays in
the base.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reviews.rules.citation import Citation
from reviews.rules.criteria import NO, YES
from reviews.rules.exact import Bound
from reviews.rules.explanation import NEEDS_DECISION, NOT_PASSED, PASSED, Step
from reviews.rules.seats import Attendance, tally
from reviews.rules.sheets import CountedSheet


class Base(StrEnum):
    """Of whom a share is taken: the council's members, those present, or the valid ballots."""

    MEMBERS = "members"
    PRESENT = "present"
    VALID = "valid"


@dataclass(frozen=True, slots=True)
class Fallback:
    """What follows from a tie, and from a case that the rules leave undefined (nothing left to take a mean of)."""

    citation: Citation
    tie: str = NOT_PASSED
    undefined: str = NOT_PASSED

    def step(self, because: str, **inputs: Any) -> Step:
        """The step of an undefined case."""
        return Step("undefined", {"because": because, **inputs}, {"outcome": self.undefined}, False, self.citation)


@dataclass(frozen=True, slots=True)
class Majority:
    """Passed when one choice has the share."""

    choice: str
    share: Bound


@dataclass(frozen=True, slots=True)
class BallotGrade:
    """A grade by ballots: `choice` has the share and none of `without` was cast. `choice` None: whatever is left."""

    code: str
    outcome: str
    citation: Citation
    choice: str | None = None
    share: Bound | None = None
    without: tuple[str, ...] = ()

    def won(self, votes: Mapping[str, int], base: int) -> bool:
        """Whether the ballots give this grade."""
        if self.choice is None or self.share is None:
            return True
        return self.share.met_by_part(votes[self.choice], base) and not any(votes[other] for other in self.without)


@dataclass(frozen=True, slots=True)
class Ballot:
    """Choices, base, and either a `majority` or `grades` tried in order (neither: the ballot is only recorded).

    `from_sheets`: where no ballot was cast, sheets of members present are open votes; a no on one is a reasoned no.
    """

    citation: Citation
    choices: tuple[str, ...]
    base: Base = Base.MEMBERS
    majority: Majority | None = None
    grades: tuple[BallotGrade, ...] = ()
    from_sheets: bool = False

    @property
    def decisive(self) -> bool:
        """Whether anything follows from it."""
        return bool(self.majority or self.grades)

    def check(self, attendance: Attendance, ballots: Sequence[str], fallback: Fallback) -> tuple[Step, ...]:
        """The step of the vote, and one for a case the rule leaves open."""
        votes, invalid = tally(ballots, self.choices)
        base = self.count(attendance, sum(votes.values()))
        inputs = {"votes": votes, "invalid": invalid, "cast": len(ballots), "of": str(self.base), "base": base}
        if not self.decisive:
            return (Step("ballot_recorded", inputs, {}, True, self.citation),)
        if not base or (self.grades and not sum(votes.values())):
            return (fallback.step("no_valid_ballot", **inputs),)
        if self.majority:
            return self._majority(self.majority, inputs, fallback)
        return (self._graded(inputs),)

    def count(self, attendance: Attendance, valid: int) -> int:
        """The number of which shares are taken."""
        return {Base.MEMBERS: attendance.members, Base.PRESENT: len(attendance.present), Base.VALID: valid}[self.base]

    def _majority(self, rule: Majority, inputs: dict[str, Any], fallback: Fallback) -> tuple[Step, ...]:
        votes, base = inputs["votes"], inputs["base"]
        holds = rule.share.met_by_part(votes[rule.choice], base)
        tie = not holds and 2 * votes[rule.choice] == sum(votes.values()) > 0
        open_case = tie and fallback.tie == NEEDS_DECISION
        told = {**inputs, "choice": rule.choice, "share": rule.share.to_share()}
        result = {"needed": rule.share.least_of(base), "tie": tie}
        decided = {} if open_case else {"outcome": PASSED if holds else NOT_PASSED}
        step = Step("ballot", told, {**result, **decided}, holds, self.citation)
        return (
            (step, Step("tie", {"votes": votes}, {"outcome": fallback.tie}, False, fallback.citation))
            if open_case
            else (step,)
        )

    def _graded(self, inputs: dict[str, Any]) -> Step:
        grade = next(grade for grade in self.grades if grade.won(inputs["votes"], inputs["base"]))
        told = {**inputs, "choice": grade.choice, "without": list(grade.without)}
        share = grade.share.to_share() if grade.share else None
        result = {"grade": grade.code, "grade_of": grade.outcome, "outcome": grade.outcome}
        return Step("ballot_grade", {**told, "share": share}, result, grade.outcome == PASSED, grade.citation)


def open_votes(sheets: Sequence[CountedSheet], attendance: Attendance) -> list[str]:
    """The open votes that sheets of members present amount to: yes, unless a question was answered by no."""
    here = {seat.id for seat in attendance.present}
    return [NO if NO in sheet.answers.values() else YES for sheet in sheets if sheet.seat in here]
