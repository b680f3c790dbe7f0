"""When the papers of dossiers reached the members, and from when on a session may hear them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
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
    one.
    """

    hearing: Hearing
    received_on: date
    term: Deadline | None

    @property
    def session_from(self) -> date | None:
        """The first day on which a session may hear it."""
        return term_ends(self.received_on, self.term.amount, self.term.unit) if self.term else None


def deliveries(hearings: Iterable[Hearing]) -> list[Delivery]:
    """Of these hearings, in their order; who is recused or stands in is not waited for. One statement."""
    rows = list(hearings)
    reached: dict[int, datetime] = {}
    members = Place.objects.filter(hearing__in=rows, recused=False, seat__alternate=False, received_at__isnull=False)
    for place in members.order_by("received_at"):
        reached[place.hearing_id] = place.received_at or place.hearing.made_at
    return [
        Delivery(one, timezone.localdate(reached.get(one.pk, one.made_at)), scheme_of(one).deadline(PAPERS))
        for one in rows
    ]


def session_from(actor: Actor, council: Council) -> date | None:
    """The first day on which one session may hear all that waits for one; None where nothing is prescribed."""
    free = Q(session=None) | Q(session__state=Session.State.CLOSED)
    rows = hearings_visible_to(actor).filter(free, council=council, state=Hearing.State.OPEN)
    waiting = deliveries(rows.select_related("scheme"))
    return max((one.session_from for one in waiting if one.session_from), default=None)


def received_at(actor: Actor, hearing: Hearing) -> datetime | None:
    """When the papers reached the actor, as a member who judges the dossier."""
    own = hearing.places.filter(recused=False, seat__person_id=actor.person_id or 0)
    return own.annotate(at=Coalesce("received_at", "hearing__made_at")).values_list("at", flat=True).first()
