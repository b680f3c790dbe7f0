"""Celery: each task calls one service."""

from celery import shared_task

from search import indexing
from search.services import saved


@shared_task
def tell_of_new_hits() -> int:
    """Write about new hits of saved searches; returns how many letters."""
    return saved.tell_of_new_hits()


@shared_task
def make_index_whole() -> int:
    """Write the index anew where there is none of this schema; returns how many documents."""
    return indexing.make_whole()
