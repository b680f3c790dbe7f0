"""Tasks for pages and API: the public list, and for the offices of the authority what is not listed yet."""

from collections.abc import Mapping
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


def takes_dossiers(task: Task) -> bool:
    """Whether somebody may file for it today."""
    round_ = task.round
    today = timezone.localdate()
    return task.state == TaskState.CALLED and round_ is not None and round_.opens_on <= today <= round_.closes_on
