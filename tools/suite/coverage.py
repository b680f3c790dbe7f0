"""Coverage of rules and services with branches, and the share that they must reach."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENOUGH = 95  # percent of lines and branches in rules/ and services/ (pyproject.toml says which files those are)
OPTIONS = ("--cov", "--cov-branch", "--cov-append", "--cov-report=")


def forget() -> None:
    """Begin anew."""
    _coverage("erase")


def report() -> bool:
    """Print what is not covered; say whether rules and services reach their share."""
    print(f"\n### Coverage of rules and services (at least {ENOUGH} %)", flush=True)
    return _coverage("report", f"--fail-under={ENOUGH}") == 0


def _coverage(*arguments: str) -> int:
    environment = {**os.environ, "COLUMNS": "160"}
    return subprocess.run(
        [sys.executable, "-m", "coverage", *arguments], cwd=ROOT, env=environment, check=False
    ).returncode
