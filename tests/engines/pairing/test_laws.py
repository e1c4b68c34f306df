"""Laws that hold for every market: what must not change a result, and what must."""

import subprocess
import sys

import numpy as np
import pytest

from amanah.engines.pairing import Market, Policy, outcome_pairs, solve

POLICIES = [Policy("fair", seed=7), Policy("total", seed=7), Policy("stable", seed=7)]


def drawn(seed, mentees=60, mentors=20):
    """A market with many ties, so that only the seed can decide."""
    random = np.random.default_rng(seed)
    eligible = random.random((mentees, mentors)) < 0.4
    return _market(
        [f"e{at}" for at in range(mentees)],
        [f"r{at}" for at in range(mentors)],
        eligible,
        random.integers(1, 6, (mentees, mentors)) * 200,
        random.integers(1, 4, mentors),
    )


def _market(mentee_id, mentor_id, eligible, fit, places):
    rows, columns = np.nonzero(eligible)
    return Market(
        mentee_id=mentee_id,
        mentor_id=mentor_id,
        demand=np.ones(len(mentee_id), int),
        places=places,
        indptr=np.searchsorted(rows, np.arange(len(mentee_id) + 1)),
        mentor=columns,
        fit=fit[rows, columns],
    )


def shuffled(market, seed):
    """The same people in another order."""
    random = np.random.default_rng(seed)
    row, column = random.permutation(market.mentees), random.permutation(market.mentors)
    table = np.full((market.mentees, market.mentors), -1)
    table[market.mentee, market.mentor] = market.fit
    table = table[row][:, column]
    return _market(
        [market.mentee_id[at] for at in row],
        [market.mentor_id[at] for at in column],
        table >= 0,
        table,
        market.places[column],
    )


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.objective)
@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_does_not_matter(policy, seed):
    market = drawn(seed)
    other = shuffled(market, seed + 100)
    here, there = solve(market, policy), solve(other, policy)

    assert sorted(outcome_pairs(market, here)) == sorted(outcome_pairs(other, there))
    assert (here.input_hash, here.result_hash) == (there.input_hash, there.result_hash)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.objective)
def test_another_seed_decides_ties_otherwise(policy):
    market = drawn(1)
    other = Policy(policy.objective, seed=8)

    assert solve(market, policy).result_hash != solve(market, other).result_hash


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.objective)
def test_two_processes_agree_to_the_byte(policy):
    program = (
        "from tests.engines.pairing.test_laws import drawn\n"
        "from amanah.engines.pairing import Policy, solve\n"
        f"print(solve(drawn(3), {policy!r}).result_hash)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": str(at), "PATH": "/usr/bin"},
        ).stdout.strip()
        for at in (1, 2)
    ]

    assert runs == [solve(drawn(3), policy).result_hash] * 2


@pytest.mark.parametrize("seed", range(5))
def test_locking_a_pair_of_the_optimum_changes_nothing(seed):
    from dataclasses import replace

    market, policy = drawn(seed), Policy("total", load_step=0)
    best = solve(market, policy)

    locked = solve(replace(market, locks=best.pairs[:3]), policy)

    assert sorted(outcome_pairs(market, locked)) == sorted(outcome_pairs(market, best))


@pytest.mark.parametrize("seed", range(5))
def test_more_places_never_place_fewer(seed):
    from dataclasses import replace

    market, policy = drawn(seed), Policy("fair")
    more = replace(market, places=market.places + 1)

    assert len(solve(more, policy).pairs) >= len(solve(market, policy).pairs)
