"""Bring a register in, step by step: take the file, settle how it is read, have it stored, take it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict, TooLarge
from initiatives.choices import Kind, Level
from initiatives.rules.answers import clean_text
from initiatives.services.files import plain_name
from initiatives.services.receiving import refuse_infected, refuse_lost
from initiatives.services.storage import digest_of, put_stream
from journal.models import Event
from journal.services.record import record, tell
from organisation.actor import Actor, actor_of
from organisation.models import Role, Unit, User
from recognition.models import RegisterBatch, RegisterImport
from recognition.services.imports.check import check
from recognition.services.imports.settling import first_register, lay_out, put_down, remember
from recognition.services.imports.store import store, undo
from recognition.services.imports.tables import MOST_BYTES, table_kind

READ_AT_ONCE = 512 * 1024
"""Bytes of a file that is read while somebody waits: some thousand rows."""
State = RegisterImport.State


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
    sheet, layout, reading = first_register(upload, kind)
    blob = put_stream(upload, digest_of(upload), size, kind)
    run = RegisterImport(
        source=blob, name=name, authority=authority, sheet=sheet, reading=reading, made_by_id=actor.user_id,
        demonstration=demonstration, level=_level_of(authority), kind=Kind.INITIATIVE, state=State.READING,
    )  # fmt: skip
    lay_out(run, layout)
    remember(run)
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
