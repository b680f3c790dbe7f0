"""What waits for an actor among dossiers: each a task with one thing to do, by due date. One query a kind of task."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F, Q, QuerySet

from initiatives.choices import Confirmation, State
from initiatives.models import Author, Dossier
from initiatives.policy import opened
from organisation.actor import Actor
from organisation.among import among
from organisation.models import Role
from organisation.prepared import PEOPLE, Prepared, prepared_count

MOST = 20
HANDLING = (Role.OFFICER, Role.SECRETARY, Role.REGISTRAR)


@dataclass(frozen=True, slots=True)
class Task:
    """`what`: complete, draft, confirm, check, assign, decide, score, review or vote. `due_on` may be unknown."""

    what: str
    reference: str
    title: str
    due_on: date | None = None
    level: str = ""
    subject: int = 0


def _own(actor: Actor, *answers: str) -> QuerySet[Author, Any]:
    """Works of which the actor is an author; with `answers`, only where that was said to the share."""
    own = Author.objects.filter(person=actor.person_id)
    return (own.filter(confirmation__in=answers) if answers else own).values("work")


def to_complete(actor: Actor) -> QuerySet[Dossier]:
    """Drafts and returns of the actor as the filer, or as an author who has agreed; who has not, is asked first."""
    open_ones = Dossier.objects.filter(state__in=[State.RETURNED, State.DRAFT])
    written = open_ones.filter(work__in=_own(actor, Confirmation.CONFIRMED, Confirmation.ON_PAPER))
    filed = open_ones.filter(filed_by=actor.user_id)  # apart, so that each is found by its index
    return open_ones.filter(pk__in=written.values("pk").union(filed.values("pk"), all=True))


def to_confirm(actor: Actor) -> QuerySet[Dossier]:
    """Drafts in which the actor is asked to confirm a share."""
    asked = _own(actor, Confirmation.INVITED)
    return Dossier.objects.filter(work__in=asked, state__in=[State.RETURNED, State.DRAFT])


def to_check(actor: Actor) -> QuerySet[Dossier]:
    """Submitted to an authority where the actor checks, but for their own."""
    units = actor.over(Role.OFFICER, Role.REGISTRAR)
    filed = Dossier.objects.filter(among("authority", units), opened(), state=State.SUBMITTED)
    return filed.exclude(work__in=_own(actor))


def to_assign(actor: Actor) -> QuerySet[Dossier]:
    """Admitted, and no council has it yet."""
    return Dossier.objects.filter(among("authority", actor.over(Role.SECRETARY)), state=State.ADMITTED)


def to_decide(actor: Actor) -> QuerySet[Dossier]:
    """Concluded, and the authority has to decide."""
    return Dossier.objects.filter(among("authority", actor.over(Role.REGISTRAR)), state=State.CONCLUDED)


def tasks(actor: Actor) -> list[Task]:
    """The tasks of the actor, the most urgent first."""
    found = [*_tasks("confirm", to_confirm(actor), actor.person_id is not None)]
    for dossier in _rows(to_complete(actor)) if actor.is_authenticated else ():
        what = "complete" if dossier["state"] == State.RETURNED else "draft"
        found.append(_task(what, dossier))
    found += _tasks("check", to_check(actor), bool(actor.over(Role.OFFICER, Role.REGISTRAR)))
    found += _tasks("assign", to_assign(actor), Role.SECRETARY in actor.roles)
    found += _tasks("decide", to_decide(actor), Role.REGISTRAR in actor.roles)
    return sorted(found, key=lambda task: (task.due_on or date.max, task.reference))


def _tasks(what: str, dossiers: QuerySet[Dossier], applies: bool) -> list[Task]:
    return [_task(what, row) for row in _rows(dossiers)] if applies else []


def _rows(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier, Any]:
    shown = dossiers.order_by(F("due_on").asc(nulls_last=True), "id")[:MOST]
    return shown.values("id", "code", "draft_code", "state", "level", "due_on", "work__title")


def _task(what: str, row: dict[str, Any]) -> Task:
    return Task(what, row["code"] or row["draft_code"], row["work__title"], row["due_on"], row["level"], row["id"])


def count(actor: Actor) -> int:
    """How many tasks there are, in one query."""
    if not actor.is_authenticated:
        return 0
    return int(_counting(actor.user_id, actor.person_id, *(actor.over(role) for role in HANDLING)).value())


@lru_cache(PEOPLE)
def _counting(user: int, person: int | None, *units: frozenset[int]) -> Prepared:
    """The query of `count`, which stands on every page, for somebody who holds the handling roles over these units."""
    actor = Actor(user, person, units=dict(zip(HANDLING, units, strict=True)))
    kinds = [to_complete, to_confirm]
    kinds += [to_check] if actor.over(Role.OFFICER, Role.REGISTRAR) else []
    kinds += [to_assign] if actor.over(Role.SECRETARY) else []
    kinds += [to_decide] if actor.over(Role.REGISTRAR) else []
    found = [kind(actor).order_by().values("pk") for kind in kinds]
    return prepared_count(found[0].union(*found[1:]))


def waited_for(actor: Actor) -> QuerySet[Dossier]:
    """The actor's own dossiers that are with others now."""
    mine = Q(work__in=_own(actor, *(answer for answer in Confirmation.values if answer != Confirmation.DECLINED)))
    states = [State.SUBMITTED, State.ADMITTED, State.IN_REVIEW, State.CONCLUDED]
    return Dossier.objects.filter(mine, state__in=states).select_related("work", "authority").order_by("-submitted_at")
