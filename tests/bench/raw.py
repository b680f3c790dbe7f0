"""The bare engines, as `performance.md` measured them: an index of their own with the folded text in three fields, a match of two
words in any of them, counted, six facets, twenty rows, and the engine's own highlights where they are asked for.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import orjson
import tantivy
from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk
from elasticsearch.serializer import OrjsonSerializer
from tantivy import Occur, Query, SnippetGenerator

from search.documents import IndexedDocument
from search.engines.interface import FACETS
from search.text import analyse

TEXTS = ("title", "names", "text")
ROWS = 20
CHUNK = 1_000
VALUES = 1_000


class Raw(Protocol):
    """A bare engine."""

    def fill(self, works: Iterable[IndexedDocument], count: int) -> None:
        """Write the works, unless there are as many already."""

    def ask(self, words: str, *, marks: bool) -> None:
        """Find, count, read; with `marks` also what the engine marks by itself."""


def _folded(works: Iterable[IndexedDocument]) -> Iterator[tuple[IndexedDocument, dict[str, str]]]:
    rows = iter(works)
    while chunk := list(islice(rows, CHUNK)):
        forms = iter(analyse([getattr(row, name) for row in chunk for name in TEXTS]))
        for row in chunk:
            yield row, {name: next(forms)[1] for name in TEXTS}


class RawTantivy:
    """A folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        for name in TEXTS:
            builder.add_text_field(name, stored=True, tokenizer_name="whitespace")
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_bytes_field("shown", stored=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(folder))

    def fill(self, works: Iterable[IndexedDocument], count: int) -> None:
        """Write what is not there."""
        if self.index.searcher().num_docs != count:
            writer = self.index.writer(heap_size=64_000_000, num_threads=1)
            for row, folded in _folded(works):
                made = tantivy.Document()
                for name, text in folded.items():
                    made.add_text(name, text)
                for name in FACETS:
                    made.add_text(name, str(getattr(row, name)))
                made.add_bytes("shown", orjson.dumps(row.payload))
                writer.add_document(made)
            writer.commit()
            writer.wait_merging_threads()
            self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, words: str, *, marks: bool) -> None:
        """Find, count, read."""
        either = [[(Occur.Should, Query.term_query(self.schema, f, word)) for f in TEXTS] for word in words.split()]
        both = Query.boolean_query([(Occur.Must, Query.boolean_query(one)) for one in either])
        found = self.searcher.search(both, ROWS)
        self.searcher.aggregate(both, {name: {"terms": {"field": name, "size": VALUES}} for name in FACETS})
        markers = [SnippetGenerator.create(self.searcher, both, self.schema, name) for name in TEXTS] if marks else []
        for _score, address in found.hits:
            document = self.searcher.doc(address)
            orjson.loads(bytes(document["shown"][0]))
            for marker in markers:
                marker.snippet_from_doc(document).to_html()


class RawElasticsearch:
    """An index of a cluster."""

    def __init__(self, url: str, name: str) -> None:
        self.client, self.name = Elasticsearch(url, serializer=OrjsonSerializer(), request_timeout=60), name

    def fill(self, works: Iterable[IndexedDocument], count: int) -> None:
        """Write what is not there."""
        client = self.client
        if client.indices.exists(index=self.name) and client.count(index=self.name)["count"] == count:
            return
        client.indices.delete(index=self.name, ignore_unavailable=True)
        text, facet = {"type": "text", "analyzer": "whitespace"}, {"type": "keyword"}
        properties: dict[str, Any] = {**dict.fromkeys(TEXTS, text), **dict.fromkeys(FACETS, facet)}
        properties["shown"] = {"type": "object", "enabled": False}
        settings = {"number_of_shards": 1, "number_of_replicas": 0}
        client.indices.create(index=self.name, settings=settings, mappings={"dynamic": False, "properties": properties})
        rows = (
            {**folded, **{name: getattr(row, name) for name in FACETS}, "shown": dict(row.payload), "_index": self.name}
            for row, folded in _folded(works)
        )
        for _good, _item in parallel_bulk(client, rows, thread_count=2, chunk_size=CHUNK):
            pass
        client.indices.refresh(index=self.name)

    def ask(self, words: str, *, marks: bool) -> None:
        """Find, count, read, in one request."""
        each: list[dict[str, Any]] = [{"multi_match": {"query": word, "fields": list(TEXTS)}} for word in words.split()]
        more: dict[str, Any] = {"highlight": {"fields": {name: {} for name in TEXTS}}} if marks else {}
        self.client.search(
            index=self.name, query={"bool": {"must": each}}, size=ROWS, track_total_hits=True,
            source_includes=["shown"], aggs={name: {"terms": {"field": name, "size": VALUES}} for name in FACETS},
            request_cache=False, **more,
        )  # fmt: skip
