"""Words a slip of the finger apart: a letter lost, doubled, wrong, or two swapped."""

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

import numpy as np

LONG = 8  # from here on two slips are forgiven
_FIRST = ord("a")


def edits(word: str) -> set[str]:
    """Every word one slip away (letters a to z: folded words)."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    lost = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    wrong = {head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase}
    added = {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    return (lost | swapped | wrong | added) - {word}


def slips(typed: str, meant: str) -> int:
    """How many slips lie between two words (optimal string alignment: a swap of neighbours is one)."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for at, letter in enumerate(typed, 1):
        earlier, before, row = before, row, [at]
        for to, wanted in enumerate(meant, 1):
            best = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == meant[to - 2] and typed[at - 2] == wanted:
                best = min(best, earlier[to - 2] + 1)
            row.append(best)
    return row[-1]


class LongWords:
    """Long words within two slips of another, found by comparing which letters they have before counting slips."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in words if len(word) >= LONG - 2]
        self._letters = np.array([_letters(word) for word in self._words], dtype=np.uint32)
        self._lengths = np.array([len(word) for word in self._words], dtype=np.int16)

    def near(self, word: str) -> Sequence[str]:
        """Those one or two slips away."""
        differing = np.bitwise_count(self._letters ^ np.uint32(_letters(word)))
        likely = np.flatnonzero((differing <= 4) & (np.abs(self._lengths - len(word)) <= 2))
        return [near for at in likely if 0 < slips(word, near := self._words[at]) <= 2]


def _letters(word: str) -> int:
    """A bit for each letter a to z that the word has."""
    bits = 0
    for letter in word:
        if "a" <= letter <= "z":
            bits |= 1 << (ord(letter) - _FIRST)
    return bits
