"""Works between check and storing: packed some thousand together, because a row for each costs as much as the work."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import orjson
from django.db import transaction

from organisation.models import Unit
from recognition.models import RegisterBatch, RegisterImport
from recognition.rules.registers.records import Record
from recognition.services.imports.works import plain

STAGED_AT_ONCE = 2_000
FAST = 1
"""Level of the packing: what is kept for minutes need not be small."""


By = tuple[date, str, str]
"""A decision as a register tells it: day, level, number."""
Of = tuple[date, str, str, str]
"""A decision, and the kind of some of its works."""


class Staged(NamedTuple):
    """A work as it is staged: a `Record` whose `units` are known by id, the owner first, and whose authors have their
    shares in words.
    """

    row: int
    day: date
    level: str
    kind: str
    decision: str
    title: str
    units: Sequence[int]
    field: str
    grade: str
    summary: str
    others: bool
    authors: Sequence[tuple[str, str]]

    @property
    def by(self) -> By:
        """The decision by which it was recognised: day, level, number."""
        return self.day, self.level, self.decision


UNITS = Record._fields.index("unit")


class Stage:
    """Takes the works of a register while it is read."""

    def __init__(self, run: RegisterImport) -> None:
        self.run, self.number = run, 0
        self._waiting: list[list[Any]] = []

    def take(self, one: Record, units: Sequence[Unit]) -> None:
        """Put a work on the stage."""
        said = plain(one)
        said[UNITS] = [unit.pk for unit in units]
        self._waiting.append(said)
        if len(self._waiting) == STAGED_AT_ONCE:
            self.keep()

    @transaction.atomic
    def keep(self) -> None:
        """Keep those that have come since the last time."""
        if self._waiting:
            data = zlib.compress(orjson.dumps(self._waiting), FAST)
            RegisterBatch.objects.create(run=self.run, number=self.number, works=len(self._waiting), data=data)
            self.number, self._waiting = self.number + 1, []

    def close(self, works: Mapping[Of, int], authors: Iterable[tuple[str, int]]) -> None:
        """Keep the rest, and what has to be known of all works before the first is stored: how many a decision has of a
        kind, in the order in which they come, and the authors by unit.
        """
        self.keep()
        given = list(authors)
        names = {name: place for place, name in enumerate(dict.fromkeys(name for name, _unit in given))}
        counts = [[*of, count] for of, count in works.items()]
        told = counts, list(names), [names[name] for name, _unit in given], [unit for _name, unit in given]
        data = zlib.compress(orjson.dumps(told), FAST)
        RegisterBatch.objects.create(run=self.run, number=self.number, works=0, data=data)


class Named(NamedTuple):
    """What the works on the stage name: how many there are of each decision and kind, and the authors by unit."""

    works: dict[Of, int]
    authors: Iterable[tuple[str, int]]


def named(run: RegisterImport) -> Named:
    """By all of them together."""
    counts, names, places, units = orjson.loads(zlib.decompress(run.batches.get(works=0).data))
    works = {(date.fromisoformat(day), *of): count for day, *of, count in counts}
    return Named(works, ((names[place], unit) for place, unit in zip(places, units, strict=True)))


def packed(run: RegisterImport) -> Iterator[bytes]:
    """What is on the stage, in the order of the rows, a batch at a time."""
    rows = run.batches.filter(works__gt=0).order_by("number").values_list("data", flat=True)
    return map(bytes, rows.iterator(chunk_size=1))


def unpacked(data: bytes) -> list[Staged]:
    """The works of a batch."""
    return [_work(row) for row in orjson.loads(zlib.decompress(data))]


def _work(row: list[Any]) -> Staged:
    row[1] = date.fromisoformat(row[1])
    return Staged._make(row)
