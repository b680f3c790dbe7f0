"""Remembers what is done: a stamp holds the digest of what the step was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *more: str) -> str:
    """One digest over the contents of the files, and whatever else the result depends on."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in sorted(files):
        total.update(f"{path}\0".encode() + path.read_bytes())
    return total.hexdigest()


def is_done(stamp: Path, made_from: str) -> bool:
    """Whether the stamp says that just this was done."""
    return stamp.exists() and made_from in stamp.read_text().split()


def done(stamp: Path, *made_from: str) -> None:
    """Set the stamp."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text("\n".join(made_from) + "\n")
