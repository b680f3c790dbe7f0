"""What matched, shown on the original text: offsets of folded words are offsets in it, for folding keeps the length."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.documents import Page
from search.planning import Plan
from search.text import analyse, nfc

AROUND = 120  # letters of a passage before its first match
PASSAGE = 420
SLIGHT = 0.15  # what weighs less beside the heaviest (a particle, a common word) is not marked
MOST_MATCHES = 200  # in one text: more cannot make the choice of a passage better

Piece = tuple[str, bool]


class Shown(NamedTuple):
    """What a row of results may show of a document."""

    title: str
    text: str
    pages: Sequence[Page] = ()


class Marked(NamedTuple):
    """The title and a passage in pieces, each with whether it matched; the page of the passage, if it is from one."""

    title: list[Piece]
    passage: list[Piece]
    page: Page | None


class Match(NamedTuple):
    """Where in a text which words stand."""

    start: int
    end: int
    words: str


class Marker:
    """Finds what a plan looks for, in folded text."""

    def __init__(self, plan: Plan | None) -> None:
        self.weights = _weights(plan) if plan else {}
        self._whole = [words for words in self.weights if not words.endswith("*")]
        self._begun = [words for words in self.weights if words.endswith("*")]

    def matches(self, folded: str) -> list[Match]:
        """All places, from left to right, the longest words first. (Plain finding: to compile a pattern of forty
        alternatives costs more than to use it.)
        """
        text = f" {folded} "
        found = [Match(at, at + len(words), words) for words in self._whole for at in _places(text, f" {words} ")]
        for words in self._begun:
            found += [
                Match(at, text.index(" ", at + len(words) - 1) - 1, words) for at in _places(text, f" {words[:-1]}")
            ]
        return _apart(sorted(found, key=lambda match: (match.start, -match.end)))[:MOST_MATCHES]

    def weight(self, words: str) -> float:
        """What a match counts."""
        return self.weights.get(words, min(self.weights.values(), default=0.0))


def _places(text: str, needle: str) -> Iterator[int]:
    """Where a needle that begins with a blank stands, in the text without the blank before it."""
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def _apart(matches: Sequence[Match]) -> list[Match]:
    """Those that begin after the one before has ended."""
    apart: list[Match] = []
    for match in matches:
        if not apart or match.start >= apart[-1].end:
            apart.append(match)
    return apart


def _weights(plan: Plan) -> dict[str, float]:
    """Folded words and phrases of the plan to their weight; the beginning of a word ends in an asterisk.

    What is slight is so beside the words of the query itself: an equivalent in one word weighs as much as all of them.
    """
    found: dict[str, float] = {}
    clauses = [clause for clause in plan.clauses() if clause.field != "codes"]
    folded = [folded for _surface, folded in analyse([" ".join(clause.words) for clause in clauses])]
    for clause, words in zip(clauses, folded, strict=True):
        key = f"{words}*" if clause.prefix else words
        found[key] = max(found.get(key, 0.0), clause.weight)
    own = (clause.weight for span in plan.spans for unit in span[0] for clause in unit if clause.field != "codes")
    heaviest = max(own, default=0.0)
    return {words: weight for words, weight in found.items() if weight >= SLIGHT * heaviest}


def shown(rows: Sequence[Shown], plan: Plan | None) -> list[Marked]:
    """Titles and passages of a page of results, marked; all their text is folded in one call."""
    marker = Marker(plan)
    folded = iter(_folded(text for row in rows for text in (row.title, row.text)))
    return [_marked(row, next(folded), next(folded), marker) for row in rows]


def _folded(texts: Iterable[str]) -> list[str]:
    every = list(texts)
    return [folded for _surface, folded in analyse(every)] if every else []


def _marked(row: Shown, title: str, text: str, marker: Marker) -> Marked:
    in_title, in_text = marker.matches(title), marker.matches(text)
    page = None if in_title or in_text else _best_page(row.pages, marker)
    if page is not None:
        return Marked(_pieces(row.title, in_title), *page)
    return Marked(_pieces(row.title, in_title), _passage(row.text, in_text, marker), None)


def _best_page(pages: Sequence[Page], marker: Marker) -> tuple[list[Piece], Page] | None:
    """The page that has most of what was looked for."""
    found = [marker.matches(folded) for folded in _folded(page.text for page in pages)]
    ranked = [(_worth(matches, marker), -at) for at, matches in enumerate(found) if matches]
    if not ranked:
        return None
    at = -max(ranked)[1]
    return _passage(pages[at].text, found[at], marker), pages[at]


def _worth(matches: Sequence[Match], marker: Marker) -> float:
    return sum(marker.weight(words) for words in {match.words for match in matches})


def _passage(text: str, matches: Sequence[Match], marker: Marker) -> list[Piece]:
    """The stretch in which most of what was looked for stands together, or the beginning."""
    text = nfc(text)
    if not matches:
        return _pieces(text[:PASSAGE], ()) if text else []
    first = max(_stretches(matches), key=lambda stretch: (_worth(stretch, marker), -stretch[0].start))[0].start
    start = _word_start(text, max(0, first - AROUND))
    end = min(len(text), start + PASSAGE)
    inside = [Match(m.start - start, m.end - start, m.words) for m in matches if start <= m.start and m.end <= end]
    pieces = _pieces(text[start:end], inside)
    return [*([("…", False)] if start else []), *pieces, *([("…", False)] if end < len(text) else [])]


def _stretches(matches: Sequence[Match]) -> Iterator[Sequence[Match]]:
    """For each match, it and those that fit in a passage after it."""
    for at, one in enumerate(matches):
        last = at
        while last < len(matches) and matches[last].end - one.start <= PASSAGE - AROUND:
            last += 1
        yield matches[at : max(last, at + 1)]


def _word_start(text: str, at: int) -> int:
    """Where the word begins that stands at a place."""
    return text.rfind(" ", 0, at + 1) + 1 if at else 0


def _pieces(text: str, matches: Iterable[Match]) -> list[Piece]:
    """The text cut at its matches; those with only a blank between become one, empty pieces go."""
    text, at, pieces = nfc(text), 0, list[Piece]()
    for match in matches:
        between = text[at : match.start]
        if pieces and pieces[-1][1] and not between.strip():
            pieces[-1] = (pieces[-1][0] + between + text[match.start : match.end], True)
        else:
            pieces += [(between, False), (text[match.start : match.end], True)]
        at = match.end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]
