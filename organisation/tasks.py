"""Celery: each task calls one service."""

from journal.work import retried_task
from organisation.services import mail


@retried_task
def send_digests() -> int:
    """The letters of the day; returns how many."""
    return mail.send_digests()
