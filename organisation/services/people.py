"""Staff records, accounts and roles."""

import secrets
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid
from journal.services.record import record
from organisation.actor import Actor
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


@transaction.atomic
def enter_person(
    actor: Actor,
    code: str,
    full_name: str,
    email: str,
    unit: Unit,
    role: str,
    since: date,
    job_title: str = "",
    username: str = "",
) -> Person:
    """A staff record with a role, entered by an administrator; with a user name also an account without a password.

    Raises: Forbidden unless the actor administers, Invalid when the user name or e-mail belongs to somebody else.
    """
    if Role.ADMINISTRATOR not in actor.roles:
        raise Forbidden(_("People are entered by an administrator."))
    person = save_person(code, full_name=full_name, email=email)
    give_role(person, unit, Role(role), since, job_title)
    if username and not User.objects.filter(person=person).exists():
        for name, value in (("username", username), ("email", email)):
            if User.objects.filter(**{f"{name}__iexact": value}).exists():
                raise Invalid(_("An account with this already exists."), {name: [_("Already taken.")]})
        User.objects.create_user(username=username, email=email, password=None, person=person)
    told = {"code": code, "unit": unit.code, "role": role, "since": since}
    record(actor.user_id, "person_saved", f"person:{person.pk}", told)
    return person


def known_by_email(email: str) -> User | None:
    """The open account of the one person whom the office knows by an address; nobody where two share it.

    What counts is the staff record, which the office keeps: addresses that people enter themselves open nothing.
    """
    found = list(User.objects.filter(person__email__iexact=email)[:2])
    return found[0] if len(found) == 1 and found[0].is_active else None


@transaction.atomic
def register_author(email: str, full_name: str) -> User | None:
    """An account without a role for somebody new, whose address the provider has verified; nobody if it is known."""
    if Person.objects.filter(email__iexact=email).exists() or User.objects.filter(email__iexact=email).exists():
        return None
    code = f"TD-{secrets.token_hex(4).upper()}"
    person = save_person(code, full_name=full_name.strip()[:120] or email.partition("@")[0], email=email)
    user = User.objects.create_user(username=code.lower(), email=email, password=None, person=person)
    record(user.pk, "author_registered", f"person:{person.pk}", {"code": code})
    return user
