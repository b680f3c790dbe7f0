"""Shows a person what set-up is doing: one line for each step, with the seconds it takes."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEAK_EVERY = 2.0  # seconds on a terminal
SPEAK_RARELY = 15.0  # seconds in a log


class Failed(Exception):
    """A step could not be done; the message says what to do about it."""


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Say what begins, that it goes on, and how long it took."""
    began, over = time.monotonic(), threading.Event()
    terminal = sys.stdout.isatty()

    def tick() -> None:
        while not over.wait(SPEAK_EVERY if terminal else SPEAK_RARELY):
            seconds = f"  … {time.monotonic() - began:.0f} s"
            print(f"\r{what}{seconds}" if terminal else seconds, end="" if terminal else "\n", flush=True)

    print(f"{what} …", end="" if terminal else "\n", flush=True)
    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        over.set()
        ticker.join()
        took = time.monotonic() - began
        ended = f"{what}: {took:.1f} s" if sys.exc_info()[0] is None else f"{what}: failed"
        print(f"\r\033[K{ended}" if terminal else ended, flush=True)


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    """Run a command in the checkout without input and return what it printed.

    Raises: Failed with the command and the end of its output.
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        words = "\n".join(done.stdout.splitlines()[-25:])
        raise Failed(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{words}")
    return done.stdout
