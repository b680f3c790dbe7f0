"""Works that share shingles with a text."""

from collections.abc import Callable, Set
from itertools import islice
from typing import Any

from elasticsearch.dsl import Search, query

from search.engines.elastic.clauses import either
from search.engines.elastic.questions import visible
from search.engines.interface import Alike, Neighbours
from search.rules.copies import FEW, telling

MOST = 1_000  # shingles of a text that are looked for: a sample of twenty pages
SPREAD = "spread"
ROW = ("key", "shingles", "shown")

Ask = Callable[..., list[dict[str, Any]]]


def neighbours(ask: Ask, shingles: Set[str], tokens: frozenset[str], limit: int) -> Neighbours:
    """What shares most of the shingles, among what is visible; what many visible documents have counts for none.

    Counts and neighbours come in one request: seldom does a text have common shingles, and then they are asked again.
    """
    wanted = frozenset(islice(sorted(shingles), MOST))
    counts, found = ask(_counting(wanted, tokens), _sharing(wanted, tokens, limit))
    if not counts:
        return Neighbours([], frozenset())
    most = telling(int(counts["hits"]["total"]["value"]))
    common = _common(counts, most)
    if common:
        (found,) = ask(_sharing(wanted - common, tokens, limit))
    rows = found["hits"]["hits"]
    alike = [_alike(row["_source"]) for row in rows]
    near = {shingle for row, one in zip(rows, alike, strict=True) if row["_score"] >= FEW for shingle in one.shingles}
    if others := near - wanted:
        (counts,) = ask(_counting(others, tokens))
        common |= _common(counts, most)
    return Neighbours(alike, common)


def _sharing(shingles: Set[str], tokens: frozenset[str], limit: int) -> dict[str, Any]:
    """The body that finds what is visible and has most of the shingles."""
    shared = [
        {"constant_score": {"filter": {"term": {"shingles": shingle}}, "boost": 1.0}} for shingle in sorted(shingles)
    ]
    search = Search().sort("_score", "order").source(list(ROW)).extra(size=limit, track_total_hits=False)
    matching = {"filter": [visible(tokens).to_dict()], "must": [either(shared)]}
    return {**search.to_dict(), "query": {"bool": matching}}


def _counting(shingles: Set[str], tokens: frozenset[str]) -> dict[str, Any]:
    """The body that counts visible documents, and in how many of them each shingle stands."""
    search = Search().query(visible(tokens)).extra(size=0, track_total_hits=True)
    if shingles:
        search.aggs.bucket(SPREAD, "filters", filters={shingle: _has(shingle) for shingle in sorted(shingles)})
    return search.to_dict()


def _common(answer: dict[str, Any], most: float) -> set[str]:
    counts = answer.get("aggregations", {}).get(SPREAD, {}).get("buckets", {})
    return {shingle for shingle, each in counts.items() if each["doc_count"] > most}


def _has(shingle: str) -> query.Query:
    return query.Term("shingles", {"value": shingle})


def _alike(told: dict[str, Any]) -> Alike:
    shown = told["shown"]
    text = f"{shown['title']}\n{shown['text']}"
    return Alike(told["key"], shown["payload"], text, frozenset(told["shingles"].split()))
