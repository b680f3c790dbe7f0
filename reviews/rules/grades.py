"""The pass mark and the grades: from the total, and from criteria that a grade names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reviews.rules.citation import Citation
from reviews.rules.exact import Bound, shown, spelled
from reviews.rules.explanation import NEEDS_DECISION, NOT_PASSED, PASSED, Step
from reviews.rules.language import Words


@dataclass(frozen=True, slots=True)
class PassMark:
    """The total that passes."""

    citation: Citation
    total: Bound

    def check(self, total: Fraction, places: int) -> Step:
        """The step; missed, it settles the outcome."""
        holds = self.total.met_by(total)
        inputs = {"total": spelled(total), "shown": shown(total, places), "mark": self.total.to_json()}
        return Step("pass_mark", inputs, {} if holds else {"outcome": NOT_PASSED}, holds, self.citation)


@dataclass(frozen=True, slots=True)
class Grade:
    """A range of totals: from its lower bound up to the next better grade's, or to `below`, itself excluded.

    `floors` are what named criteria must reach besides. Where one does not: `clash_decided`: people decide
    (needs_decision), and the dossier never slips into a lower grade by itself; else the next lower grade is tried.
    """

    code: str
    title: Words
    citation: Citation
    total: Bound
    below: Decimal | None = None
    floors: tuple[tuple[str, Decimal], ...] = ()
    outcome: str = PASSED
    clash_decided: bool = False

    def covers(self, total: Fraction) -> bool:
        """Whether the total lies in its range, better grades aside."""
        return self.total.met_by(total) and (self.below is None or total < self.below)

    def missed(self, results: Mapping[str, Fraction]) -> list[str]:
        """The criteria whose floors are not reached."""
        return [code for code, floor in self.floors if results[code] < floor]


def grade_step(
    grades: Sequence[Grade], total: Fraction, results: Mapping[str, Fraction], titles: Mapping[str, Words], places: int
) -> Step:
    """The grade of a total: the best whose range and floors it meets. At least one, from the best down."""
    inputs = {"total": spelled(total), "shown": shown(total, places)}
    for grade in (grade for grade in grades if grade.covers(total)):
        floors = [
            {"criterion": code, "title": titles[code].to_json(), "floor": spelled(floor),
             "result": spelled(results[code]), "shown": shown(results[code], places)}
            for code, floor in grade.floors
        ]  # fmt: skip
        told = {**inputs, "grade": grade.code, "range": grade.total.to_json(), "title": grade.title.to_json()}
        missed = grade.missed(results)
        if not missed:
            given = {"grade": grade.code, "grade_of": grade.outcome}
            return Step("grade", {**told, "floors": floors}, given, grade.outcome == PASSED, grade.citation)
        if grade.clash_decided:
            low = [floor for floor in floors if floor["criterion"] in missed]
            return Step("grade_clash", {**told, "missed": low}, {"outcome": NEEDS_DECISION}, False, grade.citation)
    return Step("grade", {**inputs, "range": None}, {"grade": None, "grade_of": None}, False, grades[-1].citation)
