"""What matched, shown on the original text: offsets of folded words are offsets in it, for folding keeps the length."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.documents import Page
from search.planning import Plan
from search.planning.clauses import bare
from search.text import folded

AROUND = 120  # letters of a passage before its first match
PASSAGE = 420
SLIGHT = 0.15  # what weighs less beside the heaviest (a particle, a common word) is not marked
MOST_MATCHES = 200  # in one text: more cannot make the choice of a passage better
BETWEEN = " \n "  # texts that are searched together: no words reach across

Piece = tuple[str, bool]


class Shown(NamedTuple):
    """What a row of results may show of a document, in canonical texts."""

    title: str
    text: str
    pages: Sequence[Page] = ()


class Marked(NamedTuple):
    """The title and a passage in pieces, each with whether it matched; the page of the passage, if it is from one."""

    title: list[Piece]
    passage: list[Piece]
    page: Page | None


Match = tuple[int, int, str]
"""Where in a text words begin and end, and which they are."""


class Marker:
    """Finds what a plan looks for, in folded text."""

    def __init__(self, plan: Plan | None) -> None:
        self.weights = _weights(plan) if plan else {}
        self._sought = sorted(self.weights, key=lambda words: words.endswith("*"))
        self._least = min(self.weights.values(), default=0.0)

    def matches(self, folded: Sequence[str]) -> list[list[Match]]:
        """All places in each of some texts, from left to right, the longest words first. (Plain finding, in all texts
        at once: to compile a pattern of forty alternatives costs more than to use it.)
        """
        every = f" {BETWEEN.join(folded)} "
        found: list[Place] = []
        for which, words in enumerate(self._sought):
            found += _places(every, words, which)
        found.sort()
        apart, start, first = _apart(found), 0, 0
        told: list[list[Match]] = []
        for text in folded:
            last = bisect_left(apart, (start + len(text) + 1,), first)
            those = apart[first : min(last, first + MOST_MATCHES)]
            told.append([(at - start, -end - start, self._sought[which]) for at, end, which in those])
            first, start = last, start + len(text) + len(BETWEEN)
        return told

    def weight(self, words: str) -> float:
        """What a match counts."""
        return self.weights.get(words, self._least)


Place = tuple[int, int, int]
"""Where words stand (counted without the blank before everything), the end as a negative number, and which they are: so
that the longest and surest of those that begin together comes first.
"""


def _places(every: str, words: str, which: int) -> list[Place]:
    """Where words stand, between blanks; those that end in an asterisk may go on."""
    begun, size, find = words.endswith("*"), len(words), every.find
    needle = f" {words[:-1]}" if begun else f" {words} "
    places: list[Place] = []
    at = find(needle)
    while at >= 0:
        places.append((at, 1 - every.index(" ", at + size) if begun else -at - size, which))
        at = find(needle, at + 1)
    return places


def _apart(places: Sequence[Place]) -> list[Place]:
    """Those that begin after the one before has ended."""
    apart: list[Place] = []
    end = 0
    for place in places:
        if place[0] >= end:
            apart.append(place)
            end = -place[1]
    return apart


def _weights(plan: Plan) -> dict[str, float]:
    """Folded words and phrases of the plan to their weight; the beginning of a word ends in an asterisk.

    What is slight is so beside the words of the query itself: an equivalent in one word weighs as much as all of them.
    """
    found: dict[str, float] = {}
    for clause in plan.clauses():
        if clause.field != "codes":
            key = f"{bare(' '.join(clause.words))}{'*' if clause.prefix else ''}"
            found[key] = max(found.get(key, 0.0), clause.weight)
    own = (clause.weight for span in plan.spans for unit in span[0] for clause in unit if clause.field != "codes")
    slight = SLIGHT * max(own, default=0.0)
    return {words: weight for words, weight in found.items() if weight >= slight}


def shown(rows: Sequence[Shown], plan: Plan | None) -> list[Marked]:
    """Titles and passages of a page of results, marked; all their text is folded, and searched, in one call."""
    marker = Marker(plan)
    found = _found([text for row in rows for text in (row.title, row.text)], marker)
    each = zip(rows, found[::2], found[1::2], strict=True)
    return [_marked(row, in_title, in_text, marker) for row, in_title, in_text in each]


def _found(texts: Sequence[str], marker: Marker) -> list[list[Match]]:
    """The matches in each canonical text."""
    return marker.matches(folded(texts)) if texts and marker.weights else [[] for _text in texts]


def _marked(row: Shown, in_title: Sequence[Match], in_text: Sequence[Match], marker: Marker) -> Marked:
    title = _pieces(row.title, in_title)
    page = None if in_title or in_text else _best_page(row.pages, marker)
    return Marked(title, *page) if page is not None else Marked(title, _passage(row.text, in_text, marker), None)


def _best_page(pages: Sequence[Page], marker: Marker) -> tuple[list[Piece], Page] | None:
    """The page that has most of what was looked for."""
    found = _found([page.text for page in pages], marker)
    ranked = [(_worth(matches, marker), -at) for at, matches in enumerate(found) if matches]
    if not ranked:
        return None
    at = -max(ranked)[1]
    return _passage(pages[at].text, found[at], marker), pages[at]


def _worth(matches: Sequence[Match], marker: Marker) -> float:
    return sum(marker.weight(words) for words in {words for _start, _end, words in matches})


def _passage(text: str, matches: Sequence[Match], marker: Marker) -> list[Piece]:
    """The stretch in which most of what was looked for stands together, or the beginning."""
    if not matches:
        return _cut(text, 0, ()) if text else []
    start = _word_start(text, max(0, _best_start(matches, marker) - AROUND))
    return _cut(text, start, matches)


def _cut(text: str, start: int, matches: Sequence[Match]) -> list[Piece]:
    """A passage of whole words from a place on, with a sign wherever the text goes on."""
    end = _word_end(text, start + PASSAGE)
    inside = [(at - start, to - start, words) for at, to, words in matches if start <= at and to <= end]
    pieces = _pieces(text[start:end], inside)
    return [*([("…", False)] if start else []), *pieces, *([("…", False)] if end < len(text) else [])]


def _best_start(matches: Sequence[Match], marker: Marker) -> int:
    """Of the matches the first that, with those that fit in a passage after it, is worth most: a window moves over them
    and counts each words once. (Weights are multiples of 1/64, so that nothing is lost in adding and taking away.)
    The first that holds all there is ends the search: none can be worth more.
    """
    weights = {words: marker.weight(words) for words in {words for _begin, _end, words in matches}}
    most, best, start = sum(weights.values()), -1.0, 0
    inside = dict.fromkeys(weights, 0)
    last, worth = 0, 0.0
    for at, (begin, _end, words) in enumerate(matches):
        while last < len(matches) and (matches[last][1] - begin <= PASSAGE - AROUND or last == at):
            other = matches[last][2]
            inside[other] += 1
            worth += weights[other] if inside[other] == 1 else 0.0
            last += 1
        if worth > best:
            best, start = worth, begin
            if worth == most:
                break
        inside[words] -= 1
        worth -= 0.0 if inside[words] else weights[words]
    return start


def _word_start(text: str, at: int) -> int:
    """Where the word begins that stands at a place."""
    return text.rfind(" ", 0, at + 1) + 1 if at else 0


def _word_end(text: str, at: int) -> int:
    """Where the last word ends that is whole at a place; a word longer than a passage is cut."""
    if at >= len(text):
        return len(text)
    blank = text.rfind(" ", at - AROUND, at + 1)
    return at if blank < 0 else blank


def _pieces(text: str, matches: Iterable[Match]) -> list[Piece]:
    """The text cut at its matches; those with only a blank between become one, empty pieces go."""
    at, pieces = 0, list[Piece]()
    for start, end, _words in matches:
        between = text[at:start]
        if pieces and not between.strip() and pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + text[at:end], True)
        else:
            if between:
                pieces.append((between, False))
            pieces.append((text[start:end], True))
        at = end
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces
