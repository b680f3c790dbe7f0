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


def dossiers_hidden_from(actor: Actor) -> set[str]:
    """Codes of the dossiers before councils that concern the actor: free texts are held against them."""
    if not actor.person_id:
        return set()
    rows = Hearing.objects.filter(concerned(actor), council__seats__person_id=actor.person_id)
    return {code for code in rows.values_list("dossier__code", flat=True) if code}
