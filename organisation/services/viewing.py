"""An administrator sees the system as somebody sees it, to help: for a quarter of an hour, without changing anything.

Own code, not django-hijack or django-loginas: these sign the administrator in as the other, with a new session that may
write, that stands among the other's devices, and whose second step and fresh sign-in would be the other's. Here the
session stays the administrator's, and each request is told whose eyes it has (`organisation.viewing`).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound
from journal.services.record import record
from organisation.actor import Actor, actor_of
from organisation.models import Person, Role, User, Viewing
from organisation.services.accounts import REASON

LASTS = timedelta(minutes=15)
REFUSALS: list[Callable[[Person], str]] = []
"""Packages add what keeps a person from being viewed as: a sentence, or nothing."""


@transaction.atomic
def begin_viewing(actor: Actor, code: str, reason: str) -> Viewing:
    """See the system as the person with that staff code. Journaled at both people, and shown to the one seen.

    Raises: Forbidden unless the actor administers, for another administrator, and where a package refuses; NotFound
    without an open account; Invalid without a reason.
    """
    if Role.ADMINISTRATOR not in actor.roles or actor.user_id is None:
        raise Forbidden(_("This is for administrators."))
    seen = User.objects.select_related("person").filter(person__code=code, is_active=True).first()
    if seen is None or seen.person is None:
        raise NotFound
    if seen.pk == actor.user_id or Role.ADMINISTRATOR in actor_of(seen).roles:
        raise Forbidden(_("Nobody sees the system as an administrator does but the administrator."))
    for refusal in REFUSALS:
        if why := refusal(seen.person):
            raise Forbidden(why)
    if len(reason.strip()) < REASON:
        raise Invalid(_("A reason is missing."), {"reason": [_("Say why in a sentence.")]})
    now = timezone.now()
    viewing = Viewing.objects.create(
        administrator_id=actor.user_id, seen=seen, reason=reason.strip()[:500], began_at=now, until=now + LASTS
    )
    _journal(viewing, "viewing_began", {"reason": viewing.reason})
    return viewing


@transaction.atomic
def end_viewing(viewing: Viewing) -> None:
    """It is over; ending it again changes nothing."""
    if Viewing.objects.filter(pk=viewing.pk, ended_at=None).update(ended_at=min(timezone.now(), viewing.until)):
        _journal(viewing, "viewing_ended", {})


def viewing_now(number: object, user: User, now: datetime) -> Viewing | None:
    """The viewing that goes on, if it is this administrator's, who still is one, and the person is still there."""
    if not isinstance(number, int):
        return None
    going_on = Viewing.objects.filter(pk=number, administrator=user, ended_at=None, until__gt=now)
    found = going_on.select_related("seen__person").first()
    holds = found is not None and found.seen.is_active and Role.ADMINISTRATOR in actor_of(user).roles
    return found if holds else None


def _journal(viewing: Viewing, event: str, data: dict[str, str]) -> None:
    for user_id in (viewing.administrator_id, viewing.seen_id):
        record(viewing.administrator_id, event, f"user:{user_id}", {"viewing": viewing.pk, **data})
