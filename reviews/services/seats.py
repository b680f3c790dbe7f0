"""Who sits on a council: rows as people give them, read, held against the scheme, stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from config.errors import Invalid
from initiatives.rules.answers import clean_line
from organisation.models import Person
from reviews.models import Council, Seat, SeatRole

MOST = 60
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named for a seat, in which role, or as the alternate of one."""

    person: Person
    role: SeatRole
    alternate: bool = False


def read_seats(rows: Sequence[Row], least: int = 1) -> list[Named]:
    """Rows {person: staff code, role, alternate}. Raises Invalid at `seats.N.person` or `seats.N.role`."""
    if not least <= len(rows) <= MOST:
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
        if fault := _fault_of_role(row, rows[:number]):
            faults[f"seats.{number}.role"] = [fault]
    if faults:
        raise Invalid(_("Some seats need mending."), faults)
    return [
        Named(people[code], SeatRole(row.get("role", SeatRole.MEMBER)), bool(row.get("alternate")))
        for code, row in zip(codes, rows, strict=True)
    ]


def seated(seats: Iterable[Seat]) -> list[Named]:
    """Who holds these seats, as they are named."""
    held = sorted(seats, key=lambda seat: seat.position)
    return [Named(seat.person, SeatRole(seat.role), seat.alternate) for seat in held]


def _fault_of_role(row: Row, before: Sequence[Row]) -> str:
    role = row.get("role", SeatRole.MEMBER)
    if role not in SeatRole.values:
        return _("Choose from the list.")
    if role != SeatRole.CHAIR:
        return ""
    if row.get("alternate"):
        return _("Nobody is named as the chair's alternate: the deputy takes the chair's place.")
    return _("A council has one chair.") if any(other.get("role") == SeatRole.CHAIR for other in before) else ""


def store_seats(council: Council, named: Sequence[Named], first: int = 1) -> list[Seat]:
    """Write the seats in this order from position `first` on, alternates after all members."""
    ordered = sorted(named, key=lambda one: one.alternate)
    rows = [
        Seat(council=council, person=one.person, role=one.role, position=position, alternate=one.alternate)
        for position, one in enumerate(ordered, first)
    ]
    return Seat.objects.bulk_create(rows)


def told(named: Sequence[Named]) -> list[dict[str, Any]]:
    """As the journal keeps it."""
    return [
        {"person": one.person.code, "role": one.role.value, **({"alternate": True} if one.alternate else {})}
        for one in named
    ]
