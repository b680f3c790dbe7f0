"""Law 5: nothing is voted or concluded without a quorum of the members who are not recused."""

from django.utils.translation import gettext as _

from config.errors import StateConflict
from reviews.models import Hearing, Seat
from reviews.queries.benches import present_at, quorum_of


def refuse_without_quorum(hearing: Hearing) -> list[Seat]:
    """The members present, if they are enough. Raises StateConflict that says how many are missing."""
    step = quorum_of(hearing)
    if not step.holds:
        raise StateConflict(
            _("No quorum: %(present)d of %(members)d members are present; %(needed)d are needed, the required roles among them.")
            % {"present": step.inputs["present"], "members": step.inputs["members"], "needed": step.result["needed"]},
            quorum=step.told(),
        )
    return present_at(hearing)
