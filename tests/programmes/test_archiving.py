"""Archiving a programme: read-only until a named day, and then it holds nobody."""

from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.institutions.services import end_appointment
from amanah.notifications.models import Notice
from amanah.notifications.queries import lines_for
from amanah.people.models import Person
from amanah.people.services import Invitee
from amanah.programmes import hooks, queries, services
from amanah.programmes.models import Answer, Application, Intake, Listed, Participant, Programme
from amanah.stewardship.models import Entry
from tests.factories import (
    AffiliationFactory,
    ApplicationFactory,
    AppointmentFactory,
    CohortFactory,
    IntakeFactory,
    ParticipantFactory,
)
from tests.factories.programmes import QuestionFactory

pytestmark = pytest.mark.django_db
# Jobs run at the moment that it is.
NOW = clock.now()
UNTIL = (NOW + timedelta(days=200)).date()


@pytest.fixture
def deputy(cohort):
    return AppointmentFactory(institution=cohort.programme.institution, role="deputy").person


@pytest.fixture
def applicant(cohort):
    person = AffiliationFactory(institution=cohort.programme.institution).person
    part = ParticipantFactory(cohort=cohort, person=person)
    application = ApplicationFactory(participant=part, topics=["leadership"], languages=["en"])
    question = QuestionFactory(programme=cohort.programme)
    Answer.objects.create(application=application, question=question, value='"On ward four"')
    return person


@pytest.fixture
def archive(cohort, coordinator):
    def make(until=UNTIL, at=NOW):
        return services.archive_programme(cohort.programme, keep_until=until, by=coordinator, at=at)

    return make


def day_after(programme):
    return programme.institution.end_of(programme.keep_until) + timedelta(hours=1)


def events():
    return list(Entry.objects.order_by("at", "number").values_list("event", flat=True))


# What an archive is.


def test_an_archive_is_dated_and_noted(archive, coordinator):
    programme = archive()

    assert (programme.state, programme.archived_at, programme.keep_until) == (
        "archived",
        NOW,
        UNTIL,
    )
    assert events() == ["programmes.programme_archived"]
    assert queries.who_archived(programme) == coordinator
    with pytest.raises(services.CannotArchive, match="archived already"):
        archive()


@pytest.mark.parametrize(("days", "said"), [(29, "a month at least"), (3651, "ten years at most")])
def test_a_day_too_near_or_too_far_is_refused(days, said, archive):
    with pytest.raises(services.CannotArchive, match=said):
        archive(until=(NOW + timedelta(days=days)).date())

    assert archive(until=(NOW + timedelta(days=30)).date()).is_archived


def test_it_waits_for_a_list_that_is_being_taken_over(archive, cohort):
    intake = IntakeFactory(cohort=cohort, state=Intake.State.APPLYING)
    with pytest.raises(services.CannotArchive, match="Wait until it is done"):
        archive()

    intake.delete()

    assert archive().is_archived


def test_nothing_in_an_archive_changes(archive, cohort, coordinator, applicant, client):
    part = cohort.participants.get()
    application = part.applications.get()
    attempts = [
        lambda: services.change_programme(
            cohort.programme, {"months": 3}, seen={"months": 12}, by=coordinator, at=NOW
        ),
        lambda: services.change_cohort(
            cohort, {"name": "B"}, seen={"name": cohort.name}, by=coordinator, at=NOW
        ),
        lambda: services.add_cohort(cohort.programme, {"name": "Next"}, by=coordinator, at=NOW),
        lambda: services.list_person(
            cohort, Invitee("new@there.example", "New"), role="mentee", by=coordinator, at=NOW
        ),
        lambda: services.save_application(application, {"stage": "x"}, by=applicant, at=NOW),
        lambda: services.remove_from_cohort(part, by=coordinator, at=NOW),
    ]
    archive()
    cohort = type(cohort).objects.get(pk=cohort.pk)
    application = Application.objects.get(pk=application.pk)

    for attempt in attempts:
        with pytest.raises(services.Refused):
            attempt()

    Programme.objects.update(state="open", archived_at=None, keep_until=None)
    cohort.refresh_from_db()
    cohort.programme.refresh_from_db()
    for attempt in attempts:
        attempt()


def test_whoever_applied_may_still_take_it_back(archive, applicant):
    archive()
    application = queries.applications_of(applicant).get()

    services.withdraw_application(application, by=applicant, at=NOW)

    application.refresh_from_db()
    assert application.state == "withdrawn"


# Who is told.


def test_whoever_said_something_is_told_the_day_and_reminded_once(archive, applicant, run_jobs):
    ParticipantFactory(
        cohort=queries.participations_of(applicant).get().cohort, person__joined_at=None
    )
    programme = archive()
    run_jobs()

    notice = Notice.objects.get()
    assert (notice.person, notice.day) == (applicant, UNTIL)
    assert notice.remind_at == programme.institution.start_of(UNTIL - timedelta(days=30))
    assert notice.over_at == programme.institution.end_of(UNTIL)
    (line,) = lines_for(applicant, at=NOW)
    assert "take a copy with you before" in line.says


def test_another_day_is_told_anew_and_the_old_one_holds_no_longer(
    archive, applicant, coordinator, run_jobs
):
    programme = archive()
    run_jobs()
    later_day = UNTIL + timedelta(days=50)

    services.keep_archive_until(programme, keep_until=later_day, by=coordinator, at=NOW)
    run_jobs()

    (line,) = lines_for(applicant, at=NOW)
    assert line.notice.day == later_day


def test_nobody_is_told_of_one_that_is_open_again(
    archive, applicant, coordinator, deputy, run_jobs
):
    programme = archive()
    services.reopen_programme(programme, by=coordinator, at=NOW)
    run_jobs()

    assert lines_for(applicant, at=NOW) == []
    assert Notice.objects.filter(remind_at__isnull=False).exists() is False


# Opening it again.


def test_it_opens_again_while_two_people_run_it(archive, coordinator, deputy):
    programme = archive()

    programme = services.reopen_programme(programme, by=coordinator, at=NOW)

    assert (programme.state, programme.archived_at, programme.keep_until) == ("open", None, None)
    with pytest.raises(services.CannotReopen, match="is not archived"):
        services.reopen_programme(programme, by=coordinator, at=NOW)


def test_one_person_alone_does_not_open_it(archive, coordinator, deputy):
    programme = archive()
    end_appointment(deputy.appointments.get(), by=coordinator, at=NOW)

    with pytest.raises(services.CannotReopen, match="Two people have to run it"):
        services.reopen_programme(programme, by=coordinator, at=NOW)


def test_once_its_day_has_passed_it_stays_closed(archive, coordinator, deputy):
    programme = archive()
    passed = day_after(programme)

    with pytest.raises(services.CannotReopen, match="Its day has passed"):
        services.reopen_programme(programme, by=coordinator, at=passed)
    with pytest.raises(services.CannotReopen, match="Its day has passed"):
        services.keep_archive_until(
            programme, keep_until=UNTIL + timedelta(days=900), by=coordinator, at=passed
        )

    assert services.reopen_programme(programme, by=coordinator, at=NOW).is_open


# Letting go.


def held():
    return [model.objects.count() for model in (Participant, Application, Answer, Listed, Intake)]


def test_after_its_day_it_holds_nobody(archive, cohort, applicant, coordinator, run_jobs):
    services.list_person(
        cohort, Invitee("only@there.example", "Only Listed"), role="mentee", by=coordinator, at=NOW
    )
    IntakeFactory(cohort=cohort, by=coordinator)
    programme = archive()
    last_moment = programme.institution.end_of(UNTIL) - timedelta(seconds=1)

    services.empty_archives(at=last_moment)
    run_jobs()
    before = held()
    services.empty_archives(at=day_after(programme))
    services.empty_archive(programme_id=str(programme.pk), at=day_after(programme))

    assert before == [2, 1, 1, 1, 1]
    assert held() == [0, 0, 0, 0, 0]
    programme.refresh_from_db()
    assert programme.emptied_at
    assert programme.is_archived
    assert programme.cohorts.count() == 1
    assert programme.questions.count() == 1
    assert "Only Listed" not in Person.objects.values_list("name", flat=True)
    assert Person.objects.filter(pk=applicant.pk, name=applicant.name).exists()
    assert lines_for(applicant, at=day_after(programme)) == []


def test_it_is_emptied_once_however_often_it_is_asked(archive, applicant, coordinator):
    programme = archive()
    for _ in range(2):
        services.empty_archive(programme_id=str(programme.pk), at=day_after(programme))

    emptied = Entry.objects.filter(event="programmes.archive_emptied")
    assert [entry.by for entry in emptied] == [coordinator]


def test_another_programme_keeps_everything(archive, cohort, applicant):
    other = CohortFactory(programme__institution=cohort.programme.institution)
    ApplicationFactory(participant=ParticipantFactory(cohort=other, person=applicant))
    programme = archive()

    services.empty_archive(programme_id=str(programme.pk), at=day_after(programme))

    assert [one.cohort for one in Participant.objects.all()] == [other]


def test_one_that_was_opened_again_is_not_emptied(archive, applicant, coordinator, deputy):
    programme = archive()
    passed = day_after(programme)
    services.reopen_programme(programme, by=coordinator, at=NOW)

    services.empty_archive(programme_id=str(programme.pk), at=passed)

    assert Participant.objects.count() == 1


def test_apps_above_let_go_first(archive, applicant, cohort):
    told = []
    part = cohort.participants.get()
    hooks.emptying.append(lambda programme, parts, at: told.append((programme, parts)))
    try:
        programme = archive()
        services.empty_archive(programme_id=str(programme.pk), at=day_after(programme))
    finally:
        hooks.emptying.pop()

    assert told == [(programme, [part.pk])]


# The pages.


def test_archiving_from_the_page_and_back(client, cohort, coordinator, deputy):
    client.force_login(coordinator)
    page = cohort.programme.get_absolute_url()
    until = (clock.now() + timedelta(days=400)).date()
    assert f'href="{page}archive/"' in client.get(page).text

    too_near = client.post(f"{page}archive/", {"keep_until": NOW.date()})
    done = client.post(f"{page}archive/", {"keep_until": until}, follow=True)

    assert too_near.status_code == 422
    assert "a month at least" in too_near.text
    assert "it can only be read" in done.text
    assert "People from a list" not in done.text
    people = client.get(f"/staff/programmes/cohorts/{cohort.pk}/people/").text
    assert "Put one person in" not in people
    opened = client.post(f"{page}reopen/", follow=True)
    assert "People from a list" in opened.text


def test_the_author_reads_until_when_it_is_kept(client, applicant, archive):
    archive(at=clock.now(), until=(clock.now() + timedelta(days=99)).date())
    client.force_login(applicant)

    page = client.get("/programmes/").text

    assert "This programme is over. What you said in it is kept until" in page
    assert "Look at it or change it" not in page
