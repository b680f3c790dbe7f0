"""Requests and plans as tantivy queries."""

from collections.abc import Sequence
from typing import Any

from tantivy import FieldType, Occur, Query

from search.documents import FULL, PUBLIC
from search.engines.interface import SearchRequest, Term
from search.engines.layout import FORMS, PAIRS, pairs
from search.planning import Clause, Plan


class Asked:
    """One request against one schema: what matches, with and without scores."""

    def __init__(self, schema: Any, request: SearchRequest, plan: Plan | None) -> None:
        self._schema, self._request, self._plan = schema, request, plan
        self._made: dict[tuple[Clause, ...], Any] = {}

    def scored(self, plan: Plan, leading: Sequence[Clause] = ()) -> Any:
        """What matches, scored by the plan; of it, where `leading` clauses are given, what has one of them."""
        matching = Query.const_score_query(self.matching(evidence=leading), 0.0)
        return Query.boolean_query([(Occur.Must, matching), (Occur.Must, _total([*map(self._span, plan.spans)]))])

    def perfect(self, plan: Plan) -> Any:
        """What scores all that a plan can give."""
        spans = (_either([_all([*map(self._one_of, way)]) for way in span]) for span in plan.perfect)
        return _joint([*self._filters(), *((Occur.Must, span) for span in spans)])

    def matching(self, without: str = "", evidence: Sequence[Clause] = ()) -> Any:
        """What matches, scores aside; `without` the choice in one facet; by less than the whole `evidence`."""
        parts = self._filters(without)
        if self._plan is not None:
            parts.append((Occur.Must, self._one_of(tuple(evidence or self._plan.evidence))))
        return _joint(parts)

    def _filters(self, without: str = "") -> list[tuple[Any, Any]]:
        """Rights, choices, words that must or must not stand, years."""
        request = self._request
        parts = [(Occur.Must, self._visible(request.tokens))]
        parts += [
            (Occur.Must, self._any(name, values))
            for name, values in request.chosen.items()
            if values and name != without
        ]
        parts += [(Occur.Must, self._term(term)) for term in request.required]
        parts += [(Occur.MustNot, self._term(term)) for term in request.excluded]
        if request.years != (None, None):
            parts.append((Occur.Must, self._years(*request.years)))
        return parts

    def _one_of(self, clauses: tuple[Clause, ...]) -> Any:
        """What has one of the clauses; made once for hits and counts."""
        if clauses not in self._made:
            self._made[clauses] = _either([self._clause(clause) for clause in clauses])
        return self._made[clauses]

    def _visible(self, tokens: frozenset[str]) -> Any:
        """Full documents of the searcher's audiences; public ones that they do not see in full."""
        public = Query.term_query(self._schema, "rendition", PUBLIC, "basic")
        if not tokens:
            return public
        mine = Query.term_set_query(self._schema, "audience", sorted(tokens))
        whole = Query.term_query(self._schema, "rendition", FULL, "basic")
        full = Query.boolean_query([(Occur.Must, whole), (Occur.Must, mine)])
        return _either([full, Query.boolean_query([(Occur.Must, public), (Occur.MustNot, mine)])])

    def _any(self, name: str, values: Sequence[str]) -> Any:
        if name == "year":
            years = [int(value) for value in values if str(value).isdecimal() and len(str(value)) == 4]
            return Query.term_set_query(self._schema, "year", years) if years else Query.empty_query()
        return Query.term_set_query(self._schema, "units" if name == "unit" else name, list(values))

    def _years(self, first: int | None, last: int | None) -> Any:
        return Query.range_query(self._schema, "year", FieldType.Integer, first or 0, last or 9999)

    def _term(self, term: Term) -> Any:
        form = FORMS[term.exact]
        fields = [field if field == "codes" else f"{field}_{form}" for field in term.fields]
        return _either([self._words(field, term.words) for field in fields])

    def _words(self, field: str, words: Sequence[str], prefix: bool = False) -> Any:
        """A word, or a phrase by its pairs of neighbours; with `prefix` the last may go on: of a longer phrase all but
        the last word, and somewhere the last two (engines open a phrase to so many ends only, each to others).
        """
        field, words = terms_of(field, words)
        if prefix and len(words) > 1:
            parts = (self._joined(field, words[:-1]), self._joined(field, words[-1:], prefix))
            return Query.boolean_query([(Occur.Must, part) for part in parts])
        return self._joined(field, words, prefix)

    def _joined(self, field: str, words: Sequence[str], prefix: bool = False) -> Any:
        """Words of one field as they stand there."""
        if len(words) == 1 and prefix:
            # No slip allowed and open at the end: a beginning, without the half millisecond that a pattern costs.
            return Query.fuzzy_term_query(self._schema, field, words[0], 0, True, True)
        if len(words) == 1:
            return Query.term_query(self._schema, field, words[0], "basic")
        return Query.phrase_query(self._schema, field, list(words))

    def _clause(self, clause: Clause) -> Any:
        return self._words(clause.field, clause.words, clause.prefix)

    def _span(self, span: Any) -> Any:
        return _best([_total([_best([self._weighed(c) for c in unit]) for unit in way]) for way in span])

    def _weighed(self, clause: Clause) -> Any:
        return Query.const_score_query(self._clause(clause), clause.weight)


def terms_of(field: str, words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """In which field of the index which terms stand for words: for a phrase its pairs of neighbours."""
    return (f"{field}{PAIRS}", pairs(words)) if len(words) > 1 else (field, words)


def _either(queries: Sequence[Any]) -> Any:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: Sequence[Any]) -> Any:
    return _joint([(Occur.Must, query) for query in queries])


def _joint(parts: Sequence[tuple[Any, Any]]) -> Any:
    return Query.boolean_query(list(parts)) if len(parts) > 1 else parts[0][1]


def _best(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(list(queries))


def _total(queries: Sequence[Any]) -> Any:
    return _either(queries)
