"""What waits for an actor among dossiers: each a task with one thing to do, by due date. One query a kind of task."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Case, Expression, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from initiatives.choices import (
    OPEN_APPEALS,
    AppealState,
    Confirmation,
    ContractState,
    Remedy,
    ReportState,
    RequestState,
    State,
)
from initiatives.models import Appeal, Author, ContractRequest, Dossier, FollowUp, Progress
from initiatives.policy import opened
from organisation.actor import Actor
from organisation.among import among
from organisation.models import Role
from organisation.prepared import PEOPLE, Prepared, one_after_another, prepared_count, prepared_rows, together

MOST = 20
AHEAD = timedelta(days=30)
"""How long before its day a report or a follow-up becomes a task."""
HANDLING = (Role.OFFICER, Role.SECRETARY, Role.REGISTRAR)
CHECKING = (Role.OFFICER, Role.REGISTRAR)


@dataclass(frozen=True, slots=True)
class Task:
    """`what`: complete, draft, confirm, check, assign, decide, score, review, vote, or of contracts: report,
    check_report, request, follow_up; of appeals: take_up, examine, answer, carry_out. `due_on` may be unknown.
    """

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
    units = actor.over(*CHECKING)
    filed = Dossier.objects.filter(among("authority", units), opened(), state=State.SUBMITTED)
    return filed.exclude(work__in=_own(actor))


def to_assign(actor: Actor) -> QuerySet[Dossier]:
    """Admitted, and no council has it yet."""
    return Dossier.objects.filter(among("authority", actor.over(Role.SECRETARY)), state=State.ADMITTED)


def to_decide(actor: Actor) -> QuerySet[Dossier]:
    """Concluded, and the authority has to decide."""
    return Dossier.objects.filter(among("authority", actor.over(Role.REGISTRAR)), state=State.CONCLUDED)


def reports_due(actor: Actor, today: date) -> QuerySet[Progress]:
    """Reports of the actor's topics that are to come within a month, or to be completed."""
    mine = Q(contract__work__in=_own(actor, Confirmation.CONFIRMED, Confirmation.ON_PAPER))
    near = Q(due_on__lte=today + AHEAD) | Q(state=ReportState.RETURNED)
    states = [ReportState.PLANNED, ReportState.RETURNED]
    return Progress.objects.filter(mine, near, state__in=states, contract__state=ContractState.IN_FORCE)


def follow_ups_due(actor: Actor, today: date) -> QuerySet[FollowUp]:
    """What follows the acceptance of the actor's topics, due within a month."""
    mine = _own(actor, Confirmation.CONFIRMED, Confirmation.ON_PAPER)
    return FollowUp.objects.filter(contract__work__in=mine, done_on=None, due_on__lte=today + AHEAD)


def reports_to_check(actor: Actor) -> QuerySet[Progress]:
    """Reports submitted to an authority where the actor checks, but for their own."""
    units = actor.over(*CHECKING)
    found = Progress.objects.filter(among("contract__authority", units), state=ReportState.SUBMITTED)
    return found.exclude(contract__work__in=_own(actor))


def requests_to_decide(actor: Actor) -> QuerySet[ContractRequest]:
    """Requests before an authority whose registrar the actor is, but for their own."""
    units = actor.over(Role.REGISTRAR)
    found = ContractRequest.objects.filter(among("contract__authority", units), state=RequestState.FILED)
    return found.exclude(contract__work__in=_own(actor))


def appeals_waiting(actor: Actor) -> QuerySet[Appeal]:
    """Appeals to take up, to examine, to answer, or to carry out by a decision, but for the actor's own works."""
    receives, registers = actor.over(*CHECKING), actor.over(Role.REGISTRAR)
    found = Q(state=AppealState.TAKEN_UP, findings="", handler=actor.person_id) if actor.person_id else Q(pk=None)
    if receives:
        found |= Q(among("dossier__authority", receives), state=AppealState.LODGED)
    if registers:
        examined = Q(state=AppealState.TAKEN_UP) & ~Q(findings="")
        uncarried = Q(state=AppealState.UPHELD, remedy=Remedy.CHANGE, carried_out_by="")
        found |= among("dossier__authority", registers) & (examined | uncarried)
    return Appeal.objects.filter(found).exclude(dossier__work__in=_own(actor))


def tasks(actor: Actor) -> list[Task]:
    """The tasks of the actor, the most urgent first; the twenty most urgent of each kind. One statement."""
    if not actor.is_authenticated:
        return []
    found = [Task(*row) for row in _listing(*_asker(actor)).rows()]
    return sorted(found, key=lambda task: (task.due_on or date.max, task.reference))


def count(actor: Actor) -> int:
    """How many tasks there are, in one query."""
    if not actor.is_authenticated:
        return 0
    return int(_counting(*_asker(actor)).value())


@lru_cache(PEOPLE)
def _counting(*asker: Any) -> Prepared:
    """The query of `count`, which stands on every page."""
    dossiers, *rest = _kinds(*asker)
    found = [rows.order_by().values("pk") for _what, rows in dossiers]
    others = [prepared_count(rows.order_by().values("pk")) for kinds in rest for _what, rows in kinds]
    return together(prepared_count(found[0].union(*found[1:])), *others)


@lru_cache(PEOPLE)
def _listing(*asker: Any) -> Prepared:
    """The query of `tasks`: the columns are those of `Task`."""
    dossiers, contracts, appeals = _kinds(*asker)
    of_dossiers = [rows.order_by(*SOONEST).values_list(what, *DOSSIER)[:MOST] for what, rows in dossiers]
    of_contracts = [rows.order_by("due_on", "id").values_list(what, *CONTRACT)[:MOST] for what, rows in contracts]
    of_appeals = [rows.order_by(*SOONEST).values_list(what, *APPEAL)[:MOST] for what, rows in appeals]
    return one_after_another(*map(prepared_rows, [*of_dossiers, *of_contracts, *of_appeals]))


Kinds = list[tuple[Expression, QuerySet[Any, Any]]]
SOONEST = (F("due_on").asc(nulls_last=True), "id")
DOSSIER = (Coalesce("code", "draft_code"), "work__title", "due_on", "level", "id")
CONTRACT = ("contract__code", "contract__work__title", "due_on", Value(""), "number")
APPEAL = ("code", "dossier__work__title", "due_on", Value(""), "id")
APPEAL_STEP = Case(
    When(state=AppealState.LODGED, then=Value("take_up")), When(state=AppealState.UPHELD, then=Value("carry_out")),
    When(findings="", then=Value("examine")), default=Value("answer"),
)  # fmt: skip
BEGUN = Case(When(state=State.RETURNED, then=Value("complete")), default=Value("draft"))


def _asker(actor: Actor) -> tuple[Any, ...]:
    """What the tasks of somebody hang on: who, on which day, and over which units in the roles that handle."""
    return actor.user_id, actor.person_id, timezone.localdate(), *(actor.over(role) for role in HANDLING)


def _kinds(user: int, person: int | None, today: date, *units: frozenset[int]) -> tuple[Kinds, Kinds, Kinds]:
    """The kinds of tasks that apply to an asker: those of dossiers, those around contracts, those of appeals."""
    actor = Actor(user, person, units=dict(zip(HANDLING, units, strict=True)))
    checks, assigns, decides = (bool(actor.over(*roles)) for roles in (CHECKING, [Role.SECRETARY], [Role.REGISTRAR]))
    dossiers: Kinds = [(BEGUN, to_complete(actor))]
    dossiers += [(Value("confirm"), to_confirm(actor))] if person is not None else []
    dossiers += [(Value("check"), to_check(actor))] if checks else []
    dossiers += [(Value("assign"), to_assign(actor))] if assigns else []
    dossiers += [(Value("decide"), to_decide(actor))] if decides else []
    contracts: Kinds = [(Value("report"), reports_due(actor, today))] if person is not None else []
    contracts += [(Value("follow_up"), follow_ups_due(actor, today))] if person is not None else []
    contracts += [(Value("check_report"), reports_to_check(actor))] if checks else []
    contracts += [(Value("request"), requests_to_decide(actor))] if decides else []
    appeals: Kinds = [(APPEAL_STEP, appeals_waiting(actor))] if person is not None or checks else []
    return dossiers, contracts, appeals


@dataclass(frozen=True, slots=True)
class WaitedFor:
    """One of the actor's own dossiers that is with others now, or an appeal about one (`what`)."""

    reference: str
    title: str
    authority: str
    due_on: date | None
    state: str
    what: str


def waited_for(actor: Actor) -> list[WaitedFor]:
    """The appeals under way, and the twenty dossiers submitted last. One statement."""
    return [WaitedFor(*row) for row in _with_others(actor.person_id).rows()] if actor.person_id else []


@lru_cache(PEOPLE)
def _with_others(person: int) -> Prepared:
    own = Author.objects.filter(person=person).exclude(confirmation=Confirmation.DECLINED).values("work")
    states = [State.SUBMITTED, State.ADMITTED, State.IN_REVIEW, State.CONCLUDED]
    found = Dossier.objects.filter(work__in=own, state__in=states).order_by("-submitted_at")
    appeals = Appeal.objects.filter(dossier__work__in=own, state__in=OPEN_APPEALS).order_by("-id")
    of_appeals = appeals.values_list(
        "code", "dossier__work__title", "dossier__authority__name", "due_on", "state", Value("appeal")
    )
    of_dossiers = found.values_list("code", "work__title", "authority__name", "due_on", "state", Value("dossier"))
    return one_after_another(prepared_rows(of_appeals[:MOST]), prepared_rows(of_dossiers[:MOST]))
