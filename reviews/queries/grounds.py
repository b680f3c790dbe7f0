"""Why a member stands aside from a dossier, in words; in a blind round the reason would tell who the authors are."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews.models import Hearing, Place

NOT_TOLD = gettext_noop("not told in a blind round")


def closed_names(hearing: Hearing) -> bool:
    """Whether authors and units are hidden from the council now. Asks for the dossier's round."""
    return hearing.dossier.round.blind and hearing.state != Hearing.State.CONCLUDED


def ground_of(place: Place, hidden: bool) -> str:
    """The reason: a member's own words as they are, what the record says in the reader's language."""
    if hidden:
        return _(NOT_TOLD)
    return place.ground if place.cause == Place.Cause.DECLARED or not place.ground else _(place.ground)
