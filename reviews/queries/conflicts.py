"""What ties members to dossiers, looked up in the record; and what is kept of it, for those who may know."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.errors import Forbidden
from initiatives.choices import State
from initiatives.models import Author, Dossier, Work
from initiatives.policy import HANDLING
from organisation.actor import Actor
from organisation.models import Membership, Role, Unit
from reviews.models import Conflict, Council, Hearing, Override, Place
from reviews.policy import STANDING, may_conduct
from reviews.queries.grounds import NOT_TOLD, ground_of
from reviews.queries.hearings import hearings_visible_to
from reviews.rules.conflicts import Filing, Post, Record, Tie, ties

Found = dict[tuple[int, int], list[tuple[str, str]]]


def words_of(ground: str) -> str:
    """A ground as the message that is kept and translated for each reader."""
    with translation.override("en"):
        return str(Conflict.Ground(ground).label)


def ties_found(dossiers: Sequence[Dossier], people: Collection[int]) -> Found:
    """By (dossier, person): each ground with what shows it, in words. Six statements whatever their number.

    What shows it is the unit's name, or the other work's title where that work is public.
    """
    filings = _filings(dossiers)
    everybody = {*people, *(author for filing in filings.values() for author in filing.authors)}
    record = _record(everybody)
    found = {
        (pk, person): tied
        for pk, filing in filings.items()
        for person in people
        if (tied := ties(filing, person, record))
    }
    told = _details([tie for tied in found.values() for tie in tied])
    return {pair: [(str(tie.ground), told(tie)) for tie in tied] for pair, tied in found.items()}


def _filings(dossiers: Sequence[Dossier]) -> dict[int, Filing]:
    authors: dict[int, dict[int, int | None]] = defaultdict(dict)
    rows = Author.objects.filter(work__in={d.work_id for d in dossiers}, confirmation__in=STANDING)
    for work, person, unit in rows.values_list("work_id", "person_id", "unit_id"):
        authors[work][person] = unit
    return {d.pk: Filing(d.work_id, _filed_on(d), d.authority_id, authors[d.work_id]) for d in dossiers}


def _filed_on(dossier: Dossier) -> date:
    at = dossier.submitted_at or dossier.created_at
    return dossier.received_on or timezone.localdate(at)


def _record(people: Collection[int]) -> Record:
    posts: dict[int, list[Post]] = defaultdict(list)
    held = Membership.objects.filter(person__in=people)
    for person, unit, role, since, until in held.values_list("person_id", "unit_id", "role", "valid_from", "valid_to"):
        posts[person].append(Post(unit, role == Role.LEADER, since, until))
    works: dict[int, set[int]] = defaultdict(set)
    written = Author.objects.filter(person__in=people, confirmation__in=STANDING)
    for person, work in written.values_list("person_id", "work_id"):
        works[person].add(work)
    recognised = Dossier.objects.filter(state=State.RECOGNISED, work__in=written.values("work"))
    known = frozenset(recognised.values_list("work_id", flat=True))
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    return Record(posts, {person: frozenset(of) for person, of in works.items()}, known, parents)


def _details(found: Iterable[Tie]) -> Callable[[Tie], str]:
    """A function that tells a tie's unit or public work by name."""
    tied = list(found)
    units = dict(Unit.objects.filter(pk__in={tie.unit for tie in tied if tie.unit}).values_list("pk", "name"))
    shown = Work.objects.filter(pk__in={tie.work for tie in tied if tie.work}, public=True)
    works = dict(shown.values_list("pk", "title"))
    return lambda tie: (units.get(tie.unit or 0, "") or works.get(tie.work or 0, ""))[:250]


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground kept of a member and a dossier."""

    conflict: Conflict
    words: str


@dataclass(frozen=True, slots=True)
class Case:
    """A member who is recused from a dossier, or whom an author has named: why, and what is under way."""

    place: Place
    words: str
    reasons: tuple[Reason, ...]
    override: Override | None

    @property
    def claims(self) -> tuple[Reason, ...]:
        """What an author has named and nobody has decided on."""
        return tuple(one for one in self.reasons if one.conflict.state == Conflict.State.CLAIMED)

    @property
    def liftable(self) -> bool:
        """Whether two people may lift it: an author's recusal stays for good."""
        return self.place.recused and self.place.cause != Place.Cause.AUTHOR

    @property
    def disputes(self) -> tuple[str, ...]:
        """What the member has said against it."""
        return tuple(one.conflict.dispute for one in self.reasons if one.conflict.dispute)


def cases_of(actor: Actor, council: Council) -> list[Case]:
    """All conflicts on the council's open dossiers that the actor sees. Four statements. Raises Forbidden."""
    if not may_conduct(actor, council):
        raise Forbidden(_("This is for the chair or the secretary of the council."))
    seen = hearings_visible_to(actor).filter(council=council, state=Hearing.State.OPEN)
    named_so = named_to(actor, council)
    kept = _kept(seen, named_so)
    asked = {(o.hearing_id, o.person_id): o for o in Override.objects.filter(hearing__in=seen, confirmed_by=None)}
    named = Q(hearing__dossier__conflicts__state=Conflict.State.CLAIMED)
    rows = Place.objects.filter(Q(recused=True) | named, hearing__in=seen).distinct()
    rows = rows.select_related("hearing__dossier__work", "seat__person").order_by("hearing__position", "pk")
    cases = [_case(place, kept, asked, not named_so) for place in rows]
    return [case for case in cases if case.place.recused or case.claims]


def named_to(actor: Actor, council: Council) -> bool:
    """Whether the actor may know authors and units of the council's open dossiers: a blind round tells them to its
    authority's offices alone.
    """
    return not council.round.blind or bool(actor.over(*HANDLING) & {council.authority_id})


def _kept(hearings: QuerySet[Hearing], named: bool) -> dict[tuple[int, int], list[Reason]]:
    found: dict[tuple[int, int], list[Reason]] = defaultdict(list)
    standing = [Conflict.State.CLAIMED, Conflict.State.STANDING]
    for conflict in Conflict.objects.filter(dossier__hearings__in=hearings, state__in=standing).order_by("pk"):
        words = conflict.get_ground_display()
        shown = f"{words}: {conflict.detail}" if conflict.detail else words
        found[conflict.dossier_id, conflict.person_id].append(Reason(conflict, shown if named else _(NOT_TOLD)))
    return found


def _case(
    place: Place, kept: dict[tuple[int, int], list[Reason]], asked: dict[tuple[int, int], Override], hidden: bool
) -> Case:
    person = place.seat.person_id
    reasons = tuple(kept.get((place.hearing.dossier_id, person), ()))
    words = ground_of(place, hidden) if place.recused else ""
    return Case(place, words, reasons, asked.get((place.hearing_id, person)))


def own_conflicts(actor: Actor) -> QuerySet[Conflict]:
    """What the record says against the actor: the ground alone, never which dossier (they may not know that)."""
    mine = Conflict.objects.filter(person=actor.person_id or 0, state=Conflict.State.STANDING)
    open_ones = Hearing.objects.filter(state=Hearing.State.OPEN, places__seat__person=actor.person_id or 0)
    return mine.filter(dossier__hearings__in=open_ones).distinct().order_by("pk")


def named_by_authors(actor: Actor, dossier: Dossier) -> QuerySet[Conflict]:
    """Whom the authors of a dossier have named, for these authors."""
    named = dossier.conflicts.filter(ground=Conflict.Ground.NAMED)
    return named.select_related("person").order_by("pk") if actor.person_id else named.none()
