"""Seal the journal: entries in batches, each batch chained to the one before, the newest seal stamped with the time."""

import logging
import time
from itertools import islice

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from config.coroutines import awaited
from journal.checker import START, leaf, merkle_root, seal_hash
from journal.models import Entry, Seal, Stamp
from journal.queries import entries_after, told
from journal.services import leases

logger = logging.getLogger(__name__)
BATCH = 10_000
PATIENCE = 10.0
LEASE = "seal-journal"
# Whoever is about to write an entry holds this lock before it draws the entry's id (PostgreSQL, "Table-level Locks").
WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = %s::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def seal_journal() -> int:
    """Seal every entry that can be sealed; returns how many seals were made. Whoever comes second does nothing."""
    if not (owner := leases.take(LEASE)):
        return 0
    try:
        horizon, made = _settled(), 0
        while horizon is not None and leases.keep(LEASE, owner) and _seal_batch(horizon):
            made += 1
        stamp_newest()
        return made
    finally:
        leases.release(LEASE, owner)


def _settled() -> int | None:
    """An id up to which nobody can add an entry any more; nothing while somebody who might goes on writing.

    PostgreSQL gives ids when rows are written and shows rows when they are committed, so a smaller id may come later.
    """
    newest: int | None = Entry.objects.aggregate(newest=Max("id"))["newest"]
    if connection.vendor != "postgresql" or newest is None:
        return newest
    until, waiting = time.monotonic() + PATIENCE, _writers()
    while waiting and (waiting := waiting & _writers()):
        if time.monotonic() > until:
            logger.warning("the journal is not sealed: somebody has been writing for %.0f seconds", PATIENCE)
            return None
        time.sleep(0.05)
    return newest


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS, [Entry._meta.db_table])
        return {row[0] for row in cursor.fetchall()}


@transaction.atomic
def _seal_batch(horizon: int) -> Seal | None:
    """Seal the next entries up to the horizon; nothing where there are none."""
    before = Seal.objects.order_by("-number").first()
    rows = list(islice(entries_after(before.last if before else None, horizon), BATCH))
    if not rows:
        return None
    seal = Seal(
        number=before.number + 1 if before else 1,
        previous=before.hash if before else START,
        first=rows[0]["id"],
        last=rows[-1]["id"],
        count=len(rows),
        root=merkle_root([leaf(row) for row in rows]),
        at=timezone.now(),
    )
    seal.hash = seal_hash(told(seal))
    seal.save(force_insert=True)
    return seal


def stamp_newest() -> Stamp | None:
    """Have the newest seal stamped where an authority is configured; if that fails, the next hour tries again."""
    url, seal = settings.SIGNING.timestamp_url, Seal.objects.order_by("-number").first()
    if not url or seal is None or Stamp.objects.filter(seal=seal).exists():
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper

    try:
        token = awaited(HTTPTimeStamper(url).async_timestamp(bytes.fromhex(seal.hash), "sha256")).dump()
    except Exception as error:  # the library lets through whatever the network and the answer may raise
        logger.warning("seal %d was not stamped: %s", seal.number, error)
        return None
    return Stamp.objects.create(seal=seal, token=token)
