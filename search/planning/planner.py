"""The planner: words, pairs, whole phrase, lexicon, unfinished last word, codes; pruned, with a floor."""

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


class Planner:
    """Turns the text of a query into a plan. Knows only what the searcher's vocabulary knows (law 8)."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon, weights: Weights | None = None) -> None:
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._weights = weights or Weights()
        self._reader = Reader(vocabulary, lexicon, self._weights)

    def plan(self, text: str) -> Plan:
        """The plan of a query; empty where the text has no letter or digit."""
        unfinished = not text[-1:].isspace()
        words = self._reader.read(text, unfinished)
        spans = [*self._worded(words, unfinished), *self._joined(words), *self._coded(text)]
        made = planned(spans, self._weights.prune, self._weights.evidence)
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
        """Codes and numbers, whole or by their beginning."""
        rare = rarity(1, self._vocabulary.documents)
        for code in codes_in(text):
            key = compact(code)
            weight = rare * (self._weights.number if key.isdigit() else self._weights.code)
            part = weight * self._weights.code_part
            if not _is_year(key):
                parts: Words = tuple(fold(code).split())
                yield (
                    (
                        (
                            Clause("codes", (key,), weight),
                            Clause("codes", parts, part),
                            Clause("codes", parts, part / 2, True),
                        ),
                    ),
                )

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
        if unfinished and at == len(words) - 2:
            last = _together(one.forms[0], other.forms[0])
            clauses += self._matches(last, weight * self._weights.unfinished, prefix=True)
        return tuple(clauses)

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
        clauses = []
        for field in self._weights.fields:
            found = folded * field.folded * loose
            more = exact * field.exact * strict
            factor = weight * form.factor
            clauses.append(Clause(f"{field.name}_f", form.folded, found * factor, prefix))
            clauses.append(Clause(f"{field.name}_x", form.exact, (found + more) * factor, prefix))
        return clauses


def _together(one: Form, other: Form) -> Form:
    return Form(one.exact + other.exact, one.folded + other.folded, min(one.factor, other.factor))


def _is_year(key: str) -> bool:
    return len(key) == 4 and key.isdigit() and key[:2] in ("19", "20")
