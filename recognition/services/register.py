"""Write the register: rows are added and closed, never edited (law 2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import StateConflict
from initiatives.choices import Confirmation, Purpose
from initiatives.models import Dossier, Field, Work
from initiatives.services.past import PastPerson, Recorded, further
from journal.services.bulk import Rows
from journal.services.bulk import made as rows_of
from journal.services.record import record
from organisation.models import Person, Unit
from recognition.models import Credit, Decision, Recognition
from recognition.rules.corrections import Words

COUNTED = (Purpose.RECOGNITION, Purpose.INFLUENCE, Purpose.ACCEPTANCE)
KEPT = (
    "work_id", "dossier_id", "decision_id", "level", "kind", "field_id", "unit_id", "title", "authors", "grade",
    "held_from", "held_to", "revoked_by_id", "corrected_by_id", "year",
)  # fmt: skip
"""What a row takes over from the one that it supersedes, unless it is said otherwise."""


def enter(dossier: Dossier, decision: Decision, held_from: date) -> Recognition | None:
    """Enter the recognition that a decision gives a dossier; nothing for purposes that only lead on to another."""
    if dossier.purpose not in COUNTED:
        return None
    work = dossier.work
    row = Recognition.objects.create(
        work=work, dossier=dossier, decision=decision, level=dossier.level, kind=work.kind, field=work.field,
        unit=work.unit, title=work.title, authors=authors_of(work), grade=dossier.grade, held_from=held_from,
        year=held_from.year,
    )  # fmt: skip
    units = {work.unit_id, *work.participations.values_list("unit_id", flat=True)}
    _credit(row, sorted(units))
    _show(work)
    record(
        None, "recognition_entered", f"recognition:{row.pk}", {"dossier": dossier.reference, "decision": decision.code}
    )
    return row


def authors_of(work: Work) -> list[dict[str, str]]:
    """The authors as a row keeps them: those who have not declined, in order."""
    standing = work.authors.exclude(confirmation=Confirmation.DECLINED).select_related("person", "unit")
    return [
        author_row(one.person, one.unit.name if one.unit else one.workplace, one.share)
        for one in standing.order_by("position")
    ]


def author_row(person: Person | PastPerson, workplace: str, share: Decimal) -> dict[str, str]:
    """One author as a row keeps them."""
    return {"person": person.code, "full_name": person.full_name, "workplace": workplace, "share": f"{share:.2f}"}


Entry = tuple[int, Recorded, int]
"""A recognition to be: its id, its dossier, its decision (by id)."""


def to_be_entered(ids: Iterator[int], made: Sequence[Recorded], decisions: Sequence[int]) -> list[Entry]:
    """The recognitions of dossiers entered in bulk, each with an id and its decision (by id)."""
    return [(next(ids), one, by) for one, by in zip(made, decisions, strict=True) if one.purpose in COUNTED]


def rows_of_register(entries: Sequence[Entry]) -> list[Rows]:
    """The rows of the register and their credits, made without the database. Whoever enters them tells."""
    now = timezone.now()
    credits = rows_of(Credit, ("recognition_id", "unit_id"), (
        (pk, unit) for pk, one, _by in entries
        for unit in sorted({one.past.unit.id, *(other.id for other in further(one.past))})
    ))  # fmt: skip
    recognitions = rows_of(Recognition, RECOGNITION, (
        (pk, one.work, one.dossier, by, one.level, one.past.kind,
         one.past.field.id if one.past.field else None, one.past.unit.id, one.past.title,
         [author_row(person, one.past.unit.name, share) for person, share in one.past.authors], one.past.grade,
         one.decided_on, one.decided_on.year, now)
        for pk, one, by in entries
    ))  # fmt: skip
    return [credits, recognitions]


RECOGNITION = (
    "id", "work_id", "dossier_id", "decision_id", "level", "kind", "field_id", "unit_id", "title", "authors", "grade",
    "held_from", "year", "recorded_from",
)  # fmt: skip


def standing_row(pk: int | None) -> Recognition:
    """A row, locked, which must still stand. Raises StateConflict where another decision was first."""
    row = Recognition.objects.select_for_update(of=("self",)).select_related("work", "unit", "field").filter(pk=pk or 0)
    found = row.filter(recorded_to=None, held_to=None).first()
    if found is None:
        raise StateConflict(_("Another decision has changed this recognition meanwhile: draft yours anew."))
    return found


def words_of(row: Recognition) -> Words:
    """What a row says."""
    field = row.field.code if row.field else ""
    return Words(row.title, tuple(row.authors), row.unit.code, field, row.grade)


def close(row: Recognition, decision: Decision, held_to: date) -> Recognition:
    """The recognition ends on a day by a later decision: the row is closed, and one that knows its end is written."""
    ended = _supersede(row, row.credits.values_list("unit_id", flat=True), held_to=held_to, revoked_by_id=decision.pk)
    _show(row.work)
    record(None, "recognition_closed", f"recognition:{ended.pk}", {"decision": decision.code})
    return ended


def write_anew(row: Recognition, decision: Decision, changes: Mapping[str, Mapping[str, Any]]) -> Recognition:
    """The recognition goes on as a later decision says it: the row is closed, and one with the right words is written.
    What replaces the decision takes its place. It holds from the day from which it held: what was counted in a year
    stays in that year.
    """
    said = words_of(row).corrected(changes)
    unit, field = Unit.objects.get(code=said.unit), Field.objects.filter(code=said.field).first()
    replaced = {"decision_id": decision.pk} if decision.kind == Decision.Kind.REPLACEMENT else {}
    credited = set(row.credits.values_list("unit_id", flat=True)) - {row.unit_id} | {unit.pk}
    new = _supersede(
        row, credited, title=said.title, authors=list(said.authors), unit_id=unit.pk, grade=said.grade,
        field_id=field.pk if field else None, corrected_by_id=decision.pk, **replaced,
    )  # fmt: skip
    told = {"decision": decision.code, "changed": sorted(changes)}
    record(None, "recognition_written_anew", f"recognition:{new.pk}", told)
    return new


def _supersede(row: Recognition, units: Iterable[int], **said: Any) -> Recognition:
    now = timezone.now()
    Recognition.objects.filter(pk=row.pk).update(recorded_to=now)
    kept = {name: getattr(row, name) for name in KEPT}
    new = Recognition.objects.create(**{**kept, **said}, supersedes=row, recorded_from=now)
    _credit(new, sorted(units))
    return new


def _credit(row: Recognition, units: Sequence[int]) -> None:
    Credit.objects.bulk_create([Credit(recognition=row, unit_id=unit) for unit in units])


def _show(work: Work) -> None:
    """A work is public while one of its recognitions stands."""
    standing = Recognition.objects.filter(work=work, recorded_to=None, held_to=None).exists()
    Work.objects.filter(pk=work.pk).update(public=standing)
    record(None, "work_shown" if standing else "work_hidden", f"work:{work.pk}")
