"""Write the register: rows are added and closed, never edited (law 2)."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from initiatives.choices import Purpose
from initiatives.models import Dossier, Work
from initiatives.services.past import Recorded, further
from journal.services.bulk import insert, new_ids
from journal.services.record import record
from recognition.models import Credit, Decision, Recognition

COUNTED = (Purpose.RECOGNITION, Purpose.INFLUENCE, Purpose.ACCEPTANCE)


def enter(dossier: Dossier, decision: Decision, held_from: date) -> Recognition | None:
    """Enter the recognition that a decision gives a dossier; nothing for purposes that only lead on to another."""
    if dossier.purpose not in COUNTED:
        return None
    work = dossier.work
    row = Recognition.objects.create(
        work=work, dossier=dossier, decision=decision, level=dossier.level, kind=work.kind, field=work.field,
        unit=work.unit, grade=dossier.grade, held_from=held_from, year=held_from.year,
    )  # fmt: skip
    units = {work.unit_id, *work.participations.values_list("unit_id", flat=True)}
    Credit.objects.bulk_create([Credit(recognition=row, unit_id=unit) for unit in sorted(units)])
    _show(work)
    record(
        None, "recognition_entered", f"recognition:{row.pk}", {"dossier": dossier.reference, "decision": decision.code}
    )
    return row


def enter_all(made: Sequence[Recorded], decision: Decision, held_from: date) -> list[int]:
    """The same for dossiers entered in bulk; returns the ids of the recognitions. Whoever entered them tells."""
    counted = [one for one in made if one.purpose in COUNTED]
    ids, now = new_ids(Recognition, len(counted)), timezone.now()
    insert(Recognition, RECOGNITION, (
        (pk, one.work, one.dossier, decision.pk, decision.level, one.past.kind.value,
         one.past.field.pk if one.past.field else None, one.past.unit.pk, one.past.grade, held_from,
         held_from.year, now)
        for pk, one in zip(ids, counted, strict=True)
    ))  # fmt: skip
    insert(Credit, ("recognition_id", "unit_id"), (
        (pk, unit) for pk, one in zip(ids, counted, strict=True)
        for unit in sorted({one.past.unit.pk, *(other.pk for other in further(one.past))})
    ))  # fmt: skip
    return ids


RECOGNITION = (
    "id", "work_id", "dossier_id", "decision_id", "level", "kind", "field_id", "unit_id", "grade", "held_from", "year",
    "recorded_from",
)  # fmt: skip


def close(row: Recognition, decision: Decision, held_to: date) -> Recognition:
    """The recognition ends on a day by a later decision: the row is closed, and one that knows its end is written."""
    now = timezone.now()
    Recognition.objects.filter(pk=row.pk).update(recorded_to=now)
    ended = Recognition.objects.create(
        work=row.work, dossier=row.dossier, decision=row.decision, level=row.level, kind=row.kind, field=row.field,
        unit=row.unit, grade=row.grade, held_from=row.held_from, held_to=held_to, revoked_by=decision,
        recorded_from=now, year=row.year,
    )  # fmt: skip
    units = row.credits.values_list("unit_id", flat=True)
    Credit.objects.bulk_create([Credit(recognition=ended, unit_id=unit) for unit in units])
    _show(row.work)
    record(None, "recognition_closed", f"recognition:{ended.pk}", {"decision": decision.code})
    return ended


def _show(work: Work) -> None:
    """A work is public while one of its recognitions stands."""
    standing = Recognition.objects.filter(work=work, recorded_to=None, held_to=None).exists()
    Work.objects.filter(pk=work.pk).update(public=standing)
    record(None, "work_shown" if standing else "work_hidden", f"work:{work.pk}")
