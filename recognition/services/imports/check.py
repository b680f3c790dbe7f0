"""Read a register: its works, every problem at its cell, names that nobody knows, and works that the register of the
city has already. What can be entered is staged, so that storing neither reads nor checks it a second time; nothing is
in the register before a person has seen the result.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Sum

from initiatives.services.storage import open_blob
from journal.services.bulk import insert, uncollected
from organisation.models import Unit
from recognition.models import Recognition, RegisterBatch, RegisterImport, RegisterProblem
from recognition.queries.register import titles_of
from recognition.rules.registers.layout import Layout
from recognition.rules.registers.records import Defaults, Problem, Record, Total
from recognition.services.imports.matching import People, Units, alike_in, person_key, title_key, unit_key
from recognition.services.imports.staging import By, Of, Stage
from recognition.services.imports.tables import works_of
from recognition.services.imports.works import Settled

TOLD = 500
"""Rows of each part of a report; the rest is counted."""
SHOWN, MOST_PEOPLE = 20, 5
Told = Callable[[int], None]
"""Hears how much is done, in percent."""


def _unheard(percent: int) -> None:
    """Nobody listens."""


@dataclass(slots=True)
class Found:
    """What a register holds, without the works themselves: they are staged while it is read."""

    register_rows: int
    """How many rows the authority's register had; `Recognition`s are never taken away, so that another number tells
    that something has come.
    """
    works: int = 0
    problems: list[Problem] = field(default_factory=list)
    known: int = 0
    """Works that are in the city's register already; `known_told` has the first, with what it says."""
    known_told: list[tuple[Record, str]] = field(default_factory=list)
    unknown_units: Counter[str] = field(default_factory=Counter)
    totals: Sequence[Total] = ()
    """Totals that the register gives and that its rows do not add up to."""
    rows: int = 0
    decisions: Counter[Of] = field(default_factory=Counter)
    """How many works each decision has of a kind."""
    named: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How many works each author has, by name and unit."""
    units: dict[int, Unit] = field(default_factory=dict)
    sample: list[tuple[Record, Sequence[Unit]]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether it may be stored: all or nothing."""
        return not self.problems and not self.unknown_units and bool(self.works)

    def take(self, record: Record, units: Sequence[Unit]) -> None:
        """Count a work that can be entered."""
        self.works += 1
        self.decisions[record.day, record.level, record.decision, record.kind] += 1
        owner = units[0].pk
        self.units[owner] = units[0]
        self.named.update([(name, owner) for name, _share in record.authors])
        if len(self.sample) < SHOWN:
            self.sample.append((record, units))

    def pass_over(self, record: Record, code: str) -> None:
        """Count a work that is there already, as the dossier with this code."""
        self.known += 1
        if len(self.known_told) < TOLD:
            self.known_told.append((record, code))


class Standing:
    """What stands in an authority's register, by title, level and year; looked up a year at a time."""

    def __init__(self, authority: int) -> None:
        self.authority = authority
        self._codes: dict[int, dict[tuple[str, str], str]] = {}

    def code_of(self, key: str, level: str, year: int) -> str:
        """The code of the dossier by which a work of such a title (`title_key`) stands; nothing where none does."""
        codes = self._codes.get(year)
        if codes is None:
            told = titles_of(self.authority, [year])
            codes = self._codes[year] = {(title_key(title), level): code for title, level, _year, code in told}
        return codes.get((key, level), "")


def rows_of_register(run: RegisterImport) -> int:
    """How many rows, standing or not, the register of an import's authority has."""
    return Recognition.objects.filter(dossier__authority=run.authority_id).count()


def layout_of_import(run: RegisterImport) -> Layout:
    """The layout as it was settled."""
    return Layout(run.top, run.below, {name: int(place) for name, place in run.columns.items()}, ())


def check(run: RegisterImport, told: Told = _unheard) -> None:
    """Read the whole register, stage what can be entered, and keep the report. Each part is a short transaction, unless
    the caller holds a longer one. Raises Invalid where the file cannot be read.
    """
    RegisterBatch.objects.filter(run=run).delete()
    found, stage = Found(register_rows=rows_of_register(run)), Stage(run)
    with uncollected():
        for record, units in _entries(run, found, told):
            stage.take(record, units)
        stage.close(found.decisions, found.named)
        keep_report(run, found)


def _entries(run: RegisterImport, found: Found, told: Told) -> Iterator[tuple[Record, Sequence[Unit]]]:
    """The works that can be entered, each with its units, the first its owner; everything else is told in `found`."""
    units, standing = Units(run.units), Standing(run.authority_id)
    seen: dict[tuple[str, str, str, int], int] = {}
    for read in _works(run, found, told):
        here = (run.unit,) if run.unit and read.unit == run.unit.name else units.find_all(read.unit, read.day)
        if isinstance(here, str):
            found.unknown_units[here] += 1
            continue
        key = (title_key(read.title), read.authors[0][0].casefold(), read.level, read.day.year)
        if (before := seen.setdefault(key, read.row)) != read.row:
            found.problems.append(Problem(read.row, "title", "twice", str(before)))
        elif code := standing.code_of(key[0], read.level, read.day.year):
            found.pass_over(read, code)
        else:
            found.take(read, here)
            yield read, here
    found.problems.sort(key=attrgetter("row"))


def _works(run: RegisterImport, found: Found, told: Told) -> Iterator[Record]:
    """The works below the header."""
    defaults = Defaults(run.level, run.kind, run.decision, run.day, run.unit.name if run.unit else "", run.headings)
    settled = Settled(layout_of_import(run), defaults, run.reading)
    before = 0
    with open_blob(run.source) as stream:
        read, height = works_of(stream, run.source.media_type, run.sheet, settled)
        for some in read:
            found.rows = max(0, some.row - run.below)
            found.problems += some.problems
            found.totals = some.totals
            yield from some.works
            percent = min(99, 100 * some.row // max(1, height))
            if percent != before:
                told(percent)
            before = percent


@transaction.atomic
def keep_report(run: RegisterImport, found: Found) -> None:
    """Keep what a check has found: the report with the import, every problem beside it."""
    RegisterImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if (run.batches.aggregate(works=Sum("works"))["works"] or 0) != found.works:
        raise RuntimeError("somebody else has read this register meanwhile")
    run.report = report_of(found, run)
    run.state = RegisterImport.State.CHECKED
    run.save()
    RegisterProblem.objects.filter(run=run).delete()
    insert(RegisterProblem, ("run_id", "row", "field", "code", "shown"), (
        (run.pk, one.row, one.field, one.code, one.shown[:120]) for one in found.problems
    ))  # fmt: skip


def report_of(found: Found, run: RegisterImport) -> dict[str, Any]:
    """What people are told, as plain JSON."""
    units = Units(run.units)
    return {
        "rows": found.rows, "works": found.works, "problems": len(found.problems), "known": found.known,
        "register_rows": found.register_rows,
        "known_told": [{"row": one.row, "title": one.title, "code": code} for one, code in found.known_told],
        "unknown_units": [
            {"name": name, "key": unit_key(name), "works": count, "proposals": _proposed(units, name)}
            for name, count in found.unknown_units.most_common(TOLD)
        ],
        "unsure": _unsure(found, run),
        "totals": [{"row": one.row, "said": one.said, "read": one.read} for one in found.totals[:TOLD]],
        "decisions": _decisions(found),
        "sample": [_sample(one, units) for one, units in found.sample],
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
    named, units = found.named, found.units
    people = People((name for name, _unit in named), run.people)
    likes = alike_in(units, named)
    rows = []
    for (name, pk), count in named.most_common():
        unit, here = units[pk], people.find(name, units[pk])
        near = here or [*people.elsewhere(name), *likes.get((name, pk), ())]
        if near and len(here) != 1 and person_key(name, unit) not in run.people:
            said = [{"code": one.code, "name": one.full_name} for one in near[:MOST_PEOPLE]]
            key = person_key(name, unit)
            rows.append({"name": name, "unit": unit.name, "key": key, "works": count, "proposals": said})
            if len(rows) == TOLD:
                break
    return rows


def _decisions(found: Found) -> list[dict[str, Any]]:
    """The decisions that would be entered."""
    works: Counter[By] = Counter()
    for (day, level, decision, _kind), count in found.decisions.items():
        works[day, level, decision] += count
    return [
        {"level": level, "decision": decision, "day": day.isoformat(), "works": count}
        for (day, level, decision), count in sorted(works.items(), key=lambda one: one[0][0])
    ][:TOLD]


def _sample(record: Record, units: Sequence[Unit]) -> dict[str, Any]:
    authors = [f"{name} ({share.normalize():f}%)" for name, share in record.authors]
    return {
        "row": record.row, "title": record.title, "authors": authors, "field": record.field,
        "unit": "; ".join(unit.name for unit in units),
        "level": record.level, "kind": record.kind, "decision": record.decision, "day": record.day.isoformat(),
        "grade": record.grade,
    }  # fmt: skip
