"""Check: relative links of the documentation lead to files; what is vendored is named, with its licence beside it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.checks.table import ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
VENDORED = ("frontend/static/vendor/*/", "tests/frontend/vendor/*/", "documents/faces/")
LICENCES = ("LICENSE", "OFL.txt")


def pages() -> Iterator[Path]:
    """Every page of the documentation."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def broken() -> Iterator[str]:
    """Links that lead nowhere."""
    for page in pages():
        for target in LINK.findall(page.read_text()):
            if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists():
                yield f"{page.relative_to(ROOT)}: {target} is not there"


def unnamed() -> Iterator[str]:
    """Vendored folders that NOTICE.md does not name, or that lack their licence."""
    notice = (ROOT / "NOTICE.md").read_text()
    for pattern in VENDORED:
        for folder in sorted(ROOT.glob(pattern)):
            name = str(folder.relative_to(ROOT))
            if folder.is_dir() and name not in notice:
                yield f"NOTICE.md: {name} is not named"
            if folder.is_dir() and not any((folder / licence).exists() for licence in LICENCES):
                yield f"{name}: no licence beside it"


def main() -> int:
    """Prints what is wrong; returns 1 if anything is."""
    faults = [*broken(), *unnamed()]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
