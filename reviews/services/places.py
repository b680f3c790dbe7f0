"""Places at a hearing are taken from whom a conflict ties; where that is an alternate, the member has theirs back."""

from django.db.models import QuerySet

from initiatives.models import Author
from reviews.models import Conflict, Hearing, Place
from reviews.policy import STANDING
from reviews.queries.conflicts import words_of


def authors_of(hearing: Hearing) -> set[int]:
    """Ids of the people who are authors of the work and have not declined."""
    named = Author.objects.filter(work__dossiers=hearing.dossier_id, confirmation__in=STANDING)
    return set(named.values_list("person_id", flat=True))


def recuse(hearing: Hearing, places: QuerySet[Place], cause: Place.Cause, ground: str) -> int:
    """Recuse these places of the hearing; returns how many. An alternate who is recused takes no seat at the hearing:
    the absent member counts again, as absent.
    """
    stood_in = list(places.filter(recused=False).exclude(instead_of=None).select_related("instead_of"))
    changed = places.update(recused=True, cause=cause, ground=ground)
    for place in stood_in:
        give_back(hearing, place)
    return changed


def give_back(hearing: Hearing, taken: Place) -> Place:
    """The member's own place again, in place of the alternate's; recused if they were found to be tied meanwhile."""
    seat = taken.instead_of
    if seat is None:
        return taken
    place = Place(hearing=hearing, seat=seat)
    ties = hearing.dossier.conflicts.filter(person=seat.person_id, state=Conflict.State.STANDING)
    if tie := ties.order_by("pk").first():
        named = tie.ground == Conflict.Ground.NAMED
        place.cause = Place.Cause.NAMED if named else Place.Cause.DETECTED
        place.recused, place.ground = True, words_of(tie.ground)
    place.save()
    return place
