"""How far a target is: baseline, required, achieved, pace, still needed, each with the list it counts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from recognition.models import Recognition, Target
from recognition.queries.register import RegisterFilter, condition
from recognition.queries.statistics import Table, counted
from recognition.rules.growth import Pace, is_met, pace, required


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of works; `required` and what follows from it are None where there is no baseline ("not computable")."""

    target: Target
    as_of: date
    baseline: int | None
    baseline_list: RegisterFilter | None
    required: int | None
    achieved: int
    achieved_list: RegisterFilter
    met: bool | None
    pace: Pace | None


def filter_of(target: Target) -> RegisterFilter:
    """What counts towards the target, whenever."""
    unit = target.unit.code if target.unit else ""
    return RegisterFilter(levels=tuple(target.levels), kinds=tuple(target.kinds), unit=unit)


def progress(target: Target, as_of: date) -> Progress:
    """Where the target stood at the end of a day. A baseline that was entered is taken as entered."""
    whole = filter_of(target)
    achieved_list = whole.narrowed(begins=target.period_from, ends=min(target.period_to, as_of), as_of=as_of)
    baseline_list = None
    asked = {"achieved": Count("pk", filter=condition(achieved_list))}
    if target.baseline_value is None:
        baseline_list = whole.narrowed(begins=target.baseline_from, ends=target.baseline_to, as_of=as_of)
        asked["baseline"] = Count("pk", filter=condition(baseline_list))
    counts = Recognition.objects.filter(level__in=target.levels).aggregate(**asked)
    achieved, baseline = counts["achieved"], counts.get("baseline", target.baseline_value)
    needed = required(baseline, target.growth)
    standing = pace(achieved, needed, target.period_from, target.period_to, as_of) if needed is not None else None
    return Progress(
        target, as_of, baseline or None, baseline_list, needed, achieved, achieved_list,
        is_met(achieved, baseline, target.growth), standing,
    )  # fmt: skip


def broken_down(progress: Progress, by: str) -> Table:
    """What was achieved, by one dimension."""
    return counted((by,), progress.achieved_list, total=progress.achieved)
