"""Saying yes and no to a proposal: when it begins, what else is over, and what nobody learns."""

import pytest

from amanah.matching import queries, services
from amanah.matching.models import Asked, Proposal
from amanah.mentoring import queries as mentorships
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Membership, Mentorship
from amanah.notifications.models import Notice
from amanah.stewardship import queries as stewardship
from tests.factories import SPRING, AffiliationFactory
from tests.factories.matching import ProposalFactory, mentee_in, mentor_in
from tests.matching.asking import ask, told
from tests.matching.proposing import (
    DAY,
    answers,
    circle,
    coordinator_of,
    group,
    pair,
    propose,
    say_yes,
    state_of,
    waits,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentees(cohort):
    return [mentee_in(cohort).participant.person for _n in range(4)]


@pytest.fixture
def grouped(cohort):
    cohort.programme.form, cohort.programme.mentees_may_ask = "group", False
    cohort.programme.save()
    return mentor_in(cohort, places=4).participant.person


@pytest.fixture
def circled(cohort, mentees):
    cohort.programme.form, cohort.programme.mentees_may_ask = "circle", False
    cohort.programme.save()
    return mentees


def members_of(proposal):
    mentorship = Proposal.objects.get(pk=proposal.pk).mentorship
    return {one.person: one.role for one in mentorship.memberships.filter(left_at=None)}


@pytest.mark.parametrize("first", ["mentor", "mentee"])
def test_a_pair_begins_with_the_second_yes(cohort, mentor, mentee, first):
    order = [mentor.person, mentee] if first == "mentor" else [mentee, mentor.person]
    proposal = propose(cohort, pair(mentor.person, mentee))

    say_yes(proposal, order[0])
    assert state_of(proposal) == "waiting"
    assert not Mentorship.objects.exists()
    # Nothing is told to anybody of the first yes; the second still has the question.
    assert [told(one) for one in order] == [[], ["matching.proposed"]]

    say_yes(proposal, order[1])
    assert members_of(proposal) == {mentor.person: "mentor", mentee: "mentee"}
    assert [told(one) for one in order] == [["mentoring.begun"], []]


def test_a_yes_is_said_once_and_twice_is_no_harm(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))

    say_yes(proposal, mentee, mentee)

    assert state_of(proposal) == "waiting"
    assert [one.event for one in stewardship.entries_shown_to(mentee)].count(
        "matching.proposal_accepted"
    ) == 1


def test_a_no_closes_a_pair_and_keeps_nothing_of_who_said_what(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))
    say_yes(proposal, mentor.person)

    services.decline_proposal(proposal, by=mentee, at=SPRING)

    assert state_of(proposal) == "closed"
    assert answers(proposal) == {(False, False)}
    assert told(mentor.person) == ["matching.proposal_closed"]
    assert told(mentee) == []


def test_a_yes_may_still_become_a_no(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))
    say_yes(proposal, mentee)

    services.decline_proposal(proposal, by=mentee, at=SPRING)

    assert state_of(proposal) == "closed"


@pytest.mark.parametrize("answer", [services.accept_proposal, services.decline_proposal])
def test_after_its_day_there_is_nothing_to_answer(cohort, mentor, mentee, answer):
    proposal = propose(cohort, pair(mentor.person, mentee))
    with pytest.raises(services.CannotAnswer, match="It says nothing about you"):
        answer(proposal, by=mentee, at=proposal.expires_at)

    answer(proposal, by=mentee, at=proposal.expires_at - DAY)


def test_whoever_is_not_asked_answers_nothing(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))
    stranger = mentee_in(cohort).participant.person

    with pytest.raises(services.CannotAnswer):
        services.accept_proposal(proposal, by=stranger, at=SPRING)

    assert services.accept_proposal(proposal, by=mentee, at=SPRING)


def test_beginning_closes_what_else_the_mentee_was_asked_and_asked(cohort, mentor, mentee):
    asked = ask(mentor_in(cohort).participant, mentee)
    proposal = propose(cohort, pair(mentor.person, mentee))
    other = ProposalFactory(
        cohort=cohort,
        asked=[(mentor_in(cohort).participant.person, "mentor"), (mentee, "mentee")],
    )

    say_yes(proposal, mentor.person, mentee)

    asked.refresh_from_db()
    assert (asked.state, state_of(other)) == ("closed", "closed")


def test_accepting_a_request_closes_what_was_proposed(cohort, mentor, mentee):
    other = mentor_in(cohort).participant.person
    proposal = propose(cohort, pair(other, mentee))

    services.accept_request(ask(mentor, mentee), by=mentor.person, at=SPRING)

    assert state_of(proposal) == "closed"
    assert told(other) == ["matching.proposal_closed"]


def test_where_there_are_several_mentors_the_others_go_on_waiting(cohort, mentor, mentee):
    cohort.programme.form = "several"
    cohort.programme.save()
    second = mentor_in(cohort).participant
    one = propose(cohort, pair(mentor.person, mentee, role="Career"))
    other = propose(cohort, pair(second.person, mentee, role="Research"))
    asked = ask(mentor_in(cohort).participant, mentee)

    say_yes(one, mentor.person, mentee)

    asked.refresh_from_db()
    assert (state_of(other), asked.state) == ("waiting", "waiting")
    say_yes(other, second.person, mentee)
    named = Membership.objects.filter(role="mentor").values_list("person", "named_role")
    assert set(named) == {(mentor.person.pk, "Career"), (second.person.pk, "Research")}


def test_nobody_of_one_mentorship_sees_anything_of_another(cohort, mentor, mentee):
    """Several named mentors: each has a mentorship and a room of their own."""
    cohort.programme.form = "several"
    cohort.programme.save()
    second = mentor_in(cohort).participant.person
    for person, role in ((mentor.person, "Career"), (second, "Research")):
        say_yes(propose(cohort, pair(person, mentee, role=role)), person, mentee)

    rooms = {one.room_id for one in Mentorship.objects.all()}
    assert len(rooms) == 2
    for person, other in ((mentor.person, second), (second, mentor.person)):
        [seen] = mentorships.mentorships_for(person)
        assert [one.person for one in mentorships.others_in(seen, person)] == [mentee]
        assert not seen.room.members.filter(person=other).exists()
        [proposal] = queries.proposals_for(person, at=SPRING)
        assert other not in [one.person for one in proposal.asked.all()]


def test_the_last_place_closes_what_waits_for_that_mentor(cohort, mentor, mentees):
    wanted, waiting = (
        ProposalFactory(cohort=cohort, asked=[(mentor.person, "mentor"), (one, "mentee")])
        for one in mentees[:2]
    )

    say_yes(wanted, mentor.person, mentees[0])

    assert state_of(waiting) == "closed"
    assert told(mentees[1]) == ["matching.proposal_closed"]


def test_while_places_are_left_others_go_on_waiting(cohort, mentees):
    mentor = mentor_in(cohort, places=2).participant.person
    wanted, waiting = (propose(cohort, pair(mentor, one)) for one in mentees[:2])

    say_yes(wanted, mentor, mentees[0])

    assert waits(waiting)


def test_without_a_place_the_last_yes_closes_it_kindly(cohort, mentor, mentees):
    proposal = propose(cohort, pair(mentor.person, mentees[0]))
    mentoring.begin_mentorship(
        cohort.programme.institution,
        mentor=mentor.person,
        mentee=mentees[1],
        cohort=cohort,
        by=mentor.person,
        at=SPRING,
    )

    answered = services.accept_proposal(proposal, by=mentees[0], at=SPRING)

    assert (answered.state, Mentorship.objects.count()) == ("closed", 1)
    assert told(mentor.person) == ["matching.proposal_closed"]


def test_being_away_closes_what_would_run_out_before_and_nothing_else(cohort, mentees):
    part = mentor_in(cohort, places=4).participant
    asked = ask(part, mentees[3])
    first, second = (propose(cohort, pair(part.person, one)) for one in mentees[:2])
    late = propose(cohort, pair(part.person, mentees[2]), until=(SPRING + 40 * DAY).date())

    back = (SPRING + 20 * DAY).date()
    services.decline_proposal(first, by=part.person, at=SPRING, away_until=back)

    part.refresh_from_db()
    asked.refresh_from_db()
    assert part.away_until == back
    states = [state_of(one) for one in (first, second, late)]
    assert states == ["closed", "closed", "waiting"]
    assert asked.state == "closed"


def test_a_mentee_who_says_no_is_not_away(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))

    services.decline_proposal(proposal, by=mentee, at=SPRING, away_until=(SPRING + 20 * DAY).date())

    assert mentee.participations.get().away_until is None


def test_a_group_begins_when_all_who_are_still_asked_have_said_yes(cohort, grouped, mentees):
    proposal = propose(cohort, group(grouped, *mentees))
    say_yes(proposal, grouped, mentees[0], mentees[1])

    services.decline_proposal(proposal, by=mentees[2], at=SPRING)
    assert waits(proposal)
    # Nobody is told of it, and whoever is out is asked no more.
    assert told(grouped) == told(mentees[0]) == told(mentees[2]) == []
    say_yes(proposal, mentees[3])

    assert members_of(proposal) == {
        grouped: "mentor",
        **dict.fromkeys((mentees[0], mentees[1], mentees[3]), "mentee"),
    }
    assert mentorships.places_taken(cohort) == {grouped.pk: 3}
    assert answers(proposal) == {(True, False), (False, False)}


def test_the_last_no_lets_the_rest_of_a_group_begin(cohort, grouped, mentees):
    proposal = propose(cohort, group(grouped, *mentees[:2]))
    say_yes(proposal, grouped, mentees[0])

    services.decline_proposal(proposal, by=mentees[1], at=SPRING)

    assert members_of(proposal) == {grouped: "mentor", mentees[0]: "mentee"}
    assert told(grouped) == told(mentees[0]) == ["mentoring.begun"]


def test_whoever_is_out_of_a_group_answers_no_more(cohort, grouped, mentees):
    proposal = propose(cohort, group(grouped, *mentees))
    services.decline_proposal(proposal, by=mentees[0], at=SPRING)

    with pytest.raises(services.CannotAnswer):
        services.accept_proposal(proposal, by=mentees[0], at=SPRING)

    assert say_yes(proposal, mentees[1])


def test_a_mentors_no_closes_a_group(cohort, grouped, mentees):
    proposal = propose(cohort, group(grouped, *mentees))
    say_yes(proposal, *mentees)

    services.decline_proposal(proposal, by=grouped, at=SPRING)

    assert state_of(proposal) == "closed"
    assert {tuple(told(one)) for one in mentees} == {("matching.proposal_closed",)}


@pytest.mark.parametrize(("is_mentor_in", "becomes"), [(True, "accepted"), (False, "closed")])
def test_on_its_last_day_a_group_begins_with_those_who_said_yes(
    cohort, grouped, mentees, is_mentor_in, becomes
):
    proposal = propose(cohort, group(grouped, *mentees))
    say_yes(proposal, *([grouped] if is_mentor_in else []), mentees[0])

    services.settle_proposals(at=proposal.expires_at)

    assert state_of(proposal) == becomes
    assert told(mentees[1]) == ["matching.proposal_closed"]
    if is_mentor_in:
        assert members_of(proposal) == {grouped: "mentor", mentees[0]: "mentee"}
        assert told(mentees[0]) == told(grouped) == ["mentoring.begun"]


def test_a_mentee_who_has_begun_elsewhere_is_out_of_a_group_that_goes_on(cohort, grouped, mentees):
    proposal = propose(cohort, group(grouped, *mentees[:3]))
    rival = mentor_in(cohort, places=2).participant.person
    other = ProposalFactory(cohort=cohort, asked=[(rival, "mentor"), (mentees[0], "mentee")])
    say_yes(proposal, grouped, mentees[0], mentees[1])

    say_yes(other, rival, mentees[0])

    assert waits(proposal)
    say_yes(proposal, mentees[2])
    assert mentees[0] not in members_of(proposal)


@pytest.mark.parametrize(("how_many", "becomes"), [(2, "closed"), (3, "accepted")])
def test_a_circle_begins_with_three_and_not_with_two(cohort, circled, how_many, becomes):
    proposal = propose(cohort, circle(*circled))
    say_yes(proposal, *circled[:how_many])

    services.settle_proposals(at=proposal.expires_at)

    assert state_of(proposal) == becomes
    if becomes == "accepted":
        assert members_of(proposal) == dict.fromkeys(circled[:3], "peer")


def test_a_circle_of_three_is_closed_by_one_no_and_one_of_four_goes_on(cohort, circled):
    proposal = propose(cohort, circle(*circled))
    services.decline_proposal(proposal, by=circled[0], at=SPRING)
    assert waits(proposal)

    services.decline_proposal(proposal, by=circled[1], at=SPRING)

    assert state_of(proposal) == "closed"
    assert told(circled[0]) == []
    assert told(circled[2]) == ["matching.proposal_closed"]


def test_who_is_in_a_circle_is_asked_for_no_other(cohort, circled):
    say_yes(propose(cohort, circle(*circled)), *circled)

    with pytest.raises(services.CannotPropose, match="has begun with somebody"):
        propose(cohort, circle(*circled[:3]))


def test_each_is_shown_only_their_own_act(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))
    say_yes(proposal, mentor.person)
    services.decline_proposal(proposal, by=mentee, at=SPRING)

    def shown_to(person):
        return {one.event for one in stewardship.entries_shown_to(person)}

    assert shown_to(mentor.person) == {"matching.proposal_sent", "matching.proposal_accepted"}
    assert shown_to(mentee) == {"matching.proposal_sent", "matching.proposal_declined"}
    acts = stewardship.acts_of_staff(cohort.programme.institution_id)
    assert {one.event for one in acts} == {"matching.proposal_sent"}


def test_a_coordinator_finds_none_of_their_own(cohort, mentor, mentee):
    """The mentor is also the coordinator: as staff, their own pair is not there."""
    asks = coordinator_of(cohort)
    own = propose(cohort, pair(mentor.person, mentee), by=asks)
    other = propose(
        cohort,
        pair(mentor_in(cohort).participant.person, mentee_in(cohort).participant.person),
        by=asks,
    )

    assert set(queries.proposals_in(cohort, but=asks)) == {own, other}
    assert set(queries.proposals_in(cohort, but=mentor.person)) == {other}
    assert set(queries.proposals_run_by(asks, at=SPRING)) == {own, other}
    assert not queries.proposals_run_by(mentor.person, at=SPRING).exists()


def test_whoever_runs_it_and_is_asked_finds_the_rest(cohort, mentor, mentee):
    both = coordinator_of(cohort)
    AffiliationFactory(institution=cohort.programme.institution, person=both)
    mentor_in(cohort, person=both)
    own = propose(cohort, pair(both, mentee))
    other = propose(cohort, pair(mentor.person, mentee_in(cohort).participant.person))

    assert set(queries.proposals_run_by(both, at=SPRING)) == {other}
    assert set(queries.proposals_for(both, at=SPRING)) == {own}


def test_erased_and_gone_leave_nothing_to_count(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))
    Asked.objects.filter(person=mentee).update(person=None)

    assert queries.pairs_proposed(cohort) == set()
    assert not waits(proposal)
    assert Notice.objects.filter(person=mentor.person).count() == 1
