"""The actor: who asks, in which roles, over which units. Built once a request and passed to services and queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from organisation.models import Membership, Role, Unit, User


@dataclass(frozen=True, slots=True)
class Actor:
    """`units` maps a role to the ids of all units it covers (the unit of the role and all below)."""

    user_id: int | None = None
    person_id: int | None = None
    name: str = ""
    units: Mapping[str, frozenset[int]] = field(default_factory=dict)
    own_units: frozenset[int] = frozenset()
    scopes: frozenset[str] = frozenset({"read", "write"})

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody has signed in."""
        return self.user_id is not None

    @property
    def roles(self) -> frozenset[str]:
        """Names of the roles held anywhere."""
        return frozenset(self.units)

    def over(self, *roles: str) -> frozenset[int]:
        """Ids of the units that any of these roles covers."""
        return frozenset().union(*(self.units.get(role, frozenset()) for role in roles))

    def holds(self, role: str, unit_id: int | None) -> bool:
        """Whether the actor has the role over that unit."""
        return unit_id in self.units.get(role, frozenset())


NOBODY = Actor()

# Packages that know of waiting tasks add a counter when they start; together they are the figure beside "My work".
TASK_COUNTERS: list[Callable[[Actor], int]] = []


def actor_of(user: object, on: date | None = None) -> Actor:
    """The actor behind a Django user (or AnonymousUser), with the roles held on a day (default today)."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    held = _memberships(user, on or timezone.localdate())
    units, own_units = _roles(user, held)
    return Actor(
        user_id=user.pk,
        person_id=user.person_id,
        name=held[0].person.full_name if held else user.get_full_name(),
        units=units,
        own_units=own_units,
    )


def _memberships(user: User, on: date) -> list[Membership]:
    """What the person behind the account is on a day, and where."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = Membership.objects.filter(in_force, person=user.person_id or 0, valid_from__lte=on)
    return list(rows.select_related("unit", "person").only("role", "unit__path", "person__full_name"))


def _roles(user: User, held: list[Membership]) -> tuple[dict[str, frozenset[int]], frozenset[int]]:
    """Units by role, and the units of the roles themselves. One query: the units below them."""
    if user.is_superuser:
        everything = frozenset(Unit.objects.values_list("pk", flat=True))
        return {Role.ADMINISTRATOR.value: everything}, frozenset()
    if not held:
        return {}, frozenset()
    within = Q()
    for membership in held:
        within |= Q(path__startswith=membership.unit.path)
    tree = list(Unit.objects.filter(within).values_list("pk", "path"))
    units: dict[str, frozenset[int]] = {}
    for membership in held:
        below = frozenset(pk for pk, path in tree if path.startswith(membership.unit.path))
        units[membership.role] = units.get(membership.role, frozenset()) | below
    return units, frozenset(membership.unit_id for membership in held)
