"""Texts as the words of their lines, for the index: words are what everything else of a document is made of."""

from collections.abc import Iterator, Sequence

from search.text import DIVIDERS, fold, surfaces

REMEMBERED = 50_000  # words

Lines = list[list[str]]
"""The words of each line of a text; lines without words are left out."""


def worded(texts: Sequence[str]) -> Iterator[tuple[Lines, Lines]]:
    """The words of many texts in surface and in folded form, in one call. (What a word is without marks is looked up:
    most have been met before, and need not be made, numbered and hashed anew.)
    """
    for text in surfaces(texts):
        exact = [words for line in text.split("\n") if (words := line.split())]
        yield exact, [list(map(_bare, words)) for words in exact]


def one_line(text: str) -> str:
    """The text without what divides lines."""
    for divider in DIVIDERS:
        text = text.replace(divider, " ")
    return text


class _Bare(dict[str, str]):
    """Surface words without their marks."""

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = bare = fold(word)
        return bare


_bare = _Bare().__getitem__
