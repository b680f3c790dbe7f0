"""Letters before anything is late: reports, milestones, the end of a term, the final dossier, its acceptance,
follow-ups, decisions.
Each is written once; the thread's hour or Celery's beat rings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from initiatives.choices import RUNNING, Confirmation, ContractState, Purpose, ReportState, RequestState, State
from initiatives.models import Contract, ContractRequest, Dossier, FollowUp, Milestone, Progress
from initiatives.services.plans import final_due
from organisation.models import Membership, Person, Role
from organisation.services.mail import write_letter

DAYS_BEFORE = (30, 7, 0)
END_BEFORE = (90, 30)
DECIDE_BEFORE = (3, 0)
ACCEPT_BEFORE = (5, 1)
OVERDUE = -1
LETTER = "initiatives/letters/execution_reminder.txt"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is due, of which contract. `what`: report, milestone, end, final, follow_up, request or acceptance; `step`
    is the number of days before at which it is written (-1: it is late). `title` names the milestone, the kind of what
    follows, or the dossier for acceptance.
    """

    contract: Contract
    what: str
    thing: int
    title: str
    due_on: date
    step: int


def remind(today: date) -> int:
    """Write what is to be written by today; returns how many letters."""
    return sum(_write(reminder) for reminder in due_reminders(today))


def due_reminders(today: date) -> Iterable[Reminder]:
    """Everything that presses by today, each with the last step that it has reached."""
    running, soon = {"contract__state": ContractState.IN_FORCE}, today + timedelta(days=max(DAYS_BEFORE))
    open_reports = Progress.objects.filter(state__in=[ReportState.PLANNED, ReportState.RETURNED], **running)
    for report in open_reports.filter(due_on__lte=soon).select_related("contract__work"):
        yield _at(report.contract, "report", report.pk, "", report.due_on, today, DAYS_BEFORE)
    for mark in Milestone.objects.filter(fact_to=None, plan_to__lte=soon, **running).select_related("contract__work"):
        yield _at(mark.contract, "milestone", mark.pk, mark.title, mark.plan_to, today, DAYS_BEFORE)
    for task in FollowUp.objects.filter(done_on=None, due_on__lte=soon).select_related("contract__work"):
        yield _at(task.contract, "follow_up", task.pk, task.kind, task.due_on, today, DAYS_BEFORE)
    yield from _ends(today)
    yield from _acceptances(today)
    pressing = ContractRequest.objects.filter(
        state=RequestState.FILED, due_on__lte=today + timedelta(days=max(DECIDE_BEFORE))
    )
    for request in pressing.select_related("contract__work"):
        yield _at(request.contract, "request", request.pk, "", request.due_on, today, DECIDE_BEFORE)


def _acceptances(today: date) -> Iterable[Reminder]:
    """Dossiers for acceptance that wait for their council, or for its conclusion."""
    near = {"purpose": Purpose.ACCEPTANCE, "due_on__lte": today + timedelta(days=max(ACCEPT_BEFORE))}
    waiting = Dossier.objects.filter(state__in=[State.ADMITTED, State.IN_REVIEW], **near)
    for dossier in waiting.order_by("pk"):
        contract = Contract.objects.filter(work=dossier.work_id, state__in=RUNNING).select_related("work").last()
        if contract and dossier.due_on:
            yield _at(contract, "acceptance", dossier.pk, dossier.reference, dossier.due_on, today, ACCEPT_BEFORE)


def _ends(today: date) -> Iterable[Reminder]:
    """Terms that run out, and final dossiers that are late."""
    last = today + timedelta(days=max(END_BEFORE))
    rows = Contract.objects.filter(state=ContractState.IN_FORCE, ends_on__lte=last, acceptance_filed_on=None)
    for contract in rows.select_related("work"):
        if contract.ends_on >= today:
            yield _at(contract, "end", contract.pk, "", contract.ends_on, today, END_BEFORE)
        elif contract.requires_acceptance:
            yield _at(contract, "final", contract.pk, "", final_due(contract), today, DAYS_BEFORE)


def _at(
    contract: Contract, what: str, thing: int, title: str, due_on: date, today: date, steps: tuple[int, ...]
) -> Reminder:
    left = (due_on - today).days
    step = OVERDUE if left < 0 else min((step for step in steps if left <= step), default=max(steps))
    return Reminder(contract, what, thing, title, due_on, step)


@transaction.atomic
def _write(reminder: Reminder) -> int:
    people = _people(reminder)
    mark = f"{reminder.what}:{reminder.thing}:{reminder.due_on:%Y%m%d}:{reminder.step}"
    context = {"reminder": reminder, "contract": reminder.contract, "late": reminder.step == OVERDUE}
    letters = [write_letter(person, LETTER, context, key=f"remind:{mark}:{person.pk}") for person in people]
    return sum(letter is not None for letter in letters)


def _people(reminder: Reminder) -> list[Person]:
    if reminder.what == "request":
        return _holding(reminder.contract.authority_id, Role.REGISTRAR)
    if reminder.what == "acceptance":
        authority = Dossier.objects.values_list("authority", flat=True).get(pk=reminder.thing)
        return _holding(authority, Role.REGISTRAR, Role.SECRETARY)
    return _doers(reminder.contract)


def _doers(contract: Contract) -> list[Person]:
    """The authors who have not declined."""
    authors = contract.work.authors.exclude(confirmation=Confirmation.DECLINED).select_related("person")
    return [author.person for author in authors.order_by("position")]


def _holding(authority: int, *roles: Role) -> list[Person]:
    """Who holds one of these roles in the authority, each once."""
    held = Membership.objects.filter(unit=authority, role__in=roles, valid_to=None)
    return list({row.person_id: row.person for row in held.select_related("person").order_by("pk")}.values())
