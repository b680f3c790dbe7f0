"""Keep SQLite's query planner informed of the tables' sizes; PostgreSQL's autovacuum does so by itself."""

from django.db import connection

# Bits of `PRAGMA optimize` (sqlite.org/pragma.html): look at all tables, also those that this connection has not read.
ALL_TABLES = "0x10002"


def inform_planner() -> None:
    """Renew the statistics of the tables that have grown; returns at once where nothing has changed."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA optimize={ALL_TABLES}")
