"""Many papers on several cores: programs of their own that typeset, and end with their work and their memory.

`python -m documents.printing` is one of them: papers come in by its standard input and go out as PDF.
"""

import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

import django
from django.apps import apps
from django.conf import settings

from documents.papers.paper import Paper
from documents.typeset import TypesettingError

ROOT = Path(__file__).resolve().parents[1]
FEW = 12  # typeset here before a program has started
MOST = 4
SAME = (
    "LANGUAGE_CODE", "LANGUAGES", "TIME_ZONE", "USE_TZ", "USE_I18N", "USE_THOUSAND_SEPARATOR", "FORMAT_MODULE_PATH",
)  # fmt: skip
Printed = bytes | TypesettingError


def printed(papers: Sequence[Paper]) -> Iterator[Printed]:
    """The papers as PDF, in their order; in place of one that cannot be typeset the error that says why."""
    printers = min(MOST, len(os.sched_getaffinity(0)))
    if len(papers) <= FEW:
        yield from map(_typeset, papers)
        return
    with ThreadPoolExecutor(printers) as pool:
        free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        started = [_start() for _number in range(printers)]
        try:
            for one in started:
                free.put(one)
            yield from pool.map(lambda paper: _sent(paper, free), papers)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            for one in started:
                _end(one)


def _typeset(paper: Paper) -> Printed:
    try:
        return paper.typeset()
    except TypesettingError as error:
        return error


def _start() -> "subprocess.Popen[bytes]":
    command, pipe = [sys.executable, "-m", "documents.printing"], subprocess.PIPE
    printer = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe)  # noqa: S603 - our own program
    _write(printer.stdin, _settings())
    return printer


def _settings() -> dict[str, Any]:
    """What templates and their words depend on: a printer loads this package and all catalogues, nothing else."""
    said = {name: getattr(settings, name) for name in SAME}
    catalogues = [Path(app.path) / "locale" for app in apps.get_app_configs()]
    templates = {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
    return {
        **said, "LOCALE_PATHS": [*settings.LOCALE_PATHS, *catalogues], "TEMPLATES": [templates],
        "INSTALLED_APPS": ["documents"],
    }  # fmt: skip


def _end(printer: "subprocess.Popen[bytes]") -> None:
    if printer.stdin and printer.stdout:
        printer.stdin.close()
        printer.stdout.close()
    printer.wait()


def _sent(paper: Paper, free: "SimpleQueue[subprocess.Popen[bytes]]") -> Printed:
    """One paper through the printer that is free. One that has died fails each paper that it is given."""
    printer = free.get()
    try:
        _write(printer.stdin, paper)
        answer = _read(printer.stdout)
    except OSError as error:
        return TypesettingError(f"{paper.template}: {error}")
    finally:
        free.put(printer)
    return TypesettingError(answer) if isinstance(answer, str) else bytes(answer)


def _write(stream: IO[bytes] | None, what: Any) -> None:
    data = pickle.dumps(what)
    if stream:
        stream.write(struct.pack(">I", len(data)) + data)
        stream.flush()


def _read(stream: IO[bytes] | None) -> Any:
    """What the other side sent; it is this program itself. Raises EOFError, an OSError where it has ended."""
    head = stream.read(4) if stream else b""
    if len(head) < 4 or stream is None:
        raise BrokenPipeError("a printer has ended")
    return pickle.loads(stream.read(*struct.unpack(">I", head)))  # noqa: S301 - between our own processes


def main() -> int:
    """Typeset what comes in until nothing more does."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing else may speak there
    settings.configure(**_read(sys.stdin.buffer))
    django.setup()
    while True:
        try:
            paper = _read(sys.stdin.buffer)
        except BrokenPipeError:
            return 0
        made = _typeset(paper)
        _write(out, made if isinstance(made, bytes) else str(made))


if __name__ == "__main__":
    sys.exit(main())
