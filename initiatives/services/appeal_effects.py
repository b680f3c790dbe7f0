"""What the transitions of appeals need, and what they do. They change the row in memory; what an upheld one leads to
goes through the workflow of the dossier in the same transaction.
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Invalid, StateConflict
from initiatives.choices import ANSWERED_APPEALS, OPEN_APPEALS, Channel, Confirmation, Contested, Remedy
from initiatives.machine import Data
from initiatives.models import Appeal, Dossier, Notice
from initiatives.policy import HANDLING
from initiatives.rules.appeals import CONTESTED, REMEDIES, terms_on
from initiatives.services.dossiers import advance
from journal.models import Entry
from organisation.actor import Actor
from organisation.models import Person
from organisation.queries import places


def _refuse(field: str, message: str) -> Invalid:
    return Invalid(_("Some fields need mending."), {field: [message]})


def act_of(dossier: Dossier) -> Entry | None:
    """The act that an appeal on a dossier would go against now, as the journal has it."""
    _against, events = CONTESTED.get(dossier.state, ("", ()))
    return Entry.objects.filter(subject=f"dossier:{dossier.pk}", event__in=events).order_by("-id").first()


def something_can_be_appealed(appeal: Appeal, actor: Actor, data: Data) -> None:
    """There is a refusal, a conclusion or a decision of this system; notes it in the appeal."""
    act = act_of(appeal.dossier)
    if act is None:
        raise StateConflict(
            _("An appeal goes against a refusal, a conclusion or a decision; there is none here."),
            state=appeal.dossier.state,
        )
    appeal.contested, appeal.acted_at = CONTESTED[appeal.dossier.state][0], act.at


def none_is_open(appeal: Appeal, actor: Actor, data: Data) -> None:
    """One appeal at a time."""
    if other := Appeal.objects.filter(dossier=appeal.dossier, state__in=OPEN_APPEALS).first():
        raise StateConflict(_("Appeal %(code)s on this dossier is open already.") % {"code": other.code})


def was_not_answered(appeal: Appeal, actor: Actor, data: Data) -> None:
    """What has been answered goes on to the superior authority or to court."""
    answered = Appeal.objects.filter(dossier=appeal.dossier, acted_at=appeal.acted_at, state__in=ANSWERED_APPEALS)
    if other := answered.first():
        said = {"code": other.code}
        raise StateConflict(
            _("Appeal %(code)s against the same act has been answered; go on to the superior authority or to court.")
            % said
        )


def is_in_time(appeal: Appeal, actor: Actor, data: Data) -> None:
    """Within the days that the law gives, counted from the day after the act."""
    acted_on, lodged_on = timezone.localdate(appeal.acted_at), _lodged_on(data)
    field = "received_on" if data.get("received_on") else "grounds"
    if not acted_on <= lodged_on <= timezone.localdate():
        raise _refuse(field, _("A day from the act to today."))
    last = terms_on(acted_on).lodged_by(acted_on)
    if lodged_on > last:
        raise _refuse(field, _("An appeal could be lodged until %(day)s.") % {"day": f"{last:%d/%m/%Y}"})


def _lodged_on(data: Data) -> date:
    return date.fromisoformat(data["received_on"]) if data.get("received_on") else timezone.localdate()


def lodge(appeal: Appeal, actor: Actor, data: Data) -> None:
    """As it came, with the day by which it is to be taken up."""
    appeal.grounds, appeal.wanted = data["grounds"], data["wanted"]
    appeal.channel = Channel.PAPER if data.get("received_on") else Channel.ONLINE
    appeal.appellant = data.get("appellant") or actor.name
    appeal.lodged_on, appeal.lodged_by_id = _lodged_on(data), actor.user_id
    appeal.due_on = terms_on(appeal.lodged_on).taken_up_by(appeal.lodged_on)


def free_to_examine(appeal: Appeal) -> dict[str, str]:
    """Who may examine it, code and name: people of the authority's offices, but for the authors and whoever lodged it
    or did what it goes against.
    """
    dossier = appeal.dossier
    held = places().filter(unit=dossier.authority_id, role__in=HANDLING)
    tied = set(dossier.work.authors.exclude(confirmation=Confirmation.DECLINED).values_list("person", flat=True))
    if appeal.lodged_by and appeal.lodged_by.person_id:
        tied.add(appeal.lodged_by.person_id)
    if appeal.contested == Contested.REFUSAL:
        refusals = dossier.notices.filter(kind=Notice.Kind.REFUSAL, made_by__isnull=False)
        tied |= {person for person in refusals.values_list("made_by", flat=True) if person}
    people = Person.objects.filter(memberships__in=held).exclude(pk__in=tied).order_by("full_name", "code")
    return dict(people.values_list("code", "full_name"))


def handler_is_free(appeal: Appeal, actor: Actor, data: Data) -> None:
    """Somebody of the authority who is not tied to it."""
    if data["handler"] not in free_to_examine(appeal):
        raise _refuse(
            "handler", _("Choose somebody of the authority who neither filed it nor did what it goes against.")
        )


def assign(appeal: Appeal, actor: Actor, data: Data) -> None:
    """Who examines it."""
    appeal.handler = Person.objects.get(code=data["handler"])


def take_up(appeal: Appeal, actor: Actor, data: Data) -> None:
    """From now on the clock of the answer runs."""
    assign(appeal, actor, data)
    appeal.taken_up_on = timezone.localdate()
    appeal.due_on = terms_on(appeal.taken_up_on).answered_by(appeal.taken_up_on)


def keep_reason(appeal: Appeal, actor: Actor, data: Data) -> None:
    """Why it is not taken up."""
    appeal.reason, appeal.due_on = data["reason"], None


def keep_findings(appeal: Appeal, actor: Actor, data: Data) -> None:
    """What was found."""
    appeal.findings = data["findings"]


def was_examined(appeal: Appeal, actor: Actor, data: Data) -> None:
    """Nobody answers what nobody has looked into."""
    if not appeal.findings:
        raise StateConflict(_("It is answered once what was found has been recorded."), state=appeal.state)


def decided_after_taking_up(appeal: Appeal, actor: Actor, data: Data) -> None:
    """An answer comes after the appeal was taken up."""
    if appeal.taken_up_on and date.fromisoformat(data["decided_on"]) < appeal.taken_up_on:
        raise _refuse("decided_on", _("It cannot be answered before it was taken up."))


def was_not_prolonged(appeal: Appeal, actor: Actor, data: Data) -> None:
    """The longer time is taken once."""
    if appeal.prolonged_because:
        raise StateConflict(_("The longer time has been taken already."), state=appeal.state)


def prolong(appeal: Appeal, actor: Actor, data: Data) -> None:
    """The case is complicated."""
    appeal.prolonged_because = data["reason"]
    if appeal.taken_up_on:
        appeal.due_on = terms_on(appeal.taken_up_on).answered_by(appeal.taken_up_on, complicated=True)


def keep_answer(appeal: Appeal, actor: Actor, data: Data) -> None:
    """When, by which decision, signed by whom, and why."""
    appeal.decided_on, appeal.decision_number = date.fromisoformat(data["decided_on"]), data["decision_number"]
    appeal.signer_name, appeal.signer_post = data["signer_name"], data["signer_post"]
    appeal.reason, appeal.due_on = data["reason"], None


def remedy(appeal: Appeal, actor: Actor, data: Data) -> None:
    """What is right is done: the dossier goes back to be checked or judged anew; a recognition that stands is changed
    by a decision, which the registrar drafts.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=appeal.dossier_id)
    found = REMEDIES.get(dossier.state)
    if found is None:
        said = {"state": dossier.get_state_display()}
        raise StateConflict(_("The dossier has moved on meanwhile: it is now “%(state)s”.") % said, state=dossier.state)
    appeal.remedy = found
    if found != Remedy.CHANGE:
        advance(dossier.pk, found, actor, through="appeal", appeal=appeal.code)


def clear_due(appeal: Appeal, actor: Actor, data: Data) -> None:
    """Nothing is waited for any more."""
    appeal.due_on = None
