"""A circuit that opens: after some failures in a row nobody waits for a server that is down; now and then one tries."""

import threading
import time
from collections.abc import Callable

FAILURES = 3
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0


class Circuit:
    """Closed while all is well. Each failed trial doubles the pause (seconds) until the next."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._pause = FIRST_PAUSE
        self._until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are refused, but for trials."""
        return self._failures >= FAILURES

    def allows(self) -> bool:
        """Whether a call may be made now; of an open circuit one caller after each pause."""
        with self._lock:
            if not self.is_open:
                return True
            now = self._clock()
            if now < self._until:
                return False
            self._until = now + self._pause
            return True

    def succeeded(self) -> None:
        """The server answered."""
        with self._lock:
            self._failures, self._pause = 0, FIRST_PAUSE

    def failed(self) -> None:
        """The server did not answer, or said that it cannot."""
        with self._lock:
            if self.is_open:
                self._pause = min(2 * self._pause, LONGEST_PAUSE)
            self._failures += 1
            self._until = self._clock() + self._pause
