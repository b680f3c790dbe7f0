"""Sessions in the database that end when nothing is done for a while, and at last whatever is done (ASVS 5, 7.3).

`SESSION_IDLE_HOURS` without a request, or `SESSION_COOKIE_AGE` after sign-in. When somebody was last seen is
written down at most every five minutes, so that few requests write.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as Kept

SEEN, BEGAN = "seen_at", "began_at"
NOTED_EVERY = 5 * 60
HOUR = 3600


class SessionStore(Kept):
    """The session of a browser."""

    def load(self) -> dict[str, Any]:
        """What it holds; nothing, and the row is gone, where it has ended."""
        held: dict[str, Any] = super().load()
        if not held or not settings.SESSION_IDLE_HOURS:
            return held
        now = time.time()
        seen, began = held.get(SEEN, now), held.get(BEGAN, now)
        if now - seen > settings.SESSION_IDLE_HOURS * HOUR or now - began > settings.SESSION_COOKIE_AGE:
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if SEEN not in held or now - seen > NOTED_EVERY:  # those of before have neither
            held |= {SEEN: now, BEGAN: began}
            self.modified = True
        return held

    def cycle_key(self) -> None:
        """A new key, as at sign-in: from then on the session counts."""
        self.pop(BEGAN, None)
        super().cycle_key()

    def save(self, must_create: bool = False) -> None:
        """Keep it, with when it began."""
        held, now = self._get_session(no_load=must_create), time.time()  # type: ignore[attr-defined]
        held.setdefault(SEEN, now)
        held.setdefault(BEGAN, now)
        super().save(must_create)

    @classmethod
    def get_model_class(cls) -> Any:
        """Rows are those of Django's own store."""
        return Kept.get_model_class()
