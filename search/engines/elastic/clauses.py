"""Clauses of a plan as bodies of queries: the twin of tantivy_queries. Plain data, for a plan has dozens of them, and
to make an object of each and write it out would take as long as the cluster takes to answer.
"""

from collections.abc import Sequence
from typing import Any

from search.engines.layout import PAIRS, pairs
from search.planning import Clause
from search.planning.clauses import Span

Body = dict[str, Any]


def matching(field: str, words: Sequence[str], prefix: bool = False) -> Body:
    """A word, or a phrase by its pairs of neighbours; with `prefix` the last may go on: as in tantivy_queries."""
    if len(words) > 1:
        field, words = f"{field}{PAIRS}", pairs(words)
    if prefix and len(words) > 1:
        return {"bool": {"filter": [_joined(field, words[:-1]), _joined(field, words[-1:], prefix)]}}
    return _joined(field, words, prefix)


def _joined(field: str, words: Sequence[str], prefix: bool = False) -> Body:
    """Words of one field as they stand there."""
    if len(words) == 1:
        return {"prefix" if prefix else "term": {field: {"value": words[0]}}}
    return {"match_phrase": {field: {"query": " ".join(words)}}}


def evidence(clauses: Sequence[Clause]) -> Body:
    """What has one of the clauses."""
    return either([matching(clause.field, clause.words, clause.prefix) for clause in clauses])


def scored(span: Span) -> Body:
    """What a span gives."""
    return _best([either([_best([_weighed(clause) for clause in unit]) for unit in way]) for way in span])


def _weighed(clause: Clause) -> Body:
    matched = matching(clause.field, clause.words, clause.prefix)
    return {"constant_score": {"filter": matched, "boost": clause.weight}}


def either(bodies: Sequence[Body]) -> Body:
    """What matches one or more, their scores added."""
    if not bodies:
        return {"match_none": {}}
    return bodies[0] if len(bodies) == 1 else {"bool": {"should": list(bodies)}}


def _best(bodies: Sequence[Body]) -> Body:
    return bodies[0] if len(bodies) == 1 else {"dis_max": {"queries": list(bodies)}}
