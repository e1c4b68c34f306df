"""Other people's solvers come to the same optimum."""

import networkx
import numpy as np
import pylmcf
import pytest
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from amanah.engines.pairing import Policy, audit, network, solve
from amanah.engines.pairing.faces import NotOptimal, prices
from amanah.engines.pairing.flow import optimise
from tests.engines.pairing.markets import case
from tests.engines.pairing.test_laws import drawn

TOTAL = Policy("total", load_step=0, coverage_first=False)
SEEDS = range(4)


def total(market):
    return audit(market, TOTAL, solve(market, TOTAL)).total


def table(market):
    """Fit with a column for each place; pairs that may not be are worth nothing."""
    fit = np.zeros((market.mentees, market.mentors), int)
    fit[market.mentee, market.mentor] = market.fit
    return np.repeat(fit, market.places, axis=1)


@pytest.mark.parametrize("seed", SEEDS)
def test_scipys_dense_assignment_agrees(seed):
    market = drawn(seed)
    fit = table(market)

    assert total(market) == fit[linear_sum_assignment(fit, maximize=True)].sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_scipys_sparse_matching_agrees(seed):
    market = drawn(seed, mentees=40)
    fit = table(market)
    # A column of their own for those who would stay unplaced makes the matching full.
    whole = csr_array(np.hstack([fit, np.eye(market.mentees)]))
    rows, columns = min_weight_full_bipartite_matching(whole, maximize=True)
    real = columns < fit.shape[1]

    assert total(market) == fit[rows[real], columns[real]].sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_highs_agrees(seed):
    market = drawn(seed)
    ones = np.ones(market.pairs)
    at = np.arange(market.pairs)
    rows = np.concatenate([market.mentee, market.mentees + market.mentor])
    limits = coo_array((np.tile(ones, 2), (rows, np.tile(at, 2)))).tocsr()
    found = linprog(
        -market.fit, A_ub=limits, b_ub=np.concatenate([market.demand, market.places]), bounds=(0, 1)
    )

    assert total(market) == round(-found.fun)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("load_step", [0, 50])
def test_lemon_agrees(seed, load_step):
    market, policy = drawn(seed), Policy("total", load_step=load_step, coverage_first=False)
    net = network.build(market, policy)
    cost = network.stages(net, policy, 1)[0].cost
    ours = (cost * optimise(net, network.stages(net, policy, 1), policy, lambda step: None)).sum()

    # It wants costs of 0 or more; each mentee sends one unit through one of these arcs.
    shift = np.where(np.arange(net.arcs) < len(net.pair), 1000, 0)
    shift[net.first_unplaced :] = 1000
    order = np.lexsort((net.head, net.tail))
    graph = pylmcf.Graph(net.nodes, net.tail[order], net.head[order])
    graph.set_node_supply(net.supply)
    graph.set_edge_capacities(net.capacity[order])
    graph.set_edge_costs((cost + shift)[order])
    graph.solve()

    assert ours == graph.total_cost() - 1000 * market.mentees


@pytest.mark.parametrize("seed", SEEDS)
def test_networkx_agrees(seed):
    market = drawn(seed, mentees=20, mentors=8)
    net = network.build(market, TOTAL)
    cost = network.stages(net, TOTAL, 1)[0].cost
    ours = int(
        (cost * optimise(net, network.stages(net, TOTAL, 1), TOTAL, lambda step: None)).sum()
    )
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from((at, {"demand": -int(of)}) for at, of in enumerate(net.supply))
    for tail, head, room, price in zip(net.tail, net.head, net.capacity, cost, strict=True):
        graph.add_edge(int(tail), int(head), capacity=int(room), weight=int(price))

    assert ours == networkx.network_simplex(graph)[0]


def test_a_published_flow_is_proved_optimal_and_a_worse_one_is_not():
    known = case("or_tools_min_cost_flow_fig8_1")
    net = {name: np.array(values) for name, values in known["instance"].items()}
    graph = networkx.DiGraph()
    graph.add_nodes_from((at, {"demand": -int(of)}) for at, of in enumerate(net["supply"]))
    arcs = list(zip(net["tail"].tolist(), net["head"].tolist(), strict=True))
    for at, (tail, head) in enumerate(arcs):
        graph.add_edge(tail, head, capacity=net["capacity"][at], weight=net["unit_cost"][at])
    value, flows = networkx.network_simplex(graph)
    flow = np.array([flows[tail][head] for tail, head in arcs])
    assert value == known["expected"]["optimal_cost"]

    price = proved(net, flow)

    # The dual value equals the primal one.
    reduced = net["unit_cost"] + price[net["tail"]] - price[net["head"]]
    dual = (net["capacity"] * np.minimum(reduced, 0)).sum() - (net["supply"] * price).sum()
    assert dual == value
    # One unit sent around a way that costs more: 0-1-2 in place of 0-2.
    worse = flow.copy()
    worse[[arcs.index((0, 1)), arcs.index((1, 2))]] += 1
    worse[arcs.index((0, 2))] -= 1
    with pytest.raises(NotOptimal):
        proved(net, worse)


def proved(net, flow):
    return prices(
        len(net["supply"]),
        net["tail"],
        net["head"],
        net["unit_cost"],
        flow < net["capacity"],
        flow > 0,
    )
