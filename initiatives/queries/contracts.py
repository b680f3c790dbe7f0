"""Contracts as pages, API and papers show them: plan against fact, what is late, what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from initiatives.choices import RUNNING, ContractState, Purpose, ReportState
from initiatives.models import Contract, Dossier
from initiatives.queries import Happened
from initiatives.rules.budget import balance
from initiatives.services.plans import final_due
from journal.models import Entry
from organisation.actor import Actor
from organisation.models.units import kinds_of
from organisation.policy import listed, visible
from organisation.queries import units_below


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the timeline. `kind`: milestone, report, final or follow_up; `ended` is empty while it is not done."""

    kind: str
    number: int
    title: str
    plan_from: date
    plan_to: date
    began: date | None = None
    ended: date | None = None
    product: str = ""
    note: str = ""

    def late_days(self, today: date) -> int:
        """Days by which it was late, or is by today."""
        return max(0, ((self.ended or today) - self.plan_to).days)

    def is_open(self) -> bool:
        """Not done yet."""
        return self.ended is None


def contracts_visible_to(actor: Actor) -> QuerySet[Contract]:
    """With what every page shows of them."""
    rows = visible(Contract, actor).select_related(
        "work__unit", "work__field", "authority__parent", "unit", "dossier", "settlement"
    )
    return rows.prefetch_related("work__authors")


def timeline(contract: Contract) -> list[Bar]:
    """Milestones, reports, the dossier for acceptance and what comes after it, in the order of the plan."""
    bars = [
        Bar("milestone", m.position, m.title, m.plan_from, m.plan_to, m.fact_from, m.fact_to, m.product, m.note)
        for m in contract.milestones.all()
    ]
    submitted: dict[int, date] = {}
    for number, at in contract.reports.values_list("number", "versions__submitted_at").order_by("versions__number"):
        if at is not None:
            submitted.setdefault(number, timezone.localdate(at))
    for row in contract.reports.exclude(state=ReportState.CANCELLED):
        on = submitted.get(row.number) if row.state != ReportState.RETURNED else None
        bars.append(Bar("report", row.number, "", row.due_on, row.due_on, on, on))
    if contract.requires_acceptance and contract.state != ContractState.TERMINATED and not _stopped(contract):
        filed = contract.acceptance_filed_on
        bars.append(Bar("final", 0, "", contract.ends_on, final_due(contract), filed, filed))
    for one in contract.follow_ups.all():
        bars.append(
            Bar("follow_up", one.number, one.kind, one.due_on, one.due_on, one.done_on, one.done_on, note=one.note)
        )
    return sorted(bars, key=lambda bar: (bar.plan_to, bar.plan_from, bar.kind))


def _stopped(contract: Contract) -> bool:
    return contract.state == ContractState.CLOSED and contract.acceptance_filed_on is None


def days_late(dossier: Dossier) -> int | None:
    """Calendar days by which the dossier for acceptance was filed late, 0 in time; None where no contract tells."""
    contract = Contract.objects.filter(work=dossier.work_id, authority=dossier.authority_id).first()
    if dossier.purpose != Purpose.ACCEPTANCE or contract is None or contract.acceptance_filed_on is None:
        return None
    return max(0, (contract.acceptance_filed_on - final_due(contract)).days)


def late_and_next(bars: Iterable[Bar], today: date) -> tuple[list[Bar], Bar | None]:
    """What is late now, and what is due next."""
    open_ones = [bar for bar in bars if bar.is_open()]
    coming = [bar for bar in open_ones if bar.plan_to >= today]
    return [bar for bar in open_ones if bar.plan_to < today], min(coming, key=lambda bar: bar.plan_to, default=None)


@dataclass(frozen=True, slots=True)
class Money:
    """In whole đồng; `to_pay` and `to_return` only once it is settled."""

    approved: int
    state: int
    other: int
    paid: int
    settled: int
    to_pay: int = 0
    to_return: int = 0


def money_of(contract: Contract) -> Money:
    """The sums of a contract."""
    settlement = getattr(contract, "settlement", None)
    rest = balance(settlement.paid_vnd, settlement.accepted_vnd) if settlement else (0, 0)
    return Money(
        contract.cap_vnd, contract.state_vnd, contract.other_vnd, contract.paid_vnd, contract.settled_vnd, *rest
    )


def history_of_contract(contract: Contract) -> list[Happened]:
    """What happened, the latest first."""
    rows = Entry.objects.filter(subject=f"contract:{contract.pk}").order_by("-id")
    return [
        Happened(at, event, who or "") for at, event, who in rows.values_list("at", "event", "actor__person__full_name")
    ]


NONE = "-"
"""Asks for what has no field, or no sides yet."""
NOTHING = {"field": Q(work__field=None), "sides": Q(sides=""), "authority": Q(pk=None)}


def narrowed_contracts(query: Mapping[str, Any], today: date) -> Q:
    """What the parameters of a list ask for, the same for pages, API and the figures of the portfolio; what is not
    understood is left out.
    """
    found = Q()
    for name, lookup in (("field", "work__field__code"), ("authority", "authority__code"), ("sides", "sides")):
        if value := query.get(name):
            found &= Q(**{lookup: value}) if value != NONE else NOTHING[name]
    if (state := query.get("state")) in ContractState.values:
        found &= Q(state=state)
    if unit := query.get("unit"):
        found &= Q(unit__in=units_below(unit))
    if (sector := query.get("sector")) in ("state", "enterprise", "school"):
        found &= Q(unit__kind__in=kinds_of(sector))
    if query.get("late") in ("true", "false"):
        late = Q(next_due_on__lt=today)
        found &= late if query["late"] == "true" else ~late | Q(next_due_on=None)
    if (year := str(query.get("ends", ""))).isdecimal() and len(year) == len("2026"):
        found &= Q(ends_on__year=int(year), state__in=RUNNING)
    if (grade := query.get("grade")) is not None and grade != "":
        found &= Q(grade=grade)
    if words := str(query.get("q", "")).replace("\x00", "").strip()[:200]:
        found &= Q(work__title__icontains=words) | Q(code__icontains=words) | Q(number__icontains=words)
    return found


COLUMNS = (
    "id", "code", "number", "state", "ends_on", "next_due_on", "work__title", "unit__name", "authority__name",
    "state_vnd", "paid_vnd",
)  # fmt: skip


def contract_list(actor: Actor, query: Mapping[str, Any], today: date) -> QuerySet[Contract]:
    """Contracts that the actor sees, narrowed down."""
    return listed(Contract, actor).filter(narrowed_contracts(query, today))
