"""What the transitions of contracts, reports and requests need, and what they do. They change the row in memory or
write beside it.
"""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Invalid
from initiatives.choices import Aftermath, ContractState, RequestKind
from initiatives.machine import Data
from initiatives.models import (
    Contract,
    ContractRequest,
    FollowUp,
    Inspection,
    Instalment,
    Milestone,
    Progress,
    ProgressVersion,
    Settlement,
)
from initiatives.rules.calendar import months_after
from initiatives.rules.rule_sets import rule_sets
from initiatives.rules.terms import use_days
from initiatives.services import plans
from initiatives.services.content import digest_of
from initiatives.services.numbers import next_number
from organisation.actor import Actor


def day(data: Data, name: str) -> date:
    """An answer that is a day."""
    return date.fromisoformat(data[name])


def _refuse(field: str, message: str) -> Invalid:
    return Invalid(_("Some fields need mending."), {field: [message]})


def _not_later(name: str) -> Any:
    def need(thing: Any, actor: Actor, data: Data) -> None:
        if data.get(name) and day(data, name) > timezone.localdate():
            raise _refuse(name, _("This day has not come yet."))

    need.__name__ = f"{name}_has_come"
    need.__doc__ = "The day lies not in the future."
    return need


signed_has_come, paid_has_come, settled_has_come = map(_not_later, ("signed_on", "paid_on", "settled_on"))
held_has_come, done_has_come, decided_has_come = map(_not_later, ("held_on", "done_on", "decided_on"))
begun_has_come, finished_has_come = map(_not_later, ("fact_from", "fact_to"))


def _not_before(name: str) -> Any:
    def need(contract: Contract, actor: Actor, data: Data) -> None:
        first = min(contract.starts_on, contract.signed_on or contract.starts_on)
        if data.get(name) and day(data, name) < first:
            raise _refuse(name, _("This day lies before the contract."))

    need.__name__ = f"{name}_is_of_the_contract"
    need.__doc__ = "The day lies not before the contract was signed or began."
    return need


paid_is_of_the_contract, settled_is_of_the_contract = map(_not_before, ("paid_on", "settled_on"))
held_is_of_the_contract, begun_is_of_the_contract = map(_not_before, ("held_on", "fact_from"))


def _not_before_the_end(name: str) -> Any:
    def need(contract: Contract, actor: Actor, data: Data) -> None:
        if contract.result_on and data.get(name) and day(data, name) < contract.result_on:
            said = {"day": f"{contract.result_on:%d/%m/%Y}"}
            raise _refuse(name, _("This day lies before the execution ended, on %(day)s.") % said)

    need.__name__ = f"{name}_is_after_the_end"
    need.__doc__ = "The day lies not before the result was accepted, or the contract ended without one."
    return need


done_is_after_the_end, settled_is_after_the_end = map(_not_before_the_end, ("done_on", "settled_on"))


def plan_is_whole(contract: Contract, actor: Actor, data: Data) -> None:
    """Budget, instalments and milestones agree with each other and with what was approved."""
    if slips := plans.slips_of(contract):
        raise Invalid(_("The plan is not ready to be signed: %(first)s") % {"first": slips[0]}, {"plan": slips})


def sign(contract: Contract, actor: Actor, data: Data) -> None:
    """The number, the end of the term, the schedule of reports."""
    signed, authority = day(data, "signed_on"), contract.authority
    number = next_number(f"contract-{authority.code}-{signed.year}")
    contract.code = f"{authority.code}-HD-{signed.year}-{number:03}"
    contract.number = f"{number:02}/{signed.year}/HĐ-{authority.code}"
    contract.signed_on, contract.orderer, contract.holder = signed, data["orderer"], data["holder"]
    contract.ends_on = contract.term.ends_on
    contract.sides = plans.sides_of(contract.work)
    contract.as_signed = plans.snapshot(contract)
    contract.state = ContractState.IN_FORCE
    plans.schedule_reports(contract)


def _part(rows: Any, data: Data) -> Any:
    found = rows.select_for_update().filter(position=data["number"]).first()
    if found is None:
        raise _refuse("number", _("Choose from the list."))
    return found


def pay(contract: Contract, actor: Actor, data: Data) -> None:
    """An instalment has been paid: once, and no more than was planned."""
    part: Instalment = _part(contract.instalments, data)
    if part.paid_on is not None:
        raise _refuse("number", _("This instalment has been paid already."))
    if not 0 < data["paid_vnd"] <= part.planned_vnd:
        raise _refuse("paid_vnd", _("More than 0 and at most what was planned for the instalment."))
    part.paid_on, part.paid_vnd = day(data, "paid_on"), data["paid_vnd"]
    part.save()


def settle_part(contract: Contract, actor: Actor, data: Data) -> None:
    """Costs of an instalment are accepted, up to what was paid."""
    part: Instalment = _part(contract.instalments, data)
    if part.paid_on is None:
        raise _refuse("number", _("This instalment has not been paid yet."))
    if data["settled_vnd"] > part.paid_vnd:
        raise _refuse("settled_vnd", _("At most what was paid can be settled."))
    part.settled_on, part.settled_vnd = day(data, "settled_on"), data["settled_vnd"]
    part.save()


def mark(contract: Contract, actor: Actor, data: Data) -> None:
    """When a part of the work was begun and finished in fact."""
    row: Milestone = _part(contract.milestones, data)
    row.fact_from = day(data, "fact_from")
    row.fact_to = day(data, "fact_to") if data["fact_to"] else None
    if row.fact_to and row.fact_to < row.fact_from:
        raise _refuse("fact_to", _("It cannot be finished before it was begun."))
    row.note = data["note"]
    row.save()


def inspect(contract: Contract, actor: Actor, data: Data) -> None:
    """The record of a visit."""
    Inspection.objects.create(
        contract=contract, number=contract.inspections.count() + 1, held_on=day(data, "held_on"),
        present=data["present"], findings=data["findings"], demands=data["demands"], made_by_id=actor.person_id,
    )  # fmt: skip


def accept(contract: Contract, actor: Actor, data: Data) -> None:
    """The result was recognised: from now on it is registered, handed over, and its use followed up."""
    today = timezone.localdate()
    contract.result_on, contract.grade = today, data.get("grade", "")
    rules = rule_sets()[contract.rule_set]
    due = [
        (Aftermath.REGISTRATION, months_after(today, rules.register_months)),
        (Aftermath.HAND_OVER, months_after(today, rules.hand_over_months)),
    ]
    due += [(Aftermath.USE, on) for on in use_days(today, rules)]
    FollowUp.objects.bulk_create(
        FollowUp(contract=contract, number=n, kind=kind, due_on=on) for n, (kind, on) in enumerate(due, 1)
    )
    plans.cancel_reports(contract, actor)


def fail(contract: Contract, actor: Actor, data: Data) -> None:
    """The result was not recognised."""
    contract.result_on = timezone.localdate()
    plans.cancel_reports(contract, actor)


def is_not_settled(contract: Contract, actor: Actor, data: Data) -> None:
    """Settled once."""
    if Settlement.objects.filter(contract=contract).exists():
        raise Invalid(_("The contract has been settled already."))


def costs_are_within(contract: Contract, actor: Actor, data: Data) -> None:
    """No more costs are accepted than the state budget of the contract."""
    if data["accepted_vnd"] > contract.state_vnd:
        raise _refuse("accepted_vnd", _("At most the state budget of the contract can be accepted."))


def settle(contract: Contract, actor: Actor, data: Data) -> None:
    """Costs accepted, against what had been paid."""
    Settlement.objects.create(
        contract=contract, settled_on=day(data, "settled_on"), accepted_vnd=data["accepted_vnd"],
        paid_vnd=sum(contract.instalments.values_list("paid_vnd", flat=True)),
        decision_number=data["decision_number"], note=data["note"], made_by_id=actor.person_id,
    )  # fmt: skip
    contract.closed_on = day(data, "settled_on")


def follow_up(contract: Contract, actor: Actor, data: Data) -> None:
    """One of the tasks after acceptance is done; a follow-up of use says what it found."""
    row = contract.follow_ups.select_for_update().filter(number=data["number"]).first()
    if row is None:
        raise _refuse("number", _("Choose from the list."))
    if row.done_on is not None:
        raise _refuse("number", _("This has been done already."))
    if (row.kind == Aftermath.USE) != bool(data["use"]):
        raise _refuse("use", _("Say what was found where the use is followed up, and only there."))
    row.done_on, row.use, row.note = day(data, "done_on"), data["use"], data["note"]
    row.done_by_id = actor.person_id
    row.save()


def freeze_report(report: Progress, actor: Actor, data: Data) -> None:
    """Keep what was submitted as it is now (law 2)."""
    rows = report.files.select_related("blob").order_by("pk")
    files = [{"name": row.name, "digest": row.blob.digest, "size": row.blob.size} for row in rows]
    content = {"answers": dict(data), "files": files, "due_on": report.due_on.isoformat()}
    ProgressVersion.objects.create(
        report=report, number=report.versions.count() + 1, content=content, digest=digest_of(content),
        submitted_by_id=actor.person_id,
    )  # fmt: skip


def keep_remark(report: Progress, actor: Actor, data: Data) -> None:
    """What the authority wants completed."""
    report.remark = data["remark"]


def period_has_begun(report: Progress, actor: Actor, data: Data) -> None:
    """A report tells of its own period: from the day of the report before it, or the beginning of the contract."""
    earlier = report.contract.reports.filter(due_on__lt=report.due_on).order_by("due_on").last()
    begins = earlier.due_on if earlier else report.contract.starts_on
    if timezone.localdate() < begins:
        raise Invalid(_("The period of this report begins on %(day)s.") % {"day": f"{begins:%d/%m/%Y}"})


def contract_runs(thing: Progress | ContractRequest, actor: Actor, data: Data) -> None:
    """Reports and requests are for contracts in execution."""
    _is_in(thing.contract, ContractState.IN_FORCE)


def contract_takes_requests(request: ContractRequest, actor: Actor, data: Data) -> None:
    """Resumption is asked of a paused contract, termination of a running one, all else of one in execution; and nothing
    once the dossier for acceptance has been filed.
    """
    contract = request.contract
    if request.kind == RequestKind.RESUME:
        _is_in(contract, ContractState.PAUSED)
    elif request.kind != RequestKind.TERMINATION or contract.state != ContractState.PAUSED:
        _is_in(contract, ContractState.IN_FORCE)
    if contract.acceptance_filed_on is not None:
        raise Invalid(_("The dossier for acceptance has been filed: nothing is changed any more."))


def _is_in(contract: Contract, state: ContractState) -> None:
    if contract.state != state:
        raise Invalid(_("The contract is “%(state)s”.") % {"state": contract.get_state_display()})


def keep_decision(request: ContractRequest, actor: Actor, data: Data) -> None:
    """Who decided, when, by which decision."""
    request.decided_on, request.decided_by_id = day(data, "decided_on"), actor.person_id
    request.decision_number, request.decision_reason = data["decision_number"], data["reason"]


def decided_after_filing(request: ContractRequest, actor: Actor, data: Data) -> None:
    """A decision comes after its request."""
    if day(data, "decided_on") < request.filed_on:
        raise _refuse("decided_on", _("It cannot be decided before it was filed."))
