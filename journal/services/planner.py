"""Keep SQLite's query planner informed of the tables' sizes; PostgreSQL's autovacuum does so by itself."""

from typing import Any

from django.db import connection

ROWS = 1_000
"""So many rows of an index are looked at, whatever its size (sqlite.org/pragma.html, `analysis_limit`)."""


def inform_planner(**_signal: Any) -> None:
    """Renew the statistics of all tables: every hour, and after a migration, which forgets those of the tables that it
    makes anew. `PRAGMA optimize` would not do: before SQLite 3.46 it passes over what the connection has not read.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS}")
            cursor.execute("ANALYZE")
