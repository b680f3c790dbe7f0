"""How far a target is: baseline, required, achieved, pace, still needed, each with the list it counts."""

from collections.abc import Sequence
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
    return progress_of([target], as_of)[0]


def progress_of(targets: Sequence[Target], as_of: date) -> list[Progress]:
    """Where several targets stood, in one statement for all of them."""
    asked = {
        f"{name}_{at}": Count("pk", filter=condition(chosen))
        for at, target in enumerate(targets)
        for name, chosen in _lists(target, as_of).items()
    }
    levels = {level for target in targets for level in target.levels}
    counts = Recognition.objects.filter(level__in=levels).aggregate(**asked) if asked else {}
    return [_progress(target, as_of, at, counts) for at, target in enumerate(targets)]


def _lists(target: Target, as_of: date) -> dict[str, RegisterFilter]:
    """What is counted for a target: the achieved, and the baseline unless it was entered."""
    whole, ends = filter_of(target), min(target.period_to, as_of)
    lists = {"achieved": whole.narrowed(begins=target.period_from, ends=ends, as_of=as_of)}
    if target.baseline_value is None:
        lists["baseline"] = whole.narrowed(begins=target.baseline_from, ends=target.baseline_to, as_of=as_of)
    return lists


def _progress(target: Target, as_of: date, at: int, counts: dict[str, int]) -> Progress:
    lists = _lists(target, as_of)
    achieved, baseline = counts[f"achieved_{at}"], counts.get(f"baseline_{at}", target.baseline_value)
    needed = required(baseline, target.growth)
    standing = pace(achieved, needed, target.period_from, target.period_to, as_of) if needed is not None else None
    return Progress(
        target, as_of, baseline or None, lists.get("baseline"), needed, achieved, lists["achieved"],
        is_met(achieved, baseline, target.growth), standing,
    )  # fmt: skip


def broken_down(progress: Progress, by: str) -> Table:
    """What was achieved, by one dimension."""
    return counted((by,), progress.achieved_list, total=progress.achieved)
