"""The term of a standing council: it hears and meets within it, and not before or after."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.errors import Invalid, StateConflict
from initiatives.rules.answers import clean_line
from journal.services.record import record
from organisation.actor import Actor
from reviews.models import Council
from reviews.policy import sets_up_councils
from reviews.services.access import council_for


@transaction.atomic
def set_term(council_code: str, actor: Actor, term_from: date | None, term_to: date | None, reason: str) -> Council:
    """Change the term by a later decision, which `reason` names; sessions that have been held stay what they are.

    Raises: NotFound, Forbidden, Invalid at `term_to` or `reason`.
    """
    council = council_for(actor, sets_up_councils, code=council_code)
    told = clean_line(reason)[:250]
    faults = term_faults(term_from, term_to)
    if not told:
        faults["reason"] = [_("Name the decision by which the term changes.")]
    if faults:
        raise Invalid(_("Some fields need mending."), faults)
    council.term_from, council.term_to = term_from, term_to
    council.save(update_fields=["term_from", "term_to"])
    data = {"code": council.code, "from": term_from, "to": term_to, "reason": told}
    record(actor.user_id, "term_set", f"council:{council.pk}", data)
    return council


def term_faults(term_from: date | None, term_to: date | None) -> dict[str, list[str]]:
    """What is wrong with a term, by field."""
    if term_from and term_to and term_to < term_from:
        return {"term_to": [_("The term ends before it begins.")]}
    return {}


def refuse_outside_the_term(council: Council, day: date, field: str) -> None:
    """Raise Invalid at `field` for a day on which the council may not meet."""
    if not _within(council, day):
        message = _("The council's term is %(term)s; it cannot meet on %(day)s.")
        told = message % {"term": term_in_words(council), "day": _day(day)}
        raise Invalid(told, {field: [told]})


def refuse_once_the_term_is_over(council: Council) -> None:
    """Raise StateConflict if the council no longer sits."""
    if council.term_to and council.term_to < timezone.localdate():
        message = _("The council's term ended on %(day)s. Extend it by a decision, or choose another council.")
        raise StateConflict(message % {"day": _day(council.term_to)})


def term_in_words(council: Council) -> str:
    """“01/01/2026 – 31/12/2027”, open ends in words."""
    if council.term_from and council.term_to:
        return f"{_day(council.term_from)} – {_day(council.term_to)}"
    if council.term_from:
        return _("from %(day)s on") % {"day": _day(council.term_from)}
    return _("until %(day)s") % {"day": _day(council.term_to)} if council.term_to else ""


def _within(council: Council, day: date) -> bool:
    begun = council.term_from is None or council.term_from <= day
    return begun and (council.term_to is None or day <= council.term_to)


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
