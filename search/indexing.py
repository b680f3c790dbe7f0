"""From the database to the index: a dossier becomes a full document for those who may see it, and a public one once its
work is recognised. Follows the outbox; may be repeated at will, for documents are written by key.

Documents of a dossier: `d<id>` (full) and `d<id>p` (public). Works known from elsewhere: `w<id>`, for whoever signs in.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from initiatives.choices import Kind, Level, Origin, State
from initiatives.models import Attachment, Author, Dossier, Field, Participation, Version, Work
from initiatives.rules.forms import questions
from journal.followers import Follower
from journal.models import Entry, Event
from journal.services import leases
from organisation.models import Unit
from organisation.policy import audiences
from recognition.models import Recognition
from search.documents import IndexedDocument, Page, Rendition
from search.engines import engine

BATCH = 500
OVERLAP = 1_000  # entries whose transactions may have been open when a rebuild began
REBUILD = "index-rebuild"
"""The lease of who rebuilds."""
SHOWN = (State.RECOGNISED, State.REVOKED)
KIND_WORDS = {Kind.INITIATIVE: "sáng kiến", Kind.TOPIC: "đề tài nhiệm vụ khoa học"}
LEVEL_WORDS = {Level.BASE: "cấp cơ sở", Level.DEPARTMENT: "cấp sở", Level.CITY: "cấp thành phố"}


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
    done = engine().rebuild(everything(), say)
    # The journal, not the outbox: what was followed meanwhile went into the old index and has left the outbox.
    late = Entry.objects.filter(pk__gt=since - OVERLAP).order_by("pk")
    handle([entry for entry in late.iterator(chunk_size=BATCH) if FOLLOWER.follows(entry.event)])
    return done


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
    while chunk := list(_with_all(Dossier.objects.filter(pk__gt=last)).order_by("pk")[:BATCH]):
        yield from _documents(chunk, as_of)
        last, as_of = chunk[-1].pk, clock()
    for work in Work.objects.filter(origin=Origin.PUBLISHED).select_related("unit", "field").iterator(chunk_size=BATCH):
        yield published(work, as_of)


def clock() -> int:
    """The database's time in microseconds, one for all processes: to be read before what it dates."""
    if connection.vendor != "postgresql":
        return time.time_ns() // 1_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(cursor.fetchone()[0])


def documents_of(chosen: QuerySet[Dossier]) -> Iterator[IndexedDocument]:
    """The documents of some dossiers."""
    as_of = clock()
    yield from _documents(list(_with_all(chosen)), as_of)


PLACED = ("unit__code", "unit__name", "unit__short_name", "unit__path", "field__code", "field__name_vi")
UNTOLD = (
    "created_at", "admitted_at", "concluded_at", "due_on", "result_due_on",
    "work__created_at", "work__first_applied_on",
)  # fmt: skip
"""Dates and times that no document tells: to read one takes as long as to read a title."""


def _with_all(chosen: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Dossiers with what their documents are made of, as lists: a manager for each would cost as much as the rows."""
    authors = Author.objects.select_related("person").only("work_id", "person__full_name").order_by("position")
    files = Attachment.objects.filter(removed_at=None).select_related("blob").only("dossier_id", "name", "blob__pages")
    units = Participation.objects.select_related("unit")
    rows = Recognition.objects.filter(recorded_to=None, held_to=None).select_related("unit", "field")
    rows = rows.only("work_id", "title", "authors", *PLACED)
    latest = Version.objects.filter(dossier=OuterRef("pk")).order_by("-number")
    summary = Subquery(latest.values(said=KT("content__answers__summary"))[:1])
    return (
        chosen.select_related("work__unit", "work__field")
        .defer(*UNTOLD)
        .annotate(submitted_summary=summary)
        .prefetch_related(
            Prefetch("work__recognitions", rows.order_by("held_from", "pk"), to_attr="listed_rows"),
            Prefetch("work__authors", authors, to_attr="listed_authors"),
            Prefetch("attachments", files, to_attr="listed_files"),
            Prefetch("work__participations", units, to_attr="listed_units"),
        )
    )


def _listed(row: Dossier | Work, name: str) -> list[Any]:
    """What `_with_all` has fetched beside a row."""
    return list(getattr(row, f"listed_{name}"))


def _documents(chosen: list[Dossier], as_of: int) -> Iterator[IndexedDocument]:
    seen_by = audiences(Dossier, [dossier.pk for dossier in chosen])
    names = dict(Unit.objects.values_list("pk", "code"))
    for dossier in chosen:
        tokens = tuple(sorted(seen_by[dossier.pk]))
        yield _document(dossier, tokens, names, "full", as_of)
        if dossier.work.public and dossier.state == State.RECOGNISED:
            yield _document(dossier, tokens, names, "public", as_of)


@dataclass(frozen=True, slots=True)
class Words:
    """What a document says of a work."""

    title: str
    summary: str
    authors: list[str]
    unit: Unit
    field: Field | None


def _words(dossier: Dossier, rendition: Rendition) -> Words:
    """In full as the work stands; to everybody as it was recognised: what its authors write for the next dossier is
    theirs.
    """
    work, rows = dossier.work, _listed(dossier.work, "rows")
    if rendition == "public" and rows:
        said = rows[-1]
        told = getattr(dossier, "submitted_summary", None)
        summary = work.summary if told is None else str(told)
        return Words(said.title, summary, [one["full_name"] for one in said.authors], said.unit, said.field)
    authors = [author.person.full_name for author in _listed(work, "authors")]
    return Words(work.title, work.summary, authors, work.unit, work.field)


def _document(
    dossier: Dossier, tokens: tuple[str, ...], names: dict[int, str], rendition: Rendition, as_of: int
) -> IndexedDocument:
    work, full, words = dossier.work, rendition == "full", _words(dossier, rendition)
    units = [words.unit, *(row.unit for row in _listed(work, "units"))]
    day = dossier.decided_at or dossier.submitted_at
    year = dossier.received_on.year if dossier.received_on else day.year if day else None
    return IndexedDocument(
        key=f"d{dossier.pk}" if full else f"d{dossier.pk}p",
        work_code=f"w{work.pk}",
        title=words.title,
        names=_names(dossier, words, units, year),
        text=_text(dossier) if full else words.summary,
        pages=_pages(dossier) if full else (),
        codes=tuple(filter(None, [dossier.code, dossier.draft_code if full and not dossier.code else ""])),
        kind=work.kind,
        level=dossier.level,
        field=words.field.code if words.field else "",
        units=tuple(sorted({names[int(pk)] for unit in units for pk in unit.path.strip(".").split(".") if pk})),
        unit=words.unit.code,
        year=year,
        state=dossier.state,
        group="work" if not full or dossier.state in SHOWN else "dossier",
        audience=tokens,
        as_of=as_of,
        rendition=rendition,
        payload=_payload(dossier, words, year),
    )


def _names(dossier: Dossier, said: Words, units: list[Unit], year: int | None) -> str:
    words = [*said.authors, *(unit.name for unit in units), *(unit.short_name for unit in units), str(year or "")]
    field = said.field.name_vi if said.field else ""
    words += [KIND_WORDS[Kind(dossier.work.kind)], LEVEL_WORDS[Level(dossier.level)], field]
    return " | ".join(filter(None, words))


def _text(dossier: Dossier) -> str:
    """Summary and answers."""
    work = dossier.work
    asked = questions(dossier.purpose).items()
    answers = [work.content.get(name) for name, q in asked if q.kind in ("text", "line") and not q.secret]
    return "\n".join([work.summary, *(text for text in answers if isinstance(text, str))])


def _pages(dossier: Dossier) -> tuple[Page, ...]:
    """The text of attached files, page by page."""
    files: list[Attachment] = _listed(dossier, "files")
    return tuple(
        Page(file.name, number, text)
        for file in files
        for number, text in enumerate(file.blob.pages, 1)
        if text.strip()
    )


def _payload(dossier: Dossier, words: Words, year: int | None) -> dict[str, Any]:
    work = dossier.work
    return {
        "code": dossier.reference,
        "title": words.title,
        "summary": words.summary[:400],
        "kind": work.kind,
        "unit": words.unit.name,
        "level": dossier.level,
        "state": dossier.state,
        "year": year,
        "authors": words.authors,
        "work": work.pk,
        "demonstration": work.demonstration,
    }


def published(work: Work, as_of: int = 0) -> IndexedDocument:
    """A published title from elsewhere: source, place and year as published, nothing else."""
    told = work.content
    unit, place, year = told.get("unit") or "", told.get("place") or "", told.get("year")
    payload = {
        "code": "",
        "title": work.title,
        "summary": "",
        "kind": work.kind,
        "unit": unit,
        "level": "",
        "state": "published",
        "year": year,
        "authors": [],
        "work": work.pk,
        "source": work.source,
        "demonstration": False,
    }
    return IndexedDocument(
        key=f"w{work.pk}",
        work_code=f"w{work.pk}",
        title=work.title,
        text="",
        codes=(),
        kind=work.kind,
        level="",
        unit="",
        names=" | ".join(filter(None, [unit, place, str(year or ""), work.field.name_vi if work.field else ""])),
        field=work.field.code if work.field else "",
        units=(),
        year=year,
        state="published",
        group="work",
        audience=("published:published",),
        as_of=as_of,
        rendition="full",
        payload=payload,
    )
