"""Minutes, tally sheets and the decision of a council, printed and kept by digest."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFound, StateConflict, Unavailable
from documents.signing.sources import KeySource
from initiatives.models import Blob
from initiatives.rules.answers import clean_text
from initiatives.services.signing import kept, keys_of
from initiatives.services.storage import open_blob, put_bytes
from journal.models import Event
from journal.services.record import record, tell
from organisation.actor import Actor
from organisation.policy import get_visible
from reviews.models import Council, Hearing, Poll, Session
from reviews.policy import concerned, may_conduct, sets_up_councils
from reviews.queries.councils import session_of
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.polls import poll_of, tally_of
from reviews.services.access import council_for, session_for
from reviews.services.papers import PDF, decision_paper, justification_paper, minutes_paper, tally_paper

DECISION_ASKED = "council_paper_asked"


@transaction.atomic
def write_minutes(session_id: int, actor: Actor, notes: str | None = None) -> Session:
    """Write the minutes of a closed session from what happened; written again, with other `notes`, they supersede
    the text
    before, which stays in the storage under the digest that the journal names.

    Raises: NotFound, Forbidden, StateConflict before the session has closed.
    """
    session = session_for(actor, session_id)
    if session.state != Session.State.CLOSED:
        raise StateConflict(_("Minutes are written once the session has closed."), state=session.state)
    if notes is not None:
        session.notes = clean_text(notes)[:20_000]
    session.minutes = put_bytes(minutes_paper(session, _agenda(session)).typeset(), PDF)
    session.save(update_fields=["minutes", "notes"])
    data = {"council": session.council.code, "digest": session.minutes.digest}
    record(actor.user_id, "minutes_written", f"session:{session.pk}", data)
    return session


def _agenda(session: Session) -> list[Hearing]:
    rows = session.hearings.select_related(
        "dossier__work__unit", "dossier__round", "conclusion__scheme", "scheme", "council"
    )
    return list(rows.order_by("position", "pk"))


def minutes_for(session_id: int, actor: Actor) -> bytes:
    """The minutes as PDF, for the council and its authority. Who is concerned by a dossier of the session gets
    them without
    that dossier (law 3), printed for them alone.

    Written now, if nobody has yet and the actor conducts the council. Raises: NotFound where there are none.
    """
    session = session_of(actor, session_id)
    if session.minutes is None and session.state == Session.State.CLOSED and may_conduct(actor, session.council):
        session = write_minutes(session_id, actor)
    if session.minutes is None:
        raise NotFound
    seen = set(hearings_visible_to(actor).filter(session=session).values_list("pk", flat=True))
    stood_in = session.hearings.exclude(concerned(actor)).filter(places__instead_of__person_id=actor.person_id or 0)
    seen |= set(stood_in.filter(places__recused=False).values_list("pk", flat=True))
    agenda = _agenda(session)
    if all(hearing.pk in seen for hearing in agenda):
        return _bytes(session.minutes)
    return minutes_paper(session, [hearing for hearing in agenda if hearing.pk in seen]).typeset()


def tally_pdf(poll_id: int, actor: Actor) -> bytes:
    """The tally sheet of a closed vote. Raises NotFound, Forbidden (see `queries.polls.tally_of`), StateConflict."""
    poll = poll_of(actor, poll_id)
    tally_of(actor, poll)
    if poll.state != Poll.State.CLOSED:
        raise StateConflict(_("The vote has been annulled."), state=poll.state)
    return tally_paper(poll).typeset()


def justification_pdf(hearing_id: int, actor: Actor) -> bytes:
    """What the conclusion on a dossier rests on, in one paper, for who runs the council.

    Raises: NotFound, Forbidden, StateConflict before the conclusion.
    """
    rows = hearings_visible_to(actor).select_related("council", "dossier__work__unit", "dossier__round", "scheme")
    found = rows.filter(pk=hearing_id).first()
    if found is None:
        raise NotFound
    if not may_conduct(actor, found.council):
        raise Forbidden(_("This paper is for who runs the council."))
    if not hasattr(found, "conclusion"):
        raise StateConflict(_("The council has not concluded on this dossier yet."), state=found.state)
    return justification_paper(found).typeset()


def decision_of(council_code: str, actor: Actor) -> Blob:
    """The decision that set the council up, as PDF; printed at first need by who may set councils up, then kept.

    Raises: NotFound, Forbidden; Unavailable while it is being signed, where the authority has a key.
    """
    council = get_visible(Council, actor, code=council_code)
    if council.paper is not None:
        return council.paper
    with transaction.atomic():
        council = council_for(actor, sets_up_councils | may_conduct, code=council_code)
        if not _keys(council):
            return _keep_decision(council)
        tell(DECISION_ASKED, f"council:{council.pk}")
    raise Unavailable(_("The paper is being made and signed. Come back in a minute."))


def _keys(council: Council) -> Sequence[KeySource]:
    """What signs the decision: nothing before it has its number and day."""
    numbered = council.decision_number and council.decided_on
    return keys_of(council.authority, demonstration=council.round.demonstration) if numbered else ()


def _keep_decision(council: Council) -> Blob:
    pdf = decision_paper(council).typeset()
    council.paper = kept(pdf, _keys(council), council.authority, council.decision_number, f"council:{council.pk}")
    council.save(update_fields=["paper"])
    return council.paper


@transaction.atomic
def sign_decisions(events: Sequence[Event]) -> None:
    """Follower of the outbox: make and sign the decisions that were asked for. Twice does no harm."""
    ids = [int(event.subject.removeprefix("council:")) for event in events]
    rows = Council.objects.select_for_update(of=("self",)).select_related("authority", "round")
    for council in rows.filter(pk__in=ids, paper=None).order_by("pk"):
        _keep_decision(council)


def _bytes(blob: Blob) -> bytes:
    with open_blob(blob) as stream:
        data: bytes = stream.read()
    return data
