"""The assignment as an integer programme: for required groups that cut across each other, where no flow will do."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviews.rules.assignment.demands import Demands
from reviews.rules.assignment.flow import Flow
from reviews.rules.assignment.network import Costs, chain_of
from reviews.rules.assignment.problem import Grid


class Programme:
    """Exact for any groups, and slower than a flow by far."""

    def possible(self, demands: Demands) -> bool:
        """Whether the demands can be met: a flow tells quickly where members in every group at once will do."""
        inside = replace(demands, of=np.broadcast_to(demands.of.all(axis=0), demands.of.shape))
        if Flow(chain_of(inside)).possible(inside):
            return True
        return cheapest_pairs(demands) is not None

    def cheapest(self, demands: Demands, costs: Costs) -> Grid | None:
        """The pairs of a cheapest assignment over the open pairs, or nothing if there is none."""
        return cheapest_pairs(demands, costs)


def cheapest_pairs(demands: Demands, costs: Costs | None = None) -> Grid | None:
    """The chosen pairs; any that hold where there are no costs."""
    from ortools.linear_solver import pywraplp  # heavy; only who assigns pays for it

    if bool((demands.floors > demands.caps).any()) or bool((demands.leasts > demands.places).any()):
        return None
    solver = pywraplp.Solver.CreateSolver("SCIP")
    rows, columns = np.nonzero(demands.open)
    chosen = [solver.BoolVar("") for _pair in rows]
    for at, pairs in enumerate(_by(rows, len(demands.places))):
        _bound(solver, chosen, pairs, demands.needs[at], demands.places[at])
        for number in np.flatnonzero(demands.leasts[:, at]):
            inside = pairs[demands.of[number, at, columns[pairs]]]
            _bound(solver, chosen, inside, demands.leasts[number, at], demands.places[at])
    for at, pairs in enumerate(_by(columns, len(demands.caps))):
        _bound(solver, chosen, pairs, demands.floors[at], demands.caps[at])
    for variable, cost in zip(chosen, () if costs is None else costs[rows, columns], strict=costs is not None):
        solver.Objective().SetCoefficient(variable, float(cost))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    grid = np.zeros_like(demands.open)
    grid[rows, columns] = [variable.solution_value() > 0.5 for variable in chosen]
    return grid


def _by(keys: NDArray[np.int64], count: int) -> list[NDArray[np.int64]]:
    """The numbers of the pairs of each dossier, or of each member."""
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.searchsorted(keys[order], np.arange(1, count))) if count else []


def _bound(solver: Any, chosen: Sequence[Any], pairs: NDArray[np.int64], low: int, high: int) -> None:
    row = solver.RowConstraint(int(low), int(high), "")
    for pair in pairs:
        row.SetCoefficient(chosen[pair], 1.0)
