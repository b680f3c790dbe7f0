"""The embedded engine: tantivy, an index folder beside the database. One writer at a time over all processes.

    <folder>/<digest of the schema>/current -> g3     the index that is read; moved when a rebuild is done
    <folder>/<digest of the schema>/g3/               segments, and vocabulary.npz

Readers look at the time of one file before each search and read anew when it has changed; a folder that is gone or
damaged is an empty index.
"""

import fcntl
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import islice
from math import isnan
from pathlib import Path
from typing import Any

import orjson
import tantivy
from tantivy import Occur, Order, Query

from search.documents import PUBLIC, IndexedDocument, Page, fields_of
from search.engines.interface import Alike, Hit, Neighbours, SearchRequest, SearchResult
from search.engines.tantivy_queries import Asked
from search.engines.tantivy_schema import DIGEST, schema, written
from search.highlight import Shown, shown
from search.lexicon import shipped
from search.planning import Plan, Planner
from search.rules.copies import COMMON, FEW
from search.vocabulary import Tally, Vocabulary

HEAP = 64_000_000
BATCH = 1_000
COMMIT_EVERY = 50_000
STALE = 0.02  # the share of documents that may change before words are counted anew
SPARE = 1_000  # more hits than asked for, among which equal scores are put in order
ALL = 1_000_000
MOST_VALUES = 1_000

Found = list[tuple[Any, Any]]
"""(score, address in the index) of hits."""


class EmbeddedEngine:
    """An index in `folder`, under a name with the schema's digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / DIGEST
        self._lock = threading.RLock()
        self._seen: tuple[str, int] | None = None
        self._reader: Reader | None = None

    # -- writing -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """The only writer: other threads wait for the lock, other processes for the file; gives the index to write."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock, (self.folder / "writer.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield self._current()

    def _current(self) -> Path:
        """The folder of the index that is read; made where there is none."""
        link = self.folder / "current"
        if not link.exists():
            self._point_to(_fresh(self.folder))
        return link.resolve()

    def _point_to(self, generation: Path) -> None:
        tantivy.Index(schema(), path=str(generation))
        link = self.folder / "next"
        link.unlink(missing_ok=True)
        link.symlink_to(generation.name)
        link.replace(self.folder / "current")

    def _change(self, act: Callable[[Any], int]) -> int:
        """Let `act` use a writer, then commit; returns what it returned."""
        with self._writing() as place:
            index = _opened(place)
            writer = index.writer(heap_size=HEAP, num_threads=1)
            try:
                done = act(writer)
                writer.commit()
                writer.wait_merging_threads()
            finally:
                del writer
            self._count_words(place, index, done)
            self._seen = None
        return done

    def _count_words(self, place: Path, index: Any, changed: int) -> None:
        """Count the words of the public documents anew when enough of them have changed."""
        tally_file = place / "changed"
        index.reload()
        searcher = index.searcher()
        since = changed + (int(tally_file.read_text() or 0) if tally_file.exists() else 0)
        if since <= STALE * searcher.num_docs and (place / "vocabulary.npz").exists():
            tally_file.write_text(str(since))
            return
        tally = Tally()
        public = Query.term_query(index.schema, "rendition", PUBLIC, "basic")
        hits = searcher.search(Query.const_score_query(public, 1.0), ALL, count=False).hits
        addresses = (address for _score, address in hits)
        while chunk := list(islice(addresses, BATCH)):
            tally.add_fields(fields_of([_read(searcher.doc(address)) for address in chunk]))
        _keep_words(place, tally)

    def index(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents by key; returns how many."""
        rows = iter(documents)
        first = list(islice(rows, BATCH))
        if not first:
            return 0

        def act(writer: Any) -> int:
            done, chunk = 0, first
            while chunk:
                for row, fields in zip(chunk, fields_of(chunk), strict=True):
                    writer.delete_documents_by_term("key", row.key)
                    writer.add_document(written(row, fields))
                done += len(chunk)
                chunk = list(islice(rows, BATCH))
            return done

        return self._change(act)

    def delete(self, keys: Iterable[str]) -> None:
        """Take documents out."""
        gone = list(keys)
        if gone:
            self._change(lambda writer: sum(bool(writer.delete_documents_by_term("key", key)) for key in gone))

    def rebuild(self, documents: Iterable[IndexedDocument], say: Callable[[int], None] = lambda done: None) -> int:
        """Write a new index beside the old and put it in its place at the end; says how many are done as it goes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        place = _fresh(self.folder)
        index = _opened(place)
        tally, rows, done = Tally(), iter(documents), 0
        writer = index.writer(heap_size=HEAP, num_threads=1)
        while chunk := list(islice(rows, BATCH)):
            fields = fields_of(chunk)
            for row, analysed in zip(chunk, fields, strict=True):
                writer.add_document(written(row, analysed))
            tally.add_fields([one for row, one in zip(chunk, fields, strict=True) if row.rendition == PUBLIC])
            done += len(chunk)
            if done % COMMIT_EVERY < BATCH:
                writer.commit()
            say(done)
        writer.commit()
        writer.wait_merging_threads()
        del writer
        _keep_words(place, tally)
        with self._writing() as old:
            self._point_to(place)
            self._seen = None
            shutil.rmtree(old, ignore_errors=True)
        return done

    def clear(self) -> None:
        """Take everything out."""
        self.rebuild(())

    # -- reading -------------------------------------------------------------------------------------------------------

    def reader(self) -> "Reader":
        """What is to be read now; opened anew after a change by whatever process."""
        meta = self.folder / "current" / "meta.json"
        with suppress(FileNotFoundError):
            stat = meta.stat()
            now = (f"{stat.st_dev}:{stat.st_ino}", stat.st_mtime_ns)
            if self._reader is not None and self._seen == now:
                return self._reader
        with self._lock:
            with self._writing() as place:
                stat = (place / "meta.json").stat()
                self._reader = Reader(place, self._reader)
            self._seen = (f"{stat.st_dev}:{stat.st_ino}", stat.st_mtime_ns)
            return self._reader

    def count(self) -> int:
        """How many documents there are."""
        return int(self.reader().searcher.num_docs)

    def digests(self) -> Iterator[tuple[str, str]]:
        """Every key with the digest of what is indexed for it."""
        return self.reader().digests()

    def search(self, request: SearchRequest) -> SearchResult:
        """Find."""
        return self.reader().search(request)

    def suggest(self, words: str, tokens: frozenset[str], limit: int = 8) -> Sequence[Hit]:
        """What an unfinished query may lead to."""
        return self.reader().suggest(SearchRequest(words=words, tokens=tokens, limit=limit))

    def keys(self, request: SearchRequest) -> Iterator[str]:
        """Every matching key, in order."""
        return self.reader().keys(request)

    def payloads(self, request: SearchRequest) -> Iterator[Mapping[str, Any]]:
        """What a row shows of every match, in order."""
        return self.reader().payloads(request)

    def alike(self, shingles: Collection[str], tokens: frozenset[str], limit: int = 12) -> Neighbours:
        """What shares most of the shingles, among what holders of the tokens see."""
        return self.reader().alike(shingles, tokens, limit)


class Reader:
    """One state of the index, with its words."""

    def __init__(self, place: Path, before: "Reader | None" = None) -> None:
        self._index = _opened(place)
        self._index.config_reader("manual")
        self._index.reload()
        self.searcher = self._index.searcher()
        file = place / "vocabulary.npz"
        self._version: tuple[str, int] = (place.name, file.stat().st_mtime_ns if file.exists() else 0)
        self._words: Vocabulary = before._words if before and before._version == self._version else _words_in(file)
        self._planner = Planner(self._words, shipped())

    def search(self, request: SearchRequest) -> SearchResult:
        """Find."""
        plan = self._plan(request.words)
        if plan is not None and not plan.spans:
            return SearchResult([], 0, {name: [] for name in request.facets})
        asked = Asked(self._index.schema, request, plan)
        page = self._top(asked, request, plan, request.offset + request.limit)[request.offset :]
        total, facets = self._facets(asked, request)
        return SearchResult(self._hits(page, plan), total, facets, plan.meant if plan else "")

    def suggest(self, request: SearchRequest) -> Sequence[Hit]:
        """The first hits alone, uncounted."""
        plan = self._plan(request.words)
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
        plan = self._plan(request.words)
        if plan is not None and not plan.spans:
            return iter(())
        found = self._top(Asked(self._index.schema, request, plan), request, plan, self._most)
        return (self.searcher.doc(address) for _score, address in found)

    def digests(self) -> Iterator[tuple[str, str]]:
        """Every key with its digest."""
        hits = self.searcher.search(Query.all_query(), max(self.searcher.num_docs, 1), count=False).hits
        documents = (self.searcher.doc(address) for _score, address in hits)
        return ((str(one["key"][0]), bytes(one["digest"][0]).decode()) for one in documents)

    def alike(self, shingles: Collection[str], tokens: frozenset[str], limit: int) -> Neighbours:
        """What shares most of the shingles, among what is visible; what many visible documents have counts for none."""
        visible = Query.const_score_query(Asked(self._index.schema, SearchRequest(tokens=tokens), None).matching(), 0.0)
        documents = int(self.searcher.search(visible, 1).count)
        spread = self._spread(shingles, visible)
        telling = [shingle for shingle in shingles if spread.get(shingle, 0) <= max(FEW, COMMON * documents)]
        shared = [(Occur.Should, Query.const_score_query(self._shingle(one), 1.0)) for one in telling]
        if not shared or not documents:
            return Neighbours([], documents, spread)
        query = Query.boolean_query([(Occur.Must, visible), (Occur.Must, Query.boolean_query(shared))])
        hits = self.searcher.search(query, min(limit, self._most), False).hits
        found = [_alike(self.searcher.doc(address)) for _score, address in hits]
        others = {shingle for one in found for shingle in one.shingles} - set(shingles)
        return Neighbours(found, documents, spread | self._spread(others, visible))

    def _spread(self, shingles: Collection[str], visible: Any) -> dict[str, int]:
        """In how many visible documents each shingle stands; those that few documents have at all are left out."""
        often = [one for one in shingles if self.searcher.doc_freq("shingles", one) > FEW]
        both = {one: Query.boolean_query([(Occur.Must, visible), (Occur.Must, self._shingle(one))]) for one in often}
        return {one: int(self.searcher.search(query, 1).count) for one, query in both.items()}

    def _shingle(self, shingle: str) -> Any:
        return Query.term_query(self._index.schema, "shingles", shingle, "basic")

    def _plan(self, words: str) -> Plan | None:
        """The plan of a query; None where nothing is asked."""
        return self._planner.plan(words) if words.strip() else None

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
        return self._by_score(asked.scored(plan), wanted)

    def _by(self, field: str, asked: Asked, wanted: int) -> Found:
        hits = self.searcher.search(asked.matching(), wanted, False, order_by_field=field, order=Order.Asc).hits
        return [(0.0, address) for _value, address in hits]

    def _by_score(self, query: Any, wanted: int) -> Found:
        """By score, equal scores in the order of documents, although the engine cuts them in an order of its own."""
        limit = min(wanted + SPARE, self._most)
        hits = self.searcher.search(query, limit, False).hits
        if len(hits) < limit or hits[-1][0] < hits[wanted - 1][0] or limit == self._most:
            return self._in_order(hits)[:wanted]
        last = hits[wanted - 1][0]
        above = [hit for hit in hits if hit[0] > last]
        return self._in_order(above) + self._first_equals(query, last, wanted - len(above), limit)

    def _first_equals(self, query: Any, score: float, needed: int, limit: int) -> Found:
        """The first of very many hits of one score: those up to a place in the order of documents, which is moved until
        enough of them, but not too many, stand before it.
        """
        low, at, high = -1, len(self._places) // 2, len(self._places)
        while low < at < high:
            upper = Asked.up_to(self._index.schema, query, self._places[at])
            hits = self.searcher.search(upper, limit, False).hits
            equals = [hit for hit in hits if hit[0] == score]
            if len(hits) == limit and hits[-1][0] == score:
                high = at
            elif len(equals) < needed:
                low = at
            else:
                return self._in_order(equals)[:needed]
            at = (low + high) // 2 if high - low > 1 else low
        hits = self.searcher.search(query, self._most, False).hits
        return self._in_order([hit for hit in hits if hit[0] == score])[:needed]

    @cached_property
    def _places(self) -> list[int]:
        """Places in the order of documents before which ever more of them stand: one in 4,096 to one in 2."""
        shares = {"field": "order", "percents": [100 / 2**n for n in range(12, 0, -1)]}
        found = self.searcher.aggregate(Query.all_query(), {"order": {"percentiles": shares}})
        return sorted(int(value) for value in found["order"]["values"].values() if not isnan(value))

    def _in_order(self, hits: Found) -> Found:
        if not hits:
            return []
        orders = self.searcher.fast_field_values("order", [address for _score, address in hits])
        ranked = sorted(zip(hits, orders, strict=True), key=lambda row: (-row[0][0], row[1]))
        return [hit for hit, _order in ranked]

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
        return int(found[""]["value"]), {name: _values(name, found[name]["buckets"]) for name in names}

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


def _values(name: str, buckets: Sequence[dict[str, Any]]) -> list[tuple[Any, int]]:
    """(value, count), the most frequent first; years the latest first."""
    if name == "year":
        return sorted(((int(one["key"]), one["doc_count"]) for one in buckets if one["key"]), reverse=True)
    counts = [(str(one["key"]), int(one["doc_count"])) for one in buckets if one["key"]]
    return sorted(counts, key=lambda item: (-item[1], item[0]))


def _opened(place: Path) -> Any:
    """The index in a folder; a damaged one begins anew, for it can always be rebuilt."""
    place.mkdir(parents=True, exist_ok=True)
    try:
        return tantivy.Index(schema(), path=str(place))
    except ValueError:
        shutil.rmtree(place)
        place.mkdir()
        return tantivy.Index(schema(), path=str(place))


def _fresh(folder: Path) -> Path:
    """A folder for the next index."""
    taken = [int(path.name[1:]) for path in folder.glob("g*") if path.name[1:].isdecimal()]
    place = folder / f"g{max(taken, default=0) + 1}"
    place.mkdir()
    return place


def _keep_words(place: Path, tally: Tally) -> None:
    made = place / "vocabulary.new"
    made.write_bytes(Vocabulary.of(tally).to_bytes())
    made.replace(place / "vocabulary.npz")
    (place / "changed").write_text("0")


def _alike(document: Any) -> Alike:
    told = orjson.loads(bytes(document["shown"][0]))
    text = f"{told['title']}\n{told['text']}"
    return Alike(document["key"][0], told["payload"], text, frozenset(document["shingles"][0].split()))


def _words_in(file: Path) -> Vocabulary:
    return Vocabulary.from_bytes(file.read_bytes()) if file.exists() else Vocabulary()


def _read(document: Any) -> IndexedDocument:
    """What the words of a stored document are counted from."""
    told = orjson.loads(bytes(document["shown"][0]))
    return IndexedDocument(document["key"][0], "", told["title"], told["names"], told["text"])
