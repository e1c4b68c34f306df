"""From a saved copy to a result that is proved: what runs in a process of its own.

What people wished for counts as the policy says and is then no longer there: the market that is
solved, kept and proved holds fits and no ranks (but for *nobody would rather swap*, which is about
ranks and nothing else).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from amanah.engines.pairing import Certificate, InvalidMarket, Market, Outcome, Policy, Roles, audit
from amanah.engines.pairing.candidates import Demand, Rules, candidates
from amanah.engines.pairing.certificate import stage_prices
from amanah.engines.pairing.features import Features, Forbidden
from amanah.engines.pairing.flow import Progress, Step, nobody_asks
from amanah.engines.pairing.market import Ints
from amanah.engines.pairing.network import effective_fit
from amanah.engines.pairing.people import OPINIONS, WANTED, Problem, as_problem
from amanah.engines.pairing.pricing import pair_over_all
from amanah.engines.pairing.solving import outcome_of, solve
from amanah.matching.runs.inputs import DEFAULTS, Inputs, policy_of
from amanah.matching.runs.said import INTERESTS, as_person, fewer_words

# Up to here every eligible pair is held at once; beyond it, what is left out is priced out.
HOLD_ALL = 500_000
# The parts of fit by the name that the engine gives them, in the order in which they are told.
FIELDS = {
    WANTED.name: "topics",
    **{
        one.name: {"availability": "times", "setting": "settings"}.get(one.field, one.field)
        for one in OPINIONS
    },
    INTERESTS: "interests",
}
Carried = list[tuple[str, list[str]]]
Kept = Sequence[tuple[int, int, str]]


@dataclass(frozen=True)
class Placed:
    """A pair of a result: rows, named role, fit without wishes, and what both said."""

    mentee: int
    mentor: int
    role: str
    fit: int
    carried: Carried
    is_kept: bool


@dataclass(frozen=True)
class Worked:
    """A result, its proof, and what later questions about it need.

    Attributes
    ----------
    market, policy, outcome, certificate
        As solved; the market holds the candidates that were enough.
    own_fit : int, shape (pairs,)
        Fit of each pair of the market without anybody's wishes.
    prices, stages
        The node prices that prove each stage optimal, and the stages' names; none for ``stable``,
        or with named roles.
    kept : tuple of (mentee, mentor, role)
        Pairs that a person keeps; those with roles are not in the market.
    lost : tuple of (mentee, mentor)
        Pairs that were kept and cannot be any more.
    speaks_with_nobody : tuple of int
        Mentees with whom no mentor shares a language.
    considered : int
        How many pairs were judged.
    pairs : tuple of Placed
        Everybody who is paired, kept ones among them.
    """

    market: Market
    policy: Policy
    outcome: Outcome
    certificate: Certificate
    own_fit: Ints
    prices: tuple[Ints, ...]
    stages: tuple[str, ...]
    kept: tuple[tuple[int, int, str], ...]
    lost: tuple[tuple[int, int], ...]
    speaks_with_nobody: tuple[int, ...]
    considered: int
    pairs: tuple[Placed, ...]


def work_out(inputs: Inputs, progress: Progress = nobody_asks) -> Worked:
    """Pair the people of a saved copy, and prove the result.

    Raises
    ------
    InvalidMarket
        If a side is empty, there is no place, or an option is out of range.
    TooLarge
        If there are more pairs than can be looked at.
    """
    policy = policy_of(inputs.preset, inputs.options)
    problem = problem_of(inputs)
    if not problem.demand.places.any():
        raise InvalidMarket("There are no places.")
    progress(Step("candidates", 0, 1))
    lost, speaks_with_nobody = _settled(inputs, problem)
    kept = tuple(one for one in inputs.kept if (one[0], one[1]) not in lost)
    problem = _with_choices(inputs, problem, kept)
    market, own_fit, outcome = _solved(inputs, problem, policy, kept, progress)
    progress(Step("proof", 0, 1))
    prices, stages = _prices(market, policy, outcome)
    return Worked(
        market=market,
        policy=policy,
        outcome=outcome,
        certificate=audit(market, policy, outcome),
        own_fit=own_fit,
        prices=prices,
        stages=stages,
        kept=kept,
        lost=lost,
        speaks_with_nobody=speaks_with_nobody,
        considered=market.mentees * market.mentors,
        pairs=_placed(inputs, problem, market, outcome, own_fit, kept),
    )


def _placed(
    inputs: Inputs, problem: Problem, market: Market, outcome: Outcome, own_fit: Ints, kept: Kept
) -> tuple[Placed, ...]:
    names = tuple(inputs.roles) or ("",)
    found = [
        (int(market.mentee[pair]), int(market.mentor[pair]), names[role], int(own_fit[pair]))
        for pair, role in zip(outcome.pairs.tolist(), outcome.role.tolist(), strict=True)
    ]
    if inputs.roles:
        # What is kept is not in the market then; its fit is found by itself.
        found += [
            (mentee, mentor, role, together_with(inputs, mentee, [mentor])[mentor][0])
            for mentee, mentor, role in kept
        ]
    is_kept = {one[:2] for one in kept}
    return tuple(
        Placed(
            *one,
            carried(problem, *one[:2], inputs.mentees[one[0]].said["words"]),
            is_kept=one[:2] in is_kept,
        )
        for one in sorted(found)
    )


def together_with(
    inputs: Inputs, mentee: int, mentors: Sequence[int]
) -> dict[int, tuple[int, Carried]]:
    """(fit, what they have in common) of one mentee with those of some mentors they may have.

    Fit is without anybody's wishes; whatever must not be, for whatever cause, is left out.
    """
    if not mentors:
        return {}
    small = problem_of(_among(inputs, mentee, mentors))
    apart = {one.mentor for one in small.rules.forbidden}
    fit = small.features.fit(np.array([0]))[0]
    own = inputs.mentees[mentee].name
    return {
        mentor: (int(fit[at]), carried(small, 0, at, inputs.mentees[mentee].said["words"]))
        for at, mentor in enumerate(mentors)
        if at not in apart and fit[at] >= 0 and inputs.mentors[mentor].name != own
    }


def _among(inputs: Inputs, mentee: int, mentors: Sequence[int]) -> Inputs:
    """The same of one mentee and some mentors alone."""
    at = {mentor: row for row, mentor in enumerate(mentors)}
    return replace(
        inputs,
        mentees=[inputs.mentees[mentee]],
        mentors=[inputs.mentors[mentor] for mentor in mentors],
        apart=[(0, at[two]) for one, two in inputs.apart if one == mentee and two in at],
        wishes=[],
        mentor_wishes=[],
        kept=[],
        before=[],
    )


def problem_of(inputs: Inputs) -> Problem:
    """Features, rules and places of a saved copy, before anybody is kept."""
    options = {**DEFAULTS, **inputs.options}
    mentees, mentors = (
        [as_person(one.name, one.said, places=one.places, is_mentor=is_mentor) for one in side]
        for side, is_mentor in ((inputs.mentees, False), (inputs.mentors, True))
    )
    if not mentees or not mentors:
        raise InvalidMarket("A side is empty.")
    problem = as_problem(mentees, mentors, allow_heads=options["heads_may"])
    features = problem.features
    if not options["needs_a_language"]:
        parts = [replace(part, is_rule=False) for part in features.parts]
        features = Features(features.mentee_id, features.mentor_id, parts)
    forbidden = {(one.mentee, one.mentor) for one in problem.rules.forbidden} | set(inputs.apart)
    rules = Rules(
        forbidden=[Forbidden(*pair) for pair in sorted(forbidden)],
        mentee_wishes={(mentee, mentor): rank for mentee, mentor, rank in inputs.wishes},
        mentor_wishes={(mentee, mentor): rank for mentee, mentor, rank in inputs.mentor_wishes},
    )
    waited = np.array([one.waited for one in inputs.mentees], bool)
    demand = replace(problem.demand, first=waited if waited.any() else None)
    return Problem(features, rules, demand)


def carried(problem: Problem, mentee: int, mentor: int, words: dict[str, str]) -> Carried:
    """What two people have in common, part by part, in an order that tells no weight.

    `words` are those that the mentee wrote, by how they are compared.
    """
    found = {}
    for at, part in enumerate(problem.features.parts):
        items = problem.features.in_common(at, mentee, mentor)
        if items and part.name in FIELDS:
            name = FIELDS[part.name]
            few = fewer_words(items) if name == "times" else items
            found[name] = [words.get(one, one) for one in few]
    return [(name, found[name]) for name in FIELDS.values() if name in found]


def _settled(
    inputs: Inputs, problem: Problem
) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """The kept pairs that may not be any more, and the mentees who share no language."""
    apart = {(one.mentee, one.mentor) for one in problem.rules.forbidden}
    speaks = []
    lost = [(mentee, mentor) for mentee, mentor, _role in inputs.kept if (mentee, mentor) in apart]
    rows = 1 + (1 << 18) // len(inputs.mentors)
    kept_of: dict[int, list[int]] = {}
    for mentee, mentor, _role in inputs.kept:
        kept_of.setdefault(mentee, []).append(mentor)
    for first in range(0, len(inputs.mentees), rows):
        asked = np.arange(first, min(first + rows, len(inputs.mentees)))
        fit = problem.features.fit(asked)
        speaks += asked[(fit < 0).all(axis=1)].tolist()
        lost += [
            (mentee, mentor)
            for mentee in asked.tolist()
            for mentor in kept_of.get(mentee, ())
            if fit[mentee - first, mentor] < 0
        ]
    return tuple(sorted(set(lost))), tuple(speaks)


def _with_choices(inputs: Inputs, problem: Problem, kept: Kept) -> Problem:
    """The problem with what a person keeps, and what was there before."""
    rules, demand = problem.rules, problem.demand
    if not inputs.roles:
        locks = sorted({(mentee, mentor) for mentee, mentor, _role in kept})
        before = sorted(set(inputs.before))
        return replace(problem, rules=replace(rules, locks=locks, existing=before))
    # With named roles what is kept is taken out, with the places it uses.
    places = demand.places.copy()
    np.subtract.at(places, [mentor for _mentee, mentor, _role in kept], 1)
    forbidden = [*rules.forbidden, *(Forbidden(mentee, mentor) for mentee, mentor, _role in kept)]
    wants = _wants(inputs, kept)
    return Problem(
        problem.features,
        replace(rules, forbidden=forbidden),
        Demand(wants.sum(1), np.maximum(places, 0), demand.first),
    )


def _wants(inputs: Inputs, kept: Kept) -> Any:
    wants = np.array(
        [[role in one.roles for role in inputs.roles] for one in inputs.mentees], bool
    ).reshape(len(inputs.mentees), len(inputs.roles))
    for mentee, _mentor, role in kept:
        if role in inputs.roles:
            wants[mentee, inputs.roles.index(role)] = False
    return wants


def _solved(
    inputs: Inputs, problem: Problem, policy: Policy, kept: Kept, progress: Progress
) -> tuple[Market, Ints, Outcome]:
    """The market, the fit of its pairs without anybody's wishes, and the result."""
    features, rules, demand = problem.features, problem.rules, problem.demand
    is_large = len(features.mentee_id) * len(features.mentor_id) > HOLD_ALL
    if is_large and policy.objective != "stable" and not inputs.roles:
        priced = pair_over_all(features, rules, demand, policy, progress=progress)
        market = _without_wishes(priced.market, policy)
        chosen = priced.outcome
        outcome = outcome_of(market, policy, chosen.pairs, chosen.role)
        return market, priced.market.fit, outcome
    if inputs.roles:
        most = np.minimum(demand.mentors_wanted, len(features.mentor_id))
        demand = replace(demand, mentors_wanted=most)
    found = candidates(features, rules, demand, seed=policy.seed)
    market = found if policy.objective == "stable" else _without_wishes(found, policy)
    if inputs.roles:
        market = replace(market, roles=_roles(inputs, market, kept))
    return market, found.fit, solve(market, policy, progress=progress)


def _without_wishes(market: Market, policy: Policy) -> Market:
    """The market with what was wished for in its fits, as the policy counts it, and no ranks."""
    fit = effective_fit(market, policy)
    return replace(market, fit=fit, mentee_rank=None, mentor_rank=None)


def _roles(inputs: Inputs, market: Market, kept: Kept) -> Roles:
    wants = _wants(inputs, kept)
    # Nobody can have more mentors than there are.
    for mentee in np.flatnonzero(wants.sum(1) > market.demand).tolist():
        more = np.flatnonzero(wants[mentee])[int(market.demand[mentee]) :]
        wants[mentee, more] = False
    takes = np.array([[role in one.roles for role in inputs.roles] for one in inputs.mentors], bool)
    fit = np.broadcast_to(market.fit, (len(inputs.roles), market.pairs)).copy()
    return Roles(tuple(inputs.roles), wants, fit, takes=takes)


def _prices(
    market: Market, policy: Policy, outcome: Outcome
) -> tuple[tuple[Ints, ...], tuple[str, ...]]:
    if policy.objective == "stable" or market.roles is not None:
        return (), ()
    prices, names = stage_prices(market, policy, outcome)
    return tuple(prices), tuple(names)
