"""Asking a mentor, answering, and everything that closes a request."""

from datetime import timedelta

import pytest

from amanah.matching import services
from amanah.matching.models import Request
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Mentorship
from amanah.notifications.models import Notice
from amanah.notifications.services import mail_those_due
from amanah.programmes import services as programmes
from amanah.stewardship import queries as stewardship
from tests.factories import SPRING
from tests.factories.matching import mentee_in, mentor_in
from tests.matching.asking import DAY, ask, stands, told

pytestmark = pytest.mark.django_db


def test_a_request_waits_two_weeks_and_both_know_until_when(mentee, mentor):
    request = ask(mentor, mentee)

    assert request.waits_until == (SPRING + 14 * DAY).date()
    assert stands(request, at=request.expires_at - timedelta(seconds=1))
    assert not stands(request, at=request.expires_at)
    [notice] = Notice.objects.filter(person=mentor.person)
    assert (notice.kind, notice.day) == ("matching.asked", request.waits_until)
    assert (notice.over_at, notice.remind_at) == (
        request.expires_at,
        request.expires_at - services.REMIND_BEFORE,
    )


def test_it_never_waits_beyond_the_cohorts_end(cohort, mentee, mentor):
    cohort.ends_on = (SPRING + 2 * DAY).date()
    cohort.save()

    request = ask(type(mentor).objects.get(pk=mentor.pk), mentee)

    assert request.waits_until == cohort.ends_on
    # The reminder would come before it was asked.
    assert Notice.objects.get(person=mentor.person).remind_at is None


def test_three_may_wait_at_once_and_no_more(cohort, mentee):
    mentors = [mentor_in(cohort).participant for _n in range(5)]
    first, *_others = [ask(one, mentee) for one in mentors[:3]]

    with pytest.raises(services.CannotAsk, match="up to three"):
        ask(mentors[3], mentee)

    services.withdraw_request(first, by=mentee, at=SPRING)
    assert ask(mentors[3], mentee).state == "waiting"
    with pytest.raises(services.CannotAsk, match="up to three"):
        ask(mentors[4], mentee)


def test_one_whose_day_has_passed_no_longer_counts(cohort, mentee):
    mentors = [mentor_in(cohort).participant for _n in range(4)]
    for one in mentors[:3]:
        ask(one, mentee)

    assert ask(mentors[3], mentee, at=SPRING + 16 * DAY).state == "waiting"


def test_a_mentor_is_asked_once_in_a_cohort(mentee, mentor):
    request = ask(mentor, mentee)
    with pytest.raises(services.CannotAsk, match="already"):
        ask(mentor, mentee)

    services.withdraw_request(request, by=mentee, at=SPRING)
    with pytest.raises(services.CannotAsk, match="cannot be asked"):
        ask(mentor, mentee)

    assert Request.objects.count() == 1


def test_saying_yes_begins_a_mentorship_and_closes_the_others(cohort, mentee, mentor):
    other = mentor_in(cohort).participant
    accepted, left_over = ask(mentor, mentee), ask(other, mentee)

    mentorship = services.accept_request(accepted, by=mentor.person, at=SPRING)

    members = {one.role: one.person for one in mentorship.memberships.all()}
    assert (mentorship.cohort, members) == (cohort, {"mentor": mentor.person, "mentee": mentee})
    states = dict(Request.objects.values_list("mentor", "state"))
    assert states == {mentor.person.pk: "accepted", other.person.pk: "closed"}
    assert told(mentee) == ["matching.accepted"]
    # What waited for the other mentor is over: nothing is left that a mail could carry.
    assert told(other.person) == told(mentor.person) == []
    assert not stands(left_over)


def test_the_last_place_closes_what_waits_with_a_kind_word(cohort, mentor):
    first, second = (mentee_in(cohort).participant.person for _n in range(2))
    wanted, waits = ask(mentor, first), ask(mentor, second)

    services.accept_request(wanted, by=mentor.person, at=SPRING)

    waits.refresh_from_db()
    assert waits.state == "closed"
    assert told(second) == ["matching.closed"]


def test_while_places_are_left_others_go_on_waiting(cohort):
    mentor = mentor_in(cohort, places=2).participant
    first, second = (mentee_in(cohort).participant.person for _n in range(2))
    wanted, waits = ask(mentor, first), ask(mentor, second)

    services.accept_request(wanted, by=mentor.person, at=SPRING)

    assert stands(waits)
    assert told(second) == []


def test_a_mentor_without_a_place_cannot_say_yes(cohort, mentee, mentor):
    request = ask(mentor, mentee)
    rival = mentee_in(cohort).participant.person
    mentoring.begin_mentorship(
        cohort.programme.institution,
        mentor=mentor.person,
        mentee=rival,
        cohort=cohort,
        by=mentor.person,
        at=SPRING,
    )

    with pytest.raises(mentoring.NoPlace, match="no place left"):
        services.accept_request(request, by=mentor.person, at=SPRING)

    request.refresh_from_db()
    assert request.state == "waiting"
    assert Mentorship.objects.count() == 1


def test_an_application_that_was_sent_again_does_not_bring_a_request_back(mentee, mentor):
    request = ask(mentor, mentee)
    said = mentee.participations.get().applications.get()
    programmes.withdraw_application(said, by=mentee, at=SPRING)
    assert not stands(request)

    again = programmes.begin_application(
        said.participant.cohort, role="mentee", by=mentee, at=SPRING
    )
    programmes.send_application(again, by=mentee, at=SPRING + timedelta(minutes=1))

    assert not stands(request, at=SPRING + timedelta(minutes=2))


def test_being_away_closes_what_would_run_out_before_and_nothing_else(cohort, mentor):
    waits = [ask(mentor, mentee_in(cohort).participant.person) for _n in range(2)]
    late = ask(mentor, mentee_in(cohort).participant.person, at=SPRING + 13 * DAY)

    back = (SPRING + 20 * DAY).date()
    services.decline_request(waits[0], by=mentor.person, at=SPRING + 13 * DAY, away_until=back)

    mentor.refresh_from_db()
    assert mentor.away_until == back
    assert [Request.objects.get(pk=one.pk).state for one in (*waits, late)] == [
        "closed",
        "closed",
        "waiting",
    ]
    assert told(waits[1].mentee) == ["matching.closed"]


def test_several_mentors_where_the_programme_gives_several(cohort, mentee):
    cohort.programme.form = "several"
    cohort.programme.save()
    for _n in range(2):
        mentor = mentor_in(cohort).participant
        services.accept_request(ask(mentor, mentee), by=mentor.person, at=SPRING)

    assert Mentorship.objects.count() == 2


def test_one_mentor_where_the_programme_gives_one(cohort, mentee, mentor):
    services.accept_request(ask(mentor, mentee), by=mentor.person, at=SPRING)

    with pytest.raises(services.CannotAsk):
        ask(mentor_in(cohort).participant, mentee)


def test_after_it_is_closed_a_mentee_may_ask_somebody_else(cohort, mentee, mentor):
    mentorship = services.accept_request(ask(mentor, mentee), by=mentor.person, at=SPRING)
    mentoring.close_mentorship(mentorship, by=mentee, at=SPRING)

    assert ask(mentor_in(cohort).participant, mentee).state == "waiting"


def test_the_reminder_of_a_request_that_is_over_is_never_sent(mentee, mentor, run_jobs, mailoutbox):
    request = ask(mentor, mentee)
    mail_those_due(at=SPRING + 3 * DAY)
    run_jobs(at=SPRING + 3 * DAY)
    assert [mail.to for mail in mailoutbox] == [[mentor.person.email]]
    services.withdraw_request(request, by=mentee, at=SPRING + 4 * DAY)

    mail_those_due(at=SPRING + 13 * DAY)
    run_jobs(at=SPRING + 13 * DAY)

    assert len(mailoutbox) == 1


def test_one_reminder_goes_and_no_second(mentee, mentor, run_jobs, mailoutbox):
    mentee.name = "Unmistakable Zeb"
    mentee.save()
    ask(mentor, mentee)
    for day in range(1, 16):
        mail_those_due(at=SPRING + day * DAY)
        run_jobs(at=SPRING + day * DAY)

    assert [mail.to for mail in mailoutbox] == [[mentor.person.email]] * 2
    assert not [mail for mail in mailoutbox if "Zeb" in mail.body + mail.subject]


def test_old_requests_are_forgotten_whatever_became_of_them(mentee, mentor):
    request = ask(mentor, mentee)
    services.close_those_over(at=request.expires_at)

    services.forget_old_requests(at=request.expires_at + 89 * DAY)
    assert Request.objects.exists()
    services.forget_old_requests(at=request.expires_at + 90 * DAY)
    assert not Request.objects.exists()


def test_each_is_shown_only_their_own_act(mentee, mentor):
    request = ask(mentor, mentee)
    services.decline_request(request, by=mentor.person, at=SPRING)

    assert [one.event for one in stewardship.entries_shown_to(mentee)] == ["matching.request_made"]
    assert [one.event for one in stewardship.entries_shown_to(mentor.person)] == [
        "matching.request_declined"
    ]
    institution = mentor.cohort.programme.institution
    assert not stewardship.acts_of_staff(institution.pk).exists()
