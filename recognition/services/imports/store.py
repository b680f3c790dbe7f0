"""Store a checked register: all of it or nothing, as the decisions that it tells of; and undo that as one act."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.errors import Invalid, StateConflict
from initiatives.choices import Kind
from initiatives.models import Dossier, Field, Work
from initiatives.services.numbers import next_numbers
from initiatives.services.past import PastPerson, PastWork, journal_together, tell_recorded
from initiatives.workflow import WORKFLOW
from journal.services.bulk import ahead, new_ids, uncollected
from journal.services.bulk import made as rows_of
from journal.services.record import record
from journal.services.references import Checked, checked_together
from organisation.actor import Actor
from organisation.models import Person, Unit
from organisation.rules.names import name_key
from recognition.models import Decision, Recognition, RegisterImport
from recognition.services.imports.check import check, rows_of_register
from recognition.services.imports.matching import People
from recognition.services.imports.staging import By, Staged, named, packed, unpacked
from recognition.services.past import Part, PastDecision, Press, enter_past_decisions
from recognition.services.tallies import counted_at_once

BATCH = 2_000
State = RegisterImport.State
Told = Callable[[int], None]
MATCHED = 10  # percent of the work


def store(run: RegisterImport, actor: Actor, told: Told = lambda percent: None) -> RegisterImport:
    """Enter what the check has staged. Raises Invalid, and stores nothing, where it is not whole any more. Whoever
    comes while it is being stored waits, and finds it done.
    """
    if not _is_ready(run):
        run.state, run.progress = State.CHECKED, 0
        run.save(update_fields=["state", "progress"])
        raise Invalid(_("The register has changed meanwhile, or is not whole: look at its problems."))
    # what is written speaks the language of the register
    with transaction.atomic(), override(settings.LANGUAGE_CODE), uncollected():
        now = RegisterImport.objects.select_for_update().get(pk=run.pk)
        if now.state == State.STORED:
            return now
        works = _enter(run, actor, told)
        run.batches.all().delete()
        run.state, run.stored_at, run.progress = State.STORED, timezone.now(), 100
        run.save(update_fields=["state", "stored_at", "progress"])
        told_so = {"name": run.name, "digest": run.source.digest, "works": works}
        record(actor.user_id, "register_imported", f"import:{run.pk}", told_so)
    return run


def _is_ready(run: RegisterImport) -> bool:
    """Whether everything that can be entered is staged. What has come into the register since it was read, and what
    another register has pushed off the stage, has it read once more.
    """
    if run.report.get("register_rows") != rows_of_register(run) or not run.batches.filter(works=0).exists():
        check(run)
        RegisterImport.objects.filter(pk=run.pk).update(state=State.STORING)
        run.state = State.STORING
    return not run.report["problems"] and not run.report["unknown_units"] and bool(run.report["works"])


def _enter(run: RegisterImport, actor: Actor, told: Told) -> int:
    """Decisions first, then their works, some thousand at a time. While the database is busy with some, a thread makes
    the rows of the next. Returns how many works.
    """
    names = named(run)
    works: Counter[By] = Counter()
    counts: Counter[tuple[str, Kind, date]] = Counter()
    for (day, level, number, kind), count in names.works.items():
        works[day, level, number] += count
        counts[level, Kind(kind), day] += count
    decisions = _decisions(run, actor, sorted(works.items()))
    done, total = 0, works.total()
    with counted_at_once(list(decisions.values())), checked_together() as by:
        people = _people({(name_key(name), unit): name for name, unit in names.authors}, run, by)
        told(MATCHED)
        desk = Desk.of(run, people, decisions, Press.of(actor, run.authority, counts, run.demonstration))
        for part in ahead(packed(run), desk.part):
            part.enter(actor, by)
            done += len(part.made)
            told(MATCHED + (99 - MATCHED) * done // total)
    return total


def _decisions(run: RegisterImport, actor: Actor, told: Sequence[tuple[By, int]]) -> dict[By, Decision]:
    """The decisions of a register, entered in the order of their days."""
    unnumbered = _("not numbered in the register")
    rows = [PastDecision(level, day, works, cited_as=cited or unnumbered) for (day, level, cited), works in told]
    made = enter_past_decisions(actor, run.authority, rows, run.demonstration, run)
    return {by: decision for (by, _works), decision in zip(told, made, strict=True)}


@dataclass(frozen=True, slots=True)
class Desk:
    """What turns staged rows into works that can be entered: units by id, fields by name, the words of their source,
    decisions with the places in their lists that come next.
    """

    units: Mapping[int, Unit]
    fields: Mapping[str, Field]
    people: Mapping[tuple[str, int], PastPerson]
    file: str
    source: str
    others: str
    decisions: Mapping[By, Decision]
    places: dict[By, int]
    press: Press

    @classmethod
    def of(
        cls, run: RegisterImport, people: Mapping[tuple[str, int], PastPerson], decisions: Mapping[By, Decision],
        press: Press,
    ) -> "Desk":  # fmt: skip
        """For the rows of a register, in the language of the moment."""
        fields = Field.objects.all()
        by_name = {name_key(name): one for one in fields for name in (one.name_vi, one.name_en, one.code)}
        others = _("The register names further people without their names.")
        source, places = _("%(file)s, row %(row)d"), dict.fromkeys(decisions, 1)
        return cls(Unit.objects.in_bulk(), by_name, people, run.name, source, others, decisions, places, press)

    def part(self, batch: bytes) -> Part:
        """Works of the stage by their decisions, in the order of the rows. Asks the database nothing."""
        found: dict[By, list[PastWork]] = {}
        for one in unpacked(batch):
            found.setdefault(one.by, []).append(self.past(one))
        lists = [(self.decisions[by], self.places[by], works) for by, works in found.items()]
        for by, works in found.items():
            self.places[by] += len(works)
        return self.press.part(lists)

    def past(self, one: Staged) -> PastWork:
        """The work of a staged row."""
        units, owner = [self.units[pk] for pk in one.units], one.units[0]
        authors = [(self.people[name_key(name), owner], _share(share)) for name, share in one.authors]
        source = self.source % {"file": self.file, "row": one.row}
        return PastWork(
            kind=_kind(one.kind), title=one.title, unit=units[0], units=tuple(units[1:]), authors=tuple(authors),
            field=self.fields.get(name_key(one.field)), summary=one.summary, grade=one.grade,
            source=(f"{source}. {self.others}" if one.others else source)[:500],
        )  # fmt: skip


_share, _kind = lru_cache(4_096)(Decimal), lru_cache(16)(Kind)


def _people(
    named: Mapping[tuple[str, int], str], run: RegisterImport, by: Checked
) -> dict[tuple[str, int], PastPerson]:
    """A staff record for each name in each unit: whom a person has said, the only one of that name, else a new one."""
    units, known = Unit.objects.in_bulk(), People(named.values(), run.people)
    found: dict[tuple[str, int], PastPerson] = {}
    missing = []
    for key, name in named.items():
        here = known.find(name, units[key[1]])
        if len(here) == 1:
            found[key] = PastPerson(here[0].pk, here[0].code, here[0].full_name)
        else:
            missing.append((key, name))
    found.update(_new_people(missing, by))
    return found


def _new_people(missing: Sequence[tuple[tuple[str, int], str]], by: Checked) -> dict[tuple[str, int], PastPerson]:
    numbers = next_numbers("register-person", len(missing)) if missing else range(0)
    ids = new_ids(Person, len(missing))
    made = {
        key: PastPerson(pk, f"DK-{number:06}", name)
        for pk, number, (key, name) in zip(ids, numbers, missing, strict=True)
    }
    by.write([rows_of(Person, ("id", "code", "full_name", "name_key"), (
        (one.pk, one.code, one.full_name, key) for (key, _unit), one in made.items()
    ))])  # fmt: skip
    return made


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
    journal_together(actor, step, [str(code) for _pk, code in dossiers])
    record(actor.user_id, "import_undone", f"import:{run.pk}", {"name": run.name, "reason": reason, "works": len(ids)})
    tell_recorded(ids)
    return run
