"""When the papers of dossiers reached the members, and from when on a session may hear them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from initiatives.rules.calendar import term_ends
from organisation.actor import Actor
from reviews.models import Council, Hearing, Place, Session
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.schemes import scheme_of
from reviews.rules.scheme import Deadline

PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The day on which the last member had the papers of a hearing, and the term before a session, if its scheme sets
    one. `own_at`: when the reader had them, as a member who judges the dossier.
    """

    hearing: Hearing
    received_on: date
    term: Deadline | None
    own_at: datetime | None = None

    @property
    def session_from(self) -> date | None:
        """The first day on which a session may hear it."""
        return term_ends(self.received_on, self.term.amount, self.term.unit) if self.term else None

    @property
    def waits(self) -> bool:
        """Whether it is on the agenda of no session that is still to close."""
        session = self.hearing.session
        return self.hearing.state == Hearing.State.OPEN and (session is None or session.state == Session.State.CLOSED)


def deliveries(hearings: Iterable[Hearing], actor: Actor | None = None) -> list[Delivery]:
    """Of these hearings, in their order; who is recused or stands in is not waited for. One statement."""
    rows = list(hearings)
    reached: dict[int, datetime] = {}
    own: dict[int, datetime | None] = {}
    places = Place.objects.filter(hearing__in=rows, recused=False).order_by("received_at")
    told = places.values_list("hearing_id", "seat__person_id", "seat__alternate", "received_at")
    for hearing, person, alternate, at in told:
        if at and not alternate:
            reached[hearing] = max(at, reached.get(hearing, at))
        if actor and actor.person_id == person:
            own[hearing] = at
    return [_delivery(one, reached, own) for one in rows]


def _delivery(hearing: Hearing, reached: dict[int, datetime], own: dict[int, datetime | None]) -> Delivery:
    last = timezone.localdate(reached.get(hearing.pk, hearing.made_at))
    mine = (own[hearing.pk] or hearing.made_at) if hearing.pk in own else None
    return Delivery(hearing, last, scheme_of(hearing).deadline(PAPERS), mine)


def first_day(rows: Iterable[Delivery]) -> date | None:
    """The first day on which one session may hear all of these that wait for one; None where nothing is prescribed."""
    return max((one.session_from for one in rows if one.waits and one.session_from), default=None)


def session_from(actor: Actor, council: Council) -> date | None:
    """The same of all that waits before a council, of what the actor may see."""
    free = Q(session=None) | Q(session__state=Session.State.CLOSED)
    rows = hearings_visible_to(actor).filter(free, council=council, state=Hearing.State.OPEN)
    return first_day(deliveries(rows.select_related("scheme", "session")))
