"""The works of a register, read row by row; what cannot be read is told with its cell, and the rest goes on."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from organisation.rules.names import name_key
from recognition.rules.registers.cells import (
    Authors,
    Cell,
    Named,
    Unreadable,
    authors_of,
    day_of,
    decision_of,
    kind_of,
    level_of,
    shares_of,
    text_of,
)
from recognition.rules.registers.layout import Layout, heading_of, kind_of_row
from recognition.rules.registers.legacy import mended

LONGEST_TITLE, LONGEST_GRADE = 500, 40


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every row that does not say otherwise. `headings` says what a heading between the works names:
    "unit", "field" or "" (nothing).
    """

    level: str = ""
    kind: str = ""
    decision: str = ""
    day: date | None = None
    unit: str = ""
    headings: str = "unit"


class Record(NamedTuple):
    """One work as the register tells it; `unit` and `field` in its own words, `authors` with their shares in percent
    (together 100), `others` if it says that there were more.
    """

    row: int
    day: date
    level: str
    kind: str
    decision: str
    title: str
    unit: str
    field: str
    grade: str
    summary: str
    others: bool
    authors: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell: row from 1 as in the sheet, the field, a code, and what stands there."""

    row: int
    field: str
    code: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """What a row of totals says, and how many works were read: since the heading above it, and in the whole sheet."""

    row: int
    said: int
    read: int
    whole: int

    @property
    def adds_up(self) -> bool:
        """Whether it is the number of either."""
        return self.said in (self.read, self.whole)


_WHOLE = re.compile(r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{3})+|\d+)(?![\d/%]|[.,]\d)")


def _number_in(texts: Sequence[str]) -> int | None:
    """The first whole number that cells say."""
    found = next((found for text in texts if (found := _WHOLE.search(text))), None)
    return int(re.sub(r"[.,]", "", found[1])) if found else None


def _again(named: Sequence[Named]) -> str:
    """A name that stands there twice, or nothing."""
    if len(named) < 2:
        return ""
    keys = [name_key(one.name) for one in named]
    return next((one.name for place, one in enumerate(named) if keys[place] in keys[:place]), "")


Fault = tuple[str, str, str]
"""What is wrong with a cell: its field, a code, what stands there."""
Told = tuple[Any, Fault | None]
KEPT = 4_096
"""Writings of a column that are remembered: units, days, levels and decisions repeat in every row."""


def _carefully(field: str, read: Callable[..., Any], empty: Any, kept: int = KEPT) -> Callable[..., Told]:
    """`read`, which says beside its value what was wrong with the cells; each writing is read once."""

    @lru_cache(kept, typed=True)
    def told(*cells: Any) -> Told:
        try:
            return read(*cells), None
        except Unreadable as error:
            return empty, (field, error.code, error.shown)

    return told


class Cells(NamedTuple):
    """The cells of a row that are read, by what they mean."""

    title: Any
    authors: Any
    coauthors: Any
    shares: Any
    unit: Any
    level: Any
    kind: Any
    field: Any
    grade: Any
    decision: Any
    day: Any
    year: Any
    summary: Any


NONE = -1
"""The place of a column that a layout has not: of what is put behind the last cell."""
MOST_SHOWN = 50_000


class _Shown(dict[str, str]):
    """What cells show (`text_of`), remembered as long as there are not too many: most columns repeat."""

    def __missing__(self, cell: str) -> str:
        text = " ".join(cell.split())
        if len(self) < MOST_SHOWN:
            self[cell] = text
        return text


class Reader:
    """Reads rows by a layout; remembers the headings above them, and what each column has said so far."""

    def __init__(self, layout: Layout, defaults: Defaults, prior: str = "unicode") -> None:
        self.layout, self.defaults, self.prior = layout, defaults, prior
        places = [layout.columns.get(name, NONE) for name in Cells._fields]
        self._width, self._columns, self._shown = max(places) + 1, itemgetter(*places), _Shown()
        self.heading = ""
        self.totals: list[Total] = []
        self.read_so_far = self.at_heading = 0
        self._plain = lru_cache(KEPT)(self._mended)
        self._day = _carefully("day", lambda cell: day_of(self._plain_cell(cell)), None)
        self._year = _carefully("year", lambda cell: day_of(self._plain_cell(cell)), None)
        self._level, self._kind = _carefully("level", level_of, None), _carefully("kind", kind_of, None)
        self._decision = _carefully("decision", decision_of, ("", None))
        self._dated, self._sorted = lru_cache(KEPT, typed=True)(self._when), lru_cache(KEPT)(self._what)
        self._authors = _carefully("authors", authors_of, Authors(()), 0)  # teams seldom come twice
        self._shares = _carefully("authors", shares_of, ())

    def read(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[Record | list[Problem]]:
        """For each row that holds a work: the record, or what is wrong with it."""
        shown = self._shown
        for number, row in rows:
            texts = [shown[cell] if type(cell) is str else text_of(cell) for cell in row]
            what = kind_of_row(texts, self.layout)
            if what == "heading":
                self.heading = self._plain(heading_of(texts))
                self.at_heading = self.read_so_far
            elif what == "total":
                self._total(number, texts)
            elif what == "work":
                self.read_so_far += 1
                yield self._work(number, row, texts)

    def _total(self, number: int, texts: Sequence[str]) -> None:
        said = _number_in(texts)
        if said is not None:
            self.totals.append(Total(number, said, self.read_so_far - self.at_heading, self.read_so_far))

    def _work(self, number: int, row: Sequence[Cell], texts: Sequence[str]) -> Record | list[Problem]:
        beyond = max(0, self._width - len(row)) + 1
        given = Cells._make(self._columns([*row, *[None] * beyond]))
        shown = Cells._make(self._columns([*texts, *[""] * beyond]))
        authors, no_names = self._authors(self._lines(given.authors, given.coauthors), given.shares)
        shares, no_shares = self._shares(authors.named) if authors.named else ((), None)
        decision, day, undated = self._dated(shown.decision, given.day, given.year)
        level, kind, field, grade, unsorted = self._sorted(shown.level, shown.kind, shown.field, shown.grade)
        title = self._mended(shown.title)
        unit, field = self._where(self._plain(shown.unit), field)
        faults = [no_names, no_shares, self._again(authors.named), *undated, *unsorted]
        needed = (title, authors.named, unit, day, level, kind)
        if day is None or any(faults) or not all(needed) or len(title) > LONGEST_TITLE:
            return _problems(number, [fault for fault in faults if fault], dict(zip(NEEDED, needed, strict=True)))
        with_shares = tuple(zip((one.name for one in authors.named), shares, strict=True))
        return Record(
            number, day, level, kind, decision, title, unit, field, grade, self._mended(shown.summary), authors.others,
            with_shares,
        )  # fmt: skip

    def _when(self, decision: str, day: Cell, year: Cell) -> tuple[str, date | None, tuple[Fault | None, ...]]:
        """Decision and day of a row, and what is wrong with them: rows of one decision say the same."""
        (number, decided), no_decision = self._decision(self._plain(decision))
        said, no_day = self._day(day)
        in_year, no_year = self._year(year) if not said and not decided else (None, None)
        by = number or self.defaults.decision
        return by, said or decided or in_year or self.defaults.day, (no_decision, no_day, no_year)

    def _what(self, level: str, kind: str, field: str, grade: str) -> tuple[Any, ...]:
        """Level, kind, field and grade of a row, and what is wrong with them."""
        plain = self._plain
        read, no_level = self._level(plain(level))
        sort, no_kind = self._kind(plain(kind))
        level, kind = read or self.defaults.level, sort or self.defaults.kind
        return level, kind, plain(field), plain(grade)[:LONGEST_GRADE], (no_level, no_kind)

    def _where(self, unit: str, field: str) -> tuple[str, str]:
        """Unit and field of a row: its own, else what the heading above it names, else what holds for all."""
        heads = self.defaults.headings
        unit = unit or (self.heading if heads == "unit" else "") or self.defaults.unit
        return unit, field or (self.heading if heads == "field" else "")

    def _again(self, named: Sequence[Named]) -> Fault | None:
        again = _again(named)
        return ("authors", "again", again) if again else None

    def _mended(self, text: str) -> str:
        return mended(text, self.prior)

    def _plain_cell(self, cell: Cell) -> Cell:
        return self._plain(cell) if isinstance(cell, str) else cell

    def _lines(self, *cells: Cell) -> str:
        """The authors' cells with their lines, which divide names."""
        return self._mended("\n".join(text for cell in cells if cell and (text := str(cell)).strip()))


NEEDED = ("title", "authors", "unit", "day", "level", "kind")


def _problems(number: int, faults: Sequence[Fault], needed: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a row: cells that cannot be read, and what is not there."""
    problems = [Problem(number, *fault) for fault in faults]
    said = {problem.field for problem in problems}
    problems += [Problem(number, name, "missing") for name, value in needed.items() if not value and name not in said]
    if len(needed["title"]) > LONGEST_TITLE:
        problems.append(Problem(number, "title", "long", needed["title"][:80]))
    return problems
