"""The words there are: in how many documents a word or a pair of neighbours stands, and which words lie near a mistyped
one.

Frequencies count titles and names only, or the boilerplate of reports would drown the rare words; the words of the
texts are merely known. Only public renditions are counted: nothing that somebody may not see weighs, completes or
corrects their queries (law 8).

A term is kept as a number of 64 bits beside its count, in sorted arrays: 12 bytes each where a dictionary takes 100,
so that a million works fit beside a web worker. Engines store a vocabulary with their index (`to_bytes`) and make it
anew from a `Tally` when enough has changed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from io import BytesIO
from itertools import chain, islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.documents import PUBLIC, Fields, IndexedDocument, fields_of
from search.lines import Lines
from search.numbers import FACTOR, Numbers, number, numbers
from search.spelling import LONG, LongWords, edits, slips
from search.text import analyse

CHUNK = 1_000
LONGEST = 24  # what is longer is no word
REMEMBERED = 20_000  # terms of which the frequency is remembered
_SPREAD = np.uint64(0xC2B2AE3D27D4EB4F)

Counts = NDArray[np.uint32]


class Words(Protocol):
    """What planning asks; terms are words, or pairs of neighbours with a blank between."""

    @property
    def documents(self) -> int:
        """How many documents are counted."""

    def frequency(self, folded: str) -> int:
        """In how many titles with names the folded term stands."""

    def exact_frequency(self, exact: str) -> int:
        """In how many titles with names the term stands with these marks."""

    def knows(self, folded: str) -> bool:
        """Whether the folded word stands anywhere, texts included."""

    def begins(self, prefix: str) -> bool:
        """Whether a known word begins so."""

    def near(self, folded: str) -> Sequence[str]:
        """Known words a letter away (two from eight letters up), the nearest and most frequent first."""

    def spellings(self, folded: str) -> Sequence[str]:
        """The words with their marks that fold to this one, in titles and names, the most frequent first."""


class Frequencies:
    """Counts of terms by their numbers, which are sorted."""

    def __init__(self, numbers: Numbers, counts: Counts) -> None:
        self.numbers, self.counts = numbers, counts
        self.of = lru_cache(REMEMBERED)(self._of)  # a query asks for the same term in many fields and forms

    def _of(self, term: str) -> int:
        """How many documents have the term."""
        wanted = np.uint64(_term(term))
        at = int(self.numbers.searchsorted(wanted))
        return int(self.counts[at]) if at < self.numbers.size and self.numbers[at] == wanted else 0


class Vocabulary:
    """The public words."""

    def __init__(self, documents: Iterable[IndexedDocument] = ()) -> None:
        tally = Tally()
        tally.add(documents)
        self._count(tally)

    def _count(self, tally: "Tally") -> None:
        folded, exact = tally.folded.frequencies(), tally.exact.frequencies()
        self._set(tally.documents, folded, exact, sorted(tally.words), sorted(tally.spelled))

    def _set(
        self, documents: int, folded: Frequencies, exact: Frequencies, words: list[str], spelled: list[str]
    ) -> None:
        self._documents, self._folded, self._exact, self._spelled = documents, folded, exact, spelled
        self._sorted, self._known = words, frozenset(words)
        self._long: LongWords | None = None

    @classmethod
    def of(cls, tally: "Tally") -> "Vocabulary":
        """What was counted."""
        vocabulary = cls.__new__(cls)
        vocabulary._count(tally)
        return vocabulary

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Vocabulary":
        """Read back what `to_bytes` gave. Raises ValueError or OSError for anything else."""
        with np.load(BytesIO(stored), allow_pickle=False) as kept:
            vocabulary = cls.__new__(cls)
            vocabulary._set(
                int(kept["documents"]),
                Frequencies(kept["folded"], kept["folded_counts"]),
                Frequencies(kept["exact"], kept["exact_counts"]),
                _listed(kept["words"]),
                _listed(kept["spelled"]),
            )
            return vocabulary

    def to_bytes(self) -> bytes:
        """For keeping beside an index."""
        kept = BytesIO()
        words, spelled = (np.frombuffer("\n".join(each).encode(), np.uint8) for each in (self._sorted, self._spelled))
        np.savez(
            kept, documents=np.int64(self._documents), words=words, spelled=spelled,
            folded=self._folded.numbers, folded_counts=self._folded.counts,
            exact=self._exact.numbers, exact_counts=self._exact.counts,
        )  # fmt: skip
        return kept.getvalue()

    @property
    def documents(self) -> int:
        """How many documents are counted."""
        return self._documents

    def frequency(self, folded: str) -> int:
        """In how many titles with names the folded term stands."""
        return self._folded.of(folded)

    def exact_frequency(self, exact: str) -> int:
        """In how many titles with names the term stands with these marks."""
        return self._exact.of(exact)

    def knows(self, folded: str) -> bool:
        """Whether the folded word stands anywhere, texts included."""
        return folded in self._known

    def begins(self, prefix: str) -> bool:
        """Whether a known word begins so."""
        at = bisect_left(self._sorted, prefix)
        return at < len(self._sorted) and self._sorted[at].startswith(prefix)

    def near(self, folded: str) -> Sequence[str]:
        """Known words a letter away (two from eight letters up), the nearest and most frequent first."""
        found = edits(folded) & self._known
        if len(folded) >= LONG:
            self._long = self._long or LongWords(self._sorted)
            found.update(self._long.near(folded))
        return sorted(found, key=lambda word: (slips(folded, word), -self.frequency(word), word))

    def spellings(self, folded: str) -> Sequence[str]:
        """The words with their marks that fold to this one, in titles and names, the most frequent first."""
        return self._by_folded.get(folded, ())

    @cached_property
    def _by_folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for exact, (_surface, folded) in zip(self._spelled, analyse(self._spelled), strict=True):
            found.setdefault(folded, []).append(exact)
        return {folded: sorted(words, key=lambda w: -self.exact_frequency(w)) for folded, words in found.items()}


class Counter:
    """Adds up the terms of many documents in sorted runs, so that memory follows the number of terms alone."""

    def __init__(self) -> None:
        self._runs: list[tuple[Numbers, Counts]] = []

    def add(self, numbers: Numbers) -> None:
        """Count each number once for every time it is given."""
        run, counts = np.unique(numbers, return_counts=True)
        self._runs.append((run, counts.astype(np.uint32)))
        while len(self._runs) > 1 and self._runs[-2][0].size < 2 * self._runs[-1][0].size:
            self._runs.append(_together(self._runs.pop(), self._runs.pop()))

    def frequencies(self) -> Frequencies:
        """All that was counted."""
        while len(self._runs) > 1:
            self._runs.append(_together(self._runs.pop(), self._runs.pop()))
        none = (np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint32))
        return Frequencies(*(self._runs[0] if self._runs else none))


class Tally:
    """Counts public documents as they pass."""

    def __init__(self) -> None:
        self.documents = 0
        self.words: set[str] = set()
        self.spelled: set[str] = set()
        self.folded = Counter()
        self.exact = Counter()

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        """Count documents; those that are not public are left out."""
        public = (document for document in documents if document.rendition == PUBLIC)
        while chunk := list(islice(public, CHUNK)):
            self.add_fields(fields_of(chunk))

    def add_fields(self, rows: Sequence[Fields]) -> None:
        """Count analysed public documents."""
        if not rows:
            return
        self.documents += len(rows)
        told = [row.words for row in rows]
        folded, exact = ([words[f"title_{form}"] + words[f"names_{form}"] for words in told] for form in "fx")
        self.folded.add(_terms(folded))
        self.exact.add(_terms(exact))
        _meet(self.words, chain(folded, (words["text_f"] for words in told)))
        _meet(self.spelled, exact)


def _meet(known: set[str], texts: Iterable[Lines]) -> None:
    """Add the words of some texts to those that are known."""
    met = set(chain.from_iterable(chain.from_iterable(texts)))
    known.update(filter(_wordlike, met - known))


def _wordlike(word: str) -> bool:
    return len(word) <= LONGEST and not word.isdigit()


def _listed(stored: NDArray[np.uint8]) -> list[str]:
    text = stored.tobytes().decode()
    return text.split("\n") if text else []


def _terms(documents: Sequence[Lines]) -> Numbers:
    """The numbers of the words and pairs of each document, once a document; no pair reaches over two lines."""
    lines = [line for each in documents for line in each]
    alone = numbers(chain.from_iterable(lines))
    of_line = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    of_document = np.repeat(np.arange(len(documents), dtype=np.uint64), [sum(map(len, each)) for each in documents])
    neighbours = np.flatnonzero(of_line[:-1] == of_line[1:])
    pairs = alone[neighbours] * FACTOR + alone[neighbours + 1]
    terms = np.concatenate([alone, pairs])
    marked = terms + np.concatenate([of_document, of_document[neighbours]]) * _SPREAD
    _distinct, first = np.unique(marked, return_index=True)
    return terms[first]


def _together(one: tuple[Numbers, Counts], other: tuple[Numbers, Counts]) -> tuple[Numbers, Counts]:
    numbers, places = np.unique(np.concatenate([one[0], other[0]]), return_inverse=True)
    counts = np.bincount(places, weights=np.concatenate([one[1], other[1]]), minlength=numbers.size)
    return numbers, counts.astype(np.uint32)


def _term(term: str) -> int:
    """The number of a word or a pair."""
    one, _blank, other = term.partition(" ")
    return (number(one) * int(FACTOR) + number(other)) % (1 << 64) if other else number(one)
