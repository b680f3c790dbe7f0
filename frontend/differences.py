"""What changed between two versions of a text, word by word, so that a checker need not compare by eye."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind` is same, added, removed or skipped (a long unchanged passage left out)."""

    kind: str
    text: str


def differences(old: str, new: str, whole: bool = False) -> list[Piece]:
    """The pieces that lead from `old` to `new`; unless `whole`, long unchanged passages are skipped."""
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[Piece] = []
    for act, a, b, c, d in matcher.get_opcodes():
        if act == "equal":
            first, last = not pieces, b == len(before) and d == len(after)
            pieces.extend(_same(before[a:b], whole, first, last))
            continue
        pieces.extend(
            Piece(kind, text)
            for kind, text in (("removed", "".join(before[a:b])), ("added", "".join(after[c:d])))
            if text
        )
    return pieces


def _words(text: str) -> list[str]:
    """Words, each with the blanks that follow it."""
    return re.findall(r"\S+\s*|\s+", text)


def _same(words: list[str], whole: bool, first: bool, last: bool) -> Iterator[Piece]:
    """An unchanged passage: its ends near the changes stay, its middle is skipped if long."""
    if whole or len(words) <= 3 * AROUND:
        yield Piece("same", "".join(words))
        return
    if not first:
        yield Piece("same", "".join(words[:AROUND]))
    yield Piece("skipped", "")
    if not last:
        yield Piece("same", "".join(words[-AROUND:]))
