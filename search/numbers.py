"""Words as numbers of 64 bits, the same in every process, and runs of neighbours made of them in one pass."""

from collections.abc import Callable, Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

FACTOR = np.uint64(0x9E3779B97F4A7C15)

REMEMBERED = 100_000

Numbers = NDArray[np.uint64]


class _Known(dict[str, int]):
    """The numbers of words that were met; without the order that a `lru_cache` keeps."""

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = made = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
        return made


number: Callable[[str], int] = _Known().__getitem__
"""The number of a word."""


def numbers(words: Iterable[str]) -> Numbers:
    """The numbers of many words."""
    return np.fromiter(map(number, words), dtype=np.uint64)


def run(words: Numbers, width: int) -> tuple[Numbers, NDArray[np.intp]]:
    """The number of every run of neighbours, and at which of the words it begins."""
    count = max(words.size - width + 1, 0)
    made = np.zeros(count, dtype=np.uint64)
    for at in range(width):
        made = made * FACTOR + words[at : at + count]
    return made, np.arange(count)
