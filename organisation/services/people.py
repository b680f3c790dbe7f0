"""Staff records, accounts and roles."""

from datetime import date
from typing import Any

from django.db import transaction

from organisation.models import Membership, Person, Role, Unit, User


@transaction.atomic
def save_person(code: str, **values: Any) -> Person:
    """Create the staff record `code` or change it."""
    return Person.objects.update_or_create(code=code, defaults=values)[0]


@transaction.atomic
def give_account(person: Person, username: str, password: str) -> User:
    """Give a person an account; an existing one keeps its password."""
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create_user(username=username, email=person.email, password=password, person=person)
    return user


@transaction.atomic
def give_role(person: Person, unit: Unit, role: Role, since: date, job_title: str = "") -> Membership:
    """Let a person hold a role in a unit from a day on; giving it again changes the job title only."""
    return Membership.objects.update_or_create(
        person=person, unit=unit, role=role, valid_from=since, defaults={"job_title": job_title}
    )[0]
