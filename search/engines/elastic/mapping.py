"""What the Elasticsearch index holds of a document. Texts come analysed: the cluster only cuts them at blanks."""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import orjson

from search.documents import IndexedDocument
from search.engines.elastic.address import Address
from search.text import alphabetical

TEXTS = ("title_x", "title_f", "names_x", "names_f", "text_x", "text_f", "codes")
PAIRS = "2"  # each has a twin of that name ending, of its pairs of neighbours: most phrases are then a single word
FILTERS = ("kind", "level", "field", "state", "unit", "group", "rendition")
MANY = ("audience", "units")
TITLE_ORDER = 80  # letters of a title that count in alphabetical order
KEPT_TEXT = 6_000
KEPT_PAGE = 4_000
KEPT_PAGES = 60
KEPT = ("key", "group", "shown", "pages")
DELETED_FOR = "1h"  # how long the version of a deleted document is remembered

_WORDS = {"type": "text", "analyzer": "whitespace", "norms": False}

PROPERTIES: dict[str, Any] = {
    **{name: {**_WORDS, "index_options": "docs"} for name in TEXTS},
    **{f"{name}{PAIRS}": {**_WORDS, "index_options": "positions"} for name in TEXTS},
    **{name: {"type": "keyword"} for name in FILTERS},
    **{name: {"type": "keyword", "doc_values": False} for name in MANY},
    "key": {"type": "keyword"},
    "digest": {"type": "keyword", "index": False},
    "by_title": {"type": "keyword"},
    "order": {"type": "long"},
    "newest": {"type": "long"},
    "year": {"type": "integer"},
    "shown": {"type": "object", "enabled": False},
    "pages": {"type": "object", "enabled": False},
}
MAPPING: dict[str, Any] = {
    "dynamic": False,
    "_source": {"includes": list(KEPT)},  # the words are in the index, and the database has them anyway
    "properties": PROPERTIES,
}
DIGEST = hashlib.sha256(orjson.dumps([MAPPING, "1"], option=orjson.OPT_SORT_KEYS)).hexdigest()[:10]


def settings(address: Address) -> dict[str, Any]:
    """How an index is spread over the cluster."""
    automatic = "-" in address.replicas
    return {
        "number_of_shards": address.shards,
        **({"auto_expand_replicas": address.replicas} if automatic else {"number_of_replicas": address.replicas}),
        "gc_deletes": DELETED_FOR,
    }


def pairs(words: Sequence[str]) -> list[str]:
    """Neighbours as one word."""
    return [f"{one}_{other}" for one, other in pairwise(words)]


def written(row: IndexedDocument, fields: Mapping[str, Sequence[str]]) -> bytes:
    """A document as the cluster takes it, from its analysed fields."""
    made: dict[str, Any] = {name: getattr(row, name) for name in (*FILTERS, *MANY, "key", "digest", "order", "newest")}
    for name in TEXTS:
        made[name] = fields[name]
        made[f"{name}{PAIRS}"] = [" ".join(pairs(value.split())) for value in fields[name]]
    if row.year is not None:
        made["year"] = row.year
    made["by_title"] = alphabetical(row.title)[:TITLE_ORDER]
    made["shown"] = {
        "title": row.title,
        "names": row.names,
        "text": row.text[:KEPT_TEXT],
        "payload": dict(row.payload),
        "paged": bool(row.pages),
    }
    if row.pages:
        kept = [(file, number, text[:KEPT_PAGE]) for file, number, text in row.pages[:KEPT_PAGES]]
        made["pages"] = {"all": kept}
    return orjson.dumps(made)
