"""What stands before Django: bodies are taken whole before anything is done, few requests are worked on at a time.

Over a slow line a body takes minutes. The thread that waits for it sleeps here and holds no place, so a hundred phones
that upload do not keep the others out. And threads of one process that work at the same time take the interpreter from
one another: the figures are in docs/reliability.md.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any

from initiatives.services.limits import MAX_FILE

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

PLACES = 2
"""Requests that a process works on at a time."""
PROBES = frozenset({"/healthz/", "/readyz/"})
SINCE = "sangkien.since"
LONGEST = MAX_FILE + 5 * 1024 * 1024  # a file with the form around it; longer ones are refused as they come
IN_MEMORY, PIECE = 256 * 1024, 64 * 1024


class Gate:
    """A WSGI application that lets requests on to another one."""

    def __init__(self, application: Application, places: int = PLACES) -> None:
        self.application, self.places = application, BoundedSemaphore(places)

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """400 where the body ends before its length is reached: its sender has gone."""
        length = _length(environ)
        place: AbstractContextManager[Any] = self.places
        if environ.get("PATH_INFO") in PROBES or length > LONGEST:
            place = nullcontext()
        elif length:
            body = _whole(environ["wsgi.input"], length)
            if body is None:
                start_response("400 Bad Request", [("Content-Length", "0"), ("Connection", "close")])
                return [b""]
            environ["wsgi.input"] = body
        environ[SINCE] = time.monotonic()
        with place:
            return self.application(environ, start_response)


def _length(environ: Environ) -> int:
    given = environ.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdecimal() else 0


def _whole(source: IO[bytes], length: int) -> IO[bytes] | None:
    """The body, in memory or on disk; None if it ends early."""
    body: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the application reads it
    while length > 0:
        piece = source.read(min(PIECE, length))
        if not piece:
            return None
        body.write(piece)
        length -= len(piece)
    body.seek(0)
    return body
