"""The works of a register, read row by row; what cannot be read is told with its cell, and the rest goes on."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Record:
    """One work as the register tells it; `unit` and `field` in its own words, shares in percent (together 100)."""

    row: int
    title: str
    authors: tuple[Named, ...]
    shares: tuple[Decimal, ...]
    others: bool
    unit: str
    field: str
    level: str
    kind: str
    decision: str
    day: date
    grade: str
    summary: str


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


@dataclass(slots=True)
class Reader:
    """Reads rows by a layout; remembers the headings above them."""

    layout: Layout
    defaults: Defaults
    prior: str = "unicode"
    heading: str = ""
    totals: list[Total] = dataclass_field(default_factory=list)
    read_so_far: int = 0
    at_heading: int = 0

    def __post_init__(self) -> None:
        # Days, levels and decisions repeat in every row: each writing is read once.
        self._day = lru_cache(1024)(day_of)
        self._level, self._kind = lru_cache(1024)(level_of), lru_cache(1024)(kind_of)
        self._decision = lru_cache(1024)(decision_of)
        self._mended: Callable[[str], str] = lru_cache(4096)(lambda text: mended(text, self.prior))

    _day: Any = None
    _decision: Any = None
    _level: Any = None
    _kind: Any = None
    _mended: Any = None

    def read(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[Record | list[Problem]]:
        """For each row that holds a work: the record, or what is wrong with it."""
        for number, row in rows:
            texts = [text_of(cell) for cell in row]
            what = kind_of_row(texts, self.layout)
            if what == "heading":
                self.heading = self._mended(heading_of(texts))
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
        faults: list[Problem] = []

        def told(field: str, read: Callable[..., Any], *cells: Any, empty: Any = None) -> Any:
            try:
                return read(*cells)
            except Unreadable as error:
                faults.append(Problem(number, field, error.code, error.shown))
                return empty

        given = self._cells(row)
        shown = {name: texts[place] for name, place in self.layout.columns.items() if place < len(texts)}
        authors: Authors = told("authors", authors_of, self._lines(given), given.get("shares"), empty=Authors(()))
        shares = told("authors", shares_of, authors.named, empty=()) if authors.named else ()
        if again := _again(authors.named):
            faults.append(Problem(number, "authors", "again", again))
        decision, decided = told("decision", self._decision, self._text(shown, "decision"), empty=("", None))
        day = self._told_day(told, given, "day") or decided or self._told_day(told, given, "year")
        day = day or self.defaults.day
        level = told("level", self._level, self._text(shown, "level")) or self.defaults.level
        kind = told("kind", self._kind, self._text(shown, "kind")) or self.defaults.kind
        title, unit, field = (self._text(shown, name) for name in ("title", "unit", "field"))
        heading = {self.defaults.headings: self.heading}
        unit, field = unit or heading.get("unit", "") or self.defaults.unit, field or heading.get("field", "")
        said = {problem.field for problem in faults}
        needed = {"title": title, "authors": authors.named, "unit": unit, "day": day, "level": level, "kind": kind}
        faults += [Problem(number, name, "missing") for name, value in needed.items() if not value and name not in said]
        if len(title) > LONGEST_TITLE:
            faults.append(Problem(number, "title", "long", title[:80]))
        if faults or day is None:
            return faults
        return Record(
            number, title, authors.named, shares, authors.others, unit, field, level, kind,
            decision or self.defaults.decision, day, self._text(shown, "grade")[:LONGEST_GRADE],
            self._text(shown, "summary"),
        )  # fmt: skip

    def _cells(self, row: Sequence[Cell]) -> dict[str, Cell]:
        return {name: row[place] for name, place in self.layout.columns.items() if place < len(row)}

    def _told_day(self, told: Callable[..., Any], given: dict[str, Cell], name: str) -> date | None:
        cell = given.get(name)
        day: date | None = told(name, self._day, self._mended(cell) if isinstance(cell, str) else cell)
        return day

    def _text(self, shown: dict[str, str], name: str) -> str:
        text = shown.get(name, "")
        mended_so: str = self._mended(text) if text else ""
        return mended_so

    def _lines(self, given: dict[str, Cell]) -> str:
        """The authors' cells with their lines, which divide names."""
        cells = [str(given.get(name) or "") for name in ("authors", "coauthors")]
        text: str = mended("\n".join(cell for cell in cells if cell.strip()), self.prior)
        return text
