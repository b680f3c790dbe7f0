"""What the chair sees before deliberation: who scores strictly, and which dossiers need discussion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean

from django.utils.translation import gettext as _

from config.errors import Forbidden, StateConflict
from organisation.actor import Actor
from reviews.diagnosis import Mark, Profile, profiles
from reviews.models import Council, Hearing, Seat, Sheet
from reviews.policy import may_conduct
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.schemes import scheme_of
from reviews.queries.sheets import counted_sheets
from reviews.rules.scheme import Scheme
from reviews.rules.sheets import CountedSheet


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dossier with how far its totals lie apart: the queue of what needs discussion."""

    hearing: Hearing
    n: int
    mean: float
    least: float
    most: float

    @property
    def spread(self) -> float:
        """Points between the lowest and the highest total."""
        return self.most - self.least


@dataclass(frozen=True, slots=True)
class Calibration:
    """`members` pairs each seat with its profile; `disputed` lists dossiers, the widest spread first; `open` counts the
    sheets that are not locked yet and therefore not in here.
    """

    members: list[tuple[Seat, Profile]]
    disputed: list[Disputed]
    open: int


def calibration_of(council: Council, actor: Actor) -> Calibration:
    """The locked, valid sheets of members not recused, on what the actor sees. Four statements in all.

    Raises: Forbidden unless the actor leads or runs the council, StateConflict while a sheet of their own is open.
    """
    if not may_conduct(actor, council):
        raise Forbidden(_("The calibration is for those who lead the council."))
    held = [Hearing.State.OPEN, Hearing.State.CONCLUDED]
    hearings = hearings_visible_to(actor).filter(council=council, state__in=held)
    rows = list(hearings.select_related("scheme", "dossier__work").prefetch_related("places", "sheets").order_by("pk"))
    seats = {seat.pk: seat for seat in council.seats.select_related("person")}
    if any(_owes_a_sheet(hearing, seats, actor) for hearing in rows):
        raise StateConflict(_("Lock your own sheets first: until then the others' are closed to you."))
    marks = [mark for hearing in rows for mark in _marks(hearing)]
    return Calibration(
        members=[(seats[profile.member], profile) for profile in profiles(marks)],
        disputed=sorted(_disputed(rows, marks), key=lambda one: -one.spread),
        open=sum(_still_open(hearing) for hearing in rows),
    )


def _owes_a_sheet(hearing: Hearing, seats: Mapping[int, Seat], actor: Actor) -> bool:
    """Whether the actor sits at an open hearing and has not locked their sheet."""
    own = {pk for pk in _sitting(hearing) if pk in seats and seats[pk].person_id == actor.person_id}
    locked = {sheet.seat_id for sheet in hearing.sheets.all() if sheet.locked_at}
    return hearing.state == Hearing.State.OPEN and bool(own - locked)


def _sitting(hearing: Hearing) -> set[int]:
    return {place.seat_id for place in hearing.places.all() if not place.recused}


def _still_open(hearing: Hearing) -> int:
    locked = {sheet.seat_id for sheet in hearing.sheets.all() if sheet.locked_at}
    return len(_sitting(hearing) - locked) if hearing.state == Hearing.State.OPEN else 0


def _marks(hearing: Hearing) -> Iterable[Mark]:
    scheme, sitting = scheme_of(hearing), _sitting(hearing)
    if not scheme.scored:
        return
    sheets = {sheet.seat_id: sheet for sheet in hearing.sheets.all() if sheet.seat_id in sitting}
    for counted in counted_sheets(scheme, sheets.values()):
        yield _mark(hearing, scheme, sheets[int(counted.seat)], counted)


def _mark(hearing: Hearing, scheme: Scheme, sheet: Sheet, counted: CountedSheet) -> Mark:
    shares = tuple(float(Fraction(counted.points[c.code]) / Fraction(c.maximum)) for c in scheme.points if c.maximum)
    said = bool(sheet.to_council.strip() or sheet.to_authors.strip() or any(sheet.comments.values()))
    return Mark(hearing.pk, sheet.seat_id, float(counted.total), shares, said)


def _disputed(hearings: Iterable[Hearing], marks: Iterable[Mark]) -> Iterable[Disputed]:
    totals: dict[int, list[float]] = {}
    for mark in marks:
        totals.setdefault(mark.dossier, []).append(mark.total)
    for hearing in hearings:
        if given := totals.get(hearing.pk):
            yield Disputed(hearing, len(given), mean(given), min(given), max(given))
