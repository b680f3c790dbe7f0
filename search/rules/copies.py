"""When is a work likely a copy? Shingles of four folded syllables, without those that many works share (the text of
forms); the share of the smaller work's shingles that the other has.

A work keeps one shingle in four, the same for all works (those whose number divides), so that two samples compare as
the whole texts would. Measured on near copies and honest neighbours: tests/search/test_similar.py. Never blocks: people
decide.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from search.numbers import numbers, run
from search.text import fold, tokens

WIDTH = 4
KEPT = 4
FEW = 3
COMMON = 0.02
COPY = 0.20
LOOK = 0.10
SAME_TITLE = 0.5
SHORTEST_PASSAGE = 8  # words
LETTERS = 7  # of a shingle as a word: 42 bits
_ALPHABET = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-", np.uint8)
_SHIFTS = np.arange(LETTERS, dtype=np.uint64) * np.uint64(6) + np.uint64(64 - 6 * LETTERS)


class Stretch(NamedTuple):
    """`text[start:end]` of a canonical text."""

    start: int
    end: int


class Passage(NamedTuple):
    """The same words in two texts."""

    here: Stretch
    there: Stretch


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares from 0 to 1: of the smaller text found in the other, and of the titles' pairs of syllables."""

    text: float
    title: float

    @property
    def copy(self) -> bool:
        """Whether it is likely a copy."""
        return self.text >= COPY or self.title >= SAME_TITLE

    @property
    def worth_a_look(self) -> bool:
        """Whether somebody should look at both."""
        return self.copy or self.text >= LOOK


def shingles(text: str) -> frozenset[str]:
    """The sample that a text keeps, as short words."""
    return frozenset(sampled([fold(text).split()])[0].split())


def sampled(texts: Sequence[Sequence[str]]) -> list[str]:
    """The samples of many texts, given as folded words, in one pass; each its shingles with blanks between."""
    sizes = [len(words) for words in texts]
    every, starts = run(numbers(chain.from_iterable(texts)), WIDTH)
    ends = np.cumsum(sizes)
    owners = np.searchsorted(ends, starts, side="right")
    kept = np.flatnonzero((starts + WIDTH <= ends[owners]) & (every % np.uint64(KEPT) == 0))
    written = np.full((kept.size, LETTERS + 1), ord(" "), dtype=np.uint8)
    written[:, :LETTERS] = _ALPHABET[(every[kept, None] >> _SHIFTS) & np.uint64(63)]
    together = written.tobytes().decode("ascii")
    places = np.searchsorted(owners[kept], np.arange(len(texts) + 1)) * (LETTERS + 1)
    return [together[start:end].rstrip() for start, end in pairwise(places.tolist())]


def telling(works: int) -> float:
    """In how many of so many works a shingle may stand and still tell anything."""
    return max(FEW, COMMON * works)


def likeness(own: Set[str], other: Set[str], common: Set[str], own_title: str, other_title: str) -> Likeness:
    """How alike two works are, by what is not `common`."""
    ours, theirs = own - common, other - common
    shared, smaller = len(ours & theirs), min(len(ours), len(theirs))
    return Likeness(shared / smaller if shared >= FEW else 0.0, _title(own_title, other_title))


def _title(one: str, other: str) -> float:
    """Jaccard of the pairs of neighbouring syllables."""
    ones, others = (set(pairwise(fold(title).split())) for title in (one, other))
    return len(ones & others) / len(ones | others) if ones and others else 0.0


def passages(here: str, there: str) -> Iterator[Passage]:
    """What stands in both texts, word for word apart from marks and case, the longest stretches from left to right."""
    ours, theirs = (list(tokens(fold(text))) for text in (here, there))
    places: dict[tuple[str, ...], int] = {}
    for at in range(len(theirs) - WIDTH + 1):
        places.setdefault(tuple(token.word for token in theirs[at : at + WIDTH]), at)
    at = 0
    while at <= len(ours) - WIDTH:
        other = places.get(tuple(token.word for token in ours[at : at + WIDTH]))
        length = 0
        if other is not None:
            while (
                at + length < len(ours)
                and other + length < len(theirs)
                and ours[at + length].word == theirs[other + length].word
            ):
                length += 1
        if other is not None and length >= SHORTEST_PASSAGE:
            yield Passage(
                Stretch(ours[at].start, ours[at + length - 1].end),
                Stretch(theirs[other].start, theirs[other + length - 1].end),
            )
        at += max(length, 1)
