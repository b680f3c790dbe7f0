"""The room in which a council meets: what is heard now, who leaves, and marks by which a change is known."""

from dataclasses import dataclass

from django.db.models import CharField, Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from journal.models import Entry
from organisation.actor import Actor
from reviews.models import Entitlement, Hearing, Poll, Session
from reviews.policy import concerned
from reviews.queries.benches import quorum_of, standing_poll
from reviews.queries.hearings import hearings_visible_to

Mark = tuple[str, int, str, int, int]


def room_marks(person_id: int | None, session_id: int) -> list[Mark]:
    """What the room shows changes only if these do. One statement; hearings that concern the person leave no trace.

    (kind, id, states, last journal entry, ballots cast) of the session and of each hearing on its agenda.
    """
    stands = Poll.objects.filter(hearing=OuterRef("pk")).exclude(state=Poll.State.ANNULLED)
    poll = Concat(Cast("pk", CharField()), Value(" "), "state", output_field=CharField())
    cast = Entitlement.objects.filter(poll__hearing=OuterRef("pk"), has_cast=True).order_by().values("poll__hearing")
    states = Concat(
        "state", Value(" "), "dossier__state", Value(" "),
        Coalesce(Subquery(stands.annotate(told=poll).values("told")[:1]), Value("")), output_field=CharField(),
    )  # fmt: skip
    count = Coalesce(Subquery(cast.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    session = Session.objects.filter(pk=session_id).order_by()
    hearings = Hearing.objects.filter(session=session_id).order_by()
    if person_id:
        hearings = hearings.exclude(concerned(Actor(person_id=person_id)))
    rows = hearings.values_list(Value("hearing"), "pk", states, _last("hearing"), count).union(
        session.values_list(Value("session"), "pk", "state", _last("session"), Value(0)), all=True
    )
    return sorted(rows)


def _last(kind: str) -> Coalesce:
    """The last journal entry about the row."""
    subject = Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    entries = Entry.objects.filter(subject=subject).order_by("-pk").values("pk")
    return Coalesce(Subquery(entries[:1], output_field=IntegerField()), 0)


@dataclass(frozen=True, slots=True)
class Room:
    """The dossier of the moment, who leaves for it, whether those present are enough, and how many have voted."""

    hearing: Hearing
    leaving: tuple[str, ...]
    present: int
    members: int
    enough: bool
    cast: int | None
    entitled: int | None


def room_now(actor: Actor, session: Session) -> Room | None:
    """What is heard now, of what the actor may see: the dossier on which a vote is open, else the first that waits."""
    rows = hearings_visible_to(actor).filter(session=session, state=Hearing.State.OPEN)
    voting = Count("polls", Q(polls__state=Poll.State.OPEN))
    ordered = rows.annotate(voting=voting).order_by("-voting", "position", "pk")
    hearing = ordered.select_related("dossier__work", "scheme", "council").first()
    if hearing is None or session.state != Session.State.OPEN:
        return None
    away = hearing.places.filter(recused=True).order_by("seat__position")
    step, poll = quorum_of(hearing), standing_poll(hearing)
    open_one = poll if poll and poll.state == Poll.State.OPEN else None
    return Room(
        hearing=hearing, leaving=tuple(away.values_list("seat__person__full_name", flat=True)),
        present=step.inputs["present"], members=step.inputs["members"], enough=step.holds,
        cast=open_one.entitlements.filter(has_cast=True).count() if open_one else None,
        entitled=open_one.entitlements.count() if open_one else None,
    )  # fmt: skip
