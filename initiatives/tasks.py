"""Celery: each task calls one service."""

from django.utils import timezone

from initiatives.services import dossiers, reminders
from journal.work import retried_task


@retried_task
def lapse_overdue() -> list[str]:
    """Close returned dossiers that were not answered in time; returns their codes."""
    return dossiers.lapse_overdue(timezone.localdate())


@retried_task
def remind_of_execution() -> int:
    """Letters before something of a contract is late; returns how many."""
    return reminders.remind(timezone.localdate())
