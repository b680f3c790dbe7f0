"""How far a target is: baseline, required, achieved, pace, still needed, each with the list it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from organisation.models import Unit
from organisation.prepared import Prepared, prepared_rows
from recognition.models import Credit, Recognition, Tally, Target
from recognition.queries.register import RegisterFilter, condition, register
from recognition.queries.statistics import Table, counted, counted_by_each
from recognition.queries.tallies import Last, condition_of, last_day
from recognition.rules.growth import Pace, apportioned, is_met, pace, required

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Below(TypedDict):
    has_below: bool


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
    last: Last = last_day


def filter_of(target: Target) -> RegisterFilter:
    """What counts towards the target, whenever."""
    return RegisterFilter(
        levels=tuple(target.levels), kinds=tuple(target.kinds), fields=tuple(target.fields), units=tuple(target.units)
    )


def progress(target: Target, as_of: date) -> Progress:
    """Where the target stood at the end of a day. A baseline that was entered is taken as entered."""
    return progress_of([target], as_of)[0]


def progress_of(targets: Sequence[Target], as_of: date) -> list[Progress]:
    """Where several targets stood, in a statement for all of them."""
    asked = {
        f"{name}_{at}": chosen for at, target in enumerate(targets) for name, chosen in _lists(target, as_of).items()
    }
    last = cache(last_day)
    counts = _counts(asked, last)
    return [replace(_progress(target, as_of, at, counts), last=last) for at, target in enumerate(targets)]


def _counts(asked: Mapping[str, RegisterFilter], last: Last) -> dict[str, int]:
    """How many each filter leaves: one statement over the tallies, and one over the rows for what only they tell."""
    names, statement = _of_tallies(tuple(asked.items()), last(), timezone.localdate())
    found = statement.rows() if statement else []  # no row where nothing has been tallied
    counts = dict(zip(names, found[0] if found else [0] * len(names), strict=True))
    rows = {name: Count("pk", filter=condition(chosen)) for name, chosen in asked.items() if name not in counts}
    return counts | (Recognition.objects.aggregate(**rows) if rows else {})


@lru_cache(64)
def _of_tallies(
    asked: tuple[tuple[str, RegisterFilter], ...], last: date | None, today: date
) -> tuple[list[str], Prepared | None]:
    """The statement for what the tallies tell today, which is the same for all who ask: only its building is spared."""
    told = {name: found for name, chosen in asked if (found := condition_of(chosen, last=lambda: last)) is not None}
    if not told:
        return [], None
    sums = {name: Coalesce(Sum("n", filter=found), 0) for name, found in told.items()}
    everything = Tally.objects.filter(reduce(or_, told.values())).order_by().annotate(one=Value(1)).values("one")
    return list(told), prepared_rows(everything.annotate(**sums).values_list(*sums))


def _lists(target: Target, as_of: date) -> dict[str, RegisterFilter]:
    """What is counted for a target: the achieved, and the baseline unless it was entered."""
    whole, period, before = filter_of(target), target.counted_as_achieved, target.counted_in_baseline
    lists = {"achieved": whole.narrowed(begins=period.begins, ends=min(period.ends, as_of), as_of=as_of)}
    if target.baseline_value is None:
        lists["baseline"] = whole.narrowed(begins=before.begins, ends=before.ends, as_of=as_of)
    return lists


def _progress(target: Target, as_of: date, at: int, counts: dict[str, int]) -> Progress:
    lists = _lists(target, as_of)
    achieved, baseline = counts[f"achieved_{at}"], counts.get(f"baseline_{at}", target.baseline_value)
    needed, period = required(baseline, target.growth, target.scale), target.counted_as_achieved
    standing = pace(achieved, needed, period.begins, period.ends, as_of) if needed is not None else None
    return Progress(
        target, as_of, baseline or None, lists.get("baseline"), needed, achieved, lists["achieved"],
        is_met(achieved, baseline, target.growth, target.scale), standing,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit, with those below it, is to bring and has brought; `required` is None where not computable."""

    unit: Unit
    share: Decimal
    required: int | None
    achieved: int
    chosen: RegisterFilter


def parts_of(stand: Progress, by_unit: Table | None = None) -> list[Part]:
    """The target by the units that share it. A work of two of them counts once for each. `by_unit`: what was achieved
    by unit, where that is known already.
    """
    shares = {code: Decimal(share) for code, share in stand.target.shares.items()}
    if not shares:
        return []
    below = Exists(Unit.objects.filter(parent=OuterRef("pk")))
    units = list(Unit.objects.filter(code__in=shares).annotate(has_below=below))
    counts = _by_parts(stand.achieved_list, units, by_unit)
    needed = apportioned(stand.required, shares) if stand.required is not None else {}
    parts = [
        Part(
            unit, shares[unit.code], needed.get(unit.code), counts[unit.code],
            stand.achieved_list.narrowed(units=(unit.code,)),
        )
        for unit in units
    ]  # fmt: skip
    return sorted(parts, key=lambda part: (-part.share, part.unit.code))


def _by_parts(
    chosen: RegisterFilter, units: "Sequence[WithAnnotations[Unit, _Below]]", by_unit: Table | None
) -> dict[str, int]:
    """How many are credited to each of these units and those below it; a unit that has none is a row of `by_unit`."""
    alone = [unit.code for unit in units if not unit.has_below] if not chosen.units else []
    counts = dict.fromkeys(alone, 0)
    if alone:
        found = by_unit or counted(("unit",), chosen, 0)
        counts |= {code: count for code, count in found.groups if code in counts}
    others = [unit for unit in units if unit.code not in counts]
    asked = {f"u{unit.pk}": Count("pk", filter=credited_below(unit.path)) for unit in others}
    rows = register(chosen).aggregate(**asked) if asked else {}
    return counts | {unit.code: rows[f"u{unit.pk}"] for unit in others}


def credited_below(path: str) -> Q:
    """Credited to a unit of that path or one below it."""
    return Q(Exists(Credit.objects.filter(recognition=OuterRef("pk"), unit__path__startswith=path)))


def broken_down(progress: Progress, by: Sequence[str]) -> dict[str, Table]:
    """What was achieved, by each of these dimensions."""
    return counted_by_each(by, progress.achieved_list, progress.achieved, progress.last)
