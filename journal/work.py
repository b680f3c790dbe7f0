"""How Celery carries out our tasks. Each calls one service, which may be called twice: tasks are acknowledged when they
are done (CELERY_TASK_ACKS_LATE), and a worker that is killed leaves them to another.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from celery import shared_task

P = ParamSpec("P")
R = TypeVar("R")
RETRIED: dict[str, Any] = {
    "autoretry_for": (Exception,), "retry_backoff": 5, "retry_backoff_max": 300, "retry_jitter": True, "max_retries": 5,
}  # fmt: skip
"""Five times within ten minutes, never all at once; then it is told to people (`operations.observing`)."""


def retried_task(do: Callable[P, R]) -> Callable[P, R]:
    """A task of that kind."""
    done: Callable[P, R] = shared_task(**RETRIED)(do)
    return done
