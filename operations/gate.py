"""What stands before Django: bodies are taken whole before anything is done, few requests are worked on at a time.

Over a slow line a body takes minutes. The thread that waits for it sleeps here and holds no place, so dozens of phones
that upload do not keep the others out. And threads of one process that work at the same time take the interpreter from
one another (figures: docs/reliability.md). The few work in threads of their own: what is kept by thread is kept for
each place, not for each line.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO, Any

from django.utils.translation import get_language, override

from initiatives.services.limits import MAX_FILE

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

PLACES = 2
"""Requests that a process works on at a time."""
PROBES = frozenset({"/healthz/", "/readyz/"})
SINCE = "sangkien.since"
LONGEST = MAX_FILE + 5 * 1024 * 1024  # a file with the form around it; longer ones are refused as they come
ROOM = 512 * 1024 * 1024  # for all bodies of a process; in containers /tmp is memory
IN_MEMORY, PIECE = 256 * 1024, 64 * 1024
FULL = (
    "Máy chủ đang nhận quá nhiều tệp cùng lúc. Hãy thử lại sau ít giây.\n"
    "Too many files are coming in at this moment. Try again in some seconds.\n"
).encode()


class Gate:
    """A WSGI application that lets requests on to another one."""

    def __init__(self, application: Application, places: int = PLACES, room: int = ROOM) -> None:
        self.application, self.room, self.lock = application, room, Lock()
        self.places = ThreadPoolExecutor(places, "place")  # its threads start with the first request, after any fork

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """400 where the body ends too early, for its sender has gone; 503 where there is no room for it."""
        length = _length(environ)
        if environ.get("PATH_INFO") in PROBES or length > LONGEST:
            environ[SINCE] = time.monotonic()
            return self.application(environ, start_response)
        with self._room_for(length) as there_is:
            if not there_is:
                return _refused(start_response, "503 Service Unavailable", FULL, [("Retry-After", "10")])
            if length:
                body = _whole(environ["wsgi.input"], length)
                if body is None:
                    return _refused(start_response, "400 Bad Request", b"", [])
                environ["wsgi.input"] = body
            environ[SINCE] = time.monotonic()
            return self.places.submit(self._answer, environ, start_response).result()

    def _answer(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """At a place, which is free again then: what is sent in pieces is made as the line takes them."""
        answer = self.application(environ, start_response)
        if getattr(answer, "streaming", True):
            return Pieces(answer)
        try:
            return list(answer)
        finally:
            answer.close()  # type: ignore[attr-defined] # it is Django's, as `streaming` tells

    @contextmanager
    def _room_for(self, length: int) -> Iterator[bool]:
        """Whether there is room; it is kept until the body has been worked on."""
        with self.lock:
            there_is = length <= self.room
            self.room -= length if there_is else 0
        try:
            yield there_is
        finally:
            with self.lock:
                self.room += length if there_is else 0


class Pieces:
    """An answer that another thread goes through, in the language of the request, logged under its number."""

    def __init__(self, answer: Iterable[bytes]) -> None:
        self.answer, self.pieces = answer, iter(answer)
        self.context, self.language = copy_context(), get_language()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return self.context.run(self._next)

    def _next(self) -> bytes:
        with override(self.language):
            return next(self.pieces)

    def close(self) -> None:
        """As WSGI asks (PEP 3333): what the answer holds is given back."""
        close = getattr(self.answer, "close", None)
        if close:
            self.context.run(close)


def _refused(start: Start, status: str, words: bytes, headers: list[tuple[str, str]]) -> list[bytes]:
    told = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(words))), ("Connection", "close")]
    start(status, [*told, *headers])
    return [words]


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
