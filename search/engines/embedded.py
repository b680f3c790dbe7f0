"""The embedded engine: tantivy, an index folder beside the database. One writer at a time over all processes."""

import fcntl
import hashlib
import shutil
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import tantivy
from tantivy import Occur, Query

from search.documents import FULL, PUBLIC, IndexedDocument, fields_of
from search.engines.interface import FACETS, Hit, SearchRequest, SearchResult
from search.highlight import excerpt, marked
from search.lexicon import shipped
from search.planning import Clause, Plan, Planner
from search.vocabulary import Vocabulary, delta

TEXTS = ("title_x", "title_f", "names_x", "names_f", "text_x", "text_f", "codes")
NUMBERED = ("kind", "level", "field", "state", "unit", "key")
EXACT = ("key", "kind", "level", "field", "state", "unit", "group", "rendition")
MANY = ("audience", "units")
HEAP = 64_000_000
MOST = 200_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in EXACT:
        builder.add_text_field(name, stored=name in ("key", "group"), tokenizer_name="raw", index_option="basic")
    for name in MANY:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in NUMBERED:  # only numbers are read quickly: a value stands for itself by a number made from it
        builder.add_unsigned_field(f"{name}_n", fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_unsigned_field("length", fast=True)
    builder.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _number(value: str) -> int:
    """A number of 63 bits that stands for a value."""
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "big") >> 1


DIGEST = hashlib.sha256(repr((TEXTS, EXACT, MANY, "year", "length", "shown", NUMBERED)).encode()).hexdigest()[:12]


class EmbeddedEngine:
    """An index in `folder`, under a name with the schema's digest; a folder that is gone is an empty index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / DIGEST
        self._lock = threading.RLock()
        self._open()

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._index = tantivy.Index(_schema(), path=str(self.folder))
        except ValueError:  # damaged: it can always be rebuilt
            shutil.rmtree(self.folder)
            self.folder.mkdir(parents=True)
            self._index = tantivy.Index(_schema(), path=str(self.folder))
        self._vocabulary: tuple[str, Vocabulary] = ("", Vocabulary())
        self._values: dict[int, str] = {}

    # -- writing -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        """The only writer: other threads wait for the lock, other processes for the file."""
        with self._lock, (self.folder.parent / "writer.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            writer = self._index.writer(heap_size=HEAP, num_threads=1)
            try:
                yield writer
                writer.commit()
                writer.wait_merging_threads()
            finally:
                del writer
            self._index.reload()

    def index(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents by key; returns how many."""
        rows = list(documents)
        if not rows:
            return 0
        with self._writer() as writer:
            for row, fields in zip(rows, fields_of(rows), strict=True):
                writer.delete_documents_by_term("key", row.key)
                writer.add_document(_document(row, fields))
        return len(rows)

    def delete(self, keys: Iterable[str]) -> None:
        """Take documents out."""
        gone = list(keys)
        if not gone:
            return
        with self._writer() as writer:
            for key in gone:
                writer.delete_documents_by_term("key", key)

    def clear(self) -> None:
        """Take everything out."""
        with self._writer() as writer:
            writer.delete_all_documents()

    def count(self) -> int:
        """How many documents there are."""
        self._index.reload()
        return int(self._index.searcher().num_docs)

    # -- reading -------------------------------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> SearchResult:
        """Find."""
        self._index.reload()
        searcher = self._index.searcher()
        plan = self._plan(searcher, request.words)
        found = self._matching(searcher, request, plan)
        ordered = _ordered(searcher, found, request)
        page = ordered[request.offset : request.offset + request.limit]
        facets = {name: self._facet(searcher, request, plan, name, found) for name in request.facets}
        return SearchResult([self._hit(searcher, score, address, plan) for score, address in page], len(found), facets)

    def suggest(self, words: str, tokens: frozenset[str], limit: int = 8) -> Sequence[Hit]:
        """What an unfinished query may lead to."""
        return self.search(SearchRequest(words=words, tokens=tokens, limit=limit, facets=())).hits

    def keys(self, request: SearchRequest) -> Iterator[str]:
        """Every matching key, in order."""
        self._index.reload()
        searcher = self._index.searcher()
        found = self._matching(searcher, request, self._plan(searcher, request.words))
        return (str(searcher.doc(address)["key"][0]) for _score, address in _ordered(searcher, found, request))

    def _plan(self, searcher: Any, words: str) -> Plan | None:
        """The plan of a query; None where nothing is asked."""
        return Planner(self._words(searcher), shipped()).plan(words) if words.strip() else None

    def _words(self, searcher: Any) -> Vocabulary:
        """The vocabulary of what everybody may see, made anew when the public part of the index has changed."""
        found = searcher.search(Query.term_query(self._index.schema, "rendition", PUBLIC), MOST)
        state = f"{searcher.num_docs}:{found.count}:{searcher.num_segments}"
        with self._lock:
            if self._vocabulary[0] != state:
                made = Vocabulary()
                rows = [IndexedDocument(**_kept(searcher, address)) for _score, address in found.hits]
                for fields in fields_of(rows):
                    made.apply(delta(fields))
                self._vocabulary = (state, made)
            return self._vocabulary[1]

    def _matching(
        self, searcher: Any, request: SearchRequest, plan: Plan | None, without: str = ""
    ) -> list[tuple[float, Any]]:
        """(score, address) of every visible document over the floor, `without` one facet's choice."""
        if plan is not None and not plan.spans:
            return []
        parts = [(Occur.Must, Query.const_score_query(self._visible(request.tokens), 0.0))]
        for name, values in request.chosen.items():
            if values and name != without:
                parts.append((Occur.Must, Query.const_score_query(self._any(name, values), 0.0)))
        if plan is not None:
            parts.append((Occur.Must, self._query(plan)))
        found = searcher.search(Query.boolean_query(parts), MOST)
        floor = plan.floor if plan else 0.0
        return [(score, address) for score, address in found.hits if score >= floor]

    def _visible(self, tokens: frozenset[str]) -> Query:
        """Full documents of the searcher's audiences; public ones that they do not see in full."""
        schema = self._index.schema
        public = Query.term_query(schema, "rendition", PUBLIC)
        if not tokens:
            return public
        mine = Query.term_set_query(schema, "audience", sorted(tokens))
        full = Query.boolean_query([(Occur.Must, Query.term_query(schema, "rendition", FULL)), (Occur.Must, mine)])
        others = Query.boolean_query([(Occur.Must, public), (Occur.MustNot, mine)])
        return Query.boolean_query([(Occur.Should, full), (Occur.Should, others)])

    def _any(self, name: str, values: Sequence[str]) -> Query:
        schema = self._index.schema
        if name == "year":
            years = [int(value) for value in values if str(value).isdecimal()]
            return Query.term_set_query(schema, "year", years) if years else Query.empty_query()
        return Query.term_set_query(schema, "units" if name == "unit" else name, list(values))

    def _query(self, plan: Plan) -> Query:
        return _total(
            [
                _best([_total([_best([self._clause(c) for c in unit]) for unit in way]) for way in span])
                for span in plan.spans
            ]
        )

    def _clause(self, clause: Clause) -> Query:
        schema = self._index.schema
        words: list[str | tuple[int, str]] = list(clause.words)
        if clause.prefix and len(words) == 1:
            inner = Query.regex_query(schema, clause.field, f"{clause.words[0]}.*")
        elif clause.prefix:
            inner = Query.phrase_prefix_query(schema, clause.field, words)
        elif len(words) == 1:
            inner = Query.term_query(schema, clause.field, clause.words[0], "basic")
        else:
            inner = Query.phrase_query(schema, clause.field, words)
        return Query.const_score_query(inner, clause.weight)

    def _facet(
        self, searcher: Any, request: SearchRequest, plan: Plan | None, name: str, found: Any
    ) -> list[tuple[Any, int]]:
        """Counts of one facet under the other facets' choices."""
        rows = self._matching(searcher, request, plan, without=name) if request.chosen.get(name) else found
        if not rows:
            return []
        addresses = [address for _score, address in rows]
        if name == "year":
            years = Counter(year for year in searcher.fast_field_values("year", addresses) if year)
            return sorted(years.items(), reverse=True)
        numbers = searcher.fast_field_values(f"{name}_n", addresses)
        named = {number: self._value(searcher, name, number, numbers, addresses) for number in set(numbers)}
        counts = ((named[number], count) for number, count in Counter(numbers).items())
        return sorted(((value, count) for value, count in counts if value), key=lambda item: (-item[1], item[0]))

    def _value(self, searcher: Any, name: str, number: int, numbers: Sequence[int], addresses: Sequence[Any]) -> str:
        """The value behind a number: remembered, or read once from a document that has it."""
        if number not in self._values:
            document = searcher.doc(addresses[numbers.index(number)])
            self._values[number] = str(orjson.loads(document["shown"][0])["facets"][name])
        return self._values[number]

    def _hit(self, searcher: Any, score: float, address: Any, plan: Plan | None) -> Hit:
        document = searcher.doc(address)
        kept = orjson.loads(document["shown"][0])
        payload: Mapping[str, Any] = kept["payload"]
        words = _words_of(plan) if plan else frozenset()
        return Hit(
            document["key"][0],
            document["group"][0],
            payload,
            score,
            marked(kept["title"], words),
            excerpt(kept["text"], words),
        )


def _words_of(plan: Plan) -> frozenset[str]:
    """The folded words that the plan looks for; a prefix ends in an asterisk."""
    found = set()
    for clause in plan.clauses():
        if clause.field.endswith("_f"):
            *whole, last = clause.words
            found.update(whole)
            found.add(f"{last}*" if clause.prefix else last)
    return frozenset(found)


def _document(row: IndexedDocument, fields: Mapping[str, Sequence[str]]) -> Any:
    made = tantivy.Document()
    for name in TEXTS:
        for value in fields.get(name, ()):
            made.add_text(name, value)
    for name in EXACT:
        made.add_text(name, str(getattr(row, name)))
    for name in MANY:
        for value in getattr(row, name):
            made.add_text(name, value)
    if row.year is not None:
        made.add_integer("year", row.year)
    made.add_unsigned("length", len(row.title))
    for name in NUMBERED:
        made.add_unsigned(f"{name}_n", _number(str(getattr(row, name))))
    facets = {name: getattr(row, name) for name in FACETS}
    kept = {
        "title": row.title,
        "text": row.text[:4000],
        "names": row.names,
        "facets": facets,
        "payload": dict(row.payload),
    }
    made.add_text("shown", orjson.dumps(kept).decode())
    return made


def _kept(searcher: Any, address: Any) -> dict[str, Any]:
    document = searcher.doc(address)
    kept = orjson.loads(document["shown"][0])
    return {
        "key": document["key"][0],
        "work_code": "",
        "title": kept["title"],
        "names": kept["names"],
        "text": kept["text"],
    }


def _ordered(searcher: Any, found: list[tuple[float, Any]], request: SearchRequest) -> list[tuple[float, Any]]:
    """By score, then the shorter title, the later year, the key; or by the order asked for."""
    if not found:
        return []
    addresses = [address for _score, address in found]
    lengths = searcher.fast_field_values("length", addresses)
    years = [year or 0 for year in searcher.fast_field_values("year", addresses)]
    keys = searcher.fast_field_values("key_n", addresses)
    rows = list(zip(found, lengths, years, keys, strict=True))
    if request.sort == "newest" or not request.words.strip():
        rows.sort(key=lambda row: (-row[2], -row[0][0], row[3]))
    else:
        rows.sort(key=lambda row: (-row[0][0], row[1], -row[2], row[3]))
    return [row[0] for row in rows]


def _best(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)


def _total(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])
