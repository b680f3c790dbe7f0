"""What is still to be met once the pinned pairs are taken out, and which of it is asked for at the moment."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from reviews.rules.assignment.problem import Grid, Problem, Whole

Demand = tuple[str, int, int]  # ("need", row, 0), ("group", row, number of the group), ("floor", column, 0)


@dataclass(frozen=True, slots=True)
class Demands:
    """`open` pairs may be chosen. `places` (D) are still free at each dossier and `caps` (M) at each member.

    Lower bounds: `needs` (D, all places or none), `leasts` (G × D) for the groups `of` (G × D × M), `floors` (M).
    """

    open: Grid
    places: Whole
    caps: Whole
    needs: Whole
    floors: Whole
    leasts: Whole
    of: Grid

    def all(self) -> list[Demand]:
        """Each demand on its own, in a fixed order."""
        needs: list[Demand] = [("need", int(row), 0) for row in np.flatnonzero(self.needs)]
        groups: list[Demand] = [("group", int(row), int(number)) for number, row in np.argwhere(self.leasts)]
        return [*needs, *groups, *[("floor", int(column), 0) for column in np.flatnonzero(self.floors)]]

    def only(self, kept: list[Demand]) -> Self:
        """The same with these demands alone; what may be chosen, and how much at most, stays."""
        needs, floors, leasts = np.zeros_like(self.needs), np.zeros_like(self.floors), np.zeros_like(self.leasts)
        for kind, at, number in kept:
            if kind == "need":
                needs[at] = self.needs[at]
            elif kind == "floor":
                floors[at] = self.floors[at]
            else:
                leasts[number, at] = self.leasts[number, at]
        return replace(self, needs=needs, floors=floors, leasts=leasts)

    def among(self, pairs: NDArray[np.bool_]) -> Self:
        """The same with fewer pairs to choose from."""
        return replace(self, open=self.open & pairs)


def demands_of(problem: Problem) -> Demands:
    """What a problem asks for beyond its pinned pairs. These stand even where they exceed a need or a cap."""
    of = np.array([group.of for group in problem.groups], bool).reshape(len(problem.groups), *problem.points.shape)
    leasts = np.array([group.least for group in problem.groups], np.int64)[:, None]
    places = np.maximum(problem.needs - problem.pinned.sum(axis=1), 0)
    had = (of & problem.pinned).sum(axis=2)
    return Demands(
        open=~problem.barred & ~problem.pinned,
        places=places,
        caps=np.maximum(problem.caps - problem.pinned.sum(axis=0), 0),
        needs=places,
        floors=np.maximum(problem.floors - problem.pinned.sum(axis=0), 0),
        leasts=np.maximum(np.broadcast_to(leasts, had.shape) - had, 0),
        of=of,
    )
