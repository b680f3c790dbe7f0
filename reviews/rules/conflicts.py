"""What in the record ties a member of a council to the authors of a work (law 3).

The authority's own unit never ties: the law itself puts its head and its people on the council (Thông tư
18/2013/TT-BKHCN, Điều 8). Members and staff of the bodies that carry a work are barred for topics by Thông tư
20/2023/TT-BKHCN; for initiatives the same is asked here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ground(StrEnum):
    """Grounds found in the record, the gravest first."""

    SUPERIOR = "superior"
    SAME_UNIT = "same_unit"
    JOINT_RECOGNITION = "joint_recognition"
    CO_AUTHOR = "co_author"


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody was in a unit, from and to a day (none: still)."""

    unit: int
    leads: bool
    since: date
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether it was held on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Filing:
    """A dossier as it was filed: the work, the day, the authority, each author with the unit then (if known)."""

    work: int
    day: date
    authority: int
    authors: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of people: their posts, the works they wrote, which works are recognised, what stands above."""

    posts: Mapping[int, Collection[Post]]
    works: Mapping[int, frozenset[int]]
    recognised: frozenset[int]
    parents: Mapping[int, int | None]

    def units(self, person: int, day: date) -> frozenset[int]:
        """Where somebody held a post on a day."""
        return frozenset(post.unit for post in self.posts.get(person, ()) if post.held_on(day))

    def led(self, person: int, day: date) -> frozenset[int]:
        """What somebody led on a day."""
        return frozenset(post.unit for post in self.posts.get(person, ()) if post.leads and post.held_on(day))


@dataclass(frozen=True, slots=True)
class Tie:
    """A ground with what shows it: the unit, or the other work."""

    ground: Ground
    unit: int | None = None
    work: int | None = None


def ties(filing: Filing, member: int, record: Record) -> list[Tie]:
    """Each ground on which the member is tied to an author of the work, once. Authors themselves have none here."""
    if member in filing.authors:
        return []
    found: dict[Ground, Tie] = {}
    for author, unit in sorted(filing.authors.items()):
        for tie in (*_of_units(filing, member, author, unit, record), *_of_works(filing, member, author, record)):
            found.setdefault(tie.ground, tie)
    return sorted(found.values(), key=lambda tie: list(Ground).index(tie.ground))


def _of_units(filing: Filing, member: int, author: int, unit: int | None, record: Record) -> Iterator[Tie]:
    named = frozenset() if unit is None else frozenset({unit})
    theirs = (record.units(author, filing.day) | named) - {filing.authority}
    above = {parent for one in theirs if (parent := record.parents.get(one)) is not None}
    yield from _first(Ground.SUPERIOR, record.led(member, filing.day) & (theirs | above) - {filing.authority})
    yield from _first(Ground.SAME_UNIT, record.units(member, filing.day) & theirs)


def _first(ground: Ground, units: Iterable[int]) -> Iterator[Tie]:
    if found := sorted(units):
        yield Tie(ground, unit=found[0])


def _of_works(filing: Filing, member: int, author: int, record: Record) -> Iterator[Tie]:
    shared = record.works.get(member, frozenset()) & record.works.get(author, frozenset()) - {filing.work}
    recognised = sorted(shared & record.recognised)
    if recognised:
        yield Tie(Ground.JOINT_RECOGNITION, work=recognised[0])
    if others := sorted(shared - record.recognised):
        yield Tie(Ground.CO_AUTHOR, work=others[0])
