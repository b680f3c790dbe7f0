"""Celery: each task calls one service."""

from celery import shared_task

from search.services import saved


@shared_task
def tell_of_new_hits() -> int:
    """Write about new hits of saved searches; returns how many letters."""
    return saved.tell_of_new_hits()
