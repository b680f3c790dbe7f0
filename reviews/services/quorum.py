"""Law 5: nothing is voted or concluded without a quorum of the members who are not recused."""

from django.utils.translation import get_language

from config.errors import StateConflict
from reviews.models import Hearing, Seat
from reviews.queries.benches import present_at, quorum_of
from reviews.rules.words import describe


def refuse_without_quorum(hearing: Hearing) -> list[Seat]:
    """The members present, if they are enough. Raises StateConflict that says who or how many are missing."""
    step = quorum_of(hearing)
    if not step.holds:
        raise StateConflict(describe(step, get_language() or "vi"), quorum=step.told())
    return present_at(hearing)
