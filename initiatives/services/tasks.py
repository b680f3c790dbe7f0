"""Tasks: worded from a proposal that passed, called for, awarded; the appraisal of the budget that was chosen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.choices import Purpose, TaskMethod
from initiatives.models import Dossier, Round, Task
from initiatives.policy import may_call
from initiatives.queries import by_reference
from initiatives.rules.answers import clean_values
from initiatives.selection_workflow import TASKS
from initiatives.services.moves import move
from initiatives.services.numbers import next_number
from initiatives.services.rounds import open_round
from organisation.actor import Actor
from organisation.policy import get_visible


@transaction.atomic
def word_task(reference: str, actor: Actor, given: Mapping[str, Any]) -> Task:
    """Make the task of a proposal, as the council words it.

    Raises: NotFound, Forbidden unless the authority's secretary's office or registrar asks, StateConflict where there
    is one already, Invalid naming the field.
    """
    proposal = get_visible(Dossier, actor, lock=True, **by_reference(reference))
    task = _new(proposal, actor)
    if not TASKS["word"].may(actor, task):
        raise Forbidden(_("Tasks are worded by the secretary's office or the registrar of the authority."))
    if Task.objects.filter(proposal=proposal).exists():
        raise StateConflict(_("This proposal has its task already."), state="worded")
    return _worded(task, "word", actor, given)


def word_for_council(proposal: Dossier, actor: Actor, given: Mapping[str, Any]) -> Task:
    """Make the task of a proposal, or word it anew before it is listed, as the council that determined it says; inside
    the transaction of the council's service, which knows who conducts it. Raises StateConflict, Invalid.
    """
    task = Task.objects.select_for_update(of=("self",)).filter(proposal=proposal).first() or _new(proposal, actor)
    return _worded(task, "word_in_council", actor, given)


def _new(proposal: Dossier, actor: Actor) -> Task:
    return Task(
        proposal=proposal, authority=proposal.authority, level=proposal.level, field=proposal.work.field,
        demonstration=proposal.work.demonstration, made_by_id=actor.user_id,
    )  # fmt: skip


def _worded(task: Task, name: str, actor: Actor, given: Mapping[str, Any]) -> Task:
    TASKS[name].checked(task, actor, data := TASKS[name].read(clean_values(dict(given))))
    if not task.code:
        year = timezone.localdate().year
        task.code = f"NV-{year}-{next_number(f'NV-{year}'):03}"
    told = {"code": task.code, "proposal": task.proposal.reference}
    move(task, TASKS[name], actor, data, f"task:{task.code}", lambda: told)
    return task


@transaction.atomic
def perform_on_task(code: str, name: str, actor: Actor, given: Mapping[str, Any]) -> Task:
    """Take a task through the transition `name`, as a person. Raises as all commands of a table."""
    task = get_visible(Task, actor, lock=True, code=code)
    transition = TASKS[name]
    if transition.through or not transition.may(actor, task):
        raise Forbidden(_("This is for others to do."))
    if task.state not in transition.sources:
        transition.checked(task, actor, {})
    return _take(task, name, actor, transition.read(clean_values(dict(given))))


def advance_task(task_id: int, name: str, actor: Actor, through: str, **data: Any) -> Task:
    """Take it through a transition that belongs to a round, a council or a decision; inside that transaction."""
    if TASKS[name].through != through:
        raise Forbidden
    return _take(Task.objects.select_for_update(of=("self",)).get(pk=task_id), name, actor, data)


def _take(task: Task, name: str, actor: Actor, data: dict[str, Any]) -> Task:
    move(task, TASKS[name], actor, data, f"task:{task.code}", lambda: {"code": task.code})
    return task


@transaction.atomic
def call_for(
    actor: Actor, codes: Sequence[str], title: str, opens_on: date, closes_on: date, sealed: bool = True
) -> Round:
    """Call for dossiers on one task or a group: a round of selection of their authority, tied to them. What competes is
    sealed unless said otherwise; a direct assignment is called for by itself, and never sealed.

    Raises: Forbidden unless the authority's registrar asks, StateConflict for a task that is not listed, Invalid at
    `tasks` or another field.
    """
    tasks = [get_visible(Task, actor, lock=True, code=code) for code in sorted(set(codes))]
    _refuse_mixed(tasks)
    for task in tasks:
        if not may_call(actor, task):
            raise Forbidden(_("Calls are made by the registrar of the authority."))
        TASKS["call"].checked(task, actor, {})
    _refuse_days(tasks, opens_on, closes_on)
    first = tasks[0]
    sealed = sealed and first.method == TaskMethod.SELECTION
    round_ = open_round(
        actor, first.authority, title, Purpose.SELECTION, first.level, opens_on, closes_on, sealed=sealed
    )
    for task in tasks:
        advance_task(task.pk, "call", actor, "round", round_id=round_.pk)
    return round_


def _refuse_days(tasks: Sequence[Task], opens_on: date, closes_on: date) -> None:
    faults, listed = {}, [task.listed_on for task in tasks if task.listed_on]
    if closes_on < timezone.localdate():
        faults["closes_on"] = [_("This day has passed.")]
    if listed and opens_on < max(listed):
        said = {"day": f"{max(listed):%d/%m/%Y}"}
        faults["opens_on"] = [_("The task was listed on %(day)s; its call opens from then on.") % said]
    if faults:
        raise Invalid(_("Some fields need mending."), faults)


def _refuse_mixed(tasks: Sequence[Task]) -> None:
    kinds = {(task.authority_id, task.level, task.method) for task in tasks}
    if len(kinds) == 1 and (len(tasks) == 1 or tasks[0].method == TaskMethod.SELECTION):
        return
    message = _("Choose tasks of one authority, one level and one way of carrying out; a direct assignment by itself.")
    raise Invalid(message, {"tasks": [message if tasks else _("Choose at least one task.")]})
