"""The best assignment: first how well the worst-served dossier can be served, then the best total, each proven."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from reviews.rules.assignment.causes import causes_of
from reviews.rules.assignment.demands import Demands, demands_of
from reviews.rules.assignment.flow import Flow
from reviews.rules.assignment.network import Costs, Crossing, chain_of
from reviews.rules.assignment.problem import MOST_POINTS, Grid, Impossible, Problem, Solution
from reviews.rules.assignment.programme import Programme

LOTS = 8  # by how much the seed tells pairs of equal points apart
Say = Callable[[int], None]
Solver = Flow | Programme


def solve(problem: Problem, seed: int = 0, say: Say = lambda percent: None) -> Solution | Impossible:
    """The best assignment, or why there is none. Equal problem and seed give the equal answer.

    `say` is told how far it is, in percent.
    """
    told = problem.sorted()
    demands = demands_of(told)
    solver = solver_for(demands)
    say(10)
    worst = _worst(demands, told, solver)
    say(50)
    if worst is None:
        return Impossible(causes_of(told, demands, solver.possible))
    chosen = solver.cheapest(demands.among(told.points >= worst), _costs(told, demands, seed))
    if chosen is None:
        raise AssertionError("an assignment that was found possible has gone")
    say(100)
    return _solution(told, chosen, worst, seed)


def solver_for(demands: Demands) -> Solver:
    """The flow; the programme where required groups cut across each other."""
    try:
        return Flow(chain_of(demands))
    except Crossing:
        return Programme()


def _worst(demands: Demands, problem: Problem, solver: Solver) -> int | None:
    """The most points that every chosen pair can have at once; nothing if no assignment is possible at all."""
    levels = np.unique(problem.points[demands.open]).tolist() or [0]

    def holds(at: int) -> bool:
        return solver.possible(demands.among(problem.points >= levels[at]))

    high = _ceiling(demands, problem, solver)
    if high is None:
        return None
    at = _last_that_holds(holds, bisect_right(levels, high) - 1)
    return None if at is None else int(levels[at])


def _last_that_holds(holds: Callable[[int], bool], top: int) -> int | None:
    """The largest number from 0 to `top` for which it holds: looked for near the top first, where it usually is."""
    low, high, step = top, top + 1, 1
    while not holds(max(low, 0)):
        if low <= 0:
            return None
        low, high, step = low - step, low, step * 2
    low = max(low, 0)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _ceiling(demands: Demands, problem: Problem, solver: Solver) -> int | None:
    """What no assignment exceeds: what the dossier with the fewest good members could get if it chose first.

    For a programme, which is slow, what a flow gets that knows no groups (none if even that is impossible).
    """
    if isinstance(solver, Programme):
        free = replace(demands, leasts=np.zeros_like(demands.leasts))
        return _worst(free, problem, Flow(chain_of(free)))
    best = -np.sort(-np.where(demands.open, problem.points, -1), axis=1)
    rows = np.flatnonzero((demands.needs > 0) & (demands.needs <= best.shape[1]))
    return max(0, int(best[rows, demands.needs[rows] - 1].min())) if len(rows) else MOST_POINTS


def _costs(problem: Problem, demands: Demands, seed: int) -> Costs:
    """Lost points, so far apart that the lots of all chosen pairs together never outweigh one point."""
    apart = int(demands.places.sum()) * LOTS + 1
    return (MOST_POINTS - problem.points.astype(np.int64)) * apart + _lots(problem.points.shape, seed)


def _lots(shape: tuple[int, ...], seed: int) -> Costs:
    return np.random.default_rng(seed).integers(0, LOTS, shape)


def _solution(problem: Problem, chosen: Grid, worst: int, seed: int) -> Solution:
    standing = chosen | problem.pinned
    pairs = tuple((problem.dossiers[row], problem.members[column]) for row, column in np.argwhere(standing))
    return Solution(pairs, worst if chosen.any() else MOST_POINTS, int(problem.points[standing].sum()), seed)
