"""Write letters in the transaction that causes them; send them after it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPConnectError, SMTPRecipientsRefused, SMTPServerDisconnected
from socket import gaierror
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.errors import Invalid
from journal.followers import Undeliverable
from journal.models import Event
from journal.services.record import record, tell
from organisation.models import Letter, MailWish, Person, User
from organisation.rules.digests import Wish, due

DIGEST = "organisation/letters/digest.txt"
MORNING = 7  # o'clock
ABANDONED = timedelta(minutes=5)  # no letter takes so long: EMAIL_TIMEOUT
SERVER_DOWN = (ConnectionError, TimeoutError, gaierror, SMTPConnectError, SMTPServerDisconnected)
FIRST_PERMANENT = 500  # replies of mail servers from here on will not change (RFC 5321, 4.2.1)


def write_letter(
    person: Person,
    template: str,
    context: Mapping[str, Any],
    attachments: Sequence[Mapping[str, str]] = (),
    key: str | None = None,
) -> Letter | None:
    """Write to a person in their language; the template's first line is the subject. Nobody without an address.

    With a `key`, the letter is written once however often this is repeated. What no law demands comes as the person
    wishes: at once, in the letter of the day, or not at all.
    """
    wish = due(template, person.mail_wish, carries_papers=bool(attachments))
    if not person.email or wish is Wish.NEVER or (key and Letter.objects.filter(key=key).exists()):
        return None
    with translation.override(person.language):
        text = render_to_string(template, {"person": person, "base_url": settings.BASE_URL, **context})
    subject, _, body = text.strip().partition("\n")
    said = {
        "person": person,
        "to": person.email,
        "subject": subject.strip()[:250],
        "body": body.strip(),
        "attachments": list(attachments),
        "state": Letter.State.GATHERED if wish is Wish.DAILY else Letter.State.WAITING,
    }
    if key:  # two who deal with the same event write it once
        letter, written = Letter.objects.get_or_create(key=key, defaults=said)
        if not written:
            return None
    else:
        letter = Letter.objects.create(**said)
    if wish is Wish.AT_ONCE:
        tell("mail_written", f"letter:{letter.pk}")
    return letter


def send_digests(now: datetime | None = None) -> int:
    """From seven in the morning, one letter to each person for whom some were gathered; returns how many."""
    now = now or timezone.now()
    if timezone.localtime(now).hour < MORNING:
        return 0
    waiting = Letter.objects.filter(state=Letter.State.GATHERED, written_at__lte=now)
    people = Person.objects.filter(pk__in=waiting.values("person"))
    return sum(_digest(person, now) for person in people.order_by("pk"))


@transaction.atomic
def _digest(person: Person, now: datetime) -> bool:
    """What was gathered becomes one letter: both in one transaction, so that a crash loses and doubles nothing."""
    gathered = Letter.objects.select_for_update().filter(
        person=person, state=Letter.State.GATHERED, written_at__lte=now
    )
    rows = list(gathered.order_by("pk"))
    key = f"digest:{person.pk}:{timezone.localdate(now):%Y%m%d}"
    if not rows or Letter.objects.filter(key=key).exists():
        return False
    Letter.objects.filter(pk__in=[row.pk for row in rows]).update(state=Letter.State.SENT, sent_at=now)
    return write_letter(person, DIGEST, {"letters": rows, "day": timezone.localdate(now)}, key=key) is not None


def choose_mail(user: User, wish: str) -> None:
    """How somebody wants their letters from now on. Raises Invalid."""
    if user.person is None:
        raise Invalid(_("No staff record belongs to this account."))
    if wish not in MailWish.values:
        raise Invalid(_("Choose one of them."), {"wish": [_("Choose one of them.")]})
    Person.objects.filter(pk=user.person.pk).update(mail_wish=wish)


def deliver(events: Sequence[Event]) -> None:
    """Follower of the outbox: send what waits.

    A letter is claimed before it is sent, so no second worker sends it. A letter that fails does not hold back the
    others; the events come again and find the sent ones sent. An address that the server refuses for good is
    journaled, and waits for a person. Raises the last failure, or Undeliverable.
    """
    failure: Exception | None = None
    refused: dict[int, list[int]] = {}
    for event in events:
        try:
            _send(int(event.subject.partition(":")[2]))
        except SERVER_DOWN:
            raise
        except Exception as error:
            if codes := _refused_for_good(error):
                refused[event.pk] = codes
            else:
                failure = error
    if failure is not None:
        raise failure
    if refused:
        for event in events:
            if event.pk in refused:
                record(None, "mail_refused", event.subject, {"codes": refused[event.pk]})
        raise Undeliverable({pk: f"the address is refused: {codes}" for pk, codes in refused.items()})


def _refused_for_good(error: Exception) -> list[int]:
    """What the server said of the addresses, where it will not change; else nothing."""
    told = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else ()
    codes = [code for code, _text in told]
    return codes if codes and min(codes) >= FIRST_PERMANENT else []


def _send(letter_id: int) -> None:
    """Send a letter that waits. Raises BlockingIOError while another worker has it."""
    if not _claim(letter_id):
        return
    letter = Letter.objects.get(pk=letter_id)
    try:
        _message(letter).send()
    except Exception:
        Letter.objects.filter(pk=letter_id).update(state=Letter.State.WAITING, sent_at=None)
        raise
    Letter.objects.filter(pk=letter_id).update(state=Letter.State.SENT, sent_at=timezone.now())


def _claim(letter_id: int) -> bool:
    """Take a letter that waits, or one whose worker died; while it is being sent, `sent_at` says since when."""
    now, letters = timezone.now(), Letter.objects.filter(pk=letter_id)
    late = Q(sent_at__lt=now - ABANDONED) | Q(sent_at__gt=now + ABANDONED)  # or the clock was set back
    abandoned = late & Q(state=Letter.State.SENDING)
    if letters.filter(Q(state=Letter.State.WAITING) | abandoned).update(state=Letter.State.SENDING, sent_at=now):
        return True
    if letters.filter(state=Letter.State.SENDING).exists():
        raise BlockingIOError("the letter is being sent, or its worker has just died")
    return False


def _message(letter: Letter) -> EmailMessage:
    """The mail. Its id names the letter, so that a copy sent after a crash is known as the same message."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<letter-{letter.pk}-{letter.written_at:%Y%m%d%H%M%S%f}@{host}>"}
    message = EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)
    for file in letter.attachments:
        with default_storage.open(file["storage"]) as stream:
            message.attach(file["name"], stream.read(), file["media_type"])
    return message
