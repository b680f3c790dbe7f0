"""Sheets: which of them count. One criterion outside its limits, or left empty, and the whole sheet is invalid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from reviews.rules.citation import Citation
from reviews.rules.criteria import Criterion, CriterionKind
from reviews.rules.exact import number, spelled
from reviews.rules.explanation import Step
from reviews.rules.language import NOTHING, Words
from reviews.rules.seats import Score, SheetInput

EMPTY = ("", None)
AFFIRMATIVE, NEGATIVE = ("yes", "true", "1"), ("no", "false", "0")


@dataclass(frozen=True, slots=True)
class SheetFault:
    """Why a score cannot count.

    `code`: missing, not_a_number, below_zero, above_maximum, not_an_answer, unknown_criterion.
    """

    criterion: str
    code: str
    value: str = ""
    maximum: str = ""
    title: Words = NOTHING

    def to_json(self) -> dict[str, Any]:
        """The fields by name."""
        told = {"criterion": self.criterion, "code": self.code, "value": self.value, "maximum": self.maximum}
        return {**told, "title": self.title.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From what `to_json` gave."""
        return cls(**{**data, "title": Words(**data["title"])})


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """A sheet that counts: points and answers by criterion."""

    seat: str
    points: Mapping[str, Fraction]
    answers: Mapping[str, str]
    total: Fraction


def criterion_of(criteria: Iterable[Criterion], key: str) -> Criterion | None:
    """The criterion that a line of a sheet answers: `quality`, or `quality.2` for the second product."""
    code, _, part = key.partition(".")
    repeated = part.isascii() and part.isdigit() and 0 < int(part) < 100 and part == str(int(part))
    return next((c for c in criteria if c.code == code and (not part or c.repeats and repeated)), None)


def score_fault(criterion: Criterion, key: str, raw: Score | None) -> SheetFault | None:
    """What is wrong with one score; an empty one is no fault here."""
    if raw in EMPTY:
        return None
    if criterion.answers:
        return (
            None if answer(criterion, raw) else SheetFault(key, "not_an_answer", str(raw)[:40], title=criterion.title)
        )
    try:
        points = number(raw)
    except ValueError:
        return SheetFault(key, "not_a_number", str(raw)[:40], title=criterion.title)
    if points < 0:
        return SheetFault(key, "below_zero", spelled(points), title=criterion.title)
    if criterion.maximum is not None and points > criterion.maximum:
        return SheetFault(key, "above_maximum", spelled(points), spelled(criterion.maximum), criterion.title)
    return None


def answer(criterion: Criterion, raw: object) -> str:
    """The answer as the scheme spells it ("yes" for true or 1), or nothing."""
    told = str(raw).strip().lower()
    if criterion.kind is CriterionKind.CHECK:
        return "yes" if told in AFFIRMATIVE else "no" if told in NEGATIVE else ""
    return told if told in criterion.answers else ""


def score_faults(criteria: Sequence[Criterion], scores: Mapping[str, Score | None]) -> list[SheetFault]:
    """What is wrong with what has been filled in so far."""
    faults = []
    for key in sorted(scores):
        criterion = criterion_of(criteria, key)
        fault = score_fault(criterion, key, scores[key]) if criterion else SheetFault(key, "unknown_criterion")
        faults += [fault] if fault else []
    return faults


def sheet_faults(criteria: Sequence[Criterion], scores: Mapping[str, Score | None]) -> list[SheetFault]:
    """Why the sheet as a whole cannot count: faults, and what is missing. Empty: it counts."""
    given = {key.partition(".")[0] for key, raw in scores.items() if raw not in EMPTY}
    missing = [SheetFault(c.code, "missing", title=c.title) for c in criteria if not c.optional and c.code not in given]
    return missing + score_faults(criteria, scores)


def read_sheet(criteria: Sequence[Criterion], sheet: SheetInput) -> CountedSheet:
    """A sheet without faults, ready to be reckoned with; empty optional criteria count 0."""
    filled = {key: raw for key, raw in sorted(sheet.scores.items()) if raw not in EMPTY}
    asked = {key: criterion_of(criteria, key) for key in filled}
    answers = {key: answer(c, filled[key]) for key, c in asked.items() if c and c.answers}
    points = {key: number(filled[key]) for key, c in asked.items() if c and not c.answers}
    for criterion in criteria:
        if criterion.optional and not criterion.answers and not criterion.repeats:
            points.setdefault(criterion.code, Fraction(0))
    total = sum((points[c.code] * Fraction(c.weight) for c in criteria if c.code in points), Fraction(0))
    return CountedSheet(sheet.seat, points, answers, total)


def count_sheets(
    criteria: Sequence[Criterion], sheets: Iterable[SheetInput], citation: Citation
) -> tuple[list[CountedSheet], list[Step]]:
    """The sheets that count, by seat, and a step for each that does not, with its reasons."""
    counted, steps = [], []
    for sheet in sorted(sheets, key=lambda given: given.seat):
        if faults := sheet_faults(criteria, sheet.scores):
            told: dict[str, Any] = {"seat": sheet.seat, "faults": [fault.to_json() for fault in faults]}
            steps.append(Step("sheet_invalid", told, {}, False, citation))
        else:
            counted.append(read_sheet(criteria, sheet))
    return counted, steps
