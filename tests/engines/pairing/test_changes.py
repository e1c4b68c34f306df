"""Running pairs, what-if, several mentors by role, and solving apart."""

import itertools
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from amanah.engines.pairing import (
    Cancelled,
    InvalidMarket,
    Market,
    Policy,
    Roles,
    TooLarge,
    audit,
    outcome_pairs,
    solve,
)
from amanah.engines.pairing.certificate import stage_prices
from amanah.engines.pairing.changes import (
    LeastCost,
    cost_of,
    least_cost_of_forcing,
    least_costs,
    rematch,
    stickiness_curve,
    with_lock,
    without_pairs,
)
from amanah.engines.pairing.network import build, open_pairs, stages
from amanah.engines.pairing.process import solve_apart
from tests.engines.pairing.markets import dense, worth
from tests.engines.pairing.test_laws import drawn

POLICIES = [Policy("fair", seed=3), Policy("total", seed=3), Policy("total", load_step=0)]


def ids(market, outcome):
    return {pair[:2] for pair in outcome_pairs(market, outcome)}


def test_running_pairs_stay_when_somebody_joins():
    before = dense([[900, 100], [100, 800]])
    running = ids(before, solve(before, POLICIES[0]))
    now = dense([[900, 100], [100, 800], [1000, 1000]])

    outcome, moved = rematch(now, running, POLICIES[0])

    assert running <= ids(now, outcome)
    assert (len(moved.kept), moved.moved, moved.ended) == (2, (), ())


def test_a_pair_that_may_no_longer_be_ends_and_one_whose_mentor_left_too():
    now = dense([[900, None], [100, 800]])

    _outcome, moved = rematch(now, [("mentee0", "mentor1"), ("mentee1", "gone")], POLICIES[0])

    assert moved.ended == (("mentee0", "mentor1"), ("mentee1", "gone"))


def test_the_more_sticky_the_fewer_move_and_the_less_fit():
    market = drawn(4)
    random = np.random.default_rng(4)
    stale = solve(replace(market, fit=random.permutation(market.fit)), Policy("total"))

    curve = stickiness_curve(market, ids(market, stale), Policy("total"))

    assert [bonus for bonus, *_ in curve] == [0, 100, 300, 1000]
    moved = [one[1] for one in curve]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > moved[-1]


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_the_quick_bound_never_exceeds_what_forcing_a_pair_costs(policy):
    market = drawn(6, mentees=24, mentors=8)
    best = solve(market, policy)
    plan = stages(build(market, policy), policy, 1)
    names = [stage.name for stage in plan]
    tight = 0
    for pair in range(market.pairs):
        bound = least_cost_of_forcing(market, policy, best, pair)
        forced = with_lock(market, int(market.mentee[pair]), int(market.mentor[pair]))
        got = worth(forced, policy, solve(forced, policy))
        before = worth(market, policy, best)
        upto = names.index(bound.stage)
        if upto < len(before):
            lost = [one - other for one, other in zip(before, got, strict=True)]
            assert not any(lost[:upto]) or next(x for x in lost if x) > 0
            if not any(lost[:upto]):
                assert lost[upto] >= bound.at_least
                tight += lost[upto] == bound.at_least > 0
    assert tight > 0


def test_forcing_a_pair_that_is_there_costs_nothing():
    market, policy = drawn(6), POLICIES[0]
    best = solve(market, policy)

    cost = cost_of(
        market,
        policy,
        best,
        with_lock(market, int(market.mentee[best.pairs[0]]), int(market.mentor[best.pairs[0]])),
    )

    assert (cost.placed, cost.fit, cost.changed, set(cost.below.values())) == (0, 0, 0, {0})
    assert least_cost_of_forcing(market, policy, best, int(best.pairs[0])).at_least == 0


def test_the_cost_of_a_rule_is_what_was_lost_by_it():
    market = dense([[900, 400], [850, 300]])
    policy = Policy("total", load_step=0)
    best = solve(market, policy)

    cost = cost_of(market, policy, best, without_pairs(market, best.pairs[:1]))

    # 400 and 850 (1250) before; without mentee0 and mentor1, 900 and 300.
    assert (cost.placed, cost.fit, cost.changed) == (0, 50, 2)
    assert cost.below[500] == 0


def with_roles(seed):
    random = np.random.default_rng(seed)
    mentees, mentors = 3, 3
    rows, columns = np.nonzero(random.random((mentees, mentors)) < 0.8)
    wants = random.random((mentees, 2)) < 0.75
    return Market(
        mentee_id=list("abc"),
        mentor_id=list("xyz"),
        demand=wants.sum(1),
        places=random.integers(0, 3, mentors),
        indptr=np.searchsorted(rows, np.arange(mentees + 1)),
        mentor=columns,
        fit=random.integers(0, 1001, len(rows)),
        roles=Roles(("primary", "career"), wants, random.integers(0, 1001, (2, len(rows)))),
    )


def every_way(market):
    """Every feasible set of (pair, role), by enumeration."""
    choices = [
        (pair, role)
        for pair in range(market.pairs)
        for role in range(2)
        if market.roles.wants[market.mentee[pair], role]
        and (market.roles.takes is None or market.roles.takes[market.mentor[pair], role])
    ]
    for size in range(len(choices) + 1):
        for chosen in itertools.combinations(choices, size):
            pairs = [pair for pair, _role in chosen]
            seats = [(market.mentee[pair], role) for pair, role in chosen]
            load = np.bincount(market.mentor[pairs], minlength=market.mentors)
            if len({*pairs}) == len(pairs) == len({*seats}) and (load <= market.places).all():
                yield chosen


def some_take_one_role(market):
    takes = np.random.default_rng(5).random((market.mentors, 2)) < 0.6
    return replace(market, roles=replace(market.roles, takes=takes))


@pytest.mark.parametrize("takes", [lambda market: market, some_take_one_role])
@pytest.mark.parametrize("seed", range(8))
def test_with_roles_nothing_is_better_by_enumeration(seed, takes):
    market, policy = takes(with_roles(seed)), Policy("fair", load_step=0, bands=(500,))

    def value(chosen):
        fit = [int(market.roles.fit[role, pair]) for pair, role in chosen]
        wants = market.roles.wants
        firsts = sum(bool(wants[market.mentee[pair]].argmax() == role) for pair, role in chosen)
        return (firsts, len(chosen), -sum(one < 500 for one in fit), sum(fit))

    outcome = solve(market, policy)
    audit(market, policy, outcome)
    ours = list(zip(outcome.pairs.tolist(), outcome.role.tolist(), strict=True))

    best = max(map(value, every_way(market)))
    assert value(ours) == best


def test_nobody_has_one_mentor_in_two_roles():
    market = Market(
        ["a"],
        ["x", "y"],
        [2],
        [2, 2],
        [0, 2],
        [0, 1],
        [0, 0],
        roles=Roles(
            ("primary", "career"), np.array([[True, True]]), np.array([[1000, 100], [1000, 100]])
        ),
    )

    found = outcome_pairs(market, solve(market, Policy("fair")))

    assert {pair[1] for pair in found} == {"x", "y"}
    assert {pair[2] for pair in found} == {"primary", "career"}


def test_roles_and_stable_results_do_not_go_together():
    with pytest.raises(InvalidMarket, match="Stable results know no roles"):
        solve(with_roles(0), Policy("stable"))


def test_solving_apart_gives_the_same_and_tells_of_its_steps():
    market, policy, steps = drawn(5), POLICIES[0], []

    outcome = solve_apart(market, policy, progress=steps.append)

    assert outcome.result_hash == solve(market, policy).result_hash
    assert [step.name for step in steps][:2] == ["place 1", "below 500"]
    assert steps[-1].done < steps[-1].of


def test_solving_apart_can_be_called_off_at_once():
    market = drawn(5, mentees=1500, mentors=400)
    began = time.monotonic()

    with pytest.raises(Cancelled):
        solve_apart(market, POLICIES[0], is_called_off=lambda: True)
    assert time.monotonic() - began < 60


def test_solving_apart_ends_at_its_limit_of_memory_and_says_so():
    # In an interpreter of its own: one that has worked for long holds free memory in reserve.
    program = (
        "from tests.engines.pairing.test_changes import *\n"
        "market = drawn(5, mentees=1500, mentors=400)\n"
        "print(len(solve_apart(market, POLICIES[0]).pairs))\n"
        "solve_apart(market, POLICIES[0], memory=1 << 20)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert int(done.stdout) > 0
    assert "TooLarge: The solver ran out of memory" in done.stderr.splitlines()[-1]


def test_solving_apart_stops_at_its_limits_and_says_so():
    market = drawn(5, mentees=1500, mentors=400)

    with pytest.raises(TooLarge, match="Not solved within 0 seconds"):
        solve_apart(market, POLICIES[0], seconds=0)
    with pytest.raises(InvalidMarket, match="no roles"):
        solve_apart(with_roles(0), Policy("stable"))


@pytest.mark.parametrize("policy", [Policy("fair"), Policy("total"), Policy("fair", floor=200)])
def test_prices_that_were_kept_give_the_same_least_costs(policy):
    market = drawn(3)
    outcome = solve(market, policy)
    prices, names = stage_prices(market, policy, outcome)
    pairs = open_pairs(market, policy)[::7]

    found = least_costs(market, policy, prices, names, pairs)

    each = [least_cost_of_forcing(market, policy, outcome, pair) for pair in pairs.tolist()]
    assert found == [LeastCost("ties", 0) if one.stage == "ties" else one for one in each]
    assert {one.at_least > 0 for one in found} == {True, False}
