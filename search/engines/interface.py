"""What any engine can do. The application plans, folds and highlights; an engine matches, counts and orders."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Protocol

from config.errors import Unavailable
from search.documents import IndexedDocument, Page
from search.lexicon import Lexicon, shipped

FACETS = ("kind", "level", "field", "year", "state", "unit")
Piece = tuple[str, bool]
"""A stretch of text, and whether it matched."""


@dataclass(frozen=True, slots=True)
class Term:
    """Neighbouring words that must stand (or must not) in one of the fields (title, names, text, codes).

    `words` are surface words, marks counting, where `exact`; folded words otherwise.
    """

    words: tuple[str, ...]
    fields: tuple[str, ...] = ("title", "names", "text", "codes")
    exact: bool = False


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """`tokens` are the searcher's: they filter inside the query. `chosen` holds, by facet, the values chosen (any
    of them).

    Without words, everything visible is listed, newest first. `sort`: relevance, newest or title. Every one of
    `required` must match, none of `excluded` may. `years` are the first and the last, either open.
    """

    words: str = ""
    tokens: frozenset[str] = frozenset()
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20
    facets: Sequence[str] = FACETS
    required: Sequence[Term] = ()
    excluded: Sequence[Term] = ()
    years: tuple[int | None, int | None] = (None, None)
    lexicon: Lexicon = field(default_factory=shipped)


@dataclass(frozen=True, slots=True)
class Hit:
    """One row: what the index keeps to show, the title and a passage cut into pieces.

    `page` is the page of the attached file that the passage is from; None where it is from the work itself.
    """

    key: str
    group: str
    payload: Mapping[str, Any]
    score: float
    title: Sequence[Piece]
    summary: Sequence[Piece]
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`facets` counts each facet under the other facets' choices, the most frequent first."""

    hits: Sequence[Hit]
    total: int
    facets: Mapping[str, Sequence[tuple[Any, int]]]
    meant: str = ""
    """The query as it was probably meant, where a word is unknown: "did you mean"."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A document that shares shingles with a text: what it shows, its text as far as the index keeps it; all of its
    shingles, where it shares enough of them to be compared.
    """

    key: str
    payload: Mapping[str, Any]
    text: str
    shingles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The documents that share most shingles with a text, and which shingles of theirs or of the text so many visible
    documents have that they tell nothing.
    """

    found: Sequence[Alike]
    common: Set[str]


class EngineDown(Unavailable):
    """The engine cannot answer, or cannot take anything, now. What was to be written is to be written again."""


class Engine(Protocol):
    """An engine. Everything may raise EngineDown."""

    def index(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents by key; returns how many."""

    def delete(self, keys: Iterable[str], as_of: int = 0) -> None:
        """Take documents out; `as_of` as in IndexedDocument."""

    def rebuild(self, documents: Iterable[IndexedDocument], say: Callable[[int], None] = lambda done: None) -> int:
        """Write a new index beside the old and put it in its place at the end; says how many are done as it goes."""

    def clear(self) -> None:
        """Take everything out."""

    def whole(self) -> bool:
        """Whether the index was once written from everything: a new schema or a lost folder begins with nothing."""

    def count(self) -> int:
        """How many documents there are."""

    def digests(self) -> Iterator[tuple[str, str]]:
        """Every key with the digest of what is indexed for it (`IndexedDocument.digest`), to compare by."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Find."""

    def suggest(self, request: SearchRequest) -> Sequence[Hit]:
        """What an unfinished query may lead to: the first hits alone, uncounted."""

    def keys(self, request: SearchRequest) -> Iterator[str]:
        """Every matching key, in order."""

    def payloads(self, request: SearchRequest) -> Iterator[Mapping[str, Any]]:
        """What a row shows of every match, in order, for exports."""

    def alike(self, shingles: Set[str], tokens: frozenset[str], limit: int = 12) -> Neighbours:
        """What shares most of the shingles, among what holders of the tokens see."""
