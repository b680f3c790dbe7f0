"""From what was typed to words: marks, Telex and VNI, other spellings, mistypings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from search.lexicon import Lexicon
from search.planning.clauses import Words
from search.planning.keystrokes import decode
from search.planning.weights import Weights
from search.text import analyse, fold, nfc
from search.vocabulary import Words as Vocabulary

MOST_WORDS = 24  # a pasted abstract would make hundreds of clauses
MOST_CORRECTIONS = 6
SHORTEST_MISTYPED = 3
_I_OR_Y = re.compile(r"[hklmst][iìỉĩíịyỳỷỹýỵ]")
_SWAP_I_Y = str.maketrans("iìỉĩíịyỳỷỹýỵ", "yỳỷỹýỵiìỉĩíị")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to read a word of the query: usually one word, two where a blank was missing."""

    exact: Words
    folded: Words
    factor: float = 1.0

    @property
    def marked(self) -> bool:
        """Whether it was typed with marks."""
        return self.exact != self.folded


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query: the likeliest form, then others."""

    forms: tuple[Form, ...]
    corrections: tuple[str, ...] = ()
    """Folded words one letter away that make a known pair with a neighbour, where the word itself makes none."""
    meant: str = ""
    """The folded word that the lexicon is asked for."""
    typed: str = ""
    """The surface word as it was typed."""

    @property
    def exact(self) -> str:
        """The likeliest form with its marks."""
        return self.forms[0].exact[0]

    @property
    def folded(self) -> str:
        """The likeliest form without marks."""
        return self.forms[0].folded[0]


class Reader:
    """Reads queries with the help of the words there are."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon, weights: Weights) -> None:
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._weights = weights

    def read(self, text: str, unfinished: bool) -> list[Word]:
        """The words of a query, at most 24; `unfinished` says that the last may go on."""
        (exact, folded), *_ = analyse([nfc(text)])
        typed = list(zip(exact.split(), folded.split(), strict=True))[:MOST_WORDS]
        words = [Word(forms, typed=own) for forms, (own, _) in zip(self._decoded(typed), typed, strict=True)]
        return [self._mended(words, at, unfinished and at == len(words) - 1) for at in range(len(words))]

    def meant(self, words: Sequence[Word]) -> str:
        """The query as it was probably meant, with marks; nothing where every word is known as it stands."""
        said: list[str] = []
        for word in words:
            certain = self._vocabulary.exact_frequency(word.typed) or word.typed in self._lexicon.words
            mended = word.meant and not certain
            said.append(self._spelled(word.meant, said[-1] if said else "") if mended else word.exact)
        if said == [word.typed for word in words]:
            return ""
        every = range(len(words))
        for at in (*reversed(every), *every):  # who is corrected is shown the marks that go with a neighbour
            if said[at] == words[at].typed == words[at].folded:
                said[at] = self._marked(said, at)
        return " ".join(said)

    def _marked(self, said: Sequence[str], at: int) -> str:
        """The spelling of an unmarked word that its neighbours know best; the word itself, where they know none."""
        before, after = said[at - 1] if at else "", said[at + 1] if at + 1 < len(said) else ""
        frequency = self._vocabulary.exact_frequency
        known = {
            exact: frequency(f"{before} {exact}") + frequency(f"{exact} {after}")
            for exact in self._vocabulary.spellings(said[at])
        }
        best = max(known, key=known.__getitem__, default=said[at])
        return best if known.get(best) else said[at]

    def _spelled(self, folded: str, before: str) -> str:
        """The likeliest spelling of a folded word after another."""
        known = self._vocabulary.spellings(folded)
        return max(known, key=lambda exact: self._vocabulary.exact_frequency(f"{before} {exact}"), default=folded)

    def _decoded(self, typed: Sequence[tuple[str, str]]) -> Iterator[tuple[Form, ...]]:
        """Keystrokes become syllables where the word is unknown; then, the keyboard being off, where it is known
        too.
        """
        made = [self.syllable(exact) if exact == folded else None for exact, folded in typed]
        known = self._lexicon.words  # "data" is an English word here, not the keystrokes of "dât"
        strange = [exact not in known and not self._vocabulary.knows(folded) for exact, folded in typed]
        keyboard_off = any(syllable and odd for syllable, odd in zip(made, strange, strict=True))
        for (exact, folded), syllable, odd in zip(typed, made, strange, strict=True):
            forms = [*_spellings(exact, folded)]
            if syllable and keyboard_off:
                decoded = [*_spellings(syllable, fold(syllable))]
                typed_so = [replace(form, factor=self._weights.keystrokes) for form in forms]
                forms = [*decoded, *typed_so] if odd else [*forms, *decoded]
            yield tuple(forms)

    def syllable(self, keys: str) -> str | None:
        """The known syllable that these keystrokes make, if they do."""
        made = decode(keys)
        return made if made and self._vocabulary.knows(fold(made)) else None

    def _mended(self, words: Sequence[Word], at: int, unfinished: bool) -> Word:
        word = words[at]
        typed = word.folded
        if len(typed) < SHORTEST_MISTYPED or not typed.isalpha():
            return word
        strange = not any(self._vocabulary.knows(form.folded[0]) for form in word.forms)
        if strange and (word.typed in self._lexicon.words or (unfinished and self._vocabulary.begins(typed))):
            return word
        around = [words[next_to].folded if 0 <= next_to < len(words) else "" for next_to in (at - 1, at + 1)]
        return self._respelled(word, around) if strange else self._rejoined(word, around)

    def _respelled(self, word: Word, around: Sequence[str]) -> Word:
        """An unknown word: known ones near it, those that go with the neighbours first; or two words run together."""
        near = self._vocabulary.near(word.folded) if len(word.folded) > SHORTEST_MISTYPED or any(around) else ()
        ranked = sorted(near, key=lambda other: -self._support(other, around))
        if len(word.folded) == SHORTEST_MISTYPED:
            ranked = [other for other in ranked if self._support(other, around)]
        chosen = ranked[:MOST_CORRECTIONS]
        factor = self._weights.corrected
        forms = [Form((other,), (other,), factor) for other in chosen] + [*self._parted(word.forms[0], factor)]
        return replace(word, forms=word.forms + tuple(forms), meant=chosen[0] if chosen else "")

    def _rejoined(self, word: Word, around: Sequence[str]) -> Word:
        """A known word that goes with neither neighbour: others near it that do (nước thảy: nước thải)."""
        if not any(around) or self._support(word.folded, around):
            return word
        near = [other for other in self._vocabulary.near(word.folded) if self._support(other, around)]
        ranked = sorted(near, key=lambda other: -self._support(other, around))[:MOST_CORRECTIONS]
        sure = [other for other in ranked if self._support(other, around) == sum(map(bool, around))]
        return replace(word, corrections=tuple(ranked), meant=sure[0] if sure else "")

    def _support(self, folded: str, around: Sequence[str]) -> int:
        """With how many of its neighbours the word makes a known pair."""
        before, after = around
        pairs = ([f"{before} {folded}"] if before else []) + ([f"{folded} {after}"] if after else [])
        return sum(self._vocabulary.frequency(pair) > 0 for pair in pairs)

    def _parted(self, form: Form, factor: float) -> Iterator[Form]:
        exact, folded = form.exact[0], form.folded[0]
        for cut in range(1, len(folded)):
            if self._vocabulary.frequency(f"{folded[:cut]} {folded[cut:]}"):
                yield Form((exact[:cut], exact[cut:]), (folded[:cut], folded[cut:]), factor)


def _spellings(exact: str, folded: str) -> Iterator[Form]:
    """The word, and with i for y or y for i where both are written: lý and lí, kỹ and kĩ."""
    yield Form((exact,), (folded,))
    if _I_OR_Y.fullmatch(exact):
        yield Form((exact.translate(_SWAP_I_Y),), (folded.translate(_SWAP_I_Y),))


def pairs(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Neighbours."""
    return pairwise(words)
