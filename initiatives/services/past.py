"""Works that were recognised before the system existed: entered in bulk, each with a dossier of its own."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from initiatives.choices import CODE_PREFIX, Channel, Confirmation, Kind, Level, Origin, Purpose
from initiatives.machine import Transition
from initiatives.models import Author, Dossier, Field, Participation, Round, Work
from initiatives.rules.codes import TOGETHER, series_of
from initiatives.services.drafts import draft_codes
from initiatives.services.numbers import next_numbers
from initiatives.workflow import WORKFLOW
from journal.services.bulk import Rows, new_ids, write
from journal.services.bulk import made as rows_of
from journal.services.record import journal_one, tell_all
from organisation.actor import Actor
from organisation.models import Person, Unit

CENT = Decimal("0.01")
TOLD_AT_ONCE = 50
"""Dossiers in one event: an event is dealt with well within a follower's lease."""


@dataclass(frozen=True, slots=True)
class PastPerson:
    """A staff record as old registers need it: what a `Person` has, without the cost of one."""

    pk: int
    code: str
    full_name: str


@dataclass(frozen=True, slots=True)
class PastWork:
    """One line of an old register; shares in percent, together 100."""

    kind: Kind
    title: str
    unit: Unit
    authors: tuple[tuple[Person | PastPerson, Decimal], ...]
    field: Field | None = None
    summary: str = ""
    description: str = ""
    units: tuple[Unit, ...] = ()
    grade: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class PastList:
    """Works, or some of them, that one decision of the past recognised."""

    level: str
    decided_on: date
    works: Sequence[PastWork]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A dossier entered in bulk: ids of it and its work, its code, its round, and the work as it was told."""

    dossier: int
    work: int
    code: str
    round: Round
    level: str
    decided_on: date
    past: PastWork

    @property
    def purpose(self) -> str:
        """What its dossier was for."""
        return self.round.purpose


@transaction.atomic
def record_past_works(
    actor: Actor, authority: Unit, lists: Sequence[PastList], demonstration: bool = False
) -> list[Recorded]:
    """Enter works with their dossiers, which begin where the table's “record” puts them: numbered in the year of the
    old decision, which stands for the conclusion (law 5), frozen, closed. The number of statements does not grow with
    that of works. The followers are told by `tell_recorded`, once all that belongs to the works is written.
    """
    counts = Counter((one.level, past.kind, one.decided_on) for one in lists for past in one.works)
    made = to_be_recorded(reserve(authority, counts, demonstration), lists)
    for rows in rows_of_works(actor, authority, made, demonstration):
        write(rows)
    journal_recorded(actor, made)
    return made


def journal_recorded(actor: Actor, made: Sequence[Recorded]) -> None:
    """Say in the journal what was recorded."""
    journal_together(actor, WORKFLOW["record"], [one.code for one in made])


def rows_of_works(actor: Actor, authority: Unit, made: Sequence[Recorded], demonstration: bool) -> list[Rows]:
    """All rows of works that are to be recorded, made without the database. What was recognised is public. Who entered
    it stands with its dossier, not with the work once more: each key is looked up for each row. Nobody submitted them:
    a version is frozen when something is about to change a work (`freezing.freeze_recorded`).
    """
    step, now, paper = WORKFLOW["record"], timezone.now(), Channel.PAPER.value
    dossiers = rows_of(Dossier, DOSSIER, (
        (one.dossier, draft, one.code, one.work, one.round.id, one.round.purpose, one.level, one.past.unit.id,
         authority.pk, step.target, paper, one.decided_on, actor.user_id, "passed", one.past.grade, now)
        for one, draft in zip(made, draft_codes(len(made)), strict=True)
    ))  # fmt: skip
    return [*_rows_of_works(made, demonstration), dossiers]


def journal_together(actor: Actor, step: Transition, codes: Sequence[str]) -> None:
    """One entry about dossiers that took a step together. Codes of a series are given in one transaction, so that the
    first and the last say which they are (`queries.history_of` finds it by them).
    """
    spans: dict[str, list[int]] = {}
    for series, number in map(series_of, codes):
        span = spans.setdefault(series, [number, number])
        span[0], span[1] = min(span[0], number), max(span[1], number)
    journal_one(actor.user_id, step.event, TOGETHER, {"to": str(step.target), "works": len(codes), "codes": spans})


@dataclass(frozen=True, slots=True)
class Reserved:
    """Rounds, codes and ids of works to be recorded, taken one after the other: all that the database is asked for."""

    rounds: Mapping[tuple[str, Kind, int], Round]
    codes: Mapping[tuple[Kind, int], Iterator[str]]
    dossiers: Iterator[int]
    works: Iterator[int]


def reserve(authority: Unit, counts: Mapping[tuple[str, Kind, date], int], demonstration: bool) -> Reserved:
    """For so many works of a level, a kind and a day of their decision, in the order in which they come."""
    rounds: dict[tuple[str, Kind, int], Round] = {}
    series: Counter[tuple[Kind, int]] = Counter()
    for (level, kind, day), count in counts.items():
        series[kind, day.year] += count
        if (level, kind, day.year) not in rounds:
            rounds[level, kind, day.year] = _round(authority, level, kind, day, demonstration)
    codes = {key: _codes(*key, count) for key, count in sorted(series.items())}
    total = series.total()
    return Reserved(rounds, codes, iter(new_ids(Dossier, total)), iter(new_ids(Work, total)))


def to_be_recorded(kept: Reserved, lists: Sequence[PastList]) -> list[Recorded]:
    """The dossiers to be. Asks the database nothing."""
    return [
        Recorded(
            next(kept.dossiers), next(kept.works), next(kept.codes[past.kind, one.decided_on.year]),
            kept.rounds[one.level, past.kind, one.decided_on.year], one.level, one.decided_on, past,
        )
        for one in lists
        for past in one.works
    ]  # fmt: skip


DOSSIER = (
    "id", "draft_code", "code", "work_id", "round_id", "purpose", "level", "unit_id", "authority_id", "state",
    "channel", "received_on", "filed_by_id", "outcome", "grade", "created_at",
)  # fmt: skip
WORK = (
    "id", "kind", "title", "summary", "unit_id", "field_id", "origin", "source", "demonstration", "content", "public",
)  # fmt: skip
AUTHOR = ("work_id", "person_id", "share", "position", "unit_id", "confirmation")


def tell_recorded(ids: Sequence[int]) -> None:
    """Tell the followers of dossiers recorded in bulk, by id, once all that belongs to them is written."""
    chunks = (ids[start : start + TOLD_AT_ONCE] for start in range(0, len(ids), TOLD_AT_ONCE))
    tell_all("works_recorded", (("works", {"dossiers": chunk}) for chunk in chunks))


def _rows_of_works(made: Sequence[Recorded], demonstration: bool) -> list[Rows]:
    imported, on_paper = Origin.IMPORTED.value, Confirmation.ON_PAPER.value
    works = rows_of(Work, WORK, (
        (one.work, past.kind, past.title, past.summary, past.unit.id, past.field.id if past.field else None,
         imported, past.source, demonstration, _free(past), True)
        for one, past in ((one, one.past) for one in made)
    ))  # fmt: skip
    credited = ((one.work, unit.pk) for one in made for unit in further(one.past))
    authors = rows_of(Author, AUTHOR, (
        (one.work, person.pk, _exact(share), place, one.past.unit.id, on_paper)
        for one in made
        for place, (person, share) in enumerate(one.past.authors, 1)
    ))  # fmt: skip
    return [works, rows_of(Participation, ("work_id", "unit_id"), credited), authors]


def further(past: PastWork) -> list[Unit]:
    """The units that take part besides the one that owns the work, each once."""
    if not past.units:
        return []
    return [unit for unit in dict.fromkeys(past.units) if unit != past.unit]


def _free(past: PastWork) -> dict[str, str]:
    return {"description": past.description} if past.description else {}


@lru_cache(4_096)
def _exact(share: Decimal) -> Decimal:
    return share.quantize(CENT)


def _codes(kind: Kind, year: int, count: int) -> Iterator[str]:
    prefix = CODE_PREFIX[kind]
    return (f"{prefix}-{year}-{number:04}" for number in next_numbers(f"{prefix}-{year}", count))


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
