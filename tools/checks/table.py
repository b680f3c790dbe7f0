"""The checks. To add one: a name, and the command that fails when it does not hold."""

import secrets
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PYTHON = sys.executable
PACKAGES = (
    "config", "journal", "documents", "organisation", "initiatives", "reviews", "recognition", "search", "operations",
    "frontend", "demonstration", "tools",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `hook` says that it is quick enough to run before every commit."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)
    hook: bool = False


def production() -> dict[str, str]:
    """An environment as production has it, with a secret made for this run."""
    return {
        "PRODUCTION": "1",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "sangkien.example.vn",
        "BASE_URL": "https://sangkien.example.vn",
        "DATABASE_URL": "postgres://sangkien:unused@127.0.0.1/sangkien",
    }


CHECKS = (
    Check("format", [BIN / "ruff", "format", "--check", "."], hook=True),
    Check("lint", [BIN / "ruff", "check", "."], hook=True),
    Check("types", [BIN / "mypy"]),
    Check("imports", [BIN / "lint-imports", "--no-logo"], hook=True),
    Check("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    Check("translations", [PYTHON, "-m", "tools.checks.translations"]),
    Check("templates", [BIN / "djlint", "--lint", "--quiet", "."], hook=True),
    Check("spelling", [BIN / "codespell"], hook=True),
    Check("deploy", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], production()),
    Check("locks", [PYTHON, "-m", "tools.checks.locks"], hook=True),
    Check("documents", [PYTHON, "-m", "tools.checks.documents"]),
    Check("links", [PYTHON, "-m", "tools.checks.links"], hook=True),
)


def chosen(names: Sequence[str]) -> list[Check]:
    """The checks of these names; all for none. Raises KeyError for a name that is not in the table."""
    table = {check.name: check for check in CHECKS}
    return [table[name] for name in names] if names else list(CHECKS)


def has_gettext() -> bool:
    """Whether the words to translate can be found anew from the code."""
    return shutil.which("xgettext") is not None
