"""What must follow when a market is changed in a known way."""

from dataclasses import replace

import numpy as np
import pytest

from amanah.engines.pairing import Policy, audit, outcome_pairs, solve
from amanah.engines.pairing.changes import without_pairs
from tests.engines.pairing.test_laws import POLICIES, drawn

SEEDS = range(4)
TOTAL = Policy("total", load_step=0)


def names(market, policy):
    return sorted(outcome_pairs(market, solve(market, policy)))


@pytest.mark.parametrize("seed", SEEDS)
def test_adding_a_constant_to_all_fit_moves_nobody(seed):
    market = drawn(seed)
    lower = replace(market, fit=market.fit // 2)
    higher = replace(market, fit=market.fit // 2 + 400)

    assert names(lower, TOTAL) == names(higher, TOTAL)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.objective)
@pytest.mark.parametrize("seed", SEEDS)
def test_ruling_out_a_pair_that_was_not_chosen_changes_nothing(policy, seed):
    market = drawn(seed)
    chosen = solve(market, policy)
    idle = np.setdiff1d(np.arange(market.pairs), chosen.pairs)[:: seed + 3]

    fewer = without_pairs(market, idle)

    if policy.objective == "stable":
        assert len(solve(fewer, policy).pairs) == len(chosen.pairs)
    else:
        assert names(fewer, policy) == sorted(outcome_pairs(market, chosen))


@pytest.mark.parametrize("seed", SEEDS)
def test_ruling_out_a_chosen_pair_never_helps(seed):
    market = drawn(seed)
    best = audit(market, TOTAL, solve(market, TOTAL))
    fewer = without_pairs(market, solve(market, TOTAL).pairs[:1])

    worse = audit(fewer, TOTAL, solve(fewer, TOTAL))

    assert (worse.placed, worse.total) <= (best.placed, best.total)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_places_never_make_a_total_smaller(seed):
    market = drawn(seed)
    policy = Policy("total", load_step=0, coverage_first=False)
    more = replace(market, places=market.places + 1)

    assert (
        audit(more, policy, solve(more, policy)).total
        >= audit(market, policy, solve(market, policy)).total
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_cutting_a_list_short_never_serves_the_one_who_cut_it_in_a_stable_result(seed):
    """Roth 1982: for the side that proposes, honesty is a dominant strategy."""
    market = drawn(seed)
    order = np.lexsort((-market.fit, market.mentee))
    rank = np.empty(market.pairs, int)
    rank[order] = np.arange(market.pairs) - market.indptr[market.mentee[order]] + 1
    honest = replace(market, mentee_rank=rank, mentor_rank=rank)
    policy = Policy("stable", unranked="refuse")
    before = solve(honest, policy)

    for mentee in range(0, market.mentees, 11):
        theirs = market.mentee == mentee
        cut = replace(honest, mentee_rank=np.where(theirs & (rank > 2), 0, rank))
        after = solve(cut, policy)
        got, had = (
            [int(rank[pair]) for pair in result.pairs if market.mentee[pair] == mentee]
            for result in (after, before)
        )
        assert not got or (had and had[0] <= got[0])


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.objective)
def test_other_names_in_the_same_market_still_give_a_proved_result(policy):
    market = drawn(2)
    renamed = replace(market, mentee_id=[f"x{at}" for at in range(market.mentees)])
    ours, theirs = solve(market, policy), solve(renamed, policy)

    one, other = audit(market, policy, ours), audit(renamed, policy, theirs)

    assert (one.placed, one.below) == (other.placed, other.below) or policy.objective == "stable"


def test_hashes_of_names_decide_ties_so_a_renaming_that_keeps_their_hashes_keeps_the_result():
    """A consistent renaming gives the renamed result wherever nothing is tied."""
    random = np.random.default_rng(3)
    market = drawn(3)
    untied = replace(market, fit=random.permutation(market.pairs) % 1001)
    renamed = replace(untied, mentee_id=[f"new {name}" for name in untied.mentee_id])
    policy = Policy("stable")

    before = names(untied, policy)

    assert names(renamed, policy) == sorted((f"new {a}", b, c) for a, b, c in before)
