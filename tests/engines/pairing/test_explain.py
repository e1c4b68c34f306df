"""What each reader is told, and what nobody can tell apart."""

from dataclasses import replace

import numpy as np
import pytest

from amanah.engines.pairing import InvalidMarket, Policy, solve
from amanah.engines.pairing.candidates import candidates
from amanah.engines.pairing.explain import Said, explain
from amanah.engines.pairing.people import A_LOT, Person, as_problem

POLICY = Policy("fair", load_step=0)


def s(*items):
    return frozenset(items)


def told(mentees, mentors, mentee=0, mentor=0, *, reader="mentee", locks=()):
    problem = as_problem(mentees, mentors)
    rules = replace(problem.rules, locks=locks, existing=locks)
    market = candidates(problem.features, rules, problem.demand)
    outcome = solve(market, POLICY)
    said = Said(problem.features, problem.rules.forbidden)
    return explain(market, outcome, mentee, mentor, said=said, reader=reader)


def ann(**more):
    return Person("ann", **{"wants": s("exams"), "languages": s("en"), **more})


def bob(**more):
    return Person("bob", **{"wants": s("exams"), "languages": s("en"), **more})


def ruth(**more):
    return Person("ruth", **{"offers": s("exams"), "languages": s("en"), **more})


def saul(**more):
    return Person("saul", **{"offers": s("exams"), "languages": s("en"), **more})


def test_a_match_names_the_parts_that_carried_it_strongest_first():
    reason = told([ann(availability=s("mon"))], [ruth(availability=s("mon", "tue"))])

    assert reason.kind == "matched"
    assert reason.sentence() == ("Help wanted and offered: exams; Languages: en; Times: mon")


def test_a_match_says_ones_own_rank_and_what_was_given_no_weight():
    mentees = [ann(wishes=("ruth",), specialty=s("eyes"), weights={"specialty": 0})]

    reason = told(mentees, [ruth(specialty=s("eyes"))])

    assert (reason.own_rank, reason.ignored) == (1, ("Specialty",))
    assert "Specialty" not in reason.sentence()


def test_a_mentor_learns_neither_rank_nor_weight_of_the_mentee():
    def seen(**of_mentee):
        mentees = [ann(specialty=s("eyes"), **of_mentee)]
        return told(mentees, [ruth(specialty=s("eyes"))], reader="mentor")

    plain = seen()

    assert plain == seen(wishes=("ruth",))
    assert plain == seen(weights={"specialty": 0, "languages": A_LOT, "wants": 1})
    assert plain.own_rank is None


def hidden_reasons():
    """Markets in which ann and ruth cannot be paired, for reasons that are not ann's to know."""
    head = "Head of department"
    yield [ann()], [ruth(do_not_pair=s("ann")), saul()]
    yield [ann()], [ruth(conflicts=s("ann")), saul()]
    yield [ann(conflicts=s("ruth"))], [ruth(), saul()]
    yield [ann(specialty=s("eyes"))], [ruth(stage=head, specialty=s("eyes")), saul()]
    yield [ann()], [ruth(languages=s("fr")), saul()]


@pytest.mark.parametrize("people", list(hidden_reasons()))
def test_what_others_want_or_rules_forbid_reads_as_not_offered(people):
    hidden = told(*people)
    # The twin: nothing forbids it, it was merely not among those that were offered.
    problem = as_problem([ann(), bob()], [ruth(), saul()])
    market = candidates(problem.features, problem.rules, problem.demand, k=1)
    outcome = solve(market, POLICY)
    left_out = next(
        (mentee, mentor)
        for mentee in range(2)
        for mentor in range(2)
        if market.pair(mentee, mentor) is None
    )
    plain = explain(market, outcome, *left_out)

    assert hidden == plain
    assert hidden.sentence() == "This was not offered this time."


def test_a_mentor_is_told_the_same_of_every_pair_that_is_not():
    reasons = [
        told([ann(do_not_pair=s("ruth"))], [ruth(), saul()], reader="mentor"),
        told([ann(conflicts=s("ruth"))], [ruth(), saul()], reader="mentor"),
        told([ann(), bob()], [ruth()], 1, 0, reader="mentor"),
        told([ann(wishes=("saul",))], [ruth(), saul()], reader="mentor"),
    ]
    lost = told([ann(), bob()], [ruth()], 0, 0, reader="mentor")
    reasons[2] = lost if lost.kind != "matched" else reasons[2]

    assert {reason.sentence() for reason in reasons} == {"This was not offered this time."}


def test_ones_own_wish_is_named_and_only_to_oneself():
    mentees, mentors = [ann(do_not_pair=s("ruth"))], [ruth(), saul()]

    assert told(mentees, mentors).sentence() == "One of your own choices rules this out."
    assert told(mentees, mentors, reader="mentor").kind == "not offered"
    assert told(mentees, mentors, reader="coordinator").kind == "not offered"


def test_a_coordinator_is_told_of_the_programmes_rule():
    mentees, mentors = [ann(conflicts=s("ruth"))], [ruth(), saul()]

    assert told(mentees, mentors, reader="coordinator").kind == "own rule"


def test_a_full_mentor():
    mentees = [ann(wants=s("exams")), bob(wants=s("exams"), wishes=("ruth",))]

    assert told(mentees, [ruth()], 0, 0).sentence() == (
        "All places were taken; others fitted more closely."
    )


def test_better_placed_elsewhere():
    mentors = [ruth(offers=s("exams")), saul(offers=s("knots"))]

    assert told([ann()], mentors, 0, 1).sentence() == "You were better placed elsewhere."


def test_a_kept_pair():
    mentees = [ann()]
    mentors = [ruth(offers=s("knots")), saul()]

    reason = told(mentees, mentors, 0, 1, locks=[(0, 0)])

    assert reason.sentence() == "A mentorship that runs already was kept."


def test_not_enough_places_says_how_many_wait_and_how_many_places():
    mentees = [ann(), bob(), Person("cleo", wants=s("exams"), languages=s("en"))]
    problem = as_problem(mentees, [ruth()])
    market = candidates(problem.features, problem.rules, problem.demand)
    outcome = solve(market, POLICY)
    waiting = int(np.flatnonzero(outcome.lacking(market))[0])

    reason = explain(market, outcome, waiting, None)

    assert reason.sentence() == "There were not enough places: 2 wait, 1 places."


def test_places_that_are_left_over_are_not_said_to_be_lacking():
    mentees = [ann(), bob()]
    mentors = [ruth(), saul(languages=s("fr"))]
    problem = as_problem(mentees, mentors)
    market = candidates(problem.features, problem.rules, problem.demand)
    outcome = solve(market, POLICY)
    waiting = int(np.flatnonzero(outcome.lacking(market))[0])

    assert explain(market, outcome, waiting, None).kind == "full"


def test_somebody_who_does_not_exist_is_refused():
    with pytest.raises(InvalidMarket, match="no mentee 7"):
        told([ann()], [ruth()], 7, 0)
