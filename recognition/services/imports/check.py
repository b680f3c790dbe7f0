"""Read a register without storing anything: its works, every problem at its cell, names that nobody knows, and works
that the register of the city has already.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction

from initiatives.services.storage import open_blob
from journal.services.bulk import insert
from organisation.models import Unit
from recognition.models import RegisterImport, RegisterProblem
from recognition.queries.register import titles_of
from recognition.rules.registers.layout import Layout
from recognition.rules.registers.records import Defaults, Problem, Reader, Record, Total
from recognition.services.imports.matching import People, Units, alike_in, person_key, title_key, unit_key
from recognition.services.imports.tables import rows_of

TOLD = 500
"""Rows of each part of a report; the rest is counted."""
SHOWN, MOST_PEOPLE = 20, 5


@dataclass(slots=True)
class Found:
    """What a register holds. `entries` are the works that can be entered, each with its unit."""

    entries: list[tuple[Record, Unit]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    known: list[tuple[Record, str]] = field(default_factory=list)
    """Works that are in the city's register already, with what it says."""
    unknown_units: Counter[str] = field(default_factory=Counter)
    further: dict[int, tuple[Unit, ...]] = field(default_factory=dict)
    """The units that share in the work of a row, besides its owner."""
    totals: Sequence[Total] = ()
    """Totals that the register gives and that its rows do not add up to."""
    rows: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it may be stored: all or nothing."""
        return not self.problems and not self.unknown_units and bool(self.entries)


def layout_of_import(run: RegisterImport) -> Layout:
    """The layout as it was settled."""
    return Layout(run.top, run.below, {name: int(place) for name, place in run.columns.items()}, ())


def rows_from(run: RegisterImport) -> Iterator[tuple[int, Any]]:
    """The rows below the header, numbered as in the sheet."""
    with open_blob(run.source) as stream:
        yield from islice(rows_of(stream, run.source.media_type, run.sheet), run.below, None)


def found_in(run: RegisterImport, told: Callable[[int], None] = lambda rows: None) -> Found:
    """Read the whole register. `told` hears after how many rows. Raises Invalid where the file cannot be read."""
    units, found = Units(run.units), Found()
    defaults = Defaults(run.level, run.kind, run.decision, run.day, run.unit.name if run.unit else "", run.headings)
    reader = Reader(layout_of_import(run), defaults, run.reading)
    seen: dict[tuple[str, str, str, int], int] = {}
    for read in reader.read(_counted(rows_from(run), found, told)):
        if isinstance(read, list):
            found.problems += read
            continue
        here = [run.unit] if run.unit and read.unit == run.unit.name else units.find_all(read.unit, read.day)
        if isinstance(here, str):
            found.unknown_units[here] += 1
        else:
            key = (title_key(read.title), read.authors[0].name.casefold(), read.level, read.day.year)
            if key in seen:
                found.problems.append(Problem(read.row, "title", "twice", str(seen[key])))
            else:
                seen[key] = read.row
                found.entries.append((read, here[0]))
                if here[1:]:
                    found.further[read.row] = tuple(here[1:])
    found.totals = [one for one in reader.totals if not one.adds_up]
    _take_out_known(run, found)
    return found


def _counted(rows: Iterable[tuple[int, Any]], found: Found, told: Callable[[int], None]) -> Iterator[tuple[int, Any]]:
    for number, row in rows:
        found.rows += 1
        if found.rows % 2_000 == 0:
            told(found.rows)
        yield number, row


def _take_out_known(run: RegisterImport, found: Found) -> None:
    """A work of the same title, level and year that stands in the register is there already."""
    years = {record.day.year for record, _unit in found.entries}
    standing = {
        (title_key(title), level, year): code for title, level, year, code in titles_of(run.authority_id, years)
    }
    if not standing:
        return
    new = []
    for record, unit in found.entries:
        code = standing.get((title_key(record.title), record.level, record.day.year))
        if code:
            found.known.append((record, code))
        else:
            new.append((record, unit))
    found.entries = new


@transaction.atomic
def keep_report(run: RegisterImport, found: Found) -> None:
    """Keep what a check has found: the report with the import, every problem beside it."""
    run.report = report_of(found, run)
    run.save()
    RegisterProblem.objects.filter(run=run).delete()
    insert(RegisterProblem, ("run_id", "row", "field", "code", "shown"), (
        (run.pk, one.row, one.field, one.code, one.shown[:120]) for one in found.problems
    ))  # fmt: skip


def report_of(found: Found, run: RegisterImport) -> dict[str, Any]:
    """What people are told, as plain JSON."""
    units = Units(run.units)
    return {
        "rows": found.rows, "works": len(found.entries), "problems": len(found.problems), "known": len(found.known),
        "known_told": [{"row": one.row, "title": one.title, "code": code} for one, code in found.known[:TOLD]],
        "unknown_units": [
            {"name": name, "key": unit_key(name), "works": count, "proposals": _proposed(units, name)}
            for name, count in found.unknown_units.most_common(TOLD)
        ],
        "unsure": _unsure(found, run),
        "totals": [{"row": one.row, "said": one.said, "read": one.read} for one in found.totals[:TOLD]],
        "decisions": _decisions(found),
        "sample": [_sample(one, (unit, *found.further.get(one.row, ()))) for one, unit in found.entries[:SHOWN]],
    }  # fmt: skip


def _proposed(units: Units, name: str) -> list[dict[str, str]]:
    return [
        {"code": unit.code, "name": unit.name, "until": unit.valid_to.isoformat() if unit.valid_to else ""}
        for unit in units.proposals(name)
    ]


def _unsure(found: Found, run: RegisterImport) -> list[dict[str, Any]]:
    """Authors who may be somebody known: of whose name there are several in the unit, or one elsewhere, or whose name
    is a slip of the pen away from a colleague's. Unsettled, each is somebody new.
    """
    named = Counter((author.name, unit) for record, unit in found.entries for author in record.authors)
    people = People((name for name, _unit in named), run.people)
    open_ = {
        (name, unit): count
        for (name, unit), count in named.items()
        if person_key(name, unit) not in run.people and len(people.find(name, unit)) != 1
    }
    likes = alike_in({unit.pk for _name, unit in open_}, [(name, unit.pk) for name, unit in open_])
    rows = []
    for (name, unit), count in sorted(open_.items(), key=lambda one: -one[1]):
        near = people.find(name, unit) or [*people.elsewhere(name), *likes.get((name, unit.pk), ())]
        if near:
            said = [{"code": one.code, "name": one.full_name} for one in near[:MOST_PEOPLE]]
            key = person_key(name, unit)
            rows.append({"name": name, "unit": unit.name, "key": key, "works": count, "proposals": said})
    return rows[:TOLD]


def _decisions(found: Found) -> list[dict[str, Any]]:
    """The decisions that would be entered."""
    counts = Counter((one.level, one.decision, one.day) for one, _unit in found.entries)
    return [
        {"level": level, "decision": decision, "day": day.isoformat(), "works": count}
        for (level, decision, day), count in sorted(counts.items(), key=lambda one: one[0][2])
    ][:TOLD]


def _sample(record: Record, units: Sequence[Unit]) -> dict[str, Any]:
    authors = [
        f"{one.name} ({share.normalize():f} %)" for one, share in zip(record.authors, record.shares, strict=True)
    ]
    return {
        "row": record.row, "title": record.title, "authors": authors, "field": record.field,
        "unit": "; ".join(unit.name for unit in units),
        "level": record.level, "kind": record.kind, "decision": record.decision, "day": record.day.isoformat(),
        "grade": record.grade,
    }  # fmt: skip
