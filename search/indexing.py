"""From the database to the index: a dossier becomes a full document for those who may see it, and a public one once its
work is recognised. Follows the outbox; may be repeated at will, for documents are written by key.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from django.db.models import Q

from initiatives.choices import Origin
from initiatives.models import Dossier, Work
from journal.followers import Follower
from journal.models import Entry, Event
from journal.services import leases
from search.documents import IndexedDocument
from search.dossiers import clock, documents_of, made_of, published, rows_of
from search.engines import engine

BATCH = 500
OVERLAP = 1_000  # entries whose transactions may have been open when a rebuild began
REBUILD = "index-rebuild"
"""The lease of who rebuilds."""


def handle(events: Sequence[Event | Entry]) -> None:
    """Index again every dossier that the events are about, directly or through its work, hearing, council, unit or
    people: who may see a dossier changes with these too.
    """
    subjects: dict[str, set[int]] = {}
    for event in events:
        kind, _colon, number = event.subject.partition(":")
        if number.isdecimal():
            subjects.setdefault(kind, set()).add(int(number))
        subjects.setdefault("dossier", set()).update(event.data.get("dossiers", ()) if kind == "works" else ())
    concerned = [Q(**{f"{PATHS[kind]}__in": ids}) for kind, ids in subjects.items() if kind in PATHS]
    if concerned:
        found = Dossier.objects.filter(reduce(or_, concerned)).values_list("pk", flat=True)
        reindex({*found, *subjects.get("dossier", ())})


PATHS = {
    "dossier": "pk",
    "work": "work",
    "round": "round",
    "hearing": "hearings",
    "council": "hearings__council",
    "recognition": "recognitions",
    "unit": "work__unit",
    "person": "work__authors__person",
}
"""Subjects of events, and the way to them from a dossier."""

FOLLOWER = Follower(
    "index",
    handle,
    wants=(
        "dossier_", "author_", "file_", "work_", "works_", "recognition_", "unit_", "person_", "authors_recused",
        "conflict_declared", "conflicts_found", "claim_upheld",
        "recusal_lifted", "round_unsealed", "alternate_", "seats_changed", "dossiers_assigned", "hearing_concluded",
    ),
)  # fmt: skip


def reindex(ids: Iterable[int]) -> int:
    """Write the documents of these dossiers anew; returns how many dossiers there were."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), BATCH):
        chunk = wanted[start : start + BATCH]
        as_of = clock()
        documents = list(documents_of(Dossier.objects.filter(pk__in=chunk)))
        written = {document.key for document in documents}
        gone = [key for pk in chunk for key in (f"d{pk}", f"d{pk}p") if key not in written]
        engine().delete(gone, as_of)
        engine().index(documents)
    return len(wanted)


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys of documents that the index lacks, has in an older state, or should not have."""

    missing: frozenset[str]
    stale: frozenset[str]
    left_over: frozenset[str]

    @property
    def differs(self) -> bool:
        """Whether index and database are apart."""
        return bool(self.missing or self.stale or self.left_over)


def rebuild(say: Callable[[int], None] = lambda done: None) -> int:
    """Write a new index beside the old, put it in its place, and follow what happened meanwhile."""
    since = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with _undisturbed():
        done = engine().rebuild(everything(), say)
    # The journal, not the outbox: what was followed meanwhile went into the old index and has left the outbox.
    late = Entry.objects.filter(pk__gt=since - OVERLAP).order_by("pk")
    handle([entry for entry in late.iterator(chunk_size=BATCH) if FOLLOWER.follows(entry.event)])
    return done


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without looking through everything that the process holds already for what may go: documents come with so many
    lists that it would be done every few batches. A server has set that aside for good when it started (config.wsgi).
    """
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def make_whole() -> int:
    """Rebuild where the index does not hold everything: its folder is gone, or this code has a new schema. One process
    does it; 0 where another is at it, or where there is nothing to do.
    """
    if engine().whole() or not (owner := leases.take(REBUILD)):
        return 0
    try:
        return rebuild(lambda done: _keep(owner))
    finally:
        leases.release(REBUILD, owner)


def _keep(owner: str) -> None:
    leases.keep(REBUILD, owner)


def compare() -> Difference:
    """Index against database, document by document."""
    there = dict(engine().digests())
    wanted = {document.key: document.digest for document in everything()}
    stale = {key for key in there.keys() & wanted.keys() if there[key] != wanted[key]}
    return Difference(
        frozenset(wanted.keys() - there.keys()), frozenset(stale), frozenset(there.keys() - wanted.keys())
    )


def repair(difference: Difference) -> None:
    """Index again what differs, and take out what should not be there."""
    engine().delete(difference.left_over)
    wanted = difference.missing | difference.stale
    documents = (document for document in everything() if document.key in wanted)
    while batch := list(islice(documents, BATCH)):
        engine().index(batch)


def everything() -> Iterator[IndexedDocument]:
    """All documents that the index should hold, a batch of dossiers at a time."""
    last, as_of = 0, clock()
    while chunk := rows_of(Dossier.objects.filter(pk__gt=last).order_by("pk"), BATCH):
        yield from made_of(chunk, as_of)
        last, as_of = chunk[-1].pk, clock()
    for work in Work.objects.filter(origin=Origin.PUBLISHED).select_related("unit", "field").iterator(chunk_size=BATCH):
        yield published(work, as_of)
