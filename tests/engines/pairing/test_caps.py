"""Limits of a mentor for a role: exact where they bind, and nothing changed where they do not."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from amanah.engines.pairing import (
    BrokenCertificate,
    InvalidMarket,
    Market,
    Policy,
    TooLarge,
    audit,
    caps,
    solve,
)
from amanah.engines.pairing.hashes import result_hash
from amanah.engines.pairing.market import Roles
from amanah.engines.pairing.outcome import named

NAMES = ("primary", "career")
POLICIES = [
    Policy("fair", load_step=0, bands=(500,)),
    Policy("fair", load_step=50, bands=(400, 700)),
    Policy("total", load_step=0, coverage_first=False),
    Policy("total", load_step=30),
]


def market_of(seed, *, mentees=3, mentors=3, limits=True, density=0.8):
    random = np.random.default_rng(seed)
    rows, columns = np.nonzero(random.random((mentees, mentors)) < density)
    wants = random.random((mentees, 2)) < 0.8
    places = random.integers(1, 4, mentors)
    fit = random.integers(0, 1001, (2, len(rows)))
    most = random.integers(0, 2, (mentors, 2)) if limits else np.full((mentors, 2), 9)
    return Market(
        mentee_id=[f"n{at}" for at in range(mentees)],
        mentor_id=[f"m{at}" for at in range(mentors)],
        demand=wants.sum(1),
        places=places,
        indptr=np.searchsorted(rows, np.arange(mentees + 1)),
        mentor=columns,
        fit=random.integers(0, 1001, len(rows)),
        roles=Roles(NAMES, wants, fit, most),
    )


def every_way(market):
    """Every feasible set of (pair, role), by enumeration, the limits of roles kept."""
    choices = [
        (pair, role)
        for pair in range(market.pairs)
        for role in range(2)
        if market.roles.wants[market.mentee[pair], role]
    ]
    for size in range(min(len(choices), int(market.demand.sum())) + 1):
        for chosen in itertools.combinations(choices, size):
            if is_feasible(market, chosen):
                yield chosen


def is_feasible(market, chosen):
    pairs = [pair for pair, _role in chosen]
    seats = {(market.mentee[pair], role) for pair, role in chosen}
    if not len({*pairs}) == len(pairs) == len(seats):
        return False
    held = np.zeros(market.roles.caps.shape, int)
    for pair, role in chosen:
        held[market.mentor[pair], role] += 1
    return (held <= market.roles.caps).all() and (held.sum(1) <= market.places).all()


def value(market, policy, chosen):
    """What a result reaches at each stage but ties, larger is better."""
    fit = [int(market.roles.fit[role, pair]) for pair, role in chosen]
    wants = market.roles.wants
    load = np.bincount(
        [market.mentor[pair] for pair, _role in chosen], minlength=market.mentors
    ).astype(int)
    found = []
    if policy.objective == "fair" or policy.coverage_first:
        firsts = sum(bool(wants[market.mentee[pair]].argmax() == role) for pair, role in chosen)
        found += [firsts, len(chosen)]
    if policy.objective == "fair":
        bounds = (0, *policy.bands)
        found += [-sum(a <= one < b for one in fit) for a, b in itertools.pairwise(bounds)]
    return [*found, sum(fit) - policy.load_step * int((load * (load - 1) // 2).sum())]


def chosen_of(outcome):
    return list(zip(outcome.pairs.tolist(), outcome.role.tolist(), strict=True))


@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
@pytest.mark.parametrize("seed", range(10))
def test_nothing_that_keeps_the_limits_is_better_by_enumeration(seed, policy):
    market = market_of(seed)

    outcome = solve(market, policy)
    audit(market, policy, outcome)

    assert is_feasible(market, chosen_of(outcome))
    best = max(value(market, policy, chosen) for chosen in every_way(market))
    assert value(market, policy, chosen_of(outcome)) == best


def test_the_limits_of_these_markets_bind_in_many_and_are_searched():
    policy = POLICIES[0]
    markets = [market_of(seed) for seed in range(10)]

    searched = sum(audit(m, policy, solve(m, policy)).searched > 0 for m in markets)

    assert searched >= 5


def test_limits_that_do_not_bind_change_nothing_and_need_no_search():
    loose = market_of(3, limits=False)
    without = replace(loose, roles=replace(loose.roles, caps=None))

    for policy in POLICIES:
        with_them, plainly = solve(loose, policy), solve(without, policy)
        assert chosen_of(with_them) == chosen_of(plainly)
        assert audit(loose, policy, with_them).searched == 0


def test_only_the_group_around_a_limit_is_searched():
    """Two hospitals share nobody; in one a mentor takes no mentee for their career."""
    one, other = market_of(1, limits=False, density=1.0), market_of(2, limits=False, density=1.0)
    most = np.full((6, 2), 9)
    both = Market(
        mentee_id=[f"n{at}" for at in range(6)],
        mentor_id=[f"m{at}" for at in range(6)],
        demand=np.concatenate([one.demand, other.demand]),
        places=np.concatenate([one.places, other.places]),
        indptr=np.concatenate([one.indptr, other.indptr[1:] + one.pairs]),
        mentor=np.concatenate([one.mentor, other.mentor + 3]),
        fit=np.concatenate([one.fit, other.fit]),
        roles=Roles(
            NAMES,
            np.concatenate([one.roles.wants, other.roles.wants]),
            np.concatenate([one.roles.fit, other.roles.fit], axis=1),
            most,
        ),
    )
    policy = POLICIES[0]
    free = solve(both, policy)
    busiest = int(both.mentor[free.pairs[free.role == 1]][0])
    most[busiest, 1] = 0

    held = solve(both, policy)

    assert audit(both, policy, held).searched == 1
    is_other = (both.mentor[free.pairs] >= 3) != (busiest >= 3)
    kept = set(itertools.compress(chosen_of(free), is_other))
    assert kept <= set(chosen_of(held))


def test_it_is_one_result_whatever_the_order_of_rows():
    market, policy = market_of(4, mentees=6, mentors=5), POLICIES[1]
    turn = np.arange(market.mentees)[::-1]
    pairs = np.concatenate([np.flatnonzero(market.mentee == at) for at in turn])
    roles = market.roles
    turned = replace(
        market,
        mentee_id=[market.mentee_id[at] for at in turn],
        demand=market.demand[turn],
        indptr=np.concatenate([[0], np.cumsum(np.diff(market.indptr)[turn])]),
        mentor=market.mentor[pairs],
        fit=market.fit[pairs],
        roles=replace(roles, wants=roles.wants[turn], fit=roles.fit[:, pairs]),
    )

    one, other = solve(market, policy), solve(turned, policy)

    assert one.input_hash == other.input_hash
    assert one.result_hash == other.result_hash


def test_three_hundred_corrupted_results_are_all_rejected():
    rejected = 0
    for seed in itertools.count():
        market, policy = market_of(seed, mentees=5, mentors=4), POLICIES[seed % 4]
        outcome = solve(market, policy)
        if not len(outcome.pairs):
            continue
        audit(market, policy, outcome)
        for pairs, role in corrupted(market, outcome, np.random.default_rng(seed)):
            changed = replace(
                outcome, pairs=pairs, role=role, result_hash=result_hash(named(market, pairs, role))
            )
            with pytest.raises(BrokenCertificate):
                audit(market, policy, changed)
            rejected += 1
        if rejected >= 300:
            break
    assert rejected >= 300


def corrupted(market, outcome, random):
    """A pair dropped; a role changed; a pair moved to another mentor of the same mentee."""
    pairs, role = outcome.pairs, outcome.role
    at = int(random.integers(len(pairs)))
    yield np.delete(pairs, at), np.delete(role, at)
    other = role.copy()
    other[at] = 1 - other[at]
    yield pairs, other
    row = np.flatnonzero(market.mentee == market.mentee[pairs[at]])
    elsewhere = np.setdiff1d(row, pairs)
    if len(elsewhere):
        moved = pairs.copy()
        moved[at] = elsewhere[0]
        order = np.argsort(moved)
        yield moved[order], role[order]


def test_a_limit_that_was_broken_names_the_mentor():
    market, policy = market_of(3, limits=False), POLICIES[0]
    outcome = solve(market, policy)
    mentor = int(market.mentor[outcome.pairs[0]])
    market.roles.caps[mentor, int(outcome.role[0])] = 0
    forged = replace(outcome, input_hash=solve(market, policy).input_hash)

    with pytest.raises(BrokenCertificate, match=f"'m{mentor}' has more mentees in a role"):
        audit(market, policy, forged)


@pytest.mark.parametrize(
    ("most", "says"),
    [
        (np.zeros((3, 3), int), "one row a mentor and one column a role"),
        (np.array([[1, 1], [1, -1], [1, 1]]), "roles.caps of 'm1' as career is -1"),
        (np.array([[1, 1], [1, 0.5], [1, 1]]), "roles.caps must hold whole numbers"),
    ],
)
def test_limits_that_make_no_sense_are_refused(most, says):
    market = market_of(0)

    with pytest.raises(InvalidMarket, match=says):
        replace(market, roles=replace(market.roles, caps=most))


def test_a_group_that_is_too_large_to_search_is_refused(monkeypatch):
    market, policy = market_of(0), POLICIES[0]
    assert audit(market, policy, solve(market, policy)).searched
    monkeypatch.setattr(caps, "MOST_SEARCHED", 3)

    with pytest.raises(TooLarge, match="Lift a limit, or pair in parts"):
        solve(market, policy)
