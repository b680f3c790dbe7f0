"""What an approved request does to its contract, and the annex that says so."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from config.errors import Invalid
from initiatives.choices import RequestKind, Source
from initiatives.machine import Data
from initiatives.models import Annex, Contract, ContractRequest
from initiatives.rules.budget import Line, instalment_slips, total
from initiatives.rules.rule_sets import rule_sets
from initiatives.services import plans
from organisation.actor import Actor

Change = dict[str, str]


def carry_out(request: ContractRequest, actor: Actor, data: Data) -> None:
    """Effect of “approve”: the contract changes by its own table, and what changed stands in an annex; a termination
    has its decision and its settlement instead.
    """
    from initiatives.execution_workflow import CONTRACTS
    from initiatives.services.moves import move

    contract, step = request.contract, STEPS.get(RequestKind(request.kind), "amend")
    with override("vi"):
        changes = CHANGES[RequestKind(request.kind)](contract, request)
    named = {"code": contract.code, "request": request.number}
    move(contract, CONTRACTS[step], actor, {}, f"contract:{contract.pk}", lambda: named)
    if request.kind == RequestKind.TERMINATION:
        plans.cancel_reports(contract, actor)
        return
    plans.schedule_reports(contract)
    Annex.objects.create(
        contract=contract, request=request, number=contract.annexes.count() + 1,
        signed_on=request.decided_on or request.filed_on, changes=changes,
    )  # fmt: skip


STEPS = {RequestKind.PAUSE: "pause", RequestKind.RESUME: "resume", RequestKind.TERMINATION: "terminate"}


def _change(what: str, before: str, after: str) -> Change:
    return {"what": what, "before": before, "after": after}


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def _ends(contract: Contract, change: Callable[[], None]) -> Change:
    before = contract.ends_on
    change()
    contract.ends_on = contract.term.ends_on
    return _change(_("End of the term"), _day(before), _day(contract.ends_on))


def _extend(contract: Contract, request: ContractRequest) -> list[Change]:
    def change() -> None:
        contract.extended_months += request.asked["months"]

    return [_ends(contract, change)]


def _goals(contract: Contract, request: ContractRequest) -> list[Change]:
    before, contract.goals = contract.goals, request.asked["goals"]
    return [_change(_("Goals and products"), before, contract.goals)]


def _people(contract: Contract, request: ContractRequest) -> list[Change]:
    before, contract.people = contract.people, request.asked["people"]
    return [_change(_("Members of the topic"), before, contract.people)]


def _budget(contract: Contract, request: ContractRequest) -> list[Change]:
    lines = plans.lines_of(request.asked["budget"])
    refuse_budget(contract, lines)
    before = plans.budget_text(plans.kept_lines(contract))
    plans.replace_lines(contract, lines)
    return [_change(_("Budget"), before, plans.budget_text(plans.kept_lines(contract)))]


def refuse_budget(contract: Contract, lines: list[Line]) -> None:
    """Raise Invalid at `budget` unless the new lines keep the rules and the sum of the instalments."""
    faults: dict[str, list[str]] = plans.budget_faults(contract, lines)
    planned = list(contract.instalments.values_list("planned_vnd", flat=True))
    for slip in instalment_slips(planned, total(lines, Source.STATE)):
        faults.setdefault("budget", []).append(_(slip.message) % slip.params)
    if not lines:
        faults["budget"] = [_("The budget is empty.")]
    plans.refuse_slips(faults)


def _pause(contract: Contract, request: ContractRequest) -> list[Change]:
    contract.paused_on = date.fromisoformat(request.asked["from_on"])
    return [_change(_("Execution"), "", _("Paused from %(day)s") % {"day": _day(contract.paused_on)})]


def _resume(contract: Contract, request: ContractRequest) -> list[Change]:
    """The days of the pause are added to the term where the rule set says so, and what is still to come moves along."""
    on, since = date.fromisoformat(request.asked["from_on"]), contract.paused_on or contract.starts_on
    if on < since:
        message = _("Not before the pause began.")
        raise Invalid(message, {"from_on": [message]})
    days = (on - since) // timedelta(days=1) if rule_sets()[contract.rule_set].pause_extends else 0

    def change() -> None:
        contract.paused_days += days
        contract.paused_on = None

    ends = _ends(contract, change)
    plans.shift(contract, days)
    said = _("Resumed from %(day)s, after a pause of %(days)d days") % {"day": _day(on), "days": (on - since).days}
    return [_change(_("Execution"), "", said), ends]


def _terminate(contract: Contract, request: ContractRequest) -> list[Change]:
    contract.result_on = date.fromisoformat(request.asked["from_on"])
    return []


CHANGES: dict[Any, Callable[[Contract, ContractRequest], list[Change]]] = {
    RequestKind.EXTENSION: _extend, RequestKind.GOALS: _goals, RequestKind.PEOPLE: _people,
    RequestKind.BUDGET: _budget, RequestKind.PAUSE: _pause, RequestKind.RESUME: _resume,
    RequestKind.TERMINATION: _terminate,
}  # fmt: skip
