"""After a vote: what the database keeps of earlier states of the box is let go, as far as SQL can ask for it."""

import logging

from django.db import DatabaseError, connection

SWEPT = ("reviews_poll", "reviews_entitlement")
logger = logging.getLogger(__name__)


def sweep_remnants() -> None:
    """Remove dead row versions (PostgreSQL) or old pages of the write-ahead log (SQLite). A failure harms nothing that
    people see, so it is logged and not raised. Must run outside a transaction.
    """
    if connection.in_atomic_block:
        return
    statement = f"VACUUM {', '.join(SWEPT)}" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        logger.warning("remnants of a closed vote could not be swept; the database's own routine will")
