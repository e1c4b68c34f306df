"""Limits of a mentor for a role: what leaves the network, solved exactly where it binds.

That a mentor takes at most so many mentees in one role, and no mentee has one mentor twice, is no
flow any more (the capped arcs of a mentor are not nested in their places). So the market is first
solved without the limits. Where a limit is broken, the group of people around it is solved again
as a small integer programme (OR-Tools CP-SAT: Perron & Didier 2024), stage by stage; all other
groups keep their proof by node prices.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from amanah.engines.pairing.errors import PairingError, TooLarge
from amanah.engines.pairing.faces import Face, NotOptimal, restrict
from amanah.engines.pairing.market import Ints, Market
from amanah.engines.pairing.network import Network, Stage

# Arcs of one group that is searched. Beyond it, a search might not end.
MOST_SEARCHED = 60_000
# CP-SAT's own count of work, the same on every machine; about a minute for each stage.
MOST_WORK = 60.0


def are_kept(market: Market, pairs: Ints, role: Ints) -> bool:
    """Whether a result keeps every mentor's limits for the roles."""
    return not len(broken(market, pairs, role))


def broken(market: Market, pairs: Ints, role: Ints) -> Ints:
    """The mentors who have more mentees in some role than they take, ascending."""
    caps = market.roles.caps if market.roles else None
    if caps is None:
        return np.empty(0, np.int64)
    held = np.zeros(caps.shape, np.int64)
    np.add.at(held, (market.mentor[pairs], role), 1)
    return np.flatnonzero((held > caps).any(axis=1))


def groups(network: Network) -> Ints:
    """For each node, its group: whoever can be reached through pairs. The sink is in none (-1)."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    sink = network.nodes - 1
    inner = network.head != sink
    tail, head = network.tail[inner], network.head[inner]
    ones = np.ones(len(tail), np.int8)
    graph = coo_matrix((ones, (tail, head)), shape=(network.nodes, network.nodes))
    _count, label = connected_components(graph, directed=False)
    found: Ints = label.astype(np.int64)
    found[sink] = -1
    return found


def mend(market: Market, network: Network, plan: list[Stage], flow: Ints) -> Ints:
    """The best flow that keeps the limits, from the best one that does not look at them."""
    chosen = np.flatnonzero(flow[: len(network.pair)])
    over = broken(market, network.pair[chosen], network.role[chosen])
    if not len(over):
        return flow
    label, flow = groups(network), flow.copy()
    first_mentor = network.nodes - 1 - market.mentors
    for group in np.unique(label[first_mentor + over]).tolist():
        search = Search.of(market, network, np.flatnonzero(label[network.tail] == group))
        flow[search.arcs] = search.best(plan)
    return flow


def disprove_better(market: Market, network: Network, plan: list[Stage], flow: Ints) -> int:
    """Search every group in which prices alone prove nothing for something better.

    Returns how many groups were searched. Raises `NotOptimal` (through `Search.beats`) with the
    name of the stage at which one could be improved.
    """
    if _prices_prove(network, plan, flow, np.arange(network.arcs)):
        return 0
    label, searched = groups(network), 0
    for group in np.unique(label[network.tail]).tolist():
        arcs = np.flatnonzero(label[network.tail] == group)
        if not _prices_prove(network, plan, flow, arcs):
            searched += 1
            Search.of(market, network, arcs).beats(plan, flow)
    return searched


def _prices_prove(network: Network, plan: list[Stage], flow: Ints, arcs: Ints) -> bool:
    """Whether node prices alone show that nothing is better, limits or none."""
    face = Face(arcs, np.zeros(network.arcs, np.int64))
    try:
        for stage in plan:
            face, _prices = restrict(network, face, stage.cost, flow)
    except NotOptimal:
        return False
    return True


@dataclass(frozen=True)
class Search:
    """One group of people as an integer programme: a variable for each arc of the network."""

    network: Network
    arcs: Ints
    limits: list[tuple[Ints, int]]

    @classmethod
    def of(cls, market: Market, network: Network, arcs: Ints) -> "Search":
        """The group that these arcs make up; raises `TooLarge`."""
        if len(arcs) > MOST_SEARCHED:
            raise TooLarge(
                f"Limits for a role bind in a group of {len(arcs):,} choices, more than the "
                f"{MOST_SEARCHED:,} that can be searched. Lift a limit, or pair in parts."
            )
        assert market.roles is not None  # noqa: S101
        assert market.roles.caps is not None  # noqa: S101
        at = np.flatnonzero(arcs < len(network.pair))
        mentor, role = market.mentor[network.pair[arcs[at]]], network.role[arcs[at]]
        key = mentor * len(market.roles.names) + role
        limits = []
        for one in np.unique(key).tolist():
            most = int(market.roles.caps.flat[one])
            inside = at[key == one]
            if len(inside) > most:
                limits.append((inside, most))
        return cls(network, arcs, limits)

    def best(self, plan: list[Stage]) -> Ints:
        """The best flow of the group, by the stages in order; shape (arcs,)."""
        model, flow = self._model()
        value: Ints = np.zeros(len(self.arcs), np.int64)
        for stage in plan:
            cost = self._cost(stage, flow)
            model.minimize(cost)
            value = self._solved(model, flow)
            model.add(cost == int((stage.cost[self.arcs] * value).sum()))
            model.clear_hints()
            for variable, told in zip(flow, value.tolist(), strict=True):
                model.add_hint(variable, told)
        return value

    def beats(self, plan: list[Stage], flow: Ints) -> None:
        """Raise `NotOptimal` if the group could do better at a stage, equal at those before it."""
        held = flow[self.arcs]
        for at, stage in enumerate(plan):
            model, variables = self._model()
            for before in plan[:at]:
                cost = self._cost(before, variables)
                model.add(cost == int((before.cost[self.arcs] * held).sum()))
            model.add(self._cost(stage, variables) <= int((stage.cost[self.arcs] * held).sum()) - 1)
            if self._solved(model, variables, may_fail=True).size:
                raise NotOptimal(stage.name)

    def _model(self) -> tuple[Any, list[Any]]:
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        net, arcs = self.network, self.arcs
        flow = [model.new_int_var(0, room, "") for room in net.capacity[arcs].tolist()]
        sent: dict[int, list[Any]] = {}
        for variable, tail, head in zip(
            flow, net.tail[arcs].tolist(), net.head[arcs].tolist(), strict=True
        ):
            sent.setdefault(tail, []).append(variable)
            if head != net.nodes - 1:
                sent.setdefault(head, []).append(-variable)
        for node, terms in sent.items():
            model.add(sum(terms) == int(net.supply[node]))
        for inside, most in self.limits:
            model.add(sum(flow[at] for at in inside.tolist()) <= most)
        return model, flow

    def _cost(self, stage: Stage, flow: list[Any]) -> Any:
        cost = stage.cost[self.arcs]
        used = np.flatnonzero(cost).tolist()
        return sum(int(cost[at]) * flow[at] for at in used) if used else 0

    def _solved(self, model: Any, flow: list[Any], *, may_fail: bool = False) -> Ints:
        """The values of the variables; empty where there are none and that is an answer."""
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = MOST_WORK
        status = solver.solve(model)
        if may_fail and status == cp_model.INFEASIBLE:
            return np.empty(0, np.int64)
        if status != cp_model.OPTIMAL and not (may_fail and status == cp_model.FEASIBLE):
            raise PairingError(
                "The search among people with limits for a role did not end in time. Lift a "
                "limit, or pair in parts."
            )
        return np.array([solver.value(variable) for variable in flow], np.int64)
