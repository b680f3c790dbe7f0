"""What a transition does to the dossier besides its new state. They change the row in memory or write beside it."""

from datetime import date

from django.utils import timezone

from initiatives.choices import CODE_PREFIX, RUNNING, Channel, Kind, Level, Purpose
from initiatives.machine import Data
from initiatives.models import Contract, Dossier, Notice, Round, Task
from initiatives.rules.answers import clean_text
from initiatives.rules.calendar import add_months, add_working_days
from initiatives.rules.rule_sets import RuleSet, rule_sets
from initiatives.services.content import frozen_content
from initiatives.services.freezing import freeze
from initiatives.services.numbers import next_number
from initiatives.services.plans import refresh
from initiatives.services.points import kept_points
from organisation.actor import Actor


def receive(dossier: Dossier, actor: Actor, data: Data) -> None:
    """First submission: a code, the time, the day the result is due. Every submission: a day to check it by."""
    now, today = timezone.now(), timezone.localdate()
    if dossier.code is None:
        prefix = CODE_PREFIX[Kind(dossier.work.kind)]
        dossier.code = f"{prefix}-{today.year}-{next_number(f'{prefix}-{today.year}'):04}"
        dossier.submitted_at = now
        if dossier.channel != Channel.PAPER or dossier.received_on is None:
            dossier.received_on = today
        dossier.result_due_on = add_months(dossier.received_on, dossier.round.result_months)
    dossier.due_on = add_working_days(_check_from(dossier.round, today), dossier.round.check_working_days)


def _check_from(round_: Round, today: date) -> date:
    """The day from which the time to check runs: what is sealed cannot be checked before it is opened."""
    return max(today, round_.closes_on) if round_.closed_to_all else today


def freeze_version(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Keep what was submitted as it is now (law 2)."""
    freeze(dossier, {**frozen_content(dossier), **kept_points(dossier)}, submitted_by_id=actor.user_id)


def admit(dossier: Dossier, actor: Actor, data: Data) -> None:
    """From now on the clock of the result runs (Nghị định 13/2012/NĐ-CP, Điều 7 khoản 1: three months)."""
    dossier.admitted_at = timezone.now()
    dossier.result_due_on = add_months(timezone.localdate(), dossier.round.result_months)
    dossier.due_on = dossier.result_due_on
    if rules := acceptance_rules(dossier):
        _due_once_valid(dossier, rules)


def _due_once_valid(dossier: Dossier, rules: RuleSet) -> None:
    """The base accepts within so many days; above it a council has the dossier within so many."""
    today = timezone.localdate()
    if dossier.level == Level.BASE:
        dossier.result_due_on = dossier.due_on = rules.accepted_at_base_by(today) or dossier.result_due_on
    else:
        dossier.due_on = rules.council_by(today) or dossier.due_on


def put_before_council(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The council of an acceptance above the base concludes within so many days of being set up; a standing one, which
    was there before, of the day on which the dossier was found valid.
    """
    rules = acceptance_rules(dossier)
    if rules and dossier.level != Level.BASE and data.get("set_up_on"):
        valid_on = timezone.localdate(dossier.admitted_at) if dossier.admitted_at else timezone.localdate()
        dossier.due_on = rules.concluded_by(max(valid_on, data["set_up_on"])) or dossier.result_due_on


def acceptance_rules(dossier: Dossier) -> RuleSet | None:
    """The rules under which the topic is carried out whose acceptance a dossier asks for."""
    if dossier.purpose != Purpose.ACCEPTANCE:
        return None
    contract = Contract.objects.filter(work=dossier.work_id, state__in=RUNNING).order_by("-pk").first()
    return rule_sets()[contract.rule_set] if contract else None


def check_again(dossier: Dossier, actor: Actor, data: Data) -> None:
    """An appeal against the refusal was upheld: a new day to check it by."""
    today = timezone.localdate()
    dossier.due_on = add_working_days(_check_from(dossier.round, today), dossier.round.check_working_days)


def judge_again(dossier: Dossier, actor: Actor, data: Data) -> None:
    """An appeal against the conclusion or the decision was upheld: nothing is concluded, the clock of the result runs
    anew, and the contract whose result was not accepted runs again.
    """
    dossier.outcome = dossier.grade = ""
    dossier.concluded_at = dossier.decided_at = None
    dossier.due_on = dossier.result_due_on = add_months(timezone.localdate(), dossier.round.result_months)
    _resume_contract(dossier, actor)


def _resume_contract(dossier: Dossier, actor: Actor) -> None:
    from initiatives.services.contracts import advance_contract

    ended = Contract.objects.filter(work=dossier.work_id, authority=dossier.authority_id).exclude(state__in=RUNNING)
    if dossier.purpose == Purpose.ACCEPTANCE and (contract := ended.first()):
        advance_contract(contract.pk, "rejudge", actor, through="appeal")


def send_back(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Back to the author, with reasons and a day to answer by."""
    dossier.due_on = add_working_days(timezone.localdate(), dossier.round.answer_working_days)
    _notice(dossier, actor, data, Notice.Kind.RETURN)


def send_back_by_council(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The same from a council, whose points are answered one by one."""
    dossier.due_on = add_working_days(timezone.localdate(), dossier.round.answer_working_days)
    notice = _notice(dossier, actor, data, Notice.Kind.RETURN)
    notice.by_council = True
    notice.save(update_fields=["by_council"])


def refuse(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Closed, with the rule."""
    _notice(dossier, actor, data, Notice.Kind.REFUSAL)
    dossier.due_on = None


def _notice(dossier: Dossier, actor: Actor, data: Data, kind: Notice.Kind) -> Notice:
    reasons = [{"field": reason["field"], "text": clean_text(str(reason["text"]))[:2000]} for reason in data["reasons"]]
    return Notice.objects.create(
        dossier=dossier,
        version=dossier.versions.latest("number"),
        kind=kind,
        reasons=reasons,
        rule=clean_text(str(data.get("rule") or ""))[:200],
        answer_by=dossier.due_on if kind == Notice.Kind.RETURN else None,
        made_by_id=actor.person_id,
    )


def clear_due(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Nothing is waited for any more."""
    dossier.due_on = None


def take_conclusion(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Outcome and grade as the council concluded them."""
    dossier.outcome, dossier.grade = data["outcome"], data.get("grade") or ""
    dossier.concluded_at = timezone.now()
    if dossier.purpose == Purpose.ACCEPTANCE:
        dossier.due_on = dossier.result_due_on


def decide(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The authority has decided."""
    dossier.decided_at = timezone.now()
    dossier.due_on = None


def note_acceptance(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The contract of a topic learns when its dossier for acceptance was filed first."""
    if contract := contract_ended_by(dossier):
        contract.acceptance_filed_on = contract.acceptance_filed_on or dossier.received_on
        _keep(contract)


def forget_acceptance(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The dossier for acceptance has ended without a conclusion: another is due."""
    if contract := contract_ended_by(dossier):
        contract.acceptance_filed_on = None
        _keep(contract)


def _keep(contract: Contract) -> None:
    refresh(contract)
    contract.save(update_fields=["acceptance_filed_on", "next_due_on"])


def accept_result(dossier: Dossier, actor: Actor, data: Data) -> None:
    """With the recognition of its result the execution of a topic has ended."""
    _end_contract(dossier, actor, "accept", grade=dossier.grade)


def fail_result(dossier: Dossier, actor: Actor, data: Data) -> None:
    """With the refusal of its result too."""
    _end_contract(dossier, actor, "fail")


def list_or_award(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The decision on a proposal puts its task in the list; that on the dossier chosen for a task awards it."""
    from initiatives.services.tasks import advance_task

    if dossier.purpose == Purpose.DETERMINATION:
        said = {"decision": str(data.get("decision") or ""), "on": timezone.localdate().isoformat()}
        advance_task(dossier.task_made.pk, "list", actor, "decision", **said)
    elif dossier.purpose == Purpose.SELECTION and dossier.task_id:
        advance_task(dossier.task_id, "award", actor, "decision")


def lose_task(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Where the dossier that was put first is not approved, its task may be called for anew."""
    from initiatives.services.tasks import advance_task

    task = Task.objects.filter(winner=dossier).first()
    if task is not None:
        advance_task(task.pk, "lose", actor, "decision")


def _end_contract(dossier: Dossier, actor: Actor, name: str, **data: str) -> None:
    from initiatives.services.contracts import advance_contract

    if contract := contract_ended_by(dossier):
        advance_contract(contract.pk, name, actor, through="decision", **data)


def contract_ended_by(dossier: Dossier) -> Contract | None:
    """The contract that the acceptance of a dossier ends: of the same authority; what another authority accepts before
    or after it, does not.
    """
    if dossier.purpose != Purpose.ACCEPTANCE:
        return None
    return Contract.objects.filter(work=dossier.work_id, authority=dossier.authority_id, state__in=RUNNING).first()
