"""Rows for commands: locked, seen only by those who may, in the state in which something can be done to them."""

from typing import Any

from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFound, StateConflict
from initiatives.choices import State
from organisation.actor import Actor
from organisation.policy import Predicate, get_visible
from reviews.models import Council, Hearing, Place, Session
from reviews.policy import may_conduct
from reviews.queries.hearings import hearings_visible_to


def council_for(actor: Actor, may: Predicate = may_conduct, **lookup: Any) -> Council:
    """The council, locked. Raises NotFound, or Forbidden if the actor may not conduct it."""
    return _allowed(actor, get_visible(Council, actor, lock=True, **lookup), may)


def session_for(actor: Actor, session_id: int) -> Session:
    """The session, locked, for somebody who conducts its council. Raises NotFound, Forbidden."""
    session = Session.objects.select_for_update(of=("self",)).select_related("council").filter(pk=session_id).first()
    if session is None:
        raise NotFound
    get_visible(Council, actor, pk=session.council_id)
    _allowed(actor, session.council, may_conduct)
    return session


def hearing_for(actor: Actor, hearing_id: int) -> Hearing:
    """The hearing, locked and still open, with its dossier. Raises NotFound (also for who is recused),
    StateConflict.
    """
    rows = hearings_visible_to(actor).select_for_update(of=("self",)).select_related("council", "dossier", "scheme")
    hearing = rows.filter(pk=hearing_id).first()
    if hearing is None:
        raise NotFound
    if hearing.state == Hearing.State.CONCLUDED:
        raise StateConflict(_("The council has concluded on this dossier."), state=hearing.state)
    if hearing.state == Hearing.State.RELEASED or hearing.dossier.state != State.IN_REVIEW:
        raise StateConflict(_("The dossier is no longer before this council."), state=hearing.dossier.state)
    return hearing


def conducted(actor: Actor, hearing: Hearing) -> Hearing:
    """The hearing, if the actor may conduct its council. Raises Forbidden."""
    _allowed(actor, hearing.council, may_conduct)
    return hearing


def hearing_in_session(actor: Actor, hearing_id: int) -> Hearing:
    """The hearing, locked, while its session is open (and stays so until this transaction ends).

    Raises: as `hearing_for`; Forbidden if the actor does not conduct the council; StateConflict outside a session.
    """
    planned = Session.objects.select_for_update(of=("self",)).filter(hearings=hearing_id).first()
    hearing = conducted(actor, hearing_for(actor, hearing_id))
    if planned is None or hearing.session_id != planned.pk or planned.state != Session.State.OPEN:
        raise StateConflict(_("The dossier is not before an open session. Put it on the agenda and open the session."))
    hearing.session = planned
    return hearing


def place_of(actor: Actor, hearing: Hearing) -> Place:
    """The actor's own place at the hearing. Raises Forbidden for who holds no seat; the recused never get here."""
    place = hearing.places.select_related("seat").filter(seat__person_id=actor.person_id or 0, recused=False).first()
    if place is None or not actor.person_id:
        raise Forbidden(_("Only members of the council may do this."))
    return place


def _allowed(actor: Actor, council: Council, may: Predicate) -> Council:
    if not may(actor, council):
        raise Forbidden(_("This is for the chair or the secretary of the council."))
    return council
