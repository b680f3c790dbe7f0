"""Queries of every page, whose building and compiling costs more than their answer: kept as text and parameters."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

PEOPLE = 2_048
"""For how many people a process keeps such a query."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with its parameters. What it is built from must not change with time or language."""

    sql: str
    params: tuple[Any, ...]

    def rows(self) -> list[tuple[Any, ...]]:
        """All rows, as they are now."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return list(cursor.fetchall())

    def value(self) -> Any:
        """The first column of the first row."""
        return self.rows()[0][0]


def prepared_count(rows: QuerySet[Any, Any]) -> Prepared:
    """How many rows there are."""
    sql, params = rows.query.sql_with_params()
    return Prepared(f"SELECT COUNT(*) FROM ({sql}) counted", tuple(params))  # noqa: S608 - written by the ORM
