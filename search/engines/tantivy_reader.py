"""One state of the embedded index: what is asked of it, its words, the order of hits."""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from tantivy import Occur, Order, Query

from search.documents import Page
from search.engines.interface import Alike, Hit, Neighbours, SearchRequest, SearchResult
from search.engines.layout import FEW_WANTED, MOST_VALUES, listed
from search.engines.tantivy_queries import Asked, terms_of
from search.engines.tantivy_schema import HIGHEST, index_in, plain
from search.highlight import Shown, shown
from search.planning import Clause, Plan, Planners
from search.planning.clauses import Alternative, Span
from search.rules.copies import FEW, shingles, telling
from search.vocabulary import Vocabulary

SPARE = 80  # more hits than asked for, to see where equal scores end
AGAIN = 16  # times as many, where they do not end there
EVERY = "kind"  # a field of which every document has one value
UNKNOWN = 1 << 32  # documents with a word that goes on
REMEMBERED = 20_000  # words, how often they stand
MOST_COUNTS = 1_000  # kinds of askers whose number of visible documents is remembered

Found = list[tuple[Any, Any]]
"""(score, address in the index) of hits."""
Facets = dict[str, list[tuple[Any, int]]]
"""(value, count) of facets."""


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
        self._standing = Standing(self.searcher)
        self._planners = Planners(self._words, self._standing.narrowed)
        self._counts: dict[frozenset[str], int] = {}

    def search(self, request: SearchRequest) -> SearchResult:
        """Find."""
        plan, sought = self._plans(request)
        if sought is not None and not sought.spans:
            return SearchResult([], 0, {name: [] for name in request.facets}, plan.meant if plan else "")
        asked = Asked(self._index.schema, request, sought)
        counted = _beside(os.getpid()).submit(self._facets, list(_counting(asked, request)))
        page = self._top(asked, request, sought, request.offset + request.limit)[request.offset :]
        hits = self._hits(page, plan)
        total, facets = counted.result()
        return SearchResult(hits, total, {name: facets[name] for name in request.facets}, plan.meant if plan else "")

    def suggest(self, request: SearchRequest) -> Sequence[Hit]:
        """The first hits alone, uncounted."""
        plan, sought = self._plans(request)
        if sought is None or not sought.spans:
            return []
        return self._hits(self._top(Asked(self._index.schema, request, sought), request, sought, request.limit), plan)

    def keys(self, request: SearchRequest) -> Iterator[str]:
        """Every matching key, in order."""
        return (str(document["key"][0]) for document in self._every(request))

    def payloads(self, request: SearchRequest) -> Iterator[Mapping[str, Any]]:
        """What a row shows of every match, in order."""
        return (orjson.loads(bytes(document["shown"][0]))["payload"] for document in self._every(request))

    def _every(self, request: SearchRequest) -> Iterator[Any]:
        _plan, sought = self._plans(request)
        if sought is not None and not sought.spans:
            return iter(())
        found = self._top(Asked(self._index.schema, request, sought), request, sought, self._most)
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

    def _plans(self, request: SearchRequest) -> tuple[Plan | None, Plan | None]:
        """The plan of a request, and what of it matches anything in this state of the index: of two clauses seldom
        more than one does. None where no words are asked for.
        """
        return self._planners.both(request.words, request.lexicon)

    @property
    def _most(self) -> int:
        return max(int(self.searcher.num_docs), 1)

    def _top(self, asked: Asked, request: SearchRequest, plan: Plan | None, wanted: int) -> Found:
        """The first hits, in order."""
        wanted = min(wanted, self._most)
        if not wanted:
            return []
        if request.sort == "title":
            return self._by("by_title", asked.matching(), wanted)
        if request.sort == "newest" or plan is None:
            return self._by("newest", asked.matching(), wanted)
        return self._by_score(asked, plan, wanted)

    def _by(self, field: str, query: Any, wanted: int, score: float = 0.0) -> Found:
        """What matches in the order of a field, all with one score."""
        hits = self.searcher.search(query, wanted, False, order_by_field=field, order=Order.Asc).hits
        return [(score, address) for _value, address in hits]

    def _by_score(self, asked: Asked, plan: Plan, wanted: int) -> Found:
        """By score; looked for among those with a leading clause, then, where others may score as much, among those."""
        if len(hits := self._perfect(asked, plan, wanted)) == wanted:
            return hits
        if wanted > FEW_WANTED:
            return self._best(asked.scored(plan), wanted, plan.attainable)
        hits = self._best(asked.scored(plan, plan.leading), wanted, plan.attainable)
        more = plan.beyond(hits[-1][0] if len(hits) == wanted else 0.0)
        return self._best(asked.scored(plan, more), wanted, plan.attainable) if more else hits

    def _perfect(self, asked: Asked, plan: Plan, wanted: int) -> Found:
        """The first hits that score all there is to score; nothing where there may be too few of them. To intersect
        words costs a tenth of what scores do.
        """
        if self._standing.most(plan.perfect) < wanted:
            return []
        return self._by("order", asked.perfect(plan), wanted, plan.attainable)

    def _best(self, query: Any, wanted: int, most: float) -> Found:
        """The first hits by score, equal scores in the order of documents. The engine cuts equal scores where it likes:
        a trifle for short titles leaves few of them, and while they reach beyond what it gave, it is asked for more.
        """
        limit, weight = wanted + SPARE, "first" if most <= HIGHEST else None
        while True:
            hits = self.searcher.search(query, min(limit, self._most), False, weight_by_field=weight).hits
            if len(hits) < limit or hits[-1][0] < hits[wanted - 1][0]:
                least = hits[min(wanted, len(hits)) - 1][0] if hits else 0.0
                return self._in_order([(plain(hit[0]), hit[1]) for hit in hits if hit[0] >= least])[:wanted]
            limit *= AGAIN

    def _in_order(self, hits: Found) -> Found:
        orders = self.searcher.fast_field_values("order", [address for _score, address in hits])
        scores = [-score for score, _address in hits]
        return [hits[at] for at in np.lexsort((np.array(orders, dtype=np.uint64), scores))] if hits else []

    def _facets(self, parts: Iterable[tuple[Any, Sequence[str]]]) -> tuple[int, Facets]:
        """How many hits, and the counts of each facet."""
        (total, counts), *others = [self._counted(query, names) for query, names in parts]
        for _total, more in others:
            counts |= more
        return total, counts

    def _counted(self, query: Any, names: Sequence[str]) -> tuple[int, Facets]:
        """How many match, and how many have each value of each facet. Of what every document has one value, the values'
        counts are all of them.
        """
        wanted: dict[str, Any] = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in (*names, EVERY)}
        found = self.searcher.aggregate(query, wanted)
        every = found[EVERY]
        total = every["sum_other_doc_count"] + sum(one["doc_count"] for one in every["buckets"])
        return int(total), {name: listed(name, found[name]["buckets"]) for name in names}

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


def _counting(asked: Asked, request: SearchRequest) -> Iterator[tuple[Any, list[str]]]:
    """What is to be counted, of which facets: each under the other facets' choices, in one pass for all that nobody
    chose from. The first counts the hits.
    """
    chosen = [name for name in request.facets if request.chosen.get(name)]
    yield asked.matching(), [name for name in request.facets if name not in chosen]
    for name in chosen:
        yield asked.matching(without=name), [name]


@lru_cache(1)
def _beside(_process: int) -> ThreadPoolExecutor:
    """Where facets are counted while hits are found, read and marked: the index counts without Python's lock. A process
    that was forked has none of its parent's threads.
    """
    return ThreadPoolExecutor(thread_name_prefix="facets")


class Standing:
    """How often words stand in one state of the index."""

    def __init__(self, searcher: Any) -> None:
        self._of = lru_cache(REMEMBERED)(searcher.doc_freq)

    def narrowed(self, plan: Plan) -> Plan:
        """What of a plan may match anything: all words of a clause, but one that goes on, stand somewhere."""
        return plan.among(lambda clause: self._most(clause) > 0)

    def most(self, spans: Sequence[Span]) -> int:
        """In how many documents all of some spans stand at most; 0 for none."""
        return min((sum(map(self._whole, span)) for span in spans), default=0)

    def _whole(self, way: Alternative) -> int:
        return min(sum(map(self._most, unit)) for unit in way)

    def _most(self, clause: Clause) -> int:
        """In how many documents a clause stands at most."""
        field, terms = terms_of(clause.field, clause.words)
        return min((self._of(field, term) for term in (terms[:-1] if clause.prefix else terms)), default=UNKNOWN)


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
