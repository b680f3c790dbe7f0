"""The passes of the suite, and how pytest is run for each."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.services.process import as_ourselves

ROOT = Path(__file__).resolve().parents[2]
KEPT = 20_000  # bytes of the output in which the closing line is looked for
NO_TESTS = 5  # pytest's exit code when nothing was selected
CLOSING = re.compile(r"^=+ (.*\b(?:passed|failed|skipped|deselected|errors?|no tests ran)\b.*) =+$")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of pytest: what it is called, which tests, and what the environment says."""

    name: str
    select: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """How a pass ended: pytest's exit code and its closing line."""

    name: str
    code: int
    closing: str

    @property
    def good(self) -> bool:
        """Nothing failed. A selection (`-k`) that leaves a pass without tests is no failure."""
        return self.code in {0, NO_TESTS}


def passes(postgres_url: str | None) -> list[Pass]:
    """Everything on SQLite; then what touches the database, but for the browser, on PostgreSQL."""
    found = [Pass("SQLite", environment={"DATABASE_URL": ""})]
    if postgres_url:
        found.append(Pass("PostgreSQL", "database and not browser", {"DATABASE_URL": postgres_url}))
    return found


def run(one: Pass, options: Sequence[str], environment: Mapping[str, str]) -> Result:
    """Run one pass, show what pytest prints as it comes, and keep its closing line."""
    select = ["-m", one.select] if one.select else []
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    command = [sys.executable, "-m", "pytest", *select, *colour, *options]
    surroundings = {**os.environ, **environment, **one.environment}
    if not surroundings["DATABASE_URL"]:
        del surroundings["DATABASE_URL"]
    print(f"\n### {one.name}: pytest {' '.join(command[3:])}", flush=True)
    process = subprocess.Popen(
        as_ourselves(command, signal.SIGINT),
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # an interruption is passed on once, by `_end`
    )
    try:
        words = _shown(process)
    finally:
        _end(process)
    return Result(one.name, process.wait(), closing_line(words))


def _shown(process: "subprocess.Popen[bytes]") -> str:
    """Show what pytest prints, dot by dot, and return the end of it."""
    words = b""
    while process.stdout and (piece := os.read(process.stdout.fileno(), 65_536)):
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        words = (words + piece)[-KEPT:]
    return words.decode(errors="replace")


def closing_line(words: str) -> str:
    """The last line in which pytest counts, without its frame."""
    lines = (CLOSING.match(COLOUR.sub("", line)) for line in reversed(words.splitlines()))
    return next((match[1] for match in lines if match), "no closing line")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """After an interruption pytest and its workers get time to take their fixtures down."""
    if process.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
        if sys.exc_info()[0] is not None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(20)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
