"""Solving a network stage by stage with OR-Tools, exactly and in integers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from amanah.engines.pairing.errors import PairingError
from amanah.engines.pairing.faces import Face, restrict
from amanah.engines.pairing.market import Ints, Policy
from amanah.engines.pairing.network import Network, Stage


@dataclass(frozen=True)
class Step:
    """Told before each stage: its name, how many are done, and how many there are."""

    name: str
    done: int
    of: int


Progress = Callable[[Step], None]


def nobody_asks(step: Step) -> None:
    """The progress of whoever does not want to know."""


def optimise(network: Network, plan: list[Stage], policy: Policy, progress: Progress) -> Ints:
    """The flow that is best at the first stage, then, among those, at the second, and so on.

    `progress` is called before each stage and may raise `Cancelled`.
    """
    solved = 0
    if _is_coverage_then_total(plan):
        progress(Step("total", 1, len(plan)))
        flow, solved = _most_then_cheapest(network, plan[1]), 2
    # Only now: while the first stage is solved, memory is scarce.
    face = Face.of(network)
    for done, stage in enumerate(plan):
        if done >= solved:
            progress(Step(stage.name, done, len(plan)))
            flow = _cheapest(network, face, stage)
        if done + 1 < len(plan):
            face, _prices = restrict(network, face, stage.made(), flow)
    return flow


def _is_coverage_then_total(plan: list[Stage]) -> bool:
    return [stage.name for stage in plan[:2]] == ["place 1", "total"]


def _cheapest(network: Network, face: Face, stage: Stage) -> Ints:
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = face.free
    solver.add_arcs_with_capacity_and_unit_cost(
        network.tail[arcs].astype(np.int32, copy=False),
        network.head[arcs].astype(np.int32, copy=False),
        network.capacity[arcs],
        stage.made()[arcs],
    )
    supply = face.supply(network)
    nodes = np.flatnonzero(supply)
    solver.set_nodes_supplies(nodes.astype(np.int32), supply[nodes])
    if len(nodes):
        _solved(solver, solver.solve())
    flow = face.fixed.copy()
    if len(nodes):
        flow[arcs] = solver.flows(np.arange(len(arcs), dtype=np.int32))
    return flow


def _most_then_cheapest(network: Network, stage: Stage) -> Ints:
    """Place as many as can be and, at that, as cheaply as can be: one solve instead of two."""
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    placing = slice(0, network.first_unplaced)
    solver.add_arcs_with_capacity_and_unit_cost(
        network.tail[placing].astype(np.int32, copy=False),
        network.head[placing].astype(np.int32, copy=False),
        network.capacity[placing],
        stage.made()[placing],
    )
    nodes = np.flatnonzero(network.supply)
    if not len(nodes) or not network.first_unplaced:
        flow = np.zeros(network.arcs, np.int64)
        flow[network.first_unplaced :] = 1
        return flow
    solver.set_nodes_supplies(nodes.astype(np.int32), network.supply[nodes])
    _solved(solver, solver.solve_max_flow_with_min_cost())
    flow = np.zeros(network.arcs, np.int64)
    flow[placing] = solver.flows(np.arange(network.first_unplaced, dtype=np.int32))
    return with_unplaced(network, flow)


def with_unplaced(network: Network, flow: Ints) -> Ints:
    """Fill in the arcs of units that found no place, the last wanted first."""
    unplaced = slice(network.first_unplaced, network.arcs)
    tails = network.tail[unplaced]
    position = np.arange(len(tails)) - np.searchsorted(tails, tails)
    pairs = len(network.pair)
    sent = np.bincount(network.tail[:pairs], weights=flow[:pairs], minlength=network.nodes).astype(
        np.int64
    )
    flow[unplaced] = position >= sent[tails]
    return flow


def _solved(solver: object, status: object) -> None:
    if status != solver.OPTIMAL:  # type: ignore[attr-defined]
        raise PairingError(f"The solver stopped without an optimum ({status}).")
