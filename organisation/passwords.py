"""Passwords known from breaches, looked up in a file of the operator's: nothing of a password leaves the machine. And
passwords that are little more than words of the place.
"""

import hashlib
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organisation.models import Unit
from organisation.rules.names import folded

HEX = 40  # of a SHA-1
PLACE = (
    "sang kien", "de tai", "khoa hoc", "cong nghe", "truyen thong", "thanh pho", "da nang", "viet nam", "uy ban",
    "nhan dan", "hoi dong", "thu ky", "can bo", "quan tri", "mat khau", "dang nhap", "password", "admin",
)  # fmt: skip
LEFT = 6  # letters that a password has beside them


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


class PlaceValidator:
    """Refuses what is words of the place, of one's units, years and signs with little beside them (ASVS 5, 6.2.11)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        left = letters = _letters(password)
        for word in sorted({_letters(word) for word in (*PLACE, *_units_of(user))}, key=len, reverse=True):
            left = left.replace(word, "") if word else left
        if len(left) < LEFT and left != letters:
            raise ValidationError(
                _("This password is little more than words that everybody here knows: choose another.")
            )

    def get_help_text(self) -> str:
        """Beside the field."""
        return _("It must not be made of words of the office, the city or your unit.")


def _letters(text: str) -> str:
    return "".join(letter for letter in folded(text) if letter.isalpha())


def _units_of(user: Any) -> list[str]:
    """Names and codes of the units in which somebody works."""
    person = getattr(user, "person_id", None)
    held = Unit.objects.filter(memberships__person=person) if person else Unit.objects.none()
    return [word for pair in held.values_list("name", "code") for word in pair]
