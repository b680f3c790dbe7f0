"""One state of the embedded index: what is asked of it, its words, the order of hits."""

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from tantivy import Occur, Order, Query

from search.documents import Page
from search.engines.interface import Alike, Hit, Neighbours, SearchRequest, SearchResult
from search.engines.layout import FEW_WANTED, MOST_VALUES, listed
from search.engines.tantivy_queries import Asked
from search.engines.tantivy_schema import index_in
from search.highlight import Shown, shown
from search.planning import Clause, Plan, Planners
from search.rules.copies import FEW, shingles, telling
from search.vocabulary import Vocabulary

SPARE = 50  # more hits than asked for, among which equal scores are put in order
MANY_EQUALS = 1_000  # more hits than asked for, of those up to a place in the order
MANY = 200_000  # documents from which it pays to look twice
MOST_COUNTS = 1_000  # kinds of askers whose number of visible documents is remembered

Found = list[tuple[Any, Any]]
"""(score, address in the index) of hits."""


class Reader:
    """One state of the index, with its words."""

    def __init__(self, place: Path, before: "Reader | None" = None) -> None:
        self._index = opened(place)
        self._index.config_reader("manual")
        self._index.reload()
        self.searcher = self._index.searcher()
        file = place / "vocabulary.npz"
        self._version: tuple[str, int] = (place.name, file.stat().st_mtime_ns if file.exists() else 0)
        self._words: Vocabulary = before._words if before and before._version == self._version else _words_in(file)
        self._planners = Planners(self._words)
        self._counts: dict[frozenset[str], int] = {}

    def search(self, request: SearchRequest) -> SearchResult:
        """Find."""
        plan = self._plan(request)
        if plan is not None and not plan.spans:
            return SearchResult([], 0, {name: [] for name in request.facets})
        asked = Asked(self._index.schema, request, plan)
        page = self._top(asked, request, plan, request.offset + request.limit)[request.offset :]
        total, facets = self._facets(asked, request)
        return SearchResult(self._hits(page, plan), total, facets, plan.meant if plan else "")

    def suggest(self, request: SearchRequest) -> Sequence[Hit]:
        """The first hits alone, uncounted."""
        plan = self._plan(request)
        if plan is None or not plan.spans:
            return []
        return self._hits(self._top(Asked(self._index.schema, request, plan), request, plan, request.limit), plan)

    def keys(self, request: SearchRequest) -> Iterator[str]:
        """Every matching key, in order."""
        return (str(document["key"][0]) for document in self._every(request))

    def payloads(self, request: SearchRequest) -> Iterator[Mapping[str, Any]]:
        """What a row shows of every match, in order."""
        return (orjson.loads(bytes(document["shown"][0]))["payload"] for document in self._every(request))

    def _every(self, request: SearchRequest) -> Iterator[Any]:
        plan = self._plan(request)
        if plan is not None and not plan.spans:
            return iter(())
        found = self._top(Asked(self._index.schema, request, plan), request, plan, self._most)
        return (self.searcher.doc(address) for _score, address in found)

    def digests(self) -> Iterator[tuple[str, str]]:
        """Every key with its digest."""
        hits = self.searcher.search(Query.all_query(), max(self.searcher.num_docs, 1), count=False).hits
        documents = (self.searcher.doc(address) for _score, address in hits)
        return ((str(one["key"][0]), bytes(one["digest"][0]).decode()) for one in documents)

    def alike(self, asked: Set[str], tokens: frozenset[str], limit: int) -> Neighbours:
        """What shares most of the shingles, among what is visible; what many visible documents have counts for none."""
        visible = Query.const_score_query(Asked(self._index.schema, SearchRequest(tokens=tokens), None).matching(), 0.0)
        most = telling(self._visible(tokens))
        common = self._common(asked, visible, most)
        shared = [(Occur.Should, Query.const_score_query(self._shingle(one), 1.0)) for one in asked - common]
        if not shared:
            return Neighbours([], common)
        query = Query.boolean_query([(Occur.Must, visible), (Occur.Must, Query.boolean_query(shared))])
        hits = self.searcher.search(query, min(limit, self._most), False).hits
        found = [_alike(self.searcher.doc(address), sampled=score >= FEW) for score, address in hits]
        others = {shingle for one in found for shingle in one.shingles} - asked
        return Neighbours(found, common | self._common(others, visible, most))

    def _common(self, asked: Collection[str], visible: Any, most: float) -> set[str]:
        """Those that more than so many visible documents have."""
        often = [one for one in asked if self.searcher.doc_freq("shingles", one) > most]
        both = {one: Query.boolean_query([(Occur.Must, visible), (Occur.Must, self._shingle(one))]) for one in often}
        return {one for one, query in both.items() if int(self.searcher.search(query, 1).count) > most}

    def _visible(self, tokens: frozenset[str]) -> int:
        """How many documents holders of the tokens see in this state of the index."""
        if tokens not in self._counts:
            if len(self._counts) >= MOST_COUNTS:
                self._counts.clear()
            visible = Asked(self._index.schema, SearchRequest(tokens=tokens), None).matching()
            self._counts[tokens] = int(self.searcher.search(Query.const_score_query(visible, 0.0), 1).count)
        return self._counts[tokens]

    def _shingle(self, shingle: str) -> Any:
        return Query.term_query(self._index.schema, "shingles", shingle, "basic")

    def _plan(self, request: SearchRequest) -> Plan | None:
        return self._planners.plan(request.words, request.lexicon)

    @property
    def _most(self) -> int:
        return max(int(self.searcher.num_docs), 1)

    def _top(self, asked: Asked, request: SearchRequest, plan: Plan | None, wanted: int) -> Found:
        """The first hits, in order."""
        wanted = min(wanted, self._most)
        if request.sort == "title":
            return self._by("by_title", asked, wanted)
        if request.sort == "newest" or plan is None:
            return self._by("newest", asked, wanted)
        return self._by_score(asked.scored(plan, self._reaching(asked, plan, wanted)), wanted)

    def _reaching(self, asked: Asked, plan: Plan, wanted: int) -> Sequence[Clause]:
        """Clauses of which the first hits have at least one: found by what the heavy ones alone score. None where that
        says nothing.
        """
        if wanted > FEW_WANTED or self._most < MANY:
            return ()
        first = self.searcher.search(asked.scored(plan.heavy, plan.heavy.evidence), wanted, False).hits
        return plan.reaching(first[-1][0]) if len(first) == wanted else ()

    def _by(self, field: str, asked: Asked, wanted: int) -> Found:
        hits = self.searcher.search(asked.matching(), wanted, False, order_by_field=field, order=Order.Asc).hits
        return [(0.0, address) for _value, address in hits]

    def _by_score(self, query: Any, wanted: int) -> Found:
        """By score, equal scores in the order of documents. In a segment the engine keeps that order, for segments are
        sorted by it; of several it would take the equals of the first.
        """
        hits = self._scored(query, wanted + SPARE)
        if self.searcher.num_segments > 1 and len(hits) > wanted and hits[-1][0] == hits[wanted - 1][0]:
            hits = self._with_equals(query, hits, wanted)
        return self._in_order(hits)[:wanted]

    def _scored(self, query: Any, limit: int) -> Found:
        hits: Found = self.searcher.search(query, min(limit, self._most), False).hits
        return hits

    def _with_equals(self, query: Any, hits: Found, wanted: int) -> Found:
        """The hits above the last wanted, and of all that score as it does those that may be wanted: none stands after
        the last of as many equals as are known. Asked again while the engine knows more of them than it gives.
        """
        least = hits[wanted - 1][0]
        above, equals = [hit for hit in hits if hit[0] > least], [hit for hit in hits if hit[0] == least]
        while True:
            last = sorted(self._orders(equals))[wanted - len(above) - 1]
            found = self._scored(Asked.up_to(self._index.schema, query, last), wanted + MANY_EQUALS)
            equals = [hit for hit in found if hit[0] == least]
            if len(found) < wanted + MANY_EQUALS or found[-1][0] < least:
                return above + equals

    def _in_order(self, hits: Found) -> Found:
        if len(hits) < 2:
            return hits
        scores = np.fromiter((-score for score, _address in hits), np.float32, len(hits))
        return [hits[at] for at in np.lexsort((np.array(self._orders(hits), dtype=np.uint64), scores))]

    def _orders(self, hits: Found) -> list[int]:
        """The place of each in the order of documents."""
        orders: list[int] = self.searcher.fast_field_values("order", [address for _score, address in hits])
        return orders

    def _facets(self, asked: Asked, request: SearchRequest) -> tuple[int, dict[str, list[tuple[Any, int]]]]:
        """How many hits, and each facet under the other facets' choices: one pass for all that nobody chose from."""
        chosen = [name for name in request.facets if request.chosen.get(name)]
        total, counts = self._counted(asked.matching(), [name for name in request.facets if name not in chosen])
        for name in chosen:
            counts |= self._counted(asked.matching(without=name), [name])[1]
        return total, {name: counts[name] for name in request.facets}

    def _counted(self, query: Any, names: Sequence[str]) -> tuple[int, dict[str, list[tuple[Any, int]]]]:
        wanted: dict[str, Any] = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
        found = self.searcher.aggregate(query, {**wanted, "": {"value_count": {"field": "order"}}})
        return int(found[""]["value"]), {name: listed(name, found[name]["buckets"]) for name in names}

    def _hits(self, found: Found, plan: Plan | None) -> list[Hit]:
        documents = [self.searcher.doc(address) for _score, address in found]
        told = [orjson.loads(bytes(document["shown"][0])) for document in documents]
        pages = [
            [Page(*page) for page in orjson.loads(bytes(one["pages"][0]))] if one["pages"] else [] for one in documents
        ]
        rows = [Shown(one["title"], one["text"], those) for one, those in zip(told, pages, strict=True)]
        return [
            Hit(document["key"][0], document["group"][0], one["payload"], score, *marks)
            for (score, _address), document, one, marks in zip(found, documents, told, shown(rows, plan), strict=True)
        ]


def _alike(document: Any, *, sampled: bool) -> Alike:
    told = orjson.loads(bytes(document["shown"][0]))
    text = f"{told['title']}\n{told['text']}"
    kept = document["sample"]
    sample = frozenset(bytes(kept[0]).decode().split()) if kept else shingles(text) if sampled else frozenset()
    return Alike(document["key"][0], told["payload"], text, sample)


def _words_in(file: Path) -> Vocabulary:
    return Vocabulary.from_bytes(file.read_bytes()) if file.exists() else Vocabulary()


def opened(place: Path) -> Any:
    """The index in a folder; a damaged one begins anew, for it can always be rebuilt."""
    place.mkdir(parents=True, exist_ok=True)
    try:
        return index_in(place)
    except ValueError:
        shutil.rmtree(place)
        place.mkdir()
        return index_in(place)
