"""What a vote shows: to its voters that it is open, and the box to the council once it has closed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFound
from organisation.actor import Actor
from reviews.models import Entitlement, Poll
from reviews.policy import may_conduct
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.schemes import scheme_of
from reviews.rules.exact import number
from reviews.rules.seats import SheetInput, tally
from reviews.rules.sheets import read_sheet, sheet_faults


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of a closed box: votes by choice, invalid ones, how many were entitled. Anybody can redo it from `box`,
    the sorted pairs of receipt and choice.
    """

    votes: dict[str, int]
    invalid: int
    cast: int
    entitled: int
    box: list[tuple[str, str]]


def poll_of(actor: Actor, poll_id: int) -> Poll:
    """A vote on a hearing that the actor sees. Raises NotFound."""
    seen = hearings_visible_to(actor).values("pk")
    poll = (
        Poll.objects.select_related("hearing__council", "hearing__dossier__work")
        .filter(pk=poll_id, hearing__in=seen)
        .first()
    )
    if poll is None:
        raise NotFound
    return poll


def own_entitlement(actor: Actor, poll: Poll) -> Entitlement | None:
    """Whether the actor may cast in the vote, and whether they have. Nobody else's is ever shown."""
    return poll.entitlements.filter(seat__person_id=actor.person_id or 0).first()


def open_polls(actor: Actor) -> list[Entitlement]:
    """The actor's entitlements in votes that are open now."""
    mine = Entitlement.objects.filter(seat__person_id=actor.person_id or 0, poll__state=Poll.State.OPEN)
    mine = mine.filter(poll__hearing__in=hearings_visible_to(actor).values("pk"))
    return list(mine.select_related("poll__hearing__dossier__work", "poll__hearing__council").order_by("poll_id"))


def tally_of(actor: Actor, poll: Poll) -> Tally:
    """The count and the box of a vote that has closed, for its council: members, and who runs it.

    Raises: Forbidden while it is open, once annulled unread, and for others.
    """
    member = poll.hearing.places.filter(recused=False, seat__person_id=actor.person_id or 0).exists()
    if not member and not may_conduct(actor, poll.hearing.council):
        raise Forbidden(_("The box is shown to the council."))
    if poll.state == Poll.State.OPEN:
        raise Forbidden(_("The box stays closed until the vote has closed."))
    return count(poll)


def count(poll: Poll) -> Tally:
    """Recount the box."""
    votes, invalid = tally([choice for _receipt, choice in poll.box], poll.choices)
    return Tally(votes, invalid, len(poll.box), poll.entitlements.count(), [(r, c) for r, c in poll.box])


def bound_choice(poll: Poll, right: Entitlement) -> str:
    """The only choice that does not contradict the voter's own sheet, where the scheme derives a grade from it;
    else "".

    Source: Thông tư 11/2014/TT-BKHCN: a member's grade of the task follows from their grades of the products.
    """
    scheme = scheme_of(poll.hearing)
    if scheme.member_grade is None:
        return ""
    sheet = poll.hearing.sheets.filter(seat=right.seat_id).exclude(locked_at=None).first()
    if sheet is None or sheet_faults(scheme.criteria, sheet.scores):
        return ""
    late = poll.hearing.flags.get(scheme.member_grade.late) or 0
    read = read_sheet(scheme.criteria, SheetInput(str(sheet.seat_id), sheet.scores))
    return scheme.member_grade.of_sheet(read, number(late))
