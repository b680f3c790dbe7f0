"""Who deals with the outbox: a thread of this process, the caller itself, or Celery. Setting `BACKGROUND` chooses; with
"later" nobody does (bulk loading), and whoever starts next finds it all.
"""

import logging
import threading

from django.conf import settings
from django.db import close_old_connections

logger = logging.getLogger(__name__)
_bell = threading.Event()
_lock = threading.Lock()
_thread: threading.Thread | None = None


def wake() -> None:
    """Ring the bell after a commit: somebody will follow the outbox soon."""
    if settings.BACKGROUND == "celery":
        from journal.tasks import follow_outbox

        follow_outbox.delay()
    elif settings.BACKGROUND == "inline":
        from journal.services.follow import follow_all

        follow_all()
    elif settings.BACKGROUND == "thread":
        _ensure_thread()
        _bell.set()


def _ensure_thread() -> None:
    global _thread
    with _lock:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_work, name="outbox", daemon=True)
            _thread.start()


def _work() -> None:
    """Drain whenever the bell rings, and every 30 s for what had to wait."""
    from journal.services.follow import follow_all

    while True:
        _bell.wait(timeout=30)
        _bell.clear()
        try:
            follow_all()
        except Exception:
            logger.exception("following the outbox failed; it will be tried again")
        finally:
            close_old_connections()
