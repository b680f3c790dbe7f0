"""What the embedded index holds of a document, and how one is written."""

import hashlib
from importlib.metadata import version
from math import floor
from pathlib import Path
from typing import Any

import orjson
import tantivy

from search.documents import Fields, IndexedDocument
from search.engines.layout import KEPT_TEXT, PAIRS, TEXTS, by_title, pages_of, paired, shown_of
from search.planning.clauses import GRAIN

COUNTED = ("kind", "level", "field", "state", "unit")
RAW = ("group", "rendition")
MANY = ("audience", "units")
STORED = ("key", "digest", "shown", "pages", "sample")
ORDERS = ("order", "newest")
WRITTEN = ("first", "year", "by_title, order", "nfc")  # what else, and how: with it the name of the index changes
LONG = 256  # letters of a title; longer ones come last together
TRIFLE = 2**-14
"""At most 0.73 of this is added to each point of a score: up to HIGHEST that is less than half a grain."""
HIGHEST = 128.0
"""The score up to which equal ones can be told apart by it: of what scores more, very few score the same."""

DIGEST = hashlib.sha256(
    repr((TEXTS, PAIRS, COUNTED, RAW, MANY, STORED, ORDERS, *WRITTEN, version("tantivy"))).encode()
).hexdigest()[:12]


def index_in(place: Path) -> Any:
    """The index in a folder, made where there is none. Raises ValueError for a damaged one."""
    return tantivy.Index(schema(), path=str(place))


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
    builder.add_float_field("first", fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_text_field("by_title", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("digest", "shown", "pages", "sample"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def first(row: IndexedDocument) -> float:
    """How much of a trifle the engine adds to a score (`weight_by_field`): the more, the shorter the title, by which
    equal scores are ordered first. Never as much as divides two scores (see `plain`).
    """
    return TRIFLE * (1 - min(len(row.title), LONG) / LONG)


def plain(score: float) -> float:
    """The score without its trifle."""
    return floor(score * GRAIN) / GRAIN


def written(row: IndexedDocument, fields: Fields) -> Any:
    """A document for the writer, from its analysed fields."""
    made = tantivy.Document()
    for name in TEXTS:
        for line in fields.words[name]:
            made.add_text(name, " ".join(line))
            if pairs := paired(line):
                made.add_text(f"{name}{PAIRS}", pairs)
    for name in (*COUNTED, *RAW, "key"):
        made.add_text(name, str(getattr(row, name)))
    for name in MANY:
        for value in getattr(row, name):
            made.add_text(name, value)
    made.add_text("shingles", fields.shingles)
    if len(row.text) > KEPT_TEXT:  # of a shorter one the sample is taken anew where it is wanted: a third of its size
        made.add_bytes("sample", fields.shingles.encode())
    order, newest = row.orders
    made.add_unsigned("order", order)
    made.add_unsigned("newest", newest)
    made.add_float("first", first(row))
    if row.year is not None:
        made.add_integer("year", row.year)
    made.add_text("by_title", f"{by_title(fields)}\0{order:019}")  # equal titles in the order of equal scores
    made.add_bytes("digest", row.digest.encode())
    made.add_bytes("shown", orjson.dumps(shown_of(row)))
    if row.pages:
        made.add_bytes("pages", orjson.dumps([list(page) for page in pages_of(row)]))
    return made
