"""Alternates take the seats of absent members for a session, and give them back.

At each dossier of the agenda the member's place becomes the alternate's, so quorum, voting base, sheets and ballots
follow by themselves; where a conflict ties the alternate to a dossier, they take no seat there.
"""

from typing import NoReturn

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Invalid, StateConflict
from journal.services.record import record
from organisation.actor import Actor
from reviews.models import Attendance, Hearing, Poll, Seat, Session, Substitution
from reviews.queries.schemes import scheme_of
from reviews.services.access import session_for
from reviews.services.attendance import enter, leave
from reviews.services.conflicts import recuse_tied
from reviews.services.places import give_back
from reviews.services.recusals import recuse_authors


@transaction.atomic
def substitute(session_id: int, actor: Actor, seat_id: int, alternate_id: int) -> Substitution:
    """Let an alternate take the seat of a member who is absent from an open session; both are ids of seats.

    Where a dossier has its vote, has been concluded, or its scheme knows no substitutes for the role, nothing changes.
    Raises: NotFound, Forbidden, Invalid at `seat` or `alternate`, StateConflict while the session is not open, a vote
    is open, or no scheme on the agenda allows it.
    """
    session = _open_session(session_id, actor)
    seat, alternate = _absent(session, seat_id), _free(session, alternate_id)
    if alternate.role != seat.role:
        _refuse("alternate", _("The decision names this alternate for another role."))
    hearings = _hearings(session)
    if hearings and not any(_allowed(hearing, seat) for hearing in hearings):
        raise StateConflict(_("The scheme knows no substitute for this role."))
    made = Substitution.objects.create(session=session, seat=seat, alternate=alternate, made_by_id=actor.user_id)
    enter(Attendance.objects.get_or_create(session=session, seat=alternate)[0], timezone.now())
    for hearing in hearings:
        _sit(hearing, made, actor)
    _tell(actor, "substitute_seated", made)
    return made


@transaction.atomic
def resume_seat(session_id: int, actor: Actor, seat_id: int) -> Substitution:
    """The member is here: they take their seat again, but at what has been voted or concluded without them.

    Raises: NotFound, Forbidden, Invalid at `seat`, StateConflict while a vote is open.
    """
    session = _open_session(session_id, actor)
    found = session.substitutions.filter(seat=seat_id, ended_at=None).select_related("seat", "alternate").first()
    if found is None:
        _refuse("seat", _("Nobody sits in for this member."))
    now = timezone.now()
    end(found, actor)
    leave(session.attendances.get(seat=found.alternate_id), now)
    enter(session.attendances.get(seat=found.seat_id), now)
    return found


def end(substitution: Substitution, actor: Actor) -> None:
    """Give the seat back at every dossier that waits: the session has closed, or the member is here."""
    substitution.ended_at = timezone.now()
    substitution.save(update_fields=["ended_at"])
    for hearing in _hearings(substitution.session):
        _rise(hearing, substitution, actor)
    _tell(actor, "substitute_left", substitution)


def seat_anew(hearing: Hearing, actor: Actor) -> None:
    """The vote that held the seats fast has been annulled: who stands in now sits, who no longer does has left."""
    said = Substitution.objects.select_related("seat", "alternate")
    live = list(said.filter(session=hearing.session_id or 0, ended_at=None))
    for substitution in said.filter(alternate__places__hearing=hearing).exclude(ended_at=None).distinct():
        if substitution.alternate_id not in {one.alternate_id for one in live}:
            _rise(hearing, substitution, actor)
    for substitution in live:
        _sit(hearing, substitution, actor)


def _sit(hearing: Hearing, substitution: Substitution, actor: Actor) -> None:
    """The absent member's place becomes the alternate's, unless the member is recused or a conflict ties the
    alternate.
    """
    if not _allowed(hearing, substitution.seat) or _has_vote(hearing):
        return
    if hearing.places.filter(seat=substitution.alternate).exists():
        return
    held = hearing.places.filter(seat=substitution.seat, recused=False)
    if held.update(seat=substitution.alternate, instead_of=substitution.seat, received_at=timezone.now()):
        recuse_authors(hearing)
        recuse_tied(hearing)
        _journal_place(actor, "alternate_seated", hearing, substitution)


def _rise(hearing: Hearing, substitution: Substitution, actor: Actor) -> None:
    """The member's place again; a sheet of the alternate's stays on record and counts no more."""
    taken = hearing.places.filter(seat=substitution.alternate, recused=False).select_related("instead_of").first()
    if taken is None or _has_vote(hearing):
        return
    taken.delete()
    give_back(hearing, taken)
    recuse_authors(hearing)
    _journal_place(actor, "alternate_left", hearing, substitution)


def _open_session(session_id: int, actor: Actor) -> Session:
    session = session_for(actor, session_id)
    if session.state != Session.State.OPEN:
        raise StateConflict(
            _("The session is now “%(state)s”.") % {"state": session.get_state_display()}, state=session.state
        )
    if Poll.objects.filter(hearing__session=session, state=Poll.State.OPEN).exists():
        raise StateConflict(_("A vote is open. Close or annul it first."))
    return session


def _absent(session: Session, seat_id: int) -> Seat:
    """The full seat whose holder is not there. Raises Invalid at `seat`."""
    row = session.attendances.select_related("seat__person").filter(seat=seat_id, seat__alternate=False).first()
    if row is None:
        _refuse("seat", _("Choose from the list."))
    if row.present:
        _refuse("seat", _("%(name)s is present.") % {"name": row.seat.person.full_name})
    if session.substitutions.filter(seat=seat_id, ended_at=None).exists():
        _refuse("seat", _("Somebody sits in for this member already."))
    return row.seat


def _free(session: Session, alternate_id: int) -> Seat:
    """An alternate of the council who sits in for nobody. Raises Invalid at `alternate`."""
    found = session.council.seats.select_related("person").filter(pk=alternate_id, alternate=True).first()
    if found is None:
        _refuse("alternate", _("Choose one of the council's alternates."))
    if session.substitutions.filter(alternate=found, ended_at=None).exists():
        _refuse("alternate", _("This alternate sits in for somebody else."))
    return found


def _hearings(session: Session) -> list[Hearing]:
    """The open hearings of the session, locked, in one order everywhere."""
    rows = session.hearings.select_for_update(of=("self",)).filter(state=Hearing.State.OPEN)
    return list(rows.select_related("dossier", "scheme", "council").order_by("pk"))


def _allowed(hearing: Hearing, seat: Seat) -> bool:
    return scheme_of(hearing).council.may_be_substituted(seat.role)


def _has_vote(hearing: Hearing) -> bool:
    """Those entitled to a vote stay who judges the dossier, unless it is annulled."""
    return hearing.polls.exclude(state=Poll.State.ANNULLED).exists()


def _refuse(field: str, message: str) -> NoReturn:
    raise Invalid(message, {field: [message]})


def _tell(actor: Actor, event: str, substitution: Substitution) -> None:
    data = {"seat": substitution.seat_id, "alternate": substitution.alternate_id}
    record(actor.user_id, event, f"session:{substitution.session_id}", data)


def _journal_place(actor: Actor, event: str, hearing: Hearing, substitution: Substitution) -> None:
    data = {"dossier": hearing.dossier_id, "seat": substitution.seat_id, "alternate": substitution.alternate_id}
    record(actor.user_id, event, f"hearing:{hearing.pk}", data)
