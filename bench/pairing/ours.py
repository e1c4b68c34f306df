"""What Amanah's engine needs: `python -m bench.pairing.ours TASK FILE`, one task a process."""

import sys

import numpy as np

from amanah.engines.pairing import Market, Policy, audit, solve
from amanah.engines.pairing.candidates import Demand, Rules, candidates
from amanah.engines.pairing.changes import cost_of, least_cost_of_forcing, with_lock
from amanah.engines.pairing.explain import Said, explain
from amanah.engines.pairing.features import Features, Part
from amanah.engines.pairing.market import Roles
from amanah.engines.pairing.pricing import pair_over_all
from bench.pairing.measure import took

PLAIN = {"load_step": 0}


def market(path, *, ranks):
    data = dict(np.load(path))
    mentees, mentors = len(data["indptr"]) - 1, len(data["places"])
    return Market(
        mentee_id=[f"e{at}" for at in range(mentees)],
        mentor_id=[f"r{at}" for at in range(mentors)],
        demand=np.ones(mentees, np.int64),
        places=data["places"],
        indptr=data["indptr"],
        mentor=data["mentor"],
        fit=data["fit"],
        mentee_rank=data["mentee_rank"] if ranks else None,
        mentor_rank=data["mentor_rank"] if ranks else None,
    )


def solved(path, policy, *, ranks=False):
    given = market(path, ranks=ranks)
    solve(
        Market(["a"], ["b"], [1], [1], [0, 1], [0], [1]), policy
    )  # libraries are loaded, as theirs
    took(lambda: _answer(given, solve(given, policy)))


def _answer(given, outcome):
    return [len(outcome.pairs), int(given.fit[outcome.pairs].sum())]


def stable(path):
    solved(path, Policy("stable"), ranks=True)


def total(path):
    solved(path, Policy("total", **PLAIN))


def fair(path):
    solved(path, Policy("fair", **PLAIN))


def certified(path, policy, *, ranks=False):
    given = market(path, ranks=ranks)
    outcome = solve(given, policy)
    took(lambda: audit(given, policy, outcome).sentences())


def certificate_of_total(path):
    certified(path, Policy("total", **PLAIN))


def certificate_of_fair(path):
    certified(path, Policy("fair", **PLAIN))


def certificate_of_stable(path):
    certified(path, Policy("stable"), ranks=True)


def crowd(mentees, mentors, seed=1):
    """People with what they said, as features."""
    random = np.random.default_rng(seed)

    def sets(count, kinds, least, most):
        return [
            frozenset(
                f"i{item}"
                for item in random.choice(kinds, random.integers(least, most + 1), replace=False)
            )
            for _ in range(count)
        ]

    def part(name, kind, kinds, theirs, ours, **more):
        return Part(name, kind, sets(mentees, kinds, *theirs), sets(mentors, kinds, *ours), **more)

    parts = [
        part("help", "complement", 12, (1, 4), (2, 6), full_at=2, weight=20),
        part("specialty", "shared", 30, (1, 1), (1, 1), weight=10),
        part("languages", "shared", 9, (1, 3), (1, 3), full_at=2, weight=10),
        part("times", "shared", 20, (1, 4), (1, 4), weight=10),
        part("values", "shared", 40, (3, 8), (3, 8), full_at=4, weight=10),
    ]
    people = Features(
        [f"e{at}" for at in range(mentees)], [f"r{at}" for at in range(mentors)], parts
    )
    return people, Demand(np.ones(mentees, int), random.integers(1, 6, mentors))


def over_all(objective):
    people, demand = crowd(20_000, 6_000)
    policy = Policy(objective)

    def call():
        found = pair_over_all(people, Rules(), demand, policy)
        return [found.considered, found.rounds, len(found.outcome.pairs)]

    took(call)


def over_all_total(_path):
    over_all("total")


def over_all_fair(_path):
    over_all("fair")


def whole(mentees):
    """From what people said to pairs with certificate and reasons, over all pairs."""
    people, demand = crowd(mentees, mentees * 3 // 10)
    policy, said = Policy("fair"), Said(people)
    solve(Market(["a"], ["b"], [1], [1], [0, 1], [0], [1]), policy)

    def call():
        found = pair_over_all(people, Rules(), demand, policy)
        given, outcome = found.market, found.outcome
        audit(given, policy, outcome)
        reasons = [
            explain(given, outcome, int(given.mentee[at]), int(given.mentor[at]), said=said)
            for at in outcome.pairs
        ]
        return sum(len(reason.sentence()) for reason in reasons)

    took(call)


def whole_200(_path):
    whole(200)


def whole_2000(_path):
    whole(2_000)


def what_if_2000(_path):
    """The dearest question of a coordinator: what forcing a pair costs others, by solving anew."""
    people, demand = crowd(2_000, 600)
    given = candidates(people, Rules(), demand, k=60)
    policy = Policy("fair")
    best = solve(given, policy)
    idle = int(np.setdiff1d(np.arange(given.pairs), best.pairs)[0])
    mentee, mentor = int(given.mentee[idle]), int(given.mentor[idle])

    def call():
        least = least_cost_of_forcing(given, policy, best, idle).at_least
        return [least, cost_of(given, policy, best, with_lock(given, mentee, mentor)).changed]

    took(call)


def role_limits_200(_path):
    """Two roles each, and a limit for one of them that binds: searched, not flowed."""
    random = np.random.default_rng(5)
    mentees, mentors, each = 200, 60, 8
    mentor = np.sort(
        np.array([random.choice(mentors, each, replace=False) for _ in range(mentees)]), axis=1
    ).ravel()
    given = Market(
        mentee_id=[f"e{at}" for at in range(mentees)],
        mentor_id=[f"r{at}" for at in range(mentors)],
        demand=np.full(mentees, 2),
        places=np.full(mentors, 6),
        indptr=np.arange(mentees + 1) * each,
        mentor=mentor,
        fit=np.zeros(len(mentor), np.int64),
        roles=Roles(
            ("primary", "career"),
            np.ones((mentees, 2), bool),
            random.integers(0, 1001, (2, len(mentor))),
            np.tile([4, 2], (mentors, 1)),
        ),
    )
    policy = Policy("fair")

    def call():
        outcome = solve(given, policy)
        return [len(outcome.pairs), audit(given, policy, outcome).searched]

    took(call)


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](sys.argv[2] if len(sys.argv) > 2 else "")
