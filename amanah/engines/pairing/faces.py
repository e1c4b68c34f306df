"""Proof that a flow is optimal, and what every other optimum has in common with it.

Nothing here knows a solver: node prices come from a fixpoint over the flow's residual arcs
(Bellman 1958; Ford 1956), and complementary slackness says which arcs are the same in every
optimum (Ahuja, Magnanti & Orlin 1993, Network Flows, ch. 9).
"""

from dataclasses import dataclass

import numpy as np

from amanah.engines.pairing.market import Ints
from amanah.engines.pairing.network import Network, Nodes

LOOK_FOR_CYCLES_EVERY = 64


class NotOptimal(Exception):
    """The flow can be improved: its residual arcs hold a cycle of negative cost."""


@dataclass
class Face:
    """The optima found so far: arcs still free to differ, and the flow on all the others."""

    free: Ints
    fixed: Ints

    @classmethod
    def of(cls, network: Network) -> "Face":
        return cls(np.arange(network.arcs), np.zeros(network.arcs, np.int64))

    def supply(self, network: Network) -> Ints:
        """What is left to send once the fixed arcs have carried theirs."""
        left = network.supply.copy()
        used = np.flatnonzero(self.fixed)
        np.subtract.at(left, network.tail[used], self.fixed[used])
        np.add.at(left, network.head[used], self.fixed[used])
        return left


def restrict(network: Network, face: Face, cost: Ints, flow: Ints) -> tuple[Face, Ints]:
    """Prove that `flow` is optimal for `cost` on the face, and narrow the face to its optima.

    Returns the narrower face and the node prices; raises `NotOptimal`.
    """
    arcs = face.free
    if len(arcs) < network.arcs:
        cost, flow = cost[arcs], flow[arcs]
        tail, head, room = network.tail[arcs], network.head[arcs], network.capacity[arcs]
    else:
        tail, head, room = network.tail, network.head, network.capacity
    price = prices(network.nodes, tail, head, cost, flow < room, flow > 0)
    reduced = cost + price[tail]
    reduced -= price[head]
    empty_everywhere, full_everywhere = reduced > 0, reduced < 0
    fixed = face.fixed.copy()
    fixed[arcs[full_everywhere]] = room[full_everywhere]
    return Face(arcs[~(empty_everywhere | full_everywhere)], fixed), price


def prices(
    nodes: int,
    tail: Nodes,
    head: Nodes,
    cost: Ints,
    may_rise: np.ndarray,
    may_fall: np.ndarray,
) -> Ints:
    """Node prices under which no residual arc has a negative reduced cost; else `NotOptimal`."""
    forward, backward = np.flatnonzero(may_rise), np.flatnonzero(may_fall)
    source = np.concatenate([tail[forward], head[backward]])
    order = np.argsort(source, kind="stable")
    # One column at a time: with millions of arcs each copy counts.
    source = source[order]
    target = np.concatenate([head[forward], tail[backward]])[order]
    length = np.concatenate([cost[forward], -cost[backward]])[order]
    del forward, backward, order
    start = np.searchsorted(source, np.arange(nodes + 1))

    price = np.zeros(nodes, np.int64)
    came_from = np.full(nodes, nodes, np.int64)
    moved = np.arange(nodes)
    for turn in range(1, nodes * 64 + 1):
        arcs = _arcs_of(moved, start)
        offer = price[source[arcs]] + length[arcs]
        better = offer < price[target[arcs]]
        if not better.any():
            return price
        arcs, offer = arcs[better], offer[better]
        np.minimum.at(price, target[arcs], offer)
        best = offer == price[target[arcs]]
        came_from[target[arcs][best]] = source[arcs][best]
        is_moved = np.zeros(nodes, bool)
        is_moved[target[arcs]] = True
        moved = np.flatnonzero(is_moved)
        if turn % LOOK_FOR_CYCLES_EVERY == 0 and _goes_round(came_from):
            raise NotOptimal
    raise NotOptimal


def _arcs_of(nodes: Ints, start: Ints) -> Ints:
    """Positions of all arcs that leave these nodes."""
    counts = start[nodes + 1] - start[nodes]
    offsets: Ints = np.repeat(start[nodes] - (np.cumsum(counts) - counts), counts)
    return offsets + np.arange(int(counts.sum()))


def _goes_round(came_from: Ints) -> bool:
    """Whether following where each price came from never ends: a cycle of negative cost."""
    nodes = len(came_from)
    jump = np.append(came_from, nodes)
    for _ in range(nodes.bit_length() + 1):
        jump = jump[jump]
    return bool((jump[:-1] != nodes).any())
