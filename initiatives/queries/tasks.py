"""Tasks for pages and API: the public list, and for the offices of the authority what is not listed yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from config.errors import NotFound
from initiatives.choices import TaskMethod, TaskState
from initiatives.models import Task
from organisation.actor import Actor
from organisation.policy import listed, visible

COLUMNS = (
    "id", "code", "title", "state", "method", "level", "authority__name", "authority__code", "field__code",
    "list_number", "listed_on", "round__code", "round__opens_on", "round__closes_on",
)  # fmt: skip


def narrowed_tasks(query: Mapping[str, Any]) -> Q:
    """What the parameters of a list ask for, the same for pages and API; what is not understood is left out."""
    found = Q()
    if (state := query.get("state")) in TaskState.values:
        found &= Q(state=state)
    if (method := query.get("method")) in TaskMethod.values:
        found &= Q(method=method)
    for name, lookup in (("field", "field__code"), ("authority", "authority__code")):
        if value := query.get(name):
            found &= Q(**{lookup: value})
    if words := str(query.get("q", "")).replace("\x00", "").strip()[:200]:
        found &= Q(title__icontains=words) | Q(goals__icontains=words) | Q(code__icontains=words)
    return found


def task_list(actor: Actor, query: Mapping[str, Any]) -> QuerySet[Task]:
    """Tasks that the actor sees, narrowed down."""
    return listed(Task, actor).filter(narrowed_tasks(query))


def tasks_visible_to(actor: Actor) -> QuerySet[Task]:
    """With what every page shows of them."""
    return visible(Task, actor).select_related("authority__parent", "field", "round", "assigned_to", "proposal__work")


def task_seen_by(actor: Actor, code: str) -> Task:
    """One of them. Raises NotFound where there is none, or none for the actor."""
    task = tasks_visible_to(actor).filter(code=code).first()
    if task is None:
        raise NotFound
    return task


@dataclass(frozen=True, slots=True)
class Call:
    """The call in force for a task: its round, and the days from and to which it takes dossiers (both included)."""

    round: str
    opens_on: date
    closes_on: date
    in_force: bool

    def takes_dossiers(self, today: date) -> bool:
        """Whether somebody may file on a day."""
        return self.in_force and self.opens_on <= today <= self.closes_on

    def has_ended(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.closes_on < today


def call_of(task: Task) -> Call | None:
    """The call of a task, if there is one."""
    if task.round is None:
        return None
    return Call(task.round.code, task.round.opens_on, task.round.closes_on, task.state == TaskState.CALLED)


def call_in(row: Mapping[str, Any]) -> Call | None:
    """The same of a row of `COLUMNS`."""
    if row["round__code"] is None:
        return None
    return Call(row["round__code"], row["round__opens_on"], row["round__closes_on"], row["state"] == TaskState.CALLED)


def takes_dossiers(task: Task) -> bool:
    """Whether somebody may file for it today."""
    call = call_of(task)
    return call is not None and call.takes_dossiers(timezone.localdate())
