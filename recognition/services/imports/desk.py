"""Bring a register in, step by step: take the file, settle how it is read, have it stored, take it back."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import IO, Any

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict, TooLarge
from initiatives.choices import Kind, Level
from initiatives.rules.answers import clean_line, clean_text
from initiatives.services.files import plain_name
from initiatives.services.receiving import refuse_infected, refuse_lost
from initiatives.services.storage import digest_of, open_blob, put_stream
from journal.models import Event
from journal.services.record import record, tell
from organisation.actor import Actor, actor_of
from organisation.models import Person, Role, Unit, User
from recognition.models import RegisterBatch, RegisterImport
from recognition.rules.registers.cells import Cell, text_of
from recognition.rules.registers.layout import FIELDS, SEARCHED, Layout, columns_of, folded, layout_of
from recognition.rules.registers.legacy import mended, reading_of
from recognition.services.imports.check import check
from recognition.services.imports.matching import unit_key
from recognition.services.imports.store import store, undo
from recognition.services.imports.tables import MOST_BYTES, rows_of, sheets_of, table_kind

SETTLED = ("level", "kind", "decision", "day", "headings")
PREVIEWED, DAY = 12, 86_400
READ_AT_ONCE = 512 * 1024
"""Bytes of a file that is read while somebody waits: some thousand rows."""
State = RegisterImport.State
HEADINGS = ("unit", "field", "")


def imports_of(actor: Actor) -> Any:
    """The imports of the authorities whose registrar the actor is, the latest first."""
    return RegisterImport.objects.filter(authority__in=actor.over(Role.REGISTRAR)).select_related("authority", "source")


def get_import(actor: Actor, number: int) -> RegisterImport:
    """One of them. Raises NotFound."""
    run: RegisterImport | None = imports_of(actor).select_related("unit").filter(pk=number).first()
    if run is None:
        raise NotFound
    return run


def begin_import(
    actor: Actor, authority: Unit, upload: "UploadedFile[bytes]", demonstration: bool = False
) -> RegisterImport:
    """Keep a file, find its header, and have it read as far as it explains itself: here and now, or in the background
    where it is large. What was settled for a file of the same headings before is taken over. Raises as `take_file`.
    """
    run = take_file(actor, authority, upload, demonstration)
    _have_read(run)
    return run


def take_file(
    actor: Actor, authority: Unit, upload: "UploadedFile[bytes]", demonstration: bool = False
) -> RegisterImport:
    """Keep a file and find its header, without reading on.

    Raises: Forbidden unless the actor is the authority's registrar; TooLarge; Invalid (`file`) for what is no table, or
    has no sheet that looks like a register; Unavailable where the disk or the scanner fails.
    """
    if not actor.holds(Role.REGISTRAR, authority.pk):
        raise Forbidden(_("Registers are brought in by the registrar of the authority."))
    name, size = plain_name(upload.name or ""), upload.size or 0
    if size > MOST_BYTES:
        words = _("“%(name)s” has %(size)s MB; at most 60 MB are allowed.") % {"name": name, "size": size // 1024**2}
        raise TooLarge(words, {"file": [words]})
    refuse_lost(upload)
    kind = table_kind(upload)
    refuse_infected(upload, name, actor, f"unit:{authority.pk}")
    return _taken(actor, authority, upload, name, kind, demonstration)


@transaction.atomic
def _taken(
    actor: Actor, authority: Unit, upload: "UploadedFile[bytes]", name: str, kind: str, demonstration: bool
) -> RegisterImport:
    size = upload.size or 0
    sheet, layout, reading = _first_register(upload, kind)
    blob = put_stream(upload, digest_of(upload), size, kind)
    run = RegisterImport(
        source=blob, name=name, authority=authority, sheet=sheet, reading=reading, made_by_id=actor.user_id,
        demonstration=demonstration, level=_level_of(authority), kind=Kind.INITIATIVE, state=State.READING,
    )  # fmt: skip
    _lay_out(run, layout)
    _remember(run)
    run.save()
    # What others have staged is read again when it is stored: so at most one register of an authority takes up room.
    RegisterBatch.objects.filter(run__authority=authority, run__state=State.CHECKED).delete()
    return run


@transaction.atomic
def _have_read(run: RegisterImport) -> None:
    """Have the register read: a small one at once, a large one off the request."""
    if run.source.size <= READ_AT_ONCE:
        check(run)
        return
    run.state, run.report = State.READING, {}
    run.save()
    tell("import_to_read", f"import:{run.pk}")


def _level_of(authority: Unit) -> str:
    return Level.CITY if authority.kind == "city" else Level.DEPARTMENT


def _first_register(stream: IO[Any], kind: str) -> tuple[str, Layout, str]:
    """The first sheet that has a header; else the first that has anything, as it stands."""
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


def _lay_out(run: RegisterImport, layout: Layout) -> None:
    run.top, run.below, run.columns = layout.top, layout.below, dict(layout.columns)
    run.signature = hashlib.sha256("\n".join(layout.headings).encode()).hexdigest() if layout.headings else ""


def _remember(run: RegisterImport) -> None:
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


@transaction.atomic
def settle(number: int, actor: Actor, said: Mapping[str, Any]) -> RegisterImport:
    """Say how the register is to be read, and have it read again. `said`: see `put_down`.

    Raises: NotFound, StateConflict while it is being read and once it is stored, Invalid naming the field.
    """
    run = _locked(number, actor)
    if run.state != State.CHECKED:
        raise StateConflict(_("This register is being read, or has been stored."), state=run.state)
    put_down(run, said)
    _have_read(run)
    return run


def _locked(number: int, actor: Actor) -> RegisterImport:
    rows = RegisterImport.objects.select_for_update(of=("self",)).select_related("authority", "source", "unit")
    return rows.get(pk=get_import(actor, number).pk)


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
        _lay_out(run, Layout(place + layout.top, place + layout.below, layout.columns, layout.headings))
    else:
        _lay_out(run, layout_of(read) or Layout(0, 1, {}, ()))


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


@transaction.atomic
def ask_to_store(number: int, actor: Actor) -> RegisterImport:
    """Have a checked register stored, off the request. Raises NotFound, StateConflict, Invalid where not whole."""
    run = _locked(number, actor)
    if run.state != State.CHECKED:
        raise StateConflict(_("This register is being read, or has been stored."), state=run.state)
    told = run.report
    if told.get("problems") or told.get("unknown_units") or not told.get("works"):
        raise Invalid(_("The register is stored whole or not at all: mend its problems first."))
    run.state, run.progress = State.STORING, 0
    run.save(update_fields=["state", "progress"])
    record(actor.user_id, "import_asked", f"import:{run.pk}", {"name": run.name, "digest": run.source.digest})
    return run


def do_what_was_asked(events: Sequence[Event]) -> None:
    """Follower of the outbox: read or store what was asked for. Doing it twice does no harm."""
    ids = [int(event.subject.removeprefix("import:")) for event in events]
    rows = RegisterImport.objects.filter(pk__in=ids).select_related("authority", "source", "unit")
    for run in rows.order_by("pk"):
        if run.state == State.READING:
            read_now(run)
        elif run.state == State.STORING:
            store_now(run)


def read_now(run: RegisterImport) -> RegisterImport:
    """Read it here and now. What cannot be read is told in its report."""
    try:
        check(run, lambda percent: _tell(run, percent))
    except Invalid as error:
        run.report, run.state = {"fault": str(error.message)}, State.CHECKED
        run.save()
    cache.delete(_place(run))
    return run


def store_now(run: RegisterImport) -> RegisterImport:
    """Store it here and now, in the name of who brought it in."""
    user = User.objects.select_related("person").filter(pk=run.made_by_id or 0).first()
    try:
        return store(run, actor_of(user) if user else Actor(), lambda percent: _tell(run, percent))
    except Invalid:
        return run


def _place(run: RegisterImport) -> str:
    return f"import-{run.pk}"


def _tell(run: RegisterImport, percent: int) -> None:
    """Told beside the database: nobody sees into the transaction that stores."""
    cache.set(_place(run), percent, 3_600)


def progress_of(run: RegisterImport) -> int:
    """How far the reading or storing is, in percent."""
    return int(cache.get(_place(run)) or run.progress)


@transaction.atomic
def undo_import(number: int, actor: Actor, reason: str) -> RegisterImport:
    """Take a stored register back, as one act. Raises NotFound, StateConflict, Invalid at `reason`."""
    run = _locked(number, actor)
    if run.state != State.STORED:
        raise StateConflict(_("Only what has been stored can be undone."), state=run.state)
    reason = clean_text(reason)[:500]
    if not reason:
        raise Invalid(_("Give the reason."), {"reason": [_("Give the reason.")]})
    return undo(run, actor, reason)
