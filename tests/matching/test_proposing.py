"""Proposing: who can be asked, and what everybody hears of it."""

from datetime import timedelta

import pytest

from amanah.matching import queries, services
from amanah.matching.models import Asked, Proposal
from amanah.matching.services import Side, Wanted
from amanah.mentoring import services as mentoring
from amanah.notifications.models import Notice
from amanah.notifications.services import mail_those_due
from amanah.people import services as people
from amanah.people.services.listing import merge_listed
from amanah.programmes import services as programmes
from amanah.stewardship import queries as stewardship
from tests.factories import SPRING, CohortFactory, OwnTiesFactory, ParticipantFactory, PersonFactory
from tests.factories.matching import mentee_in, mentor_in
from tests.matching.asking import told
from tests.matching.proposing import (
    DAY,
    UNTIL,
    circle,
    coordinator_of,
    group,
    pair,
    propose,
    say_yes,
    state_of,
)

pytestmark = pytest.mark.django_db


def test_both_are_asked_until_a_day_that_both_know(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))

    assert (proposal.state, proposal.waits_until) == ("waiting", UNTIL)
    for person in (mentor.person, mentee):
        [notice] = Notice.objects.filter(person=person)
        assert (notice.kind, notice.about, notice.day) == (
            "matching.proposed",
            proposal.pk,
            UNTIL,
        )
        assert notice.remind_at == proposal.expires_at - 2 * DAY
        assert notice.over_at == proposal.expires_at


def test_two_weeks_are_suggested_and_never_beyond_the_cohorts_end(cohort):
    assert services.default_until(cohort, at=SPRING) == UNTIL

    cohort.ends_on = (SPRING + 5 * DAY).date()

    assert services.default_until(cohort, at=SPRING) == cohort.ends_on


@pytest.mark.parametrize(
    ("days", "is_refused"), [(1, True), (2, False), (30, False), (31, True), (61, True)]
)
def test_the_last_day_lies_in_reach_and_within_the_cohort(cohort, mentor, mentee, days, is_refused):
    cohort.ends_on = (SPRING + 30 * DAY).date()
    cohort.save()
    until = (SPRING + days * DAY).date()

    if is_refused:
        with pytest.raises(services.CannotPropose, match="last day"):
            propose(cohort, pair(mentor.person, mentee), until=until)
    assert is_refused or propose(cohort, pair(mentor.person, mentee), until=until)


def test_nobody_is_asked_while_a_programme_is_being_set_up(cohort, mentor, mentee):
    cohort.programme.state = "draft"
    with pytest.raises(services.CannotPropose, match="not open"):
        propose(cohort, pair(mentor.person, mentee))

    cohort.programme.state = "open"
    assert propose(cohort, pair(mentor.person, mentee))


def _leaves(part):
    part.left_at = SPRING
    part.save()


def _leaves_the_institution(part):
    people.leave(part.person.affiliations.get(), by=part.person, at=SPRING)


def _takes_back(part):
    programmes.withdraw_application(part.applications.get(), by=part.person, at=SPRING)


def _is_the_other_thing(part):
    part.as_mentor, part.as_mentee = not part.as_mentor, not part.as_mentee
    part.places = 1 if part.as_mentor else 0
    part.save()


@pytest.mark.parametrize("who", ["mentor", "mentee"])
@pytest.mark.parametrize(
    "change",
    [_leaves, _leaves_the_institution, _takes_back, _is_the_other_thing],
)
def test_only_who_takes_part_as_that_is_asked(cohort, mentor, mentee, who, change):
    asks = coordinator_of(cohort)
    assert queries.places_held(cohort) == {}
    spare = {"mentor": mentor_in, "mentee": mentee_in}[who](cohort).participant
    two = {"mentor": mentor.person, "mentee": mentee} | {who: spare.person}

    change(spare)

    with pytest.raises(services.CannotPropose, match="does not take part here as that now"):
        propose(cohort, pair(two["mentor"], two["mentee"]), by=asks)
    assert propose(cohort, pair(mentor.person, mentee), by=asks)


def test_whoever_is_only_on_a_list_is_asked_too_and_answers_once_they_come_in(cohort, mentor):
    part = mentee_in(cohort).participant
    part.applications.all().delete()
    part.person.joined_at = None
    part.person.save()

    proposal = propose(cohort, pair(mentor.person, part.person))

    # The programme's own letter brings them in: no other goes to who is only on a list.
    assert Notice.objects.get(person=part.person).due_at is None
    part.person.joined_at = SPRING
    part.person.save()
    assert queries.next_proposal_for(part.person, at=SPRING) == proposal
    assert say_yes(proposal, part.person, mentor.person).state == "accepted"


def test_the_account_of_who_was_on_a_list_is_asked_instead(cohort, mentor):
    part = mentee_in(cohort).participant
    listed = part.person
    listed.joined_at = None
    listed.save()
    proposal = propose(cohort, pair(mentor.person, listed))
    account = PersonFactory()

    merge_listed(listed, account, at=SPRING)

    assert [one.person for one in proposal.asked.filter(role="mentee")] == [account]


def test_places_are_counted_with_those_who_are_asked_already(cohort):
    mentor = mentor_in(cohort, places=2).participant.person
    first, second, third = (mentee_in(cohort).participant.person for _n in range(3))
    propose(cohort, pair(mentor, first))
    again = propose(cohort, pair(mentor, second))
    assert queries.places_held(cohort) == {mentor.pk: 2}

    with pytest.raises(services.CannotPropose, match="no place left"):
        propose(cohort, pair(mentor, third))

    services.decline_proposal(again, by=second, at=SPRING)
    assert propose(cohort, pair(mentor, third))


def test_who_is_away_is_not_asked_until_they_are_back(cohort, mentor, mentee):
    mentor.away_until = SPRING.date()
    mentor.save()

    with pytest.raises(services.CannotPropose, match="is away until"):
        propose(cohort, pair(mentor.person, mentee))

    assert propose(cohort, pair(mentor.person, mentee), at=SPRING + DAY)


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_whom_either_does_not_want_reads_as_not_available(cohort, mentor, mentee, who):
    said = {"mentor": mentor, "mentee": mentee.participations.get()}[who].applications.get()
    other = mentee if who == "mentor" else mentor.person
    said.do_not_pair = f'[{{"email": "{other.email}"}}]'
    said.save()

    with pytest.raises(services.CannotPropose, match=r"^Not available for this pair\.$"):
        propose(cohort, pair(mentor.person, mentee))

    said.do_not_pair = "[]"
    said.save()
    assert propose(cohort, pair(mentor.person, mentee))


def test_what_stands_between_them_reads_the_same(cohort, mentor, mentee):
    OwnTiesFactory(person=mentee, lines=[{"email": mentor.person.email}])

    with pytest.raises(services.CannotPropose, match=r"^Not available for this pair\.$"):
        propose(cohort, pair(mentor.person, mentee))

    assert propose(cohort, pair(mentor_in(cohort).participant.person, mentee))


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_nobody_proposes_a_pair_of_their_own(cohort, mentor, mentee, who):
    own = {"mentor": mentor.person, "mentee": mentee}[who]

    with pytest.raises(services.CannotPropose, match="somebody else has to propose it"):
        propose(cohort, pair(mentor.person, mentee), by=own)

    assert propose(cohort, pair(mentor.person, mentee))


def test_a_mentee_is_asked_about_one_mentor_at_a_time(cohort, mentor, mentee):
    first = propose(cohort, pair(mentor.person, mentee))
    other = mentor_in(cohort).participant.person
    with pytest.raises(services.CannotPropose, match="is asked already"):
        propose(cohort, pair(other, mentee))

    services.withdraw_proposal(first, by=coordinator_of(cohort), at=SPRING)
    say_yes(propose(cohort, pair(other, mentee)), other, mentee)

    with pytest.raises(services.CannotPropose, match="has begun with somebody"):
        propose(cohort, pair(mentor.person, mentee))


def test_where_there_are_several_mentors_each_role_is_asked_for_once(cohort, mentor, mentee):
    cohort.programme.form, cohort.programme.mentor_roles = "several", ["Research", "Career"]
    cohort.programme.save()
    propose(cohort, pair(mentor.person, mentee, role="Research"))
    other = mentor_in(cohort).participant.person

    with pytest.raises(services.CannotPropose, match="for this role"):
        propose(cohort, pair(other, mentee, role="Research"))
    with pytest.raises(services.CannotPropose, match="These two are asked already"):
        propose(cohort, pair(mentor.person, mentee, role="Career"))

    assert propose(cohort, pair(other, mentee, role="Career"))


@pytest.mark.parametrize(
    ("form", "wanted", "words"),
    [
        ("pair", lambda m, a, b, c: group(m, a, b), "another form"),
        ("pair", lambda m, a, b, c: circle(a, b, c), "another form"),
        ("circle", lambda m, a, b, c: pair(m, a), "another form"),
        ("group", lambda m, a, b, c: group(m), "one mentor"),
        ("group", lambda m, a, b, c: group(m, a, a), "same person"),
        ("circle", lambda m, a, b, c: circle(a, b), "at least three"),
    ],
)
def test_only_what_the_programme_is_for_can_be_proposed(cohort, mentee, form, wanted, words):
    mentor = mentor_in(cohort, places=3).participant.person
    others = [mentee_in(cohort).participant.person for _n in range(2)]
    cohort.programme.form, cohort.programme.mentees_may_ask = form, False
    cohort.programme.save()

    with pytest.raises(services.CannotPropose, match=words):
        propose(cohort, wanted(mentor, mentee, *others))

    good = {
        "pair": pair(mentor, mentee),
        "group": group(mentor, mentee, *others),
        "circle": circle(mentee, *others),
    }
    assert propose(cohort, good[form])


def test_of_a_batch_what_can_go_goes_and_the_rest_has_its_sentence(cohort):
    mentor = mentor_in(cohort, places=1).participant.person
    first, second = (mentee_in(cohort).participant.person for _n in range(2))
    stranger = PersonFactory()
    wanted = [pair(mentor, first), pair(mentor, second), pair(stranger, second)]

    sent = services.propose_all(cohort, wanted, until=UNTIL, by=coordinator_of(cohort), at=SPRING)

    assert [set(one.asked.values_list("person", flat=True)) for one in sent.made] == [
        {mentor.pk, first.pk}
    ]
    assert [(one.sides, words.split(" ", 1)[1][:12]) for one, words in sent.refused] == [
        (wanted[1].sides, sent.refused[0][1].split(" ", 1)[1][:12]),
        (wanted[2].sides, sent.refused[1][1].split(" ", 1)[1][:12]),
    ]
    assert "no place left" in sent.refused[0][1]
    assert "does not take part" in sent.refused[1][1]


def test_many_at_once_cost_little_each(cohort, django_assert_max_num_queries):
    wanted = [
        pair(mentor_in(cohort).participant.person, mentee_in(cohort).participant.person)
        for _n in range(30)
    ]

    # Two a line of the ledger, which grows by one at a time; the rest is asked once.
    with django_assert_max_num_queries(30 * 2 * 2 + 60):
        sent = services.propose_all(
            cohort, wanted, until=UNTIL, by=coordinator_of(cohort), at=SPRING
        )

    assert (len(sent.made), Asked.objects.count(), Notice.objects.count()) == (30, 60, 60)


def test_a_run_never_proposes_a_pair_again_and_a_hand_may(cohort, mentor, mentee):
    from amanah.matching.models import Run

    run = Run.objects.create(cohort=cohort, number=1, asked_at=SPRING)
    asks, wanted = coordinator_of(cohort), pair(mentor.person, mentee)
    proposal = propose(cohort, wanted, by=asks)
    services.decline_proposal(proposal, by=mentee, at=SPRING)
    assert queries.pairs_proposed(cohort) == {(mentee.pk, mentor.person.pk)}

    with pytest.raises(services.CannotPropose, match="proposed to each other before"):
        services.propose(cohort, wanted, until=UNTIL, run=run, by=asks, at=SPRING)

    assert services.propose(cohort, wanted, until=UNTIL, by=asks, at=SPRING).run is None


def test_a_pair_that_had_a_mentorship_counts_as_proposed(cohort, mentor, mentee):
    assert queries.pairs_proposed(cohort) == set()
    mentorship = mentoring.begin_mentorship(
        cohort.programme.institution,
        mentor=mentor.person,
        mentee=mentee,
        cohort=cohort,
        by=mentee,
        at=SPRING,
    )
    mentoring.close_mentorship(mentorship, by=mentee, at=SPRING)

    assert queries.pairs_proposed(cohort) == {(mentee.pk, mentor.person.pk)}


def test_staff_send_and_withdraw_and_both_stand_in_the_ledger(cohort, mentor, mentee):
    asks = coordinator_of(cohort)
    proposal = propose(cohort, pair(mentor.person, mentee), by=asks)
    services.withdraw_proposal(proposal, by=asks, at=SPRING)
    services.withdraw_proposal(proposal, by=asks, at=SPRING)

    acts = stewardship.acts_of_staff(cohort.programme.institution_id)
    assert sorted(one.event for one in acts) == [
        "matching.proposal_sent",
        "matching.proposal_sent",
        "matching.proposal_withdrawn",
    ]
    # Whoever was asked is shown that they were; of the withdrawal, what they would of any close.
    for person in (mentor.person, mentee):
        shown = [one.event for one in stewardship.entries_shown_to(person)]
        assert shown == ["matching.proposal_sent"]
        assert told(person) == ["matching.proposal_closed"]


def test_nobody_withdraws_what_asks_themselves(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))
    with pytest.raises(services.CannotPropose, match="somebody else has to withdraw"):
        services.withdraw_proposal(proposal, by=mentor.person, at=SPRING)
    assert state_of(proposal) == "waiting"

    services.withdraw_proposal(proposal, by=coordinator_of(cohort), at=SPRING)
    assert state_of(proposal) == "closed"


def test_one_reminder_goes_to_who_has_not_answered_and_no_name(
    cohort, mentor, mentee, run_jobs, mailoutbox
):
    mentee.name = "Unmistakable Zeb"
    mentee.save()
    proposal = propose(cohort, pair(mentor.person, mentee))

    for day in range(1, 14):
        if day == 6:
            say_yes(proposal, mentor.person, at=SPRING + 6 * DAY)
        mail_those_due(at=SPRING + day * DAY + timedelta(hours=6))
        run_jobs(at=SPRING + day * DAY + timedelta(hours=6))

    to = sorted(mail.to[0] for mail in mailoutbox)
    assert to == sorted([mentor.person.email, mentee.email, mentee.email])
    assert not [mail for mail in mailoutbox if "Zeb" in mail.body + mail.subject]


def test_another_cohorts_people_are_not_asked_here(cohort, mentor):
    elsewhere = CohortFactory(programme=cohort.programme)
    there = ParticipantFactory(cohort=elsewhere).person

    with pytest.raises(services.CannotPropose, match="does not take part"):
        propose(cohort, Wanted((Side(mentor.person, "mentor"), Side(there, "mentee"))))

    assert not Proposal.objects.exists()
