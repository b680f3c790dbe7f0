"""Sessions: planned with their agenda, opened, attendance marked, closed."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.errors import Invalid, StateConflict
from initiatives.choices import State
from initiatives.rules.answers import clean_line, clean_text
from journal.services.record import record
from organisation.actor import Actor
from reviews.models import Attendance, Council, Hearing, Place, Poll, SeatRole, Session, Sheet
from reviews.queries.papers import Delivery, deliveries
from reviews.rules.words.names import UNITS, cited, named
from reviews.services.access import council_for, session_for
from reviews.services.attendance import end_all, mark
from reviews.services.substitutes import end
from reviews.services.terms import refuse_outside_the_term


@transaction.atomic
def plan_session(
    council_code: str, actor: Actor, held_on: date, venue: str = "", hearings: Iterable[int] | None = None
) -> Session:
    """Plan a session. Its agenda: the hearings given (ids), or all that wait, in the council's order.

    Raises: NotFound, Forbidden, Invalid at `hearings` for one that cannot be on the agenda and at `held_on` outside the
    council's term or before the members have had the papers long enough, StateConflict if none waits.
    """
    council = council_for(actor, code=council_code)
    waiting = list(_waiting(council))
    if not waiting:
        raise StateConflict(_("No dossier waits for a session of this council."))
    refuse_outside_the_term(council, held_on, "held_on")
    chosen = waiting if hearings is None else _chosen(waiting, list(hearings))
    if early := _early(chosen, held_on):
        raise Invalid(_("The session is planned too early."), {"held_on": early})
    session = Session.objects.create(council=council, held_on=held_on, venue=clean_line(venue)[:200])
    for position, hearing in enumerate(chosen, 1):
        Hearing.objects.filter(pk=hearing.pk).update(session=session, position=position)
    data = {"council": council.code, "held_on": held_on, "hearings": [hearing.pk for hearing in chosen]}
    record(actor.user_id, "session_planned", f"session:{session.pk}", data)
    return session


def _early(hearings: Iterable[Hearing], day: date) -> list[str]:
    """What is said of each dossier whose papers the members have not had for the prescribed days."""
    return [_too_early(one) for one in deliveries(hearings) if one.session_from and day < one.session_from]


def _too_early(delivery: Delivery) -> str:
    term, language = delivery.term, get_language() or "vi"
    message = _(
        "The papers of %(code)s reached the members on %(on)s; they have them for %(amount)d %(unit)s before a "
        "session: from %(day)s on (%(source)s)."
    )
    return message % {
        "code": delivery.hearing.dossier.reference, "on": _day(delivery.received_on),
        "day": _day(delivery.session_from),
        "amount": term.amount if term else 0, "unit": named(UNITS, term.unit, language) if term else "",
        "source": cited(term.citation, language) if term else "",
    }  # fmt: skip


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def _waiting(council: Council) -> Iterable[Hearing]:
    """Open hearings on no agenda, or on that of a session that has closed; locked."""
    free = Q(session=None) | Q(session__state=Session.State.CLOSED)
    rows = council.hearings.filter(free, state=Hearing.State.OPEN, dossier__state=State.IN_REVIEW)
    rows = rows.select_related("dossier", "scheme")
    return rows.select_for_update(of=("self",)).order_by("position", "pk")


def _chosen(waiting: list[Hearing], ids: list[int]) -> list[Hearing]:
    by_id = {hearing.pk: hearing for hearing in waiting}
    if not ids or any(pk not in by_id for pk in ids):
        message = _("Choose from the dossiers that wait for a session of this council.")
        raise Invalid(message, {"hearings": [message]})
    return [by_id[pk] for pk in dict.fromkeys(ids)]


@transaction.atomic
def open_session(session_id: int, actor: Actor, present: Collection[int] = ()) -> Session:
    """Open a planned session; `present` are ids of seats. Raises NotFound, Forbidden, Invalid, StateConflict."""
    session = session_for(actor, session_id)
    _in(session, Session.State.PLANNED)
    if session.council.sessions.filter(state=Session.State.OPEN).exists():
        raise StateConflict(_("Another session of this council is open. Close it first."))
    refuse_outside_the_term(session.council, timezone.localdate(), "held_on")
    heard = session.hearings.filter(state=Hearing.State.OPEN).select_related("dossier", "scheme")
    if early := _early(heard, timezone.localdate()):
        raise StateConflict(" ".join(early))
    _refuse_without_opinions(session)
    session.state, session.opened_at = Session.State.OPEN, timezone.now()
    session.save(update_fields=["state", "opened_at"])
    members = session.council.seats.filter(alternate=False)
    Attendance.objects.bulk_create([Attendance(session=session, seat=seat) for seat in members])
    record(actor.user_id, "session_opened", f"session:{session.pk}", {"council": session.council.code})
    mark(session, actor, present)
    return session


def _refuse_without_opinions(session: Session) -> None:
    """The reviewers of those who compete for a task have written their opinions, that is locked their sheets, before
    the session (Thông tư 20/2023/TT-BKHCN).
    """
    competing = session.hearings.filter(state=Hearing.State.OPEN, dossier__task__isnull=False)
    reviewers = Place.objects.filter(
        hearing__in=competing, recused=False, seat__role=SeatRole.REVIEWER, seat__alternate=False
    )
    locked = Sheet.objects.filter(hearing=OuterRef("hearing"), seat=OuterRef("seat"), locked_at__isnull=False)
    late = reviewers.exclude(Exists(locked)).values_list("seat__person__full_name", "hearing__dossier__code")
    if late:
        said = ", ".join(f"{name} ({code})" for name, code in late.order_by("hearing", "seat"))
        raise StateConflict(_("Reviewers have not locked their opinions yet: %(who)s.") % {"who": said})


@transaction.atomic
def mark_attendance(session_id: int, actor: Actor, present: Collection[int]) -> Session:
    """Say who is in the room now: the ids of all seats present; the others are absent. Raises as `open_session`."""
    session = session_for(actor, session_id)
    _in(session, Session.State.OPEN)
    mark(session, actor, present)
    return session


@transaction.atomic
def close_session(session_id: int, actor: Actor, notes: str = "") -> Session:
    """Close an open session; what was not concluded waits for the next. Raises StateConflict while a vote is open."""
    session = session_for(actor, session_id)
    _in(session, Session.State.OPEN)
    if Poll.objects.filter(hearing__session=session, state=Poll.State.OPEN).exists():
        raise StateConflict(_("A vote is open. Close or annul it first."))
    now = timezone.now()
    for substitution in session.substitutions.filter(ended_at=None).select_related("session", "seat", "alternate"):
        end(substitution, actor)
    end_all(session, now)
    left = session.hearings.filter(state=Hearing.State.OPEN).select_related("dossier").order_by("position", "pk")
    session.postponed = [hearing.dossier.reference for hearing in left]
    session.state, session.closed_at, session.notes = Session.State.CLOSED, now, clean_text(notes)[:20_000]
    session.save(update_fields=["state", "closed_at", "notes", "postponed"])
    data = {"council": session.council.code, "postponed": session.postponed}
    record(actor.user_id, "session_closed", f"session:{session.pk}", data)
    return session


def _in(session: Session, state: Session.State) -> None:
    if session.state != state:
        raise StateConflict(
            _("The session is now “%(state)s”.") % {"state": session.get_state_display()}, state=session.state
        )
