"""Keep to the table of `operations.rules.retention`: find what is due, and do what the table says. May be repeated."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils import timezone

from initiatives.choices import Origin
from initiatives.models import Attachment, Blob, Dossier, RedactedCopy, Work
from journal.services.record import record, tell
from operations.rules.retention import RULES, left_on
from operations.services.forgetting import empty_letters, forget
from organisation.models import Leaving, Letter, Person, Token
from recognition.models import RegisterImport

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """Which rows are due up to a moment, and what is done with one table's worth of them; returns how many."""

    due: Callable[[datetime], Rows]
    do: Callable[[Rows], int]


def keep_to_the_periods(now: datetime | None = None, dry: bool = False) -> dict[str, int]:
    """Do what is due, each rule in a transaction of its own; with `dry`, count it only. Returns how many, by rule."""
    now = now or timezone.now()
    if dry:
        return due(now)
    note_who_left()
    done = {name: _keep(name, now) for name in RULES}
    if told := {name: count for name, count in done.items() if count}:
        record(None, "retention_kept", f"retention:{now:%Y%m%d}", told)
    return done


def due(now: datetime) -> dict[str, int]:
    """How many rows each rule would touch now. Nothing is changed."""
    with transaction.atomic():
        note_who_left()
        found = {name: DEEDS[name].due(rule.last(now)).count() for name, rule in RULES.items()}
        transaction.set_rollback(True)
    return found


@transaction.atomic
def _keep(name: str, now: datetime) -> int:
    return DEEDS[name].do(DEEDS[name].due(RULES[name].last(now)))


@transaction.atomic
def note_who_left() -> int:
    """Whose account is closed and whose roles have ended, however that came: they have left. Who came back has not.

    An account that was closed otherwise than by the service is taken to end on the day on which this finds it.
    """
    today, noted = timezone.localdate(), 0
    standing = Q(memberships__valid_to=None, memberships__isnull=False) | Q(memberships__valid_to__gte=today)
    back = Person.objects.filter(standing | Q(user__is_active=True))
    Leaving.objects.filter(forgotten_at=None, person__in=back).delete()
    known = Q(memberships__isnull=False) | Q(user__is_active=False)
    for person in Person.objects.filter(known, leaving=None).exclude(pk__in=back.values("pk")).distinct():
        closed = hasattr(person, "user")
        day = left_on(False, today if closed else None, person.memberships.values_list("valid_to", flat=True))
        if day is not None:
            Leaving.objects.create(person=person, left_on=day)
            noted += 1
    return noted


def _sessions(last: datetime) -> Rows:
    alive = Session.objects.filter(expire_date__gt=last).values("session_key")
    rows: Rows = UserSession.objects.exclude(session_key__in=alive)
    return rows


def _end_sessions(rows: Rows) -> int:
    count: int = rows.delete()[0]
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return count


def _tokens(last: datetime) -> Rows:
    return Token.objects.filter(expires_at__lte=last)


def _imports(last: datetime) -> Rows:
    pending = [RegisterImport.State.CHECKED]
    return RegisterImport.objects.filter(made_at__lte=last, stored_at=None, state__in=pending)


def _letters(last: datetime) -> Rows:
    return Letter.objects.filter(state=Letter.State.SENT, sent_at__lte=last).exclude(to="")


def _drafts(last: datetime) -> Rows:
    """Drafts of works that were never filed anywhere, whose round closed by then."""
    day = timezone.localdate(last)
    filed = Work.objects.filter(dossiers__code__isnull=False).values("pk")
    return Dossier.objects.filter(code=None, round__closes_on__lte=day, work__origin=Origin.FILED).exclude(
        Q(work__in=filed) | Q(work__dossiers__round__closes_on__gt=day)
    )


def _people(last: datetime) -> Rows:
    left = Leaving.objects.filter(left_on__lte=timezone.localdate(last), forgotten_at=None)
    return Person.objects.filter(pk__in=left.values("person")).order_by("pk")


def _remove(rows: Rows) -> int:
    return int(rows.delete()[0])


def _remove_each(remove: Callable[[Any], set[int]]) -> Callable[[Rows], int]:
    """One after the other; what something else still needs stays, and so does everything about it."""

    def removed(rows: Rows) -> int:
        count, freed = 0, set[int]()
        for row in rows:
            try:
                with transaction.atomic():
                    freed |= remove(row)
                    count += 1
            except ProtectedError:
                continue
        _drop_unused(freed)
        return count

    return removed


def _remove_import(run: RegisterImport) -> set[int]:
    freed = {run.source_id}
    run.delete()
    return freed


def _remove_draft(draft: Dossier) -> set[int]:
    """The draft, its files and, with its last dossier, the work. The index follows."""
    pk, work, files = draft.pk, draft.work, Attachment.objects.filter(dossier=draft)
    copies = RedactedCopy.objects.filter(of__dossier=draft)
    freed = {*files.values_list("blob_id", flat=True), *copies.values_list("blob_id", flat=True)}
    copies.delete()
    files.delete()
    draft.delete()
    if not work.dossiers.exists():
        work.delete()
    tell("dossier_removed", f"dossier:{pk}")
    return freed


def _drop_unused(blobs: set[int]) -> None:
    """Bytes that nothing refers to any more go from the storage once that is certain."""
    for blob in Blob.objects.filter(pk__in=blobs):
        place, digest = blob.storage, blob.digest
        try:
            with transaction.atomic():
                blob.delete()
        except ProtectedError:
            continue
        transaction.on_commit(lambda place=place, digest=digest: _unlink(place, digest), robust=True)  # type: ignore[misc]


def _unlink(place: str, digest: str) -> None:
    if not Blob.objects.filter(digest=digest).exists():  # nobody has sent the same bytes meanwhile
        default_storage.delete(place)


def _forget_all(rows: Rows) -> int:
    for person in rows:
        forget(person)
    return len(rows)


DEEDS: dict[str, Deed] = {
    "sessions": Deed(_sessions, _end_sessions),
    "tokens": Deed(_tokens, _remove),
    "imports": Deed(_imports, _remove_each(_remove_import)),
    "letters": Deed(_letters, empty_letters),
    "drafts": Deed(_drafts, _remove_each(_remove_draft)),
    "people": Deed(_people, _forget_all),
}
