"""Announce a round, with its limits."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid
from initiatives.choices import PURPOSES_OF, Kind, Purpose
from initiatives.models import Round
from initiatives.rules.answers import clean_line
from initiatives.rules.calendar import is_far
from initiatives.services.numbers import next_number
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Role, Unit

LIMITS = (
    "check_working_days", "answer_working_days", "result_months", "min_share", "max_months_applied", "blind", "sealed",
)  # fmt: skip


@transaction.atomic
def open_round(
    actor: Actor, authority: Unit, title: str, purpose: str, level: str, opens_on: date, closes_on: date, **limits: Any
) -> Round:
    """Announce a round of an authority. `limits` are fields of Round named in LIMITS.

    Raises: Forbidden unless the actor is the authority's registrar, Invalid naming the field.
    """
    if not actor.holds(Role.REGISTRAR, authority.pk):
        raise Forbidden(_("Rounds are opened by the registrar of the authority."))
    faults: dict[str, list[str]] = {}
    if not clean_line(title):
        faults["title"] = [_("Give the round a title.")]
    if closes_on < opens_on:
        faults["closes_on"] = [_("The round must close on or after the day it opens.")]
    for name, on in (("opens_on", opens_on), ("closes_on", closes_on)):
        if is_far(on, timezone.localdate()):
            faults[name] = [_("This day is too far away.")]
    if unknown := set(limits) - set(LIMITS):
        faults[min(unknown)] = [_("The form has no such field.")]
    if faults:
        raise Invalid(_("Some fields need mending."), faults)
    kind = next(kind for kind in Kind if Purpose(purpose) in PURPOSES_OF[kind])
    code = f"{authority.code}-{opens_on.year}-{next_number(f'round-{authority.code}-{opens_on.year}'):02}"
    round_ = Round.objects.create(
        code=code, title=clean_line(title)[:200], kind=kind, purpose=purpose, level=level, authority=authority,
        opens_on=opens_on, closes_on=closes_on, **limits,
    )  # fmt: skip
    record(actor.user_id, "round_opened", f"round:{round_.pk}", {"code": code})
    return round_
