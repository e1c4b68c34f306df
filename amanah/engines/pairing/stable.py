"""Stable results: nobody would rather swap.

Deferred acceptance (Gale & Shapley 1962, Amer. Math. Monthly 69, 9-15), all free proposers at
once, in plain numpy. With strict preferences the proposers' best stable result is unique (Knuth
1976), so the order of proposals cannot show in it; ties are made strict by ids and seed.
"""

from dataclasses import dataclass

import numpy as np

from amanah.engines.pairing.errors import InvalidMarket
from amanah.engines.pairing.market import Ints, Market, Policy
from amanah.engines.pairing.network import open_pairs
from amanah.engines.pairing.ties import id_hashes, pair_hashes

MOST_RANK = 1 << 20
MOST_PADDING = 4


@dataclass(frozen=True)
class Preferences:
    """Both sides' strict orders over the acceptable pairs.

    ``pair`` gives each one's index in the market; ``mentee_order`` and ``mentor_order`` are
    numbers of which the smaller is preferred; comparable within one person.
    """

    pair: Ints
    mentee: Ints
    mentor: Ints
    mentee_order: Ints
    mentor_order: Ints


def preferences(market: Market, policy: Policy) -> Preferences:
    """Ranked first, equal ranks tie; then, if acceptable, the unranked by fit; ties by the seed."""
    if market.roles is not None:
        raise InvalidMarket("Stable results know no roles; pair with roles as fair or total.")
    pair = open_pairs(market, policy)
    if policy.unranked == "refuse" and market.mentee_rank is not None:
        pair = pair[market.mentee_rank[pair] > 0]
    mentee, mentor = market.mentee[pair], market.mentor[pair]
    hashes = pair_hashes(
        id_hashes(market.mentee_id)[mentee], id_hashes(market.mentor_id)[mentor], policy.seed
    )
    fit = market.fit[pair] + _sticky(market, policy)[pair]
    return Preferences(
        pair=pair,
        mentee=mentee,
        mentor=mentor,
        mentee_order=_order(_rank(market.mentee_rank, pair), fit, hashes),
        mentor_order=_order(_rank(market.mentor_rank, pair), fit, ~hashes),
    )


def propose(
    side: Ints, other: Ints, order: Ints, other_order: Ints, room: Ints, other_room: Ints
) -> Ints:
    """Deferred acceptance. Returns the positions of the pairs that hold in the end.

    `side` and `other` give the proposer and the receiver of each pair, `order` and `other_order`
    their strict preferences, `room` and `other_room` how many each will hold.
    """
    by_preference = _by_preference(side, order, len(room))
    bounds = np.searchsorted(side[by_preference], np.arange(len(room) + 1))
    upto, end = bounds[:-1].copy(), bounds[1:]
    lacking = room.copy()
    held = np.empty(0, np.int64)
    while True:
        asking = np.flatnonzero((lacking > 0) & (upto < end))
        if not asking.size:
            return np.sort(held)
        count = np.minimum(lacking[asking], end[asking] - upto[asking])
        offers = by_preference[_ranges(upto[asking], count)]
        upto[asking] += count
        touched = np.zeros(len(other_room), bool)
        touched[other[offers]] = True
        is_touched = touched[other[held]]
        rivals = np.concatenate([offers, held[is_touched]])
        rivals = rivals[np.lexsort((other_order[rivals], other[rivals]))]
        whose = other[rivals]
        first = np.searchsorted(whose, whose)
        kept = np.arange(len(rivals)) - first < other_room[whose]
        held = np.concatenate([held[~is_touched], rivals[kept]])
        lacking = room - np.bincount(side[held], minlength=len(room))


def _by_preference(side: Ints, order: Ints, people: int) -> Ints:
    """Positions of the pairs by person, the preferred first."""
    counts = np.bincount(side, minlength=people)
    widest = int(counts.max(initial=0))
    if (np.diff(side) < 0).any() or people * widest > MOST_PADDING * len(side):
        return np.lexsort((order, side))
    # Rows stand together already: many short sorts are quicker than one long one.
    starts = np.cumsum(counts) - counts
    nth = np.arange(len(side)) - starts[side]
    table = np.full((people, widest), np.iinfo(np.int64).max)
    table[side, nth] = order
    sorted_rows = np.argsort(table, axis=1, kind="stable") + starts[:, None]
    found: Ints = sorted_rows[np.arange(widest) < counts[:, None]]
    return found


def blocking_pairs(held: Ints, wanted: Preferences, demand: Ints, places: Ints) -> Ints:
    """Positions of the acceptable pairs that both would rather have than what they hold.

    Independent of how the result was made: one comparison with the worst that each one holds.
    """
    is_held = np.zeros(len(wanted.pair), bool)
    is_held[held] = True
    mentee_wants = _would_rather(wanted.mentee, wanted.mentee_order, is_held, demand)
    mentor_wants = _would_rather(wanted.mentor, wanted.mentor_order, is_held, places)
    return np.flatnonzero(~is_held & mentee_wants & mentor_wants)


def _would_rather(side: Ints, order: Ints, is_held: np.ndarray, room: Ints) -> np.ndarray:
    held = np.flatnonzero(is_held)
    worst = np.full(len(room), -1, np.int64)
    np.maximum.at(worst, side[held], order[held])
    has_room = np.bincount(side[held], minlength=len(room)) < room
    return has_room[side] | (order < worst[side])


def _rank(ranks: Ints | None, pair: Ints) -> Ints:
    if ranks is None:
        return np.full(len(pair), MOST_RANK)
    return np.where(ranks[pair] > 0, ranks[pair], MOST_RANK)


def _order(rank: Ints, fit: Ints, hashes: np.ndarray) -> Ints:
    """How much each pair is disliked: by rank, then, among the unranked, by fit, then by hash.

    One number a pair, comparable among the pairs of one person: nothing has to be sorted. The
    hash has all the bits that the rest leaves, 46 or more, so two of one person never tie.
    """
    is_ranked = rank < MOST_RANK
    last = int(rank[is_ranked].max(initial=0))
    value = np.where(is_ranked, rank, last + 1 + int(fit.max(initial=0)) - fit)
    bits = 63 - int(value.max(initial=1)).bit_length()
    order: Ints = (value << bits) | (hashes >> np.uint64(64 - bits)).astype(np.int64)
    return order


def _ranges(start: Ints, count: Ints) -> Ints:
    offsets: Ints = np.repeat(start - (np.cumsum(count) - count), count)
    return offsets + np.arange(int(count.sum()))


def _sticky(market: Market, policy: Policy) -> Ints:
    bonus = np.zeros(market.pairs, np.int64)
    bonus[market.existing] = policy.stickiness
    return bonus
