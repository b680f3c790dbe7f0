"""Abbreviations, English words, synonyms and narrower terms, expanded when a query is planned: no re-indexing.

The file is tab-separated: kind, direction, members divided by `|`. `both`: each member finds the others;
`from-first`: the
first finds the rest. Lines that begin with `#` are remarks.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile
from operator import itemgetter
from pathlib import Path

from search.text import analyse, surface

SHIPPED = Path(__file__).parent / "data" / "lexicon.tsv"
KINDS = ("abbr", "en", "syn", "broader")
DIRECTIONS = ("both", "from-first")

Words = tuple[str, ...]


class LexiconError(ValueError):
    """A line that cannot be read; `line` is its number, from 1; `reason` a code, `about` what it would take."""

    def __init__(self, line: int, reason: str, about: str = "") -> None:
        super().__init__(f"line {line}: {reason} {about}".rstrip())
        self.line = line
        self.reason = reason
        self.about = about


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the file, members as typed."""

    kind: str
    direction: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equivalent:
    """What else to look for: exact words, and whether they only belong to the matter (a narrower term)."""

    words: Words
    broader: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A span of the query, `words[start:end]`, that the lexicon knows, and its equivalents."""

    start: int
    end: int
    equivalents: tuple[Equivalent, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    exact: Words
    loose: bool  # whether it is also known when typed without marks


def parse(lines: Iterable[str]) -> Iterator[Entry]:
    """Read entries. Raises LexiconError naming the line that is wrong."""
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield _entry(number, line.rstrip("\r\n"))


def written(entry: Entry) -> str:
    """An entry as a line."""
    return "\t".join((entry.kind, entry.direction, "|".join(entry.members)))


def _entry(number: int, line: str) -> Entry:
    columns = line.split("\t")
    if len(columns) != 3:
        raise LexiconError(number, "columns")
    kind, direction, members = (column.strip() for column in columns)
    if kind not in KINDS:
        raise LexiconError(number, "kind", ", ".join(KINDS))
    if direction not in DIRECTIONS:
        raise LexiconError(number, "direction", ", ".join(DIRECTIONS))
    terms = tuple(member.strip() for member in members.split("|"))
    spelled = [surface(term).split() for term in terms]
    if len(terms) < 2 or not all(spelled):
        raise LexiconError(number, "members")
    if len({tuple(words) for words in spelled}) < len(terms):
        raise LexiconError(number, "twice")
    return Entry(kind, direction, terms)


class Lexicon:
    """Finds the terms of the lexicon in a query, the longest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._terms: dict[Words, list[_Term]] = defaultdict(list)
        self._equivalents: dict[Words, list[Equivalent]] = defaultdict(list)
        self._by_beginning: dict[Words, list[tuple[str, int, _Term]]] = defaultdict(list)
        for entry in entries:
            self._add(entry)
        for begun in self._by_beginning.values():
            begun.sort()
        self.longest = max((len(key) for key in self._terms), default=0)
        spelled = (word for terms in self._terms.values() for term in terms for word in term.exact)
        self.words = frozenset(word for key in self._terms for word in key) | frozenset(spelled)

    def _add(self, entry: Entry) -> None:
        members = [(tuple(exact.split()), tuple(folded.split())) for exact, folded in analyse(entry.members)]
        heads = members if entry.direction == "both" else members[:1]
        for exact, folded in heads:
            # One syllable without its marks may be many words (ngô, ngõ, ngọ); an abbreviation has no marks to lose.
            loose = len(exact) > 1 or exact == folded or entry.kind == "abbr"
            term = _Term(exact, loose)
            if term not in self._terms[folded]:
                self._terms[folded].append(term)
                begun = self._by_beginning[folded[:-1]]
                begun.append((folded[-1], len(begun), term))
            others = (Equivalent(other, entry.kind == "broader") for other, _ in members if other != exact)
            self._equivalents[exact] += [other for other in others if other not in self._equivalents[exact]]

    def spans(self, exact: Sequence[str], folded: Sequence[str]) -> Iterator[Found]:
        """The terms in a query, from left to right, each the longest that begins there, none overlapping."""
        at = 0
        while at < len(folded):
            found = self._longest(exact, folded, at)
            if found:
                yield found
            at = found.end if found else at + 1

    def _longest(self, exact: Sequence[str], folded: Sequence[str], start: int) -> Found | None:
        for end in range(min(len(folded), start + self.longest), start, -1):
            if others := self.equivalents(exact[start:end], folded[start:end]):
                return Found(start, end, others)
        return None

    def equivalents(self, exact: Sequence[str], folded: Sequence[str]) -> tuple[Equivalent, ...]:
        """The equivalents of a whole term: words typed with marks must match them, others match without."""
        found: dict[Equivalent, None] = {}
        for term in self._terms.get(tuple(folded), ()):
            if _agrees(term, exact, folded):
                found |= dict.fromkeys(self._equivalents[term.exact])
        return tuple(found)

    def completions(self, exact: Sequence[str], folded: Sequence[str]) -> tuple[Equivalent, ...]:
        """The equivalents of the terms that the words begin: all but the last are whole, the last is unfinished."""
        begun, typed = self._by_beginning.get(tuple(folded[:-1]), []), folded[-1]
        longer = islice(begun, bisect_left(begun, (f"{typed}\0",)), None)
        those = takewhile(lambda one: one[0].startswith(typed), longer)
        found: dict[Equivalent, None] = {}
        for _last, _at, term in sorted(those, key=itemgetter(1)):
            if _agrees(term, exact[:-1], folded[:-1]):
                found |= dict.fromkeys([Equivalent(term.exact, False), *self._equivalents[term.exact]])
        return tuple(found)


def _agrees(term: _Term, exact: Sequence[str], folded: Sequence[str]) -> bool:
    typed = list(zip(exact, folded, term.exact, strict=False))
    if not term.loose:
        return all(word == wanted for word, _, wanted in typed)
    return all(word in (wanted, bare) for word, bare, wanted in typed)


@cache
def shipped() -> Lexicon:
    """The lexicon that comes with the package."""
    with SHIPPED.open(encoding="utf-8") as lines:
        return Lexicon(parse(lines))
