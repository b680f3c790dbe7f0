"""The reviewer's home: what waits for a member of councils."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from initiatives.choices import State
from initiatives.waiting import Task
from organisation.actor import Actor
from organisation.prepared import PEOPLE, Prepared, prepared_count
from reviews.models import Entitlement, Hearing, Place, Poll, Seat, Sheet
from reviews.policy import concerned
from reviews.queries.preferences import published
from reviews.queries.schemes import criteria_counts


@dataclass(frozen=True, slots=True)
class MyHearing:
    """One dossier before a council of the actor.

    `sheet`: waiting, begun or locked; `filled` of `criteria` lines are filled in; `locked` of `bench` members have
    locked theirs. `assigned`: the actor is its reviewer. `poll` is the id of an open vote in which the actor may cast,
    `cast` whether they have.
    """

    id: int
    code: str
    title: str
    council: str
    council_title: str
    state: str
    session: int | None
    session_state: str
    held_on: date | None
    due_on: date | None
    sheet: str
    revision: int
    filled: int
    criteria: int
    locked: int
    bench: int
    poll: int | None
    cast: bool
    outcome: str
    assigned: bool

    @property
    def task(self) -> str:
        """What the actor has to do now: vote, score, finish (a sheet begun), or nothing."""
        if self.state != Hearing.State.OPEN:
            return ""
        if self.poll and not self.cast:
            return "vote"
        if self.criteria and self.sheet != "locked":
            return "score" if self.sheet == "waiting" else "finish"
        return ""


def my_hearings(actor: Actor, concluded: bool = False) -> list[MyHearing]:
    """The hearings at which the actor sits and is not recused: those still judged, first those of which they are the
    reviewer, by the day they are due; and on demand those concluded. Two statements whatever their number.
    """
    if not actor.person_id:
        return []
    rows = list(_rows(actor, concluded).values(*_COLUMNS))
    criteria = criteria_counts({row["scheme_id"] for row in rows})
    return [_row(row, criteria[row["scheme_id"]]) for row in rows]


def task_count(actor: Actor) -> int:
    """How many of them wait for the actor (beside “My work”); one statement for who sits on no council."""
    return _waiting(actor).count() if _seated(actor.person_id or 0).value() else 0


def council_tasks(actor: Actor, most: int | None = None) -> tuple[int, list[Task]]:
    """How many of them wait for the actor, and the first: an open ballot, for a meeting waits for it; then what the
    actor is to read as its reviewer; then by the day it is due.
    """
    if not _seated(actor.person_id or 0).value():
        return 0, []
    _sheet, right = _own(actor)
    ballot = Subquery(right.filter(has_cast=False).values("poll_id")[:1])
    rows = (
        _waiting(actor)
        .annotate(ballot=ballot, assigned=_assigned(actor), all=Window(Count("pk")))
        .order_by(F("ballot").desc(nulls_last=True), *_FIRST)
        .values_list("all", "ballot", "assigned", "dossier__code", "dossier__work__title", "dossier__due_on")
    )
    found = list(rows[:most])
    return found[0][0] if found else 0, [_task(*row) for _all, *row in found]


def _task(ballot: int | None, assigned: bool, code: str, title: str, due_on: date | None) -> Task:
    what = "vote" if ballot else "review" if assigned else "score"
    return Task(what, code, title, due_on, subject=ballot or 0)


def _waiting(actor: Actor) -> QuerySet[Hearing]:
    """As `MyHearing.task`: a vote is open to the actor, or their sheet has lines and is not locked."""
    sheet, right = _own(actor)
    seated = Place.objects.filter(seat__person_id=actor.person_id or 0, hearing__state=Hearing.State.OPEN)
    lines = criteria_counts(seated.values("hearing__scheme"))
    to_score = Q(scheme__in=[scheme for scheme, count in lines.items() if count])
    to_score &= ~Exists(sheet.exclude(locked_at=None))
    return _judged(actor).filter(to_score | Exists(right.filter(has_cast=False)))


@lru_cache(PEOPLE)
def _seated(person_id: int) -> Prepared:
    """Whether the person sits where something is judged; asked on every page of theirs."""
    own = Seat.objects.filter(person_id=person_id).values("pk")  # asked first: most people have none
    return prepared_count(Place.objects.filter(seat__in=own, hearing__state=Hearing.State.OPEN).values("pk")[:1])


_COLUMNS = (
    "id",
    "state",
    "scheme_id",
    "dossier__code",
    "dossier__work__title",
    "dossier__due_on",
    "council__code",
    "council__title",
    "session_id",
    "session__state",
    "session__held_on",
    "conclusion__outcome",
    "own_scores",
    "own_revision",
    "own_locked",
    "poll",
    "cast",
    "locked",
    "bench",
    "assigned",
)


_FIRST = ("-assigned", F("dossier__due_on").asc(nulls_last=True), "position", "pk")


def _judged(actor: Actor, concluded: bool = False) -> QuerySet[Hearing]:
    seated = Place.objects.filter(seat__person_id=actor.person_id or 0, recused=False).values("hearing_id")
    judged = Q(state=Hearing.State.OPEN, dossier__state=State.IN_REVIEW)
    wanted = judged | Q(state=Hearing.State.CONCLUDED) if concluded else judged
    return Hearing.objects.filter(wanted, pk__in=seated).exclude(concerned(actor))


def _own(actor: Actor) -> tuple[QuerySet[Sheet], QuerySet[Entitlement]]:
    """Of a hearing: the actor's sheet, and their right in an open vote."""
    own = Sheet.objects.filter(hearing=OuterRef("pk"), seat__person_id=actor.person_id or 0)
    right = Entitlement.objects.filter(
        poll__hearing=OuterRef("pk"), poll__state=Poll.State.OPEN, seat__person_id=actor.person_id or 0
    )
    return own, right


def _rows(actor: Actor, concluded: bool) -> QuerySet[Hearing]:
    own, right = _own(actor)
    return (
        _judged(actor, concluded)
        .annotate(
            own_scores=Subquery(own.values("scores")[:1]),
            own_revision=Subquery(own.values("revision")[:1]),
            own_locked=Subquery(own.values("locked_at")[:1]),
            poll=Subquery(right.values("poll_id")[:1]),
            cast=Subquery(right.values("has_cast")[:1]),
            locked=_count(Sheet.objects.filter(hearing=OuterRef("pk")).exclude(locked_at=None)),
            bench=_count(Place.objects.filter(hearing=OuterRef("pk"), recused=False)),
            assigned=_assigned(actor),
        )
        .order_by(*_FIRST)
    )


def _assigned(actor: Actor) -> Exists:
    return Exists(published(actor).filter(hearing=OuterRef("pk")))


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("hearing").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _row(row: dict[str, Any], criteria: int) -> MyHearing:
    begun = "begun" if row["own_revision"] else "waiting"
    return MyHearing(
        id=row["id"], code=row["dossier__code"], title=row["dossier__work__title"], council=row["council__code"],
        council_title=row["council__title"], state=row["state"], session=row["session_id"],
        session_state=row["session__state"] or "", held_on=row["session__held_on"], due_on=row["dossier__due_on"],
        sheet="locked" if row["own_locked"] else begun, revision=row["own_revision"] or 0,
        filled=len(row["own_scores"] or {}), criteria=criteria, locked=row["locked"], bench=row["bench"],
        poll=row["poll"], cast=bool(row["cast"]), outcome=row["conclusion__outcome"] or "",
        assigned=row["assigned"],
    )  # fmt: skip
