"""Acceptance of a topic: each member's grade of the task follows from products and report, and binds the ballot.

Source: Thông tư 11/2014/TT-BKHCN.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reviews.rules.citation import Citation
from reviews.rules.criteria import EXCELLENT, FAIL, GRADES, PASS
from reviews.rules.exact import Bound
from reviews.rules.explanation import INVALID, Step
from reviews.rules.seats import Attendance, tally
from reviews.rules.sheets import CountedSheet

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class ProductGrade:
    """A member's grade of one product criterion. `volume`: for a quantity, the percentage of the order reached."""

    aspect: str
    grade: str
    volume: Fraction | None = None


@dataclass(frozen=True, slots=True)
class MemberGrade:
    """Excellent: all product criteria excellent and the report not failed.

    Pass: neither the report nor any criterion but those of `quantity` failed; of the quantities at least
    `quantity_share` not failed, the others at `volume_share` of the order. Else fail, also for a late dossier.
    """

    citation: Citation
    quantity: str = "quantity"
    volume: str = "volume"
    report: str = "report"
    late: str = "late"
    quantity_share: Bound = Bound(Fraction(3, 4))
    volume_share: Bound = Bound(Fraction(3, 4))

    def of(self, products: Sequence[ProductGrade], report: str, late: int | Fraction = 0) -> str:
        """The grade of the task: excellent, pass or fail."""
        if late or FAIL in (report, *(p.grade for p in products if p.aspect != self.quantity)) or not products:
            return FAIL
        if all(product.grade == EXCELLENT for product in products):
            return EXCELLENT
        return PASS if self._enough([p for p in products if p.aspect == self.quantity]) else FAIL

    def _enough(self, quantities: Sequence[ProductGrade]) -> bool:
        failing = [product for product in quantities if product.grade == FAIL]
        reached = all(p.volume is not None and self.volume_share.met_by(p.volume / HUNDRED) for p in failing)
        reaching = len(quantities) - len(failing)
        return not quantities or (reached and self.quantity_share.met_by_part(reaching, len(quantities)))

    def of_sheet(self, sheet: CountedSheet, late: int | Fraction = 0) -> str:
        """The grade that a sheet comes to: its answers but the report's are product criteria."""
        products = [
            ProductGrade(key.partition(".")[0], grade, sheet.points.get(self._volume_of(key)))
            for key, grade in sheet.answers.items()
            if key != self.report
        ]
        return self.of(products, sheet.answers[self.report], late)

    def _volume_of(self, key: str) -> str:
        _, dot, part = key.partition(".")
        return f"{self.volume}{dot}{part}"

    def steps(
        self, sheets: Sequence[CountedSheet], attendance: Attendance, ballots: Sequence[str], late: int | Fraction
    ) -> tuple[Step, ...]:
        """How many sheets come to which grade, and whether the ballots can agree with them.

        Ballots have no names: they contradict the sheets where, for some grades, more were cast than sheets of members
        present come to, and members without a sheet cannot account for it.
        """
        here = {seat.id for seat in attendance.present}
        own = [sheet for sheet in sheets if sheet.seat in here]
        computed, _ = tally([self.of_sheet(sheet, late) for sheet in own], GRADES)
        first = Step("member_grades", {"sheets": len(own)}, dict(computed), True, self.citation)
        return (first, self._agreement(computed, len(here) - len(own), ballots)) if own else ()

    def _agreement(self, computed: Mapping[str, int], free: int, ballots: Sequence[str]) -> Step:
        votes, _ = tally(ballots, GRADES)
        excess = sum(max(0, votes[grade] - computed[grade]) for grade in GRADES)
        holds = excess <= free
        inputs: dict[str, Any] = {"votes": votes, "grades": dict(computed), "without_sheet": free}
        return Step("ballots_agree", inputs, {} if holds else {"outcome": INVALID}, holds, self.citation)


def member_grade(products: Sequence[ProductGrade], report: str, *, rule: MemberGrade, late: int | Fraction = 0) -> str:
    """A member's grade of the task under the rule of a scheme (`scheme.member_grade`)."""
    return rule.of(products, report, late)
