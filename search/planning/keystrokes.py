"""Telex and VNI: the keystrokes of a syllable, left in the text when the keyboard was not switched on.

Keys may stand where people really put them: after the letter (`nuwowcs`) or at the end of the word (`nuocws`,
`nuoc71`).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from search.planning.syllables import spell
from search.text import surface

_TYPED = re.compile(r"[a-z]+[a-z0-9]*")
_VOWELS = frozenset("aeiouyăâêôơư")

# key: what it does to letters typed before it, the first that leaves a syllable counting
_TELEX_TONES = {"s": "sac", "f": "huyen", "r": "hoi", "x": "nga", "j": "nang"}
_TELEX_MARKS = {
    "a": (("a", "â"),),
    "e": (("e", "ê"),),
    "o": (("o", "ô"),),
    "d": (("d", "đ"),),
    "w": (
        ("uo", "ươ"),
        ("ưo", "ươ"),
        ("uơ", "ươ"),
        ("ua", "ưa"),
        ("uu", "ưu"),
        ("o", "ơ"),
        ("a", "ă"),
        ("u", "ư"),
        ("", "ư"),
    ),
}
_VNI_TONES = {"1": "sac", "2": "huyen", "3": "hoi", "4": "nga", "5": "nang"}
_VNI_MARKS = {
    "6": (("a", "â"), ("e", "ê"), ("o", "ô")),
    "7": (("uo", "ươ"), ("ưo", "ươ"), ("uơ", "ươ"), ("ua", "ưa"), ("uu", "ưu"), ("o", "ơ"), ("u", "ư")),
    "8": (("a", "ă"),),
    "9": (("d", "đ"),),
}

Marks = dict[str, tuple[tuple[str, str], ...]]


@lru_cache(maxsize=4096)
def decode(word: str) -> str | None:
    """The surface syllable that the keystrokes `word` would have made, or None if they make none or no other."""
    if not _TYPED.fullmatch(word) or len(word) > 12:
        return None
    made = _made(word, _TELEX_TONES, _TELEX_MARKS) or _made(word, _VNI_TONES, _VNI_MARKS)
    return None if made == word else made


def _made(word: str, tones: dict[str, str], marks: Marks) -> str | None:
    """Try every reading of the keys; the first that is a syllable counts."""
    states: list[tuple[str, str]] = [("", "")]
    for key in word:
        states = list(dict.fromkeys(after for state in states for after in _press(key, *state, tones, marks)))
    spelled = (spell(letters, tone) for letters, tone in states)
    found = next((syllable for syllable in spelled if syllable), None)
    return surface(found) if found else None


def _press(key: str, letters: str, tone: str, tones: dict[str, str], marks: Marks) -> Iterator[tuple[str, str]]:
    """The states that a key may lead to, the likeliest first."""
    if key in tones and not tone and _VOWELS & set(letters):
        yield letters, tones[key]
    for plain, marked in marks.get(key, ()):
        at = letters.rfind(plain)
        if at >= 0 and (key != "d" or at == 0):
            yield letters[:at] + marked + letters[at + len(plain) :], tone
    if key.isalpha() and key not in "fjwz":
        yield letters + key, tone
