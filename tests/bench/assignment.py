"""`python -m tests.bench.assignment [DOSSIERS MEMBERS]`: assigning reviewers against OR-Tools alone, side by side.

Alone is one minimum-cost flow over every pair, fed from the same arrays: no worst-served dossier, no floors, no proof over
fewer pairs. Three members a dossier, three pairs in a hundred barred, loads even. Figures are printed, never judged.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from reviews.rules.assignment import Problem, Solution, solve
from reviews.rules.assignment.likeness import likeness

EACH, SEED, ROUNDS, BARRED = 3, 20260520, 3, 0.03
MOST = 1_000
WORDS, TEXTS = 120, 10


def problem(dossiers: int, members: int) -> Problem:
    """The same at each run."""
    chance = np.random.default_rng(SEED)
    shape = (dossiers, members)
    cap = -(-dossiers * EACH // members) + 1
    return Problem(
        tuple(range(dossiers)), tuple(range(dossiers, dossiers + members)), np.full(dossiers, EACH, np.int64),
        np.full(members, cap, np.int64), np.full(members, max(cap - 2, 0), np.int64),
        chance.integers(0, MOST + 1, shape).astype(np.int32), chance.random(shape) < BARRED, np.zeros(shape, bool),
    )  # fmt: skip


def alone(asked: Problem) -> int:
    """The bare flow; returns its cost."""
    rows, columns = np.nonzero(~asked.barred)
    size, members = asked.points.shape
    solver = min_cost_flow.SimpleMinCostFlow()
    tails = np.concatenate([rows, size + np.arange(members)]).astype(np.int32)
    heads = np.concatenate([size + columns, np.full(members, size + members)]).astype(np.int32)
    room = np.concatenate([np.ones(len(rows), np.int64), asked.caps])
    costs = np.concatenate([MOST - asked.points[rows, columns].astype(np.int64), np.zeros(members, np.int64)])
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, room, costs)
    supplies = np.concatenate([asked.needs, np.zeros(members, np.int64), [-asked.needs.sum()]])
    solver.set_nodes_supplies(np.arange(size + members + 1, dtype=np.int32), supplies)
    assert solver.solve() == solver.OPTIMAL
    return int(solver.optimal_cost())


def compared_texts(dossiers: int, members: int) -> Any:
    """How near every dossier's text is to each member's ten."""
    chance = np.random.default_rng(SEED)
    vocabulary = [f"tu{number}" for number in range(3_000)]

    def text() -> str:
        return " ".join(vocabulary[at] for at in chance.integers(0, len(vocabulary), WORDS))

    texts, known = [text() for _n in range(dossiers)], [[text() for _n in range(TEXTS)] for _m in range(members)]
    return took(lambda: likeness(texts, known), 1)


def took(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The median time in seconds."""
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main(dossiers: int = 2_000, members: int = 100) -> None:
    """Print the figures."""
    asked = problem(dossiers, members)
    found = solve(asked, SEED)
    assert isinstance(found, Solution)
    bare, ours = took(lambda: alone(asked)), took(lambda: solve(asked, SEED))
    print(f"{dossiers} dossiers x {members} members x {EACH}: worst {found.worst}, total {found.total}")
    print(
        f"  OR-Tools alone {bare:.2f} s, with the worst-served first and proven {ours:.2f} s, ratio {ours / bare:.1f}"
    )
    print(f"  comparing texts {compared_texts(dossiers, members):.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
