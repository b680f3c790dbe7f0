"""Councils, their progress, and what a session or a vote shows to whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from config.errors import NotFound
from organisation.actor import Actor
from organisation.among import among
from organisation.policy import get_visible, visible
from reviews.models import Council, Hearing, Place, Seat, Session, Sheet
from reviews.policy import RUNNING
from reviews.queries.hearings import hearings_visible_to


def councils_of(actor: Actor) -> QuerySet[Council]:
    """Councils that the actor sits on or whose authority they serve, with counts: `members`, `hearings_open`,
    `hearings_concluded`. The counts leave out what concerns the actor (law 3).
    """
    seen = hearings_visible_to(actor).values("pk")
    return (
        visible(Council, actor)
        .select_related("authority", "round")
        .annotate(
            members=Count("seats", Q(seats__alternate=False), distinct=True),
            hearings_open=Count("hearings", Q(hearings__in=seen, hearings__state=Hearing.State.OPEN), distinct=True),
            hearings_concluded=Count(
                "hearings", Q(hearings__in=seen, hearings__state=Hearing.State.CONCLUDED), distinct=True
            ),
        )
    )


def members_of(council: Council) -> list[Seat]:
    """The full seats; asks nothing where the seats have been read with the council."""
    return [seat for seat in council.seats.all() if not seat.alternate]


def alternates_of(council: Council) -> list[Seat]:
    """Who may take an absent member's seat, the same way."""
    return [seat for seat in council.seats.all() if seat.alternate]


def council_of(actor: Actor, code: str) -> Council:
    """One council with its seats and people. Raises NotFound."""
    seats = Prefetch("seats", Seat.objects.select_related("person").order_by("position"))
    found = councils_of(actor).filter(code=code).prefetch_related(seats).first()
    if found is None:
        raise NotFound
    return found


def sessions_of_the_day(actor: Actor, day: date) -> QuerySet[Session]:
    """Sessions that are open, or planned for that day, of councils on which the actor sits or which they run."""
    stand = Q(state=Session.State.OPEN) | Q(state=Session.State.PLANNED, held_on=day)
    seated = Seat.objects.filter(person_id=actor.person_id or 0).values("council")
    theirs = Q(council__in=seated) | among("council__authority_id", actor.over(*RUNNING))
    return Session.objects.filter(stand, theirs).select_related("council").order_by("pk")


def hearings_of(actor: Actor, council: Council) -> QuerySet[Hearing]:
    """The council's hearings that the actor may see, in order, with dossier, conclusion and session."""
    rows = hearings_visible_to(actor).filter(council=council)
    return rows.select_related("dossier__work__unit", "conclusion", "session", "scheme").order_by("position", "pk")


def session_of(actor: Actor, session_id: int) -> Session:
    """A session of a council that the actor sees. Raises NotFound."""
    session = Session.objects.select_related("council__authority", "council__round").filter(pk=session_id).first()
    if session is None:
        raise NotFound
    get_visible(Council, actor, pk=session.council_id)
    return session


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one member stands with one dossier: recused, waiting, begun or locked, or absent (another sits in their
    place); never what the sheet says.
    """

    seat: Seat
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier of the matrix; `locked` of `bench` members have locked their sheet."""

    hearing: Hearing
    cells: tuple[Cell, ...]

    @property
    def locked(self) -> int:
        """How many sheets are locked."""
        return sum(cell.state == "locked" for cell in self.cells)

    @property
    def bench(self) -> int:
        """How many members judge it."""
        return sum(cell.state not in ("recused", "absent") for cell in self.cells)


def progress_matrix(actor: Actor, council: Council) -> list[Row]:
    """Member × dossier, for the hearings that the actor may see. Four statements whatever their number."""
    hearings = list(hearings_of(actor, council).exclude(state=Hearing.State.RELEASED))
    ids = [hearing.pk for hearing in hearings]
    places = Place.objects.filter(hearing__in=ids).values_list("hearing_id", "seat_id", "recused")
    held = {(hearing, seat): recused for hearing, seat, recused in places}
    begun = Sheet.objects.filter(hearing__in=ids).values_list("hearing_id", "seat_id", "locked_at")
    states = {(hearing, seat): "locked" if locked else "begun" for hearing, seat, locked in begun}
    judging = {seat for _hearing, seat in held}
    rows = council.seats.select_related("person").order_by("position")
    seats = [seat for seat in rows if not seat.alternate or seat.pk in judging]
    return [
        Row(hearing, tuple(Cell(seat, _state((hearing.pk, seat.pk), held, states)) for seat in seats))
        for hearing in hearings
    ]


def _state(key: tuple[int, int], held: dict[tuple[int, int], bool], states: dict[tuple[int, int], str]) -> str:
    if key not in held:
        return "absent"
    return "recused" if held[key] else states.get(key, "waiting")
