"""The council that determined a task words it: title, goals, products, for whom; the way it chose stands."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFound, StateConflict
from initiatives.choices import Purpose
from initiatives.models import Dossier, Task
from initiatives.policy import is_author
from initiatives.services.tasks import word_for_council
from organisation.actor import Actor
from reviews.models import Hearing
from reviews.policy import may_conduct
from reviews.queries.hearings import hearings_visible_to


def words_tasks(actor: Actor, hearing: Hearing) -> bool:
    """Whether the actor words the task of a hearing: who conducts its council, on what this has concluded."""
    concluded = hearing.dossier.purpose == Purpose.DETERMINATION and hearing.state == Hearing.State.CONCLUDED
    return concluded and may_conduct(actor, hearing.council) and not is_author(actor, hearing.dossier)


@transaction.atomic
def word_in_council(hearing_id: int, actor: Actor, given: Mapping[str, Any]) -> Task:
    """Word the task of a proposal on which the council has concluded that it is to be carried out.

    Raises: NotFound, Forbidden unless the actor conducts the council, StateConflict once it is listed, Invalid naming
    the field.
    """
    seen = hearings_visible_to(actor).select_related("council", "dossier__work")
    hearing = seen.filter(pk=hearing_id, dossier__purpose=Purpose.DETERMINATION).first()
    if hearing is None:
        raise NotFound
    if not may_conduct(actor, hearing.council) or is_author(actor, hearing.dossier):
        raise Forbidden(_("This is for the chair or the secretary of the council."))
    if hearing.state != Hearing.State.CONCLUDED:
        raise StateConflict(_("The council has not concluded on this dossier yet."), state=hearing.state)
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("work").get(pk=hearing.dossier_id)
    return word_for_council(dossier, actor, given)
