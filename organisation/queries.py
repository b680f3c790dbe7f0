"""Reads on units and people."""

from django.db.models import Prefetch, Q, QuerySet

from organisation.models import Membership, Person
from organisation.rules.names import name_key


def people_named(words: str, limit: int = 10) -> QuerySet[Person]:
    """People of whose name every word given is a part, marks or not, in any order; their places beside them."""
    found = Q()
    for word in name_key(words).split():
        found &= Q(name_key__contains=word)
    places = Membership.objects.filter(valid_to=None).select_related("unit").order_by("id")
    return Person.objects.filter(found).prefetch_related(Prefetch("memberships", places)).order_by("name_key")[:limit]
