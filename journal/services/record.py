"""Write what happened: journal and outbox in the caller's transaction (laws 1 and 9)."""

from typing import Any

from django.db import transaction

from journal.followers import FOLLOWERS
from journal.models import Delivery, Entry, Event
from journal.services.background import wake


def record(actor_id: int | None, event: str, subject: str, data: dict[str, Any] | None = None) -> Entry:
    """Journal `event` about `subject` (as in "dossier:12") and tell the followers once the transaction commits.

    `data` is JSON; it must never tie a ballot's choice to a person (law 4).
    """
    entry = Entry.objects.create(actor_id=actor_id, event=event, subject=subject, data=data or {})
    tell(event, subject, data)
    return entry


def tell(event: str, subject: str, data: dict[str, Any] | None = None) -> None:
    """Leave an outbox event without a journal entry (for re-indexing and the like)."""
    wanted = [follower.name for follower in FOLLOWERS.values() if follower.follows(event)]
    if not wanted:
        return
    row = Event.objects.create(name=event, subject=subject, data=data or {})
    Delivery.objects.bulk_create([Delivery(event=row, follower=name) for name in wanted])
    transaction.on_commit(wake, robust=True)  # a broker that is down must not fail what has been committed
