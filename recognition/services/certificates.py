"""Certificates: one for each author, with a serial number of its authority and year, and the identity in its code."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives.services.numbers import next_number
from journal.services.record import record
from organisation.models import Person
from recognition.models import Certificate, Decision, Recognition
from recognition.queries.decisions import rows_of
from recognition.rules.codes import new_identity

State = Certificate.State
SAID = ("title", "full_name", "workplace", "co_authors", "grade", "share", "decision", "decided_on")
"""What makes a certificate another one when it changes."""


def issue_certificates(row: Recognition) -> list[Certificate]:
    """Issue what is missing for the authors of a recognition; repeated, it issues nothing new."""
    held = set(valid_of(row).values_list("person__code", flat=True))
    lacking = {author["person"]: author for author in row.authors if author["person"] not in held}
    people = Person.objects.in_bulk(list(lacking), field_name="code")
    return [_issue(row, people[code], author) for code, author in lacking.items()]


def valid_of(row: Recognition) -> Any:
    """The valid certificates of what a row recognises, whichever of its rows they were issued on."""
    return Certificate.objects.filter(recognition__dossier=row.dossier_id, state=State.VALID).select_related("person")


def _issue(row: Recognition, person: Person, author: Mapping[str, str]) -> Certificate:
    by = row.corrected_by or row.decision
    day = by.signed_on or timezone.localdate()
    series = f"certificate-{by.authority.code}-{day.year}"
    certificate = Certificate.objects.create(
        recognition=row, person=person, share=Decimal(author["share"].replace(",", ".")), issued_on=day,
        serial=f"{by.authority.code}-{day.year}-{next_number(series):05}",
        verification=new_identity(), content=_content(row, author),
    )  # fmt: skip
    record(None, "certificate_issued", f"certificate:{certificate.pk}", {"serial": certificate.serial})
    return certificate


def _content(row: Recognition, author: Mapping[str, str]) -> dict[str, Any]:
    """What the paper says, as it was on the day of issue."""
    by = row.corrected_by or row.decision
    corrected = row.corrected_by if row.corrected_by_id not in (None, row.decision_id) else None
    return {
        "title": row.title,
        "summary": row.work.summary,
        "full_name": author["full_name"],
        "workplace": author["workplace"],
        "co_authors": [other["full_name"] for other in row.authors if other["person"] != author["person"]],
        "level": row.level,
        "kind": row.kind,
        "grade": row.grade,
        "authority": row.decision.authority.name,
        "decision": row.decision.reference,
        "decided_on": (row.decision.signed_on or row.held_from).isoformat(),
        "corrected_by": corrected.reference if corrected else "",
        "signer_name": by.signer_name,
        "signer_post": by.signer_post,
        "share": author["share"],
    }


def replace_certificates(new: Recognition, decision: Decision, day: date) -> int:
    """End the certificates that say something else than the row that a decision has written: those of its authors are
    replaced (their new ones are issued when it is published), those of who is no author any more revoked.
    """
    authors = {author["person"]: author for author in new.authors}
    gone, stale = [], []
    for certificate in valid_of(new):
        author = authors.get(certificate.person.code)
        if author is None:
            gone.append(certificate.pk)
        elif _says_otherwise(certificate, _content(new, author)):
            stale.append(certificate.pk)
    return _end(gone, State.REVOKED, decision, day) + _end(stale, State.REPLACED, decision, day)


def _says_otherwise(certificate: Certificate, content: Mapping[str, Any]) -> bool:
    return any(certificate.content.get(name) != content[name] for name in SAID)


def revoke_certificates(row: Recognition, decision: Decision, day: date) -> int:
    """End all certificates of a recognition that a decision revokes."""
    return _end(list(valid_of(row).values_list("pk", flat=True)), State.REVOKED, decision, day)


def _end(ids: Iterable[int], state: str, decision: Decision, day: date) -> int:
    """State, day and reason are all that is ever written to a certificate; what it says stays."""
    reason = f"{decision.reference}: {decision.reason}"[:300]
    ended = Certificate.objects.filter(pk__in=list(ids), state=State.VALID)
    told = list(ended.values_list("pk", "serial"))
    ended.update(state=state, ended_on=day, reason=reason)
    for pk, serial in told:
        record(None, f"certificate_{state}", f"certificate:{pk}", {"serial": serial, "decision": decision.code})
    return len(told)


@transaction.atomic
def issue_missing(decision_id: int) -> int:
    """Issue the certificates that a published decision still lacks; returns how many. A decision that changes what was
    recognised before the system issues none where there were none.
    """
    decision = Decision.objects.get(pk=decision_id)
    return sum(len(issue_certificates(row)) for row in rows_of(decision) if _are_kept_here(row, decision))


def _are_kept_here(row: Recognition, decision: Decision) -> bool:
    return (
        row.corrected_by_id != decision.pk or Certificate.objects.filter(recognition__dossier=row.dossier_id).exists()
    )
