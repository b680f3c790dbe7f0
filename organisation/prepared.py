"""Queries of every page, whose building and compiling costs more than their answer: kept as text and parameters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import QuerySet

PEOPLE = 2_048
"""For how many people a process keeps such a query."""


Converter = tuple[int, list[Any], Any]
"""The place of a column, and the functions that make of what the database gives what the column means."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with its parameters. What it is built from must not change with time or language."""

    sql: str
    params: tuple[Any, ...]
    converters: tuple[Converter, ...] = ()

    def rows(self) -> list[tuple[Any, ...]]:
        """All rows, as they are now."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            found = cursor.fetchall()
        return [self._meant(row) for row in found] if self.converters else list(found)

    def given(self, *params: Any) -> "Prepared":
        """The same statement about other things."""
        return replace(self, params=params)

    def value(self) -> Any:
        """The first column of the first row."""
        return self.rows()[0][0]

    def _meant(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, functions, expression in self.converters:
            for function in functions:
                values[place] = function(values[place], expression, connection)
        return tuple(values)


def prepared_rows(rows: QuerySet[Any, Any]) -> Prepared:
    """What a query of `values_list` finds."""
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    converters = [(place, *found) for place, found in compiler.get_converters(columns).items()]
    return Prepared(sql, tuple(params), tuple(converters))


def prepared_count(rows: QuerySet[Any, Any]) -> Prepared:
    """How many rows there are."""
    sql, params = rows.query.sql_with_params()
    return Prepared(f"SELECT COUNT(*) FROM ({sql}) counted", tuple(params))  # noqa: S608 - written by the ORM


def one_after_another(*parts: Prepared) -> Prepared:
    """The rows of several, which have the same columns, in one statement; each keeps its own order and limit."""
    sql = " UNION ALL ".join(f"SELECT * FROM ({one.sql}) part_{n}" for n, one in enumerate(parts))  # noqa: S608 - as above
    return Prepared(sql, tuple(value for one in parts for value in one.params), parts[0].converters)


def together(*counts: Prepared) -> Prepared:
    """Several counts added up, in one statement."""
    sql = " + ".join(f"({one.sql})" for one in counts)
    return Prepared(f"SELECT {sql}", tuple(value for one in counts for value in one.params))  # noqa: S608 - as above
