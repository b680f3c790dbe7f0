"""Who judges a dossier: the seats that are not recused, who of them is present, and whether they are enough."""

from collections.abc import Collection

from reviews.models import Hearing, Poll, Seat
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
    counted = hearing.places.exclude(recused=True, instead_of__isnull=False)  # A recused alternate takes no seat.
    rows = list(counted.values_list("seat_id", "seat__role", "recused"))
    seats = [Sitting(str(seat), Role(role)) for seat, role, _recused in rows]
    recused = {str(seat) for seat, _role, away in rows if away}
    return attendance_of(seats, {str(seat) for seat in present}, recused, scheme_of(hearing).council.recused_count)


def quorum_of(hearing: Hearing) -> Step:
    """Whether those present now are enough for this dossier: `holds`, and the numbers in `inputs` and `result`."""
    return scheme_of(hearing).quorum.check(attendance_for(hearing, [seat.pk for seat in present_at(hearing)]))


def standing_poll(hearing: Hearing) -> Poll | None:
    """The vote that is open or counts, if there is one."""
    return hearing.polls.exclude(state=Poll.State.ANNULLED).first()
