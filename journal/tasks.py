"""Celery: each task calls one service."""

from celery import shared_task

from journal.services.follow import follow_all


@shared_task
def follow_outbox() -> int:
    """Deal with everything the outbox holds; returns how many deliveries."""
    return follow_all()
