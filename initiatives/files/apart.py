"""Programs of our own that open what came from outside.

A hostile file can cost them a bounded time and memory, or their life, but never the server's.
"""

import resource
import subprocess
import sys
from pathlib import Path

PATIENCE = 60.0  # seconds
MAX_SECONDS, MAX_MEMORY = 30, 1024**3
ROOT = Path(__file__).resolve().parents[2]


def run_apart(module: str, arguments: list[str], data: bytes) -> "subprocess.CompletedProcess[bytes]":
    """Run a module as a program with the data as its input. Raises subprocess.TimeoutExpired."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(  # noqa: S603 - our own program, and words of ours
        command, input=data, capture_output=True, timeout=PATIENCE, check=False, cwd=ROOT
    )


def limit() -> None:
    """In the program: so much and no more."""
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
