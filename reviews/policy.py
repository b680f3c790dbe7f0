"""Who sees and who may do what in councils.

Law 3 has two halves here. Grants show a dossier to the members before whom it is, but for those who are recused; and
`concerned` takes away, from whoever might see a hearing by another right (registrar, secretary's office, leader), the
hearings of their own works and those on which they are recused.
"""

from django.db.models import Q

from initiatives.choices import Confirmation
from initiatives.models import Author, Dossier, Work
from organisation.actor import Actor
from organisation.models import Role
from organisation.policy import Grant, predicate, register
from reviews.models import Council, Hearing, Place, SeatRole

RUNNING = (Role.SECRETARY, Role.REGISTRAR)
STANDING = [answer for answer in Confirmation.values if answer != Confirmation.DECLINED]


def _person(actor: Actor) -> list[int]:
    return [actor.person_id] if actor.person_id else []


def _run(actor: Actor) -> frozenset[int]:
    return actor.over(*RUNNING, Role.LEADER)


def register_grants() -> None:
    """A member sees the dossiers put before the council, but for those on which they are recused (law 3). Those of a
    blind round they read as `queries.reading` shows them, until the council has concluded.
    """
    register(
        Grant("council", Dossier, "hearings__places__seat__person_id", _person, many=True,
              only=Q(_named(), hearings__places__recused=False)),
        Grant("council", Work, "dossiers__hearings__places__seat__person_id", _person, many=True,
              only=Q(_named("dossiers__"), dossiers__hearings__places__recused=False)),
        Grant("member", Council, "seats__person_id", _person, many=True),
        Grant("authority", Council, "authority_id", _run),
        Grant("member", Hearing, "places__seat__person_id", _person, many=True, only=Q(places__recused=False)),
        Grant("authority", Hearing, "council__authority_id", _run),
    )  # fmt: skip


def _named(of: str = "") -> Q:
    """Dossiers whose authors their council may know; `of` is the way to them."""
    concluded = Q(**{f"{of}hearings__state": Hearing.State.CONCLUDED})
    return concluded | Q(**{f"{of}hearings__state": Hearing.State.OPEN, f"{of}round__blind": False})


def concerned(actor: Actor) -> Q:
    """The hearings of works of which the actor is an author, and those on which they are recused."""
    works = Author.objects.filter(person_id=actor.person_id or 0, confirmation__in=STANDING).values("work_id")
    recusals = Place.objects.filter(recused=True, seat__person_id=actor.person_id or 0).values("hearing_id")
    return Q(dossier__work__in=works) | Q(pk__in=recusals)


@predicate
def runs_council(actor: Actor, council: Council) -> bool:
    """The authority's secretary's office or registrar, or the council's own secretary."""
    if any(actor.holds(role, council.authority_id) for role in RUNNING):
        return True
    return _role_of(actor, council) == SeatRole.SECRETARY


@predicate
def leads_council(actor: Actor, council: Council) -> bool:
    """The chair, or the deputy."""
    return _role_of(actor, council) in (SeatRole.CHAIR, SeatRole.DEPUTY)


def _role_of(actor: Actor, council: Council) -> str:
    """What the actor is on the council; asks nothing where its seats have been read with it, but of an alternate,
    who is something only while they sit in for somebody.
    """
    if not actor.person_id or council.pk is None:
        return ""
    seat = next((seat for seat in council.seats.all() if seat.person_id == actor.person_id), None)
    if seat is None or (seat.alternate and not seat.standings_in.filter(ended_at=None).exists()):
        return ""
    return seat.role


@predicate
def sets_up_councils(actor: Actor, council: Council) -> bool:
    """The authority's registrar or secretary's office."""
    return any(actor.holds(role, council.authority_id) for role in RUNNING)


@predicate
def keeps_schemes(actor: Actor, thing: object) -> bool:
    """A registrar anywhere: schemes are shared; who binds one to a round must be the registrar of its authority."""
    return Role.REGISTRAR in actor.roles


@predicate
def is_concerned_by_none(actor: Actor, council: Council) -> bool:
    """None of the council's dossiers concerns the actor: a run of the assignment tells something of all of them."""
    return not council.hearings.filter(concerned(actor), state=Hearing.State.OPEN).exists() if actor.person_id else True


may_conduct = runs_council | leads_council
