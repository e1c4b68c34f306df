"""The wait-list: for want of places, told to whom it concerns, and first the next time."""

from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.notifications.queries import lines_for
from amanah.programmes import queries, services
from amanah.programmes.models import Cohort
from tests.factories import (
    AffiliationFactory,
    ApplicationFactory,
    CohortFactory,
    ParticipantFactory,
)
from tests.programmes.lists import BILAL
from tests.programmes.test_sheets import cells_of

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture
def mentee(institution, cohort):
    """Make a mentee of the cohort, or of another one, who has sent an application."""

    def make(where=cohort, person=None, **more):
        person = person or AffiliationFactory(institution=institution).person
        part = ParticipantFactory(cohort=where, person=person, **more)
        ApplicationFactory(participant=part, topics=["leadership"], languages=["en"])
        return part

    return make


@pytest.fixture
def wait(coordinator):
    def put(part, days=0):
        return services.put_on_wait_list(part, by=coordinator, at=NOW + timedelta(days=days))

    return put


def next_year(cohort, coordinator):
    copy = services.duplicate_programme(cohort.programme, by=coordinator, at=NOW)
    copy.state = "open"
    copy.save(update_fields=["state"])
    return Cohort.objects.create(programme=copy, name="Next year")


def kinds(person):
    return sorted(line.notice.kind for line in lines_for(person, at=NOW))


def test_whoever_waits_is_told_and_sees_their_own_place(client, mentee, wait):
    first, second = mentee(), mentee()
    wait(first)
    wait(second, days=1)

    assert [queries.place_on_wait_list(one) for one in (first, second)] == [1, 2]
    assert kinds(second.person) == ["programmes.waits"]
    client.force_login(second.person)
    assert "as number 2" in client.get("/programmes/").text


def test_the_time_before_counts_more_than_the_time_now(cohort, mentee, wait, coordinator):
    early, waited = mentee(), mentee()
    wait(waited)
    later = next_year(cohort, coordinator)
    again, new = mentee(later, person=waited.person), mentee(later, person=early.person)
    wait(new)
    wait(again, days=9)

    assert [one.pk for one in queries.waiting_in(later)] == [again.pk, new.pk]
    assert queries.times_waited(later, [waited.person_id, early.person_id]) == {waited.person_id: 1}


@pytest.mark.parametrize("how", ["off", "left", "another programme"])
def test_what_does_not_count_the_next_time(how, cohort, mentee, wait, coordinator):
    part = (
        mentee(CohortFactory(programme__institution=cohort.programme.institution))
        if (how == "another programme")
        else mentee()
    )
    wait(part)
    if how == "off":
        services.take_off_wait_list(part, by=coordinator, at=NOW)
    if how == "left":
        services.remove_from_cohort(part, by=coordinator, at=NOW)

    later = next_year(cohort, coordinator)

    assert queries.times_waited(later, [part.person_id]) == {}


def test_only_a_mentee_of_the_cohort_waits(cohort, mentee, wait):
    mentor = ParticipantFactory(cohort=cohort, as_mentor=True, places=1)
    gone = mentee(left_at=NOW)
    drafting = ParticipantFactory(cohort=cohort)
    draft = ApplicationFactory(participant=drafting, state="draft")
    for part in (mentor, gone, drafting):
        with pytest.raises(services.CannotWait, match="Only a mentee of the cohort"):
            wait(part)

    draft.state, draft.submitted_at = "submitted", NOW
    draft.save()

    assert wait(drafting).waits_since == NOW


def test_put_on_twice_it_is_once(mentee, wait, coordinator):
    part = mentee()
    wait(part)

    assert wait(part, days=3).waits_since == NOW
    assert kinds(part.person) == ["programmes.waits"]


def test_who_withdraws_waits_no_longer(mentee, wait):
    part = wait(mentee())

    services.withdraw_application(part.applications.get(), by=part.person, at=NOW)

    part.refresh_from_db()
    assert part.waits_since is None
    assert kinds(part.person) == []


def test_a_list_that_is_undone_takes_its_wait_along(taken, coordinator, cohort, wait):
    intake = taken(BILAL)
    wait(cohort.participants.get())

    services.undo_intake(intake, by=coordinator, at=NOW)

    assert cohort.participants.count() == 0


def test_whoever_waited_hears_when_it_takes_applications_again(cohort, mentee, wait, coordinator):
    waited, not_waited = mentee(), mentee()
    wait(waited)
    later = next_year(cohort, coordinator)
    for _day in range(2):
        services.tell_those_who_wait(at=NOW)
    heard = kinds(waited.person), kinds(not_waited.person)
    mentee(later, person=waited.person)

    assert heard == (["programmes.takes_again", "programmes.waits"], [])
    assert kinds(waited.person) == ["programmes.waits"]


def test_nobody_hears_of_one_that_is_closed(cohort, mentee, wait, coordinator):
    part = wait(mentee())
    later = next_year(cohort, coordinator)
    later.applications_from = (NOW + timedelta(days=9)).date()
    later.save()

    services.tell_those_who_wait(at=NOW)

    assert kinds(part.person) == ["programmes.waits"]


# The page.


def test_the_page_puts_on_and_takes_off_but_never_oneself(
    client, cohort, mentee, coordinator, institution
):
    part = mentee()
    mine = mentee(person=coordinator)
    client.force_login(coordinator)
    page = f"/staff/programmes/cohorts/{cohort.pk}/wait-list/"
    assert client.get(page).text.count("Put on</button>") == 1

    client.post(f"/staff/programmes/participants/{part.pk}/wait/")
    sheet = cells_of(client.get(page + "?as=xlsx"))
    on = client.get(page).text
    refused = client.post(f"/staff/programmes/participants/{mine.pk}/wait/")
    client.post(f"/staff/programmes/participants/{part.pk}/wait-no-more/")

    assert [row[1] for row in sheet[1:]] == [part.person.email]
    assert "Take off</button>" in on
    assert refused.status_code == 404
    assert "Take off</button>" not in client.get(page).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same(count, client, cohort, mentee, wait, django_assert_num_queries):
    for _ in range(count):
        wait(mentee())
        mentee()
    client.force_login(*queries.who_runs(cohort.programme, at=NOW))

    with django_assert_num_queries(13):
        client.get(f"/staff/programmes/cohorts/{cohort.pk}/wait-list/")
