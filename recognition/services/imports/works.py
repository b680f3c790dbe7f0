"""The program that reads the works of a register, apart from the server and beside it:
`python -m recognition.services.imports.works KIND SHEET SETTLED`, where SETTLED is how it is to be read, as JSON.

The table is its input. It tells how many rows there are; then in each line the number of the last row that was read,
the works up to there, and what is wrong with others. While the server finds units and people of some works, it reads
the next.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import IO, Any, NamedTuple

import orjson

from recognition.rules.registers.layout import Layout
from recognition.rules.registers.records import Defaults, Problem, Reader, Record, Total
from recognition.services.imports.reader import rows_in, some_at_once, told_apart


class Settled(NamedTuple):
    """How a register is to be read."""

    layout: Layout
    defaults: Defaults
    prior: str

    def said(self) -> str:
        """As JSON."""
        return orjson.dumps(tuple(self)).decode()

    @classmethod
    def of(cls, said: str) -> "Settled":
        """From JSON."""
        layout, defaults, prior = orjson.loads(said)
        day = defaults.pop("day")
        return cls(Layout(**layout), Defaults(**defaults, day=day and date.fromisoformat(day)), prior)


class Read(NamedTuple):
    """What was read up to a row; at the end, the totals that do not add up."""

    row: int
    works: Sequence[Record]
    problems: Sequence[Problem]
    totals: Sequence[Total]


def works_in(rows: Iterator[Any], settled: Settled) -> Iterator[list[Any]]:
    """What is told of the rows of a table, as JSON carries it."""
    reader, row = Reader(settled.layout, settled.defaults, settled.prior), 0
    for some in some_at_once(islice(enumerate(rows, 1), settled.layout.below, None)):
        works: list[Any] = []
        problems: list[Problem] = []
        for read in reader.read(some):
            if isinstance(read, Record):
                works.append(plain(read))
            else:
                problems += read
        row = some[-1][0]
        yield [row, works, problems, ()]
    yield [row, (), (), [one for one in reader.totals if not one.adds_up]]


def plain(record: Record) -> list[Any]:
    """A work as JSON carries it."""
    row, day, *said, authors = record
    return [row, day.isoformat(), *said, [(name, str(share)) for name, share in authors]]


def record_of(said: list[Any]) -> Record:
    """The work again."""
    said[1] = _day(said[1])
    said[-1] = tuple([(name, _share(share)) for name, share in said[-1]])
    return Record._make(said)


def read_of(said: Sequence[Any]) -> Read:
    """A line again."""
    row, works, problems, totals = said
    return Read(
        row, list(map(record_of, works)), [Problem(**one) for one in problems], [Total(**one) for one in totals]
    )


_day, _share = lru_cache(4_096)(date.fromisoformat), lru_cache(4_096)(Decimal)


def main(kind: str, sheet: str, said: str) -> int:
    """Tell what a register says."""
    settled = Settled.of(said)

    def tell(stream: IO[bytes]) -> Iterator[Any]:
        rows, height = rows_in(stream, kind, sheet)
        yield height
        yield from works_in(rows, settled)

    return told_apart(tell)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
