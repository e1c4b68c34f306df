import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.engines.pairing import Policy, audit, outcome_pairs, solve
from amanah.engines.pairing.network import effective_fit
from tests.engines.pairing.markets import case, dense, every_result, ranked

STABLE = [
    "gs1962_example1_3x3",
    "gs1962_example2_4x4",
    "rs1990_ex2_9",
    "matching_sm_readme",
    "matching_issue_67",
    "nrmp_classic_arthur_sunny_darrius_joseph_latha",
]


def mentor_of(market, outcome):
    found = dict.fromkeys(market.mentee_id)
    found.update({mentee: mentor for mentee, mentor, _role in outcome_pairs(market, outcome)})
    return found


@pytest.mark.parametrize("name", STABLE)
@pytest.mark.parametrize(
    ("side", "answer"), [("mentee", "proposer_optimal"), ("mentor", "receiver_optimal")]
)
def test_published_stable_results_come_out(name, side, answer):
    known = case(name)
    market = ranked(**known["instance"])
    policy = Policy("stable", propose=side)

    outcome = solve(market, policy)

    assert mentor_of(market, outcome) == known["expected"][answer]
    assert audit(market, policy, outcome).proved == ("no pair blocks",)


@pytest.mark.parametrize("name", ["munkres_readme_3x3", "scipy_lsa_doc_3x3"])
def test_published_assignments_come_out(name):
    known = case(name)
    market = dense([[1000 - cost for cost in row] for row in known["instance"]["cost"]])

    certificate = audit(market, TOTAL, solve(market, TOTAL))

    assert 3 * 1000 - certificate.total == known["expected"]["optimal_value"]


TOTAL = Policy("total", load_step=0)


def test_a_fair_result_lifts_the_worst_off_where_the_largest_total_does_not():
    market = dense([[1000, 550], [550, 150]])

    greedy = audit(market, TOTAL, solve(market, TOTAL))
    fair = audit(market, Policy("fair"), solve(market, Policy("fair")))

    assert (greedy.total, greedy.below[500]) == (1150, 1)
    assert (fair.total, fair.below[500]) == (1100, 0)


small_markets = st.integers(1, 4).flatmap(
    lambda mentors: st.tuples(
        st.lists(
            st.lists(
                st.one_of(st.none(), st.integers(0, 1000)), min_size=mentors, max_size=mentors
            ),
            min_size=1,
            max_size=4,
        ),
        st.lists(st.integers(0, 2), min_size=mentors, max_size=mentors),
    )
)


@given(small_markets, st.sampled_from([0, 50, 300]))
@settings(max_examples=150, deadline=None)
def test_no_result_is_better_than_the_one_found(drawn, load_step):
    fit, places = drawn
    market = dense(fit, places=places)
    for policy in (
        Policy("fair", load_step=load_step),
        Policy("total", load_step=load_step),
        Policy("total", coverage_first=False, load_step=load_step),
    ):
        found = solve(market, policy)
        best = max(worth(market, policy, pairs) for pairs in every_result(market))

        assert worth(market, policy, tuple(found.pairs.tolist())) == best
        audit(market, policy, found)


def worth(market, policy, pairs):
    """What a result is worth, written down anew: larger is better, first things first."""
    fit = effective_fit(market, policy)[list(pairs)]
    load = np.bincount(market.mentor[list(pairs)], minlength=market.mentors)
    total = int(fit.sum()) - policy.load_step * int((load * (load - 1) // 2).sum())
    if policy.objective == "fair":
        bounds = (0, *policy.bands)
        bands = [
            -int(((fit >= low) & (fit < high)).sum()) for low, high in itertools.pairwise(bounds)
        ]
        return (len(pairs), *bands, total)
    return (len(pairs), total) if policy.coverage_first else (total,)


def test_nobody_gets_a_second_mentor_before_everyone_has_a_first():
    market = dense([[900, 900], [100, None]], demand=[2, 1])

    outcome = solve(market, Policy("fair"))

    assert mentor_of(market, outcome) == {"mentee0": "mentor1", "mentee1": "mentor0"}


def test_load_is_shared_where_it_costs_less_than_it_gives():
    market = dense([[600, 580], [600, 580]], places=[2, 2])

    shared = solve(market, Policy("total", load_step=50))
    piled = solve(market, Policy("total", load_step=0))

    assert shared.load(market).tolist() == [1, 1]
    assert piled.load(market).tolist() == [2, 0]


def test_a_locked_pair_is_kept_whatever_it_costs():
    fit = [[900, 100], [100, 900]]
    free, locked = dense(fit), dense(fit, locks=[1])

    assert mentor_of(free, solve(free, TOTAL))["mentee0"] == "mentor0"
    outcome = solve(locked, TOTAL)
    assert mentor_of(locked, outcome) == {"mentee0": "mentor1", "mentee1": "mentor0"}
    audit(locked, TOTAL, outcome)


def test_a_running_pair_is_moved_only_for_more_than_the_stickiness():
    fit = [[500, 600], [500, 500]]
    for stickiness, mentor in ((0, "mentor1"), (300, "mentor0")):
        policy = Policy("total", load_step=0, stickiness=stickiness)
        market = dense(fit, existing=[0, 3])

        assert mentor_of(market, solve(market, policy))["mentee0"] == mentor


def test_a_wish_adds_to_fit_in_fair_and_not_beyond_a_thousand():
    market = dense([[500, 700, 900]], mentee_rank=[1, 3, 2])

    assert effective_fit(market, Policy("fair")).tolist() == [800, 800, 1000]
    assert effective_fit(market, Policy("total")).tolist() == [500, 700, 900]
