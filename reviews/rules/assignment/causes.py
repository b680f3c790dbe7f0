"""Why there is no assignment: the fewest demands that cannot be met together, found by leaving out the others."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from reviews.rules.assignment.demands import Demand, Demands
from reviews.rules.assignment.problem import Cause, Problem

Possible = Callable[[Demands], bool]


def causes_of(problem: Problem, demands: Demands, possible: Possible) -> tuple[Cause, ...]:
    """Every demand that cannot be met even alone; where there is none, the fewest that cannot be met together."""
    alone = tuple(_alone(problem, demands))
    if alone:
        return alone
    return (_together(problem, demands, _fewest(demands, possible)),)


def _alone(problem: Problem, demands: Demands) -> Iterator[Cause]:
    takers = demands.open & (demands.caps > 0)
    counts, open_to = takers.sum(axis=1), (demands.open & (demands.places > 0)[:, None]).sum(axis=0)
    for row in np.flatnonzero(counts < demands.needs):
        pinned = int(problem.pinned[row].sum())
        yield Cause("dossier", int(problem.needs[row]), int(counts[row]) + pinned, (problem.dossiers[row],))
    for number, row in np.argwhere(demands.leasts > 0):
        group = problem.groups[number]
        had = int((group.of & problem.pinned)[row].sum())
        there = min(int((takers & group.of)[row].sum()), int(demands.places[row]))
        if there < demands.leasts[number, row]:
            yield Cause("group", group.least, there + had, (problem.dossiers[row],), group=group.name)
    for column in np.flatnonzero(np.minimum(open_to, demands.caps) < demands.floors):
        there = int(min(open_to[column], demands.caps[column]) + problem.pinned[:, column].sum())
        yield Cause("floor", int(problem.floors[column]), there, members=(problem.members[column],))


def _together(problem: Problem, demands: Demands, few: Sequence[Demand]) -> Cause:
    """The demands named: how many places they ask for, and how many those who could fill them have."""
    rows = sorted({at for kind, at, _number in few if kind != "floor"})
    columns = sorted({at for kind, at, _number in few if kind == "floor"})
    kept = demands.only(list(few))
    able = np.zeros(len(problem.members), bool)
    for kind, at, number in few:
        if kind != "floor":
            able |= demands.open[at] & (demands.of[number, at] if kind == "group" else True)
    groups = {problem.groups[number].name for kind, _at, number in few if kind == "group"}
    members = columns or np.flatnonzero(able & (demands.caps > 0)).tolist()
    free = demands.caps[able].sum() if rows else demands.places[demands.open[:, columns].any(axis=1)].sum()
    needed = int(kept.needs.sum() or kept.leasts.sum()) if rows else int(kept.floors.sum())
    return Cause(
        "together", needed, int(free),
        tuple(problem.dossiers[row] for row in rows), tuple(problem.members[column] for column in members),
        "+".join(sorted(groups)),
    )  # fmt: skip


def _fewest(demands: Demands, possible: Possible) -> list[Demand]:
    """A set of demands that cannot be met, though it could be without any one of them (QuickXplain, Junker 2004)."""

    def fails(given: list[Demand]) -> bool:
        return not possible(demands.only(given))

    def explain(given: list[Demand], grown: bool, rest: list[Demand]) -> list[Demand]:
        if grown and fails(given):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        second = explain(given + rest[:half], True, rest[half:])
        first = explain(given + second, bool(second), rest[:half])
        return first + second

    return explain([], False, demands.all())
