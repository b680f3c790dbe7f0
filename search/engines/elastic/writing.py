"""Bulk writes: bodies built by hand, two on the way at once, versions that let no late write win, patience with a busy
cluster. What cannot be written raises: the outbox keeps it and comes again.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

import orjson
from elasticsearch import Elasticsearch

from search.engines.elastic.line import BLOCKED, BUSY, LATE, MISSING, Line
from search.engines.interface import EngineDown

LARGEST = 4_000_000  # bytes of a body
MOST = 2_000  # operations of a body
AT_ONCE = 2
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before each further try
ANSWER = ("errors", "items.*._id", "items.*.status", "items.*.error.type", "items.*.error.reason")


class Operation(NamedTuple):
    """One line to write (or, without a body, to take out); `version` in microseconds."""

    key: str
    version: int
    body: bytes | None


class Refused(Exception):
    """The cluster will never take a document as it is; the message says which and why."""


class NoIndex(Exception):
    """There is no index behind the alias."""


def write(line: Line, aliases: Callable[[], Sequence[str]], operations: Iterable[Operation]) -> int:
    """Write to every alias (asked anew for each body); the first of them must be there. Returns how many.

    Raises: EngineDown, Refused, NoIndex.
    """
    done = 0
    waiting: deque[Future[None]] = deque()
    with ThreadPoolExecutor(AT_ONCE, "bulk") as pool:
        for chunk in _chunks(operations):
            if len(waiting) > AT_ONCE:
                waiting.popleft().result()
            waiting.append(pool.submit(_send, line, aliases(), chunk))
            done += len(chunk)
        while waiting:
            waiting.popleft().result()
    return done


def _chunks(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    """As many as make a good body; the memory that they take does not grow with the number of documents."""
    chunk: list[Operation] = []
    size = 0
    for operation in operations:
        chunk.append(operation)
        size += len(operation.body or b"")
        if size >= LARGEST or len(chunk) >= MOST:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _send(line: Line, aliases: Sequence[str], operations: Sequence[Operation]) -> None:
    """Send until everything is in, or the cluster has been busy for too long."""
    main = aliases[0]
    left = [(alias, operation) for alias in aliases for operation in operations]
    reason = ""
    for pause in (0.0, *PAUSES):
        time.sleep(pause)
        try:
            answer = line.write(_bulk(_lines(left)))
        except EngineDown as down:
            reason = str(down)
            continue
        if not answer["errors"]:
            return
        left, reason = _again(left, answer["items"], main)
        if not left:
            return
    raise EngineDown(f"The search server takes nothing: {reason}")


_OPTIONS: dict[str, Any] = {"require_alias": True, "filter_path": list(ANSWER)}


def _bulk(lines: Any) -> Callable[[Elasticsearch], Any]:
    return lambda client: client.bulk(operations=lines, **_OPTIONS)


def _lines(left: Sequence[tuple[str, Operation]]) -> list[bytes]:
    lines: list[bytes] = []
    for alias, (key, version, body) in left:
        told = {"_index": alias, "_id": key, "version": version, "version_type": "external_gte"}
        lines.append(orjson.dumps({"delete" if body is None else "index": told}))
        if body is not None:
            lines.append(body)
    return lines


def _again(
    left: Sequence[tuple[str, Operation]], items: Sequence[dict[str, Any]], main: str
) -> tuple[list[tuple[str, Operation]], str]:
    """What to send again, and why. A later version that is there already is no failure."""
    again, reason = [], ""
    for (alias, operation), item in zip(left, items, strict=True):
        told = next(iter(item.values()))
        status, error = told["status"], told.get("error")
        if error is None or status == LATE or (status == MISSING and alias != main):
            continue
        reason = f"{error['type']}: {error.get('reason', '')}"
        if status == MISSING:
            raise NoIndex(alias)
        if status not in BUSY and not (status == BLOCKED and "block" in error["type"]):
            raise Refused(f"{operation.key}: {reason}")
        again.append((alias, operation))
    return again, reason
