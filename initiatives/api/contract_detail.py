"""A contract with everything that belongs to it, in a number of statements that does not grow with it."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.api.detail import question_row
from initiatives.execution_workflow import CONTRACTS, REPORTS, REQUESTS
from initiatives.machine import Transition, Workflow
from initiatives.models import Author, Contract, ContractFile, ContractRequest, Progress
from initiatives.queries.contracts import Bar, late_and_next, timeline
from initiatives.rules.budget import balance
from initiatives.services.contracts import requestable
from organisation.actor import Actor

PLAIN = (
    "code", "number", "state", "starts_on", "ends_on", "next_due_on", "state_vnd", "paid_vnd", "rule_set", "months",
    "extended_months", "paused_days", "requires_acceptance", "acceptance_filed_on", "cap_vnd", "other_vnd",
    "settled_vnd", "signed_on", "result_on", "grade", "goals", "people",
)  # fmt: skip
LINES = ("item", "source", "year", "amount_vnd")
INSTALMENT = ("planned_on", "planned_vnd", "paid_on", "paid_vnd", "settled_on", "settled_vnd")
INSPECTION = ("number", "held_on", "present", "findings", "demands")
FOLLOW_UP = ("number", "kind", "due_on", "done_on", "use", "note")
BAR = ("kind", "number", "title", "product", "plan_from", "plan_to", "began", "ended")
REQUEST = (
    "number", "kind", "state", "asked", "filed_on", "due_on", "decided_on", "decision_number", "decision_reason",
)  # fmt: skip


def contract_detail(contract: Contract, actor: Actor) -> dict[str, Any]:
    """The contract as the actor is shown it."""
    prefetch_related_objects([contract.work], Prefetch("authors", Author.objects.select_related("person")))
    today, bars = timezone.localdate(), timeline(contract)
    late, coming = late_and_next(bars, today)
    return {
        **_picked(contract, PLAIN),
        "title": contract.work.title,
        "unit": contract.unit.code,
        "authority": contract.authority.code,
        "dossier": contract.dossier.reference,
        "sides": contract.sides.split(",") if contract.sides else [],
        "budget": list(contract.lines.order_by("year", "source", "item").values(*LINES)),
        "instalments": [{"number": one.position, **_picked(one, INSTALMENT)} for one in contract.instalments.all()],
        "timeline": [_bar(bar, today) for bar in bars],
        "late": [_bar(bar, today) for bar in late],
        "next": _bar(coming, today) if coming else None,
        "reports": _reports(contract, actor),
        "requests": _requests(contract, actor),
        "annexes": [
            {"number": one.number, "request": one.request.number, **_picked(one, ("signed_on", "changes"))}
            for one in contract.annexes.select_related("request")
        ],
        "inspections": list(contract.inspections.values(*INSPECTION)),
        "follow_ups": list(contract.follow_ups.values(*FOLLOW_UP)),
        "settlement": _settlement(contract),
        "files": [contract_file_row(file) for file in _files(contract)],
        "transitions": acts(CONTRACTS, actor, contract),
        "requestable": requestable(contract, actor),
    }


def _picked(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _bar(bar: Bar, today: Any) -> dict[str, Any]:
    return {**_picked(bar, BAR), "late_days": bar.late_days(today)}


def acts(table: Workflow, actor: Actor, thing: Any) -> list[dict[str, Any]]:
    """What the actor may do with a thing now."""
    return [act_row(step) for step in table.open_to(actor, thing)]


def act_row(step: Transition) -> dict[str, Any]:
    """A transition with its form."""
    return {"name": step.name, "title": _(step.title), "form": [question_row(question) for question in step.form]}


def _reports(contract: Contract, actor: Actor) -> list[dict[str, Any]]:
    rows = contract.reports.prefetch_related("versions")
    return [report_row(_of(contract, row), actor) for row in rows]


def _of(contract: Contract, part: Any) -> Any:
    part.contract = contract
    return part


def report_row(report: Progress, actor: Actor) -> dict[str, Any]:
    """A report with its versions."""
    versions = [
        {**_picked(one, ("number", "digest", "submitted_at")), "answers": one.content["answers"]}
        for one in report.versions.all()
    ]
    kept = _picked(report, ("number", "due_on", "state", "remark"))
    return {**kept, "versions": versions, "transitions": acts(REPORTS, actor, report)}


def _requests(contract: Contract, actor: Actor) -> list[dict[str, Any]]:
    return [request_row(_of(contract, row), actor) for row in contract.requests.all()]


def request_row(request: ContractRequest, actor: Actor) -> dict[str, Any]:
    """A request with what the rules say."""
    told = [
        {"rule": one["rule"], "text": _(one["message"]) % one["params"], "document": one["document"]}
        for one in request.findings
    ]
    return {**_picked(request, REQUEST), "findings": told, "transitions": acts(REQUESTS, actor, request)}


def _settlement(contract: Contract) -> dict[str, Any] | None:
    row = getattr(contract, "settlement", None)
    if row is None:
        return None
    pay, back = balance(row.paid_vnd, row.accepted_vnd)
    kept = _picked(row, ("settled_on", "accepted_vnd", "paid_vnd", "decision_number"))
    return {**kept, "to_pay_vnd": pay, "to_return_vnd": back}


def _files(contract: Contract) -> Any:
    return contract.files.select_related("blob", "report", "request").defer("blob__pages").order_by("pk")


def contract_file_row(file: ContractFile) -> dict[str, Any]:
    """A file with its blob loaded."""
    return {
        "id": file.pk, "name": file.name, "size": file.blob.size, "media_type": file.blob.media_type,
        "digest": file.blob.digest, "report": file.report.number if file.report else None,
        "request": file.request.number if file.request else None,
    }  # fmt: skip
