"""What an assignment is computed from: the dossiers that wait, the members, who is barred from what and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet, Value

from initiatives.choices import State
from organisation.models import Membership
from reviews.models import Assignment, Conflict, Council, Hearing, Place, Reviewer, Seat, Sheet
from reviews.queries.conflicts import words_of
from reviews.queries.grounds import NOT_TOLD
from reviews.queries.profiles import fits_of
from reviews.rules.assignment.problem import Grid, Group, Problem

OUTSIDE = "outside"
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a secretary asks for: members a dossier, dossiers a member (`floor` to `cap`; no cap: as even as it can be),
    members from outside the authority, members of a role, and pairs that stay.
    """

    per_dossier: int
    floor: int
    cap: int | None
    outside: int = 0
    roles: Mapping[str, int] = field(default_factory=dict)
    pins: tuple[Pair, ...] = ()

    @classmethod
    def of(cls, run: Assignment) -> "Asked":
        """As a run keeps it."""
        given = run.parameters
        pins = tuple((hearing, person) for hearing, person in given["pins"])
        return cls(given["per_dossier"], given["floor"], given["cap"], given["outside"], given["roles"], pins)

    def to_json(self) -> dict[str, Any]:
        """As a run keeps it."""
        return {
            "per_dossier": self.per_dossier, "floor": self.floor, "cap": self.cap, "outside": self.outside,
            "roles": dict(self.roles), "pins": [list(pair) for pair in self.pins],
        }  # fmt: skip


def waiting(council: Council) -> QuerySet[Hearing]:
    """The hearings that need reviewers: still judged."""
    return council.hearings.filter(state=Hearing.State.OPEN, dossier__state=State.IN_REVIEW).order_by("pk")


def for_fit(hearings: QuerySet[Hearing]) -> QuerySet[Hearing]:
    """The same with what a fit is told from."""
    rows = hearings.select_related("dossier__work")
    return rows.only("council", "dossier__code", "dossier__work__field", *(f"dossier__work__{n}" for n in _TEXT))


_TEXT = ("title", "summary", "content")


def barred_pairs(council: Council) -> dict[Pair, str]:
    """Who may not review what, by hearing and person: the ground as a sentence (a message to be translated).

    Recused members, and those whom an author has named as long as nobody has decided on it. In a blind round the
    ground is not told.
    """
    places = Place.objects.filter(hearing__council=council, recused=True)
    claims = Conflict.objects.filter(state=Conflict.State.CLAIMED, dossier__hearings__council=council)
    named = claims.order_by().values_list("dossier__hearings", "person_id", Value(""))
    found: dict[Pair, str] = {}
    for hearing, person, ground in places.values_list("hearing_id", "seat__person_id", "ground").union(named):
        found[hearing, person] = ground or found.get((hearing, person)) or words_of(Conflict.Ground.NAMED)
    return dict.fromkeys(found, NOT_TOLD) if council.round.blind else found


def begun_pairs(council: Council) -> set[Pair]:
    """Pairs of the published assignment whose sheet has been begun: nobody takes that work away again."""
    begun = Sheet.objects.filter(hearing__council=council).values_list("hearing_id", "seat__person_id")
    return published_pairs(council) & set(begun)


def published_pairs(council: Council) -> set[Pair]:
    """What is published now."""
    rows = Reviewer.objects.filter(assignment__council=council, assignment__state=Assignment.State.PUBLISHED)
    return set(rows.values_list("hearing_id", "person_id"))


def outsiders(council: Council, people: Sequence[int], on: date) -> set[int]:
    """Those of the people who hold no post in the authority or below it on a day."""
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    inside = Membership.objects.filter(held, person__in=people, valid_from__lte=on)
    inside = inside.filter(unit__path__startswith=council.authority.path)
    return set(people) - set(inside.values_list("person_id", flat=True))


def problem_for(council: Council, asked: Asked, on: date) -> Problem:
    """The assignment as numbers, from how things stand now: hearings are rows, people are columns.

    Ten statements whatever the size.
    """
    hearings = list(for_fit(waiting(council)))
    seats = list(council.seats.filter(alternate=False).order_by("position"))
    rows, people = [hearing.pk for hearing in hearings], [seat.person_id for seat in seats]
    barred = _marked(rows, people, barred_pairs(council))
    pinned = _marked(rows, people, {*asked.pins, *begun_pairs(council)}) & ~barred
    size = len(people)
    return Problem(
        tuple(rows), tuple(people), np.full(len(rows), asked.per_dossier, np.int64),
        np.full(size, len(rows) if asked.cap is None else asked.cap, np.int64),
        np.full(size, asked.floor, np.int64), fits_of(council, hearings, people).points, barred, pinned,
        tuple(_groups(council, asked, seats, len(rows), on)),
    )  # fmt: skip


def _groups(council: Council, asked: Asked, seats: Sequence[Seat], rows: int, on: date) -> Iterable[Group]:
    if asked.outside:
        free = outsiders(council, [seat.person_id for seat in seats], on)
        yield Group(OUTSIDE, asked.outside, _columns([seat.person_id in free for seat in seats], rows))
    for role, least in sorted(asked.roles.items()):
        if least:
            yield Group(role, least, _columns([seat.role == role for seat in seats], rows))


def _columns(marked: Sequence[bool], rows: int) -> Grid:
    return np.tile(np.array(marked, bool), (rows, 1))


def _marked(rows: Sequence[int], people: Sequence[int], pairs: Iterable[Pair]) -> Grid:
    row, column = {pk: n for n, pk in enumerate(rows)}, {pk: n for n, pk in enumerate(people)}
    grid = np.zeros((len(rows), len(people)), bool)
    for hearing, person in pairs:
        if hearing in row and person in column:
            grid[row[hearing], column[person]] = True
    return grid
