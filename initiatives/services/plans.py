"""The plan of a contract: budget, instalments, milestones; the schedule of its reports; the sums kept for lists."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Sum
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.choices import ContractState, CostItem, ReportState, Source
from initiatives.models import BudgetLine, Contract, FollowUp, Instalment, Milestone, Progress, Work
from initiatives.policy import may_run
from initiatives.rules.answers import clean_line
from initiatives.rules.budget import Line, Slip, budget_slips, instalment_slips, total, years_of
from initiatives.rules.rule_sets import rule_sets
from initiatives.rules.terms import final_dossier_due
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Unit
from organisation.models.units import side_of
from organisation.policy import get_visible

Rows = Sequence[Mapping[str, Any]]
MOST_ROWS = 200


@transaction.atomic
def save_plan(code: str, actor: Actor, budget: Rows, instalments: Rows, milestones: Rows) -> Contract:
    """Set the plan of a contract in preparation: lines {item, source, year, amount_vnd}, instalments {planned_on,
    planned_vnd}, milestones {title, product, plan_from, plan_to}, in order.

    Raises: NotFound, Forbidden, StateConflict once signed, Invalid at `budget.N`, `instalments.N`, `milestones.N`.
    """
    contract = get_visible(Contract, actor, lock=True, code=code)
    if not may_run(actor, contract):
        raise Forbidden(_("Contracts are prepared by the registrar of the authority."))
    if contract.state != ContractState.DRAFT:
        raise StateConflict(_("The contract has been signed; it is changed by an annex."), state=contract.state)
    if max(len(budget), len(instalments), len(milestones)) > MOST_ROWS:
        raise Invalid(_("At most %(n)d rows.") % {"n": MOST_ROWS})
    lines = lines_of(budget)
    refuse_slips(budget_faults(contract, lines))
    _milestones_fit(contract, milestones)
    replace_lines(contract, lines)
    contract.instalments.all().delete()
    contract.milestones.all().delete()
    Instalment.objects.bulk_create(Instalment(contract=contract, position=n, **row) for n, row in _rows(instalments))
    cleaned = [{**row, "title": clean_line(row["title"]), "product": clean_line(row["product"])} for row in milestones]
    Milestone.objects.bulk_create(Milestone(contract=contract, position=n, **row) for n, row in _rows(cleaned))
    refresh(contract)
    contract.revision += 1
    contract.save()
    record(actor.user_id, "contract_planned", f"contract:{contract.pk}", {"code": contract.code})
    return contract


def _rows(rows: Rows) -> list[tuple[int, dict[str, Any]]]:
    return [(number, dict(row)) for number, row in enumerate(rows, 1)]


def lines_of(rows: Rows) -> list[Line]:
    """Rows of a budget as the rules take them."""
    return [Line(row["item"], row["source"], row["year"], row["amount_vnd"]) for row in rows]


def kept_lines(contract: Contract) -> list[Line]:
    """The budget that stands."""
    rows = contract.lines.order_by("year", "source", "item").values_list("item", "source", "year", "amount_vnd")
    return [Line(*row) for row in rows]


def replace_lines(contract: Contract, lines: Sequence[Line]) -> None:
    """Set the budget."""
    contract.lines.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(contract=contract, item=one.item, source=one.source, year=one.year, amount_vnd=one.amount)
        for one in lines
    )


def budget_faults(contract: Contract, lines: Sequence[Line]) -> dict[str, list[str]]:
    """What is against a budget, by field."""
    years = years_of(contract.starts_on, contract.term.ends_on)
    faults: dict[str, list[str]] = {}
    for slip in budget_slips(lines, contract.cap_vnd, years, rule_sets()[contract.rule_set].shares):
        field = (
            "budget" if slip.at is None else f"budget.{slip.at}.{'year' if 'first' in slip.params else 'amount_vnd'}"
        )
        faults.setdefault(field, []).append(_said(slip))
    return faults


def _said(slip: Slip) -> str:
    return _(slip.message) % slip.params


def refuse_slips(faults: dict[str, list[str]]) -> None:
    """Raise Invalid where there are any."""
    if faults:
        raise Invalid(_("Some fields need mending."), faults)


def _milestones_fit(contract: Contract, rows: Rows) -> None:
    faults = {}
    for number, row in enumerate(rows):
        if not clean_line(row["title"]):
            faults[f"milestones.{number}.title"] = [_("This is needed.")]
        if not contract.starts_on <= row["plan_from"] <= row["plan_to"] <= contract.term.ends_on:
            within = {"from": f"{contract.starts_on:%d/%m/%Y}", "to": f"{contract.term.ends_on:%d/%m/%Y}"}
            faults[f"milestones.{number}.plan_to"] = [_("Within the term, from %(from)s to %(to)s.") % within]
    refuse_slips(faults)


def slips_of(contract: Contract) -> list[str]:
    """What keeps a plan from being signed."""
    lines = kept_lines(contract)
    said = [text for texts in budget_faults(contract, lines).values() for text in texts]
    if not lines:
        said.append(_("The budget is empty."))
    planned = list(contract.instalments.values_list("planned_vnd", flat=True))
    said += [_said(slip) for slip in instalment_slips(planned, total(lines, Source.STATE))]
    if not contract.milestones.exists():
        said.append(_("There is no milestone."))
    return said


def schedule_reports(contract: Contract) -> None:
    """Reports that the term asks for and that do not stand there yet; at signing, and when the term changes."""
    known = list(contract.reports.exclude(state=ReportState.CANCELLED).values_list("due_on", flat=True))
    latest, number = max(known, default=date.min), contract.reports.count()
    days = [on for on in contract.term.report_days(contract.report_every_months) if on > latest]
    Progress.objects.bulk_create(
        Progress(contract=contract, number=number + n, due_on=on) for n, on in enumerate(days, 1)
    )


def cancel_reports(contract: Contract, actor: Actor) -> None:
    """Reports still to come are not needed any more."""
    from initiatives.execution_workflow import REPORTS
    from initiatives.services.moves import move

    for report in contract.reports.filter(state__in=[ReportState.PLANNED, ReportState.RETURNED]):
        move(report, REPORTS["cancel"], actor, {}, f"contract:{contract.pk}", lambda: {"code": contract.code})


def shift(contract: Contract, days: int) -> None:
    """Move what is still to come by the days of a pause."""
    by = timedelta(days=days)
    for row in contract.milestones.filter(fact_to=None):
        row.plan_to += by
        row.plan_from += by if row.fact_from is None else timedelta()
        row.save()
    for report in contract.reports.filter(state=ReportState.PLANNED):
        report.due_on += by
        report.save()


def snapshot(contract: Contract) -> dict[str, Any]:
    """What a contract says, as plain JSON: kept at the signing (law 2)."""
    return {
        "ends_on": contract.ends_on.isoformat(),
        "goals": contract.goals,
        "people": contract.people,
        "budget": [[one.item, one.source, one.year, one.amount] for one in kept_lines(contract)],
        "instalments": [[one.planned_on.isoformat(), one.planned_vnd] for one in contract.instalments.all()],
        "milestones": [
            [one.title, one.product, one.plan_from.isoformat(), one.plan_to.isoformat()]
            for one in contract.milestones.all()
        ],
    }


def sides_of(work: Work) -> str:
    """The sides of the three-way link that take part in a work."""
    kinds = Unit.objects.filter(pk__in=[work.unit_id, *work.participations.values_list("unit_id", flat=True)])
    return ",".join(sorted({side_of(kind) for kind in kinds.values_list("kind", flat=True)}))


def refresh(contract: Contract) -> None:
    """Bring the columns that sum up other tables up to date; the caller saves."""
    lines = kept_lines(contract)
    contract.state_vnd, contract.other_vnd = total(lines, Source.STATE), total(lines, Source.OTHER)
    sums = contract.instalments.aggregate(paid=Sum("paid_vnd"), settled=Sum("settled_vnd"))
    contract.paid_vnd, contract.settled_vnd = sums["paid"] or 0, sums["settled"] or 0
    contract.next_due_on = due_of(contract)


def due_of(contract: Contract) -> date | None:
    """The earliest day by which something of the contract's unit is due."""
    if contract.state == ContractState.IN_FORCE:
        reports = contract.reports.filter(state__in=[ReportState.PLANNED, ReportState.RETURNED])
        marks = contract.milestones.filter(fact_to=None)
        days = [
            reports.aggregate(first=Min("due_on"))["first"], marks.aggregate(first=Min("plan_to"))["first"],
            final_due(contract) if contract.requires_acceptance and not contract.acceptance_filed_on else None,
        ]  # fmt: skip
        return min((on for on in days if on), default=None)
    rows = FollowUp.objects.filter(contract=contract, done_on=None)
    return rows.aggregate(first=Min("due_on"))["first"]  # type: ignore[no-any-return]


def final_due(contract: Contract) -> date:
    """By when the dossier for acceptance is to be filed."""
    return final_dossier_due(contract.ends_on, rule_sets()[contract.rule_set])


def budget_text(lines: Sequence[Line]) -> str:
    """A budget in one text, for an annex."""
    items, sources = dict(CostItem.choices), dict(Source.choices)
    return "\n".join(
        f"{one.year}: {items[one.item]} ({sources[one.source]}): {one.amount:,}".replace(",", ".") for one in lines
    )
