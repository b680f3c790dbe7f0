"""The planner: words, pairs, whole phrase, lexicon, unfinished last word, codes; pruned, with a floor."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

from search.lexicon import Equivalent, Lexicon
from search.planning.clauses import Alternative, Clause, Plan, Span, Unit, Words, attainable, planned
from search.planning.reading import Form, Reader, Word
from search.planning.weights import Weights, rarity
from search.text import codes_in, compact, fold
from search.vocabulary import Words as Vocabulary

SHORTEST_PREFIX = 3
MOST_COMPLETIONS = 12
FIRST_YEAR = 1945
_INTRODUCED = re.compile(r"\b(?:quyet dinh|qd|so|ma)(?: so)? +(\d{2,6})\b")
_BLANKS_BETWEEN = re.compile(r"\b[a-z]{1,4} (?:19|20)\d\d \d{1,6}\b")
WIDTHS = (3, 4, 5, 6)  # of numbers in codes


class Planner:
    """Turns the text of a query into a plan. Knows only what the searcher's vocabulary knows (law 8)."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon, weights: Weights | None = None) -> None:
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._weights = weights or Weights()
        self._fields = [(f"{field.name}_f", f"{field.name}_x", field) for field in self._weights.fields]
        self._reader = Reader(vocabulary, lexicon, self._weights)

    def plan(self, text: str) -> Plan:
        """The plan of a query; empty where the text has no letter or digit."""
        unfinished = not text[-1:].isspace()
        words = self._reader.read(text, unfinished)
        spans = [*self._worded(words, unfinished), *self._joined(words), *self._coded(text)]
        made = planned(spans, self._weights.prune, self._weights.evidence, self._weights.telling, self._known)
        return replace(made, meant=self._reader.meant(words))

    # -- spans ---------------------------------------------------------------------------------------------------------

    def _worded(self, words: Sequence[Word], unfinished: bool) -> Iterator[Span]:
        """Every word and every pair, those of one term of the lexicon together with its equivalents; the whole
        phrase.
        """
        terms = {start: (end, others) for start, end, others in self._terms(words, unfinished)}
        loose = set(range(len(words) - 1))
        at = 0
        while at < len(words):
            end, others = terms.get(at, (at + 1, ()))
            own = self._own(words, at, end, unfinished)
            loose -= set(range(at, end - 1))
            yield (own, *self._equivalents(own, others))
            at = end
        for first in sorted(loose):
            yield ((self._pair_unit(words, first, unfinished),),)
        if len(words) > 2:
            yield ((self._phrase_unit(words, unfinished),),)

    def _terms(
        self, words: Sequence[Word], unfinished: bool
    ) -> Iterator[tuple[int, int, list[tuple[Equivalent, float]]]]:
        """Terms of the lexicon: as typed, as meant, or begun at the end of the query; with how sure we are of each."""
        exact, folded = [word.exact for word in words], [word.folded for word in words]
        taken: set[int] = set()
        for found in self._lexicon.spans(exact, folded):
            taken.update(range(found.start, found.end))
            yield found.start, found.end, [(other, 1.0) for other in found.equivalents]
        if any(word.meant for word in words):
            exact = [word.meant or word.exact for word in words]
            folded = [word.meant or word.folded for word in words]
            for found in self._lexicon.spans(exact, folded):
                if taken.isdisjoint(range(found.start, found.end)):
                    taken.update(range(found.start, found.end))
                    yield found.start, found.end, [(other, self._weights.corrected) for other in found.equivalents]
        if unfinished:
            yield from self._begun(exact, folded, taken)

    def _begun(
        self, exact: Sequence[str], folded: Sequence[str], taken: set[int]
    ) -> Iterator[tuple[int, int, list[tuple[Equivalent, float]]]]:
        end = len(folded)
        for start in range(max(0, end - self._lexicon.longest), end):
            enough = start < end - 1 or len(folded[-1]) >= SHORTEST_PREFIX
            if enough and taken.isdisjoint(range(start, end)):
                others = self._lexicon.completions(exact[start:], folded[start:])[:MOST_COMPLETIONS]
                if others:
                    yield start, end, [(other, self._weights.unfinished) for other in others]
                    return

    def _own(self, words: Sequence[Word], start: int, end: int, unfinished: bool) -> Alternative:
        alone = [self._word_unit(words, at, unfinished) for at in range(start, end)]
        return (*alone, *(self._pair_unit(words, at, unfinished) for at in range(start, end - 1)))

    def _equivalents(self, own: Alternative, others: Sequence[tuple[Equivalent, float]]) -> Iterator[Alternative]:
        """Other members of the term as exact phrases; the whole of one weighs what the whole of the span does."""
        whole = attainable((own,))
        for other, sure in others:
            weight = whole * sure * (self._weights.broader if other.broader else 1.0)
            yield (tuple(Clause(f"{f.name}_x", other.words, weight * f.folded) for f in self._weights.fields),)

    def _joined(self, words: Sequence[Word]) -> Iterator[Span]:
        """Two words that are known as one: chat bot."""
        for one, other in pairwise(words):
            joined = one.folded + other.folded
            if len(joined) > SHORTEST_PREFIX and self._vocabulary.frequency(joined):
                form = Form((one.exact + other.exact,), (joined,))
                yield ((tuple(self._matches(form)),),)

    def _coded(self, text: str) -> Iterator[Span]:
        """Codes and numbers, whole, by their beginning, or by a part of them."""
        rare = rarity(1, self._vocabulary.documents)
        for code, factor in self._codes(text):
            key, weight = compact(code), rare * factor
            part = weight * self._weights.code_part
            parts: Words = tuple(fold(code).split())
            clauses = [Clause("codes", (key,), weight), Clause("codes", parts, part)]
            clauses += [Clause("codes", other, part) for other in _otherwise(parts)]
            yield ((tuple([*clauses, Clause("codes", parts, part / 2, True)]),),)

    def _codes(self, text: str) -> Iterator[tuple[str, float]]:
        """What looks like a code, with what it weighs; years alone are none."""
        folded = fold(text)
        introduced = {match[1] for match in _INTRODUCED.finditer(folded)}
        for code in codes_in(text):
            key = compact(code)
            if key in introduced:
                yield code, self._weights.introduced
            elif not (_is_year(key) or self._reader.syllable(key)):
                yield code, self._weights.number if key.isdigit() else self._weights.code
        yield from ((match[0], self._weights.code) for match in _BLANKS_BETWEEN.finditer(folded))

    def _known(self, clause: Clause) -> bool:
        """Whether what a clause looks for stands in a title or a name, or a word in a text. Of codes nothing is."""
        if clause.field == "codes" or clause.prefix:
            return clause.field == "codes"
        if clause.field == "text_f" and len(clause.words) == 1:
            return self._vocabulary.knows(clause.words[0])
        frequency = self._vocabulary.exact_frequency if clause.field.endswith("_x") else self._vocabulary.frequency
        return frequency(" ".join(clause.words)) > 0

    # -- units ---------------------------------------------------------------------------------------------------------

    def _word_unit(self, words: Sequence[Word], at: int, unfinished: bool) -> Unit:
        word = words[at]
        clauses = [clause for form in word.forms for clause in self._matches(form)]
        if unfinished and at == len(words) - 1 and len(word.folded) >= SHORTEST_PREFIX:
            clauses += self._matches(word.forms[0], self._weights.unfinished, prefix=True)
        return tuple(clauses)

    def _pair_unit(self, words: Sequence[Word], at: int, unfinished: bool) -> Unit:
        one, other = words[at], words[at + 1]
        weight = self._weights.pair
        clauses = [clause for form in self._pairs(one, other) for clause in self._matches(form, weight)]
        clauses += self._swapped(one, other)
        if unfinished and at == len(words) - 2:
            last = _together(one.forms[0], other.forms[0])
            clauses += self._matches(last, weight * self._weights.unfinished, prefix=True)
        return tuple(clauses)

    def _swapped(self, one: Word, other: Word) -> Iterator[Clause]:
        """Two words of a name the other way round, where no name has them as typed: Hòa Ngọc for Ngọc Hòa."""
        there, back = _together(one.forms[0], other.forms[0]), _together(other.forms[0], one.forms[0])
        known = self._vocabulary.frequency
        if known(" ".join(back.folded)) and not known(" ".join(there.folded)):
            yield from (clause for clause in self._matches(back, self._weights.swapped) if clause.field[:5] == "names")

    def _pairs(self, one: Word, other: Word) -> Iterator[Form]:
        """The pair as typed; with other forms or corrections only where the vocabulary knows the pair."""
        sure = self._weights.corrected
        forms = [_together(a, b) for a, b in product(one.forms, other.forms)]
        forms += [_together(Form((c,), (c,), sure), other.forms[0]) for c in one.corrections]
        forms += [_together(one.forms[0], Form((c,), (c,), sure)) for c in other.corrections]
        yield forms[0]
        yield from (form for form in forms[1:] if self._vocabulary.frequency(" ".join(form.folded)))

    def _phrase_unit(self, words: Sequence[Word], unfinished: bool) -> Unit:
        """The whole query in one piece, as rare as its pairs are on the average."""
        frequencies = [self._vocabulary.frequency(f"{one.folded} {other.folded}") for one, other in pairwise(words)]
        rare = sum(rarity(frequency, self._vocabulary.documents) for frequency in frequencies) / len(frequencies)
        form = Form(tuple(word.exact for word in words), tuple(word.folded for word in words))
        return tuple(self._weighed(form, self._weights.phrase, rare, rare, unfinished))

    def _matches(self, form: Form, weight: float = 1.0, *, prefix: bool = False) -> list[Clause]:
        vocabulary = self._vocabulary
        folded = rarity(vocabulary.frequency(" ".join(form.folded)), vocabulary.documents)
        exact = rarity(vocabulary.exact_frequency(" ".join(form.exact)), vocabulary.documents)
        return self._weighed(form, weight, folded, exact, prefix)

    def _weighed(self, form: Form, weight: float, folded: float, exact: float, prefix: bool) -> list[Clause]:
        """The folded and the exact clause in every field."""
        loose = self._weights.folded_when_marked if form.marked else 1.0
        strict = 1.0 if form.marked else self._weights.exact_when_bare
        factor, clauses = weight * form.factor, []
        for without_marks, with_marks, field in self._fields:
            found = folded * field.folded * loose
            more = exact * field.exact * strict
            clauses.append(Clause(without_marks, form.folded, found * factor, prefix))
            clauses.append(Clause(with_marks, form.exact, (found + more) * factor, prefix))
        return clauses


def _together(one: Form, other: Form) -> Form:
    return Form(one.exact + other.exact, one.folded + other.folded, min(one.factor, other.factor))


def _is_year(key: str) -> bool:
    return len(key) == 4 and key.isdigit() and FIRST_YEAR <= int(key) < 2100


def _otherwise(parts: Words) -> Iterator[Words]:
    """A number as the register writes it: with its zeros (2023-37: 2023-0037), after its year (37/2023)."""
    *before, last = parts
    if len(parts) == 2 and before[0].isdigit() and _is_year(last):
        before, last = [last], before[0]
        yield (*before, last)
    if last.isdigit() and not _is_year(last):
        yield from ((*before, last.zfill(width)) for width in WIDTHS if width > len(last))
