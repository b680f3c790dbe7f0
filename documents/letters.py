"""Which letters the faces have, and text made of these alone.

What people type may hold anything: control characters, marks that turn the reading direction, pictures, other scripts.
PDF/A forbids to print a letter that the embedded face lacks, so such a letter becomes a visible box.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from documents.qr import QrCode

FACES = Path(__file__).parent / "faces"
MISSING = "□"
# Two marks on one letter are Vietnamese (ế); a tower of them runs over the lines above.
_TOWER = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SPELLED = {0x2011: "-", 0x2028: "\n", 0x2029: "\n", 0xF0B7: "•", 0xA0: "\xa0", ord("\t"): " ", ord("\n"): "\n"}


class _Letters(dict[int, str]):
    """For `str.translate`: known letters stay, invisible ones go, the rest is spelled in known letters or boxed."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        if unicodedata.category(letter) in _INVISIBLE or 0xFE00 <= point <= 0xFE0F:  # selectors of a letter's look
            return ""
        spelled = unicodedata.normalize("NFKC", letter)
        return spelled if all(ord(part) in self for part in spelled) else MISSING


@cache
def _letters() -> _Letters:
    """The letters that all four faces have. Format characters that a face maps are left out: they are invisible."""
    from fontTools.ttLib import TTFont

    maps = [TTFont(path, lazy=True).getBestCmap() for path in sorted(FACES.glob("*.ttf"))]
    common = set.intersection(*map(set, maps))
    return _Letters(
        {point: chr(point) for point in common if unicodedata.category(chr(point)) not in _INVISIBLE} | _SPELLED
    )


def printable(text: str) -> str:
    """The text in NFC, of letters that the faces have; every line end becomes a line feed."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _TOWER.sub(r"\1", composed.translate(_letters()))


def all_printable(value: Any) -> Any:
    """`printable` for every text in dataclasses, mappings and sequences; what is not text stays.

    Text that claims to be safe HTML loses that claim: papers are made of plain data.
    """
    if isinstance(value, str):
        return value if isinstance(value, QrCode) else printable(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return dataclasses.replace(value, **{name: all_printable(part) for name, part in kept})
    if isinstance(value, Mapping):
        return {key: all_printable(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return tuple(all_printable(part) for part in value)
    return value
