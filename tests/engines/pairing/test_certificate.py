"""Every corrupted result is rejected; the sound one that it was made from is not."""

from dataclasses import replace

import numpy as np
import pytest

from amanah.engines.pairing import BrokenCertificate, Policy, audit, solve
from amanah.engines.pairing.hashes import result_hash
from amanah.engines.pairing.outcome import named
from tests.engines.pairing.markets import dense
from tests.engines.pairing.test_laws import drawn

TRIES = 300


def corrupted(market, outcome, random):
    """The outcome with a pair dropped, moved, or two exchanged; hashes made to fit again."""
    pairs = outcome.pairs.copy()
    while True:
        kind = random.integers(3)
        if kind == 0:
            found = np.delete(pairs, random.integers(len(pairs)))
        else:
            at = int(random.integers(len(pairs)))
            mentee = int(market.mentee[pairs[at]])
            other = int(random.integers(market.indptr[mentee], market.indptr[mentee + 1]))
            if other == pairs[at]:
                continue
            found = np.append(np.delete(pairs, at), other)
            if kind == 2:
                found = _make_room(market, found, other)
        found = np.sort(found)
        role = np.zeros(len(found), np.int64)
        return replace(
            outcome, pairs=found, role=role, result_hash=result_hash(named(market, found, role))
        )


def _make_room(market, pairs, newcomer):
    mentor = market.mentor[newcomer]
    there = np.flatnonzero((market.mentor[pairs] == mentor) & (pairs != newcomer))
    over = len(there) + 1 > market.places[mentor]
    return np.delete(pairs, there[0]) if over else pairs


@pytest.mark.parametrize("objective", ["fair", "total", "stable"])
def test_every_corrupted_result_is_rejected(objective):
    market, policy = drawn(11), Policy(objective)
    sound = solve(market, policy)
    audit(market, policy, sound)
    random = np.random.default_rng(5)

    accepted = 0
    for _ in range(TRIES):
        bad = corrupted(market, sound, random)
        try:
            audit(market, policy, bad)
            accepted += 1
        except BrokenCertificate:
            pass

    assert accepted == 0


def test_a_result_of_other_inputs_is_rejected():
    market, policy = drawn(1), Policy("fair")
    outcome = solve(market, policy)

    with pytest.raises(BrokenCertificate, match="other inputs"):
        audit(market, replace(policy, seed=1), outcome)


def test_the_certificate_says_in_words_what_was_proved():
    market, policy = dense([[900, 450], [300, 200]]), Policy("fair")

    said = audit(market, policy, solve(market, policy)).sentences()

    assert said[:3] == [
        "2 of 2 mentees have a mentor.",
        "Everyone is placed who can be; placing one more is impossible.",
        "1 is below 500; keeping what comes before, fewer is impossible.",
    ]
