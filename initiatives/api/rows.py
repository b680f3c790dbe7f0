"""Rows of hot lists: plain dictionaries, one more statement for the authors whatever the number of rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F

from initiatives.models import Attachment, Author, RedactedCopy
from organisation.among import among

DOSSIER = {
    "draft": F("draft_code"), "reference": F("code"), "title": F("work__title"), "kind": F("work__kind"),
    "round_code": F("round__code"), "authority_code": F("authority__code"), "unit_code": F("work__unit__code"),
}  # fmt: skip
DOSSIER_COLUMNS = ("id", "work_id", "state", "level", "purpose", "channel", "submitted_at", "due_on")
SHOWN = ("title", "kind", "state", "level", "purpose", "channel", "submitted_at", "due_on")
WORK = {"field_code": F("field__code"), "unit_code": F("unit__code")}
WORK_COLUMNS = ("id", "kind", "title", "summary", "public", "origin")


def authors_of(works: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Authors by work."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Author.objects.filter(among("work_id", set(works))).order_by("work", "position")
    for work, person, name, share in rows.values_list("work_id", "person__code", "person__full_name", "share"):
        found[work].append({"person": person, "full_name": name, "share": str(share)})
    return found


def dossier_rows(page: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Dossiers as lists show them."""
    authors = authors_of(row["work_id"] for row in page)
    return [
        {
            **{name: row[name] for name in SHOWN},
            "code": row["reference"] or row["draft"],
            "round": row["round_code"],
            "authority": row["authority_code"],
            "unit": row["unit_code"],
            "authors": authors[row["work_id"]],
        }
        for row in page
    ]


def file_row(file: Attachment) -> dict[str, Any]:
    """A file with its blob and dossier loaded."""
    return {
        "id": file.pk,
        "name": file.name,
        "size": file.blob.size,
        "media_type": file.blob.media_type,
        "digest": file.blob.digest,
        "dossier": file.dossier.reference,
    }


def redacted_row(copy: RedactedCopy) -> dict[str, Any]:
    """A redacted copy with its blob loaded."""
    blob = copy.blob
    return {
        "of": copy.of_id, "name": copy.name, "size": blob.size, "media_type": blob.media_type, "digest": blob.digest,
    }  # fmt: skip


def work_rows(page: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Works as lists show them."""
    authors = authors_of(row["id"] for row in page)
    return [
        {
            **{name: row[name] for name in WORK_COLUMNS},
            "field": row["field_code"],
            "unit": row["unit_code"],
            "authors": authors[row["id"]],
        }
        for row in page
    ]
