"""Who brings what to a target: units ahead and behind, and the dossiers under way that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Min, Q, Subquery
from django.utils import timezone

from initiatives.choices import OPEN, State
from initiatives.models import Dossier
from initiatives.rules.calendar import working_days_between
from organisation.actor import Actor
from organisation.policy import held, listed
from organisation.prepared import PEOPLE, Prepared, prepared_rows
from recognition.models import Target
from recognition.queries.pipelines import COUNTED, dossiers_of, entries_of_dossier
from recognition.queries.register import RegisterFilter, end_of
from recognition.queries.statistics import Table
from recognition.queries.targets import Part, Progress
from recognition.rules.growth import expected_by, required


@dataclass(frozen=True, slots=True)
class Standing:
    """What a unit has brought, and what would be on pace by the day: of its share, or of its own baseline. `among` is
    the filter of all that is counted, or of the share.
    """

    code: str
    name: str
    achieved: int
    expected: int
    among: RegisterFilter
    alone: bool

    @property
    def chosen(self) -> RegisterFilter:
        """The list that `achieved` counts."""
        return self.among.narrowed(credited=self.code) if self.alone else self.among

    @property
    def ahead(self) -> int:
        """Negative when behind."""
        return self.achieved - self.expected


def standings(stand: Progress, by_unit: Table, parts: Sequence[Part] = ()) -> list[Standing]:
    """Units by how far they are ahead of their pace, the furthest behind first: where units share the target, against
    their shares; else against their own baseline and the same growth, where it was counted and not entered.
    """
    if parts:
        needs = {part.unit.code: part.required for part in parts}
        found = [(part.unit.code, str(part.unit), part.achieved, part.chosen) for part in parts]
    elif stand.baseline_list:
        target = stand.target
        before = by_unit.groups_of(stand.baseline_list, stand.last)
        needs = {code: required(count, target.growth, target.scale) for code, count in before}
        counts: dict[str, int] = dict((code, count) for code, count in by_unit.groups)
        found = [(code, by_unit.label("unit", code), counts.get(code, 0), stand.achieved_list) for code in needs]
    else:
        return []
    period = stand.target.counted_as_achieved
    alone = not parts  # else the list of a share is of the unit with all below it
    rows = [
        Standing(code, name, achieved, expected_by(needed, period.begins, period.ends, stand.as_of), chosen, alone)
        for code, name, achieved, chosen in found
        if (needed := needs[code])
    ]
    return sorted(rows, key=lambda row: (row.ahead, row.name))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Dossiers under way in a state: how many, how many of them past their day, and for how many working days the
    longest has been there; and the query strings of the lists.
    """

    state: State
    count: int
    late: int
    longest: int
    list: str
    list_late: str


def waiting(target: Target, actor: Actor, on: date) -> list[Waiting]:
    """What waits today of what a target counts, among the dossiers that the actor may see. One statement."""
    found = {state: row for state, *row in _statement(target, actor, on).rows()}
    return [
        Waiting(
            State(state), row[0], row[1], _working_days(row[2] or row[3], on), _list(target, state),
            _list(target, state, due_before=on - timedelta(days=1)),
        )
        for state in OPEN
        if (row := found.get(state))
    ]  # fmt: skip


def _statement(target: Target, actor: Actor, on: date) -> Prepared:
    """Building it costs more than its answer, so it is kept for who asks again about the same on the same day. What a
    target counts of units with all below them is looked up anew each time.
    """
    if target.units:
        return _prepared(target, actor, on)
    counts = tuple(map(tuple, (target.levels, target.kinds, target.fields)))
    key = (counts, held(Dossier, actor), on)
    if key not in _KEPT:
        if len(_KEPT) >= PEOPLE:
            _KEPT.clear()
        _KEPT[key] = _prepared(target, actor, on)
    return _KEPT[key]


_KEPT: dict[Any, Prepared] = {}


def _prepared(target: Target, actor: Actor, on: date) -> Prepared:
    seen = listed(Dossier, actor).filter(state__in=OPEN)  # few of very many: narrowed before they are gathered
    rows = dossiers_of(target).filter(pk__in=seen.order_by().values("pk"), state__in=OPEN).order_by()
    since = entries_of_dossier(end_of(on)).values("at")[:1]
    late = Count("pk", filter=Q(due_on__lt=on))
    told = rows.annotate(since=Subquery(since)).values("state").annotate(
        n=Count("pk"), late=late, oldest=Min("since"), filed=Min(F("submitted_at"))
    )  # fmt: skip
    return prepared_rows(told.values_list("state", "n", "late", "oldest", "filed"))


def _working_days(since: datetime, on: date) -> int:
    return max(0, working_days_between(timezone.localdate(since), on))


def _list(target: Target, state: str, **more: Any) -> str:
    pairs = (
        [("state", str(state))]
        + [(name, str(value)) for name, value in more.items()]
        + [("purpose", str(purpose)) for purpose in COUNTED]
    )
    for name, values in (
        ("level", target.levels),
        ("kind", target.kinds),
        ("field", target.fields),
        ("unit", target.units),
    ):
        pairs += [(name, value) for value in values]
    return urlencode(pairs)
