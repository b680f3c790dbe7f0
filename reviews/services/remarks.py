"""The discussion of a dossier among the members who have locked their sheets."""

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound
from initiatives.rules.answers import clean_text
from journal.services.record import record
from organisation.actor import Actor
from reviews.models import Remark
from reviews.queries.sheets import sheets_are_open
from reviews.services.access import hearing_for, place_of

LONGEST = 5_000


@transaction.atomic
def say(hearing_id: int, actor: Actor, text: str, reply_to: int | None = None) -> Remark:
    """Add a remark, or an answer to one.

    Raises: NotFound (also for who is recused, and for an unknown remark), Forbidden without a seat or while the
    actor's own sheet is open (what others say would colour it), StateConflict once concluded, Invalid at `text`.
    """
    hearing = hearing_for(actor, hearing_id)
    place = place_of(actor, hearing)
    if not sheets_are_open(actor, hearing):
        raise Forbidden(_("Lock your own sheet first; the discussion is closed to you until then."))
    words = clean_text(text)
    if not words:
        raise Invalid(_("There is nothing to say yet."), {"text": [_("Write something.")]})
    if len(words) > LONGEST:
        raise Invalid(_("The remark is too long."), {"text": [_("At most %(limit)d characters.") % {"limit": LONGEST}]})
    thread = _thread(hearing.pk, reply_to)
    remark = Remark.objects.create(hearing=hearing, seat=place.seat, reply_to=thread, text=words)
    record(actor.user_id, "remark_made", f"hearing:{hearing.pk}", {"remark": remark.pk})
    return remark


def _thread(hearing_id: int, reply_to: int | None) -> Remark | None:
    if reply_to is None:
        return None
    found = Remark.objects.filter(hearing=hearing_id, pk=reply_to).select_related("reply_to").first()
    if found is None:
        raise NotFound
    return found.reply_to or found
