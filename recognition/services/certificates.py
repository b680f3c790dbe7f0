"""Certificates: one for each author, with a serial number of its authority and year, and the identity in its code."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives.models import Author
from initiatives.services.numbers import next_number
from journal.services.record import record
from recognition.models import Certificate, Recognition
from recognition.rules.codes import new_identity


def issue_certificates(row: Recognition) -> list[Certificate]:
    """Issue what is missing for the authors of a recognition; repeated, it issues nothing new."""
    held = set(row.certificates.filter(state=Certificate.State.VALID).values_list("person_id", flat=True))
    authors = row.work.authors.exclude(confirmation="declined").select_related("person", "unit").order_by("position")
    return [_issue(row, author) for author in authors if author.person_id not in held]


def _issue(row: Recognition, author: Author) -> Certificate:
    day = row.decision.signed_on or timezone.localdate()
    series = f"certificate-{row.decision.authority.code}-{day.year}"
    certificate = Certificate.objects.create(
        recognition=row, person=author.person, share=author.share, issued_on=day,
        serial=f"{row.decision.authority.code}-{day.year}-{next_number(series):05}",
        verification=new_identity(), content=_content(row, author),
    )  # fmt: skip
    record(None, "certificate_issued", f"certificate:{certificate.pk}", {"serial": certificate.serial})
    return certificate


def _content(row: Recognition, author: Author) -> dict[str, Any]:
    """What the paper says, as it was on the day of issue."""
    others = row.work.authors.exclude(pk=author.pk).exclude(confirmation="declined").select_related("person")
    return {
        "title": row.work.title,
        "summary": row.work.summary,
        "full_name": author.person.full_name,
        "workplace": author.unit.name if author.unit else author.workplace,
        "co_authors": [other.person.full_name for other in others.order_by("position")],
        "level": row.level,
        "kind": row.kind,
        "grade": row.grade,
        "authority": row.decision.authority.name,
        "decision": row.decision.reference,
        "decided_on": row.held_from.isoformat(),
        "signer_name": row.decision.signer_name,
        "signer_post": row.decision.signer_post,
        "share": str(author.share),
    }


@transaction.atomic
def issue_missing(decision_id: int) -> int:
    """Issue the certificates that a published decision still lacks; returns how many."""
    rows = Recognition.objects.filter(decision=decision_id, recorded_to=None, held_to=None).select_related(
        "work", "decision"
    )
    return sum(len(issue_certificates(row)) for row in rows)
