"""Every way of pairing up to eight with eight, looked at one by one."""

import itertools

import numpy as np
import pytest

from amanah.engines.pairing import Policy, solve
from tests.engines.pairing.markets import dense, worth
from tests.engines.pairing.test_closed_forms import held, ranks_only


def every_way(n):
    """All permutations, shape (n!, n): the mentor of each mentee."""
    return np.array(list(itertools.permutations(range(n))))


@pytest.mark.parametrize("n", [5, 6, 7, 8])
@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_better_among_all_permutations(n, seed):
    table = np.random.default_rng(seed).integers(0, 1001, (n, n))
    fit = table[np.arange(n), every_way(n)]
    market = dense(table.tolist())

    total, fair = Policy("total", load_step=0), Policy("fair", load_step=0)

    assert worth(market, total, solve(market, total))[-1] == fit.sum(1).max()
    bands = [
        -((fit >= low) & (fit < high)).sum(1) for low, high in itertools.pairwise((0, *fair.bands))
    ]
    best = max(zip(*bands, fit.sum(1), strict=True))
    assert tuple(worth(market, fair, solve(market, fair))[1:]) == tuple(map(int, best))


@pytest.mark.parametrize("n", [4, 6, 7])
@pytest.mark.parametrize("seed", range(4))
def test_of_all_stable_results_the_proposers_get_their_best(n, seed):
    random = np.random.default_rng(seed)
    mentee_rank = np.argsort(random.random((n, n)), axis=1) + 1
    mentor_rank = np.argsort(random.random((n, n)), axis=0) + 1
    market = ranks_only(mentee_rank, mentor_rank)
    stable = [way for way in every_way(n) if is_stable(way, mentee_rank, mentor_rank)]
    mentees = np.arange(n)
    best = np.min([mentee_rank[mentees, way] for way in stable], axis=0)
    worst = np.max([mentee_rank[mentees, way] for way in stable], axis=0)

    by_mentees = held(market, solve(market, Policy("stable")))
    by_mentors = held(market, solve(market, Policy("stable", propose="mentor")))

    assert (mentee_rank[mentees, by_mentees] == best).all()
    assert (mentee_rank[mentees, by_mentors] == worst).all()


def is_stable(way, mentee_rank, mentor_rank):
    mentees = np.arange(len(way))
    mine = mentee_rank[mentees, way][:, None]
    theirs = np.empty(len(way), int)
    theirs[way] = mentor_rank[mentees, way]
    return not ((mentee_rank < mine) & (mentor_rank < theirs[None, :])).any()
