"""A member's own wishes, beside the dossiers to which they may be said."""

import hashlib
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from initiatives.choices import State
from organisation.actor import Actor
from reviews.models import Assignment, Council, Hearing, Place, Preference, Reviewer
from reviews.queries.hearings import hearings_visible_to


@dataclass(frozen=True, slots=True)
class Wished:
    """A dossier that waits for reviewers; `wish` is what the member said, `assigned` whether they review it."""

    hearing: Hearing
    wish: str
    assigned: bool


def own_places(actor: Actor, council: Council) -> QuerySet[Place]:
    """The actor's places at the council's hearings that are still judged, but for those from which they are recused."""
    seen = hearings_visible_to(actor).filter(council=council, state=Hearing.State.OPEN, dossier__state=State.IN_REVIEW)
    return Place.objects.filter(hearing__in=seen.values("pk"), seat__person_id=actor.person_id or 0, recused=False)


def own_preferences(actor: Actor, council: Council, after: int = 0, most: int = 500) -> list[Wished]:
    """The next dossiers, by id. One statement."""
    said = Preference.objects.filter(hearing=OuterRef("hearing"), person_id=actor.person_id or 0)
    places = own_places(actor, council).filter(hearing__gt=after).select_related("hearing__dossier__work__field")
    places = places.annotate(
        wish=Coalesce(Subquery(said.values("wish")[:1]), Value("")),
        assigned=Exists(published(actor).filter(hearing=OuterRef("hearing"))),
    )
    return [Wished(p.hearing, p.wish, p.assigned) for p in places.order_by("hearing_id")[:most]]


def revision_of_wishes(actor: Actor, council: Council) -> str:
    """A mark of all that the member has said in this council, by which a change in another window is seen."""
    said = Preference.objects.filter(person_id=actor.person_id or 0, hearing__council=council).order_by("hearing_id")
    told = ";".join(f"{hearing}={wish}" for hearing, wish in said.values_list("hearing_id", "wish"))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def published(actor: Actor) -> QuerySet[Reviewer]:
    """The pairs by which the actor reviews something now."""
    return Reviewer.objects.filter(person=actor.person_id or 0, assignment__state=Assignment.State.PUBLISHED)
