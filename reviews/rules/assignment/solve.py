"""The best assignment: first how well the worst-served dossier can be served, then the best total, each proven."""

from collections.abc import Callable

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
    solver = _solver(demands)
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


def _solver(demands: Demands) -> Solver:
    try:
        return Flow(chain_of(demands))
    except Crossing:
        return Programme()


def _worst(demands: Demands, problem: Problem, solver: Solver) -> int | None:
    """The most points that every chosen pair can have at once; nothing if no assignment is possible at all."""
    levels = np.unique(problem.points[demands.open])

    def holds(level: int) -> bool:
        return solver.possible(demands.among(problem.points >= level))

    high = int(np.searchsorted(levels, _ceiling(demands, problem), side="right"))
    if high and holds(int(levels[high - 1])):
        return int(levels[high - 1])
    if not holds(0):
        return None
    low, high = 0, max(high - 1, 0)  # levels[low] holds, levels[high] does not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(int(levels[middle])) else (low, middle)
    return int(levels[low]) if len(levels) else 0


def _ceiling(demands: Demands, problem: Problem) -> int:
    """No assignment is better than what the dossier with the fewest good members could get if it chose first."""
    best = -np.sort(-np.where(demands.open, problem.points, -1), axis=1)
    rows = np.flatnonzero((demands.needs > 0) & (demands.needs <= best.shape[1]))
    return int(best[rows, demands.needs[rows] - 1].min()) if len(rows) else MOST_POINTS


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
