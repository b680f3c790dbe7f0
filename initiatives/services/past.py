"""Works that were recognised before the system existed: entered in bulk, each with a dossier of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives.choices import CODE_PREFIX, Channel, Confirmation, Kind, Level, Origin, Purpose
from initiatives.models import Author, Dossier, Field, Participation, Round, Version, Work
from initiatives.rules.forms import questions
from initiatives.services.content import digest_of
from initiatives.services.drafts import draft_code
from initiatives.services.numbers import next_numbers
from initiatives.workflow import WORKFLOW
from journal.services.bulk import insert, new_ids
from journal.services.record import journal_all, tell_all
from organisation.actor import Actor
from organisation.models import Person, Unit

CENT = Decimal("0.01")
TOLD_AT_ONCE = 10
"""Dossiers in one event: an event is dealt with well within a follower's lease."""


@dataclass(frozen=True, slots=True)
class PastWork:
    """One line of an old register; shares in percent, together 100."""

    kind: Kind
    title: str
    unit: Unit
    authors: tuple[tuple[Person, Decimal], ...]
    field: Field | None = None
    summary: str = ""
    description: str = ""
    units: tuple[Unit, ...] = ()
    grade: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A dossier entered in bulk: ids of it and its work, its code, its purpose, and the work as it was told."""

    dossier: int
    work: int
    code: str
    purpose: str
    past: PastWork


@transaction.atomic
def record_past_works(
    actor: Actor, authority: Unit, level: str, decided_on: date, works: Sequence[PastWork], demonstration: bool = False
) -> list[Recorded]:
    """Enter works with their dossiers, which begin where the table's “record” puts them: numbered in the year of the
    old decision, which stands for the conclusion (law 5), frozen, closed. The number of statements does not grow with
    that of works. The followers are told by `tell_recorded`, once all that belongs to the works is written.
    """
    rounds = {kind: _round(authority, level, kind, decided_on, demonstration) for kind in {past.kind for past in works}}
    codes = {kind: _codes(kind, decided_on, sum(past.kind == kind for past in works)) for kind in rounds}
    ids = zip(new_ids(Dossier, len(works)), new_ids(Work, len(works)), works, strict=True)
    made = [
        Recorded(dossier, work, next(codes[past.kind]), rounds[past.kind].purpose, past) for dossier, work, past in ids
    ]
    _write_works(actor, made, demonstration)
    step, now = WORKFLOW["record"], timezone.now()
    insert(Dossier, DOSSIER, (
        (one.dossier, draft_code(), one.code, one.work, rounds[one.past.kind].pk, one.purpose, level, one.past.unit.pk,
         authority.pk, step.target, Channel.PAPER.value, decided_on, actor.user_id, "passed", one.past.grade, now)
        for one in made
    ))  # fmt: skip
    insert(Version, VERSION, (
        (one.dossier, 1, content, digest_of(content), actor.user_id, now)
        for one, content in ((one, _content(one)) for one in made)
    ))  # fmt: skip
    told = ((f"dossier:{one.dossier}", {"code": one.code, "to": str(step.target)}) for one in made)
    journal_all(actor.user_id, step.event, told)
    return made


DOSSIER = (
    "id", "draft_code", "code", "work_id", "round_id", "purpose", "level", "unit_id", "authority_id", "state",
    "channel", "received_on", "filed_by_id", "outcome", "grade", "created_at",
)  # fmt: skip
VERSION = ("dossier_id", "number", "content", "digest", "submitted_by_id", "submitted_at")
WORK = (
    "id", "kind", "title", "summary", "unit_id", "field_id", "origin", "source", "demonstration", "created_by_id",
    "content", "public",
)  # fmt: skip
AUTHOR = ("work_id", "person_id", "share", "position", "unit_id", "confirmation")


def tell_recorded(ids: Sequence[int]) -> None:
    """Tell the followers of dossiers recorded in bulk, by id, once all that belongs to them is written."""
    chunks = (ids[start : start + TOLD_AT_ONCE] for start in range(0, len(ids), TOLD_AT_ONCE))
    tell_all("works_recorded", (("works", {"dossiers": chunk}) for chunk in chunks))


def _write_works(actor: Actor, made: Sequence[Recorded], demonstration: bool) -> None:
    """Works, authors, further units. What was recognised is public."""
    insert(Work, WORK, (
        (one.work, past.kind.value, past.title, past.summary, past.unit.pk, past.field.pk if past.field else None,
         Origin.IMPORTED.value, past.source, demonstration, actor.user_id, _free(past), True)
        for one, past in ((one, one.past) for one in made)
    ))  # fmt: skip
    insert(Participation, ("work_id", "unit_id"), ((one.work, unit.pk) for one in made for unit in further(one.past)))
    insert(Author, AUTHOR, (
        (one.work, person.pk, share.quantize(CENT), place, one.past.unit.pk, Confirmation.ON_PAPER.value)
        for one in made
        for place, (person, share) in enumerate(one.past.authors, 1)
    ))  # fmt: skip


def further(past: PastWork) -> list[Unit]:
    """The units that take part besides the one that owns the work, each once."""
    return [unit for unit in dict.fromkeys(past.units) if unit != past.unit]


def _free(past: PastWork) -> dict[str, str]:
    return {"description": past.description} if past.description else {}


def _content(one: Recorded) -> dict[str, Any]:
    """What `frozen_content` would give."""
    past, free = one.past, _free(one.past)
    columns = {
        "title": past.title, "summary": past.summary, "field": past.field.code if past.field else "",
        "unit": past.unit.code, "first_applied_on": "",
    }  # fmt: skip
    return {
        "purpose": one.purpose,
        "answers": {name: columns[name] if name in columns else free.get(name, "") for name in _asked(one.purpose)},
        "unit_name": past.unit.name,
        "field_name": past.field.name_vi if past.field else "",
        "authors": [_author(person, share, past.unit) for person, share in past.authors],
        "units": sorted(unit.code for unit in further(past)),
        "files": [],
    }


@cache
def _asked(purpose: str) -> tuple[str, ...]:
    return tuple(questions(purpose))


def _author(person: Person, share: Decimal, unit: Unit) -> dict[str, str]:
    return {
        "person": person.code, "full_name": person.full_name,
        "born_on": person.born_on.isoformat() if person.born_on else "", "workplace": unit.name, "job_title": "",
        "qualification": "", "share": str(share.quantize(CENT)), "contribution": "",
    }  # fmt: skip


def _codes(kind: Kind, day: date, count: int) -> Iterator[str]:
    prefix = CODE_PREFIX[kind]
    return iter([f"{prefix}-{day.year}-{number:04}" for number in next_numbers(f"{prefix}-{day.year}", count)])


def _round(authority: Unit, level: str, kind: Kind, day: date, demonstration: bool) -> Round:
    """The round of an old year: made once, closed with its first decision, so that nobody files into it."""
    purpose = (
        Purpose.ACCEPTANCE if kind == Kind.TOPIC else Purpose.INFLUENCE if level == Level.CITY else Purpose.RECOGNITION
    )
    words = "nghiệm thu đề tài" if kind == Kind.TOPIC else "xét sáng kiến"
    return Round.objects.get_or_create(
        code=f"{authority.code}-{kind}-{level}-{day.year}",
        defaults={
            "title": f"Đợt {words} năm {day.year}",
            "kind": kind,
            "purpose": purpose,
            "level": level,
            "authority": authority,
            "opens_on": date(day.year, 1, 1),
            "closes_on": day,
            "demonstration": demonstration,
        },
    )[0]
