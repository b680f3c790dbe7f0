"""Which letters an event about a dossier causes: to every author and to the filer, each once."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from initiatives.choices import Confirmation, State
from initiatives.models import Dossier, Notice
from initiatives.services.content import label_of
from journal.models import Event
from organisation.models import Person
from organisation.services.mail import write_letter

Attachments = Callable[[Event, Dossier], list[dict[str, str]]]
TEMPLATES = {
    "dossier_submitted": "submitted",
    "dossier_admitted": "admitted",
    "dossier_returned": "returned",
    "dossier_refused": "refused",
    "dossier_withdrawn": "withdrawn",
    "dossier_lapsed": "lapsed",
    "dossier_concluded": "concluded",
    "dossier_recognised": "decided",
    "dossier_not_recognised": "decided",
    "dossier_corrected": "corrected",
    "dossier_replaced": "corrected",
    "dossier_revoked": "revoked",
    "author_declined": "declined",
}


def write_about(event: Event, attachments: Attachments) -> int:
    """Write to the people concerned; returns how many letters were written. Repeated, it writes none."""
    name = TEMPLATES.get(event.name)
    number = event.subject.partition(":")[2]
    dossier = Dossier.objects.select_related("work", "authority", "round", "filed_by__person").filter(pk=number).first()
    if name is None or dossier is None:
        return 0
    context, files = _context(event, dossier), attachments(event, dossier)
    with transaction.atomic():
        letters = [
            write_letter(person, f"initiatives/letters/{name}.txt", context, files, key=f"event:{event.pk}:{person.pk}")
            for person in people_of(dossier)
        ]
    return sum(letter is not None for letter in letters)


def _context(event: Event, dossier: Dossier) -> dict[str, Any]:
    """What the letter tells: as it was when it happened, for a follower may come late."""
    notice = notice_of(event, dossier)
    reasons = notice.reasons if notice else []
    return {
        "dossier": dossier,
        "state": State(event.data["to"]).label if "to" in event.data else "",
        "again": event.data.get("from") == State.RETURNED,
        "passed": event.data.get("outcome") == "passed",
        "notice": notice,
        "reasons": [{"label": label_of(dossier.purpose, row["field"]), "text": row["text"]} for row in reasons],
        "decliner": Person.objects.filter(code=event.data.get("person", "")).first(),
    }


def notice_of(event: Event, dossier: Dossier) -> Notice | None:
    """The notice that an event has sent."""
    return dossier.notices.filter(made_at__lte=event.at).order_by("made_at").last()


def people_of(dossier: Dossier) -> list[Person]:
    """The authors who have not declined, and whoever filed it for them."""
    authors = dossier.work.authors.exclude(confirmation=Confirmation.DECLINED).select_related("person")
    people = {author.person_id: author.person for author in authors.order_by("position")}
    if dossier.filed_by and dossier.filed_by.person:
        people.setdefault(dossier.filed_by.person.pk, dossier.filed_by.person)
    return list(people.values())
