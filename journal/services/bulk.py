"""Rows in bulk: what the ORM would write one object at a time, as plain tuples. For imports of a hundred thousand rows.

Nothing is checked but by the database itself; the caller holds the transaction.
"""

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import orjson
from django.db import connection, models

Value = Any
Act = Callable[[Sequence[Value]], Iterable[Value]]
"""What is done to a column of some thousand rows, for a hundred thousand rows have millions of values."""
Given = TypeVar("Given")
Done = TypeVar("Done")
BATCH = 5_000


def ahead(items: Iterable[Given], act: Callable[[Given], Done]) -> Iterator[Done]:
    """`act` done to each item, to the next one in a thread while the caller is busy with the one before. The items are
    got by the caller's thread; the act must not ask the database.
    """
    with ThreadPoolExecutor(1) as worker:
        coming: Future[Done] | None = None
        for item in items:
            done, coming = coming, worker.submit(act, item)
            if done is not None:
                yield done.result()
        if coming is not None:
            yield coming.result()


@contextmanager
def uncollected() -> Iterator[None]:
    """Some hundred thousand things that point to one another in no circle are freed without being looked for: Python's
    collector would look through all that are alive over and over again, for two fifths of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """As many ids of the model's table, which nobody else will get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [cursor.fetchone()[0], count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        first = (cursor.fetchone() or (0,))[0] + 1
        # Nobody else writes while this transaction does, which has written before it asks.
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [first + count - 1, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first + count - 1])
    return list(range(first, first + count))


class Reference(NamedTuple):
    """A column and what it points to: a key of another table. All quoted."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table as they are written; names are quoted. `pieces`: some thousand rows each, as the text that
    PostgreSQL's COPY reads, or as SQLite takes them. Where ids are given: `first` is the least; `ids` are all of them,
    if they leave none out.
    """

    table: str
    columns: Sequence[str]
    pieces: Iterable[Any]
    references: Sequence[Reference] = ()
    first: int = 0
    ids: range = range(0)


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Insert rows of these fields (by their columns' names, as `unit_id`); every other field has its default."""
    write(_rows(model, names, rows))


def made(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Value]]) -> Rows:
    """Rows for `write`, made now: without the database, so that a thread makes them while others are being written."""
    given = list(rows)
    lazy = _rows(model, names, given)
    ids = [row[0] for row in given] if names[0] == "id" else []
    first = min(ids, default=0)
    span = range(first, first + len(ids))
    return replace(lazy, pieces=list(lazy.pieces), first=first, ids=span if ids == list(span) else range(0))


def _rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Value]]) -> Rows:
    fields: dict[str, models.Field[Any, Any]] = {field.attname: field for field in model._meta.concrete_fields}
    constants = {
        name: field.get_default() for name, field in fields.items() if name not in names and not field.primary_key
    }
    columns, postgres = [*names, *constants], connection.vendor == "postgresql"
    acts = [_said(fields[name]) if postgres else _bound(fields[name]) for name in columns]
    tail = [next(iter(act([value]))) for act, value in zip(acts[len(names) :], constants.values(), strict=True)]
    quoted = [_quoted(fields[name].column or name) for name in columns]
    given, piece = iter(rows), _copied if postgres else _listed
    pieces = (piece(some, acts[: len(names)], tail) for some in iter(lambda: list(islice(given, BATCH)), []))
    references = [_reference(fields[name]) for name in names if fields[name].is_relation]
    return Rows(_quoted(model._meta.db_table), quoted, pieces, references)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _reference(field: "models.Field[Any, Any]") -> Reference:
    key = field.target_field  # type: ignore[attr-defined]
    return Reference(_quoted(field.column or ""), _quoted(key.model._meta.db_table), _quoted(key.column))


def write(rows: Rows) -> None:
    """Insert what was made."""
    columns = ", ".join(rows.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {rows.table} ({columns}) FROM STDIN") as copy:
                for piece in rows.pieces:
                    copy.write(piece)
            return
        places = ", ".join(["%s"] * len(rows.columns))
        told = f"INSERT INTO {rows.table} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own models
        for piece in rows.pieces:
            cursor.executemany(told, piece)


def check_references() -> None:
    """Have what was written so far checked now, not with all the rest when the transaction ends: PostgreSQL keeps less
    in mind, and works while this process makes the next rows. SQLite checks at the end.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _listed(rows: Sequence[Sequence[Value]], acts: Sequence[Act], tail: Sequence[Value]) -> list[list[Value]]:
    """Rows with all their columns; what is the same in each, the values of the defaults, is done once."""
    columns = [act(column) for act, column in zip(acts, zip(*rows, strict=True), strict=True)]
    return [[*row, *tail] for row in zip(*columns, strict=True)]


def _copied(rows: Sequence[Sequence[Value]], acts: Sequence[Act], tail: Sequence[Value]) -> bytes:
    """The same as COPY reads it."""
    columns = [act(column) for act, column in zip(acts, zip(*rows, strict=True), strict=True)]
    end = "\t".join(["", *tail]) + "\n"
    return (end.join(map("\t".join, zip(*columns, strict=True))) + end).encode()


def _bound(field: "models.Field[Any, Any]") -> Act:
    """How SQLite takes a column of the field. Days and moments repeat."""
    if isinstance(field, models.JSONField):
        return partial(map, lambda value: orjson.dumps(value).decode())
    if isinstance(field, models.DateField | models.DecimalField):
        return partial(map, lru_cache(4_096)(lambda value: field.get_db_prep_save(value, connection)))
    return iter


NONE = r"\N"
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _said(field: "models.Field[Any, Any]") -> Act:
    """How COPY reads a column of the field. Days and moments repeat."""
    if isinstance(field, models.JSONField):
        return partial(map, lambda value: orjson.dumps(value).decode().replace("\\", r"\\"))
    if isinstance(field, models.CharField | models.TextField):
        return _escaped
    said = lru_cache(4_096)(str) if isinstance(field, models.DateField | models.DecimalField) else str
    return partial(map, (lambda value: NONE if value is None else said(value)) if field.null else said)


def _escaped(texts: Sequence[Value]) -> Iterable[str]:
    """Few texts have anything to escape: one look at all of them tells."""
    if None not in texts and not _SPECIAL.search("".join(texts)):
        return texts
    return [NONE if text is None else text.translate(_ESCAPED) for text in texts]
