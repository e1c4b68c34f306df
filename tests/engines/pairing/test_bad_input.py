"""Input that makes no sense is refused in words that name the person or the row."""

import numpy as np
import pytest

from amanah.engines.pairing import (
    InvalidMarket,
    Market,
    PairingError,
    Policy,
    TooLarge,
    audit,
    solve,
)
from amanah.engines.pairing.candidates import Demand, Rules, candidates
from amanah.engines.pairing.changes import with_lock, without_pairs
from amanah.engines.pairing.features import Features, Part
from amanah.engines.pairing.pricing import pair_over_all
from tests.engines.pairing.markets import dense

POLICIES = [Policy("fair"), Policy("total"), Policy("stable")]
SOUND = {
    "mentee_id": ["a", "b"],
    "mentor_id": ["x", "y"],
    "demand": [1, 1],
    "places": [1, 1],
    "indptr": [0, 2, 3],
    "mentor": [0, 1, 0],
    "fit": [1, 2, 3],
}


def test_the_market_that_the_others_are_spoilt_from_is_sound():
    assert Market(**SOUND).pairs == 3


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"mentee_id": ["a", "a"]}, "The mentee 'a' is there twice"),
        ({"mentor_id": ["x", "x"]}, "The mentor 'x' is there twice"),
        ({"demand": [1, -1]}, "demand of 'b' is -1"),
        ({"demand": [1, 3]}, "demand of 'b' is 3"),
        ({"demand": [1]}, "demand has shape"),
        ({"places": [1, -2]}, "places of 'y' is -2"),
        ({"places": [1, 1.5]}, "places must hold whole numbers"),
        ({"fit": [1, 2, 1001]}, "fit of pair 2 is 1001"),
        ({"fit": [1, 2, float("nan")]}, "fit must hold whole numbers"),
        ({"fit": ["1", "2", "3"]}, "fit must hold whole numbers"),
        ({"mentor": [0, 2, 0]}, "mentor of pair 1 is 2"),
        ({"mentor": [1, 0, 0]}, "mentors of 'a' must ascend"),
        ({"mentor": [0, 0, 0]}, "mentors of 'a' must ascend"),
        ({"indptr": [0, 4, 3]}, "indptr must not descend"),
        ({"indptr": [0, 3]}, "indptr must run"),
        ({"locks": [3]}, "locks names a pair that is not eligible"),
        ({"locks": [0, 0]}, "locks names a pair twice"),
        ({"locks": [0, 2]}, "'x' has 2 locked pairs and 1 places"),
        ({"locks": [0, 1]}, "'a' has 2 locked pairs and 1 wanted mentors"),
        ({"mentee_rank": [1, 2, -1]}, "mentee_rank of pair 2 is -1"),
    ],
)
def test_a_spoilt_market_is_refused(spoilt, said):
    with pytest.raises(InvalidMarket, match=said):
        Market(**{**SOUND, **spoilt})


@pytest.mark.parametrize(
    "spoilt",
    [
        {"objective": "best"},
        {"bands": (600, 500)},
        {"bands": (0, 500)},
        {"bands": (500, 1001)},
        {"floor": -1},
        {"load_step": 1001},
        {"stickiness": -1},
        {"seed": -1},
        {"seed": 1 << 63},
        {"propose": "nobody"},
        {"unranked": "maybe"},
    ],
    ids=str,
)
def test_a_spoilt_policy_is_refused(spoilt):
    Policy()

    with pytest.raises(InvalidMarket):
        Policy(**spoilt)


def test_more_pairs_than_can_be_held_are_refused_before_anything_is_made_of_them():
    pairs = 1 << 31
    mentees = 1 << 16
    huge = np.broadcast_to(np.int64(0), (pairs,))

    class Many(Market):
        """Looks as if it had two thousand million pairs without taking the memory."""

        def __post_init__(self):
            from amanah.engines.pairing.market import check

            check(self)

    with pytest.raises(TooLarge, match=r"2,147,483,648 eligible pairs .* Keep fewer candidates"):
        Many(
            mentee_id=[str(at) for at in range(mentees)],
            mentor_id=["x"],
            demand=np.ones(mentees, int),
            places=np.ones(1, int),
            indptr=np.linspace(0, pairs, mentees + 1).astype(int),
            mentor=huge,
            fit=huge,
        )


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.objective)
@pytest.mark.parametrize(
    "market",
    [
        dense([]),
        dense([[], []]),
        dense([[None, None], [None, None]]),
        dense([[500, 500]], places=[0, 0]),
        Market(["a"], ["x"], [0], [1], [0, 1], [0], [500]),
    ],
    ids=["nobody", "no mentors", "everybody excludes everybody", "no places", "no demand"],
)
def test_where_nobody_can_be_paired_nobody_is_and_that_is_proved(policy, market):
    outcome = solve(market, policy)

    assert len(outcome.pairs) == 0
    assert audit(market, policy, outcome).placed == 0


def test_a_lock_on_a_pair_that_may_not_be_is_refused_by_name():
    market = dense([[500, None]])
    assert len(with_lock(market, 0, 0).locks) == 1

    with pytest.raises(InvalidMarket, match="'mentee0' and 'mentor1' may not be paired"):
        with_lock(market, 0, 1)


def test_a_locked_pair_cannot_be_ruled_out():
    market = dense([[500, 500]], locks=[0])
    assert without_pairs(market, np.array([1])).pairs == 1

    with pytest.raises(InvalidMarket, match="unlock it first"):
        without_pairs(market, np.array([0]))


def test_weights_that_would_overflow_are_refused_rather_than_rounded(monkeypatch):
    from amanah.engines.pairing import network

    market = dense([[500, 500]])
    solve(market, Policy("total"))
    monkeypatch.setattr(network, "MOST_COST", 1 << 30)

    with pytest.raises(TooLarge, match="would overflow exact arithmetic"):
        solve(market, Policy("total"))


def test_every_refusal_is_of_one_kind_that_callers_can_catch():
    assert issubclass(InvalidMarket, PairingError)
    assert issubclass(TooLarge, PairingError)


def crowd_of(mentees, mentors):
    same = frozenset({"exams"})
    part = Part("exams", "shared", [same] * mentees, [same] * mentors)
    people = Features([f"n{i}" for i in range(mentees)], [f"m{i}" for i in range(mentors)], [part])
    return people, Demand(np.ones(mentees, np.int64), np.ones(mentors, np.int64))


@pytest.mark.parametrize("look", [candidates, lambda *about: pair_over_all(*about, Policy("fair"))])
def test_more_pairs_than_can_be_looked_at_are_refused_before_looking(monkeypatch, look):
    people, demand = crowd_of(50_000, 50_000)
    with pytest.raises(TooLarge, match=r"make 2,500,000,000 pairs, .* Pair in parts"):
        look(people, Rules(), demand)

    few, demand = crowd_of(5, 5)
    monkeypatch.setattr("amanah.engines.pairing.candidates.MOST_LOOKED_AT", 25)
    assert candidates(few, Rules(), demand).pairs == 25


def test_more_eligible_pairs_than_can_be_kept_are_refused_early(monkeypatch):
    monkeypatch.setattr("amanah.engines.pairing.candidates.MOST_PAIRS", 24)
    people, demand = crowd_of(5, 5)

    with pytest.raises(TooLarge, match="More than 24 pairs are eligible"):
        candidates(people, Rules(), demand)
    assert candidates(people, Rules(), demand, k=4).pairs == 20
