"""What the people of a programme are told, and what they are not."""

from datetime import UTC, datetime, timedelta

import pytest

from amanah.notifications import services as notifications
from amanah.notifications.models import Notice
from amanah.notifications.queries import lines_for
from amanah.people.addresses import Invitee
from amanah.programmes import services
from amanah.programmes.services.programme import DAYS
from tests.factories import (
    AffiliationFactory,
    ApplicationFactory,
    AppointmentFactory,
    ParticipantFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
AT_EIGHT = MONDAY.replace(hour=8)
DAY = timedelta(days=1)


@pytest.fixture
def pass_time(run_jobs, mailoutbox):
    """Run what is due at a moment; the letters that went then."""

    def run(at):
        before = len(mailoutbox)
        notifications.mail_those_due(at=at)
        run_jobs(at=at)
        return mailoutbox[before:]

    return run


@pytest.fixture
def draft(cohort):
    """A mentor's, whose last day is on Thursday."""
    cohort.applications_until = (MONDAY + 3 * DAY).date()
    cohort.save()
    participant = ParticipantFactory(
        cohort=cohort, as_mentor=True, places=1, person=PersonFactory(time_zone="UTC")
    )
    return ApplicationFactory(
        participant=participant, role="mentor", state="draft", submitted_at=None
    )


def save(draft, away_until):
    services.save_application(
        draft, {"away_until": away_until}, by=draft.participant.person, at=MONDAY
    )


def test_a_mentor_who_is_away_from_a_programme_is_not_written_to_about_it(draft, pass_time):
    save(draft, (MONDAY + DAY).date())
    services.tell_of_last_days(at=MONDAY)

    assert [len(pass_time(AT_EIGHT + day * DAY)) for day in range(4)] == [0, 0, 1, 0]


def test_a_mentor_who_is_back_sooner_hears_sooner(draft, pass_time):
    save(draft, (MONDAY + 2 * DAY).date())
    services.tell_of_last_days(at=MONDAY)
    assert Notice.objects.get().due_at == AT_EIGHT + 3 * DAY

    save(draft, None)

    assert [len(pass_time(AT_EIGHT + day * DAY)) for day in range(4)] == [1, 0, 0, 0]


def test_what_was_put_away_is_not_told_again_the_next_day(draft, pass_time):
    services.tell_of_last_days(at=MONDAY)
    notifications.put_away(Notice.objects.get())

    services.tell_of_last_days(at=MONDAY + DAY)

    assert [len(pass_time(AT_EIGHT + day * DAY)) for day in range(1, 4)] == [0, 0, 0]


# Those who take part.


@pytest.fixture
def member(cohort):
    """Somebody who belongs to the institution."""

    def member(**about):
        person = PersonFactory(time_zone="UTC", **about)
        return AffiliationFactory(institution=cohort.programme.institution, person=person).person

    return member


@pytest.fixture
def applicant(cohort, member):
    """Somebody who sent an application on the day before."""

    def applicant(at=MONDAY - DAY, **about):
        participant = ParticipantFactory(cohort=cohort, person=about.pop("person", member()))
        return ApplicationFactory(
            participant=participant, begun_at=at - timedelta(minutes=3), submitted_at=at, **about
        )

    return applicant


def says(person, at=MONDAY):
    return [line.says for line in lines_for(person, at=at)]


def test_whoever_staff_take_out_is_told_and_whoever_never_came_in_is_not(
    cohort, coordinator, member, pass_time
):
    inside = ParticipantFactory(cohort=cohort, person=member())
    outside = ParticipantFactory(cohort=cohort, person=PersonFactory(time_zone="UTC"))
    for one in (inside, outside):
        services.remove_from_cohort(one, by=coordinator, at=MONDAY)

    [letter] = pass_time(AT_EIGHT)

    assert letter.to == [inside.person.email]
    assert "You no longer take part in a programme." in letter.body
    assert coordinator.name not in letter.body


def test_whoever_is_put_in_again_hears_nothing_of_having_been_out(
    cohort, coordinator, member, pass_time
):
    inside = ParticipantFactory(cohort=cohort, person=member())
    services.remove_from_cohort(inside, by=coordinator, at=MONDAY)
    assert len(says(inside.person)) == 1

    who = Invitee(inside.person.email, "Noor")
    services.list_person(cohort, who, role="mentee", by=coordinator, at=MONDAY)

    assert says(inside.person) == []
    assert pass_time(AT_EIGHT) == []


def change(cohort, coordinator, at=MONDAY, **wanted):
    cohort.refresh_from_db()
    seen = {name: getattr(cohort, name) for name in DAYS}
    services.change_cohort(cohort, {**seen, **wanted}, seen=seen, by=coordinator, at=at)


def test_those_who_applied_hear_once_of_other_days(
    cohort, coordinator, applicant, member, run_jobs, pass_time
):
    applied = applicant()
    ParticipantFactory(cohort=cohort, person=member())
    for days, at in ((30, MONDAY), (40, MONDAY + timedelta(hours=1))):
        change(cohort, coordinator, at=at, begins_on=(MONDAY + days * DAY).date())
        run_jobs(at=at)

    [letter] = pass_time(AT_EIGHT)

    assert letter.to == [applied.participant.person.email]
    assert letter.body.count("The days of a programme to which you applied") == 1
    assert pass_time(AT_EIGHT + DAY) == []


def test_another_name_is_told_to_nobody(cohort, coordinator, applicant, run_jobs, pass_time):
    applicant()
    change(cohort, coordinator, name="Renamed")
    run_jobs(at=MONDAY)

    assert pass_time(AT_EIGHT) == []
    change(cohort, coordinator, begins_on=(MONDAY + 30 * DAY).date())
    run_jobs(at=MONDAY)
    assert len(pass_time(AT_EIGHT)) == 1


def test_whoever_withdrew_meanwhile_is_not_told(
    cohort, coordinator, applicant, run_jobs, pass_time
):
    withdrawn, stays = applicant(), applicant()
    change(cohort, coordinator, begins_on=(MONDAY + 30 * DAY).date())
    run_jobs(at=MONDAY)

    services.withdraw_application(withdrawn, by=withdrawn.participant.person, at=MONDAY)

    assert [letter.to for letter in pass_time(AT_EIGHT)] == [[stays.participant.person.email]]


# Those who run it.

CAME = "Applications have come in to a programme that you run."


def test_those_who_run_it_hear_that_applications_came_in_and_only_if_one_did(
    cohort, coordinator, applicant, member
):
    deputy = AppointmentFactory(
        institution=cohort.programme.institution, role="deputy", person=member()
    ).person
    services.tell_those_who_run(at=MONDAY)
    assert says(coordinator) == []

    applicant()
    for day in range(3):
        services.tell_those_who_run(at=MONDAY + day * DAY)

    assert says(coordinator) == says(deputy) == [CAME]
    assert Notice.objects.filter(person=coordinator).count() == 1


def test_another_application_is_told_in_place_of_the_last(cohort, coordinator, applicant):
    first = applicant()
    services.tell_those_who_run(at=MONDAY)
    second = applicant(at=MONDAY + timedelta(hours=5))
    services.tell_those_who_run(at=MONDAY + DAY)
    assert says(coordinator, at=MONDAY + DAY) == [CAME]
    assert Notice.objects.filter(person=coordinator).count() == 2

    services.withdraw_application(second, by=second.participant.person, at=MONDAY + DAY)
    services.tell_those_who_run(at=MONDAY + 2 * DAY)

    # That the newest is now the first again is no news.
    assert Notice.objects.filter(person=coordinator, is_put_away=False).count() == 1
    assert first.state == "submitted"


def test_ones_own_application_and_what_a_list_said_are_no_news(
    cohort, coordinator, applicant, member
):
    AffiliationFactory(institution=cohort.programme.institution, person=coordinator)
    applicant(person=coordinator)
    ApplicationFactory(
        participant=ParticipantFactory(cohort=cohort, person=member()),
        begun_at=MONDAY - DAY,
        submitted_at=MONDAY - DAY,
    )
    services.tell_those_who_run(at=MONDAY)
    assert says(coordinator) == []

    applicant()
    services.tell_those_who_run(at=MONDAY)
    assert says(coordinator) == [CAME]


def test_the_last_day_that_has_passed_is_told_once(cohort, coordinator):
    cohort.applications_until = (MONDAY - DAY).date()
    cohort.save()
    for day in (-2, -1, 0, 1, 2):
        services.tell_those_who_run(at=MONDAY + day * DAY)
        told = says(coordinator, at=MONDAY + day * DAY)
        assert told == (
            []
            if day < 0
            else ["The last day to apply to a programme that you run was 22 November 2026."]
        )
    assert Notice.objects.filter(person=coordinator).count() == 1


def test_whoever_no_longer_runs_it_is_told_nothing_more(cohort, coordinator, applicant):
    applicant()
    services.tell_those_who_run(at=MONDAY)
    assert says(coordinator) == [CAME]

    coordinator.appointments.update(ends_at=MONDAY)

    assert says(coordinator, at=MONDAY + DAY) == []
