"""One definition of folding, for documents, queries and highlights alike.

A text has three forms of the same length, so that an offset found in one is an offset in all:

- *canonical*: NFC, the form that is stored and shown;
- *surface*: lower case, one placement of the tone (hòa becomes hoà, thúy thuý, qúy quý), a blank for all that is
  neither letter nor digit: what an exact match compares;
- *folded*: surface without marks, đ as d, ² as 2: what people type in a hurry.

The tables work on code points through numpy: 4 to 11 microseconds a document where `str.translate` takes 80. What is
short (a query, a word) goes through the same tables letter by letter: to begin with numpy takes longer than that.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]

_END = 0xFFFF  # a code point that is no character: stands for everything beyond the table, which is left blank
_BLANK = ord(" ")
_ASCII = 0x80
_TONES = "\u0300\u0301\u0309\u0303\u0323"  # grave, acute, hook, tilde, dot below
_GLIDES = (("o", "a"), ("o", "e"), ("u", "y"))  # the tone stands on the second
_SHORT = 256  # letters
_WORD = re.compile(r"\S+")
_BREAK = "\n"  # joins texts to be analysed in one call: no analysis moves or merges it
_TEXT = "\x1e"  # joins texts of several lines
DIVIDERS = "|\n\r"
"""What stands between lines: names, paragraphs. No phrase reaches across."""
_CODE = re.compile(r"(?=\S*\d)[^\W_]+(?:[-./_–][^\W_]+)*")


class Token(NamedTuple):
    """A word of a surface or folded text; `text[start:end]` of the canonical text is what it stands for."""

    word: str
    start: int
    end: int


def nfc(text: str) -> str:
    """The canonical form: composed, however it was typed or imported."""
    return unicodedata.normalize("NFC", text)


def surface(text: str) -> str:
    """The exact form, of the same length as `nfc(text)`."""
    text = nfc(text)
    return _string(_surface(_codes(text))) if len(text) > _SHORT else _short_surface(text)


def fold(text: str) -> str:
    """The form without marks, of the same length as `nfc(text)`."""
    text = nfc(text)
    return _string(_bared(_codes(text))) if len(text) > _SHORT else text.translate(_letters(_folded_at_once))


def analyse(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Surface and folded form of many texts in one call (as fast as the machine goes; see the module)."""
    canonical = [nfc(text) for text in texts]
    if sum(map(len, canonical)) <= _SHORT:
        surfaces = map(_short_surface, canonical)
        return [(exact, exact.translate(_letters(_folded))) for exact in surfaces]
    joined = _surface(_codes(_BREAK.join([text.replace(_BREAK, " ") for text in canonical])), keep=_BREAK)
    exact, folded = _string(joined), _string(_fold(joined, keep=_BREAK))
    return list(zip(exact.split(_BREAK), folded.split(_BREAK), strict=True))


def surfaces(texts: Sequence[str]) -> list[str]:
    """The surface form of many texts in one call, their lines kept, one line end between two whatever divided them."""
    exact = _lowered_lines().take(_codes(_TEXT.join([nfc(text).replace(_TEXT, " ") for text in texts])), mode="clip")
    _move_tones(exact)
    return _string(exact).split(_TEXT)


def folded(texts: Sequence[str]) -> list[str]:
    """The folded form alone of many canonical texts in one call."""
    bare = _folded_lines().take(_codes(_BREAK.join([text.replace(_BREAK, " ") for text in texts])), mode="clip")
    plain = bare.max(initial=0) < _ASCII
    return (bare.astype(np.uint8).tobytes().decode("ascii") if plain else _string(bare)).split(_BREAK)


def words(text: str) -> list[str]:
    """The words of a surface or folded text."""
    return text.split()


def tokens(text: str) -> Iterator[Token]:
    """The words of a surface or folded text with their offsets."""
    return (Token(match.group(), *match.span()) for match in _WORD.finditer(text))


def has_marks(word: str) -> bool:
    """Whether a surface word carries what folding takes away."""
    return fold(word) != word


def compact(text: str) -> str:
    """A code in one word: `154/QĐ-UBND` becomes `154qdubnd`."""
    return fold(text).replace(" ", "")


def codes_in(text: str) -> list[str]:
    """What looks like a code (letters and digits, with dots, strokes or dashes between), as written."""
    return _CODE.findall(nfc(text))


def _codes(text: str) -> Codes:
    # A surrogate that stands alone is no text; it becomes "?", one for one.
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)


def _string(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le")


def _bared(codes: Codes) -> Codes:
    """Folded at once: where a tone stands makes no difference to a form without tones."""
    return _folded_at_once().take(codes, mode="clip")


def _surface(codes: Codes, keep: str = "") -> Codes:
    exact = _lowered().take(codes, mode="clip")
    _move_tones(exact)
    if keep:
        exact[codes == ord(keep)] = ord(keep)
    return exact


def _fold(exact: Codes, keep: str = "") -> Codes:
    folded = _folded()[exact]
    if keep:
        folded[exact == ord(keep)] = ord(keep)
    return folded


def _move_tones(exact: Codes) -> None:
    """In place: òa, òe, ùy become oà, oè, uỳ."""
    moved = _moved_tones()
    first, second = exact[:-1], exact[1:]
    for plain, follower in _GLIDES:
        at = np.flatnonzero(second == ord(follower))
        at = at[moved[plain][first[at]] > 0]
        if at.size:
            tone = moved[plain][first[at]]
            exact[at] = ord(plain)
            exact[at + 1] = _toned(follower)[tone]


def _short_surface(text: str) -> str:
    exact = text.translate(_letters(_lowered))
    for before, after in _moves():
        if before in exact:
            exact = exact.replace(before, after)
    return exact


@cache
def _moves() -> list[tuple[str, str]]:
    """Vowels with the tone on the first, and with it on the second."""
    return [
        (nfc(plain + tone) + follower, plain + nfc(follower + tone)) for plain, follower in _GLIDES for tone in _TONES
    ]


class _Letters(dict[int, int]):
    """A table for `str.translate`, filled as letters are met."""

    def __init__(self, table: Codes) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, code: int) -> int:
        if code > _END:
            return int(self._table[_END])
        self[code] = found = int(self._table[code])
        return found


@cache
def _letters(table: Callable[[], Codes]) -> _Letters:
    return _Letters(table())


@cache
def _lowered() -> Codes:
    """For each code point its lower case, or a blank where it is neither letter nor digit.

    İ alone has a longer lower case; it keeps itself (and folds to i), or lengths would drift.
    """
    table = np.full(_END + 1, _BLANK, dtype=np.uint32)
    for code in range(_END):
        if (character := chr(code)).isalnum():
            lower = character.lower()
            table[code] = ord(lower) if len(lower) == 1 else code
    return table


@cache
def _lowered_lines() -> Codes:
    """The same, but what joins texts stays, and what divides lines is one line end."""
    table = _lowered().copy()
    table[[ord(divider) for divider in DIVIDERS]] = ord(_BREAK)
    table[ord(_TEXT)] = ord(_TEXT)
    return table


@cache
def _folded() -> Codes:
    """For each code point what is left of it without marks."""
    table = np.arange(_END + 1, dtype=np.uint32)
    for code in range(0x80, _END):
        if unicodedata.decomposition(chr(code)):
            table[code] = _bare(chr(code))
    table[ord("đ")] = ord("d")
    return table


@cache
def _folded_at_once() -> Codes:
    """For each code point its lower case without marks."""
    return _folded()[_lowered()]


@cache
def _folded_lines() -> Codes:
    """The same, but what joins texts stays."""
    table = _folded_at_once().copy()
    table[ord(_BREAK)] = ord(_BREAK)
    return table


def _bare(character: str) -> int:
    parts = unicodedata.normalize("NFKD", character)
    base = parts[0].lower()
    alone = len(base) == 1 and all(unicodedata.combining(mark) for mark in parts[1:])
    return ord(base) if alone and base.isalnum() else ord(character)


@cache
def _moved_tones() -> dict[str, NDArray[np.uint8]]:
    """For o and u: which tone (1 to 5) a code point puts on it, else 0."""
    tables = {plain: np.zeros(_END + 1, dtype=np.uint8) for plain in "ou"}
    for plain, table in tables.items():
        for tone, code in enumerate(_toned(plain)[1:], 1):
            table[code] = tone
    return tables


@cache
def _toned(vowel: str) -> Codes:
    """The vowel without a tone and with each of the five."""
    return np.array([ord(nfc(vowel + tone)) for tone in ("", *_TONES)], dtype=np.uint32)
