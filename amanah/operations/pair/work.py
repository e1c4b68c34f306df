"""Pairing people who came from sheets, and checking what was paired."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from amanah.engines.pairing import (
    BrokenCertificate,
    Certificate,
    Market,
    Outcome,
    PairingError,
    Policy,
    audit,
)
from amanah.engines.pairing.candidates import candidates
from amanah.engines.pairing.explain import Reason, Said, explain
from amanah.engines.pairing.flow import Progress, nobody_asks
from amanah.engines.pairing.market import Ints
from amanah.engines.pairing.network import effective_fit
from amanah.engines.pairing.people import Person, Problem, as_problem
from amanah.engines.pairing.pricing import pair_over_all, prove_over_all
from amanah.engines.pairing.process import solve_apart
from amanah.engines.tables import as_csv, inert
from amanah.operations.pair.addresses import address_of, which
from amanah.operations.pair.sheets import People
from amanah.operations.stop import Stop

# Up to here every pair is held at once; beyond it, what is left out is priced out.
HOLD_ALL = 500_000
HEADER = ("mentee", "mentor", "fit", "reasons")


@dataclass(frozen=True)
class Waiting:
    """A mentee without a mentor, and why, as they may be told."""

    mentee: str
    why: str


@dataclass(frozen=True)
class Run:
    """A pairing, checked, and everything that is said of it."""

    people: People
    problem: Problem
    policy: Policy
    market: Market
    outcome: Outcome
    certificate: Certificate

    def said(self) -> Said:
        return Said(self.problem.features, self.problem.rules.forbidden)

    def fit(self) -> Ints:
        """Fit of every pair of the market as the policy sees it: in fair, with wishes."""
        return effective_fit(self.market, self.policy)

    def pairs(self) -> list[tuple[str, str, int, Reason]]:
        """(mentee, mentor, fit, reason) of each pair, by the names of both."""
        said, fit = self.said(), self.fit()
        found = []
        for pair in self.outcome.pairs.tolist():
            mentee, mentor = int(self.market.mentee[pair]), int(self.market.mentor[pair])
            reason = explain(self.market, self.outcome, mentee, mentor, said=said)
            ids = self.market.mentee_id[mentee], self.market.mentor_id[mentor]
            found.append((*ids, int(fit[pair]), reason))
        return sorted(found, key=lambda one: one[:2])

    def waiting(self) -> list[Waiting]:
        """Everybody without a mentor, by name."""
        lacking = self.outcome.lacking(self.market) == self.market.demand
        found = []
        for at, person in enumerate(self.people.mentees):
            if person.is_away:
                found.append(Waiting(person.id, "Away when the programme begins."))
            elif lacking[at]:
                reason = explain(self.market, self.outcome, at, None, said=self.said())
                found.append(Waiting(person.id, reason.sentence()))
        return sorted(found, key=lambda one: one.mentee)

    def wishes_not_met(self) -> list[tuple[str, str, str]]:
        """(mentee, mentor, why) of each mentor who was wished for and not given."""
        mentee_at = {name: at for at, name in enumerate(self.market.mentee_id)}
        mentor_at = {name: at for at, name in enumerate(self.market.mentor_id)}
        found = []
        for person in self.people.mentees:
            for name in person.wishes:
                if name in mentor_at:
                    at = mentee_at[person.id], mentor_at[name]
                    reason = explain(self.market, self.outcome, *at, said=self.said())
                    if reason.kind != "matched":
                        found.append((person.id, name, reason.sentence()))
        return found

    def csv(self) -> str:
        """PAIRS.csv: the same run gives the same bytes."""
        return as_csv(HEADER, [_row(*pair) for pair in self.pairs()])


def _row(mentee: str, mentor: str, fit: int, reason: Reason) -> tuple[str, ...]:
    """A line of PAIRS.csv. Where several people share an address, its reasons begin with who."""
    who = which("mentee", mentee) + which("mentor", mentor)
    return address_of(mentee), address_of(mentor), str(fit), who + reason.sentence()


def room(people: People) -> tuple[int, int, int]:
    """(people who asked, places, how many will wait at least)."""
    places = sum(person.places for person in people.mentors if not person.is_away)
    here = sum(not person.is_away for person in people.mentees)
    return people.asked, places, people.asked - min(here, places)


def pair(
    people: People, policy: Policy, *, allow_heads: bool, progress: Progress = nobody_asks
) -> Run:
    """Pair people by a policy and prove the result."""
    check_sides(people.mentees, people.mentors)
    try:
        problem = as_problem(people.mentees, people.mentors, allow_heads=allow_heads)
        if policy.objective == "stable" or _pairs_at_most(problem) <= HOLD_ALL:
            market = candidates(problem.features, problem.rules, problem.demand, seed=policy.seed)
            outcome = solve_apart(market, policy, progress=progress)
        else:
            priced = pair_over_all(
                problem.features, problem.rules, problem.demand, policy, progress=progress
            )
            market, outcome = priced.market, priced.outcome
        return Run(people, problem, policy, market, outcome, audit(market, policy, outcome))
    except PairingError as reason:
        raise Stop(str(reason)) from reason


def check_sides(mentees: list[Person], mentors: list[Person]) -> None:
    """`Stop` where there is nobody to pair."""
    for side, people in (("mentee", mentees), ("mentor", mentors)):
        if not people:
            raise Stop(f"There is no {side} to pair: no row of that side can be used.")
    if not any(person.places and not person.is_away for person in mentors):
        raise Stop("There are no places: every mentor is away or takes nobody. Ask for one place.")


def _pairs_at_most(problem: Problem) -> int:
    return len(problem.features.mentee_id) * len(problem.features.mentor_id)


def check(
    people: People,
    policy: Policy,
    text: str,
    hashes: tuple[str, str],
    *,
    allow_heads: bool,
) -> Run:
    """Re-derive everything that PAIRS.csv and its certificate claim; `BrokenCertificate` if not.

    Nothing is solved: the pairs of the file are taken as they stand, and proved or refused.
    """
    problem = as_problem(people.mentees, people.mentors, allow_heads=allow_heads)
    rows = _rows(text)
    wanted = _at(problem, rows)
    if len(set(wanted)) != len(wanted):
        raise BrokenCertificate("A pair is there twice.")
    if policy.objective == "stable" or _pairs_at_most(problem) <= HOLD_ALL:
        market = candidates(problem.features, problem.rules, problem.demand, seed=policy.seed)
        outcome = _outcome(market, wanted, hashes)
        certificate = audit(market, policy, outcome)
    else:
        market, outcome, certificate = prove_over_all(
            problem.features, problem.rules, problem.demand, policy, wanted, hashes[1]
        )
    run = Run(people, problem, policy, market, outcome, certificate)
    for one, other in zip(_rows(run.csv()), rows, strict=True):
        if one != other:
            raise BrokenCertificate(f"The row of {one[0]!r} was altered: {other} should be {one}.")
    return run


def _rows(text: str) -> list[tuple[str, ...]]:
    header, *rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))] or [()]
    if header != HEADER:
        raise BrokenCertificate("PAIRS.csv has not the columns mentee, mentor, fit, reasons.")
    return sorted(row for row in rows if row)


def _at(problem: Problem, rows: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Whom each line names: by address, and by its reasons where several people share one."""
    mentees = _by_address("mentee", problem.features.mentee_id)
    mentors = _by_address("mentor", problem.features.mentor_id)
    return [
        (_whom(mentees.get(row[0], []), row), _whom(mentors.get(row[1], []), row)) for row in rows
    ]


def _by_address(side: str, ids: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for at, name in enumerate(ids):
        found.setdefault(inert(address_of(name)), []).append((which(side, name), at))
    return found


def _whom(those: list[tuple[str, int]], row: tuple[str, ...]) -> int:
    meant = [at for who, at in those if not who or who.strip() in row[3]]
    if len(meant) != 1:
        raise BrokenCertificate(f"{row[0]!r} or {row[1]!r} is not in the sheets.")
    return meant[0]


def _outcome(market: Market, wanted: list[tuple[int, int]], hashes: tuple[str, str]) -> Outcome:
    pairs = []
    for mentee, mentor in wanted:
        pair = market.pair(mentee, mentor)
        if pair is None:
            raise BrokenCertificate(
                f"{market.mentee_id[mentee]!r} and {market.mentor_id[mentor]!r} may not be paired."
            )
        pairs.append(pair)
    chosen = np.array(sorted(pairs), np.int64)
    return Outcome(chosen, np.zeros(len(chosen), np.int64), *hashes)
