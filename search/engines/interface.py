"""What any engine can do. The application plans, folds and highlights; an engine matches, counts and orders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from search.documents import IndexedDocument

FACETS = ("kind", "level", "field", "year", "state", "unit")
Piece = tuple[str, bool]
"""A stretch of text, and whether it matched."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """`tokens` are the searcher's: they filter inside the query. `chosen` holds, by facet, the values chosen (any
    of them).

    Without words, everything visible is listed, newest first. `sort`: relevance, newest or title.
    """

    words: str = ""
    tokens: frozenset[str] = frozenset()
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20
    facets: Sequence[str] = FACETS


@dataclass(frozen=True, slots=True)
class Hit:
    """One row: what the index keeps to show, the title and a passage cut into pieces."""

    key: str
    group: str
    payload: Mapping[str, Any]
    score: float
    title: Sequence[Piece]
    summary: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`facets` counts each facet under the other facets' choices, the most frequent first."""

    hits: Sequence[Hit]
    total: int
    facets: Mapping[str, Sequence[tuple[Any, int]]]


class Engine(Protocol):
    """An engine."""

    def index(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents by key; returns how many."""

    def delete(self, keys: Iterable[str]) -> None:
        """Take documents out."""

    def clear(self) -> None:
        """Take everything out."""

    def count(self) -> int:
        """How many documents there are."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Find."""

    def suggest(self, words: str, tokens: frozenset[str], limit: int = 8) -> Sequence[Hit]:
        """What an unfinished query may lead to."""

    def keys(self, request: SearchRequest) -> Iterator[str]:
        """Every matching key, for exports."""
