"""Hearings as the asker may see them."""

from django.db.models import QuerySet

from organisation.actor import Actor
from organisation.policy import visible
from reviews.models import Hearing
from reviews.policy import concerned


def hearings_visible_to(actor: Actor) -> QuerySet[Hearing]:
    """Hearings of the actor's councils and authorities, without those that concern them (law 3)."""
    shown = visible(Hearing, actor)
    return shown.exclude(concerned(actor)) if actor.person_id else shown
