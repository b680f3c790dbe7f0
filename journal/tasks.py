"""Celery: each task calls one service."""

from celery import shared_task

from journal.services.follow import follow_all


@shared_task
def follow_outbox() -> int:
    """Deal with what the outbox holds, well within a task's limit of time; returns how many deliveries."""
    return follow_all(patience=240)
