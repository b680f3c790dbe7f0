"""Names of people and units, so that they are found without diacritics and in any order of their parts, and covered
where nobody is to read them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

COVER = "▒▒▒"
SHORTEST = 3
"""Letters that a name has at least to be looked for in a text."""

_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\d)(?:\+84|0)(?:[ .-]?\d){8,10}(?!\d)")


class Found(NamedTuple):
    """A name in a text: from letter `start` to before `end`."""

    start: int
    end: int
    name: str


@lru_cache(16_384)  # names repeat: in a register, in a text that is searched for them
def name_key(name: str) -> str:
    """Lower case, marks dropped, đ as d, single blanks: "Nguyễn Đức Ánh" becomes "nguyen duc anh"."""
    return folded(name)


def folded(text: str) -> str:
    """The same without remembering it: for texts that do not repeat."""
    return " ".join(text.lower().translate(_PLAIN).split())


class _Plain(dict[int, str]):
    """Each letter without its marks, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFD", chr(code).replace("đ", "d"))
        self[code] = "".join(letter for letter in apart if not unicodedata.combining(letter))
        return self[code]


_PLAIN = _Plain()


def found_in(text: str, names: Iterable[str]) -> Iterator[Found]:
    """Where the names stand in a text as whole words, whatever the case, the diacritics and what divides the words.

    From left to right; of two that begin at one word the longer first.
    """
    begins: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in sorted(set(names), key=lambda one: (-len(one), one)):
        words = tuple(_WORD.findall(name_key(name)))
        if sum(map(len, words)) >= SHORTEST:
            begins.setdefault(words[0], []).append((words, name))
    spans = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    keys = [name_key(text[start:end]) for start, end in spans]
    for at, key in enumerate(keys):
        for words, name in begins.get(key, ()):
            if tuple(keys[at : at + len(words)]) == words:
                yield Found(spans[at][0], spans[at + len(words) - 1][1], name)


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that stand in a text, whatever the diacritics and blanks; sorted, each once."""
    return sorted({found.name for found in found_in(unicodedata.normalize("NFC", text), names)})


def covered(text: str, names: Iterable[str]) -> str:
    """The text in NFC with the names, all e-mail addresses and all telephone numbers covered."""
    text = unicodedata.normalize("NFC", text)
    spans = [(found.start, found.end) for found in found_in(text, names)]
    spans += [match.span() for match in _ADDRESS.finditer(text)]
    shown, last = [], 0
    for start, end in sorted(spans):
        if start >= last:
            shown += [text[last:start], COVER]
        last = max(last, end)
    return "".join([*shown, text[last:]])
