"""Conclusions and their explanation, in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from initiatives.models import Dossier
from organisation.actor import Actor
from organisation.policy import visible
from reviews.models import Conclusion, Hearing
from reviews.queries.schemes import parsed
from reviews.rules.explanation import Step
from reviews.rules.language import pick
from reviews.rules.words.names import CHOICES, OUTCOMES, WAYS, cited, named
from reviews.rules.words.steps import describe

REVISE = ("yêu cầu hoàn thiện", "to be revised")


@dataclass(frozen=True, slots=True)
class Line:
    """One step of an explanation: the sentence, whether the rule is met, and where it stands."""

    rule: str
    text: str
    holds: bool
    source: str
    confirmed: bool


def conclusions_visible_to(actor: Actor) -> QuerySet[Conclusion]:
    """Conclusions on the dossiers that the actor sees: council, authority, and the authors themselves."""
    rows = Conclusion.objects.filter(hearing__dossier__in=visible(Dossier, actor).values("pk"))
    return rows.select_related("hearing__dossier__work", "hearing__council", "scheme").order_by("-pk")


def lines(steps: Iterable[Mapping[str, Any]], language: str | None = None) -> list[Line]:
    """Stored steps as sentences, in the reader's language unless told otherwise."""
    spoken = language or get_language() or "vi"
    return [_line(Step.from_json(step), spoken) for step in steps]


def _line(step: Step, language: str) -> Line:
    source = cited(step.citation, language)
    return Line(step.rule, describe(step, language), step.holds, source, step.citation.confirmed)


def explanation(conclusion: Conclusion, language: str | None = None) -> list[Line]:
    """The explanation of a stored conclusion, line by line."""
    return lines(conclusion.result["steps"], language)


def outcome_words(conclusion: Conclusion, language: str | None = None) -> str:
    """What the council concluded, as in: đạt, xếp loại B."""
    spoken = language or get_language() or "vi"
    outcome = pick(spoken, *REVISE) if conclusion.outcome == "revise" else named(OUTCOMES, conclusion.outcome, spoken)
    if not conclusion.grade:
        return outcome
    kind = ("phương thức", "way") if conclusion.grade in WAYS else ("xếp loại", "grade")
    return f"{outcome}, {pick(spoken, *kind)} {grade_words(conclusion, spoken)}"


def grade_words(conclusion: Conclusion, language: str) -> str:
    """What the scheme calls the grade."""
    titles = {grade.code: grade.title.said(language) for grade in parsed(conclusion.scheme).grades}
    return titles.get(conclusion.grade) or named(CHOICES, conclusion.grade, language)


def comments_to_authors(hearing: Hearing) -> list[str]:
    """What members wrote to the authors, without names; shown once the council has concluded."""
    if hearing.state != Hearing.State.CONCLUDED:
        return []
    sitting = hearing.places.filter(recused=False).values("seat_id")
    locked = hearing.sheets.filter(seat__in=sitting).exclude(locked_at=None).exclude(to_authors="")
    return sorted(locked.values_list("to_authors", flat=True))
