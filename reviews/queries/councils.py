"""Councils, their progress, and what a session or a vote shows to whom."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from config.errors import NotFound
from organisation.actor import Actor
from organisation.policy import get_visible, visible
from reviews.models import Council, Hearing, Place, Seat, Session, Sheet
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
            members=Count("seats", distinct=True),
            hearings_open=Count("hearings", Q(hearings__in=seen, hearings__state=Hearing.State.OPEN), distinct=True),
            hearings_concluded=Count(
                "hearings", Q(hearings__in=seen, hearings__state=Hearing.State.CONCLUDED), distinct=True
            ),
        )
    )


def council_of(actor: Actor, code: str) -> Council:
    """One council with its seats and people. Raises NotFound."""
    seats = Prefetch("seats", Seat.objects.select_related("person").order_by("position"))
    found = councils_of(actor).filter(code=code).prefetch_related(seats).first()
    if found is None:
        raise NotFound
    return found


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
    """Where one member stands with one dossier: recused, waiting, begun or locked; never what the sheet says."""

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
        return sum(cell.state != "recused" for cell in self.cells)


def progress_matrix(actor: Actor, council: Council) -> list[Row]:
    """Member × dossier, for the hearings that the actor may see. Four statements whatever their number."""
    hearings = list(hearings_of(actor, council).exclude(state=Hearing.State.RELEASED))
    ids = [hearing.pk for hearing in hearings]
    places = Place.objects.filter(hearing__in=ids, recused=True)
    away = set(places.values_list("hearing_id", "seat_id"))
    begun = Sheet.objects.filter(hearing__in=ids).values_list("hearing_id", "seat_id", "locked_at")
    states = {(hearing, seat): "locked" if locked else "begun" for hearing, seat, locked in begun}
    seats = list(council.seats.select_related("person").order_by("position"))
    return [
        Row(hearing, tuple(Cell(seat, _state((hearing.pk, seat.pk), away, states)) for seat in seats))
        for hearing in hearings
    ]


def _state(key: tuple[int, int], away: set[tuple[int, int]], states: dict[tuple[int, int], str]) -> str:
    return "recused" if key in away else states.get(key, "waiting")
