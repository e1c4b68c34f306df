"""From what people said to the pairs that are eligible."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from amanah.engines.pairing.errors import InvalidMarket, TooLarge
from amanah.engines.pairing.features import NOT_ELIGIBLE, Features, Forbidden
from amanah.engines.pairing.market import MOST_PAIRS, Ints, Market
from amanah.engines.pairing.ties import id_hashes, pair_hashes, tie_breaks

BLOCK_CELLS = 1 << 18
KEEP_BYTES = 128 << 20
# Some minutes of looking; beyond it, nobody would wait for the end.
MOST_LOOKED_AT = (1 << 31) - 1


@dataclass(frozen=True)
class Rules:
    """What must not be, what must, and who asked for whom.

    Parameters
    ----------
    forbidden
        Pairs that must not be. They become pairs that do not exist.
    mentee_wishes, mentor_wishes : dict of (mentee, mentor) to int
        Rank of a pair in a ranked list, 1 first. A wished pair is a candidate however it fits.
    existing, locks : sequence of (mentee, mentor)
        Pairs that run already; pairs that must be in the result.
    """

    forbidden: Sequence[Forbidden] = ()
    mentee_wishes: dict[tuple[int, int], int] = field(default_factory=dict)
    mentor_wishes: dict[tuple[int, int], int] = field(default_factory=dict)
    existing: Sequence[tuple[int, int]] = ()
    locks: Sequence[tuple[int, int]] = ()

    def must_keep(self) -> set[tuple[int, int]]:
        """Pairs that are candidates whatever their fit."""
        return {*self.mentee_wishes, *self.mentor_wishes, *self.existing, *self.locks}


@dataclass(frozen=True)
class Demand:
    """How many each wants and can take; shape (mentees,) and (mentors,)."""

    mentors_wanted: Ints
    places: Ints
    # Who comes first where places are short, shape (mentees,); None: nobody before another.
    first: NDArray[np.bool_] | None = None


def candidates(
    features: Features,
    rules: Rules,
    demand: Demand,
    *,
    k: int | None = None,
    seed: int = 0,
    blocks: "Blocks | None" = None,
) -> Market:
    """The market of eligible pairs: all of them, or the best `k` of each mentee.

    Parameters
    ----------
    features, rules, demand
        Who they are, what must and must not be, and how many places there are.
    k : int, optional
        How many candidates a mentee keeps, ties decided by the seed. ``None`` keeps all.
        With fewer than all, `pair_over_all` proves the optimum over all of them.
    seed : int
    blocks : Blocks, optional
        Of the same features and rules, where fit is needed again later.

    Raises
    ------
    InvalidMarket
        If a lock or a forbidden pair names nobody, or a lock is on a forbidden pair.
    TooLarge
        If there are more than 2,147,483,647 pairs to look at, or 40 million eligible ones to keep.

    Notes
    -----
    Fit is computed in exact integers in blocks of about 262,144 pairs, so memory stays bounded
    whatever the number of people.

    Examples
    --------
    >>> from amanah.engines.pairing.features import Part
    >>> hours = Part("hours", "shared", [frozenset({"mon"})], [frozenset({"mon"}), frozenset()])
    >>> features = Features(["a"], ["x", "y"], [hours])
    >>> market = candidates(features, Rules(), Demand(np.array([1]), np.array([1, 1])))
    >>> market.mentor.tolist(), market.fit.tolist()
    ([0, 1], [1000, 0])
    >>> candidates(features, Rules(), Demand(np.array([1]), np.array([1, 1])), k=1).pairs
    1
    """
    _check(features, rules)
    wished = np.array(sorted(rules.must_keep()), np.int64).reshape(-1, 2)
    hashes = id_hashes(features.mentee_id), id_hashes(features.mentor_id)
    found: list[tuple[Ints, Ints, Ints]] = []
    pairs = 0
    for mentees, fit in blocks or Blocks(features, rules, keep=0):
        keep = fit != NOT_ELIGIBLE if k is None else _best(fit, k, hashes, mentees, seed)
        here = wished[(wished[:, 0] >= mentees[0]) & (wished[:, 0] <= mentees[-1])]
        row, column = here[:, 0] - mentees[0], here[:, 1]
        keep[row, column] = fit[row, column] != NOT_ELIGIBLE
        rows, columns = np.nonzero(keep)
        pairs += len(rows)
        if pairs > MOST_PAIRS:
            raise TooLarge(
                f"More than {MOST_PAIRS:,} pairs are eligible. Keep fewer candidates for each "
                "mentee, or pair in parts, such as by specialty."
            )
        found.append((mentees[rows], columns, fit[rows, columns].astype(np.int64)))
    return _market(features, rules, demand, found)


class Blocks:
    """The fit of everybody with everybody, block by block of mentees.

    Iterating gives (mentees, fit), `fit` of shape (mentees in the block, mentors) and -1 where a
    pair is not eligible. Blocks are kept for the next time up to `keep` bytes, and computed anew
    beyond; they are not to be written to.
    """

    def __init__(self, features: Features, rules: Rules, *, keep: int = KEEP_BYTES) -> None:
        n, m = len(features.mentee_id), len(features.mentor_id)
        if n * m > MOST_LOOKED_AT:
            raise TooLarge(
                f"{n:,} mentees and {m:,} mentors make {n * m:,} pairs, more than the "
                f"{MOST_LOOKED_AT:,} that are looked at. Pair in parts, such as by specialty."
            )
        self._features, self._left = features, keep
        self._blocked = blocked_pairs(features, rules)
        self._kept: dict[int, NDArray[np.int16]] = {}

    def __iter__(self) -> Iterator[tuple[Ints, NDArray[np.int16]]]:
        n = len(self._features.mentee_id)
        rows = max(1, BLOCK_CELLS // max(len(self._features.mentor_id), 1))
        for start in range(0, n, rows):
            mentees = np.arange(start, min(start + rows, n))
            yield mentees, self._fit(start, mentees)

    def _fit(self, start: int, mentees: Ints) -> NDArray[np.int16]:
        if start in self._kept:
            return self._kept[start]
        fit = self._features.fit(mentees)
        for at, mentee in enumerate(mentees.tolist()):
            if mentee in self._blocked:
                fit[at, self._blocked[mentee]] = NOT_ELIGIBLE
        if fit.nbytes <= self._left:
            self._left -= fit.nbytes
            self._kept[start] = fit
        return fit


def blocked_pairs(features: Features, rules: Rules) -> dict[int, Ints]:
    """The mentors that each mentee must not have; an address that is both is never its own."""
    by_mentee = _by_mentee({(pair.mentee, pair.mentor) for pair in rules.forbidden})
    mentor_at = {name: at for at, name in enumerate(features.mentor_id)}
    for mentee, name in enumerate(features.mentee_id):
        if name in mentor_at:
            by_mentee.setdefault(mentee, []).append(mentor_at[name])
    return {mentee: np.unique(mentors) for mentee, mentors in by_mentee.items()}


def _best(
    fit: NDArray[np.int16],
    k: int,
    hashes: tuple[NDArray[np.uint64], NDArray[np.uint64]],
    mentees: Ints,
    seed: int,
) -> NDArray[np.bool_]:
    """Which pairs are among the best `k` eligible ones of their mentee; ties by hash."""
    eligible: NDArray[np.bool_] = fit != NOT_ELIGIBLE
    if fit.shape[1] <= k:
        return eligible
    border = np.partition(fit, fit.shape[1] - k, axis=1)[:, fit.shape[1] - k]
    keep: NDArray[np.bool_] = fit > border[:, None]
    row, column = np.nonzero((fit == border[:, None]) & eligible)
    ties = tie_breaks(pair_hashes(hashes[0][mentees[row]], hashes[1][column], seed))
    order = np.lexsort((-ties, row))
    row, column = row[order], column[order]
    nth = np.arange(len(row)) - np.searchsorted(row, row)
    chosen = nth < (k - keep.sum(1))[row]
    keep[row[chosen], column[chosen]] = True
    return keep


def _market(
    features: Features,
    rules: Rules,
    demand: Demand,
    found: list[tuple[Ints, Ints, Ints]],
) -> Market:
    nothing = (np.empty(0, np.int64),) * 3
    mentee, mentor, fit = (np.concatenate(column) for column in zip(nothing, *found, strict=True))
    counts = np.bincount(mentee, minlength=len(features.mentee_id))
    market = Market(
        mentee_id=features.mentee_id,
        mentor_id=features.mentor_id,
        demand=demand.mentors_wanted,
        places=demand.places,
        indptr=np.concatenate([[0], np.cumsum(counts)]),
        mentor=mentor,
        fit=fit,
        first=demand.first,
    )
    return with_choices(market, rules)


def with_choices(market: Market, rules: Rules) -> Market:
    """The market with ranks, running pairs and locks filled in from the rules."""
    locks = [(at, market.pair(*at)) for at in rules.locks]
    for (mentee, mentor), pair in locks:
        if pair is None:
            raise InvalidMarket(
                f"{market.mentee_id[mentee]!r} and {market.mentor_id[mentor]!r} are locked "
                "together but may not be paired; unlock them or lift the rule."
            )
    running = [market.pair(*at) for at in rules.existing]
    return replace(
        market,
        mentee_rank=_ranks(market, rules.mentee_wishes),
        mentor_rank=_ranks(market, rules.mentor_wishes),
        existing=np.array([pair for pair in running if pair is not None], np.int64),
        locks=np.array([pair for _at, pair in locks], np.int64),
    )


def _ranks(market: Market, wishes: dict[tuple[int, int], int]) -> Ints | None:
    if not wishes:
        return None
    ranks = np.zeros(market.pairs, np.int64)
    for (mentee, mentor), rank in wishes.items():
        pair = market.pair(mentee, mentor)
        if pair is not None:
            ranks[pair] = rank
    return ranks


def _by_mentee(pairs: set[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for mentee, mentor in sorted(pairs):
        found.setdefault(mentee, []).append(mentor)
    return found


def _check(features: Features, rules: Rules) -> None:
    n, m = len(features.mentee_id), len(features.mentor_id)
    named = [(pair.mentee, pair.mentor) for pair in rules.forbidden]
    for mentee, mentor in [*named, *rules.must_keep()]:
        if not (0 <= mentee < n and 0 <= mentor < m):
            raise InvalidMarket(f"A rule names pair ({mentee}, {mentor}); there is no such person.")
