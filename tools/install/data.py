"""The database of the embedded edition: its tables, and the demonstration in it."""

import os
from collections.abc import Iterable
from pathlib import Path

from tools.install import stamps
from tools.install.environment import PYTHON
from tools.install.show import ROOT, run, step

DATA = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
STAMPS = DATA / "stamps"
DATABASE = DATA / "sangkien.sqlite3"


def demonstration_environment(port: int) -> dict[str, str]:
    """The environment in which the demonstration is loaded and served."""
    return {"BASE_URL": f"http://127.0.0.1:{port}", "DEMONSTRATION": "1", **os.environ, "PYTHONUNBUFFERED": "1"}


def ensure(environment: dict[str, str]) -> None:
    """Bring the tables up to date, and load the demonstration where it is not loaded yet."""
    _once("migrated", ROOT.glob("*/migrations/*.py"), "Preparing the database", "migrate", environment)
    files = (path for path in (ROOT / "demonstration").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    _once("demonstration", files, "Loading the demonstration", "load_demonstration", environment)


def _once(name: str, files: Iterable[Path], what: str, command: str, environment: dict[str, str]) -> None:
    made_from = stamps.digest(files, environment.get("DATABASE_URL", ""))
    if "DATABASE_URL" not in environment and DATABASE.exists() and stamps.is_done(STAMPS / name, made_from):
        return
    with step(what):
        run([PYTHON, "manage.py", command], environment)
    stamps.done(STAMPS / name, made_from)
