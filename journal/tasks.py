"""Celery: each task calls one service."""

from celery import shared_task

from journal.services import seals
from journal.services.follow import follow_all
from journal.work import retried_task


@shared_task  # beat rings again in a moment
def follow_outbox() -> int:
    """Deal with what the outbox holds, well within a task's limit of time; returns how many deliveries."""
    return follow_all(patience=240)


@retried_task
def seal_journal() -> int:
    """Seal what has been written since the last seal; returns how many seals."""
    return seals.seal_journal()
