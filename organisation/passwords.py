"""Passwords known from breaches, looked up in a file of the operator's: nothing of a password leaves the machine."""

import hashlib
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HEX = 40  # of a SHA-1


def stands_in(path: Path, password: str) -> bool:
    """Whether a sorted file of SHA-1 (`HASH` or `HASH:COUNT` a line, as Have I Been Pwned gives it) holds it."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as lines:
        low, high = 0, lines.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            line = _line_after(lines, middle)
            if line and line < wanted:
                low = middle + 1
            else:
                high = middle
        return _line_after(lines, low) == wanted


def _line_after(lines: BinaryIO, position: int) -> bytes:
    """The hash of the first line that begins at the position or after it; nothing at the end."""
    lines.seek(max(position - 1, 0))
    if position:
        lines.readline()
    return lines.readline()[:HEX].strip().upper()


class BreachedPasswordValidator:
    """Refuses what stands in the file."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if stands_in(self.path, password):
            raise ValidationError(_("This password is known from a breach elsewhere: choose another."))

    def get_help_text(self) -> str:
        """Beside the field."""
        return _("It must not be known from a breach elsewhere.")
