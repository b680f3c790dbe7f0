"""Emptying the tables after a transactional test, past the triggers that make some of them append-only."""

import contextlib
from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations


@contextlib.contextmanager
def without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """No trigger fires inside; afterwards all do again."""
    if connection.vendor == "postgresql":
        yield from _as_replica(connection)
    else:
        yield from _triggers_away(connection)


def _as_replica(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """PostgreSQL fires no ordinary trigger for what a replica applies (the harness's user may say that it is one)."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")


def _triggers_away(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """SQLite cannot switch triggers off: they go, and come back as they were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        try:
            yield
        finally:
            for _, statement in triggers:
                cursor.execute(statement)


def flush_past_triggers() -> None:
    """Let Django's flush, which only tests use, empty append-only tables too."""
    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with without_triggers(self.connection):
            original(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]
