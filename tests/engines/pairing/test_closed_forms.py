"""Markets whose answer is a theorem, at sizes that nobody enumerates."""

import numpy as np
import pytest

from amanah.engines.pairing import Market, Policy, audit, solve
from tests.engines.pairing.markets import case, dense

TOTAL = Policy("total", load_step=0)


def ranks_only(mentee_rank, mentor_rank, places=1):
    n, m = mentee_rank.shape
    return Market(
        mentee_id=[f"e{at}" for at in range(n)],
        mentor_id=[f"r{at}" for at in range(m)],
        demand=np.ones(n, int),
        places=np.full(m, places),
        indptr=np.arange(n + 1) * m,
        mentor=np.tile(np.arange(m), n),
        fit=np.zeros(n * m, int),
        mentee_rank=mentee_rank.ravel(),
        mentor_rank=mentor_rank.ravel(),
    )


def held(market, outcome):
    found = np.full(market.mentees, -1)
    found[market.mentee[outcome.pairs]] = market.mentor[outcome.pairs]
    return found


@pytest.mark.parametrize("n", [10, 200])
@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_with_one_common_order_of_mentees_they_choose_in_that_order(n, side):
    assert "serial dictatorship" in case("family_master_list")["expected"]["statement"]
    random = np.random.default_rng(n)
    wanted = np.argsort(random.random((n, n)), axis=1)
    mentee_rank = np.argsort(wanted, axis=1) + 1
    mentor_rank = np.repeat(np.arange(1, n + 1)[:, None], n, axis=1)
    market = ranks_only(mentee_rank, mentor_rank)

    found = held(market, solve(market, Policy("stable", propose=side)))

    taken = set()
    for mentee in range(n):
        first = next(mentor for mentor in wanted[mentee] if mentor not in taken)
        taken.add(first)
        assert found[mentee] == first


@pytest.mark.parametrize("n", [3, 150])
def test_in_a_cyclic_latin_square_whoever_proposes_gets_the_first_choice(n):
    rows, columns = np.indices((n, n))
    mentee_rank = (columns - rows) % n + 1
    mentor_rank = n + 1 - mentee_rank
    market = ranks_only(mentee_rank, mentor_rank)

    by_mentees = held(market, solve(market, Policy("stable")))
    by_mentors = held(market, solve(market, Policy("stable", propose="mentor")))

    assert (by_mentees == np.arange(n)).all()
    assert (by_mentors == (np.arange(n) - 1) % n).all()


@pytest.mark.parametrize("n", [5, 31])
def test_machol_and_wiens_table_costs_what_it_must(n):
    rows, columns = np.indices((n, n)) + 1
    market = dense((1000 - rows * columns).tolist())

    cost = 1000 * n - audit(market, TOTAL, solve(market, TOTAL)).total

    assert cost == n * (n + 1) * (n + 2) // 6


@pytest.mark.parametrize("n", [8, 120])
def test_in_a_monge_table_the_diagonal_is_best(n):
    at = np.arange(n)
    fit = 1000 - np.abs(at[:, None] - at[None, :]) * (900 // n)
    market = dense(fit.tolist())

    assert audit(market, TOTAL, solve(market, TOTAL)).total == 1000 * n


def test_random_tables_cost_what_parisi_said_within_four_standard_errors():
    n, draws, scale = 60, 40, 3000
    random = np.random.default_rng(1998)
    found = []
    for _ in range(draws):
        cost = np.minimum(np.rint(random.exponential(size=(n, n)) * scale), 1000).astype(int)
        market = dense((1000 - cost).tolist())
        found.append((1000 * n - audit(market, TOTAL, solve(market, TOTAL)).total) / scale)

    expected = sum(1 / k**2 for k in range(1, n + 1))
    error = np.std(found, ddof=1) / draws**0.5
    assert abs(np.mean(found) - expected) < 4 * error


def test_a_fair_result_costs_nothing_where_the_best_is_fair_already():
    known = case("bottleneck_2x2_price_of_fairness")
    market = dense(known["instance"]["affinity"])
    policy = Policy("fair", bands=(50,), load_step=0)

    total = audit(market, TOTAL, solve(market, TOTAL))
    fair = solve(market, policy)

    assert total.total == known["expected"]["max_sum"]
    assert market.fit[fair.pairs].min() == known["expected"]["max_min"]
