"""Quorum of a hearing: counted over the members who are not recused, by the scheme's own rule (law 5)."""

from django.utils.translation import gettext as _

from config.errors import StateConflict
from reviews.models import Hearing, Seat


def bench(hearing: Hearing) -> list[Seat]:
    """The members who may judge this dossier: every seat that is not recused, in order."""
    return list(Seat.objects.filter(places__hearing=hearing, places__recused=False).order_by("position"))


def present_at(hearing: Hearing) -> list[Seat]:
    """Of these, who is in the room of the hearing's session now."""
    here = {"attendances__session": hearing.session_id, "attendances__present": True}
    return list(Seat.objects.filter(places__hearing=hearing, places__recused=False, **here).order_by("position"))


def refuse_without_quorum(hearing: Hearing) -> list[Seat]:
    """The members present, if they are enough. Raises StateConflict that says how many are missing."""
