"""Units of Đà Nẵng with their history, and the cast with accounts and roles."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from demonstration.cast import CAST, PASSWORD, Player
from organisation.models import Membership, Person, Unit
from organisation.services.people import give_account, give_role, save_person
from organisation.services.units import save_unit

DATA = Path(__file__).parent / "data"
SINCE = date(2020, 1, 1)


def load_units() -> int:
    """The tree with dates and successors; returns how many units there are."""
    rows = list(_rows())
    for row in rows:
        save_unit(
            row["code"], name=row["name"], short_name=row["short"], kind=row["kind"],
            parent=Unit.objects.get(code=row["parent"]) if row["parent"] else None,
            valid_from=_day(row["from"]), valid_to=_day(row["to"]), source=row["source"],
        )  # fmt: skip
    for row in rows:
        if row["successors"]:
            unit = Unit.objects.get(code=row["code"])
            unit.successors.set(Unit.objects.filter(code__in=row["successors"].split(",")))
    return len(rows)


def _rows() -> Iterator[dict[str, str]]:
    with (DATA / "units.tsv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def load_cast() -> int:
    """Accounts and roles; what somebody has changed since (password, further roles) stays."""
    for number, player in enumerate(CAST, 1):
        if not Person.objects.filter(code=f"CB-{number:03}").exists():
            _enter(number, player)
    return len(CAST)


def _enter(number: int, player: Player) -> None:
    person = save_person(
        f"CB-{number:03}", full_name=player.full_name, email=f"{player.username}@example.vn",
        qualification=player.qualification, born_on=date(1975 + number, 1 + number % 12, 1 + number * 2 % 28),
    )  # fmt: skip
    give_account(person, player.username, PASSWORD)
    for code, role in player.roles:
        give_role(person, Unit.objects.get(code=code), role, SINCE, player.job_title)


def authors_of(names: list[str], unit: Unit) -> list[Person]:
    """Invented authors of the register, one record a name, members of the unit where they first appear."""
    people = []
    for name in names:
        person = Person.objects.filter(full_name=name, code__startswith="MH-").first()
        if person is None:
            person = save_person(f"MH-{Person.objects.filter(code__startswith='MH-').count() + 1:04}", full_name=name)
            Membership.objects.create(person=person, unit=unit, valid_from=SINCE)
        people.append(person)
    return people
