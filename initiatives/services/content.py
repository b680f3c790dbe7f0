"""The content of a work as answers to its form, and frozen as it is submitted."""

import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy

from initiatives.choices import EDITABLE
from initiatives.models import Attachment, Author, Dossier, Work
from initiatives.policy import may_edit, may_read_secrets
from initiatives.rules.forms import questions
from organisation.actor import Actor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLACES = {"authors": gettext_lazy("Authors"), "files": gettext_lazy("Files"), "other": gettext_lazy("Other")}


def authors_of(work: Work) -> list[Author]:
    """In their order, with person and unit; asked once of a work in hand."""
    prefetch_related_objects([work], Prefetch("authors", Author.objects.select_related("person", "unit")))
    return list(work.authors.all())


def files_of(dossier: Dossier) -> list[Attachment]:
    """Those not taken out, with their bytes; asked once of a dossier in hand."""
    kept = Attachment.objects.filter(removed_at=None).select_related("blob")
    prefetch_related_objects([dossier], Prefetch("attachments", kept, to_attr="kept_files"))
    return list(dossier.kept_files)  # type: ignore[attr-defined]


def answers_of(dossier: Dossier) -> dict[str, Any]:
    """Every answer by question name; columns of the work and its free content alike."""
    work = dossier.work
    columns: dict[str, Any] = {
        "title": work.title,
        "summary": work.summary,
        "field": work.field.code if work.field else "",
        "unit": work.unit.code,
        "first_applied_on": work.first_applied_on.isoformat() if work.first_applied_on else "",
    }
    return {
        name: columns[name] if name in columns else work.content.get(name, "") for name in questions(dossier.purpose)
    }


def submitted_answers(dossier: Dossier) -> dict[str, Any]:
    """The answers of the version submitted last; none before there is one."""
    version = dossier.versions.order_by("number").last()
    return dict(version.content["answers"]) if version else {}


def label_of(purpose: str, field: str) -> "StrOrPromise":
    """The words for what a reason is tied to: a question of the form, or "authors", "files", "other"."""
    asked = questions(purpose)
    return gettext_lazy(asked[field].label) if field in asked else PLACES.get(field, "")


def is_being_written(dossier: Dossier, actor: Actor) -> bool:
    """Whether the actor is shown the content as it is being written; everybody else sees what was submitted last."""
    return dossier.state in EDITABLE and may_edit(actor, dossier)


def shown_content(dossier: Dossier, actor: Actor) -> dict[str, Any]:
    """The content in the shape of `frozen_content`: the version that concerns the actor, without secrets of others."""
    version = None if is_being_written(dossier, actor) else dossier.versions.order_by("number").last()
    return for_reader(version.content if version else frozen_content(dossier), dossier, actor)


def for_reader(content: dict[str, Any], dossier: Dossier, actor: Actor) -> dict[str, Any]:
    """The content; without the answers that are to be kept secret, unless they concern the actor."""
    secret = {name for name, question in questions(content["purpose"]).items() if question.secret}
    if not any(content["answers"].get(name) for name in secret) or may_read_secrets(actor, dossier):
        return content
    answers = {name: value for name, value in content["answers"].items() if name not in secret}
    return {**content, "answers": answers}


def frozen_content(dossier: Dossier) -> dict[str, Any]:
    """What a version keeps: answers, authors, participating units, files by digest. Plain JSON."""
    work = dossier.work
    return {
        "purpose": dossier.purpose,
        "answers": answers_of(dossier),
        "unit_name": work.unit.name,
        "field_name": work.field.name_vi if work.field else "",
        "authors": [_author(author) for author in authors_of(work)],
        "units": [row.unit.code for row in work.participations.select_related("unit").order_by("unit__code")],
        "files": [
            {"name": file.name, "digest": file.blob.digest, "size": file.blob.size, "media_type": file.blob.media_type}
            for file in files_of(dossier)
        ],
    }


def _author(author: Any) -> dict[str, Any]:
    person = author.person
    return {
        "person": person.code,
        "full_name": person.full_name,
        "born_on": person.born_on.isoformat() if person.born_on else "",
        "workplace": author.unit.name if author.unit else author.workplace,
        "job_title": author.job_title,
        "qualification": author.qualification,
        "share": str(author.share),
        "contribution": author.contribution,
    }


def canonical(content: dict[str, Any]) -> bytes:
    """As JSON of one form: sorted keys, UTF-8."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(content)).hexdigest()
