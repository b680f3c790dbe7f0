"""How a register is to be read: what its headings, earlier registers and people say."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import IO, Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from config.errors import Invalid
from initiatives.choices import Kind, Level
from initiatives.rules.answers import clean_line
from initiatives.services.storage import open_blob
from organisation.models import Person, Unit
from recognition.models import RegisterImport
from recognition.rules.registers.cells import Cell, text_of
from recognition.rules.registers.layout import FIELDS, SEARCHED, Layout, columns_of, folded, layout_of
from recognition.rules.registers.legacy import mended, reading_of
from recognition.services.imports.matching import unit_key
from recognition.services.imports.tables import rows_of, sheets_of

SETTLED = ("level", "kind", "decision", "day", "headings")
HEADINGS = ("unit", "field", "")
PREVIEWED, DAY = 12, 86_400


def first_register(stream: IO[Any], kind: str) -> tuple[str, Layout, str]:
    """Sheet, layout and reading of a file: of the first sheet with a header, else of the first with anything."""
    sheets, first = sheets_of(stream, kind), None
    for sheet in sheets:
        rows = [row for _number, row in islice(rows_of(stream, kind, sheet)[0], SEARCHED)]
        reading = _reading_of(rows)
        layout = layout_of([[_read(cell, reading) for cell in row] for row in rows])
        if layout:
            return sheet, layout, reading
        first = first or (rows and (sheet, Layout(0, 1, {}, ()), reading))
    if not first:
        words = _("The file has no rows.")
        raise Invalid(words, {"file": [words]})
    return first


def _reading_of(rows: Iterable[Sequence[Cell]]) -> str:
    return reading_of(cell for row in rows for cell in row if isinstance(cell, str))


def _read(cell: Cell, reading: str) -> Cell:
    return mended(cell, reading) if isinstance(cell, str) else cell


def lay_out(run: RegisterImport, layout: Layout) -> None:
    """Put down a layout, and by what a file of the same headings is known."""
    run.top, run.below, run.columns = layout.top, layout.below, dict(layout.columns)
    run.signature = hashlib.sha256("\n".join(layout.headings).encode()).hexdigest() if layout.headings else ""


def remember(run: RegisterImport) -> None:
    """Take over columns and what was said about names from the last import of the same headings; what was said about
    units from the last of the authority.
    """
    earlier = RegisterImport.objects.filter(authority=run.authority).order_by("-pk")
    if last := earlier.first():
        run.units, run.people = last.units, last.people
    if run.signature and (same := earlier.filter(signature=run.signature).first()):
        run.columns, run.headings, run.kind, run.level = same.columns, same.headings, same.kind, same.level


def head_of(run: RegisterImport) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The sheets of the file, and its first rows as they show, numbered from 1. Remembered: a file stays as it is."""
    place = hashlib.sha256(f"import-head-{run.pk}-{run.sheet}-{run.below}-{run.reading}".encode()).hexdigest()
    known: tuple[list[str], list[tuple[int, list[str]]]] | None = cache.get(place)
    if known is None:
        known = _head_of(run)
        cache.set(place, known, DAY)
    return known


def _head_of(run: RegisterImport) -> tuple[list[str], list[tuple[int, list[str]]]]:
    with open_blob(run.source) as stream:
        kind = run.source.media_type
        sheets = sheets_of(stream, kind)
        wanted = islice(rows_of(stream, kind, run.sheet)[0], run.below + PREVIEWED)
        return sheets, [(number, [text_of(_read(cell, run.reading)) for cell in row]) for number, row in wanted]


def put_down(run: RegisterImport, said: Mapping[str, Any]) -> None:
    """Put down how a register is to be read, without reading it. `said` may hold: sheet, header (the header's row from
    1), columns (field to column from 0; None for none), units (name as in the register to unit code), people
    (`person_key` to staff code, "" for somebody new), unit (code), and the fields of SETTLED. Raises Invalid.
    """
    _settle_sheet(run, said)
    _settle_columns(run, said)
    for name in SETTLED:
        if name in said:
            setattr(run, name, _settled(name, said[name]))
    if "unit" in said:
        run.unit = _unit(said["unit"], "unit") if said["unit"] else None
    for name, code in dict(said.get("units") or {}).items():
        unit = _unit(code, "units") if code else None
        run.units = {**run.units, unit_key(name): unit.code if unit else ""}
    _settle_people(run, dict(said.get("people") or {}))


def _settle_sheet(run: RegisterImport, said: Mapping[str, Any]) -> None:
    header = said.get("header")
    if said.get("sheet", run.sheet) == run.sheet and header in (None, "", run.top + 1):
        return
    with open_blob(run.source) as stream:
        kind = run.source.media_type
        sheets, sheet = sheets_of(stream, kind), said.get("sheet", run.sheet)
        if sheet not in sheets:
            raise Invalid(_("The file has no such sheet."), {"sheet": [_("Choose from the list.")]})
        rows = [row for _number, row in islice(rows_of(stream, kind, sheet)[0], max(SEARCHED, int(header or 0)))]
    moved = sheet != run.sheet
    run.sheet, run.reading = sheet, _reading_of(rows)
    read = [[_read(cell, run.reading) for cell in row] for row in rows]
    if header and (not moved or int(header) != run.top + 1):
        if not 1 <= int(header) <= len(read):
            raise Invalid(_("The sheet has no such row."), {"header": [_("The sheet has no such row.")]})
        place = int(header) - 1
        headings = [folded(cell) for cell in read[place]]
        layout = layout_of(read[place : place + 2]) or Layout(0, 1, columns_of(headings), tuple(headings))
        lay_out(run, Layout(place + layout.top, place + layout.below, layout.columns, layout.headings))
    else:
        lay_out(run, layout_of(read) or Layout(0, 1, {}, ()))


def _settle_columns(run: RegisterImport, said: Mapping[str, Any]) -> None:
    columns = dict(run.columns)
    for name, place in dict(said.get("columns") or {}).items():
        if name not in FIELDS:
            raise Invalid(_("The form has no such field."), {"columns": [_("Choose from the list.")]})
        if place in (None, ""):
            columns.pop(name, None)
        else:
            columns[name] = int(place)
    run.columns = columns


def _settle_people(run: RegisterImport, said: Mapping[str, Any]) -> None:
    unknown = {code for code in said.values() if code} - set(
        Person.objects.filter(code__in=[code for code in said.values() if code]).values_list("code", flat=True)
    )
    if unknown:
        raise Invalid(_("Unknown person."), {"people": [_("There is no staff record with this code.")]})
    run.people = {**run.people, **{key: str(code or "") for key, code in said.items()}}


def _settled(name: str, value: Any) -> Any:
    choices = {"level": ["", *Level.values], "kind": ["", *Kind.values], "headings": HEADINGS}
    if name in choices and value not in choices[name]:
        raise Invalid(_("Some fields need mending."), {name: [_("Choose from the list.")]})
    if name == "day":
        return value if isinstance(value, date) or not value else date.fromisoformat(value)
    return clean_line(str(value or ""))[:80]


def _unit(code: str, field: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Invalid(_("Unknown unit."), {field: [_("Choose from the list.")]})
    return unit
