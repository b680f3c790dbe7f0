"""Write letters in the transaction that causes them; send them after it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from journal.models import Event
from journal.services.record import tell
from organisation.models import Letter, Person


def write_letter(
    person: Person, template: str, context: Mapping[str, Any], attachments: Sequence[Mapping[str, str]] = (), key: str | None = None
) -> Letter | None:
    """Write to a person in their language; the template's first line is the subject. Nobody without an address.

    With a `key`, the letter is written once however often this is repeated.
    """
    if not person.email or (key and Letter.objects.filter(key=key).exists()):
        return None
    with translation.override(person.language):
        text = render_to_string(template, {"person": person, "base_url": settings.BASE_URL, **context})
    subject, _, body = text.strip().partition("\n")
    letter = Letter.objects.create(
        key=key, person=person, to=person.email, subject=subject.strip()[:250], body=body.strip(), attachments=list(attachments)
    )
    tell("mail_written", f"letter:{letter.pk}")
    return letter


def deliver(events: Sequence[Event]) -> None:
    """Follower of the outbox: send what waits. A letter is claimed before it is sent, so no second worker sends it."""
    for event in events:
        _send(int(event.subject.partition(":")[2]))


def _send(letter_id: int) -> None:
    claimed = Letter.objects.filter(pk=letter_id, state=Letter.State.WAITING).update(state=Letter.State.SENDING)
    if not claimed:
        return
    letter = Letter.objects.get(pk=letter_id)
    try:
        message = EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to])
        for file in letter.attachments:
            with default_storage.open(file["storage"]) as stream:
                message.attach(file["name"], stream.read(), file["media_type"])
        message.send()
    except Exception:
        Letter.objects.filter(pk=letter_id).update(state=Letter.State.WAITING)
        raise
    Letter.objects.filter(pk=letter_id).update(state=Letter.State.SENT, sent_at=timezone.now())
