"""What every index holds of a document, whichever engine writes it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

from search.alphabet import alphabetical
from search.documents import Fields, IndexedDocument, Page
from search.text import nfc

TEXTS = ("title_x", "title_f", "names_x", "names_f", "text_x", "text_f", "codes")
PAIRS = "2"  # each has a twin of that name ending, of its pairs of neighbours (see `pairs`)
FORMS = {True: "x", False: "f"}
"""Whether marks count, and the ending of the field then."""
TITLE_ORDER = 80  # letters of a title that count in alphabetical order
KEPT_TEXT = 6_000
KEPT_PAGE = 4_000
KEPT_PAGES = 60
FEW_WANTED = 200  # hits that are looked for among those with a leading clause
MOST_VALUES = 1_000  # of a facet
REMEMBERED = 50_000  # words
_VALUE, _COUNT = itemgetter(0), itemgetter(1)


def pairs(words: Sequence[str]) -> list[str]:
    """Neighbours as one word: the phrase of two, by far the most frequent, is then found without comparing positions,
    which over the common syllables of Vietnamese costs 20 times as much.
    """
    return list(map("_".join, pairwise(words)))


class _Between(dict[str, str]):
    """How a word between two others stands in a text of pairs: the end of one, the beginning of the next."""

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = made = f"_{word} {word}"
        return made


_between = _Between().__getitem__


def paired(words: Sequence[str]) -> str:
    """The pairs of a line as a text; empty for a single word. (Most words have been met before: to look up what stands
    for one takes half as long as to make its two pairs.)
    """
    return f"{words[0]}{''.join(map(_between, words[1:-1]))}_{words[-1]}" if len(words) > 1 else ""


def by_title(fields: Fields) -> str:
    """By what titles are put in the order of the alphabet, from analysed fields."""
    return alphabetical(" ".join([" ".join(line) for line in fields.words["title_x"]]))[:TITLE_ORDER]


def shown_of(row: IndexedDocument) -> dict[str, Any]:
    """What is kept to show a row of results; canonical texts, to be marked as they are."""
    text = nfc(row.text[:KEPT_TEXT])
    return {"title": nfc(row.title), "names": row.names, "text": text, "payload": dict(row.payload)}


def pages_of(row: IndexedDocument) -> list[Page]:
    """What is kept of attached files, to show where they match."""
    return [Page(file, number, nfc(text[:KEPT_PAGE])) for file, number, text in row.pages[:KEPT_PAGES]]


def listed(name: str, buckets: Iterable[Mapping[str, Any]]) -> list[tuple[Any, int]]:
    """(value, count) of a facet from what an engine counted, the most frequent first; years the latest first."""
    counts = [(one["key"], one["doc_count"]) for one in buckets if one["key"]]
    if name == "year":
        return sorted(((int(year), count) for year, count in counts), reverse=True)
    counts.sort(key=_VALUE)
    counts.sort(key=_COUNT, reverse=True)  # of equal counts the first value stays the first
    return counts
