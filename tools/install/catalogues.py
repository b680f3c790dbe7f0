"""Compile the message catalogues with Babel, so that a machine without gettext can serve both languages."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compiled(source: Path) -> Path:
    """Write the `.mo` beside the `.po` and return it; fuzzy messages are left out."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parents[1].name)
    target = source.with_suffix(".mo")
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        write_mo(file, catalogue)
    return part.replace(target)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compiled(Path(name))
