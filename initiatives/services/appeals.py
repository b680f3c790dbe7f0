"""Appeals: lodged by an author, the unit, or on paper; taken through their table; carried out by a decision."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid
from initiatives.appeal_workflow import APPEALS
from initiatives.choices import AppealState, Remedy
from initiatives.machine import Transition, read_form
from initiatives.models import Appeal, Dossier
from initiatives.policy import appeals_as_party
from initiatives.queries import by_reference
from initiatives.rules.answers import clean_values
from initiatives.rules.appeal_forms import LODGE, ON_PAPER
from initiatives.rules.appeals import CONTESTED
from initiatives.rules.forms import Question
from initiatives.services.appeal_files import put_to
from initiatives.services.files import Judged
from initiatives.services.moves import move
from initiatives.services.numbers import next_number
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible

NOTHING: Mapping[str, Any] = MappingProxyType({})


def form_for(actor: Actor, dossier: Dossier) -> tuple[Question, ...]:
    """What lodging asks: of an author, the filer or their unit; of an officer of the authority who enters a paper."""
    return LODGE if appeals_as_party(actor, Appeal(dossier=dossier)) else ON_PAPER


@transaction.atomic
def lodge_appeal(reference: str, actor: Actor, given: Mapping[str, Any], files: Sequence[Judged] = ()) -> Appeal:
    """Appeal against what was last decided on a dossier: its refusal, the council's conclusion, the decision; with
    files that were judged before (`files.judged`).

    Raises: NotFound; Forbidden unless an author, the filer, an officer of their unit, or an officer of the authority
    (who enters a paper) asks; StateConflict where there is nothing to appeal against, one is open or has been answered;
    Invalid naming the field, also where it is too late.
    """
    dossier = get_visible(Dossier, actor, lock=True, **by_reference(reference))
    appeal, step = Appeal(dossier=dossier), APPEALS["lodge"]
    if not step.may(actor, appeal):
        raise Forbidden(_("This is for others to do."))
    form = form_for(actor, dossier)
    if unknown := set(given) - {question.name for question in form}:
        raise Invalid(
            _("Some fields need mending."), {name: [_("The form has no such field.")] for name in sorted(unknown)}
        )
    data = read_form(form, clean_values(dict(given)))
    for need in step.needs:
        need(appeal, actor, data)
    year = timezone.localdate().year
    appeal.code = f"KN-{year}-{next_number(f'KN-{year}'):04}"
    step.apply(appeal, actor, data)
    appeal.revision = 1
    appeal.save()
    told = {"code": appeal.code, "dossier": dossier.reference, "contested": appeal.contested, "to": appeal.state}
    record(actor.user_id, step.event, f"appeal:{appeal.pk}", told)
    put_to(appeal, actor, files)
    return appeal


@transaction.atomic
def perform_on_appeal(code: str, name: str, actor: Actor, given: Mapping[str, Any] = NOTHING) -> Appeal:
    """Take an appeal through the transition `name`. What follows where it is upheld happens in the same transaction.

    Raises: NotFound, Forbidden, StateConflict (409), Invalid naming the field.
    """
    appeal, step = get_visible(Appeal, actor, lock=True, code=code), APPEALS[name]
    _refuse_first(step, appeal, actor)
    data = step.read(clean_values(dict(given)))
    move(appeal, step, actor, data, f"appeal:{appeal.pk}", lambda: _named(appeal))
    return appeal


def _refuse_first(step: Transition, appeal: Appeal, actor: Actor) -> None:
    """Who may not do it at all, or not now, is told that before the form is read."""
    if not step.sources or not step.may(actor, appeal):
        raise Forbidden(_("This is for others to do."))
    if appeal.state not in step.sources:
        step.checked(appeal, actor, {})


def _named(appeal: Appeal) -> dict[str, Any]:
    return {"code": appeal.code, "dossier": appeal.dossier.reference, "remedy": appeal.remedy}


def may_lodge(actor: Actor, dossier: Dossier) -> bool:
    """Whether the button is shown: something has been decided here (not in an old register). Asks the database nothing
    but who the authors are; whether one is open, answered or too late is told when they do.
    """
    decided_here = dossier.state in CONTESTED and dossier.submitted_at is not None
    return decided_here and APPEALS["lodge"].may(actor, Appeal(dossier=dossier))


def carried_out(dossier_id: int, decision: str, actor: Actor) -> None:
    """A decision that corrects, revokes or replaces has been signed: upheld appeals that waited for it are carried out;
    inside the transaction of the decision.
    """
    waiting = Appeal.objects.select_for_update(of=("self",)).filter(
        dossier=dossier_id, state=AppealState.UPHELD, remedy=Remedy.CHANGE, carried_out_by=""
    )
    for appeal in waiting:
        appeal.carried_out_by, appeal.revision = decision[:80], appeal.revision + 1
        appeal.save(update_fields=["carried_out_by", "revision"])
        told = {"code": appeal.code, "decision": decision}
        record(actor.user_id, "appeal_carried_out", f"appeal:{appeal.pk}", told)
