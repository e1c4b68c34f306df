"""A market and a policy as a network of integer flows, and the stages in which it is optimised.

Mentees send one unit for each mentor they would like; each unit reaches the sink through a
mentor's place or, unplaced, directly. A stage is a cost on the arcs; the next stage is optimised
among the optima of those before it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from amanah.engines.pairing.errors import TooLarge
from amanah.engines.pairing.market import MOST_FIT, WISH_BONUS, Ints, Market, Policy, Roles
from amanah.engines.pairing.ties import TIE_BITS, id_hashes, pair_hashes, tie_breaks

Nodes = Ints | NDArray[np.int32]
MOST_COST = 1 << 62
# Pairs that are handled at once: small enough for the caches.
CHUNK = 1 << 18


@dataclass(frozen=True)
class Network:
    """The arcs of a market under a policy.

    The first ``len(pair)`` arcs are the pairs (``pair`` gives each one's index in the market, and
    ``role`` its role); ``links`` further arcs tie roles to one mentor; then come the mentors'
    places, then the arcs of units that stay unplaced.
    """

    tail: Nodes
    head: Nodes
    capacity: Ints
    supply: Ints
    pair: Ints
    role: Ints
    links: int
    places: int
    # How many-eth mentor of the same mentee (1 = first) each place and each unplaced arc is.
    nth: Ints
    # Of each unplaced arc, whether it is of somebody who comes first.
    first: NDArray[np.bool_]
    weight: Ints
    tie: Ints
    fit: Ints

    @property
    def nodes(self) -> int:
        return len(self.supply)

    @property
    def arcs(self) -> int:
        return len(self.tail)

    @cached_property
    def first_unplaced(self) -> int:
        return len(self.pair) + self.links + self.places


@dataclass(frozen=True)
class Stage:
    """One step of optimisation: its name, and what a unit on each arc costs.

    A column of costs is as long as the network: `made` gives one to be let go of again, `cost`
    one that is kept.
    """

    name: str
    made: Callable[[], Ints]

    @cached_property
    def cost(self) -> Ints:
        return self.made()


def effective_fit(market: Market, policy: Policy) -> Ints:
    """Fit as the policy sees it: in ``fair``, a ranked wish adds 300, 200 or 100, up to 1000."""
    if policy.objective != "fair" or market.mentee_rank is None:
        return market.fit
    bonus = np.zeros(int(market.mentee_rank.max(initial=0)) + 1 + len(WISH_BONUS), np.int64)
    bonus[1 : len(WISH_BONUS) + 1] = WISH_BONUS
    lifted: Ints = np.minimum(market.fit + bonus[market.mentee_rank], MOST_FIT)
    return lifted


def open_pairs(market: Market, policy: Policy) -> Ints:
    """Indices of the pairs that may still be chosen: not locked, not below the floor."""
    is_open = market.fit >= policy.floor
    is_open &= (market.places[market.mentor] > 0) & (market.demand[market.mentee] > 0)
    is_open[market.locks] = False
    return np.flatnonzero(is_open)


def build(market: Market, policy: Policy) -> Network:
    """The network of a market. Locked pairs are taken out of it, with the units they use."""
    network = _with_roles(market, policy) if market.roles else _plain(market, policy)
    top = int(np.abs(network.weight).max(initial=1)) + policy.load_step * int(
        market.places.max(initial=1)
    )
    if max(top, 1 << TIE_BITS) * (network.nodes + 1) >= MOST_COST:
        raise TooLarge(
            f"{network.nodes:,} people with weights up to {top:,} would overflow exact arithmetic. "
            "Lower the stickiness, or pair in parts."
        )
    return network


def stages(network: Network, policy: Policy, most_wanted: int) -> list[Stage]:
    """What is optimised, first things first."""
    found: list[Stage] = []
    if policy.objective == "fair" or policy.coverage_first:
        coverage = [_coverage(network, nth) for nth in range(1, most_wanted + 1)]
        waited = [_waited(network)] if network.first.any() else []
        found += [*coverage[:1], *waited, *coverage[1:]]
    if policy.objective == "fair":
        least = policy.floor
        for band in policy.bands:
            found.append(_below(network, least, band))
            least = band
    return [*found, _total(network, policy), _ties_by_hash(network)]


def _coverage(network: Network, nth: int) -> Stage:
    """Counts the units lacking among everybody's first `nth` mentors.

    With the counts before it at their least, the least of this one is the least of the nth.
    """

    def made() -> Ints:
        cost = np.zeros(network.arcs, np.int64)
        cost[network.first_unplaced :] = network.nth[network.places :] <= nth
        return cost

    return Stage(f"place {nth}", made)


def _waited(network: Network) -> Stage:
    """Counts those who come first and have nobody."""

    def made() -> Ints:
        cost = np.zeros(network.arcs, np.int64)
        is_only = network.nth[network.places :] == 1
        cost[network.first_unplaced :] = network.first & is_only
        return cost

    return Stage("waited before", made)


def _below(network: Network, least: int, band: int) -> Stage:
    """Counts the pairs with a fit from `least` up to `band`, which is not included."""

    def made() -> Ints:
        cost = np.zeros(network.arcs, np.int64)
        cost[: len(network.pair)] = (network.fit >= least) & (network.fit < band)
        return cost

    return Stage(f"below {band}", made)


def _total(network: Network, policy: Policy) -> Stage:
    def made() -> Ints:
        cost = np.zeros(network.arcs, np.int64)
        pairs = len(network.pair)
        np.negative(network.weight, out=cost[:pairs])
        places = slice(pairs + network.links, network.first_unplaced)
        cost[places] = (network.nth[: network.places] - 1) * policy.load_step
        return cost

    return Stage("total", made)


def _ties_by_hash(network: Network) -> Stage:
    """Decides among results that are equally good; a stage of its own, so it never costs fit."""

    def made() -> Ints:
        cost = np.zeros(network.arcs, np.int64)
        np.negative(network.tie, out=cost[: len(network.pair)])
        return cost

    return Stage("ties", made)


def _plain(market: Market, policy: Policy) -> Network:
    n, m = market.mentees, market.mentors
    pair = open_pairs(market, policy)
    demand, places = left(market)
    sink = n + m
    place_of, nth_place, place_room = _place_arcs(market, policy, places)
    unplaced, nth_unplaced = _unplaced_arcs(demand)
    supply = np.concatenate([demand, np.zeros(m + 1, np.int64)])
    supply[sink] = -int(demand.sum())
    to_sink = np.full(len(place_of) + len(unplaced), sink, np.int64)
    fit = effective_fit(market, policy)
    weight = fit + _sticky(market, policy) if policy.stickiness else fit
    return Network(
        tail=_nodes(_of(market.mentee, pair), place_of + n, unplaced),
        head=_nodes(_of(market.mentor, pair) + n, to_sink),
        capacity=np.concatenate(
            [np.ones(len(pair), np.int64), place_room, np.ones(len(unplaced), np.int64)]
        ),
        supply=supply,
        pair=pair,
        role=np.broadcast_to(np.int64(0), pair.shape),
        links=0,
        places=len(place_of),
        nth=np.concatenate([nth_place, nth_unplaced]),
        first=_first(market, unplaced),
        weight=_of(weight, pair),
        tie=_ties(market, policy, pair),
        fit=_of(fit, pair),
    )


def _with_roles(market: Market, policy: Policy) -> Network:
    """A node for each wanted role and each pair: no mentee has one mentor in two roles."""
    roles = market.roles
    assert roles is not None  # noqa: S101
    pair = open_pairs(market, policy)
    seat_at, seat_mentee, nth_seat = _seats(roles)
    arc_pair, arc_role = _asked(market, roles, pair, seat_at)
    seats, chosen = len(seat_mentee), pair[arc_pair]
    first_pair, first_mentor = seats, seats + len(pair)
    sink = first_mentor + market.mentors
    place_of, nth_place, place_room = _place_arcs(market, policy, market.places)
    supply = np.zeros(sink + 1, np.int64)
    supply[:seats], supply[sink] = 1, -seats
    to_sink = np.full(len(place_of) + seats, sink, np.int64)
    fit = roles.fit[arc_role, chosen]
    sources = [
        seat_at[market.mentee[chosen], arc_role],
        np.arange(len(pair)) + first_pair,
        place_of + first_mentor,
        np.arange(seats),
    ]
    return Network(
        tail=np.concatenate(sources),
        head=np.concatenate([arc_pair + first_pair, market.mentor[pair] + first_mentor, to_sink]),
        capacity=np.concatenate(
            [np.ones(len(chosen) + len(pair), np.int64), place_room, np.ones(seats, np.int64)]
        ),
        supply=supply,
        pair=chosen,
        role=arc_role,
        links=len(pair),
        places=len(place_of),
        nth=np.concatenate([nth_place, nth_seat]),
        first=_first(market, seat_mentee),
        weight=fit + _sticky(market, policy)[chosen],
        tie=_ties(market, policy, chosen) ^ arc_role,
        fit=fit,
    )


def _first(market: Market, mentee: Ints) -> NDArray[np.bool_]:
    """Whether each of these mentees comes first."""
    if market.first is None:
        return np.zeros(len(mentee), bool)
    return np.asarray(market.first, bool)[mentee]


def _seats(roles: Roles) -> tuple[Ints, Ints, Ints]:
    """Where each (mentee, role) has its node, whose it is, and how many-eth of theirs."""
    mentee, role = np.nonzero(roles.wants)
    seat_at = np.full(roles.wants.shape, -1, np.int64)
    seat_at[mentee, role] = np.arange(len(mentee))
    nth: Ints = np.cumsum(roles.wants, axis=1, dtype=np.int64)[mentee, role]
    return seat_at, mentee, nth


def _asked(market: Market, roles: Roles, pair: Ints, seat_at: Ints) -> tuple[Ints, Ints]:
    """Each open pair in each role that its mentee asks for: (position of the pair, role)."""
    is_asked = seat_at[market.mentee[pair]] >= 0
    if roles.takes is not None:
        is_asked &= roles.takes[market.mentor[pair]]
    wanting = [np.flatnonzero(is_asked[:, role]) for role in range(len(roles.names))]
    at = np.concatenate(wanting) if wanting else np.empty(0, np.int64)
    return at, np.repeat(np.arange(len(roles.names)), [len(found) for found in wanting])


def left(market: Market) -> tuple[Ints, Ints]:
    """Demand and places once the locked pairs have taken theirs."""
    mentee, mentor = market.mentee[market.locks], market.mentor[market.locks]
    return (
        market.demand - np.bincount(mentee, minlength=market.mentees),
        market.places - np.bincount(mentor, minlength=market.mentors),
    )


def _place_arcs(market: Market, policy: Policy, left: Ints) -> tuple[Ints, Ints, Ints]:
    """The mentors' places: one arc a place where each next one costs more, else one a mentor."""
    if policy.load_step == 0:
        return np.arange(market.mentors), np.ones(market.mentors, np.int64), left
    mentors = np.repeat(np.arange(market.mentors), left)
    starts = np.repeat(np.cumsum(left) - left, left)
    taken = np.repeat(market.places - left, left)
    nth = np.arange(len(mentors)) - starts + taken + 1
    return mentors, nth, np.ones(len(mentors), np.int64)


def _unplaced_arcs(demand: Ints) -> tuple[Ints, Ints]:
    """An arc for each unit that may stay unplaced: the last mentor wanted is the first to lack."""
    mentees = np.repeat(np.arange(len(demand)), demand)
    starts = np.repeat(np.cumsum(demand) - demand, demand)
    return mentees, np.arange(len(mentees)) - starts + 1


def _sticky(market: Market, policy: Policy) -> Ints:
    bonus = np.zeros(market.pairs, np.int64)
    bonus[market.existing] = policy.stickiness
    return bonus


def _nodes(*parts: Ints) -> NDArray[np.int32]:
    return np.concatenate(parts, dtype=np.int32, casting="same_kind")


def _of(values: Ints, pair: Ints) -> Ints:
    """The values of these pairs: the column itself, not a copy, where they are all of them."""
    return values if len(pair) == len(values) else values[pair]


def _ties(market: Market, policy: Policy, pair: Ints) -> Ints:
    mentee, mentor = id_hashes(market.mentee_id), id_hashes(market.mentor_id)
    found = np.empty(len(pair), np.int64)
    for first in range(0, len(pair), CHUNK):
        at = pair[first : first + CHUNK]
        hashes = pair_hashes(mentee[market.mentee[at]], mentor[market.mentor[at]], policy.seed)
        found[first : first + CHUNK] = tie_breaks(hashes)
    return found
