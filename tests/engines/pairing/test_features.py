"""Fit worked by hand, and candidates that leave out nothing they must keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.engines.pairing import InvalidMarket, Policy, audit, solve
from amanah.engines.pairing.candidates import Demand, Rules, candidates
from amanah.engines.pairing.features import Features, Forbidden, Part
from amanah.engines.pairing.pricing import pair_over_all, prove_over_all
from tests.engines.pairing.markets import worth


def s(*items):
    return frozenset(items)


def features(*parts, mentees=2, mentors=2):
    return Features([f"e{i}" for i in range(mentees)], [f"r{i}" for i in range(mentors)], parts)


def test_fit_is_the_weighted_mean_of_the_parts():
    help_wanted = Part(
        "help", "complement", [s("a", "b"), s("c")], [s("a"), s("a", "b")], full_at=2, weight=20
    )
    times = Part("times", "shared", [s("mon"), s("tue")], [s("mon"), s("tue")], weight=10)

    fit = features(help_wanted, times).fit(np.arange(2))

    # e0, r0: (20 * 1/2 + 10 * 1) / 30; e0, r1: (20 * 1 + 0) / 30; e1 wants what nobody offers.
    assert fit.tolist() == [[667, 667], [0, 333]]


def test_a_part_that_a_mentee_left_empty_does_not_count_for_them():
    empty = Part("help", "complement", [s(), s("a")], [s("a"), s()], weight=20)
    times = Part("times", "shared", [s("mon"), s("mon")], [s("mon"), s()], weight=10)

    assert features(empty, times).fit(np.arange(2)).tolist() == [[1000, 0], [1000, 0]]


def test_who_said_nothing_at_all_fits_everybody_middlingly():
    nothing = Part("times", "shared", [s(), s()], [s("mon"), s()])

    assert features(nothing).fit(np.arange(2)).tolist() == [[500, 500], [500, 500]]


def test_weights_are_each_mentees_own():
    one = Part("one", "shared", [s("a"), s("a")], [s("a"), s()], weight=[10, 0])
    two = Part("two", "shared", [s("b"), s("b")], [s(), s("b")], weight=[10, 10])

    assert features(one, two).fit(np.arange(2)).tolist() == [[500, 500], [0, 1000]]


def test_halves_are_rounded_up():
    # One of eight weights: 125; three of sixteen: 187.5.
    one = Part("one", "shared", [s("a")], [s("a")], weight=3)
    rest = Part("rest", "shared", [s("b")], [s()], weight=13)

    assert features(one, rest, mentees=1, mentors=1).fit(np.arange(1)).tolist() == [[188]]


def test_a_rule_excludes_only_where_both_have_spoken():
    rule = Part("language", "shared", [s("en"), s()], [s("fr"), s()], is_rule=True)

    assert features(rule).fit(np.arange(2)).tolist() == [[-1, 0], [500, 500]]


items = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)


@given(
    st.lists(items, min_size=3, max_size=3),
    st.lists(items, min_size=2, max_size=2),
    st.sampled_from([1, 2, 3, 4, 6, 12]),
    st.lists(st.integers(0, 100), min_size=3, max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_fit_is_exact_to_the_unit(mentees, mentors, full_at, weights):
    from fractions import Fraction

    parts = [
        Part("one", "shared", mentees, mentors, full_at=full_at, weight=weights),
        Part("two", "shared", mentees[::-1], mentors, weight=7),
    ]
    found = features(*parts, mentees=3).fit(np.arange(3))

    marks = [1, 2, 3, 4, 6, 12]
    for e in range(3):
        for r in range(2):
            got, of = Fraction(0), 0
            for part, weight in ((parts[0], weights[e]), (parts[1], 7)):
                said = len(part.mentee[e])
                if said:
                    full = max(mark for mark in marks if mark <= min(said, part.full_at))
                    got += weight * Fraction(min(len(part.mentee[e] & part.mentor[r]), full), full)
                    of += weight
            exact = 500 if of == 0 else int(1000 * got / of + Fraction(1, 2))
            assert found[e, r] == exact


@pytest.mark.parametrize("wrong", [{"full_at": 5}, {"weight": 101}, {"weight": -1}])
def test_marks_and_weights_out_of_range_are_refused(wrong):
    features(Part("a", "shared", [s(), s()], [s(), s()], full_at=6, weight=100))

    with pytest.raises(InvalidMarket, match="'a'"):
        features(Part("a", "shared", [s(), s()], [s(), s()], **wrong))


def crowd(n, m, seed):
    random = np.random.default_rng(seed)

    def sets(count, kinds, most):
        return [
            frozenset(random.choice(kinds, random.integers(1, most + 1), False).tolist())
            for _ in range(count)
        ]

    parts = [
        Part("help", "complement", sets(n, 9, 4), sets(m, 9, 4), full_at=2, weight=20),
        Part("times", "shared", sets(n, 7, 3), sets(m, 7, 3), is_rule=True),
        Part("field", "shared", sets(n, 12, 1), sets(m, 12, 1)),
    ]
    found = Features([f"e{i}" for i in range(n)], [f"r{i}" for i in range(m)], parts)
    forbidden = [Forbidden(int(random.integers(n)), int(random.integers(m))) for _ in range(n)]
    return found, Rules(forbidden=forbidden), Demand(np.ones(n, int), random.integers(0, 4, m))


def test_the_best_few_are_the_best_few_and_wishes_are_kept_however_they_fit():
    people, rules, demand = crowd(60, 30, 1)
    every = candidates(people, rules, demand)
    worst = int(every.fit[every.indptr[0] : every.indptr[1]].argmin())
    wish = (0, int(every.mentor[worst]))

    few = candidates(people, Rules(rules.forbidden, mentee_wishes={wish: 1}), demand, k=3)

    assert few.pair(*wish) is not None
    for mentee in range(1, 60):
        mine = np.sort(every.fit[every.indptr[mentee] : every.indptr[mentee + 1]])[::-1][:3]
        theirs = np.sort(few.fit[few.indptr[mentee] : few.indptr[mentee + 1]])[::-1]
        assert theirs.tolist() == mine.tolist()


def test_what_is_forbidden_does_not_exist_even_if_it_is_wished_for():
    people, _rules, demand = crowd(20, 10, 2)
    every = candidates(people, Rules(), demand)
    pair = (int(every.mentee[5]), int(every.mentor[5]))
    rules = Rules(forbidden=[Forbidden(*pair, "mentor")], mentee_wishes={pair: 1})

    assert candidates(people, rules, demand).pair(*pair) is None
    assert candidates(people, rules, demand, k=2).pair(*pair) is None


def test_nobody_is_their_own_mentor():
    parts = [Part("a", "shared", [s("x"), s("x")], [s("x"), s("x")])]
    people = Features(["ann", "bea"], ["bea", "cleo"], parts)

    market = candidates(people, Rules(), Demand(np.ones(2, int), np.ones(2, int)))

    assert market.pair(1, 0) is None
    assert market.pair(0, 0) is not None


def test_a_lock_on_a_forbidden_pair_is_refused_by_name():
    people, _rules, demand = crowd(20, 10, 2)
    every = candidates(people, Rules(), demand)
    places = Demand(demand.mentors_wanted, np.ones(10, int))
    pair = (int(every.mentee[5]), int(every.mentor[5]))
    assert len(candidates(people, Rules(locks=[pair]), places).locks) == 1

    with pytest.raises(InvalidMarket, match=f"'e{pair[0]}' and 'r{pair[1]}' are locked"):
        candidates(people, Rules(forbidden=[Forbidden(*pair)], locks=[pair]), places)


@pytest.mark.parametrize("objective", ["fair", "total"])
@pytest.mark.parametrize("seed", range(4))
def test_pricing_out_finds_what_solving_over_all_pairs_finds(objective, seed):
    people, rules, demand = crowd(150, 70, seed)
    policy = Policy(objective, seed=seed)
    every = candidates(people, rules, demand, seed=seed)
    best = solve(every, policy)

    priced = pair_over_all(people, rules, demand, policy)

    assert worth(priced.market, policy, priced.outcome) == worth(every, policy, best)
    audit(priced.market, policy, priced.outcome)


@pytest.mark.parametrize("objective", ["fair", "total"])
def test_a_result_is_proved_over_all_pairs_without_solving_and_a_worse_one_is_not(objective):
    from amanah.engines.pairing import BrokenCertificate
    from amanah.engines.pairing.hashes import result_hash

    people, rules, demand = crowd(150, 70, 9)
    policy = Policy(objective)
    priced = pair_over_all(people, rules, demand, policy)
    market, pairs = priced.market, priced.outcome.pairs
    chosen = list(zip(market.mentee[pairs].tolist(), market.mentor[pairs].tolist(), strict=True))

    prove_over_all(people, rules, demand, policy, chosen, priced.outcome.result_hash)

    fewer = chosen[1:]
    claimed = result_hash((f"e{mentee}", f"r{mentor}", "") for mentee, mentor in fewer)
    with pytest.raises(BrokenCertificate, match="could be improved"):
        prove_over_all(people, rules, demand, policy, fewer, claimed)
    # Optimal among few candidates is not optimal over all: that, too, is seen.
    few = candidates(people, rules, demand, k=2)
    poor = solve(few, policy)
    assert worth(few, policy, poor) != worth(market, policy, priced.outcome)
    poor_pairs = list(
        zip(few.mentee[poor.pairs].tolist(), few.mentor[poor.pairs].tolist(), strict=True)
    )
    with pytest.raises(BrokenCertificate):
        prove_over_all(people, rules, demand, policy, poor_pairs, poor.result_hash)


def test_pricing_out_gives_the_same_whatever_the_order_of_rows():
    people, _rules, demand = crowd(120, 50, 3)
    row, column = (
        np.random.default_rng(3).permutation(120),
        np.random.default_rng(4).permutation(50),
    )
    other = Features(
        [people.mentee_id[at] for at in row],
        [people.mentor_id[at] for at in column],
        [
            Part(
                part.name,
                part.kind,
                [part.mentee[at] for at in row],
                [part.mentor[at] for at in column],
                full_at=part.full_at,
                weight=part.weight,
                is_rule=part.is_rule,
            )
            for part in people.parts
        ],
    )
    there = Demand(demand.mentors_wanted, demand.places[column])

    for policy in (Policy("fair", seed=5), Policy("total", seed=5)):
        one = pair_over_all(people, Rules(), demand, policy)
        two = pair_over_all(other, Rules(), there, policy)

        assert one.outcome.result_hash == two.outcome.result_hash


def test_a_stable_result_cannot_be_priced():
    people, rules, demand = crowd(10, 5, 0)

    with pytest.raises(InvalidMarket, match="stable result needs all pairs"):
        pair_over_all(people, rules, demand, Policy("stable"))
