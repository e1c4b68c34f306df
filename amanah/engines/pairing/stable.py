"""Stable results: nobody would rather swap.

Deferred acceptance (Gale & Shapley 1962, Amer. Math. Monthly 69, 9-15), all free proposers at
once, in plain numpy. With strict preferences the proposers' best stable result is unique (Knuth
1976), so the order of proposals cannot show in it; ties are made strict by ids and seed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amanah.engines.pairing.errors import InvalidMarket
from amanah.engines.pairing.market import Ints, Market, Policy
from amanah.engines.pairing.network import open_pairs
from amanah.engines.pairing.ties import id_hashes, pair_hashes

Positions = Ints | NDArray[np.int32]
MOST_PADDING = 4
# People, and pairs, that are handled at once: small enough for the caches and for memory.
BLOCK = 1 << 13
CHUNK = 1 << 18


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
    is_whole = len(pair) == market.pairs
    orders = _orders(market, policy, pair)
    return Preferences(
        pair=pair,
        mentee=market.mentee if is_whole else market.mentee[pair],
        mentor=market.mentor if is_whole else market.mentor[pair],
        mentee_order=orders[0],
        mentor_order=orders[1],
    )


def propose(
    side: Ints, other: Ints, order: Ints, other_order: Ints, room: Ints, other_room: Ints
) -> Ints:
    """Deferred acceptance. Returns the positions of the pairs that hold in the end.

    `side` and `other` give the proposer and the receiver of each pair, `order` and `other_order`
    their strict preferences, `room` and `other_room` how many each will hold.
    """
    by_preference, upto, end = _by_preference(side, order, len(room))
    held = _Held.of(other, other_room)
    lacking = room.copy()
    asking = np.flatnonzero((lacking > 0) & (upto < end))
    while asking.size:
        count = np.minimum(lacking[asking], end[asking] - upto[asking])
        offers = by_preference[_ranges(upto[asking], count)].astype(np.int64)
        upto[asking] += count
        lacking[asking] -= count
        refused = side[held.take(offers, other, other_order)]
        np.add.at(lacking, refused, 1)
        # Whoever was not refused anything holds all that they want, or has asked everybody.
        asking = _distinct(refused)
        asking = asking[upto[asking] < end[asking]]
    return held.pairs()


@dataclass(frozen=True)
class _Held:
    """What each receiver holds: a slot a place, and the order of the worst once all are taken."""

    slots: Ints
    start: Ints
    room: Ints
    worst: Ints

    @classmethod
    def of(cls, other: Ints, room: Ints) -> "_Held":
        room = np.minimum(room, np.bincount(other, minlength=len(room)))
        start = np.cumsum(room) - room
        slots = np.full(int(room.sum()), -1, np.int64)
        worst = np.where(room > 0, np.iinfo(np.int64).max, -1)
        return cls(slots, start, room, worst)

    def take(self, offers: Ints, other: Ints, order: Ints) -> Ints:
        """Hold the best of what is held and offered; returns what is refused."""
        hopeful = order[offers] < self.worst[other[offers]]
        refused, offers = offers[~hopeful], offers[hopeful]
        asked = _distinct(other[offers])
        places = _ranges(self.start[asked], self.room[asked])
        now = self.slots[places]
        rivals = np.concatenate([now[now >= 0], offers])
        rivals = rivals[np.lexsort((order[rivals], other[rivals]))]
        whose = other[rivals]
        count = np.bincount(np.searchsorted(asked, whose), minlength=len(asked))
        nth = np.arange(len(rivals)) - np.repeat(np.cumsum(count) - count, count)
        kept = nth < self.room[whose]
        self.slots[places] = -1
        self.slots[self.start[whose[kept]] + nth[kept]] = rivals[kept]
        last = self.slots[self.start[asked] + self.room[asked] - 1]
        self.worst[asked[last >= 0]] = order[last[last >= 0]]
        return np.concatenate([refused, rivals[~kept]])

    def pairs(self) -> Ints:
        return np.sort(self.slots[self.slots >= 0])


def _by_preference(side: Ints, order: Ints, people: int) -> tuple[Positions, Ints, Ints]:
    """Positions of the pairs by person, the preferred first; each one's first and their end."""
    counts = np.bincount(side, minlength=people)
    end: Ints = np.cumsum(counts, dtype=np.int64)
    start: Ints = end - counts
    widest = int(counts.max(initial=0))
    if (side[1:] < side[:-1]).any() or people * widest > MOST_PADDING * len(side):
        return np.lexsort((order, side)), start, end
    # Rows stand together already: many short sorts are quicker than one long one.
    found = np.empty(len(side), np.int32)
    for first in range(0, people, BLOCK):
        count, begin = counts[first : first + BLOCK], start[first : first + BLOCK]
        rows = slice(int(begin[0]), int(begin[-1] + count[-1]))
        table = np.full((len(count), widest), np.iinfo(np.int64).max)
        is_there = np.arange(widest) < count[:, None]
        table[is_there] = order[rows]
        found[rows] = (np.argsort(table, axis=1, kind="stable") + begin[:, None])[is_there]
    return found, start, end


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


def _orders(market: Market, policy: Policy, pair: Ints) -> tuple[Ints, Ints]:
    """How much each pair is disliked by its mentee and by its mentor, chunk by chunk."""
    of_mentee, of_mentor = id_hashes(market.mentee_id), id_hashes(market.mentor_id)
    best = int(market.fit.max(initial=0)) + policy.stickiness
    ranks = market.mentee_rank, market.mentor_rank
    last = [0 if rank is None else int(rank.max(initial=0)) for rank in ranks]
    found = np.empty((2, len(pair)), np.int64)
    sticky = _sticky(market, policy)
    for first in range(0, len(pair), CHUNK):
        part = slice(first, first + CHUNK)
        at = pair[part]
        hashes = pair_hashes(
            of_mentee[market.mentee[at]], of_mentor[market.mentor[at]], policy.seed
        )
        fit = market.fit[at] if sticky is None else market.fit[at] + sticky[at]
        for side, tie in ((0, hashes), (1, ~hashes)):
            found[side, part] = _order(ranks[side], at, best - fit, last[side], best, tie)
    return found[0], found[1]


def _order(
    ranks: Ints | None, at: Ints, misfit: Ints, last: int, most: int, hashes: np.ndarray
) -> Ints:
    """How much each pair is disliked: by rank, then, among the unranked, by fit, then by hash.

    One number a pair, comparable among the pairs of one person: nothing has to be sorted. The
    hash has all the bits that the rest leaves, 40 or more, so two of one person never tie.
    """
    value = last + 1 + misfit
    if ranks is not None:
        rank = ranks[at]
        value = np.where(rank > 0, rank, value)
    bits = 63 - (last + 1 + most).bit_length()
    value <<= bits
    value |= (hashes >> np.uint64(64 - bits)).astype(np.int64)
    return value


def _distinct(values: Ints) -> Ints:
    """The values ascending, each once; numpy's own goes by a hash table, which is slower here."""
    values = np.sort(values)
    found: Ints = values[np.append(True, values[1:] != values[:-1])[: len(values)]]
    return found


def _ranges(start: Ints, count: Ints) -> Ints:
    found: Ints = np.repeat(start - (np.cumsum(count) - count), count)
    found += np.arange(len(found))
    return found


def _sticky(market: Market, policy: Policy) -> Ints | None:
    if not policy.stickiness or not market.existing.size:
        return None
    bonus = np.zeros(market.pairs, np.int64)
    bonus[market.existing] = policy.stickiness
    return bonus
