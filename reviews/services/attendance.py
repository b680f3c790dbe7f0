"""Who is in the room at a session, from when to when."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Invalid
from journal.services.record import record
from organisation.actor import Actor
from reviews.models import Attendance, Session

MISTAKE = timedelta(minutes=1)  # A stay shorter than this was a wrong tick, and is not kept.


def enter(row: Attendance, now: datetime) -> None:
    """The member comes in; somebody who is there stays."""
    if not row.present:
        row.present = True
        row.times = [*row.times, {"came": now.isoformat(), "left": None}]
        row.save(update_fields=["present", "times"])


def leave(row: Attendance, now: datetime) -> None:
    """The member goes out."""
    if row.present:
        row.present, row.times = False, ended(row, now)
        row.save(update_fields=["present", "times"])


def ended(row: Attendance, now: datetime) -> list[dict[str, str | None]]:
    """The stays, the last of them ended now."""
    if not row.times or row.times[-1]["left"]:
        return list(row.times)
    last = row.times[-1]
    if now - datetime.fromisoformat(last["came"]) < MISTAKE:
        return list(row.times[:-1])
    return [*row.times[:-1], {**last, "left": now.isoformat()}]


def mark(session: Session, actor: Actor, present: Collection[int]) -> None:
    """Of the members and the alternates who sit in, those are here whose seats are given; journaled where it changes.

    Raises: Invalid at `present` for a seat that is not the council's, or that an alternate has taken.
    """
    rows = list(session.attendances.select_for_update(of=("self",)).select_related("seat__person").order_by("pk"))
    live = dict(session.substitutions.filter(ended_at=None).values_list("alternate_id", "seat_id"))
    known = {row.seat_id: row for row in rows if not row.seat.alternate or row.seat_id in live}
    if unknown := set(present) - set(known):
        _refuse(_("Seat %(seat)s is not on this council.") % {"seat": min(unknown)})
    if taken := sorted(set(present) & set(live.values())):
        name = known[taken[0]].seat.person.full_name
        _refuse(_("An alternate sits in for %(name)s. Let %(name)s take the seat again first.") % {"name": name})
    changed, now = [row for pk, row in known.items() if row.present is not (pk in present)], timezone.now()
    for row in changed:
        leave(row, now) if row.present else enter(row, now)
    if changed:
        data = {"present": sorted(row.seat_id for row in rows if row.present)}
        record(actor.user_id, "attendance_marked", f"session:{session.pk}", data)


def _refuse(message: str) -> None:
    raise Invalid(message, {"present": [message]})


def end_all(session: Session, now: datetime) -> None:
    """The session closes: whoever is here has been here until now."""
    rows = list(session.attendances.filter(present=True))
    for row in rows:
        row.times = ended(row, now) or [{"came": now.isoformat(), "left": now.isoformat()}]
    Attendance.objects.bulk_update(rows, ["times"])
