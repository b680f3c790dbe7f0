"""Take a thing that is locked through a transition of its table: check, change, tell. Nothing else changes a state."""

from collections.abc import Callable
from typing import Any

from initiatives.machine import Transition
from initiatives.models import Appeal, Contract, ContractRequest, Dossier, Progress, Task
from journal.services.record import record
from organisation.actor import Actor

Moved = Dossier | Contract | Progress | ContractRequest | Task | Appeal


def move(
    thing: Moved,
    transition: Transition,
    actor: Actor,
    data: dict[str, Any],
    subject: str,
    named: Callable[[], dict[str, Any]],
) -> None:
    """Raises Forbidden, StateConflict (409), Invalid. `named` is asked afterwards what the thing is called."""
    before = thing.state
    transition.checked(thing, actor, data)
    transition.apply(thing, actor, data)
    thing.revision += 1
    thing.save()
    told = {**named(), "from": before, "to": thing.state, **data}
    record(actor.user_id, transition.event, subject, told)
