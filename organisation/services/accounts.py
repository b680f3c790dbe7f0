"""An account ends, or starts anew: sessions and tokens end at once and everywhere; what its owner did stays theirs."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Leaving, Person, Role, User
from organisation.services.mail import write_letter
from organisation.services.tokens import revoke_tokens

LETTER = "organisation/letters/account.txt"
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
    person = _somebody_else(actor, code, reason)
    leave(person)
    record(actor.user_id, "account_closed", f"person:{person.pk}", {"code": code, "reason": reason.strip()})
    return person


@transaction.atomic
def sign_out(actor: Actor, code: str, reason: str) -> Person:
    """Every session and token of the person with that staff code ends at once (a lost telephone, a machine left open);
    the account goes on, and they are told by mail (ASVS 5, 7.4.5). Raises as `close_account`; Invalid without an
    open account.
    """
    person, user = _with_account(actor, code, reason)
    end_sessions(user)
    return _told(actor, person, "sessions_ended", reason)


@transaction.atomic
def reset_second_step(actor: Actor, code: str, reason: str) -> Person:
    """Somebody has lost what their second step needs: it is taken away, every session and token ends, and they are told
    by mail. Where a role demands a second step they set up a new one when they next sign in. The reason says how it was
    made sure who asked (ASVS 5, 6.4.4).

    Raises: as `sign_out`; Invalid where there is no second step.
    """
    person, user = _with_account(actor, code, reason)
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise Invalid(_("This account has no second step."))
    end_sessions(user)
    return _told(actor, person, "second_step_reset", reason)


def _somebody_else(actor: Actor, code: str, reason: str) -> Person:
    """The person, locked, to whom an administrator does something for a reason."""
    if Role.ADMINISTRATOR not in actor.roles:
        raise Forbidden(_("Accounts are looked after by an administrator."))
    person = Person.objects.select_for_update().filter(code=code).first()
    if person is None:
        raise NotFound
    if person.pk == actor.person_id:
        raise Invalid(_("Nobody does this to their own account: ask another administrator."))
    if len(reason.strip()) < REASON:
        raise Invalid(_("A reason is missing."), {"reason": [_("Say why in a sentence.")]})
    return person


def _with_account(actor: Actor, code: str, reason: str) -> tuple[Person, User]:
    person = _somebody_else(actor, code, reason)
    user = User.objects.filter(person=person, is_active=True).first()
    if user is None:
        raise Invalid(_("This person has no open account."))
    return person, user


def _told(actor: Actor, person: Person, deed: str, reason: str) -> Person:
    """Journaled, and the person told: who did not ask for it hears of it."""
    record(actor.user_id, deed, f"person:{person.pk}", {"code": person.code, "reason": reason.strip()})
    write_letter(person, LETTER, {"deed": deed, "why": reason.strip()})
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
