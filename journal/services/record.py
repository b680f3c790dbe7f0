"""Write what happened: journal and outbox in the caller's transaction (laws 1 and 9)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from journal.followers import FOLLOWERS
from journal.models import Delivery, Entry, Event
from journal.services.background import wake
from journal.services.bulk import insert

Told = tuple[str, dict[str, Any]]
"""A subject, and data about it."""
BATCH = 2_000


def record(actor_id: int | None, event: str, subject: str, data: dict[str, Any] | None = None) -> Entry:
    """Journal `event` about `subject` (as in "dossier:12") and tell the followers once the transaction commits.

    `data` is JSON; it must never tie a ballot's choice to a person (law 4).
    """
    entry = Entry.objects.create(actor_id=actor_id, event=event, subject=subject, data=data or {})
    tell(event, subject, data)
    return entry


def journal_one(actor_id: int | None, event: str, subject: str, data: dict[str, Any]) -> None:
    """Journal one event without telling the followers: whoever calls this tells them."""
    journal_all(actor_id, event, [(subject, data)])


def journal_all(actor_id: int | None, event: str, told: Iterable[Told]) -> None:
    """Journal the same event about many subjects, without telling the followers: whoever calls this tells them."""
    rows = ((actor_id, event, subject, data) for subject, data in told)
    insert(Entry, ("actor_id", "event", "subject", "data"), rows)


def tell(event: str, subject: str, data: dict[str, Any] | None = None) -> None:
    """Leave an outbox event without a journal entry (for re-indexing and the like)."""
    tell_all(event, [(subject, data or {})])


def tell_all(event: str, told: Iterable[Told]) -> None:
    """Leave an outbox event about each of these."""
    wanted = [follower.name for follower in FOLLOWERS.values() if follower.follows(event)]
    if not wanted:
        return
    rows = [Event(name=event, subject=subject, data=data) for subject, data in told]
    rows = Event.objects.bulk_create(rows, batch_size=BATCH)
    waiting = [Delivery(event=row, follower=name) for row in rows for name in wanted]
    Delivery.objects.bulk_create(waiting, batch_size=BATCH)
    transaction.on_commit(wake, robust=True)  # a broker that is down must not fail what has been committed
