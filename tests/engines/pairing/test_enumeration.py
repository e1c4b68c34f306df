"""Every way of pairing up to eight with eight, looked at one by one."""

import itertools

import numpy as np
import pytest

from amanah.engines.pairing import Policy, audit, solve
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


def every_choice(market):
    """All ways in which each mentee has an eligible mentor or none, within everybody's places."""
    options = [
        [None, *market.mentor[market.indptr[at] : market.indptr[at + 1]].tolist()]
        for at in range(market.mentees)
    ]
    for way in itertools.product(*options):
        taken = np.bincount([at for at in way if at is not None], minlength=market.mentors)
        if (taken <= market.places).all():
            yield way


@pytest.mark.parametrize("seed", range(12))
def test_whoever_comes_first_is_placed_first_and_never_at_the_cost_of_somebodys_place(seed):
    random = np.random.default_rng(seed)
    table = random.integers(0, 1001, (5, 3)).tolist()
    table = [[fit if random.random() < 0.6 else None for fit in row] for row in table]
    first = random.random(5) < 0.4
    market = dense(table, first=first)

    counted = [
        (sum(at is not None for at in way), sum(first[n] and way[n] is not None for n in range(5)))
        for way in every_choice(market)
    ]

    for policy in (Policy("fair"), Policy("total")):
        outcome = solve(market, policy)
        found = audit(market, policy, outcome)
        assert (found.placed, found.first_placed) == max(counted)
