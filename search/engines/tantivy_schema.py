"""What the embedded index holds of a document, and how one is written."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import tantivy

from search.documents import IndexedDocument
from search.engines.layout import KEPT_TEXT, PAIRS, TEXTS, by_title, pages_of, pairs, shown_of

COUNTED = ("kind", "level", "field", "state", "unit")
RAW = ("group", "rendition")
MANY = ("audience", "units")
STORED = ("key", "digest", "shown", "pages", "sample")
ORDERS = ("order", "newest")

SORTED = "order"
"""What the documents of a segment are sorted by: of equal scores the engine then keeps the first in this order."""

DIGEST = hashlib.sha256(
    repr((TEXTS, PAIRS, COUNTED, RAW, MANY, STORED, ORDERS, SORTED, "year", "by_title", version("tantivy"))).encode()
).hexdigest()[:12]


def index_in(place: Path) -> Any:
    """The index in a folder, made where there is none. Raises ValueError for a damaged one."""
    return tantivy.Index(schema(), path=str(place), sort_by_field=SORTED)


def schema() -> Any:
    """The fields: words with positions, facets and orders as columns, the rest kept to be shown."""
    builder = tantivy.SchemaBuilder()
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
        builder.add_text_field(f"{name}{PAIRS}", tokenizer_name="whitespace", index_option="position")
    for name in COUNTED:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in (*RAW, *MANY):
        builder.add_text_field(name, stored=name == "group", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("shingles", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ORDERS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_text_field("by_title", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("digest", "shown", "pages", "sample"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def written(row: IndexedDocument, fields: Mapping[str, Sequence[str]]) -> Any:
    """A document for the writer, from its analysed fields."""
    made = tantivy.Document()
    for name in TEXTS:
        for value in fields.get(name, ()):
            made.add_text(name, value)
            if joined := " ".join(pairs(value.split())):
                made.add_text(f"{name}{PAIRS}", joined)
    for name in (*COUNTED, *RAW, "key"):
        made.add_text(name, str(getattr(row, name)))
    for name in MANY:
        for value in getattr(row, name):
            made.add_text(name, value)
    made.add_text("shingles", fields["shingles"][0])
    if len(row.text) > KEPT_TEXT:  # of a shorter one the sample is taken anew where it is wanted: a third of its size
        made.add_bytes("sample", fields["shingles"][0].encode())
    made.add_unsigned("order", row.order)
    made.add_unsigned("newest", row.newest)
    if row.year is not None:
        made.add_integer("year", row.year)
    made.add_text("by_title", by_title(fields))
    made.add_bytes("digest", row.digest.encode())
    made.add_bytes("shown", orjson.dumps(shown_of(row)))
    if row.pages:
        made.add_bytes("pages", orjson.dumps([list(page) for page in pages_of(row)]))
    return made
