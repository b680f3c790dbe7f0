"""The engine: what is written, and what is asked in which requests."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import orjson
from elasticsearch import ApiError, Elasticsearch

from search.documents import PUBLIC, IndexedDocument, Page, fields_of
from search.engines.elastic import scrolling
from search.engines.elastic.address import Address
from search.engines.elastic.clauses import Body
from search.engines.elastic.indices import Indices
from search.engines.elastic.line import BUSY, MISSING, Line, is_missing
from search.engines.elastic.mapping import written
from search.engines.elastic.neighbours import neighbours
from search.engines.elastic.questions import Asked, counted
from search.engines.elastic.words import Words
from search.engines.elastic.writing import Operation, write
from search.engines.interface import Hit, Neighbours, SearchRequest, SearchResult
from search.highlight import Marked, Shown, shown
from search.planning import Plan
from search.vocabulary import Tally

BATCH = 500
MANY = 50_000  # documents from which it pays to look among the likely ones first, and sometimes twice
WINDOW = 10_000  # the cluster's: pages beyond are reached by walking
PATIENCE = "3s"
UNAVAILABLE, LATE = 503, 504

Say = Callable[[int], None]


class ElasticEngine:
    """One index of a cluster, under an alias with the schema's digest; one that is gone is an empty index."""

    def __init__(self, address: Address, line: Line | None = None) -> None:
        self.line = line or Line(address)
        self._indices = Indices(self.line)
        self._words = Words(self.line, self._indices.words)

    # -- writing -------------------------------------------------------------------------------------------------------

    def index(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents by key, late ones losing; returns how many. After EngineDown some may be written."""
        rows = iter(documents)
        first = list(islice(rows, 1))
        return self._write(_operations(chain(first, rows))) if first else 0

    def delete(self, keys: Iterable[str], as_of: int = 0) -> None:
        """Take documents out that are not younger than `as_of`."""
        gone = [Operation(key, as_of or _now(), None) for key in keys]
        if gone:
            self._write(iter(gone))

    def rebuild(self, documents: Iterable[IndexedDocument], say: Say = lambda done: None) -> int:
        """Write a new index beside the old, with all that changes meanwhile, and move the alias at the end.

        A rebuild that was interrupted is begun anew; of two at once the later one wins and the earlier raises.
        """
        self._indices.ensure()
        made, tally = self._indices.begin(), Tally()
        done = write(self.line, lambda: (self._indices.beside,), _operations(documents, tally, say))
        self._indices.refresh(made)
        self._words.keep(tally)
        self._indices.finish(made)
        return done

    def clear(self) -> None:
        """Take everything out."""
        self.rebuild(())

    def drop(self) -> None:
        """Remove everything of this engine from the cluster."""
        self._indices.drop()

    def _write(self, operations: Iterable[Operation]) -> int:
        """Write, make it visible, and count words anew when enough has changed."""
        self._indices.ensure()
        done = write(self.line, self._indices.written, operations)
        self._indices.refresh()
        if self._words.changed(done, self.count()):
            tally = Tally()
            tally.add(scrolling.documents(self.line, self._indices.alias))
            self._words.keep(tally)
        return done

    # -- reading -------------------------------------------------------------------------------------------------------

    def whole(self) -> bool:
        """Whether the index was written from everything, and not begun by a change."""
        return self._indices.whole()

    def count(self) -> int:
        """How many documents there are."""
        nothing = {"count": 0}
        return int(self._or(nothing, lambda client: client.count(index=self._indices.alias))["count"])

    def digests(self) -> Iterator[tuple[str, str]]:
        """Every key with the digest of what is indexed for it."""
        return scrolling.digests(self.line, self._indices.alias)

    def search(self, request: SearchRequest) -> SearchResult:
        """Find. Hits and counts are two searches of one request: so hits need not all be scored to be counted."""
        plan = self._plan(request)
        if plan is not None and not plan.spans:
            return _nothing(request)
        asked = Asked(request, plan)
        far = request.offset + request.limit > WINDOW
        size = {"from": 0 if far else request.offset, "size": 0 if far else request.limit}
        leading = self._leading(asked)
        found, counts = self._ask({**(leading or asked.hits), **size}, asked.counts)
        if not counts:
            return _nothing(request)
        if leading and (more := _again(asked, found, request.limit)):
            (found,) = self._ask({**more, **size})
        rows = self._far(request, asked) if far else found["hits"]["hits"]
        total, facets = counted(request, counts)
        return SearchResult(self._hits(rows, plan), total, facets, plan.meant if plan else "")

    def suggest(self, request: SearchRequest) -> Sequence[Hit]:
        """What an unfinished query may lead to: the first hits alone, uncounted."""
        plan = self._plan(request)
        if plan is None or not plan.spans:
            return []
        asked = Asked(request, plan)
        leading = self._leading(asked)
        (found,) = self._ask({**(leading or asked.hits), "size": request.limit})
        if found and leading and (more := _again(asked, found, request.limit)):
            (found,) = self._ask({**more, "size": request.limit})
        return self._hits(found["hits"]["hits"], plan) if found else []

    def _leading(self, asked: Asked) -> Body:
        """What to ask first in a large index; nothing in one that is soon looked through."""
        return asked.leading if self._words.planners().documents >= MANY else {}

    def keys(self, request: SearchRequest) -> Iterator[str]:
        """Every matching key, in order, from one state of the index."""
        return (row["fields"]["key"][0] for row in self._every(request, _source=False, docvalue_fields=["key"]))

    def payloads(self, request: SearchRequest) -> Iterator[Mapping[str, Any]]:
        """What a row shows of every match, in order, from one state of the index."""
        return (row["_source"]["shown"]["payload"] for row in self._every(request, _source=["shown.payload"]))

    def alike(self, shingles: Set[str], tokens: frozenset[str], limit: int = 12) -> Neighbours:
        """What shares most of the shingles, among what holders of the tokens see."""
        return neighbours(self._ask, shingles, tokens, limit)

    def _every(self, request: SearchRequest, **fetched: Any) -> Iterator[Any]:
        plan = self._plan(request)
        if plan is not None and not plan.spans:
            return iter(())
        return scrolling.every(self.line, self._indices.alias, {**Asked(request, plan).all, **fetched})

    def _plan(self, request: SearchRequest) -> Plan | None:
        """The plan of a query; None where nothing is asked. Raises EngineDown."""
        return self._words.planners().plan(request.words, request.lexicon) if request.words.strip() else None

    def _far(self, request: SearchRequest, asked: Asked) -> Sequence[Any]:
        return scrolling.rows(self.line, self._indices.alias, asked, request.offset, request.limit)

    def _ask(self, *bodies: dict[str, Any]) -> list[dict[str, Any]]:
        """Several searches in one request; an index that is not there answers {}.

        Raises EngineDown also where a part of the index is missing: half an answer would look like a whole one.
        """
        # Written here: the client writes lines with the slower module of the standard library.
        head = orjson.dumps({"index": self._indices.alias, "allow_partial_search_results": False})
        searches = [part for body in bodies for part in (head, orjson.dumps({**body, "timeout": PATIENCE}))]
        answers: list[dict[str, Any]] = self.line.read(lambda client: _answered(client, searches))
        return answers

    def _or(self, nothing: Any, act: Callable[[Any], Any]) -> Any:
        """An answer, or nothing where there is no index."""
        try:
            return self.line.read(act)
        except ApiError as error:
            if is_missing(error):
                return nothing
            raise

    def _hits(self, rows: Sequence[Any], plan: Plan | None) -> list[Hit]:
        told = [row["_source"] for row in rows]
        return [
            Hit(one["key"], one["group"], one["shown"]["payload"], row["_score"] or 0.0, *mark)
            for row, one, mark in zip(rows, told, self._marks(told, plan), strict=True)
        ]

    def _marks(self, told: Sequence[dict[str, Any]], plan: Plan | None) -> list[Marked]:
        """Marked titles and passages; pages are fetched only for rows that show no match without them."""
        rows = [Shown(one["shown"]["title"], one["shown"]["text"]) for one in told]
        marks = shown(rows, plan)
        bare = [at for at, mark in enumerate(marks) if plan and told[at]["shown"]["paged"] and not _matches(mark)]
        if bare:
            pages = self._pages([told[at]["key"] for at in bare])
            paged = [rows[at]._replace(pages=pages.get(told[at]["key"], ())) for at in bare]
            for at, mark in zip(bare, shown(paged, plan), strict=True):
                marks[at] = mark
        return marks

    def _pages(self, keys: Sequence[str]) -> dict[str, list[Page]]:
        if not keys:
            return {}
        index = self._indices.alias
        nothing: dict[str, Any] = {"docs": []}
        found = self._or(nothing, lambda client: client.mget(index=index, ids=list(keys), source=["pages"]))
        kept = {one["_id"]: one["_source"]["pages"]["all"] for one in found["docs"] if one.get("found")}
        return {key: [Page(*page) for page in pages] for key, pages in kept.items()}


def _operations(
    documents: Iterable[IndexedDocument], tally: Tally | None = None, say: Say = lambda done: None
) -> Iterator[Operation]:
    """Documents analysed, counted and told, some hundreds at a time."""
    rows, done, begun = iter(documents), 0, _now()
    while chunk := list(islice(rows, BATCH)):
        fields = fields_of(chunk)
        if tally is not None:
            tally.add_fields([one for row, one in zip(chunk, fields, strict=True) if row.rendition == PUBLIC])
        for row, analysed in zip(chunk, fields, strict=True):
            yield Operation(row.key, row.as_of or begun, written(row, analysed))
        done += len(chunk)
        say(done)


def _answered(client: Elasticsearch, searches: Any) -> list[dict[str, Any]]:
    """The answers; asked twice where a copy of the index has just been lost: by then the cluster knows another."""
    try:
        return _whole(client.msearch(searches=searches))
    except ApiError as error:
        if error.status_code != UNAVAILABLE:
            raise
    return _whole(client.msearch(searches=searches))


def _whole(answer: Any) -> list[dict[str, Any]]:
    """The answers of a request of several searches, if each was answered whole.

    Raises ApiError: with 503 or 504 for one that was not, so that it counts as down.
    """
    for one in answer["responses"]:
        if "error" in one and one["status"] != MISSING:
            status = UNAVAILABLE if one["status"] in BUSY else one["status"]
            raise ApiError(str(one["error"].get("type")), replace(answer.meta, status=status), one)
        if one.get("timed_out"):
            raise ApiError("incomplete", replace(answer.meta, status=LATE), one)
    return [{} if one["status"] == MISSING else one for one in answer["responses"]]


def _again(asked: Asked, found: dict[str, Any], wanted: int) -> Body:
    """What to ask anew where something that was not looked at may come before the last hit; {} where nothing may."""
    scores = [row["_score"] for row in found["hits"]["hits"]]
    return asked.beyond(scores[-1] if scores and len(scores) >= wanted else 0.0)


def _matches(mark: Marked) -> bool:
    return any(match for _piece, match in (*mark.title, *mark.passage))


def _nothing(request: SearchRequest) -> SearchResult:
    return SearchResult([], 0, {name: [] for name in request.facets})


def _now() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1_000
