"""What matched, shown on the original text: offsets of folded words are offsets in it, for folding keeps the length."""

from collections.abc import Sequence

from search.text import fold, nfc, tokens

AROUND = 160


def marked(text: str, words: frozenset[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it matched. A word that ends in an asterisk is a beginning."""
    text = nfc(text)
    begun = tuple(word[:-1] for word in words if word.endswith("*"))
    pieces: list[tuple[str, bool]] = []
    at = 0
    for token in tokens(fold(text)):
        if token.word in words or (begun and token.word.startswith(begun)):
            pieces += [(text[at : token.start], False), (text[token.start : token.end], True)]
            at = token.end
    pieces.append((text[at:], False))
    return _joined(pieces)


def _joined(pieces: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Matches with only a blank between them become one; empty pieces go."""
    joined: list[tuple[str, bool]] = []
    for text, match in pieces:
        if not text:
            continue
        if match and len(joined) > 1 and joined[-1][0] == " " and joined[-2][1]:
            joined.pop()
            joined[-1] = (f"{joined[-1][0]} {text}", True)
        else:
            joined.append((text, match))
    return joined


def excerpt(text: str, words: frozenset[str]) -> list[tuple[str, bool]]:
    """A passage around the first match, or the beginning."""
    pieces = marked(text, words)
    first = next((n for n, (_text, match) in enumerate(pieces) if match), None)
    if first is None:
        return [(text[: 2 * AROUND], False)] if text else []
    before = "".join(piece for piece, _match in pieces[:first])[-AROUND:]
    shown = [(f"…{before}" if first and len(before) == AROUND else before, False), *pieces[first:]]
    length, kept = 0, []
    for piece, match in shown:
        kept.append((piece[: max(0, 3 * AROUND - length)], match))
        length += len(piece)
        if length > 3 * AROUND:
            break
    return [(piece, match) for piece, match in kept if piece]
