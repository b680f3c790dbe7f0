"""Authors: named with their shares, invited, confirmed by themselves (signed in, or by the link in the letter)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import EDITABLE, Channel, Confirmation
from initiatives.models import Author, Dossier
from initiatives.rules.answers import clean_line
from initiatives.services.drafts import editable, read_share
from initiatives.services.numbers import next_number
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Person
from organisation.queries import places
from organisation.services.mail import write_letter

SALT = "author-confirmation"
LINK_LIFETIME = 60 * 60 * 24 * 60
MOST, LONGEST_NAME = 200, 120


@transaction.atomic
def save_authors(
    reference: str, actor: Actor, rows: Sequence[Mapping[str, Any]], revision: int | None = None
) -> Dossier:
    """Set the authors, in order. A row: `person` (staff code) or `full_name` (+ `email`, `workplace`) for somebody from
    outside; `share` in percent; `job_title`, `qualification`, `contribution` if they differ from the record.

    Who keeps the same share stays confirmed; everybody else is invited anew, by letter. Drafts may hold shares that do
    not add up yet: submission checks the sum. Raises Invalid at `authors.N.field`, and as `drafts.editable`.
    """
    dossier = editable(actor, reference, revision)
    if not 0 < len(rows) <= MOST:
        raise Invalid(_("A work has at least one author."), {"authors": [_("Name at least one author.")]})
    people = [_person(row, number, dossier) for number, row in enumerate(rows)]
    if len({person.pk for person in people}) < len(people):
        raise Invalid(_("Somebody is named twice."), {"authors": [_("Each author is named once.")]})
    shares = [read_share(row.get("share"), f"authors.{number}.share") for number, row in enumerate(rows)]
    work = dossier.work
    work.authors.exclude(person__in=people).delete()
    standing = {author.person_id: author for author in work.authors.all()}
    for position, (person, share, row) in enumerate(zip(people, shares, rows, strict=True), 1):
        _save_author(dossier, actor, standing.get(person.pk), person, position, share, row)
    work.revision += 1
    work.save(update_fields=["revision"])
    return dossier


def _person(row: Mapping[str, Any], number: int, dossier: Dossier) -> Person:
    """The staff record named by a row; somebody from outside gets one of their own."""
    if code := clean_line(str(row.get("person") or "")):
        person = Person.objects.filter(code=code).first()
        if person is None:
            raise _fault(
                _("Unknown person."), f"authors.{number}.person", _("There is no staff record with this code.")
            )
        return person
    name, email = clean_line(str(row.get("full_name") or "")), clean_line(str(row.get("email") or ""))
    if not 0 < len(name) <= LONGEST_NAME:
        raise _fault(_("A name is missing."), f"authors.{number}.full_name", _("Give the full name."))
    if email or dossier.channel != Channel.PAPER:
        _check_email(email, f"authors.{number}.email")
    known = Person.objects.filter(full_name=name, email=email, code__startswith="NG-").first() if email else None
    return known or Person.objects.create(code=f"NG-{next_number('person'):05}", full_name=name, email=email)


def _check_email(email: str, field: str) -> None:
    """Who has no account confirms by the link in a letter, so there must be an address."""
    try:
        validate_email(email)
    except ValidationError:
        help_ = _("Give an e-mail address: the letter by which this author confirms goes there.")
        raise _fault(_("An e-mail address is missing or wrong."), field, help_) from None


def _fault(message: str, field: str, text: str) -> Invalid:
    return Invalid(message, {field: [text]})


def _save_author(
    dossier: Dossier,
    actor: Actor,
    author: Author | None,
    person: Person,
    position: int,
    share: Decimal,
    row: Mapping[str, Any],
) -> None:
    unchanged = author is not None and author.share == share
    held = places().filter(person=person).first()
    author = author or Author(work=dossier.work, person=person, confirmation="")
    author.position, author.share, author.unit_id = position, share, held.unit_id if held else None
    author.workplace = clean_line(str(row.get("workplace") or ""))[:200] or author.workplace
    author.job_title = clean_line(str(row.get("job_title") or (held.job_title if held else "")))[:120]
    author.qualification = clean_line(str(row.get("qualification") or person.qualification))[:120]
    author.contribution = clean_line(str(row.get("contribution") or ""))[:500]
    if unchanged and author.confirmation != Confirmation.DECLINED:
        author.save()
        return
    author.confirmation, author.confirmed_at = _first_answer(dossier, actor, person), timezone.now()
    author.save()
    if author.confirmation == Confirmation.INVITED:
        _invite(dossier, actor, author)


def _first_answer(dossier: Dossier, actor: Actor, person: Person) -> Confirmation:
    """Who enters their own share agrees to it; who signed on paper has; everybody else is asked."""
    if dossier.channel == Channel.PAPER:
        return Confirmation.ON_PAPER
    return Confirmation.CONFIRMED if person.pk == actor.person_id else Confirmation.INVITED


def link_of(author: Author) -> str:
    """The signed part of the address in the letter; worthless once the share has changed."""
    return signing.dumps([author.pk, str(author.share)], salt=SALT)


def _invite(dossier: Dossier, actor: Actor, author: Author) -> None:
    context = {"author": author, "dossier": dossier, "inviter": actor.name, "link": link_of(author)}
    write_letter(author.person, "initiatives/letters/invitation.txt", context)
    record(
        actor.user_id,
        "author_invited",
        f"dossier:{dossier.pk}",
        {"person": author.person.code, "share": str(author.share)},
    )


def author_of_link(link: str) -> Author:
    """The author that a letter's link names. Raises NotFound if it is forged, too old, or the share has changed."""
    try:
        pk, share = signing.loads(link, salt=SALT, max_age=LINK_LIFETIME)
    except signing.BadSignature:
        raise NotFound from None
    author = Author.objects.select_related("work", "person").filter(pk=pk, share=Decimal(share)).first()
    if author is None:
        raise NotFound
    return author


@transaction.atomic
def answer_invitation(author: Author, agrees: bool, actor: Actor | None = None) -> Author:
    """An author confirms or declines their share; `actor` is given when they are signed in, else the link was proof.

    Raises: Forbidden when somebody else answers, NotFound when the share has changed since, StateConflict once the
    work has been submitted (the same answer again does no harm).
    """
    if actor is not None and actor.person_id != author.person_id:
        raise Forbidden(_("Only the author may answer."))
    dossiers = list(Dossier.objects.select_for_update().filter(work=author.work_id).order_by("pk"))
    standing = Author.objects.select_related("work", "person").filter(pk=author.pk, share=author.share).first()
    if standing is None:
        raise NotFound
    answer = Confirmation.CONFIRMED if agrees else Confirmation.DECLINED
    if standing.confirmation != answer:
        _answer(standing, answer, [dossier for dossier in dossiers if dossier.state in EDITABLE], actor)
    return standing


def _answer(author: Author, answer: Confirmation, open_dossiers: list[Dossier], actor: Actor | None) -> None:
    if not open_dossiers:
        raise StateConflict(_("It has been submitted and can no longer be changed."))
    author.confirmation, author.confirmed_at = answer, timezone.now()
    author.save(update_fields=["confirmation", "confirmed_at"])
    event = "author_confirmed" if answer == Confirmation.CONFIRMED else "author_declined"
    for dossier in open_dossiers:
        record(actor.user_id if actor else None, event, f"dossier:{dossier.pk}", {"person": author.person.code})
