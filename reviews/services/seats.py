"""Who sits on a council: rows as people give them, read, held against the scheme, stored."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from config.errors import Invalid
from initiatives.rules.answers import clean_line
from organisation.models import Person
from reviews.models import Council, Seat, SeatRole

MOST = 60
Row = Mapping[str, Any]


def read_seats(rows: Sequence[Row]) -> list[tuple[Person, SeatRole]]:
    """People with their roles from rows {person: staff code, role}. Raises Invalid at `seats.N.person` or `.role`."""
    if not 0 < len(rows) <= MOST:
        raise Invalid(
            _("A council needs members."), {"seats": [_("Name between 1 and %(most)d members.") % {"most": MOST}]}
        )
    codes = [clean_line(str(row.get("person") or "")) for row in rows]
    people = {person.code: person for person in Person.objects.filter(code__in=codes)}
    faults: dict[str, list[str]] = {}
    for number, (code, row) in enumerate(zip(codes, rows, strict=True)):
        if code not in people:
            faults[f"seats.{number}.person"] = [_("There is no staff record with this code.")]
        elif code in codes[:number]:
            faults[f"seats.{number}.person"] = [_("Somebody is named twice.")]
        if row.get("role", SeatRole.MEMBER) not in SeatRole.values:
            faults[f"seats.{number}.role"] = [_("Choose from the list.")]
        elif row.get("role") == SeatRole.CHAIR and any(other.get("role") == SeatRole.CHAIR for other in rows[:number]):
            faults[f"seats.{number}.role"] = [_("A council has one chair.")]
    if faults:
        raise Invalid(_("Some seats need mending."), faults)
    return [(people[code], SeatRole(row.get("role", SeatRole.MEMBER))) for code, row in zip(codes, rows, strict=True)]


def store_seats(council: Council, seats: Sequence[tuple[Person, SeatRole]]) -> list[Seat]:
    """Write the seats in this order."""
    rows = [
        Seat(council=council, person=person, role=role, position=position)
        for position, (person, role) in enumerate(seats, 1)
    ]
    return Seat.objects.bulk_create(rows)


def told(seats: Sequence[tuple[Person, SeatRole]]) -> list[dict[str, str]]:
    """As the journal keeps it."""
    return [{"person": person.code, "role": role.value} for person, role in seats]
