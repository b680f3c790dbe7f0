"""Contracts of topics: drafted from an approved selection, taken through their table; their reports and requests."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import RUNNING, ContractState, Purpose, RequestKind, RequestState, State
from initiatives.execution_workflow import CONTRACTS, REPORTS, REQUESTS
from initiatives.machine import read_form
from initiatives.models import Appraisal, Contract, ContractRequest, Dossier, Progress
from initiatives.policy import is_author, is_registrar
from initiatives.queries import by_reference
from initiatives.rules import execution_forms as forms
from initiatives.rules.answers import clean_values
from initiatives.rules.budget import MOST as MOST_VND
from initiatives.rules.budget import money
from initiatives.rules.calendar import is_far
from initiatives.rules.rule_sets import rule_sets
from initiatives.rules.terms import Extension, Finding, Term, judge_extension
from initiatives.services import first_plans, plans
from initiatives.services.amendments import refuse_budget
from initiatives.services.content import submitted_answers
from initiatives.services.moves import move
from initiatives.services.numbers import next_number
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible

NOTHING: Mapping[str, Any] = MappingProxyType({})


@transaction.atomic
def draft_contract(
    actor: Actor, reference: str, rule_set: str, starts_on: date, months: int = 0, cap_vnd: int | None = None
) -> Contract:
    """Begin the contract of a topic whose selection was approved; duration, budget, goals and people are taken over
    from what was approved unless they are said.

    Raises: NotFound, Forbidden unless the authority's registrar asks, StateConflict where there is one already,
    Invalid naming the field.
    """
    dossier = get_visible(Dossier, actor, lock=True, **by_reference(reference))
    if not is_registrar(actor, dossier) or is_author(actor, dossier):
        raise Forbidden(_("Contracts are prepared by the registrar of the authority."))
    if dossier.purpose != Purpose.SELECTION or dossier.state != State.RECOGNISED:
        raise Invalid(_("Only a topic whose selection was approved has a contract."))
    if Contract.objects.filter(work=dossier.work_id).exists():
        raise StateConflict(_("This topic has a contract already."), state="drafted")
    approved = submitted_answers(dossier)
    months = months or int(approved.get("duration_months") or 0)
    cap = first_plans.approved_cap(dossier, approved) if cap_vnd is None else cap_vnd
    _refuse_terms(rule_set, starts_on, months, cap)
    _refuse_more_than_appraised(dossier, approved, cap)
    contract = Contract.objects.create(
        code=f"DT-HD-{next_number('contract-draft'):05}", dossier=dossier, work=dossier.work,
        authority=dossier.authority, unit=dossier.work.unit, rule_set=rule_set, starts_on=starts_on, months=months,
        ends_on=Term(starts_on, months).ends_on, cap_vnd=cap, goals=first_plans.goals_of(approved),
        report_every_months=rule_sets()[rule_set].report_every_months, people=first_plans.people_of(dossier, approved),
        demonstration=dossier.work.demonstration, made_by_id=actor.user_id,
    )  # fmt: skip
    first_plans.take_over(contract, approved)
    record(actor.user_id, "contract_drafted", f"contract:{contract.pk}", {"code": contract.code})
    return contract


def _refuse_terms(rule_set: str, starts_on: date, months: int, cap: int) -> None:
    faults: dict[str, list[str]] = {}
    if rule_set not in rule_sets():
        faults["rule_set"] = [_("Choose from the list.")]
    elif not 1 <= months <= rule_sets()[rule_set].longest_months:
        said = {"longest": rule_sets()[rule_set].longest_months}
        faults["months"] = [_("From 1 to %(longest)d months.") % said]
    if is_far(starts_on, timezone.localdate()):
        faults["starts_on"] = [_("This day is too far away.")]
    if not 0 <= cap <= MOST_VND:
        faults["cap_vnd"] = [_("Give an amount in whole đồng, above 0.")]
    plans.refuse_slips(faults)


def _refuse_more_than_appraised(dossier: Dossier, approved: Mapping[str, Any], cap: int) -> None:
    most = first_plans.approved_cap(dossier, approved)
    if cap > most and Appraisal.objects.filter(dossier=dossier).exists():
        plans.refuse_slips({"cap_vnd": [_("At most what was appraised: %(most)s đồng.") % {"most": money(most)}]})


@transaction.atomic
def perform_on_contract(code: str, name: str, actor: Actor, given: Mapping[str, Any] = NOTHING) -> Contract:
    """Take a contract through the transition `name`, as a person.

    Raises: NotFound, Forbidden, StateConflict (409), Invalid naming the field.
    """
    contract = get_visible(Contract, actor, lock=True, code=code)
    transition = CONTRACTS[name]
    if transition.through:
        raise Forbidden
    _first(transition, actor, contract)
    data = transition.read(clean_values(dict(given)))
    move(contract, transition, actor, data, f"contract:{contract.pk}", lambda: {"code": contract.code})
    return _refreshed(contract)


def _first(transition: Any, actor: Actor, thing: Any) -> None:
    """Who may not do it at all, or not now, is told that before the form is read."""
    if not transition.may(actor, thing):
        raise Forbidden(_("This is for others to do."))
    if thing.state not in transition.sources:
        transition.checked(thing, actor, {})


def advance_contract(contract_id: int, name: str, actor: Actor, through: str, **data: Any) -> Contract:
    """Take it through a transition that belongs to a decision on the dossier; inside that transaction."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract_id)
    if CONTRACTS[name].through != through:
        raise Forbidden
    move(contract, CONTRACTS[name], actor, data, f"contract:{contract.pk}", lambda: {"code": contract.code})
    return _refreshed(contract)


def _refreshed(contract: Contract) -> Contract:
    plans.refresh(contract)
    contract.save()
    return contract


@transaction.atomic
def perform_on_report(code: str, number: int, name: str, actor: Actor, given: Mapping[str, Any] = NOTHING) -> Progress:
    """Take a report through its table: submit, return, accept. Raises as `perform_on_contract`."""
    report: Progress
    contract, report = _part(Progress, code, number, actor)
    transition = REPORTS[name]
    _take(report, transition, actor, given)
    _refreshed(contract)
    return report


@transaction.atomic
def perform_on_request(
    code: str, number: int, name: str, actor: Actor, given: Mapping[str, Any] = NOTHING
) -> ContractRequest:
    """Take a request through its table: approve, refuse, withdraw. Raises as `perform_on_contract`."""
    request: ContractRequest
    _contract, request = _part(ContractRequest, code, number, actor)
    _take(request, REQUESTS[name], actor, given)
    _refreshed(request.contract)
    return request


def _part(model: type[Any], code: str, number: int, actor: Actor) -> tuple[Contract, Any]:
    """A part of a contract that the actor sees, both locked."""
    contract = get_visible(Contract, actor, lock=True, code=code)
    part = model.objects.select_for_update(of=("self",)).filter(contract=contract, number=number).first()
    if part is None:
        raise NotFound
    part.contract = contract
    return contract, part


def _take(part: Any, transition: Any, actor: Actor, given: Mapping[str, Any]) -> None:
    if transition.through or not transition.sources:
        raise Forbidden
    _first(transition, actor, part)
    data = transition.read(clean_values(dict(given)))
    named = {"code": part.contract.code, "number": part.number}
    move(part, transition, actor, data, f"contract:{part.contract_id}", lambda: named)


@transaction.atomic
def file_request(
    code: str, actor: Actor, kind: str, answers: Mapping[str, Any], budget: Sequence[Mapping[str, Any]] = ()
) -> ContractRequest:
    """Ask the authority for something; it is decided within the days of the rule set. What the rules find is
    kept with it; what they forbid is refused.

    Raises: NotFound, Forbidden, Invalid naming the field, StateConflict where one of the kind is open.
    """
    contract = get_visible(Contract, actor, lock=True, code=code)
    transition, today = REQUESTS["file"], timezone.localdate()
    if kind not in RequestKind.values:
        raise Invalid(_("Some fields need mending."), {"kind": [_("Choose from the list.")]})
    request = ContractRequest(contract=contract, kind=kind, filed_on=today, filed_by_id=actor.person_id)
    if not transition.may(actor, request):
        raise Forbidden(_("This is for others to do."))
    for need in transition.needs:
        need(request, actor, {})
    if contract.requests.filter(kind=kind, state=RequestState.FILED).exists():
        raise StateConflict(_("A request of this kind is open already."), state=RequestState.FILED)
    request.asked = _read(contract, kind, clean_values(dict(answers)), budget)
    request.findings = _findings(contract, request, today)
    request.number = contract.requests.count() + 1
    request.due_on = rule_sets()[contract.rule_set].decided_by(today)
    request.save()
    told = {"code": contract.code, "number": request.number, "kind": kind, "to": RequestState.FILED}
    record(actor.user_id, transition.event, f"contract:{contract.pk}", told)
    _refreshed(contract)
    return request


def requestable(contract: Contract, actor: Actor) -> list[str]:
    """The kinds of requests that the actor may file now."""
    if not REQUESTS["file"].may(actor, contract) or contract.state not in RUNNING or contract.acceptance_filed_on:
        return []
    if contract.state == ContractState.PAUSED:
        return [RequestKind.RESUME.value, RequestKind.TERMINATION.value]
    return [kind.value for kind in RequestKind if kind != RequestKind.RESUME]


def _read(
    contract: Contract, kind: str, answers: dict[str, Any], budget: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    form = forms.REQUESTS[kind]
    if unknown := set(answers) - {question.name for question in form}:
        raise Invalid(
            _("Some fields need mending."), {name: [_("The form has no such field.")] for name in sorted(unknown)}
        )
    asked = read_form(form, answers)
    if kind == RequestKind.BUDGET:
        asked["budget"] = [dict(row) for row in budget]
        refuse_budget(contract, plans.lines_of(budget))
    if "from_on" in asked:
        _refuse_day(contract, kind, date.fromisoformat(asked["from_on"]))
    return asked


def _refuse_day(contract: Contract, kind: str, on: date) -> None:
    first = contract.paused_on if kind == RequestKind.RESUME else contract.starts_on
    if on < (first or contract.starts_on) or (kind == RequestKind.PAUSE and on > contract.ends_on):
        message = _("This day is outside the term of the contract.")
        raise Invalid(message, {"from_on": [message]})


def _findings(contract: Contract, request: ContractRequest, today: date) -> list[dict[str, Any]]:
    if request.kind != RequestKind.EXTENSION:
        return []
    asked, rules = request.asked, rule_sets()[contract.rule_set]
    before = contract.requests.filter(kind=RequestKind.EXTENSION, state=RequestState.APPROVED).count()
    extension = Extension(asked["months"], today, before, asked["minutes"], bool(asked["special"]))
    found = judge_extension(extension, contract.term, rules)
    grave = {_FIELDS[one.rule]: [_told(one)] for one in found if one.grave}
    plans.refuse_slips(grave)
    return [
        {"rule": one.rule, "message": one.message, "params": one.params, "document": one.source.document}
        for one in found
    ]


_FIELDS = {"months": "months", "ended": "months", "times": "special", "minutes": "minutes"}


def _told(finding: Finding) -> str:
    return f"{_(finding.message) % finding.params} ({finding.source.document})"
