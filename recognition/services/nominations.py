"""Nominate a recognised work to the city level: a new dossier of the same work."""

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid
from initiatives.choices import Level, State
from initiatives.models import Dossier, Round
from initiatives.policy import is_author, is_home_officer
from initiatives.queries import by_reference
from initiatives.services.drafts import file_again
from organisation.actor import Actor
from organisation.policy import get_visible
from recognition.models import Recognition


@transaction.atomic
def nominate(actor: Actor, reference: str, round_code: str) -> Dossier:
    """Begin the city-level dossier of a work recognised below, as a draft that the authors complete.

    Raises: NotFound, Forbidden unless an author or the unit's officer asks, Invalid at `round`.
    """
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    if not (is_author | is_home_officer)(actor, dossier) and not actor.holds("officer", dossier.authority_id):
        raise Forbidden(_("The authors or the officer of their unit nominate."))
    standing = Recognition.objects.filter(dossier=dossier, recorded_to=None, held_to=None).exclude(level=Level.CITY)
    if not standing.exists():
        raise Invalid(_("Only what is recognised by its base or department can be nominated."))
    round_ = (
        Round.objects.select_related("authority")
        .filter(code=round_code, level=Level.CITY, kind=dossier.work.kind)
        .first()
    )
    if round_ is None:
        raise Invalid(_("Choose a round of the city level."), {"round": [_("Choose from the list.")]})
    closed = [State.REFUSED, State.NOT_RECOGNISED, State.WITHDRAWN, State.LAPSED]
    if Dossier.objects.filter(work=dossier.work, level=Level.CITY).exclude(state__in=closed).exists():
        raise Invalid(_("This work has a dossier at the city level already."))
    return file_again(actor, dossier.work, round_, follows=dossier)
