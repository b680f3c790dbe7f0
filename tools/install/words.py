"""Which message catalogues stand in the checkout, and which of them must be compiled anew."""

from pathlib import Path

from tools.install.environment import PYTHON
from tools.install.show import ROOT, run, step


def catalogues() -> list[Path]:
    """Every `.po` of the project's packages."""
    return sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po"))


def ensure() -> None:
    """Compile those that are newer than their `.mo`."""
    stale = [source for source in catalogues() if _is_stale(source)]
    if stale:
        with step("Compiling the translations"):
            run([PYTHON, "-m", "tools.install.catalogues", *stale])


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime
