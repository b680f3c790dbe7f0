"""The assignment by minimum-cost flow: large ones over the best pairs first, then whatever the proof asks for."""

import numpy as np

from reviews.rules.assignment.demands import Demands
from reviews.rules.assignment.network import Chain, Costs, Network, cheapest, network_of
from reviews.rules.assignment.prices import prices, worth_taking
from reviews.rules.assignment.problem import Grid

KEPT = 40  # pairs kept a dossier at first
LARGE = 1_000_000  # open pairs from which on leaving some out is worth the proof


class Flow:
    """Exact wherever the groups of each dossier lie inside each other or apart."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain

    def possible(self, demands: Demands) -> bool:
        """Whether the demands can be met."""
        return cheapest(network_of(demands, self.chain)) is not None

    def cheapest(self, demands: Demands, costs: Costs) -> Grid | None:
        """The pairs of a cheapest assignment over the open pairs, or nothing if there is none."""
        kept = best_pairs(demands, costs) if demands.open.size >= LARGE else demands.open
        while True:
            network = network_of(demands.among(kept), self.chain, costs)
            flow = cheapest(network)
            if flow is None and bool((kept >= demands.open).all()):
                return None
            more = demands.open if flow is None else self._better(demands, costs, kept, network, flow)
            if flow is not None and not more.any():
                return _chosen(network, flow, demands.open.shape)
            kept = kept | more

    def _better(self, demands: Demands, costs: Costs, kept: Grid, network: Network, flow: Costs) -> Grid:
        """The pairs left out that the proof asks for."""
        if bool((kept >= demands.open).all()):
            return np.zeros_like(kept)
        return worth_taking(demands, self.chain, costs, kept, prices(network, flow))


def best_pairs(demands: Demands, costs: Costs) -> Grid:
    """The cheapest open pairs of each dossier, and of each group that it asks for."""
    kept = _cheapest_of(demands.open, costs)
    for number in range(len(demands.leasts)):
        kept |= _cheapest_of(demands.open & demands.of[number] & (demands.leasts[number] > 0)[:, None], costs)
    return kept & demands.open


def _cheapest_of(marked: Grid, costs: Costs) -> Grid:
    if marked.shape[1] <= KEPT:
        return marked
    ranked = np.where(marked, costs, np.iinfo(np.int64).max)
    grid = np.zeros_like(marked)
    np.put_along_axis(grid, np.argpartition(ranked, KEPT, axis=1)[:, :KEPT], True, axis=1)
    return grid


def _chosen(network: Network, flow: Costs, shape: tuple[int, ...]) -> Grid:
    grid = np.zeros(shape, bool)
    taken = flow[: len(network.rows)] > 0
    grid[network.rows[taken], network.columns[taken]] = True
    return grid
