"""The proof that a flow over some of the pairs is the best over all of them.

Node prices that make no arc of the residual network worth taking prove a flow cheapest. They are found as shortest
distances; a pair that was left out and would be worth taking at these prices is what the next round must add.
"""

import numpy as np

from reviews.rules.assignment.demands import Demands
from reviews.rules.assignment.network import Chain, Costs, Network
from reviews.rules.assignment.problem import Grid


def prices(network: Network, flow: Costs) -> Costs:
    """A price for each node, from a cheapest flow (another one would have a cycle worth going round, without end)."""
    ahead, back = flow < network.highs, flow > network.lows
    tails = np.concatenate([network.tails[ahead], network.heads[back]])
    heads = np.concatenate([network.heads[ahead], network.tails[back]])
    costs = np.concatenate([network.costs[ahead], -network.costs[back]])
    order = np.argsort(heads, kind="stable")
    tails, heads, costs = tails[order], heads[order], costs[order]
    starts = np.flatnonzero(np.diff(heads, prepend=-1))
    targets = heads[starts]
    found = np.zeros(network.nodes, np.int64)
    for _round in range(network.nodes):
        reached = np.minimum(np.minimum.reduceat(found[tails] + costs, starts), found[targets])
        if bool((reached == found[targets]).all()):
            break
        found[targets] = reached
    return found


def worth_taking(demands: Demands, chain: Chain, costs: Costs, kept: Grid, priced: Costs) -> Grid:
    """The open pairs beyond those kept that would make the flow cheaper at these prices."""
    size, members = demands.open.shape
    gain = costs + priced[chain.home] - priced[size : size + members]
    return demands.open & ~kept & (gain < 0)
