"""Who judges a dossier: the seats that are not recused, who of them is present, and whether they are enough."""

from collections.abc import Collection, Iterable

from reviews.models import Hearing, Place, Poll, Seat
from reviews.queries.schemes import scheme_of
from reviews.rules.explanation import Step
from reviews.rules.seats import Attendance, Role, attendance_of
from reviews.rules.seats import Seat as Sitting


def bench(hearing: Hearing) -> list[Seat]:
    """The members who may judge this dossier, in order, with their people."""
    mine = Seat.objects.filter(places__hearing=hearing, places__recused=False)
    return list(mine.select_related("person").order_by("position"))


def present_at(hearing: Hearing) -> list[Seat]:
    """Of these, who is in the room of the hearing's session now."""
    here = Seat.objects.filter(attendances__session=hearing.session_id, attendances__present=True).values("pk")
    return [seat for seat in bench(hearing) if seat.pk in {row["pk"] for row in here}] if hearing.session_id else []


def attendance_for(hearing: Hearing, present: Collection[int]) -> Attendance:
    """The attendance as the rules count it; `present` are ids of seats."""
    return attendance_among(hearing, hearing.places.select_related("seat"), present)


def attendance_among(hearing: Hearing, places: Iterable[Place], present: Collection[int]) -> Attendance:
    """The same of places that were read already, with their seats."""
    counted = [one for one in places if not (one.recused and one.instead_of_id)]  # a recused alternate takes no seat
    seats = [Sitting(str(one.seat_id), Role(one.seat.role)) for one in counted]
    recused = {str(one.seat_id) for one in counted if one.recused}
    return attendance_of(seats, {str(seat) for seat in present}, recused, scheme_of(hearing).council.recused_count)


def quorum_of(hearing: Hearing) -> Step:
    """Whether those present now are enough for this dossier: `holds`, and the numbers in `inputs` and `result`."""
    return scheme_of(hearing).quorum.check(attendance_for(hearing, [seat.pk for seat in present_at(hearing)]))


def standing_poll(hearing: Hearing) -> Poll | None:
    """The vote that is open or counts, if there is one."""
    return hearing.polls.exclude(state=Poll.State.ANNULLED).first()
