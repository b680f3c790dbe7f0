"""Rows in bulk: what the ORM would write one object at a time, as plain tuples. For imports of a hundred thousand rows.

Nothing is checked but by the database itself; the caller holds the transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import orjson
from django.db import connection, models

Value = Any
Act = Callable[[Value], Value]
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


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """As many ids of the model's table, which nobody else will get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            told = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(told, [table, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        first = (cursor.fetchone() or (0,))[0] + 1
        # Nobody else writes while this transaction does, which has written before it asks.
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [first + count - 1, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first + count - 1])
    return list(range(first, first + count))


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table as they are written; `columns` are quoted."""

    table: str
    columns: Sequence[str]
    cells: Iterable[list[Value]]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Insert rows of these fields (by their columns' names, as `unit_id`); every other field has its default."""
    write(_rows(model, names, rows))


def made(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Value]]) -> Rows:
    """Rows for `write`, made now: without the database, so that a thread makes them while others are being written."""
    lazy = _rows(model, names, rows)
    return Rows(lazy.table, lazy.columns, list(lazy.cells))


def _rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Value]]) -> Rows:
    fields: dict[str, models.Field[Any, Any]] = {field.attname: field for field in model._meta.concrete_fields}
    constants = {
        name: field.get_default() for name, field in fields.items() if name not in names and not field.primary_key
    }
    columns = [*names, *constants]
    tail = [act(value) if (act := _maker(fields[name])) else value for name, value in constants.items()]
    acts = [(place, act) for place, name in enumerate(names) if (act := _maker(fields[name]))]
    quoted = [connection.ops.quote_name(fields[name].column or name) for name in columns]
    cells = (_made(row, acts, tail) for row in rows)
    return Rows(connection.ops.quote_name(model._meta.db_table), quoted, cells)


def write(rows: Rows) -> None:
    """Insert what was made."""
    columns = ", ".join(rows.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {rows.table} ({columns}) FROM STDIN") as copy:
                for row in rows.cells:
                    copy.write_row(row)
            return
        places, cells = ", ".join(["%s"] * len(rows.columns)), iter(rows.cells)
        told = f"INSERT INTO {rows.table} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own models
        while batch := list(islice(cells, BATCH)):
            cursor.executemany(told, batch)


def check_references() -> None:
    """Have what was written so far checked now, not with all the rest when the transaction ends: PostgreSQL keeps less
    in mind, and works while this process makes the next rows. SQLite checks at the end.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _made(row: Sequence[Value], acts: Sequence[tuple[int, Act]], tail: Sequence[Value]) -> list[Value]:
    """All columns of a row: few of its values need anything done, and those of the defaults are done once."""
    cells = list(row)
    for place, act in acts:
        cells[place] = act(cells[place])
    return cells + list(tail)


def _maker(field: "models.Field[Any, Any]") -> Act | None:
    """How a value of the field is written; None where it is written as it is. Days and moments repeat."""
    if isinstance(field, models.JSONField):
        return lambda value: orjson.dumps(value).decode()
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateField | models.DecimalField):
        return lru_cache(4_096)(lambda value: field.get_db_prep_save(value, connection))
    return None
