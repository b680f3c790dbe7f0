"""Take dossiers through the workflow: lock, check, change, tell."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.choices import State
from initiatives.machine import Transition
from initiatives.models import Dossier
from initiatives.queries import by_reference
from initiatives.rules.answers import clean_values
from initiatives.services.moves import move
from initiatives.workflow import WORKFLOW
from organisation.actor import NOBODY, Actor
from organisation.policy import get_visible

BESIDE = ("work__field", "work__unit", "round")
"""What most transitions ask a dossier for."""


@transaction.atomic
def perform(reference: str, name: str, actor: Actor, **data: Any) -> Dossier:
    """Take the dossier through the transition `name`, as a person.

    Raises: NotFound if the actor may not see it, Forbidden if they may not do it, StateConflict (409) if it has moved
    on meanwhile, Invalid naming the field if a need is not met.
    """
    dossier = get_visible(Dossier, actor, lock=True, beside=BESIDE, **by_reference(reference))
    transition = WORKFLOW[name]
    if transition.through:
        raise Forbidden
    return _take(dossier, transition, actor, clean_values(data))


@transaction.atomic
def advance(dossier_id: int, name: str, actor: Actor, through: str, **data: Any) -> Dossier:
    """Take it through a transition that belongs to a council, a decision or the clock; their services call this."""
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
    transition = WORKFLOW[name]
    if transition.through != through:
        raise Forbidden
    return _take(dossier, transition, actor, data)


def _take(dossier: Dossier, transition: Transition, actor: Actor, data: dict[str, Any]) -> Dossier:
    move(dossier, transition, actor, data, f"dossier:{dossier.pk}", lambda: {"code": dossier.reference})
    return dossier


def lapse_overdue(today: date) -> list[str]:
    """Close every returned dossier whose day to answer has passed; returns their codes.

    One that has been answered, or given more time, since it was found stays as it is.
    """
    late = Dossier.objects.filter(state=State.RETURNED, due_on__lt=today).order_by("due_on", "pk")
    lapsed = []
    for pk in late.values_list("pk", flat=True):
        with suppress(StateConflict, Invalid):
            lapsed.append(advance(pk, "lapse", NOBODY, through="clock").reference)
    return lapsed
