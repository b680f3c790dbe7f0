"""References of rows written in bulk, looked up once for each column instead of once for each row.

PostgreSQL looks up each key of each row by itself: half of what an import of old registers costs it. Here the keys of a
column are looked up together when all rows have come, and what they point to is locked just so (FOR KEY SHARE: nobody
deletes it before the transaction ends). What came with them needs neither: it was written under these very ids, and
nobody else sees it yet. The constraints stand, for everybody; only they are not asked by the row.

That takes the right to set `session_replication_role`, which superusers have and others may be given (PostgreSQL 15;
docs/how-to/production.md). Without it each row asks, as on SQLite, where the transaction's end does.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, transaction

from journal.services.bulk import Reference, Rows, check_references, write

ID = '"id"'
RIGHT = "SELECT has_parameter_privilege('session_replication_role', 'SET')"


@dataclass(slots=True)
class Checked:
    """Writes rows; `may`: their references wait for `check`. Other triggers of their tables do not run then."""

    may: bool
    _first: dict[str, int] = field(default_factory=dict)
    """By table: the first id of what was written. What others have written since is looked up for nothing."""
    _ours: dict[str, list[range]] = field(default_factory=dict)
    """By table: the ids that were written, all of them."""
    _columns: dict[tuple[str, Reference], None] = field(default_factory=dict)

    def write(self, tables: Sequence[Rows]) -> None:
        """Write rows of several tables."""
        if not self.may:
            for rows in tables:
                write(rows)
            check_references()
            return
        with connection.cursor() as cursor:
            for rows in tables:
                self._note(rows)
            cursor.execute("SET LOCAL session_replication_role = replica")
            for rows in tables:
                write(rows)
            cursor.execute("SET LOCAL session_replication_role = origin")

    def _note(self, rows: Rows) -> None:
        if rows.first or rows.table not in self._first:
            first = rows.first or _next_id(rows.table)
            self._first[rows.table] = min(first, self._first.get(rows.table, first))
        self._columns |= dict.fromkeys((rows.table, one) for one in rows.references)
        if rows.ids:
            spans = self._ours.setdefault(rows.table, [])
            if spans and spans[-1].stop == rows.ids.start:
                spans[-1] = range(spans[-1].start, rows.ids.stop)
            else:
                spans.append(rows.ids)

    def check(self) -> None:
        """Raises IntegrityError where something that was written points to nothing."""
        for table, one in self._columns:
            spans = self._ours.get(one.table, []) if one.key == ID else []
            ours = "".join(f" AND {one.column} NOT BETWEEN {span.start} AND {span.stop - 1}" for span in spans)
            told = f"""
                WITH w AS MATERIALIZED (SELECT DISTINCT {one.column} AS key FROM {table} WHERE id >= %s{ours})
                SELECT (SELECT COUNT(key) FROM w), (SELECT COUNT(*) FROM (
                    SELECT 1 FROM {one.table} t WHERE t.{one.key} IN (SELECT key FROM w) FOR KEY SHARE OF t
                ) f)
            """  # noqa: S608 - names of our own, numbers
            with connection.cursor() as cursor:
                cursor.execute(told, [self._first[table]])
                keys, found = cursor.fetchone()
            if keys != found:
                raise IntegrityError(f"{keys - found} of {keys} in {table}.{one.column} are not in {one.table}")


@contextmanager
def checked_together() -> Iterator[Checked]:
    """All that is written by it is checked at the end, within one transaction."""
    with transaction.atomic():
        writer = Checked(_may())
        yield writer
        if writer.may:
            with connection.cursor() as cursor:  # it knows nothing yet of what has come, and would compile for longer
                cursor.execute("SET LOCAL jit = off")
                writer.check()
                cursor.execute("SET LOCAL jit TO DEFAULT")


def _may() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(RIGHT)
        return bool(cursor.fetchone()[0])


def _next_id(table: str) -> int:
    """Whatever is written from now on has at least this id."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")  # noqa: S608 - names of our own
        return int(cursor.fetchone()[0])
