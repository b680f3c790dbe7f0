"""The assignment as a flow: dossier → (its groups, the smaller inside the larger) → member, with bounds on each side.

A flow with lower bounds becomes one without by the usual exchange: the bound is taken off the capacity and put on the
nodes as supply and demand.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviews.rules.assignment.demands import Demands

Nodes = NDArray[np.int32]
Costs = NDArray[np.int64]


class Crossing(Exception):
    """Two required groups of a dossier overlap, neither inside the other: no flow can tell whom to count where."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the members of each dossier hang: `home` (D × M) is the dossier's node or that of its smallest group.

    `inner` are arcs from a dossier or group to the group inside it: (parent, node, number of the group, row).
    """

    home: Nodes
    inner: tuple[Costs, Costs, Costs, Costs]
    nodes: int


def chain_of(demands: Demands) -> Chain:
    """Nest the groups of every dossier. Raises Crossing."""
    rows, columns = demands.open.shape
    dossiers = np.arange(rows)
    home = np.repeat(np.arange(rows, dtype=np.int32)[:, None], columns, axis=1)
    arcs: list[Any] = []
    first = rows + columns + 2
    masks = demands.of & demands.open
    order = np.argsort(-masks.sum(axis=2), axis=0, kind="stable")
    for rank, numbers in enumerate(order):
        asked = demands.leasts[numbers, dossiers] > 0
        mask = masks[numbers, dossiers] & asked[:, None]
        parent = np.where(mask.any(axis=1), home[dossiers, mask.argmax(axis=1)], dossiers) if columns else dossiers
        if bool((mask & (home != parent[:, None])).any()):
            raise Crossing
        node = (first + rank * rows + dossiers).astype(np.int32)
        home = np.where(mask, node[:, None], home)
        arcs.append((parent[asked], node[asked], numbers[asked], dossiers[asked]))
    parents, nodes, which, where = (_joined(*column) for column in zip(*arcs, strict=True)) if arcs else [_zeros(0)] * 4
    return Chain(home, (parents, nodes, which, where), first + len(order) * rows)


@dataclass(frozen=True, slots=True)
class Network:
    """All arcs in one list, the pairs first: `rows` and `columns` say which pair each of these is."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    tails: Nodes
    heads: Nodes
    lows: Costs
    highs: Costs
    costs: Costs
    nodes: int


def network_of(demands: Demands, chain: Chain, costs: Costs | None = None) -> Network:
    """The network over the open pairs; `costs` (D × M), or nothing where any assignment will do."""
    size, members = demands.open.shape
    rows, columns = np.nonzero(demands.open)
    pairs, source, sink = len(rows), size + members, size + members + 1
    parents, groups, which, where = chain.inner
    ample = np.array([demands.places.sum()])
    dossiers, people = np.arange(size), size + np.arange(members)
    unpriced = _zeros(len(groups) + size + members + 1)
    return Network(
        rows, columns,
        _joined(chain.home[rows, columns], parents, _zeros(size) + source, people, [sink]).astype(np.int32),
        _joined(people[columns], groups, dossiers, _zeros(members) + sink, [source]).astype(np.int32),
        _joined(_zeros(pairs), demands.leasts[which, where], demands.needs, demands.floors, [0]),
        _joined(_zeros(pairs) + 1, _zeros(len(groups)) + ample, demands.places, demands.caps, ample),
        _joined(_zeros(pairs) if costs is None else costs[rows, columns], unpriced),
        chain.nodes,
    )  # fmt: skip


def _zeros(count: int) -> Costs:
    return np.zeros(count, np.int64)


def _joined(*parts: Any) -> Costs:
    return np.concatenate([np.asarray(part, np.int64) for part in parts])


def cheapest(network: Network) -> Costs | None:
    """The flow on each arc of a cheapest one, or nothing if the bounds cannot be met."""
    from ortools.graph.python import min_cost_flow  # heavy; only who assigns pays for it

    if bool((network.lows > network.highs).any()):
        return None
    supplies = np.zeros(network.nodes, np.int64)
    np.add.at(supplies, network.heads, network.lows)
    np.subtract.at(supplies, network.tails, network.lows)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tails, network.heads, network.highs - network.lows, network.costs
    )
    solver.set_nodes_supplies(np.arange(network.nodes, dtype=np.int32), supplies)
    if solver.solve() != solver.OPTIMAL:
        return None
    return np.asarray(solver.flows(arcs), np.int64) + network.lows
