"""An account ends: nobody comes in any more, at once and everywhere; what its owner did stays theirs."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Leaving, Person, Role, User
from organisation.services.tokens import revoke_tokens

REASON = 10
"""A reason is at least so many characters long."""


def end_sessions(user: User) -> None:
    """End every session of a user on all devices, and every token."""
    revoke_tokens(user)
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def close_account(actor: Actor, code: str, reason: str) -> Person:
    """The person with that staff code has left: the account is closed, roles end, sessions and tokens end at once.

    Raises: Forbidden unless the actor administers, NotFound, Invalid for oneself and where no reason is given.
    """
    if Role.ADMINISTRATOR not in actor.roles:
        raise Forbidden(_("Accounts are closed by an administrator."))
    person = Person.objects.select_for_update().filter(code=code).first()
    if person is None:
        raise NotFound
    if person.pk == actor.person_id:
        raise Invalid(_("Nobody closes their own account: ask another administrator."))
    if len(reason.strip()) < REASON:
        raise Invalid(_("A reason is missing."), {"reason": [_("Say why in a sentence.")]})
    leave(person)
    record(actor.user_id, "account_closed", f"person:{person.pk}", {"code": code, "reason": reason.strip()})
    return person


def leave(person: Person) -> None:
    """They have left today: no role, no way in. The caller holds the transaction and journals it."""
    today = timezone.localdate()
    open_ones = person.memberships.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    open_ones.filter(valid_from__gte=today).delete()  # one that never held
    open_ones.update(valid_to=today - timedelta(days=1))
    Leaving.objects.update_or_create(person=person, defaults={"left_on": today})
    for user in User.objects.filter(person=person):
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(user)
