"""Reads of assignments: runs, what one changes, why there is none, how well members fit, what somebody reviews."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFound
from organisation.actor import Actor
from organisation.models import Person
from organisation.policy import visible
from reviews.models import Assignment, Council, Hearing, Place, Reviewer, Seat
from reviews.policy import is_concerned_by_none, may_conduct
from reviews.queries.assigning import Pair, barred_pairs, for_fit, published_pairs, waiting
from reviews.queries.councils import council_of, members_of
from reviews.queries.profiles import fits_of
from reviews.rules.assignment import Cause
from reviews.rules.assignment.fit import Fit
from reviews.rules.words.causes import Names, cause_in_words

AT_ONCE = 25  # dossiers a page


def assignable_council(actor: Actor, code: str) -> Council:
    """The council, with its seats, for somebody who may assign its reviewers. Raises NotFound, Forbidden."""
    council = council_of(actor, code)
    _allowed(actor, council)
    return council


def runs_of(council: Council) -> QuerySet[Assignment]:
    """The runs of an `assignable_council`, the latest first."""
    return council.assignments.select_related("made_by__person").order_by("-number")


def run_of(actor: Actor, assignment_id: int) -> Assignment:
    """One run. Raises NotFound, Forbidden."""
    seen = visible(Council, actor).values("pk")
    rows = Assignment.objects.filter(pk=assignment_id, council__in=seen)
    found = rows.select_related("council__authority", "council__round", "made_by__person").first()
    if found is None:
        raise NotFound
    _allowed(actor, found.council)
    return found


def _allowed(actor: Actor, council: Council) -> None:
    if not may_conduct(actor, council):
        raise Forbidden(_("This is for the chair or the secretary of the council."))
    if not is_concerned_by_none(actor, council):
        raise Forbidden(
            _("A dossier before this council concerns you. Somebody whom none concerns assigns the reviewers.")
        )


@dataclass(frozen=True, slots=True)
class Load:
    """How many dossiers a member has in a run, and how many more or fewer than is published now."""

    person: Person
    count: int
    change: int


@dataclass(frozen=True, slots=True)
class Served:
    """One dossier of a run: its reviewers with points, who is new, and who no longer reviews it."""

    hearing: Hearing
    reviewers: tuple[Reviewer, ...]
    added: frozenset[int]
    removed: tuple[Person, ...]

    @property
    def worst(self) -> int:
        """The points of the least fitting reviewer."""
        return min((one.points for one in self.reviewers), default=0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run against what is published now. `added` and `removed` count pairs."""

    dossiers: list[Served]
    loads: list[Load]
    added: int
    removed: int


def outcome_of(run: Assignment, after: int = 0, most: int | None = None) -> Outcome:
    """The pairs of a run and their difference from the published assignment; of the dossiers (by id) only the next
    `most`, if it says so. Five statements.
    """
    new = set(run.pairs.values_list("hearing_id", "person_id"))
    old = _replaced(run) if run.state == Assignment.State.PUBLISHED else published_pairs(run.council)
    people = {person.pk: person for person in Person.objects.filter(pk__in={who for _h, who in new | old})}
    ids = sorted({hearing for hearing, _person in new if hearing > after})[:most]
    by_hearing: dict[int, list[Reviewer]] = defaultdict(list)
    for pair in run.pairs.filter(hearing__in=ids).order_by("-points", "person_id"):
        pair.person = people[pair.person_id]
        by_hearing[pair.hearing_id].append(pair)
    shown = Hearing.objects.filter(pk__in=ids).select_related("dossier__work").order_by("pk")
    dossiers = [_served(hearing, by_hearing[hearing.pk], new - old, old - new, people) for hearing in shown]
    return Outcome(dossiers, _loads(new, old, people), len(new - old), len(old - new))


def _replaced(run: Assignment) -> set[Pair]:
    rows = Reviewer.objects.filter(assignment=run.replaces_id or 0)
    return set(rows.values_list("hearing_id", "person_id"))


def _served(
    hearing: Hearing, reviewers: list[Reviewer], added: set[Pair], removed: set[Pair], people: Mapping[int, Person]
) -> Served:
    gone = tuple(people[who] for pk, who in sorted(removed) if pk == hearing.pk) if removed else ()
    new = frozenset(one.person_id for one in reviewers if (hearing.pk, one.person_id) in added)
    return Served(hearing, tuple(reviewers), new, gone)


def _loads(new: set[Pair], old: set[Pair], people: Mapping[int, Person]) -> list[Load]:
    now, before = _counted(new), _counted(old)
    loads = [Load(person, now[pk], now[pk] - before[pk]) for pk, person in people.items()]
    return sorted(loads, key=lambda load: (-load.count, load.person.full_name, load.person.pk))


def _counted(pairs: set[Pair]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for _hearing, person in pairs:
        counts[person] += 1
    return counts


def causes_of(run: Assignment, language: str | None = None) -> list[str]:
    """Why there is no assignment, a sentence a cause. Three statements."""
    causes = [
        replace(Cause(**row), dossiers=tuple(row["dossiers"]), members=tuple(row["members"])) for row in run.causes
    ]
    if not causes:
        return []
    names = _names(run.council, causes)
    return [cause_in_words(cause, names, language or get_language() or "vi") for cause in causes]


def _names(council: Council, causes: Iterable[Cause]) -> Names:
    wanted = {pk for cause in causes for pk in cause.dossiers}
    codes = Hearing.objects.filter(pk__in=wanted).values_list("pk", "dossier__code")
    dossiers = {pk: code or "" for pk, code in codes}
    members = dict(council.seats.values_list("person_id", "person__full_name"))
    excluded: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for (hearing, person), ground in sorted(barred_pairs(council).items()):
        if hearing in wanted and person in members:
            excluded[hearing].append((members[person], _(ground)))
    return Names(dossiers, members, excluded)


@dataclass(frozen=True, slots=True)
class FitCell:
    """A member and a dossier: how well they fit, or the ground on which they may not."""

    seat: Seat
    fit: Fit
    ground: str


@dataclass(frozen=True, slots=True)
class FitRow:
    """One dossier of the fit table; `eligible` members may take it."""

    hearing: Hearing
    cells: tuple[FitCell, ...]

    @property
    def eligible(self) -> int:
        """How many members may take it."""
        return sum(not cell.ground for cell in self.cells)


def fit_table(council: Council, after: int = 0) -> list[FitRow]:
    """How well each member of an `assignable_council` fits each of the next dossiers, by id. Four statements."""
    hearings = list(for_fit(waiting(council)).filter(pk__gt=after)[:AT_ONCE])
    seats = members_of(council)
    rows = fits_of(council, hearings, [seat.person_id for seat in seats]).rows()
    barred = barred_pairs(council)

    def cell(hearing: Hearing, seat: Seat, fit: Fit) -> FitCell:
        ground = barred.get((hearing.pk, seat.person_id), "")
        return FitCell(seat, fit, _(ground) if ground else "")

    return [
        FitRow(hearing, tuple(cell(hearing, seat, fit) for seat, fit in zip(seats, row, strict=True)))
        for hearing, row in zip(hearings, rows, strict=True)
    ]


def reviewers_published(hearings: Iterable[Hearing]) -> dict[int, set[int]]:
    """Ids of the people who review each hearing by what is published, without those recused since."""
    shown = [hearing.pk for hearing in hearings]
    rows = Reviewer.objects.filter(hearing__in=shown, assignment__state=Assignment.State.PUBLISHED)
    away = Place.objects.filter(hearing=OuterRef("hearing"), seat__person=OuterRef("person"), recused=True)
    rows = rows.exclude(Exists(away))
    found: dict[int, set[int]] = defaultdict(set)
    for hearing, person in rows.values_list("hearing_id", "person_id"):
        found[hearing].add(person)
    return found
