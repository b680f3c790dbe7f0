"""The reviewer's home: what waits for a member of councils."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import Coalesce

from initiatives.choices import State
from initiatives.waiting import Task
from organisation.actor import Actor
from organisation.prepared import PEOPLE, Prepared, prepared_count, prepared_rows
from reviews.models import Entitlement, Hearing, Place, Poll, Sheet
from reviews.policy import concerned
from reviews.queries.preferences import published


@dataclass(frozen=True, slots=True)
class MyHearing:
    """One dossier before a council of the actor.

    `sheet`: waiting, begun or locked; `filled` of `criteria` lines are filled in; `locked` of `bench` members have
    locked theirs. `assigned`: the actor is its reviewer. `poll` is the id of an open vote in which the actor may cast,
    `has_cast` whether they have.
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
    has_cast: bool
    outcome: str
    assigned: bool

    @property
    def task(self) -> str:
        """What the actor has to do now: vote, score, finish (a sheet begun), or nothing."""
        if self.state != Hearing.State.OPEN:
            return ""
        if self.poll and not self.has_cast:
            return "vote"
        if self.criteria and self.sheet != "locked":
            return "score" if self.sheet == "waiting" else "finish"
        return ""


def my_hearings(actor: Actor, concluded: bool = False) -> list[MyHearing]:
    """The hearings at which the actor sits and is not recused: those still judged, first those of which they are the
    reviewer, by the day they are due; and on demand those concluded. One statement whatever their number.
    """
    if not actor.person_id:
        return []
    return [_row(row) for row in _rows(actor, concluded).values(*_COLUMNS)]


def task_count(actor: Actor) -> int:
    """How many of them wait for the actor (beside “My work”). One statement."""
    return int(_counting(actor.person_id).value()) if actor.person_id else 0


@lru_cache(PEOPLE)
def _counting(person_id: int) -> Prepared:
    actor = Actor(person_id=person_id)
    return prepared_count(_waiting(actor, _open_votes(actor).values("poll__hearing")).order_by().values("pk"))


def council_tasks(actor: Actor, most: int | None = None) -> tuple[int, list[Task]]:
    """How many of them wait for the actor, and the first: an open ballot, for a meeting waits for it; then what the
    actor is to read as its reviewer; then by the day it is due. One statement.
    """
    found = _listing(actor.person_id, most).rows() if actor.person_id else []
    return found[0][0] if found else 0, [_task(*row) for _all, *row in found]


@lru_cache(PEOPLE)
def _listing(person_id: int, most: int | None) -> Prepared:
    actor = Actor(person_id=person_id)
    open_votes = _open_votes(actor)
    rows = (
        _waiting(actor, open_votes.values("poll__hearing"))
        .annotate(assigned=_assigned(actor), all=Window(Count("pk")))
        .annotate(open_poll=Subquery(open_votes.filter(poll__hearing=OuterRef("pk")).values("poll")[:1]))
        .order_by(Case(When(open_poll=None, then=1), default=0), *_FIRST)
        .values_list("all", "open_poll", "assigned", "dossier__code", "dossier__work__title", "dossier__due_on")
    )
    return prepared_rows(rows[:most])


def _task(poll: int | None, assigned: bool, code: str, title: str, due_on: date | None) -> Task:
    what = "vote" if poll else "review" if assigned else "score"
    return Task(what, code, title, due_on, subject=poll or 0)


def _rights(actor: Actor) -> QuerySet[Entitlement]:
    """The actor's rights in open polls."""
    return Entitlement.objects.filter(seat__person_id=actor.person_id or 0, poll__state=Poll.State.OPEN)


def _open_votes(actor: Actor) -> QuerySet[Entitlement]:
    """Those of them in which the actor has not cast."""
    return _rights(actor).filter(has_cast=False)


def _waiting(actor: Actor, votes: Iterable[int] | QuerySet[Any, Any]) -> QuerySet[Hearing]:
    """As `MyHearing.task`: of `votes` (ids of hearings), or the actor's sheet has lines and is not locked."""
    locked = Sheet.objects.filter(seat__person_id=actor.person_id or 0).exclude(locked_at=None)
    to_score = Q(scheme__lines__gt=0) & ~Q(pk__in=locked.values("hearing"))
    return _judged(actor).filter(to_score | Q(pk__in=votes))


_COLUMNS = (
    "id",
    "state",
    "scheme__lines",
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
    "has_cast",
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


def _rows(actor: Actor, concluded: bool) -> QuerySet[Hearing]:
    own = Sheet.objects.filter(hearing=OuterRef("pk"), seat__person_id=actor.person_id or 0)
    right = _rights(actor).filter(poll__hearing=OuterRef("pk"))
    return (
        _judged(actor, concluded)
        .annotate(
            own_scores=Subquery(own.values("scores")[:1]),
            own_revision=Subquery(own.values("revision")[:1]),
            own_locked=Subquery(own.values("locked_at")[:1]),
            poll=Subquery(right.values("poll_id")[:1]),
            has_cast=Subquery(right.values("has_cast")[:1]),
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


def _row(row: dict[str, Any]) -> MyHearing:
    begun = "begun" if row["own_revision"] else "waiting"
    return MyHearing(
        id=row["id"], code=row["dossier__code"], title=row["dossier__work__title"], council=row["council__code"],
        council_title=row["council__title"], state=row["state"], session=row["session_id"],
        session_state=row["session__state"] or "", held_on=row["session__held_on"], due_on=row["dossier__due_on"],
        sheet="locked" if row["own_locked"] else begun, revision=row["own_revision"] or 0,
        filled=len(row["own_scores"] or {}), criteria=row["scheme__lines"], locked=row["locked"], bench=row["bench"],
        poll=row["poll"], has_cast=bool(row["has_cast"]), outcome=row["conclusion__outcome"] or "",
        assigned=row["assigned"],
    )  # fmt: skip
