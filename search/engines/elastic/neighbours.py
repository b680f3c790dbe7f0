"""Works that share shingles with a text."""

from collections.abc import Callable, Collection
from itertools import islice
from typing import Any

from elasticsearch.dsl import Search, query

from search.engines.elastic.questions import either, visible
from search.engines.interface import Alike, Neighbours
from search.rules.copies import COMMON, FEW

MOST = 1_000  # shingles of a text that are looked for: a sample of twenty pages
ROW = ("key", "shingles", "shown")

Ask = Callable[..., list[dict[str, Any]]]


def neighbours(ask: Ask, shingles: Collection[str], tokens: frozenset[str], limit: int) -> Neighbours:
    """What shares most of the shingles, among what is visible; what many visible documents have counts for none."""
    wanted = list(islice(sorted(shingles), MOST))
    documents, spread = _spread(ask, wanted, tokens)
    telling = [shingle for shingle in wanted if 0 < spread.get(shingle, 0) <= max(FEW, COMMON * documents)]
    if not telling:
        return Neighbours([], documents, spread)
    shared = [query.ConstantScore(filter=_has(shingle), boost=1.0) for shingle in telling]
    matching = query.Bool(filter=[visible(tokens)], must=[either(shared)])
    body = Search().query(matching).sort("_score", "order").source(list(ROW)).extra(size=limit, track_total_hits=False)
    (answer,) = ask(body.to_dict())
    found = [_alike(row["_source"]) for row in answer["hits"]["hits"]]
    others = {shingle for one in found for shingle in one.shingles} - set(wanted)
    return Neighbours(found, documents, spread | _spread(ask, sorted(others), tokens)[1])


def _spread(ask: Ask, shingles: Collection[str], tokens: frozenset[str]) -> tuple[int, dict[str, int]]:
    """How many visible documents there are, and in how many of them each shingle stands."""
    search = Search().query(visible(tokens)).extra(size=0, track_total_hits=True)
    if shingles:
        search.aggs.bucket("spread", "filters", filters={shingle: _has(shingle) for shingle in shingles})
    (answer,) = ask(search.to_dict())
    if not answer:
        return 0, {}
    counts = answer["aggregations"]["spread"]["buckets"] if shingles else {}
    return int(answer["hits"]["total"]["value"]), {one: int(each["doc_count"]) for one, each in counts.items()}


def _has(shingle: str) -> query.Query:
    return query.Term("shingles", {"value": shingle})


def _alike(told: dict[str, Any]) -> Alike:
    shown = told["shown"]
    text = f"{shown['title']}\n{shown['text']}"
    return Alike(told["key"], shown["payload"], text, frozenset(told["shingles"].split()))
