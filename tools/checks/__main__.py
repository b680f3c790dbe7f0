"""Run the checks and say which do not hold.

python -m tools.checks               all of them
python -m tools.checks types lint    these
python -m tools.checks --hook        the quick ones, as before a commit
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools.checks.table import CHECKS, ROOT, Check, chosen

AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check ended, and what it printed."""

    check: Check
    code: int
    output: str
    seconds: float


def run(check: Check) -> Outcome:
    """Run one check in the checkout, without input."""
    began = time.monotonic()
    done = subprocess.run(
        [str(part) for part in check.command],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "160", **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(check, done.returncode, done.stdout, time.monotonic() - began)


def main(names: list[str]) -> int:
    """Returns 0 when every check holds."""
    if names == ["--hook"]:
        names = [check.name for check in CHECKS if check.hook]
    try:
        checks = chosen(names)
    except KeyError as unknown:
        print(f"There is no check {unknown}; there are {', '.join(check.name for check in CHECKS)}.", file=sys.stderr)
        return 2
    broken = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for outcome in pool.map(run, checks):
            print(
                f"{'ok' if outcome.code == 0 else 'FAILED':6} {outcome.check.name:13} {outcome.seconds:5.1f} s",
                flush=True,
            )
            if outcome.code:
                broken.append(outcome.check.name)
                print(outcome.output.rstrip() + "\n", flush=True)
    if broken:
        print(f"Checks that do not hold: {', '.join(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
