"""The actor: who asks, in which roles, over which units. Built once a request and passed to services and queries."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from organisation.models import Role, Unit, User
from organisation.prepared import Prepared


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


# A person's roles with every unit below them, in one question: each page and call of the API asks it first.
_ROLES = """
    SELECT held.role, held.unit_id, below.id, person.full_name
    FROM organisation_person person
    LEFT JOIN organisation_membership held
        ON held.person_id = person.id AND held.valid_from <= %s AND (held.valid_to IS NULL OR held.valid_to >= %s)
    LEFT JOIN organisation_unit top ON top.id = held.unit_id
    LEFT JOIN organisation_unit below ON substr(below.path, 1, length(top.path)) = top.path
    WHERE person.id = %s
"""


def actor_of(user: object, on: date | None = None) -> Actor:
    """The actor behind a Django user (or AnonymousUser), with the roles held on a day (default today)."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    if user.is_superuser:
        everything = frozenset(Unit.objects.values_list("pk", flat=True))
        return Actor(user.pk, user.person_id, user.get_full_name(), {Role.ADMINISTRATOR.value: everything})
    day = on or timezone.localdate()
    told = Prepared(_ROLES, (day, day, user.person_id or 0)).rows()
    held = [row for row in told if row[0]]  # a person without a role is told all the same, by name
    units: dict[str, set[int]] = defaultdict(set)
    for role, _own, below, _name in held:
        units[role].add(below)
    return Actor(
        user_id=user.pk,
        person_id=user.person_id,
        name=told[0][3] if told else user.get_full_name(),
        units={role: frozenset(ids) for role, ids in units.items()},
        own_units=frozenset(own for _role, own, _below, _name in held),
    )
