"""Who deals with the outbox: a thread of this process, the caller itself, or Celery. Setting `BACKGROUND` chooses; with
"later" nobody does (bulk loading), and whoever starts next finds it all.

Where the thread does it, it also does what Celery's beat does elsewhere: packages add what is due every hour to HOURLY.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections

logger = logging.getLogger(__name__)
HOURLY: list[Callable[[], object]] = []
HOUR = 3600.0
PATIENCE = 30.0


def wake() -> None:
    """Ring the bell after a commit: somebody will follow the outbox soon."""
    if settings.BACKGROUND == "celery":
        from journal.tasks import follow_outbox

        follow_outbox.delay()
    elif settings.BACKGROUND == "inline":
        from journal.services.follow import follow_all

        follow_all()
    elif settings.BACKGROUND == "thread":
        _worker.wake()


def start() -> None:
    """With the server: see to what waited while none ran, and to what is due every hour."""
    if settings.BACKGROUND == "thread":
        _worker.wake()


class _Worker:
    """The thread of this process, started at the first bell (after a fork, so that each process has its own)."""

    def __init__(self) -> None:
        self.bell = threading.Event()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.next_hour = 0.0

    def wake(self) -> None:
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.work, name="outbox", daemon=True)
                self.thread.start()
        self.bell.set()

    def work(self) -> None:
        """Drain whenever the bell rings, and every now and then for what had to wait."""
        while True:
            self.bell.wait(timeout=PATIENCE)
            self.bell.clear()
            self.turn()

    def turn(self) -> None:
        from journal.services.follow import follow_all

        _guarded(follow_all)
        if time.monotonic() >= self.next_hour:
            self.next_hour = time.monotonic() + HOUR
            for job in HOURLY:
                _guarded(job)
        close_old_connections()


def _guarded(job: Callable[[], object]) -> None:
    try:
        job()
    except Exception:
        logger.exception("work in the background failed; it will be tried again")


_worker = _Worker()
