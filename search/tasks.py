"""Celery: each task calls one service."""

import logging

from journal.work import retried_task
from search import indexing
from search.engines import EngineDown
from search.services import saved

logger = logging.getLogger(__name__)


@retried_task
def tell_of_new_hits() -> int:
    """Write about new hits of saved searches; returns how many letters."""
    return saved.tell_of_new_hits()


@retried_task
def make_index_whole() -> int:
    """Write the index anew where there is none of this schema; returns how many documents."""
    try:
        return indexing.make_whole()
    except EngineDown as error:
        logger.warning("the index could not be written anew: %s", error)
        return 0
