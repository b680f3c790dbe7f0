"""The versions of a target, read from the journal, where each is kept whole."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from config.errors import NotFound
from journal.models import Entry
from recognition.models import Target
from recognition.queries.register import end_of
from recognition.services.targets import KEPT, SET, subject_of

DAYS = ("baseline_from", "baseline_to", "period_from", "period_to")


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it was set: by whom, when, why, and the target as it then was (`target` is not stored again)."""

    number: int
    at: datetime
    by: str
    reason: str
    target: Target
    changed: tuple[str, ...]


def versions_of(target: Target) -> list[Version]:
    """All versions, the newest first, each with the fields in which it differs from the one before."""
    entries = Entry.objects.filter(subject=subject_of(target), event=SET).select_related("actor__person").order_by("id")
    found: list[Version] = []
    before: dict[str, Any] = {}
    for entry in entries:
        changed = tuple(name for name in KEPT if before and entry.data.get(name) != before.get(name))
        by = entry.actor.get_full_name() if entry.actor else ""
        found.append(
            Version(entry.data["version"], entry.at, by, entry.data["reason"], _as_it_was(target, entry.data), changed)
        )
        before = entry.data
    return found[::-1]


def target_at(target: Target, number: int) -> Target:
    """The target as its version `number` had it. Raises NotFound."""
    if number == target.version:
        return target
    entry = Entry.objects.filter(subject=subject_of(target), event=SET, data__version=number).first()
    if entry is None:
        raise NotFound
    return _as_it_was(target, entry.data)


def targets_on(day: date) -> list[Target]:
    """Every target as it stood at the end of a day, in their order. One that was never changed since versions are kept
    is as it stands.
    """
    targets = {subject_of(target): target for target in Target.objects.all()}
    entries = Entry.objects.filter(subject__in=targets, event=SET).order_by("id").values_list("subject", "at", "data")
    known, found = set(), {}
    for subject, at, data in entries:
        known.add(subject)
        if at < end_of(day):
            found[subject] = _as_it_was(targets[subject], data)
    kept = [*found.values(), *(target for subject, target in targets.items() if subject not in known)]
    return sorted(kept, key=lambda target: (target.position, target.code))


def _as_it_was(target: Target, data: dict[str, Any]) -> Target:
    values = {name: data[name] for name in KEPT}
    for name in DAYS:
        values[name] = date.fromisoformat(values[name])
    values["growth"] = Decimal(values["growth"])
    return Target(pk=target.pk, code=target.code, version=data["version"], **values)
