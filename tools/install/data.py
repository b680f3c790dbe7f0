"""The data of the embedded edition: its tables, the demonstration in them, and what pages load."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from tools.install import stamps
from tools.install.environment import PYTHON
from tools.install.show import ROOT, run, step

DATA = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
STAMPS = DATA / "stamps"
DATABASE = DATA / "sangkien.sqlite3"
ACCOUNTS = STAMPS / "accounts"
Environment = dict[str, str]


def demonstration_environment(port: int) -> Environment:
    """The environment in which the demonstration is loaded and served."""
    ours = {"BASE_URL": f"http://127.0.0.1:{port}", "DEMONSTRATION": "1", "COLLECTED_STATIC": "1"}
    return {**ours, **os.environ, "PYTHONUNBUFFERED": "1"}


def ensure(environment: Environment) -> str:
    """Bring the tables up to date and load the demonstration, where not done yet; answer one account for each role."""
    DATA.mkdir(parents=True, exist_ok=True)
    _once("migrated", ROOT.glob("*/migrations/*.py"), environment, _migrate)
    sources = [
        *(ROOT / "demonstration").rglob("*"),
        *ROOT.glob("*/data/**/*"),
    ]  # and the schemes
    files = [path for path in sources if path.is_file() and "__pycache__" not in path.parts]
    _once("demonstration", files, environment, _load)
    _once("static", [path for path in (ROOT / "frontend/static").rglob("*") if path.is_file()], environment, _collect)
    return ACCOUNTS.read_text()


def _migrate(environment: Environment) -> None:
    with step("Preparing the database"):
        run([PYTHON, "manage.py", "migrate"], environment)


def _load(environment: Environment) -> None:
    with step("Loading the demonstration"):
        run([PYTHON, "manage.py", "load_demonstration"], environment)
        ACCOUNTS.write_text(run([PYTHON, "manage.py", "demonstration_accounts"], environment))


def _collect(environment: Environment) -> None:
    with step("Compressing what pages load"):
        run([PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "--ignore", "redoc"], environment)


def _once(name: str, files: Iterable[Path], environment: Environment, do: Callable[[Environment], None]) -> None:
    """Do it unless its stamp says that it is done; a database named in DATABASE_URL is not ours to stamp."""
    made_from = stamps.digest(files)
    if "DATABASE_URL" not in environment and DATABASE.exists() and stamps.is_done(STAMPS / name, made_from):
        return
    do(environment)
    stamps.done(STAMPS / name, made_from)
