"""What the filing pages show beside the form: steps with ticks, rounds, rows of authors and files, what is missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from config.errors import DomainError, Invalid
from initiatives.machine import Need
from initiatives.models import Attachment, Dossier
from initiatives.rules import shares
from initiatives.rules.answers import missing
from initiatives.rules.forms import FORMS, Step, questions
from initiatives.services.content import answers_of
from initiatives.workflow import WORKFLOW
from organisation.actor import NOBODY
from organisation.models import Unit


def steps_of(dossier: Dossier, current: str) -> list[dict[str, Any]]:
    """The stepper: which steps are done, which one is open."""
    lacking = set(missing(questions(dossier.purpose), answers_of(dossier)))
    return [
        {
            "label": _(step.title),
            "address": reverse("filing-step", args=[dossier.reference, step.name]),
            "state": "current" if step.name == current else "done" if _is_done(dossier, step, lacking) else "todo",
        }
        for step in FORMS[dossier.purpose]
    ]


def first_open_step(dossier: Dossier) -> str:
    """Name of the first step that still lacks an answer, else of the last."""
    lacking = set(missing(questions(dossier.purpose), answers_of(dossier)))
    steps = FORMS[dossier.purpose]
    return next((step.name for step in steps if lacking & {q.name for q in step.questions}), steps[-1].name)


def _is_done(dossier: Dossier, step: Step, lacking: set[str]) -> bool:
    if step.name == "authors":
        return shares.are_whole([author.share for author in dossier.work.authors.all()])
    if step.name == "files":
        return Attachment.objects.filter(dossier=dossier, removed_at=None).exists()
    return not any(question.name in lacking for question in step.questions)


def missing_steps(dossier: Dossier) -> list[dict[str, Any]]:
    """Everything that keeps the dossier from being submitted, each with the address where to mend it."""
    asked, found = questions(dossier.purpose), []
    where = {question.name: step.name for step in FORMS[dossier.purpose] for question in step.questions}
    for name in missing(asked, answers_of(dossier)):
        if name != "declaration":
            address = reverse("filing-step", args=[dossier.reference, where[name]]) + f"#id_{name}"
            found.append({"address": address, "words": _(asked[name].label)})
    for need in WORKFLOW["submit"].needs:
        if need.__name__ != "is_complete" and (words := _complaint(need, dossier)):
            found.append({"address": _where(need, dossier), "words": words})
    return found


def _where(need: Need, dossier: Dossier) -> str:
    if "points" in need.__name__:
        return reverse("filing-points", args=[dossier.reference])
    if "task" in need.__name__:
        return reverse("filing-step", args=[dossier.reference, "plan"])
    step = "authors" if "author" in need.__name__ or "share" in need.__name__ else "what"
    return reverse("filing-step", args=[dossier.reference, step])


def _complaint(need: Need, dossier: Dossier) -> str:
    try:
        need(dossier, NOBODY, {})
    except Invalid as error:
        return str(error.message)
    return ""


def author_rows(
    dossier: Dossier, typed: Sequence[Mapping[str, str]] | None = None, error: DomainError | None = None
) -> list[dict[str, Any]]:
    """Rows of the authors' table: as stored, or as typed with the faults at their fields."""
    if typed is not None:
        return [{**row, "faults": _faults(error, number)} for number, row in enumerate(typed)]
    return [
        {
            "person": author.person.code,
            "full_name": author.person.full_name,
            "email": author.person.email,
            "workplace": author.unit.name if author.unit else author.workplace,
            "job_title": author.job_title,
            "contribution": author.contribution,
            "share": f"{author.share.normalize():f}",
            "confirmation": author.confirmation,
            "faults": {},
        }
        for author in dossier.work.authors.select_related("person", "unit").order_by("position")
    ]


def _faults(error: DomainError | None, number: int) -> dict[str, str]:
    begin = f"authors.{number}."
    fields = error.fields if error else {}
    return {name.removeprefix(begin): str(texts[0]) for name, texts in fields.items() if name.startswith(begin)}


def file_rows(dossier: Dossier) -> list[dict[str, Any]]:
    """Files as the file list shows them."""
    return [
        {
            "name": file.name,
            "address": reverse("dossier-file", args=[dossier.reference, file.pk]),
            "bytes": file.blob.size,
            "kind": file.blob.media_type,
            "remove": reverse("dossier-file-remove", args=[dossier.reference, file.pk]),
        }
        for file in Attachment.objects.filter(dossier=dossier, removed_at=None).select_related("blob")
    ]


def unit_rows(dossier: Dossier, typed: Sequence[str] | None = None) -> dict[str, Any]:
    """The further units that take part, with two empty rows to add some, and the units to choose from."""
    given = typed
    if given is None:
        given = list(dossier.work.participations.order_by("unit__name").values_list("unit__code", flat=True))
    standing = Unit.objects.filter(valid_to=None).exclude(pk=dossier.work.unit_id).order_by("name")
    chosen = [code for code in given if code]
    return {"units": [*chosen, "", ""], "unit_choices": list(standing.values_list("code", "name"))}
