"""Requests as searches of Elasticsearch, the clauses of their plans in them (see clauses)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from elasticsearch.dsl import Search, query
from elasticsearch.dsl.query import Query

from search.documents import FULL, PUBLIC
from search.engines.elastic.clauses import Body, either, evidence, matching, scored
from search.engines.interface import SearchRequest, Term
from search.engines.layout import FEW_WANTED, FORMS, MOST_VALUES, listed
from search.planning import Clause, Plan

EVERY = "all"
ROW = ("key", "group", "shown")

Order = list[dict[str, dict[str, str]]]


class Asked:
    """One request: what matches, with and without scores, and how it is ordered and counted."""

    def __init__(self, request: SearchRequest, plan: Plan | None) -> None:
        self._request, self._plan = request, plan
        self._chosen = {name: _any(name, values) for name, values in request.chosen.items() if values}

    @property
    def order(self) -> Order:
        """By score and the order of documents, or as asked."""
        if self._request.sort == "title":
            return [_sorted("by_title"), _sorted("order")]
        if self._request.sort == "newest" or self._plan is None:
            return [_sorted("newest")]
        return [_sorted("_score", "desc"), _sorted("order")]

    @property
    def hits(self) -> Body:
        """The body that finds hits in order; not counted, so that what cannot come first need not be scored."""
        return self._hits(self._ordered())

    @property
    def leading(self) -> Body:
        """The same among hits with a leading clause, where scores order them and some lead."""
        few = self._request.offset + self._request.limit <= FEW_WANTED
        leading = self._plan.leading if few and self._plan is not None and self._by_score else ()
        return self._hits(self._ordered(leading)) if leading else {}

    def beyond(self, score: float) -> Body:
        """The same among all that can score as much as the last of those; nothing where none other can."""
        clauses = self._plan.beyond(score) if self._plan is not None else ()
        return self._hits(self._ordered(clauses)) if clauses else {}

    @property
    def all(self) -> Body:
        """The body that walks over all hits in order."""
        return {**Search().sort(*self.order).to_dict(), "query": self._ordered()}

    def _hits(self, ordered: Body) -> Body:
        search = Search().sort(*self.order).extra(track_total_hits=False).source(list(ROW))
        return {**search.to_dict(), "query": ordered}

    @property
    def _by_score(self) -> bool:
        return "_score" in self.order[0]

    def _ordered(self, leading: Sequence[Clause] = ()) -> Body:
        """What matches, scored if scores order it."""
        asked = [*self._filters(leading), *(chosen.to_dict() for chosen in self._chosen.values())]
        return {"bool": {"filter": asked, "should": self._spans}} if self._spans else {"bool": {"filter": asked}}

    @cached_property
    def _spans(self) -> list[Body]:
        return [scored(span) for span in self._plan.spans] if self._plan is not None and self._by_score else []

    @property
    def counts(self) -> Body:
        """The body that counts hits, and the values of each facet under the choices in the others: those that nobody
        chose from in one pass, without a filter where there are no choices.
        """
        every = {name: _values(name) for name in self._request.facets if name not in self._chosen}
        if self._chosen:
            others = {name: [c for o, c in self._chosen.items() if o != name] for name in self._chosen}
            asked = [name for name in others if name in self._request.facets]
            apart = {name: _under(others[name], {name: _values(name)}) for name in asked}
            every = {EVERY: _under(self._chosen.values(), every), **apart}
        return {
            "size": 0,
            "track_total_hits": not self._chosen,
            "query": {"bool": {"filter": self._filters()}},
            **({"aggs": every} if every else {}),
        }

    def _filters(self, leading: Sequence[Clause] = ()) -> list[Body]:
        """Everything but the choices in facets. Rights are the first of it."""
        request = self._request
        found = [visible(request.tokens).to_dict(), *map(_term, request.required)]
        if request.excluded:
            found.append({"bool": {"must_not": [_term(term) for term in request.excluded]}})
        if request.years != (None, None):
            first, last = request.years
            found.append(query.Range("year", {"gte": first or 0, "lte": last or 9999}).to_dict())
        if self._plan is not None:
            found.append(evidence(leading or self._plan.evidence))
        return found


def counted(request: SearchRequest, answer: Mapping[str, Any]) -> tuple[int, dict[str, list[tuple[Any, int]]]]:
    """Total and facets from what the cluster counted."""
    found = answer.get("aggregations", {})
    every = found.get(EVERY, found)
    total = every["doc_count"] if EVERY in found else answer["hits"]["total"]["value"]
    counts = {name: every[name] if name in every else found[name][name] for name in request.facets}
    return int(total), {name: listed(name, counts[name]["buckets"]) for name in request.facets}


def _values(name: str) -> Body:
    return {"terms": {"field": name, "size": MOST_VALUES}}


def _under(choices: Iterable[Query], counts: Body) -> Body:
    """What is to be counted among what was chosen."""
    return {"filter": _all(choices).to_dict(), **({"aggs": counts} if counts else {})}


def _sorted(field: str, way: str = "asc") -> dict[str, dict[str, str]]:
    return {field: {"order": way}}


def visible(tokens: frozenset[str]) -> Query:
    """Full documents of the searcher's audiences; public ones that they do not see in full."""
    public = query.Term("rendition", {"value": PUBLIC})
    if not tokens:
        return public
    mine = query.Terms("audience", sorted(tokens))
    full = query.Bool(filter=[query.Term("rendition", {"value": FULL}), mine])
    return query.Bool(should=[full, query.Bool(filter=[public], must_not=[mine])])


def _any(name: str, values: Sequence[str]) -> Query:
    if name == "year":
        years = [int(value) for value in values if str(value).isdecimal() and len(str(value)) == 4]
        return query.Terms("year", years) if years else query.MatchNone()
    return query.Terms("units" if name == "unit" else name, list(values))


def _term(term: Term) -> Body:
    form = FORMS[term.exact]
    fields = [field if field == "codes" else f"{field}_{form}" for field in term.fields]
    return either([matching(field, term.words) for field in fields])


def _all(queries: Iterable[Query]) -> Query:
    """What matches every one; everything where there is none."""
    every = list(queries)
    return query.Bool(filter=every) if every else query.MatchAll()
