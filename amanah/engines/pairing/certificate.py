"""Checking a result without knowing how it was made."""

from dataclasses import dataclass, field

import numpy as np

from amanah.engines.pairing import caps, network, stable
from amanah.engines.pairing.errors import BrokenCertificate
from amanah.engines.pairing.faces import Face, NotOptimal, restrict
from amanah.engines.pairing.flow import with_unplaced
from amanah.engines.pairing.hashes import input_hash, result_hash
from amanah.engines.pairing.market import Ints, Market, Policy
from amanah.engines.pairing.network import Network
from amanah.engines.pairing.outcome import Outcome, is_network, named


@dataclass(frozen=True)
class Certificate:
    """What was proved of a result.

    Attributes
    ----------
    placed, mentees, mentors, places : int
        Mentees with at least one mentor, all mentees, all mentors, all places.
    lacking : int
        Mentors wished for and not given.
    total : int
        Sum of fit over the pairs.
    below : dict of int to int
        For each band of the policy, the pairs with less fit.
    proved : tuple of str
        The stages proved optimal, in order; for a stable result, that no pair blocks it.
    input_hash, result_hash : str
        What was checked.
    first, first_placed : int
        Mentees who come first, and how many of them have at least one mentor.
    searched : int
        Groups of people, around a mentor's limit for a role, of which it was proved by exhaustive
        search instead of by node prices.
    """

    objective: str
    placed: int
    mentees: int
    mentors: int
    places: int
    lacking: int
    total: int
    below: dict[int, int]
    proved: tuple[str, ...]
    input_hash: str
    result_hash: str
    policy: Policy = field(repr=False, default_factory=Policy)
    searched: int = 0
    first: int = 0
    first_placed: int = 0

    def sentences(self) -> list[str]:
        """What it says, in words for somebody who must defend the result."""
        said = [f"{self.placed} of {self.mentees} mentees have a mentor."]
        if self.objective == "stable":
            return [*said, "No mentee and mentor would both rather have each other."]
        if any(name.startswith("place") for name in self.proved):
            said.append("Everyone is placed who can be; placing one more is impossible.")
        if "waited before" in self.proved:
            said.append(
                f"Of {self.first} who come first, {self.first_placed} have a mentor; "
                "keeping that, more is impossible."
            )
        if self.objective == "fair":
            said += self._about_bands()
        said.append(
            f"Keeping that, no result has a larger total fit: {self.total:,}{self._less()}."
        )
        if self.searched:
            said.append(
                f"In {self.searched} {'group' if self.searched == 1 else 'groups'} of people a "
                "mentor's limit for a role decides; there it was proved by searching every case."
            )
        return said

    def _about_bands(self) -> list[str]:
        """What holds of each band; of those that are empty, the highest says it all."""
        empty = [band for band, count in self.below.items() if not count]
        said = [f"Nobody is below a fit of {empty[-1]}."] if empty else []
        return said + [
            f"{count} {'is' if count == 1 else 'are'} below {band}; "
            "keeping what comes before, fewer is impossible."
            for band, count in self.below.items()
            if count
        ]

    def _less(self) -> str:
        """How the total that was made largest differs from the sum of fit."""
        counted = []
        if self.policy.load_step:
            counted.append(
                f"each further mentee of one mentor counting {self.policy.load_step} less"
            )
        if self.policy.stickiness:
            counted.append(f"a pair that runs already {self.policy.stickiness} more")
        return f", {' and '.join(counted)}" if counted else ""


def audit(market: Market, policy: Policy, outcome: Outcome) -> Certificate:
    """Re-derive everything that is claimed of an outcome.

    Parameters
    ----------
    market, policy
        The inputs, as they were.
    outcome
        The result to check. Nothing in it is believed.

    Returns
    -------
    Certificate

    Raises
    ------
    BrokenCertificate
        Naming the first breach: other inputs, a pair that is not eligible, somebody over their
        places, a missing lock, a stage that could be improved, a pair that blocks.

    Notes
    -----
    Optimality is proved stage by stage: node prices found by a fixpoint over the residual arcs
    show that no cycle of negative cost is left, and confine the next stage to this one's optima.

    Examples
    --------
    >>> from amanah.engines.pairing import solve
    >>> market = Market(["a", "b"], ["x", "y"], [1, 1], [1, 1], [0, 2, 4],
    ...                 [0, 1, 0, 1], [100, 60, 60, 10])
    >>> policy = Policy("total", load_step=0)
    >>> for sentence in audit(market, policy, solve(market, policy)).sentences():
    ...     print(sentence)
    2 of 2 mentees have a mentor.
    Everyone is placed who can be; placing one more is impossible.
    Keeping that, no result has a larger total fit: 120.
    """
    if outcome.input_hash != input_hash(market, policy):
        raise BrokenCertificate("The result was made from other inputs or by another policy.")
    _check_feasible(market, policy, outcome)
    if outcome.result_hash != result_hash(named(market, outcome.pairs, outcome.role)):
        raise BrokenCertificate("The pairs are not those that the result's hash was made of.")
    proved, searched = (_prove_optimal if is_network(policy) else _prove_stable)(
        market, policy, outcome
    )
    fit = network.effective_fit(market, policy)[outcome.pairs]
    if market.roles is not None:
        fit = market.roles.fit[outcome.role, outcome.pairs]
    lacking = outcome.lacking(market)
    is_placed = lacking < market.demand
    first = np.zeros(market.mentees, bool) if market.first is None else market.first
    return Certificate(
        objective=policy.objective,
        placed=int(is_placed.sum()),
        mentees=market.mentees,
        mentors=market.mentors,
        places=int(market.places.sum()),
        lacking=int(lacking.sum()),
        total=int(fit.sum()),
        below={band: int((fit < band).sum()) for band in policy.bands},
        proved=proved,
        input_hash=outcome.input_hash,
        result_hash=outcome.result_hash,
        policy=policy,
        searched=searched,
        first=int(first.sum()),
        first_placed=int((first & is_placed).sum()),
    )


def _check_feasible(market: Market, policy: Policy, outcome: Outcome) -> None:
    pairs = outcome.pairs
    if pairs.size and (pairs.min() < 0 or pairs.max() >= market.pairs):
        raise BrokenCertificate("The result holds a pair that is not eligible.")
    if len(np.unique(pairs)) != len(pairs) or outcome.role.shape != pairs.shape:
        raise BrokenCertificate("The result holds a pair twice.")
    if not np.isin(market.locks, pairs).all():
        raise BrokenCertificate("A locked pair is missing from the result.")
    may = np.concatenate([network.open_pairs(market, policy), market.locks])
    if not np.isin(pairs, may).all():
        raise BrokenCertificate("The result holds a pair that the policy rules out.")
    for ids, counts, room in (
        (market.mentee_id, market.demand - outcome.lacking(market), market.demand),
        (market.mentor_id, outcome.load(market), market.places),
    ):
        over = np.flatnonzero(counts > room)
        if over.size:
            raise BrokenCertificate(f"{ids[int(over[0])]!r} is paired more often than allowed.")
    over = caps.broken(market, pairs, outcome.role)
    if over.size:
        raise BrokenCertificate(
            f"{market.mentor_id[int(over[0])]!r} has more mentees in a role than they take."
        )


def _prove_optimal(market: Market, policy: Policy, outcome: Outcome) -> tuple[tuple[str, ...], int]:
    if market.roles is None or market.roles.caps is None:
        _prices, names = stage_prices(market, policy, outcome)
        return tuple(names), 0
    net = network.build(market, policy)
    plan = network.stages(net, policy, int(market.demand.max(initial=0)))
    try:
        searched = caps.disprove_better(market, net, plan, flow_of(net, market, outcome))
    except NotOptimal as cause:
        raise BrokenCertificate(f"At the stage “{cause}” it could be improved.") from cause
    return tuple(stage.name for stage in plan), searched


def stage_prices(
    market: Market, policy: Policy, outcome: Outcome, *, ties: bool = True
) -> tuple[list[Ints], list[str]]:
    """The node prices that prove each stage of a result optimal, and the stages' names.

    Without `ties`, the last stage, which only chooses among equals, is left out.

    Mentees are nodes ``0 … mentees - 1`` and mentors follow (without roles). Raises
    `BrokenCertificate` at the first stage that could be improved.
    """
    net = network.build(market, policy)
    flow = flow_of(net, market, outcome)
    face, found, names = Face.of(net), [], []
    plan = network.stages(net, policy, int(market.demand.max(initial=0)))
    for stage in plan if ties else plan[:-1]:
        try:
            face, prices = restrict(net, face, stage.made(), flow)
        except NotOptimal as cause:
            raise BrokenCertificate(f"At the stage “{stage.name}” it could be improved.") from cause
        found.append(prices)
        names.append(stage.name)
    return found, names


def flow_of(net: Network, market: Market, outcome: Outcome) -> Ints:
    """The flow that a result stands for; raises `BrokenCertificate` if a role was not asked for."""
    flow = np.zeros(net.arcs, np.int64)
    pairs = len(net.pair)
    is_free = ~np.isin(outcome.pairs, market.locks)
    wanted = net.role * market.pairs + net.pair
    held = outcome.role[is_free] * market.pairs + outcome.pairs[is_free]
    at = np.flatnonzero(np.isin(wanted, held))
    if len(at) != len(held):
        raise BrokenCertificate("Somebody has a mentor in a role they did not ask for.")
    flow[at] = 1
    if net.links:
        linked = np.isin(net.head[at], net.tail[pairs : pairs + net.links])
        flow[pairs + net.head[at][linked] - net.tail[pairs]] = 1
    _fill_places(net, flow)
    return with_unplaced(net, flow)


def _fill_places(net: Network, flow: Ints) -> None:
    """Send what reaches each mentor through their places, the cheapest first."""
    into = slice(len(net.pair) if net.links else 0, len(net.pair) + net.links)
    if not net.links:
        into = slice(0, len(net.pair))
    load = np.bincount(net.head[into], weights=flow[into], minlength=net.nodes).astype(np.int64)
    places = slice(len(net.pair) + net.links, net.first_unplaced)
    tails, room = net.tail[places], net.capacity[places]
    before = np.cumsum(room) - room
    before -= before[np.searchsorted(tails, tails)]
    flow[places] = np.clip(load[tails] - before, 0, room)


def _prove_stable(market: Market, policy: Policy, outcome: Outcome) -> tuple[tuple[str, ...], int]:
    wanted = stable.preferences(market, policy)
    free = outcome.pairs[~np.isin(outcome.pairs, market.locks)]
    held = np.flatnonzero(np.isin(wanted.pair, free))
    if len(held) != len(free):
        raise BrokenCertificate("Somebody holds a mentor whom they did not find acceptable.")
    demand, places = network.left(market)
    blocking = stable.blocking_pairs(held, wanted, demand, places)
    if blocking.size:
        at = int(wanted.pair[blocking[0]])
        mentee, mentor = int(market.mentee[at]), int(market.mentor[at])
        raise BrokenCertificate(
            f"{market.mentee_id[mentee]!r} and {market.mentor_id[mentor]!r} would both rather "
            "have each other."
        )
    return ("no pair blocks",), 0
