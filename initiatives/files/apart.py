"""Programs of our own that open what came from outside.

A hostile file can cost them a bounded time and memory, or their life, but never the server's.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

PATIENCE = 60.0  # seconds
MAX_SECONDS, MAX_MEMORY = 30, 1024**3
ROOT = Path(__file__).resolve().parents[2]


def run_apart(module: str, arguments: list[str], data: bytes) -> "subprocess.CompletedProcess[bytes]":
    """Run a module as a program with the data as its input. Raises subprocess.TimeoutExpired."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(  # noqa: S603 - our own program, and words of ours
        command, input=data, capture_output=True, timeout=PATIENCE, check=False, cwd=ROOT
    )


def lines_from(module: str, arguments: list[str], stream: IO[bytes]) -> Iterator[bytes]:
    """What a module that is run as a program tells, line by line while it works, with the stream as its input. Who
    stops reading ends it. Raises CalledProcessError where it ends otherwise than well.
    """
    command = [sys.executable, "-m", module, *arguments]
    with tempfile.TemporaryFile() as given:
        shutil.copyfileobj(stream, given)
        given.seek(0)
        program = subprocess.Popen(  # noqa: S603 - our own program; a name is an argument, never a command
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
        )
    try:
        with program.stdout as told:  # type: ignore[union-attr]
            yield from told
    except GeneratorExit:
        program.kill()
        raise
    finally:
        program.wait()
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, command)


def limit(seconds: int = MAX_SECONDS) -> None:
    """In the program: so much and no more."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
