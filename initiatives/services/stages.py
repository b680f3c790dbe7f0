"""File the next dossier of a work that has passed a stage: nomination to the city, the next stage of a topic."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid
from initiatives.choices import Purpose, State
from initiatives.models import Contract, Dossier, Round
from initiatives.policy import may_go_on
from initiatives.queries import by_reference
from initiatives.rules.stages import Stage, leads_to
from initiatives.services.drafts import file_again
from initiatives.services.needs import awaits_acceptance, has_result
from organisation.actor import Actor
from organisation.policy import get_visible

ENDED_WITHOUT = (State.REFUSED, State.NOT_RECOGNISED, State.WITHDRAWN, State.LAPSED, State.REVOKED)


@transaction.atomic
def file_next(actor: Actor, reference: str, round_code: str) -> Dossier:
    """Begin the next dossier of a work as a draft that the authors complete.

    Raises: NotFound, Forbidden unless an author or an officer of the unit or the authority asks, Invalid at `round`.
    """
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    if not may_go_on(actor, dossier):
        raise Forbidden(_("The authors or the officer of their unit file the next dossier."))
    if dossier.state != State.RECOGNISED:
        raise Invalid(_("Only what has passed its stage goes on to the next."))
    round_ = Round.objects.select_related("authority").filter(code=round_code, kind=dossier.work.kind).first()
    if round_ is None or not leads_to(_stage(dossier), _stage(round_)):
        raise Invalid(_("Choose a round of the next stage."), {"round": [_("Choose from the list.")]})
    if not _may_be_accepted(dossier):
        raise Invalid(_("Acceptance is filed for a topic in execution: begin it from the page of its contract."))
    if _filed_already(dossier, round_):
        raise Invalid(_("This work has a dossier at that stage already."))
    return file_again(actor, dossier.work, round_, follows=dossier)


def rounds_after(dossier: Dossier, on: date) -> list[Round]:
    """The rounds open on a day in which the work of a dossier may go on; none while it has gone on already."""
    if dossier.state != State.RECOGNISED or not _may_be_accepted(dossier):
        return []
    rounds = Round.objects.filter(kind=dossier.work.kind, opens_on__lte=on, closes_on__gte=on).order_by("code")
    fit = [round_ for round_ in rounds if leads_to(_stage(dossier), _stage(round_))]
    return [] if not fit or dossier.followed_by.exclude(state__in=ENDED_WITHOUT).exists() else fit


def _may_be_accepted(dossier: Dossier) -> bool:
    """Whether what was selected is in execution now; what was accepted elsewhere, or has a result already."""
    contract = Contract.objects.filter(work=dossier.work_id).first()
    if dossier.purpose == Purpose.ACCEPTANCE:
        return contract is None or awaits_acceptance(contract) or has_result(contract)
    return dossier.purpose != Purpose.SELECTION or (contract is not None and awaits_acceptance(contract))


def _stage(thing: Dossier | Round) -> Stage:
    return Stage(thing.purpose, thing.level)


def _filed_already(dossier: Dossier, round_: Round) -> bool:
    same = Dossier.objects.filter(work=dossier.work, purpose=round_.purpose, level=round_.level)
    return same.exclude(state__in=ENDED_WITHOUT).exists()
