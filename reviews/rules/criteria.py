"""Criteria: what a sheet asks, within which limits."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reviews.rules.citation import Citation
from reviews.rules.language import NOTHING, Words

YES, NO = "yes", "no"
EXCELLENT, PASS, FAIL = "excellent", "pass", "fail"
GRADES = (EXCELLENT, PASS, FAIL)


class CriterionKind(StrEnum):
    """Points; a question answered by yes or no; a grade (excellent, pass, fail)."""

    POINTS = "points"
    CHECK = "check"
    GRADE = "grade"


ANSWERS = {CriterionKind.POINTS: (), CriterionKind.CHECK: (YES, NO), CriterionKind.GRADE: GRADES}


@dataclass(frozen=True, slots=True)
class Band:
    """What a range of points means, for the member who scores; both ends belong to it."""

    least: Decimal
    most: Decimal
    words: Words


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the sheet.

    `maximum` limits what a sheet may say (None for questions and grades). `minimum` is asked of the council's result,
    not of a sheet: below it the dossier does not pass; `knock_out` says so in stronger words. `weight` multiplies the
    result. `optional`: may be left empty, and then counts 0. `repeats`: asked for each product (`quality.1`, `.2`).
    """

    code: str
    title: Words
    citation: Citation
    kind: CriterionKind = CriterionKind.POINTS
    maximum: Decimal | None = None
    minimum: Decimal | None = None
    weight: Decimal = Decimal(1)
    knock_out: bool = False
    optional: bool = False
    repeats: bool = False
    guidance: Words = NOTHING
    bands: tuple[Band, ...] = ()

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers to choose from; none where points are given."""
        return ANSWERS[self.kind]

    @property
    def title_vi(self) -> str:
        """The title in Vietnamese."""
        return self.title.vi

    @property
    def title_en(self) -> str:
        """The title in English."""
        return self.title.en

    @property
    def guidance_vi(self) -> str:
        """The guidance in Vietnamese."""
        return self.guidance.vi

    @property
    def guidance_en(self) -> str:
        """The guidance in English."""
        return self.guidance.en
