"""The optimum over every eligible pair, found from a few candidates each and then proved.

Solve on the best few pairs of each mentee; let the node prices of each stage judge every pair
that was left out; take in those that could improve it, and solve again. When none could, the
result is optimal over all pairs (column generation; Gilmore & Gomory 1961, Oper. Res. 9, 849-859).
Among results that are equally good, the seed chooses within the candidates that were considered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from amanah.engines.pairing.candidates import (
    Blocks,
    Demand,
    Rules,
    candidates,
    with_choices,
)
from amanah.engines.pairing.certificate import Certificate, audit, stage_prices
from amanah.engines.pairing.errors import BrokenCertificate, InvalidMarket, PairingError
from amanah.engines.pairing.features import Features
from amanah.engines.pairing.flow import Progress, Step, nobody_asks
from amanah.engines.pairing.market import MOST_FIT, Ints, Market, Policy
from amanah.engines.pairing.outcome import Outcome, is_network
from amanah.engines.pairing.solving import outcome_of, solve, solve_but_ties
from amanah.engines.pairing.ties import id_hashes, pair_hashes, tie_breaks

FIRST_CANDIDATES = 16
TAKEN_IN_AT_ONCE = 10
MOST_ROUNDS = 40

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Priced:
    """A result that is optimal over all eligible pairs, and the smaller market that it needed.

    Attributes
    ----------
    market, outcome
        The candidates that were enough, and the result on them. ``audit`` applies.
    considered : int
        How many pairs were judged: all mentees times all mentors.
    rounds : int
        How often it was solved.
    """

    market: Market
    outcome: Outcome
    considered: int
    rounds: int


def pair_over_all(
    features: Features,
    rules: Rules,
    demand: Demand,
    policy: Policy,
    *,
    progress: Progress = nobody_asks,
) -> Priced:
    """Pair by a policy over every eligible pair, without ever holding them all.

    Parameters
    ----------
    features, rules, demand, policy
        As for `candidates` and `solve`; the objective is ``fair`` or ``total``, without roles.

    Raises
    ------
    InvalidMarket
        For ``stable``, whose candidates cannot be priced; use ``candidates`` with ``k=None``.
    """
    if not is_network(policy):
        raise InvalidMarket("A stable result needs all pairs; take candidates with k=None.")
    blocks = Blocks(features, rules)
    market = candidates(
        features, rules, demand, k=FIRST_CANDIDATES, seed=policy.seed, blocks=blocks
    )
    for turn in range(1, MOST_ROUNDS + 1):
        progress(Step(f"round {turn}", turn - 1, MOST_ROUNDS))
        outcome = solve_but_ties(market, policy, progress)
        found = _better(blocks, market, policy, outcome)
        if not len(found[0]):
            chosen = solve(market, policy, progress=progress)
            return Priced(market, chosen, market.mentees * market.mentors, turn)
        market = with_choices(_taken_in(market, *found), rules)
    raise PairingError(f"No proof within {MOST_ROUNDS} rounds; pair with candidates(k=None).")


def prove_over_all(
    features: Features,
    rules: Rules,
    demand: Demand,
    policy: Policy,
    pairs: Sequence[tuple[int, int]],
    claimed_hash: str,
) -> tuple[Market, Outcome, Certificate]:
    """Prove that a result is optimal over every eligible pair, without solving anything.

    The result's own pairs and a few candidates are audited; what the node prices say could
    improve it is taken in and it is audited again, until nothing is left that could.

    Parameters
    ----------
    features, rules, demand, policy
        As for `pair_over_all`.
    pairs : sequence of (mentee, mentor)
        Row numbers of the result's pairs.
    claimed_hash : str
        The hash that the result is said to have.

    Raises
    ------
    BrokenCertificate
        If a pair may not be, the hash is another, or the result can be improved.
    """
    blocks = Blocks(features, rules)
    more = dict.fromkeys(pairs, 1)
    given = replace(rules, mentor_wishes={**more, **rules.mentor_wishes})
    market = candidates(
        features, given, demand, k=FIRST_CANDIDATES, seed=policy.seed, blocks=blocks
    )
    market = first = with_choices(replace(market, mentor_rank=None), rules)
    outcome = claimed = _of_pairs(market, policy, pairs)
    if outcome.result_hash != claimed_hash:
        raise BrokenCertificate("The pairs are not those that the hash was made of.")
    certificate = audit(market, policy, outcome)
    for _turn in range(MOST_ROUNDS):
        found = _better(blocks, market, policy, outcome)
        if not len(found[0]):
            return first, claimed, certificate
        market = with_choices(_taken_in(market, *found), rules)
        outcome = _of_pairs(market, policy, pairs)
    raise PairingError(f"No proof within {MOST_ROUNDS} rounds.")


def _of_pairs(market: Market, policy: Policy, pairs: Sequence[tuple[int, int]]) -> Outcome:
    at = [market.pair(*pair) for pair in pairs]
    if None in at:
        mentee, mentor = pairs[at.index(None)]
        raise BrokenCertificate(
            f"{market.mentee_id[mentee]!r} and {market.mentor_id[mentor]!r} may not be paired."
        )
    chosen = np.array(at, np.int64)
    return outcome_of(market, policy, chosen, np.zeros(len(chosen), np.int64))


def _better(
    blocks: Blocks, market: Market, policy: Policy, outcome: Outcome
) -> tuple[Ints, Ints, Ints]:
    """Pairs left out so far that could improve some stage: (mentee, mentor, fit)."""
    prices, names = stage_prices(market, policy, outcome, ties=False)
    judge = _Judge(market, policy, prices, names)
    found = [_NOTHING]
    for mentees, fit in blocks:
        row, column = judge.possible(mentees, fit)
        worth = fit[row, column].astype(np.int64)
        gain = judge.gain(mentees[row], column, worth)
        better = np.flatnonzero(gain > 0)
        row, column, worth, gain = (part[better] for part in (row, column, worth, gain))
        order = np.lexsort((-judge.ties(mentees[row], column), -gain, row))
        found.append(_first_few(mentees[row[order]], column[order], worth[order]))
    mentee, mentor, worth = map(np.concatenate, zip(*found, strict=True))
    is_new = ~np.isin(
        mentee * market.mentors + mentor, market.mentee * market.mentors + market.mentor
    )
    new: tuple[Ints, Ints, Ints] = (mentee[is_new], mentor[is_new], worth[is_new])
    return new


_NOTHING = (np.empty(0, np.int64),) * 3


class _Judge:
    """Says of pairs that were left out whether a stage could be improved by them."""

    def __init__(
        self, market: Market, policy: Policy, prices: list[Ints], names: list[str]
    ) -> None:
        n, m = market.mentees, market.mentors
        self.policy, self.names = policy, names
        self.mentee = [price[:n] for price in prices]
        self.mentor = [price[n : n + m] for price in prices]
        self._hashes = id_hashes(market.mentee_id), id_hashes(market.mentor_id)
        self._of_mentee, self._of_mentor, self._of_fit = self._in_one_number()
        self._of_mentee[market.demand == 0] = np.inf
        self._of_mentor[market.places == 0] = -np.inf

    def _in_one_number(self) -> tuple[Doubles, Doubles, Doubles]:
        """All stages in one number each: per mentee, per mentor, and per fit (last: not eligible).

        A mentor's less a mentee's less a fit's is above nought only if the pair improves a stage.
        Later stages weigh so little that they never outweigh an earlier one; those for which 53
        bits leave no room are left out, and then what is nought may still improve one of them.
        """
        fits = np.arange(MOST_FIT + 1)
        columns = []
        for name, of_mentee, of_mentor in zip(self.names, self.mentee, self.mentor, strict=True):
            columns.append((of_mentee, of_mentor, self._cost_of_fit(name, fits)))
        reach = [1 + sum(int(np.abs(part).max(initial=0)) for part in column) for column in columns]
        taken = _that_fit(reach)
        mentee, mentor, fit = (np.zeros(len(part)) for part in columns[0])
        for column, of in zip(columns[:taken], reach[:taken], strict=True):
            for total, part in zip((mentee, mentor, fit), column, strict=True):
                total *= 2 * of
                total += part
        self._is_whole = taken == len(columns)
        fit[: self.policy.floor] = np.inf
        return mentee, mentor, np.append(fit, np.inf)

    def possible(self, mentees: Ints, fit: NDArray[np.int16]) -> tuple[Ints, Ints]:
        """The few pairs of a block that need an exact look: nothing else can improve a stage."""
        need = self._of_fit.take(fit, mode="wrap")
        need += self._of_mentee[mentees][:, None]
        compare = np.less if self._is_whole else np.less_equal
        row, column = np.nonzero(compare(need, self._of_mentor))
        return row.astype(np.int64), column.astype(np.int64)

    def gain(self, mentee: Ints, mentor: Ints, fit: Ints) -> Ints:
        """What each pair gains at the first stage that is not indifferent to it; negative loses."""
        gain = np.zeros(len(mentee), np.int64)
        for name, of_mentee, of_mentor in zip(self.names, self.mentee, self.mentor, strict=True):
            here = of_mentor[mentor] - of_mentee[mentee] - self._cost_of_fit(name, fit)
            gain = np.where(gain == 0, here, gain)
        return gain

    def ties(self, mentee: Ints, mentor: Ints) -> Ints:
        """What decides among pairs that gain the same, whatever the order of rows."""
        hashes = pair_hashes(self._hashes[0][mentee], self._hashes[1][mentor], self.policy.seed)
        return tie_breaks(hashes)

    def _cost_of_fit(self, name: str, fit: Ints) -> Ints:
        if name == "total":
            return -fit
        cost = np.zeros(len(fit), np.int64)
        if name.startswith("below"):
            least, band = self._band(name)
            cost[(fit >= least) & (fit < band)] = 1
        return cost

    def _band(self, name: str) -> tuple[int, int]:
        """From which fit up to which (not included) a stage counts pairs."""
        band = int(name.removeprefix("below "))
        steps = (self.policy.floor, *self.policy.bands)
        return max((step for step in steps if step < band), default=0), band


def _that_fit(reach: list[int]) -> int:
    """How many of the stages, given how far each one's numbers reach, go into 53 bits."""
    room, taken = 1 << 53, 0
    for of in reach:
        room //= 2 * of
        taken += room > 0
    return taken


def _first_few(mentee: Ints, mentor: Ints, fit: Ints) -> tuple[Ints, Ints, Ints]:
    """The first few pairs of each mentee; rows of one mentee stand together."""
    nth = np.arange(len(mentee)) - np.searchsorted(mentee, mentee)
    few = nth < TAKEN_IN_AT_ONCE
    return mentee[few], mentor[few], fit[few]


def _taken_in(market: Market, mentee: Ints, mentor: Ints, fit: Ints) -> Market:
    """The market with further candidate pairs."""
    of = np.concatenate([market.mentee, mentee])
    to = np.concatenate([market.mentor, mentor])
    order = np.argsort(of * market.mentors + to, kind="stable")
    counts = np.bincount(of, minlength=market.mentees)
    return replace(
        market,
        indptr=np.concatenate([[0], np.cumsum(counts)]),
        mentor=to[order],
        fit=np.concatenate([market.fit, fit])[order],
        mentee_rank=None,
        mentor_rank=None,
        existing=np.empty(0, np.int64),
        locks=np.empty(0, np.int64),
    )
