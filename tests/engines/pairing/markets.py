"""Small markets for tests, and an oracle that enumerates instead of solving."""

import itertools
import json
from pathlib import Path

import numpy as np

from amanah.engines.pairing import Market
from amanah.engines.pairing.network import effective_fit

CASES = Path(__file__).parents[2] / "cases" / "matching"


def case(name):
    return json.loads((CASES / f"{name}.json").read_text())


def dense(fit, *, places=None, demand=None, **more):
    """A market from a table of fit: a row a mentee, None where a pair is not eligible."""
    mentors = len(fit[0]) if fit else 0
    rows = [[at for at, value in enumerate(row) if value is not None] for row in fit]
    return Market(
        mentee_id=[f"mentee{at}" for at in range(len(fit))],
        mentor_id=[f"mentor{at}" for at in range(mentors)],
        demand=demand or [1] * len(fit),
        places=places or [1] * mentors,
        indptr=np.cumsum([0, *map(len, rows)]),
        mentor=[at for row in rows for at in row],
        fit=[value for row in fit for value in row if value is not None],
        **more,
    )


def ranked(proposers, receivers, capacities):
    """A market of two-sided ranked lists, by the names in them."""
    mentee_id, mentor_id = list(proposers), list(receivers)
    column = {name: at for at, name in enumerate(mentor_id)}
    mentors, mentee_rank, mentor_rank, lengths = [], [], [], []
    for mentee in mentee_id:
        both = [name for name in proposers[mentee] if mentee in receivers[name]]
        both.sort(key=column.__getitem__)
        lengths.append(len(both))
        for name in both:
            mentors.append(column[name])
            mentee_rank.append(proposers[mentee].index(name) + 1)
            mentor_rank.append(receivers[name].index(mentee) + 1)
    return Market(
        mentee_id=mentee_id,
        mentor_id=mentor_id,
        demand=[1] * len(mentee_id),
        places=[capacities[name] for name in mentor_id],
        indptr=np.cumsum([0, *lengths]),
        mentor=mentors,
        fit=[0] * len(mentors),
        mentee_rank=mentee_rank,
        mentor_rank=mentor_rank,
    )


def every_result(market):
    """Every feasible set of pairs of a small market, as tuples of pair indices."""
    choices = [
        [
            chosen
            for size in range(int(market.demand[mentee]) + 1)
            for chosen in itertools.combinations(
                range(market.indptr[mentee], market.indptr[mentee + 1]), size
            )
        ]
        for mentee in range(market.mentees)
    ]
    for parts in itertools.product(*choices):
        pairs = [pair for part in parts for pair in part]
        load = np.bincount(market.mentor[pairs], minlength=market.mentors) if pairs else [0]
        if (np.asarray(load) <= market.places[: len(load)]).all():
            yield tuple(sorted(pairs))


def worth(market, policy, outcome):
    """What a result reaches at each stage but ties, larger is better."""
    fit = effective_fit(market, policy)[outcome.pairs]
    load = outcome.load(market)
    total = int(fit.sum()) - policy.load_step * int((load * (load - 1) // 2).sum())
    found = [len(outcome.pairs)]
    if policy.objective == "fair":
        bounds = (0, *policy.bands)
        found += [-int(((fit >= a) & (fit < b)).sum()) for a, b in itertools.pairwise(bounds)]
    return [*found, total]
