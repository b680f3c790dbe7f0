"""Which letters an event about a dossier causes: to every author and to the filer, each once."""

from collections.abc import Callable

from django.db import transaction

from initiatives.models import Dossier
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
    "dossier_recognised": "decided",
    "dossier_not_recognised": "decided",
    "dossier_revoked": "revoked",
}


def write_about(event: Event, attachments: Attachments) -> int:
    """Write to the people concerned; returns how many letters were written. Repeated, it writes none."""
    name = TEMPLATES.get(event.name)
    number = event.subject.partition(":")[2]
    dossier = Dossier.objects.select_related("work", "authority", "round", "filed_by__person").filter(pk=number).first()
    if name is None or dossier is None:
        return 0
    context = {"dossier": dossier, "notice": dossier.notices.last()}
    files = attachments(event, dossier)
    with transaction.atomic():
        letters = [
            write_letter(person, f"initiatives/letters/{name}.txt", context, files, key=f"event:{event.pk}:{person.pk}")
            for person in people_of(dossier)
        ]
    return sum(letter is not None for letter in letters)


def people_of(dossier: Dossier) -> list[Person]:
    """The authors who have not declined, and whoever filed it for them."""
    authors = dossier.work.authors.exclude(confirmation="declined").select_related("person").order_by("position")
    people = {author.person_id: author.person for author in authors}
    if dossier.filed_by and dossier.filed_by.person:
        people.setdefault(dossier.filed_by.person_id, dossier.filed_by.person)
    return list(people.values())
