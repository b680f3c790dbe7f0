"""Reads on units and people."""

from collections import defaultdict
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from organisation.models import Membership, Person, Unit
from organisation.rules.names import name_key
from organisation.rules.successors import present


def places(on: date | None = None) -> QuerySet[Membership]:
    """Memberships that hold on a day (default today) with their units; a person's oldest is the one at home."""
    day = on or timezone.localdate()
    holding = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    return holding.select_related("unit").order_by("valid_from", "id")


def people_named(words: str, limit: int = 10) -> QuerySet[Person]:
    """People of whose name every word given is a part, marks or not, in any order; their places beside them."""
    found = Q()
    for word in name_key(words).split():
        found &= Q(name_key__contains=word)
    held = Prefetch("memberships", places())
    return Person.objects.filter(found).prefetch_related(held).order_by("name_key", "code")[:limit]


def present_units() -> dict[int, int]:
    """Units that went into just one other, by id, and where they stand today."""
    after: dict[int, list[int]] = defaultdict(list)
    for gone, into in Unit.successors.through.objects.values_list("from_unit_id", "to_unit_id"):
        after[gone].append(into)
    return present(after)


def units_below(*codes: str) -> QuerySet[Unit]:
    """The units with those codes and all below them."""
    paths = Unit.objects.filter(code__in=codes).values_list("path", flat=True)
    within = Q(pk=None)
    for path in paths:
        within |= Q(path__startswith=path)
    return Unit.objects.filter(within)
