"""From a market and a policy to an outcome."""

from importlib.metadata import version

import numpy as np

from amanah.engines.pairing import caps, network, stable
from amanah.engines.pairing.flow import Progress, Step, nobody_asks, optimise
from amanah.engines.pairing.hashes import input_hash, result_hash
from amanah.engines.pairing.market import Ints, Market, Policy
from amanah.engines.pairing.outcome import Outcome, is_network, named

ENGINE = "1"


def solve(market: Market, policy: Policy, *, progress: Progress = nobody_asks) -> Outcome:
    """Pair a market by a policy.

    Parameters
    ----------
    market : Market
    policy : Policy
    progress : callable, optional
        Called with a `Step` before each stage; may raise `Cancelled` to stop.

    Returns
    -------
    Outcome
        One and the same for the same people, policy and seed, whatever the order of rows.

    Raises
    ------
    InvalidMarket, TooLarge
        Before anything is solved.

    Notes
    -----
    ``fair`` and ``total`` are minimum-cost flows (OR-Tools' cost-scaling; Goldberg 1997, J.
    Algorithms 22, 1-29), one a stage, exact in integers. ``stable`` is deferred acceptance.
    ``audit`` checks either without knowing how it was made.

    Examples
    --------
    >>> market = Market(["a", "b"], ["x", "y"], [1, 1], [1, 1], [0, 2, 4],
    ...                 [0, 1, 0, 1], [100, 60, 60, 10])
    >>> outcome = solve(market, Policy(objective="total"))
    >>> [pair[:2] for pair in outcome_pairs(market, outcome)]
    [('a', 'y'), ('b', 'x')]
    """
    pairs, role = (_by_flow if is_network(policy) else _by_proposals)(market, policy, progress)
    return outcome_of(market, policy, pairs, role)


def outcome_of(market: Market, policy: Policy, pairs: Ints, role: Ints) -> Outcome:
    """An outcome of these pairs, fingerprints and versions with it."""
    order = np.argsort(pairs, kind="stable")
    pairs, role = pairs[order], role[order]
    return Outcome(
        pairs=pairs,
        role=role,
        input_hash=input_hash(market, policy),
        result_hash=result_hash(named(market, pairs, role)),
        versions={"engine": ENGINE, "ortools": version("ortools"), "numpy": np.__version__},
    )


def outcome_pairs(market: Market, outcome: Outcome) -> list[tuple[str, str, str]]:
    """The chosen pairs by their ids: (mentee, mentor, role name or empty)."""
    return named(market, outcome.pairs, outcome.role)


def solve_but_ties(market: Market, policy: Policy, progress: Progress = nobody_asks) -> Outcome:
    """A result that is as good as any, without choosing among equals: not yet *the* result."""
    pairs, role = _by_flow(market, policy, progress, ties=False)
    order = np.argsort(pairs, kind="stable")
    return Outcome(pairs[order], role[order], input_hash="", result_hash="")


def _by_flow(
    market: Market, policy: Policy, progress: Progress, *, ties: bool = True
) -> tuple[Ints, Ints]:
    net = network.build(market, policy)
    plan = network.stages(net, policy, int(market.demand.max(initial=0)))
    plan = plan if ties else plan[:-1]
    flow = caps.mend(market, net, plan, optimise(net, plan, policy, progress))
    chosen = np.flatnonzero(flow[: len(net.pair)])
    pairs = np.concatenate([net.pair[chosen], market.locks])
    role = np.concatenate([net.role[chosen], np.zeros(len(market.locks), np.int64)])
    return pairs, role


def _by_proposals(market: Market, policy: Policy, progress: Progress) -> tuple[Ints, Ints]:
    progress(Step("proposals", 0, 1))
    wanted = stable.preferences(market, policy)
    demand, places = network.left(market)
    mentee = (wanted.mentee, wanted.mentee_order, demand)
    mentor = (wanted.mentor, wanted.mentor_order, places)
    first, second = (mentee, mentor) if policy.propose == "mentee" else (mentor, mentee)
    held = stable.propose(first[0], second[0], first[1], second[1], first[2], second[2])
    pairs = np.concatenate([wanted.pair[held], market.locks])
    return pairs, np.zeros(len(pairs), np.int64)
