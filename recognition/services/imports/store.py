"""Store a checked register: all of it or nothing, as the decisions that it tells of; and undo that as one act."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.errors import Invalid, StateConflict
from initiatives.choices import Kind
from initiatives.models import Dossier, Field, Work
from initiatives.services.numbers import next_numbers
from initiatives.services.past import PastWork, tell_recorded
from initiatives.workflow import WORKFLOW
from journal.services.bulk import insert, new_ids
from journal.services.record import journal_all, record
from organisation.actor import Actor
from organisation.models import Person, Unit
from organisation.rules.names import name_key
from recognition.models import Decision, Recognition, RegisterImport
from recognition.rules.registers.records import Record
from recognition.services.imports.check import Found, found_in, keep_report
from recognition.services.imports.matching import People
from recognition.services.past import record_past_decision

BATCH = 2_000
Entry = tuple[Record, Unit]
Told = Callable[[int], None]
READ, MATCHED = 40, 50  # percent of the work


def store(run: RegisterImport, actor: Actor, told: Told = lambda percent: None) -> RegisterImport:
    """Read the register once more and enter it. Raises Invalid, and stores nothing, where it is not whole any more."""
    rows = max(1, int(run.report.get("rows") or 1))
    found = found_in(run, lambda read: told(min(READ, READ * read // rows)))
    if not found.is_whole:
        run.state, run.progress = RegisterImport.State.CHECKED, 0
        keep_report(run, found)
        raise Invalid(_("The register has changed meanwhile, or is not whole: look at its problems."))
    with transaction.atomic(), override(settings.LANGUAGE_CODE):  # what is written speaks the language of the register
        _enter(run, actor, found, told)
        run.state, run.stored_at, run.progress = RegisterImport.State.STORED, timezone.now(), 100
        run.save(update_fields=["state", "stored_at", "progress"])
        told_so = {"name": run.name, "digest": run.source.digest, "works": len(found.entries)}
        record(actor.user_id, "register_imported", f"import:{run.pk}", told_so)
    return run


def _enter(run: RegisterImport, actor: Actor, found: Found, told: Told) -> None:
    people = _people(found.entries, run)
    fields = {
        name_key(name): field for field in Field.objects.all() for name in (field.name_vi, field.name_en, field.code)
    }
    told(MATCHED)
    groups: dict[tuple[str, str, date], list[Entry]] = defaultdict(list)
    for entry in found.entries:
        groups[entry[0].level, entry[0].decision, entry[0].day].append(entry)
    done = 0
    for (level, cited_as, day), entries in sorted(groups.items(), key=lambda one: (one[0][2], one[0][0], one[0][1])):
        works = [_past(one, (unit, *found.further.get(one.row, ())), people, fields, run) for one, unit in entries]
        record_past_decision(
            actor, run.authority, level, day, works, certified=False, imported=run, demonstration=run.demonstration,
            cited_as=cited_as or _("not numbered in the register"),
        )  # fmt: skip
        done += len(entries)
        told(MATCHED + (99 - MATCHED) * done // len(found.entries))


def _past(
    one: Record,
    units: tuple[Unit, ...],
    people: dict[tuple[str, int], Person],
    fields: dict[str, Field],
    run: RegisterImport,
) -> PastWork:
    authors = [
        (people[name_key(author.name), units[0].pk], share)
        for author, share in zip(one.authors, one.shares, strict=True)
    ]
    source = _("%(file)s, row %(row)d") % {"file": run.name, "row": one.row}
    others = _("The register names further people without their names.") if one.others else ""
    return PastWork(
        kind=Kind(one.kind), title=one.title, unit=units[0], units=units, authors=tuple(authors),
        field=fields.get(name_key(one.field)),
        summary=one.summary, grade=one.grade, source=". ".join(filter(None, (source, others)))[:500],
    )  # fmt: skip


def _people(entries: Sequence[Entry], run: RegisterImport) -> dict[tuple[str, int], Person]:
    """A staff record for each name in each unit: whom a person has said, the only one of that name, else a new one."""
    named = {(name_key(author.name), unit.pk): (author.name, unit) for one, unit in entries for author in one.authors}
    known = People((name for name, _unit in named.values()), run.people)
    found: dict[tuple[str, int], Person] = {}
    missing: dict[tuple[str, int], str] = {}
    for key, (name, unit) in named.items():
        here = known.find(name, unit)
        if len(here) == 1:
            found[key] = here[0]
        else:
            missing[key] = name
    numbers = next_numbers("register-person", len(missing)) if missing else range(0)
    ids = new_ids(Person, len(missing))
    made = [
        Person(pk=pk, code=f"DK-{number:06}", full_name=name, name_key=key)
        for pk, number, ((key, _unit), name) in zip(ids, numbers, missing.items(), strict=True)
    ]
    insert(Person, ("id", "code", "full_name", "name_key"), ((p.pk, p.code, p.full_name, p.name_key) for p in made))
    return found | dict(zip(missing, made, strict=True))


@transaction.atomic
def undo(run: RegisterImport, actor: Actor, reason: str) -> RegisterImport:
    """Take an import back as one act: its recognitions end in the register now, as if never entered from now on; what
    the register said before stays on record. Raises StateConflict where something has been built on it meanwhile.
    """
    rows = Recognition.objects.filter(decision__imported=run, recorded_to=None)
    dossiers = Dossier.objects.filter(decision_items__decision__imported=run).order_by("pk").values_list("pk", "code")
    ids = [pk for pk, _code in dossiers]
    further = Dossier.objects.filter(follows__decision_items__decision__imported=run)
    changed = Recognition.objects.filter(dossier__in=dossiers.values("pk")).exclude(supersedes=None)
    if changed.exists() or further.exists():
        raise StateConflict(_("Something has been decided on works of this register since; it cannot be undone."))
    now, step = timezone.now(), WORKFLOW["unrecord"]
    rows.update(recorded_to=now)
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        Work.objects.filter(dossiers__in=chunk).update(public=False)
        Dossier.objects.filter(pk__in=chunk, state__in=step.sources).update(state=step.target)
    Decision.objects.filter(imported=run).update(state=Decision.State.UNDONE)
    run.state, run.undone_at, run.reason = RegisterImport.State.UNDONE, now, reason
    run.save(update_fields=["state", "undone_at", "reason"])
    told = ((f"dossier:{pk}", {"code": code, "to": str(step.target)}) for pk, code in dossiers)
    journal_all(actor.user_id, step.event, told)
    record(actor.user_id, "import_undone", f"import:{run.pk}", {"name": run.name, "reason": reason, "works": len(ids)})
    tell_recorded(ids)
    return run
