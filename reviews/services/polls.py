"""Secret ballots (law 4). Opened with quorum, cast once each, closed, annulled.

A cast leaves two things: the box, one value sorted anew and written whole, and a tick that the person has cast. The
ticks of everybody are rewritten together, so that no row is younger than another. There is no journal entry, no outbox
event, no time and no log of it. What this protects from, and what not, stands in docs/explanation/secret-ballot.md.
"""

import re
import secrets

from django.db import transaction
from django.db.models import BooleanField, Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.rules.answers import clean_line
from journal.services.record import record
from organisation.actor import Actor
from reviews.models import Entitlement, Hearing, Poll
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.polls import bound_choice
from reviews.queries.schemes import scheme_of
from reviews.services.access import conducted, hearing_for, hearing_in_session
from reviews.services.quorum import refuse_without_quorum
from reviews.services.recusals import recuse_authors
from reviews.services.substitutes import seat_anew
from reviews.services.sweep import sweep_remnants

RECEIPT = re.compile(r"[0-9a-f]{32}")
FEWEST = 3  # A box with fewer ballots tells who cast them, for who has cast is known.


def new_receipt() -> str:
    """128 random bits as 32 hexadecimal digits, for a page that draws the receipt before it is sent."""
    return secrets.token_hex(16)


@transaction.atomic
def open_poll(hearing_id: int, actor: Actor) -> Poll:
    """Open the vote on a hearing of an open session. Entitled: the members present and not recused, as of now.

    Raises: NotFound, Forbidden, StateConflict without session, without quorum, while another vote stands, or if the
    scheme knows no vote.
    """
    hearing = hearing_in_session(actor, hearing_id)
    recuse_authors(hearing)
    ballot = scheme_of(hearing).ballot
    if ballot is None:
        raise StateConflict(_("This scheme knows no vote: the score sheets decide."))
    if hearing.polls.exclude(state=Poll.State.ANNULLED).exists():
        raise StateConflict(_("This dossier has its vote already."))
    present = refuse_without_quorum(hearing)
    poll = Poll.objects.create(hearing=hearing, number=hearing.polls.count() + 1, choices=list(ballot.choices))
    Entitlement.objects.bulk_create([Entitlement(poll=poll, seat=seat) for seat in present])
    _tell(actor, "poll_opened", poll, {"entitled": [seat.pk for seat in present]})
    return poll


@sensitive_variables()
@transaction.atomic
def cast_ballot(poll_id: int, actor: Actor, choice: str, receipt: str) -> None:
    """Put one ballot into the box. The same receipt and choice again change nothing (double clicks, retries).

    Raises: NotFound (also for who is recused), Forbidden if not entitled, Invalid at `choice` or `receipt`,
    StateConflict
    if the vote has closed or the actor has cast otherwise.
    """
    poll = Poll.objects.select_for_update(of=("self",)).select_related("hearing__scheme").filter(pk=poll_id).first()
    if poll is None or not hearings_visible_to(actor).filter(pk=poll.hearing_id).exists():
        raise NotFound
    mine = poll.entitlements.filter(seat__person_id=actor.person_id or 0).first()
    if mine is None:
        raise Forbidden(_("Only members who were present when the vote opened may cast a ballot."))
    _check_ballot(poll, choice, receipt, bound_choice(poll, mine))
    if mine.has_cast and [receipt, choice] in poll.box:
        return
    if poll.state != Poll.State.OPEN:
        raise StateConflict(_("The vote has closed."), state=poll.state)
    if mine.has_cast:
        raise StateConflict(_("You have already cast your ballot."))
    if any(receipt == used for used, _choice in poll.box):
        raise StateConflict(_("This receipt is taken. Draw a new one."))
    poll.box = sorted([*poll.box, [receipt, choice]])
    poll.save(update_fields=["box"])
    _tick(poll, mine)


@sensitive_variables()
def _check_ballot(poll: Poll, choice: str, receipt: str, bound: str) -> None:
    """One shape for every receipt, so that it has no room for a name or a time. The messages repeat nothing."""
    faults = {}
    if bound and choice != bound:
        faults["choice"] = [_("The ballot contradicts your own sheet, from which your grade of the task follows.")]
    if choice not in poll.choices:
        faults["choice"] = [_("Choose one of the answers on the ballot.")]
    if not RECEIPT.fullmatch(receipt):
        faults["receipt"] = [_("A receipt is 32 hexadecimal digits drawn at random.")]
    if faults:
        raise Invalid(_("The ballot is not right."), faults)


def _tick(poll: Poll, mine: Entitlement) -> None:
    """Tick one entitlement; every row of the poll is written, in one statement."""
    cast = Case(When(pk=mine.pk, then=Value(True)), default=F("has_cast"), output_field=BooleanField())
    poll.entitlements.update(has_cast=cast)


@transaction.atomic
def close_poll(poll_id: int, actor: Actor) -> Poll:
    """Close the vote and publish the box to the council: once all have cast, or earlier by who conducts the meeting.

    Raises: NotFound, Forbidden, StateConflict if it is not open, if fewer than three have cast and others have not
    (the box would tell whose ballots they are), or if an entitled member turns out to be an author.
    """
    poll, hearing = _conducted(actor, poll_id)
    _in(poll, Poll.State.OPEN)
    refuse_spoilt(hearing, poll)
    entitled = poll.entitlements.count()
    if len(poll.box) < min(FEWEST, entitled):
        raise StateConflict(
            _("Only %(cast)d of %(entitled)d have cast: closing now would show who voted how. Wait, or annul the vote.")
            % {"cast": len(poll.box), "entitled": entitled}
        )
    poll.state, poll.closed_at = Poll.State.CLOSED, timezone.now()
    poll.save(update_fields=["state", "closed_at"])
    poll.entitlements.update(has_cast=F("has_cast"))
    _tell(actor, "poll_closed", poll, {"cast": len(poll.box), "entitled": entitled})
    transaction.on_commit(sweep_remnants)
    return poll


@transaction.atomic
def annul_poll(poll_id: int, actor: Actor, reason: str) -> Poll:
    """Annul a vote before the conclusion, so that another can be opened. A box still closed is destroyed unread;
    one that
    was published stays on record.

    Raises: NotFound, Forbidden, Invalid at `reason`, StateConflict.
    """
    poll, hearing = _conducted(actor, poll_id)
    told = clean_line(reason)[:500]
    if not told:
        raise Invalid(_("A reason is needed."), {"reason": [_("Say why the vote is annulled.")]})
    if poll.state == Poll.State.ANNULLED:
        raise StateConflict(_("The vote has been annulled."), state=poll.state)
    cast, unread = len(poll.box), poll.state == Poll.State.OPEN
    if unread:
        poll.box, poll.closed_at = [], timezone.now()
    poll.state, poll.reason = Poll.State.ANNULLED, told
    poll.save(update_fields=["state", "reason", "box", "closed_at"])
    poll.entitlements.update(has_cast=F("has_cast"))
    _tell(actor, "poll_annulled", poll, {"cast": cast, "unread": unread, "reason": told})
    seat_anew(hearing, actor)
    transaction.on_commit(sweep_remnants)
    return poll


def refuse_spoilt(hearing: Hearing, poll: Poll) -> None:
    """A vote in which somebody now recused was entitled does not count. Raises StateConflict."""
    recuse_authors(hearing)
    recused = hearing.places.filter(recused=True).values("seat_id")
    if poll.entitlements.filter(seat__in=recused).exists():
        raise StateConflict(_("A member who was entitled to vote is recused. Annul the vote and hold it again."))


def _conducted(actor: Actor, poll_id: int) -> tuple[Poll, Hearing]:
    hearing_id = Poll.objects.filter(pk=poll_id).values_list("hearing_id", flat=True).first()
    hearing = conducted(actor, hearing_for(actor, hearing_id or 0))
    return Poll.objects.select_for_update(of=("self",)).get(pk=poll_id), hearing


def _in(poll: Poll, state: Poll.State) -> None:
    if poll.state != state:
        raise StateConflict(_("The vote has closed."), state=poll.state)


def _tell(actor: Actor, event: str, poll: Poll, data: dict[str, object]) -> None:
    """Journal what happened to a vote as a whole; never a cast (law 4)."""
    record(actor.user_id, event, f"poll:{poll.pk}", {"hearing": poll.hearing_id, "number": poll.number, **data})
