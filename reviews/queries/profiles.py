"""How well the members of a council fit its dossiers: from their wishes and from what they wrote and judged before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import F, QuerySet

from initiatives.models import Author, Work
from organisation.rules.names import name_key
from reviews.models import Council, Hearing, Preference, Sheet
from reviews.policy import STANDING
from reviews.rules.assignment.fit import WISHES, Fits, Wish
from reviews.rules.assignment.likeness import LONGEST, likeness
from reviews.rules.assignment.problem import Grid

MOST_WORKS = 30
TEXT = ("title", "summary", "content")
WORK = ("field_id", *TEXT)


@dataclass(slots=True)
class Profile:
    """What a member wrote and judged, the latest first: ids of the fields, texts."""

    fields: set[int] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)


def fits_of(council: Council, hearings: Sequence[Hearing], people: Sequence[int]) -> Fits:
    """How well each of the people (ids) fits each hearing. Two statements whatever their number.

    The hearings are best read with `assigning.for_fit`.
    """
    known = profiles_of(council, people)
    members = [known[person] for person in people]
    return Fits(
        _wishes(council, hearings, people),
        _fields(hearings, members),
        likeness([text_of(hearing.dossier.work) for hearing in hearings], [one.texts for one in members]),
    )


def text_of(work: Work) -> str:
    """What is compared of a work."""
    return _text(work.title, work.summary, work.content)


def profiles_of(council: Council, people: Sequence[int]) -> dict[int, Profile]:
    """By person. Only works that are public, so that a fit tells nobody what they may not know; none that is before
    this council.
    """
    found = {person: Profile() for person in people}
    for person, field_id, *told in _known_works(council, people):
        profile = found[person]
        if len(profile.texts) < MOST_WORKS:
            profile.fields |= {field_id} - {None}
            profile.texts.append(_text(*told))
    return found


def _known_works(council: Council, people: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """(person, field, title, summary, content) of works written or judged, the latest first. One statement."""
    here = Hearing.objects.filter(council=council).values("dossier__work")
    written = Author.objects.filter(person__in=people, confirmation__in=STANDING, work__public=True)
    judged = Sheet.objects.filter(seat__person__in=people, hearing__state=Hearing.State.CONCLUDED)
    judged = judged.exclude(locked_at=None).filter(hearing__dossier__work__public=True)
    both = _told(written.exclude(work__in=here), "person", "work").union(
        _told(judged.exclude(hearing__dossier__work__in=here), "seat__person", "hearing__dossier__work"), all=True
    )
    for person, _work, *told in both.order_by("-known", "who"):
        yield person, *told


def _told(rows: QuerySet[Any], person: str, work: str) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.order_by().annotate(who=F(f"{person}_id"), known=F(f"{work}_id"))
    return named.values_list("who", "known", *(f"{work}__{name}" for name in WORK))


def _text(title: str, summary: str, content: dict[str, Any]) -> str:
    whole = " ".join([title, summary, *(answer for answer in content.values() if isinstance(answer, str))])
    return name_key(whole[:LONGEST])


def _wishes(council: Council, hearings: Sequence[Hearing], people: Sequence[int]) -> Any:
    said = np.zeros((len(hearings), len(people)), np.int8)
    row, column = _places(hearing.pk for hearing in hearings), _places(people)
    rows = Preference.objects.filter(hearing__council=council, person__in=people)
    for hearing, person, wish in rows.values_list("hearing_id", "person_id", "wish"):
        if hearing in row:
            said[row[hearing], column[person]] = WISHES.index(Wish(wish))
    return said


def _fields(hearings: Sequence[Hearing], members: Sequence[Profile]) -> Grid:
    asked = [hearing.dossier.work.field_id for hearing in hearings]
    codes = {pk: number for number, pk in enumerate(sorted({pk for pk in asked if pk}))}
    knows = np.zeros((len(codes) + 1, len(members)), bool)
    for column, member in enumerate(members):
        for pk in member.fields & codes.keys():
            knows[codes[pk], column] = True
    return knows[[codes.get(pk or 0, len(codes)) for pk in asked]] if asked else knows[:0]


def _places(ids: Iterable[int]) -> dict[int, int]:
    return {pk: number for number, pk in enumerate(ids)}
