"""Keep the tallies: in place after migrations, folded where several rows make a group, written anew if they differ."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig
from django.db import connection, connections, transaction

from recognition import triggers
from recognition.models import Decision, Tally
from recognition.triggers import GROUP, Sql

TABLES = "recognition_recognition, recognition_credit, organisation_unit, recognition_tally"


def fold() -> int:
    """Make one row of each group that has several; returns how many rows there are fewer. Any number may fold at once,
    and nobody who writes waits.
    """
    if connection.vendor != "postgresql":
        return 0
    same = " AND ".join(f"t.{name} = m.{name}" for name in GROUP.split(", "))
    told = f"""
        WITH m AS (SELECT {GROUP} FROM recognition_tally GROUP BY {GROUP} HAVING COUNT(*) > 1),
        gone AS (DELETE FROM recognition_tally t USING m WHERE {same} RETURNING t.*),
        made AS (INSERT INTO recognition_tally ({GROUP}, n)
            SELECT {GROUP}, SUM(n) FROM gone GROUP BY {GROUP} HAVING SUM(n) <> 0 RETURNING 1)
        SELECT (SELECT COUNT(*) FROM gone) - (SELECT COUNT(*) FROM made)
    """  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        cursor.execute(told)
        return int(cursor.fetchone()[0])


def fold_told(events: Any) -> None:
    """Follower of the outbox: the register has been written."""
    fold()


@contextmanager
def counted_at_once(decisions: Sequence[Decision]) -> Iterator[None]:
    """What new decisions recognise, and all of it comes within, is counted together when it has come: the triggers step
    aside for this transaction. On SQLite they are taken down meanwhile: nobody else writes until the transaction ends,
    and if it fails they are back.
    """
    with transaction.atomic():
        triggers.take_down(connection)
        yield
        triggers.put_up(connection)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # which knows nothing yet of what has just come: it would loop,
                # and compile for longer than it runs
                cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL jit = off")
            cursor.execute(Sql(connection.vendor).everything_added([one.pk for one in decisions]))
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL jit TO DEFAULT")


@transaction.atomic
def rebuild() -> int:
    """Write all tallies anew from the register, which waits meanwhile; returns how many there are."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {TABLES} IN SHARE ROW EXCLUSIVE MODE")
        Tally.objects.all().delete()
        cursor.execute(f"INSERT INTO recognition_tally ({GROUP}, n) {Sql(connection.vendor).everything()}")
    return Tally.objects.count()


def put_aside(sender: AppConfig, using: str, plan: Any = (), **_more: Any) -> None:
    """Before migrations: no trigger is in the way of a table that is rebuilt."""
    if plan:
        triggers.remove(connections[using])


def put_in_place(sender: AppConfig, using: str, **_more: Any) -> None:
    """After migrations: the triggers, and all tallies if they were not there."""
    if Tally._meta.db_table in connections[using].introspection.table_names() and triggers.install(connections[using]):
        rebuild()
