"""Loads as even as they can be: the narrowest that can be met."""

from bisect import bisect_left
from dataclasses import replace

import numpy as np

from reviews.rules.assignment.demands import demands_of
from reviews.rules.assignment.problem import Problem
from reviews.rules.assignment.solve import solver_for


def evened(problem: Problem) -> Problem:
    """The same problem with its caps lowered, to the same for all, as far as an assignment remains possible.

    Where nobody has to stand back, floors rise too, so that loads differ by one at most. Unchanged where there is no
    assignment even without caps: the causes are then not about loads.
    """
    if not len(problem.members) or not possible(problem):
        return problem
    places = int(np.maximum(problem.needs, problem.pinned.sum(axis=1)).sum())
    share, more = divmod(places, len(problem.members))
    level = _loads(problem, share, share + bool(more))
    if possible(level):
        return level
    caps = range(share + bool(more), len(problem.dossiers) + 1)
    at = bisect_left(caps, True, key=lambda cap: possible(_loads(problem, 0, cap)))
    return _loads(problem, 0, caps[at])


def possible(problem: Problem) -> bool:
    """Whether there is any assignment."""
    demands = demands_of(problem.sorted())
    return solver_for(demands).possible(demands)


def _loads(problem: Problem, floor: int, cap: int) -> Problem:
    """With the floor raised and the cap lowered for all."""
    return replace(problem, floors=np.maximum(problem.floors, floor), caps=np.full_like(problem.caps, cap))
