"""The words there are: how many documents have a word or a pair of neighbours, and which words lie near a mistyped one.

Frequencies count titles and names only, or the boilerplate of reports would drown the rare words; the words of the
texts are
merely known. Only what a searcher may see may weigh, complete or correct their queries, so the vocabulary has layers:
""
counts the public renditions and is everybody's; a layer named by an audience token is for its holders (law 8).

In memory here; `rows` and `Vocabulary.from_rows` carry it to a table and back, and a `Delta` is what one document
changes.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from search.documents import Fields, IndexedDocument, fields_of
from search.spelling import LONG, LongWords, edits, slips

FOLDED, EXACT, TEXT, DOCUMENTS = "folded", "exact", "text", "documents"

Delta = Counter[tuple[str, str]]
"""(table, term) to the change of its count."""


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


class Vocabulary:
    """One layer."""

    def __init__(self, documents: Iterable[IndexedDocument] = ()) -> None:
        self._counts: dict[str, dict[str, int]] = {FOLDED: {}, EXACT: {}, TEXT: {}, DOCUMENTS: {}}
        self._sorted: list[str] = []
        self._long: LongWords | None = None
        for fields in fields_of(list(documents)):
            self.apply(delta(fields))

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, int]]) -> "Vocabulary":
        """Read back what `rows` gave."""
        vocabulary = cls()
        vocabulary.apply({(table, term): count for table, term, count in rows})
        return vocabulary

    def rows(self) -> Iterator[tuple[str, str, int]]:
        """(table, term, count) of everything."""
        return ((table, term, count) for table, terms in self._counts.items() for term, count in terms.items())

    def apply(self, change: Mapping[tuple[str, str], int], sign: int = 1) -> None:
        """Add (sign 1) or take away (sign -1) what a document brings."""
        for (table, term), count in change.items():
            terms = self._counts[table]
            if (after := terms.get(term, 0) + sign * count) > 0:
                terms[term] = after
            else:
                terms.pop(term, None)
            if table in (FOLDED, TEXT) and " " not in term:
                self._list(term)

    def _list(self, word: str) -> None:
        """Keep the list of known words in step when a word comes or goes."""
        at = bisect_left(self._sorted, word)
        listed = at < len(self._sorted) and self._sorted[at] == word
        if listed != self.knows(word):
            self._sorted[at : at + listed] = [] if listed else [word]
            self._long = None

    @property
    def documents(self) -> int:
        """How many documents are counted."""
        return self._counts[DOCUMENTS].get("", 0)

    def frequency(self, folded: str) -> int:
        """In how many titles with names the folded term stands."""
        return self._counts[FOLDED].get(folded, 0)

    def exact_frequency(self, exact: str) -> int:
        """In how many titles with names the term stands with these marks."""
        return self._counts[EXACT].get(exact, 0)

    def knows(self, folded: str) -> bool:
        """Whether the folded word stands anywhere, texts included."""
        return folded in self._counts[FOLDED] or folded in self._counts[TEXT]

    def begins(self, prefix: str) -> bool:
        """Whether a known word begins so."""
        at = bisect_left(self._sorted, prefix)
        return at < len(self._sorted) and self._sorted[at].startswith(prefix)

    def near(self, folded: str) -> Sequence[str]:
        """Known words a letter away (two from eight letters up), the nearest and most frequent first."""
        found = {word for word in edits(folded) if self.knows(word)}
        if len(folded) >= LONG:
            self._long = self._long or LongWords(self._sorted)
            found.update(self._long.near(folded))
        return sorted(found, key=lambda word: (slips(folded, word), -self.frequency(word), word))


class Layers:
    """What a searcher may see of a vocabulary: several layers as one."""

    def __init__(self, layers: Sequence[Words]) -> None:
        self._layers = layers

    @property
    def documents(self) -> int:
        """How many documents are counted."""
        return sum(layer.documents for layer in self._layers)

    def frequency(self, folded: str) -> int:
        """In how many titles with names the folded term stands."""
        return sum(layer.frequency(folded) for layer in self._layers)

    def exact_frequency(self, exact: str) -> int:
        """In how many titles with names the term stands with these marks."""
        return sum(layer.exact_frequency(exact) for layer in self._layers)

    def knows(self, folded: str) -> bool:
        """Whether the folded word stands anywhere, texts included."""
        return any(layer.knows(folded) for layer in self._layers)

    def begins(self, prefix: str) -> bool:
        """Whether a known word begins so."""
        return any(layer.begins(prefix) for layer in self._layers)

    def near(self, folded: str) -> Sequence[str]:
        """Known words a letter away (two from eight letters up), the nearest and most frequent first."""
        found = {word for layer in self._layers for word in layer.near(folded)}
        return sorted(found, key=lambda word: (slips(folded, word), -self.frequency(word), word))


def delta(fields: Fields) -> Delta:
    """What one analysed document brings to its layer."""
    change: Delta = Counter({(DOCUMENTS, ""): 1})
    for table, form in ((FOLDED, "f"), (EXACT, "x")):
        values = [*fields[f"title_{form}"], *fields[f"names_{form}"]]
        change.update((table, term) for term in terms_of(values))
    change.update((TEXT, word) for word in {word for value in fields["text_f"] for word in value.split()})
    return change


def terms_of(values: Iterable[str]) -> set[str]:
    """The words and the pairs of neighbours in some values; no pair reaches from one value to the next."""
    found: set[str] = set()
    for value in values:
        words = value.split()
        found.update(words)
        found.update(f"{one} {other}" for one, other in pairwise(words))
    return found
