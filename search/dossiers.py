"""Dossiers as documents. Some hundreds are read at a time, as plain rows: to make objects of models of all of them took
longer than the rest of an index.

Documents of a dossier: `d<id>` (full) and `d<id>p` (public). Works known from elsewhere: `w<id>`, for whoever signs in.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT

from initiatives.choices import Kind, Level, State
from initiatives.models import Attachment, Author, Dossier, Field, Participation, Version, Work
from initiatives.rules.forms import questions
from organisation.among import among
from organisation.models import Unit
from organisation.policy import audiences
from recognition.models import Recognition
from search.documents import IndexedDocument, Page, Rendition

SHOWN = (State.RECOGNISED, State.REVOKED)
KIND_WORDS = {Kind.INITIATIVE: "sáng kiến", Kind.TOPIC: "đề tài nhiệm vụ khoa học"}
LEVEL_WORDS = {Level.BASE: "cấp cơ sở", Level.DEPARTMENT: "cấp sở", Level.CITY: "cấp thành phố"}
COLUMNS = (
    "pk", "code", "draft_code", "purpose", "level", "state", "decided_at", "submitted_at", "received_on", "work_id",
    "work__title", "work__summary", "work__content", "work__kind", "work__public", "work__demonstration",
    "work__unit_id", "work__field_id", "submitted_summary",
)  # fmt: skip

Row = Any
"""A dossier with its work: an attribute for each of COLUMNS."""


class Place(NamedTuple):
    """What documents say of a unit; `path` as numbers of the units above it and its own."""

    code: str
    name: str
    short_name: str
    path: str


class Standing(NamedTuple):
    """What the register says of a recognised work."""

    title: str
    authors: list[dict[str, Any]]
    unit_id: int
    field_id: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside some dossiers: by work its authors, further units and line of the register, by dossier its
    files and audience; every unit, and each field of work as code and name.
    """

    authors: dict[int, list[str]]
    taking_part: dict[int, list[int]]
    standing: dict[int, Standing]
    files: dict[int, list[Any]]
    seen_by: dict[int, set[str]]
    units: dict[int, Place]
    fields: dict[int, tuple[str, str]]


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
    yield from made_of(rows_of(chosen), as_of)


def words_of(dossier: Dossier) -> IndexedDocument:
    """Title and text of a dossier in full, by which it is compared with others, and nothing else of its document."""
    work = dossier.work
    text = _text(dossier.purpose, work.summary, work.content)
    return IndexedDocument(f"d{dossier.pk}", f"w{work.pk}", work.title, "", text)


def rows_of(chosen: QuerySet[Dossier], most: int | None = None) -> list[Row]:
    """Dossiers as their documents need them."""
    latest = Version.objects.filter(dossier=OuterRef("pk")).order_by("-number")
    summary = Subquery(latest.values(said=KT("content__answers__summary"))[:1])
    return list(chosen.annotate(submitted_summary=summary).values_list(*COLUMNS, named=True)[:most])


def made_of(rows: Sequence[Row], as_of: int) -> Iterator[IndexedDocument]:
    """The documents of dossiers that were read."""
    beside = _beside(rows)
    for row in rows:
        yield _document(row, beside, "full", as_of)
        if row.work__public and row.state == State.RECOGNISED:
            yield _document(row, beside, "public", as_of)


def _beside(rows: Sequence[Row]) -> Beside:
    """One statement for each kind of thing, and one for each grant."""
    dossiers, works = [row.pk for row in rows], {row.work_id for row in rows}
    authors = Author.objects.filter(among("work_id", works)).order_by("position")
    taking_part = Participation.objects.filter(among("work_id", works)).order_by("pk")
    files = Attachment.objects.filter(among("dossier_id", dossiers), removed_at=None).order_by("dossier_id", "pk")
    register = Recognition.objects.filter(among("work_id", works), recorded_to=None, held_to=None)
    lines = register.order_by("held_from", "pk").values_list("work_id", "title", "authors", "unit_id", "field_id")
    places = Unit.objects.values_list("pk", "code", "name", "short_name", "path")
    return Beside(
        authors=_gathered(authors.values_list("work_id", "person__full_name")),
        taking_part=_gathered(taking_part.values_list("work_id", "unit_id")),
        standing={work: Standing(*told) for work, *told in lines},
        files=_gathered((pk, told) for pk, *told in files.values_list("dossier_id", "name", "blob__pages")),
        seen_by=audiences(Dossier, dossiers),
        units={pk: Place(*told) for pk, *told in places},
        fields={pk: (code, name) for pk, code, name in Field.objects.values_list("pk", "code", "name_vi")},
    )


def _gathered(pairs: Any) -> dict[int, list[Any]]:
    """What belongs to each, in order."""
    found: dict[int, list[Any]] = defaultdict(list)
    for owner, thing in pairs:
        found[owner].append(thing)
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """What a document says of a work."""

    title: str
    summary: str
    authors: list[str]
    unit: Place
    field: tuple[str, str]


def _words(row: Row, beside: Beside, rendition: Rendition) -> Words:
    """In full as the work stands; to everybody as it was recognised: what its authors write for the next dossier is
    theirs.
    """
    said = beside.standing.get(row.work_id)
    if rendition == "public" and said:
        summary = row.work__summary if row.submitted_summary is None else str(row.submitted_summary)
        names = [one["full_name"] for one in said.authors]
        return Words(said.title, summary, names, beside.units[said.unit_id], _field(beside, said.field_id))
    authors, unit = beside.authors.get(row.work_id, []), beside.units[row.work__unit_id]
    return Words(row.work__title, row.work__summary, authors, unit, _field(beside, row.work__field_id))


def _field(beside: Beside, pk: int | None) -> tuple[str, str]:
    """Code and name of a field of work; empty where there is none."""
    return beside.fields[pk] if pk is not None else ("", "")


def _document(row: Row, beside: Beside, rendition: Rendition, as_of: int) -> IndexedDocument:
    full, words = rendition == "full", _words(row, beside, rendition)
    units = [words.unit, *(beside.units[pk] for pk in beside.taking_part.get(row.work_id, ()))]
    day = row.decided_at or row.submitted_at
    year = row.received_on.year if row.received_on else day.year if day else None
    above = {int(pk) for unit in units for pk in unit.path.strip(".").split(".") if pk}
    return IndexedDocument(
        key=f"d{row.pk}" if full else f"d{row.pk}p",
        work_code=f"w{row.work_id}",
        title=words.title,
        names=_names(row, words, units, year),
        text=_text(row.purpose, row.work__summary, row.work__content) if full else words.summary,
        pages=_pages(beside.files.get(row.pk, ())) if full else (),
        codes=tuple(filter(None, [row.code, row.draft_code if full and not row.code else ""])),
        kind=row.work__kind,
        level=row.level,
        field=words.field[0],
        units=tuple(sorted({beside.units[pk].code for pk in above})),
        unit=words.unit.code,
        year=year,
        state=row.state,
        group="work" if not full or row.state in SHOWN else "dossier",
        audience=tuple(sorted(beside.seen_by[row.pk])),
        as_of=as_of,
        rendition=rendition,
        payload=_payload(row, words, year),
    )


def _names(row: Row, said: Words, units: list[Place], year: int | None) -> str:
    words = [*said.authors, *(unit.name for unit in units), *(unit.short_name for unit in units), str(year or "")]
    words += [KIND_WORDS[Kind(row.work__kind)], LEVEL_WORDS[Level(row.level)], said.field[1]]
    return " | ".join(filter(None, words))


def _text(purpose: str, summary: str, content: Mapping[str, Any]) -> str:
    """Summary and answers."""
    asked = questions(purpose).items()
    answers = [content.get(name) for name, q in asked if q.kind in ("text", "line") and not q.secret]
    return "\n".join([summary, *(text for text in answers if isinstance(text, str))])


def _pages(files: Sequence[Any]) -> tuple[Page, ...]:
    """The text of attached files, page by page."""
    return tuple(
        Page(name, number, text) for name, pages in files for number, text in enumerate(pages, 1) if text.strip()
    )


def _payload(row: Row, words: Words, year: int | None) -> dict[str, Any]:
    return {
        "code": row.code or row.draft_code,
        "title": words.title,
        "summary": words.summary[:400],
        "kind": row.work__kind,
        "unit": words.unit.name,
        "level": row.level,
        "state": row.state,
        "year": year,
        "authors": words.authors,
        "work": row.work_id,
        "demonstration": row.work__demonstration,
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
