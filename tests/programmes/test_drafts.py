"""A draft is its author's alone: nothing that staff see, count or are refused may tell of it."""

import pytest

from amanah.people.addresses import Invitee
from amanah.programmes import queries, services
from amanah.programmes.models import Participant
from amanah.programmes.sheet import sheet_of
from tests.factories import SPRING, ApplicationFactory, ParticipantFactory
from tests.programmes.applying import begin, said
from tests.programmes.test_sheets import cells_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client, person, cohort):
    """Where somebody who told nobody has begun to look for a mentor."""
    return begin(client, cohort)


def known(cohort, coordinator):
    """Everything that staff are told of who takes part, as names."""
    (counted,) = queries.cohorts_of(cohort.programme)
    return {
        "listed": [one.person.name for one in queries.people_of(cohort, but=coordinator)],
        "found": queries.people_found(cohort, but=coordinator, search="person").count(),
        "sheet": [row[0] for row in sheet_of(cohort, but=coordinator).rows],
        "acted on": queries.participants_run_by(coordinator, at=SPRING).count(),
        "counted": (counted.mentors, counted.mentees, counted.not_in),
        "letters": queries.letters_of(cohort).joined,
    }


def test_nobody_is_told_of_it_until_it_is_sent(client, person, cohort, coordinator, here):
    assert known(cohort, coordinator) == {
        "listed": [],
        "found": 0,
        "sheet": [],
        "acted on": 0,
        "counted": (0, 0, 0),
        "letters": 0,
    }

    client.post(here, said(send="1"))

    assert known(cohort, coordinator) == {
        "listed": [person.name],
        "found": 1,
        "sheet": [person.name],
        "acted on": 1,
        "counted": (0, 1, 0),
        "letters": 1,
    }


def test_no_door_tells_of_it(client, person, cohort, coordinator, here):
    participant = Participant.objects.get()
    client.force_login(coordinator)
    take_out = f"/staff/programmes/participants/{participant.pk}/remove/"
    people = f"/staff/programmes/cohorts/{cohort.pk}/people/"

    assert client.post(take_out).status_code == 404
    assert person.name not in client.get(people).content.decode()
    client.force_login(person)
    client.post(here, said(send="1"))
    client.force_login(coordinator)
    assert person.name in client.get(people).content.decode()
    assert client.post(take_out).status_code == 302


def test_of_two_parts_only_the_one_that_was_sent_is_told(client, cohort, coordinator, here):
    client.post(here, said(send="1"))
    mentor = begin(client, cohort, "mentor")

    (one,) = queries.people_of(cohort, but=coordinator)
    assert (one.is_mentor, one.is_mentee) == (False, True)
    client.post(mentor, said(send="1", places="2"))
    (one,) = queries.people_of(cohort, but=coordinator)
    assert (one.is_mentor, one.is_mentee) == (True, True)


def test_what_is_taken_back_is_told_no_longer_but_by_its_name(client, cohort, coordinator, here):
    client.post(here, said(send="1"))
    client.post(f"{here}withdraw/")

    assert known(cohort, coordinator)["listed"] == []
    assert queries.applications_run_by(coordinator, at=SPRING).get().state == "withdrawn"


def test_beginning_anew_what_was_taken_back_is_told_to_nobody(
    client, person, cohort, coordinator, here
):
    """It looks as it did once it was withdrawn: on the page, in the workbook, behind its door."""
    page = f"/staff/programmes/cohorts/{cohort.pk}/applications/"

    def seen():
        client.force_login(coordinator)
        text = client.get(page).content.decode()
        one = queries.applications_run_by(coordinator, at=SPRING).get()
        reading = client.get(f"/staff/programmes/applications/{one.pk}/").status_code
        told = cells_of(client.get(f"{page}?as=xlsx"))
        client.force_login(person)
        return person.name in text, "Withdrawn" in text, reading, told, known(cohort, coordinator)

    client.post(here, said(send="1"))
    client.post(f"{here}withdraw/")
    withdrawn = seen()
    begin(client, cohort)
    client.post(here, {"stage": "Fourth year"})

    assert withdrawn[:3] == (True, True, 403)
    assert seen() == withdrawn
    client.post(here, said(send="1"))
    assert seen()[1:3] == (False, 200)


def test_putting_somebody_in_by_hand_is_not_refused_because_of_it(
    person, cohort, coordinator, here
):
    who = Invitee(person.email, person.name)

    services.list_person(cohort, who, role="mentee", by=coordinator, at=SPRING)

    assert known(cohort, coordinator)["listed"] == [person.name]
    assert not queries.applications_run_by(coordinator, at=SPRING).exists()
    with pytest.raises(services.AlreadyListed):
        services.list_person(cohort, who, role="mentee", by=coordinator, at=SPRING)


def test_whoever_is_on_a_list_and_begins_to_write_stays_on_it(client, person, cohort, coordinator):
    who = Invitee(person.email, person.name)
    services.list_person(cohort, who, role="mentee", by=coordinator, at=SPRING)
    begin(client, cohort)

    assert known(cohort, coordinator)["listed"] == [person.name]


def test_looking_costs_the_same_for_many(cohort, coordinator, django_assert_num_queries):
    for _each in range(3):
        ApplicationFactory(participant=ParticipantFactory(cohort=cohort))

    with django_assert_num_queries(2):
        assert len(list(queries.people_of(cohort, but=coordinator))) == 3


def test_a_draft_that_is_thrown_away_was_never_there(client, person, cohort, coordinator, here):
    """Staff see that an application was withdrawn; of one that was never sent, nothing."""
    client.post(f"{here}withdraw/")
    client.force_login(coordinator)
    received = f"/staff/programmes/cohorts/{cohort.pk}/applications/"

    assert person.name not in client.get(received).content.decode()

    client.force_login(person)
    client.post(begin(client, cohort), said(send="1"))
    client.post(f"{here}withdraw/")
    client.force_login(coordinator)
    assert person.name in client.get(received).content.decode()
