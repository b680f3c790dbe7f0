"""What a transition needs. Each raises Invalid that names the field and says what to mend."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Invalid, StateConflict
from initiatives.choices import CLOSED, Channel, Confirmation, ContractState, Purpose, State, TaskState
from initiatives.machine import Data
from initiatives.models import Appraisal, Contract, Dossier, Task
from initiatives.rules import novelty, shares
from initiatives.rules.answers import missing
from initiatives.rules.forms import questions
from initiatives.rules.proposals import Bounds, proposal_slips
from initiatives.rules.rule_sets import DEFAULT_RULES, rule_sets
from initiatives.services.blinding import identities
from initiatives.services.content import answers_of, authors_of, files_of, frozen_content
from initiatives.services.effects import acceptance_rules
from initiatives.services.limits import MAX_TOTAL
from initiatives.services.points import points_of
from organisation.actor import Actor
from organisation.rules.names import names_in

MOST_LETTERS, RULE_LETTERS = 2_000, 200


def round_is_open(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Today lies in the round; what was returned may come back until its own date; paper counts by its receipt."""
    today = timezone.localdate()
    if dossier.state == State.RETURNED:
        if dossier.due_on and today > dossier.due_on:
            raise Invalid(_("The time to answer ended on %(day)s.") % {"day": f"{dossier.due_on:%d/%m/%Y}"})
        return
    day = dossier.received_on if dossier.channel == Channel.PAPER and dossier.received_on else today
    opens, closes = dossier.round.opens_on, dossier.round.closes_on
    if not opens <= day <= closes:
        period = {"opens": f"{opens:%d/%m/%Y}", "closes": f"{closes:%d/%m/%Y}"}
        message = _("The round takes dossiers from %(opens)s to %(closes)s only.") % period
        raise Invalid(message, {"round": [message]})


def is_complete(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Every required question is answered."""
    asked = questions(dossier.purpose)
    names = missing(asked, answers_of(dossier))
    if names:
        raise Invalid(
            _("Some answers are still missing."),
            {name: [_("Fill in: %(label)s") % {"label": _(asked[name].label)}] for name in names},
        )


def names_nobody(dossier: Dossier, actor: Actor, data: Data) -> None:
    """In a blind round the title and the summary, which the council sees everywhere, name neither authors nor units."""
    if not dossier.round.blind:
        return
    names, answers = identities(frozen_content(dossier)), answers_of(dossier)
    named = {field: names_in(str(answers.get(field) or ""), names) for field in ("title", "summary")}
    words = _("The council of this round learns neither authors nor units: leave out %(who)s.")
    faults = {field: [words % {"who": ", ".join(who)}] for field, who in named.items() if who}
    if faults:
        raise Invalid(_("The round is blind; some answers name somebody."), faults)


def files_are_whole(dossier: Dossier, actor: Actor, data: Data) -> None:
    """All files together stay within 100 MB."""
    if sum(file.blob.size for file in files_of(dossier)) > MAX_TOTAL:
        raise Invalid(_("The files are too large."), {"files": [_("All files together may have 100 MB at most.")]})


def shares_are_100(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The shares add up to exactly 100 %, none under the round's smallest."""
    given = [author.share for author in authors_of(dossier.work)]
    if not given:
        raise Invalid(_("A work has at least one author."), {"authors": [_("Name at least one author.")]})
    if not shares.are_whole(given):
        message = _("The shares add up to %(total)s%%; exactly 100%% are needed.") % {"total": shares.total(given)}
        raise Invalid(message, {"authors": [message]})
    if shares.below(given, dossier.round.min_share):
        message = _("In this round each author has a share of at least %(share)s %%.") % {
            "share": dossier.round.min_share
        }
        raise Invalid(message, {"authors": [message]})


def authors_have_confirmed(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Each author agrees to their share; on paper they have signed."""
    if dossier.channel == Channel.PAPER:
        return
    agreed = (Confirmation.CONFIRMED, Confirmation.ON_PAPER)
    waiting = [one.person.full_name for one in authors_of(dossier.work) if one.confirmation not in agreed]
    if waiting:
        message = _("Not confirmed yet: %(names)s.") % {"names": ", ".join(waiting)}
        raise Invalid(message, {"authors": [message]})


def is_in_time(dossier: Dossier, actor: Actor, data: Data) -> None:
    """First application is not in the future, nor longer ago than the round allows (INI-08)."""
    applied, today = dossier.work.first_applied_on, timezone.localdate()
    if applied and applied > today:
        raise Invalid(_("A date lies in the future."), {"first_applied_on": [_("This day has not come yet.")]})
    limit = dossier.round.max_months_applied
    if dossier.state == State.DRAFT and not novelty.is_in_time(dossier.received_on or today, applied, limit):
        message = _("First application may lie at most %(months)d months before filing.") % {"months": limit}
        raise Invalid(message, {"first_applied_on": [message]})


def is_the_only_one(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The same work is not before the same authority for the same purpose already."""
    others = Dossier.objects.filter(
        work=dossier.work_id, authority=dossier.authority_id, purpose=dossier.purpose, code__isnull=False
    )
    if others.exclude(pk=dossier.pk).exclude(state__in=[s for s in CLOSED if s != State.RECOGNISED]).exists():
        raise Invalid(_("This work is already filed there for the same purpose."))


def task_is_called(dossier: Dossier, actor: Actor, data: Data) -> None:
    """What competes for a task is judged anew only while the task is called for."""
    task = dossier.task
    if task is not None and dossier.purpose == Purpose.SELECTION and task.state != TaskState.CALLED:
        said = {"state": task.get_state_display()}
        raise StateConflict(
            _("The task is now “%(state)s”: it has to be called for anew before its dossiers are judged again.") % said,
            state=task.state,
        )


def has_reasons(dossier: Dossier, actor: Actor, data: Data) -> None:
    """At least one reason, each tied to a field of the form (or to "authors", "files", "other") and not empty."""
    allowed = {*questions(dossier.purpose), "authors", "files", "other"}
    reasons: Any = data.get("reasons") or []
    if not reasons:
        raise Invalid(_("Give at least one reason."), {"reasons": [_("Give at least one reason.")]})
    for number, reason in enumerate(reasons):
        if reason.get("field") not in allowed:
            raise Invalid(
                _("A reason names no field of the form."), {f"reasons.{number}.field": [_("Choose from the list.")]}
            )
        text = str(reason.get("text") or "").strip()
        if not text:
            raise Invalid(_("A reason is empty."), {f"reasons.{number}.text": [_("Say what is to be mended.")]})
        _refuse_long(text, MOST_LETTERS, f"reasons.{number}.text")


def points_are_answered(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Each point of the council that sent it back has the author's answer."""
    points = points_of(dossier)
    open_ones = [number for number, point in enumerate(points) if not point["answer"]]
    if open_ones:
        message = _("The council's points need an answer each; still open: %(numbers)s.")
        told = message % {"numbers": ", ".join(str(number + 1) for number in open_ones)}
        raise Invalid(told, {f"answers.{number}": [_("Answer this point.")] for number in open_ones})


def may_be_revised(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The council of an acceptance sends it back as often as the rules of the topic allow, and then concludes."""
    rules = acceptance_rules(dossier)
    if rules and dossier.notices.filter(by_council=True).count() >= rules.revisions:
        said = {"n": rules.revisions, "source": rules.sources["revisions"].document}
        raise Invalid(_("It may be sent back %(n)d time(s); now the council concludes (%(source)s).") % said)


def has_rule(dossier: Dossier, actor: Actor, data: Data) -> None:
    """A refusal names the rule it rests on."""
    rule = str(data.get("rule") or "").strip()
    if not rule:
        raise Invalid(_("Name the rule."), {"rule": [_("Name the article on which the refusal rests.")]})
    _refuse_long(rule, RULE_LETTERS, "rule")


def note_is_short(dossier: Dossier, actor: Actor, data: Data) -> None:
    """A note may be left out, and is not a treatise."""
    _refuse_long(str(data.get("note") or ""), MOST_LETTERS, "note")


def _refuse_long(text: str, limit: int, field: str) -> None:
    if len(text) > limit:
        message = _("At most %(limit)d characters; there are %(length)d.") % {"limit": limit, "length": len(text)}
        raise Invalid(message, {field: [message]})


def is_overdue(dossier: Dossier, actor: Actor, data: Data) -> None:
    """The day to answer has passed."""
    if not dossier.due_on or timezone.localdate() <= dossier.due_on:
        raise Invalid(_("The time to answer has not ended yet."))


def has_passed(dossier: Dossier, actor: Actor, data: Data) -> None:
    """No recognition without a conclusion that says so (law 5)."""
    if dossier.outcome != "passed":
        raise Invalid(_("Only what the council has passed can be recognised."))


def is_in_execution(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Acceptance is of a topic in execution whose contract asks for it; of one selected before the system existed, the
    authority enters the dossier from paper. A further acceptance follows the one before.
    """
    if dossier.purpose != Purpose.ACCEPTANCE:
        return
    before = dossier.follows
    again = before is not None and before.purpose == Purpose.ACCEPTANCE
    contract = Contract.objects.filter(work=dossier.work_id).first()
    if contract is None and (again or (before is None and dossier.channel == Channel.PAPER)):
        return
    if contract is None or not (awaits_acceptance(contract) or (again and has_result(contract))):
        raise Invalid(_("Acceptance is filed for a topic in execution: begin it from the page of its contract."))


def awaits_acceptance(contract: Contract) -> bool:
    """Whether a dossier for acceptance may be filed: late too, which is then said."""
    return contract.state == ContractState.IN_FORCE and contract.requires_acceptance


def has_result(contract: Contract) -> bool:
    """Whether a result was accepted: what is closed may also have been terminated."""
    return contract.state in (ContractState.ACCEPTED, ContractState.CLOSED) and contract.follow_ups.exists()


def fits_the_task(dossier: Dossier, actor: Actor, data: Data) -> None:
    """What is proposed does not contradict itself, nor the task for which it competes."""
    if dossier.purpose != Purpose.SELECTION:
        return
    task = dossier.task
    if task is not None and task.assigned_to_id and task.assigned_to_id != dossier.work.unit_id:
        message = _("This task is assigned to: %(unit)s.") % {"unit": task.assigned_to}
        raise Invalid(message, {"unit": [message]})
    faults: dict[str, list[str]] = {}
    for field, slip in proposal_slips(answers_of(dossier), bounds_of(task)):
        faults.setdefault(field, []).append(_(slip.message) % slip.params)
    if faults:
        first = next(iter(faults.values()))[0]
        raise Invalid(_("The proposal is not consistent: %(first)s") % {"first": first}, faults)


def bounds_of(task: Task | None) -> Bounds:
    """What a task allows; without one, what the current rules say of any topic."""
    rules = rule_sets()[task.rule_set if task else DEFAULT_RULES]
    months = (task.most_months if task else 0) or rules.longest_months
    return Bounds(months, task.cap_vnd if task else 0, rules.shares)


def task_is_worded(dossier: Dossier, actor: Actor, data: Data) -> None:
    """A proposal is approved together with the task that the council made of it."""
    if dossier.purpose == Purpose.DETERMINATION and not Task.objects.filter(proposal=dossier).exists():
        raise Invalid(_("Word the task of %(code)s first, as the council concluded.") % {"code": dossier.reference})


def is_chosen_and_appraised(dossier: Dossier, actor: Actor, data: Data) -> None:
    """Of those who compete for a task the one that the ranking put first is approved, its budget appraised."""
    if dossier.task is None or dossier.purpose != Purpose.SELECTION:
        return
    said = {"code": dossier.reference}
    if dossier.task.winner_id != dossier.pk:
        raise Invalid(_("%(code)s was not put first for its task.") % said)
    if not Appraisal.objects.filter(dossier=dossier).exists():
        raise Invalid(_("The budget of %(code)s has not been appraised yet.") % said)
