"""The content of a work as answers to its form, and frozen as it is submitted."""

import hashlib
from typing import Any

import orjson

from initiatives.models import Attachment, Dossier
from initiatives.rules.forms import questions


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


def frozen_content(dossier: Dossier) -> dict[str, Any]:
    """What a version keeps: answers, authors, participating units, files by digest. Plain JSON."""
    work = dossier.work
    return {
        "purpose": dossier.purpose,
        "answers": answers_of(dossier),
        "unit_name": work.unit.name,
        "field_name": work.field.name_vi if work.field else "",
        "authors": [_author(author) for author in work.authors.select_related("person", "unit")],
        "units": [row.unit.code for row in work.participations.select_related("unit").order_by("unit__code")],
        "files": [
            {"name": file.name, "digest": file.blob.digest, "size": file.blob.size, "media_type": file.blob.media_type}
            for file in Attachment.objects.filter(dossier=dossier, removed_at=None).select_related("blob")
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


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON (sorted keys, UTF-8)."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
