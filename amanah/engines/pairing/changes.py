"""What happens to running pairs when people join or leave, and what a decision would cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from amanah.engines.pairing.certificate import stage_prices
from amanah.engines.pairing.errors import InvalidMarket
from amanah.engines.pairing.market import Ints, Market, Policy
from amanah.engines.pairing.network import build, effective_fit, stages
from amanah.engines.pairing.outcome import Outcome
from amanah.engines.pairing.solving import outcome_pairs, solve

CURVE = (0, 100, 300, 1000)


@dataclass(frozen=True)
class Moved:
    """What became of the pairs that ran: by ids, (mentee, mentor).

    ``kept``; ``moved``: still possible but given up for something else; ``ended``: no longer
    eligible or no longer here.
    """

    kept: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str], ...]
    ended: tuple[tuple[str, str], ...]


def rematch(
    market: Market,
    running: Iterable[tuple[str, str]],
    policy: Policy,
    *,
    lock: bool = True,
) -> tuple[Outcome, Moved]:
    """Pair a market in which some pairs run already.

    Parameters
    ----------
    market : Market
        The market as it is now: joiners in it, leavers out.
    running : iterable of (mentee id, mentor id)
        The pairs that run.
    policy : Policy
    lock : bool
        True keeps every running pair that is still eligible; False lets the policy's
        ``stickiness`` decide.

    Returns
    -------
    Outcome, Moved

    Examples
    --------
    >>> market = Market(["a", "b"], ["x"], [1, 1], [1], [0, 1, 2], [0, 0], [100, 900])
    >>> rematch(market, [("a", "x")], Policy("total"))[1].kept
    (('a', 'x'),)
    >>> rematch(market, [("a", "x")], Policy("total"), lock=False)[1].moved
    (('a', 'x'),)
    """
    at_mentee = {name: at for at, name in enumerate(market.mentee_id)}
    at_mentor = {name: at for at, name in enumerate(market.mentor_id)}
    ended, pairs = [], []
    for mentee, mentor in sorted(set(running)):
        here = mentee in at_mentee and mentor in at_mentor
        pair = market.pair(at_mentee[mentee], at_mentor[mentor]) if here else None
        if pair is None:
            ended.append((mentee, mentor))
        else:
            pairs.append(pair)
    kept_in_view = np.array(pairs, np.int64)
    locks = np.union1d(market.locks, kept_in_view) if lock else market.locks
    outcome = solve(replace(market, existing=kept_in_view, locks=locks), policy)
    stays = np.isin(kept_in_view, outcome.pairs)
    return outcome, Moved(
        kept=_names(market, kept_in_view[stays]),
        moved=_names(market, kept_in_view[~stays]),
        ended=tuple(ended),
    )


def stickiness_curve(
    market: Market,
    running: Iterable[tuple[str, str]],
    policy: Policy,
    *,
    bonuses: Sequence[int] = CURVE,
) -> list[tuple[int, int, int, int]]:
    """What reluctance to move costs: for each bonus, (bonus, pairs moved, placed, total fit)."""
    running = list(running)
    curve = []
    for bonus in bonuses:
        outcome, moved = rematch(market, running, replace(policy, stickiness=bonus), lock=False)
        placed = int((outcome.lacking(market) < market.demand).sum())
        total = int(effective_fit(market, policy)[outcome.pairs].sum())
        curve.append((bonus, len(moved.moved), placed, total))
    return curve


@dataclass(frozen=True)
class Cost:
    """What a decision costs others, against the best without it.

    ``placed``: people fewer; ``below``: pairs more under each band; ``fit``: total less. Negative
    numbers are gains. ``changed``: how many mentees would get another mentor.
    """

    placed: int
    below: dict[int, int]
    fit: int
    changed: int


def cost_of(market: Market, policy: Policy, best: Outcome, other: Market) -> Cost:
    """The cost of `other`, the same people with a pair locked, forbidden or a rule added.

    Exact: `other` is solved anew. Pairs are compared by the ids of their people.
    """
    outcome = solve(other, policy)
    fit_before = effective_fit(market, policy)[best.pairs]
    fit_after = effective_fit(other, policy)[outcome.pairs]
    before, after = set(outcome_pairs(market, best)), set(outcome_pairs(other, outcome))
    placed = [
        int((result.lacking(where) < where.demand).sum())
        for where, result in ((market, best), (other, outcome))
    ]
    return Cost(
        placed=placed[0] - placed[1],
        below={
            band: int((fit_after < band).sum()) - int((fit_before < band).sum())
            for band in policy.bands
        },
        fit=int(fit_before.sum()) - int(fit_after.sum()),
        changed=len({pair[0] for pair in before ^ after}),
    )


@dataclass(frozen=True)
class LeastCost:
    """The least that forcing a pair could cost: at which stage, and how much of it.

    ``stage`` is that of the policy in which it first costs something (``place 1``: people placed;
    ``below 500``: pairs under 500; ``total``: fit; ``ties``: nothing but a tie); ``at_least``
    counts in that stage's unit.
    """

    stage: str
    at_least: int


def least_cost_of_forcing(market: Market, policy: Policy, outcome: Outcome, pair: int) -> LeastCost:
    """A lower bound on what forcing an eligible pair costs, at once, from the node prices.

    The exact cost is ``cost_of(market, policy, outcome, with_lock(…))``. For ``fair`` and
    ``total`` without roles.
    """
    prices, names = stage_prices(market, policy, outcome)
    mentee, mentor = int(market.mentee[pair]), int(market.mentor[pair])
    net = build(market, policy)
    at = int(np.searchsorted(net.pair, pair))
    for price, stage in zip(
        prices, stages(net, policy, int(market.demand.max(initial=0))), strict=True
    ):
        reduced = int(stage.cost[at] + price[mentee] - price[market.mentees + mentor])
        if reduced > 0:
            return LeastCost(stage.name, 0 if stage.name == "ties" else reduced)
    return LeastCost(names[-1], 0)


def least_costs(
    market: Market, policy: Policy, prices: Sequence[Ints], names: Sequence[str], pairs: Ints
) -> list[LeastCost]:
    """`least_cost_of_forcing` of several pairs at once, from prices that were kept.

    Parameters
    ----------
    prices, names
        What `certificate.stage_prices` gave for the market, the policy and its outcome.
    pairs : int, shape (asked,)
        Indices of eligible pairs.
    """
    return least_costs_of(
        policy,
        prices,
        names,
        mentee=market.mentee_of(pairs),
        mentors=market.mentor[pairs] + market.mentees,
        fit=effective_fit(market, policy)[pairs],
    )


def least_costs_of(
    policy: Policy,
    prices: Sequence[Ints],
    names: Sequence[str],
    *,
    mentee: int | Ints,
    mentors: Ints | Sequence[int],
    fit: Ints | Sequence[int],
) -> list[LeastCost]:
    """The same by nodes and fits, also of pairs that are not in the market.

    Parameters
    ----------
    mentee : int, or shape (asked,)
    mentors : int, shape (asked,)
        Nodes: a mentor's is the number of mentees and their row.
    fit : int, shape (asked,), 0 to 1000
    """
    fit, mentor = np.asarray(fit, np.int64), np.asarray(mentors, np.int64)
    found: list[LeastCost | None] = [None] * len(mentor)
    for price, name in zip(prices, names, strict=True):
        if name == "ties":
            continue
        reduced = _cost_of_pair(name, fit, policy) + price[mentee] - price[mentor]
        for at in np.flatnonzero(reduced > 0).tolist():
            found[at] = found[at] or LeastCost(name, int(reduced[at]))
    return [one or LeastCost("ties", 0) for one in found]


def _cost_of_pair(name: str, fit: Ints, policy: Policy) -> Ints:
    """What a stage counts of a pair by its fit; a bonus for pairs that run is not in it."""
    if name == "total":
        return -fit
    cost = np.zeros(len(fit), np.int64)
    if name.startswith("below"):
        band = int(name.removeprefix("below "))
        steps = (policy.floor, *policy.bands)
        least = max((step for step in steps if step < band), default=0)
        cost[(fit >= least) & (fit < band)] = 1
    return cost


def with_lock(market: Market, mentee: int, mentor: int) -> Market:
    """The market with one more pair that must be; `InvalidMarket` if it may not be."""
    pair = market.pair(mentee, mentor)
    if pair is None:
        raise InvalidMarket(
            f"{market.mentee_id[mentee]!r} and {market.mentor_id[mentor]!r} may not be paired; "
            "no lock can change that."
        )
    return replace(market, locks=np.union1d(market.locks, [pair]))


def without_pairs(market: Market, pairs: Ints) -> Market:
    """The market in which these pairs (indices) are no longer eligible."""
    keep = np.ones(market.pairs, bool)
    keep[pairs] = False
    if not keep[market.locks].all():
        raise InvalidMarket("A locked pair cannot be ruled out; unlock it first.")
    renumber = np.cumsum(keep) - 1
    counts = np.bincount(market.mentee[keep], minlength=market.mentees)
    rank = (market.mentee_rank, market.mentor_rank)
    return replace(
        market,
        indptr=np.concatenate([[0], np.cumsum(counts)]),
        mentor=market.mentor[keep],
        fit=market.fit[keep],
        mentee_rank=None if rank[0] is None else rank[0][keep],
        mentor_rank=None if rank[1] is None else rank[1][keep],
        existing=renumber[market.existing[keep[market.existing]]],
        locks=renumber[market.locks],
    )


def _names(market: Market, pairs: Ints) -> tuple[tuple[str, str], ...]:
    return tuple(
        (market.mentee_id[mentee], market.mentor_id[mentor])
        for mentee, mentor in zip(
            market.mentee[pairs].tolist(), market.mentor[pairs].tolist(), strict=True
        )
    )
