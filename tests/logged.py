"""What is logged, as the lines of production."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from operations.logs import Json


@contextmanager
def lines_of(*names: str) -> Iterator[list[dict[str, Any]]]:
    """The lines of some loggers, as they come."""
    lines: list[dict[str, Any]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(Json().format(record)))

    handler, loggers = Kept(), [logging.getLogger(name) for name in names]
    before = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        one.setLevel("INFO")
    yield lines
    for one, level in zip(loggers, before, strict=True):
        one.removeHandler(handler)
        one.setLevel(level)
