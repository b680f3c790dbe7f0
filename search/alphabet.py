"""The order of the Vietnamese alphabet: letters before tones."""

import unicodedata
from collections.abc import Callable

from search.text import nfc

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # as dictionaries order them: grave, hook, tilde, acute, dot below
_ALPHABET = {ord(letter): 0x61 + at for at, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}


def alphabetical(text: str) -> str:
    """What to sort a surface text by for the Vietnamese alphabet: letters (a ă â b c d đ …) before tones."""
    return f"{' '.join(text.translate(_PLAIN).split())}\0{text.translate(_TONE)}"


class _Ordered(dict[int, str]):
    """A table for `str.translate`, filled as letters are met."""

    def __init__(self, ordered: Callable[[str, str], str]) -> None:
        super().__init__()
        self._ordered = ordered

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFD", chr(code))
        self[code] = found = self._ordered(apart[:1], apart[1:])
        return found


def _without_tone(base: str, marks: str) -> str:
    """What a letter is ordered by first: the mark of ế stays, the acute goes."""
    return nfc(base + "".join(mark for mark in marks if mark not in _TONES)).translate(_ALPHABET)


def _tone_alone(_base: str, marks: str) -> str:
    """What it is ordered by then."""
    return "".join(str(_TONES.index(mark)) for mark in marks if mark in _TONES)


_PLAIN, _TONE = _Ordered(_without_tone), _Ordered(_tone_alone)
