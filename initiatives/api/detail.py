"""A dossier with everything that belongs to it, in a number of statements that does not grow with it."""

from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from initiatives.api.rows import file_row
from initiatives.choices import Confirmation
from initiatives.models import Attachment, Author, Dossier, Notice, Version
from initiatives.rules.forms import FORMS, Question
from initiatives.services.content import answers_of, for_reader, is_being_written, label_of
from initiatives.workflow import WORKFLOW
from organisation.actor import Actor


def detail(dossier: Dossier, actor: Actor) -> dict[str, Any]:
    """The dossier as the actor is shown it."""
    named = Prefetch("authors", Author.objects.select_related("person").order_by("position"))
    prefetch_related_objects([dossier.work], named)
    versions = list(dossier.versions.order_by("number"))
    notices = dossier.notices.order_by("made_at") if versions else ()
    return {
        **_head(dossier),
        **_content(dossier, actor, versions),
        "files": [file_row(file) for file in standing_files(dossier)],
        "versions": [version_row(version) for version in versions],
        "notices": [_notice(notice, dossier) for notice in notices],
        "transitions": [
            {"name": t.name, "title": _(t.title), "asks": list(t.asks)} for t in WORKFLOW.open_to(actor, dossier)
        ],
        "form": form_of(dossier.purpose),
    }


def _head(dossier: Dossier) -> dict[str, Any]:
    work = dossier.work
    columns = ("state", "level", "purpose", "channel", "submitted_at", "due_on", "result_due_on", "outcome", "grade")
    return {
        **{name: getattr(dossier, name) for name in columns},
        "code": dossier.reference,
        "kind": work.kind,
        "round": dossier.round.code,
        "authority": dossier.authority.code,
        "revision": work.revision,
        "work": work.pk,
    }


def _content(dossier: Dossier, actor: Actor, versions: list[Version]) -> dict[str, Any]:
    """As it is being written for those who may edit it now; else as it was submitted last."""
    work = dossier.work
    confirmations = {author.person.code: author.confirmation for author in work.authors.all()}
    if not versions or is_being_written(dossier, actor):
        content: dict[str, Any] = {
            "purpose": dossier.purpose,
            "answers": answers_of(dossier),
            "authors": [
                {"person": author.person.code, "full_name": author.person.full_name, "share": str(author.share)}
                for author in work.authors.all()
            ],
            "units": list(work.participations.order_by("unit__code").values_list("unit__code", flat=True)),
        }
    else:
        content = versions[-1].content
    content = for_reader(content, dossier, actor)
    return {
        "title": content["answers"].get("title", work.title),
        "unit": content["answers"].get("unit", work.unit.code),
        "answers": content["answers"],
        "authors": [_author(row, confirmations) for row in content["authors"]],
        "units": content["units"],
    }


def _author(row: dict[str, str], confirmations: dict[str, str]) -> dict[str, str]:
    shown = {name: row[name] for name in ("person", "full_name", "share")}
    return {**shown, "confirmation": confirmations.get(row["person"], Confirmation.CONFIRMED.value)}


def standing_files(dossier: Dossier) -> QuerySet[Attachment]:
    """The files that a dossier has now."""
    files = Attachment.objects.filter(dossier=dossier, removed_at=None)
    return files.select_related("blob", "dossier").defer("blob__pages").order_by("pk")


def version_row(version: Version) -> dict[str, Any]:
    """A version as lists show it."""
    return {"number": version.number, "digest": version.digest, "submitted_at": version.submitted_at}


def _notice(notice: Notice, dossier: Dossier) -> dict[str, Any]:
    reasons = [
        {
            "field": row["field"],
            "label": str(label_of(dossier.purpose, row["field"])),
            "text": row["text"],
            "answer": "",
        }
        for row in notice.reasons
    ]
    for number, answer in enumerate(notice.answers):
        reasons[number]["answer"] = answer
    told = {
        "kind": notice.kind,
        "by_council": notice.by_council,
        "rule": notice.rule,
        "answer_by": notice.answer_by,
        "made_at": notice.made_at,
    }
    return {**told, "reasons": reasons}


def form_of(purpose: str) -> list[dict[str, Any]]:
    """The form of a purpose, its words in the language in force."""
    return [
        {
            "name": step.name,
            "title": _(step.title),
            "questions": [question_row(question) for question in step.questions],
        }
        for step in FORMS[purpose]
    ]


def question_row(question: Question) -> dict[str, Any]:
    """A question as the API shows it."""
    return {**_column(question), "columns": [_column(column) for column in question.columns]}


def _column(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "label": _(question.label),
        "help": _(question.help) if question.help else "",
        "kind": question.kind,
        "required": question.required,
        "limit": question.limit,
        "options": [{"value": value, "label": _(label)} for value, label in question.options],
    }
