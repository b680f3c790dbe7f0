"""`.venv`: made once, filled from the locked versions, each checked against its hash."""

import subprocess
import sys
from pathlib import Path

from tools.install import stamps
from tools.install.show import ROOT, run, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAMP = VENV / ".installed"
LOCKS = ROOT / "requirements"
RUNTIME, DEVELOPMENT, INSTALLER = LOCKS / "runtime.txt", LOCKS / "development.txt", LOCKS / "installer.txt"


def ensure(lock: Path) -> None:
    """Have everything in the lock installed. The development lock holds all of the runtime lock."""
    wanted = stamps.digest([lock])
    if stamps.is_done(STAMP, wanted) and _works():
        return
    if not _works():
        with step("Making .venv"):
            run([sys.executable, "-m", "venv", "--clear", VENV])
    with step("Installing the locked packages"):
        if not (VENV / "bin/uv").exists():
            run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", INSTALLER])
        run([VENV / "bin/uv", "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON, "-r", lock])
    stamps.done(STAMP, wanted, *([stamps.digest([RUNTIME])] if lock == DEVELOPMENT else []))


def _works() -> bool:
    """A folder that was moved, or whose Python was removed, does not."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0
