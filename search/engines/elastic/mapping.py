"""What the Elasticsearch index holds of a document. Texts come analysed: the cluster only cuts them at blanks."""

import hashlib
from operator import attrgetter
from typing import Any

import orjson

from search.documents import Fields, IndexedDocument
from search.engines.elastic.address import Address
from search.engines.layout import PAIRS, TEXTS, by_title, pages_of, paired, shown_of

FILTERS = ("kind", "level", "field", "state", "unit", "group", "rendition")
MANY = ("audience", "units")
KEPT = ("key", "group", "shingles", "shown", "pages")
DELETED_FOR = "1h"  # how long the version of a deleted document is remembered

_WORDS = {"type": "text", "analyzer": "whitespace", "norms": False}

PROPERTIES: dict[str, Any] = {
    **{name: {**_WORDS, "index_options": "docs"} for name in TEXTS},
    **{f"{name}{PAIRS}": {**_WORDS, "index_options": "positions"} for name in TEXTS},
    **{name: {"type": "keyword"} for name in FILTERS},
    **{name: {"type": "keyword", "doc_values": False} for name in MANY},
    "shingles": {**_WORDS, "index_options": "docs"},
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
DIGEST = hashlib.sha256(orjson.dumps([MAPPING, "3"], option=orjson.OPT_SORT_KEYS)).hexdigest()[:10]


def settings(address: Address) -> dict[str, Any]:
    """How an index is spread over the cluster."""
    automatic = "-" in address.replicas
    return {
        "number_of_shards": address.shards,
        **({"auto_expand_replicas": address.replicas} if automatic else {"number_of_replicas": address.replicas}),
        "gc_deletes": DELETED_FOR,
    }


_NAMES = (*FILTERS, *MANY, "key", "digest")
_plain = attrgetter(*_NAMES)


def written(row: IndexedDocument, fields: Fields) -> bytes:
    """A document as the cluster takes it, from its analysed fields."""
    made: dict[str, Any] = dict(zip(_NAMES, _plain(row), strict=True))
    made["order"], made["newest"] = row.orders
    for name in TEXTS:
        lines = fields.words[name]
        made[name] = " ".join(map(" ".join, lines))
        made[f"{name}{PAIRS}"] = list(filter(None, map(paired, lines)))
    if row.year is not None:
        made["year"] = row.year
    made["by_title"] = by_title(fields)
    made["shingles"] = fields.shingles
    made["shown"] = {**shown_of(row), "paged": bool(row.pages)}
    if row.pages:
        made["pages"] = {"all": [list(page) for page in pages_of(row)]}
    return orjson.dumps(made)
