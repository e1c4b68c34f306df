"""The pages of finding, asking and answering."""

import re
from datetime import timedelta

import pytest

from amanah.matching.models import Request
from amanah.people.models import Profile
from tests.factories import AffiliationFactory, AppointmentFactory
from tests.factories.matching import RequestFactory, mentee_in, mentor_in

pytestmark = pytest.mark.django_db
# Statements of a page, whatever stands on it.
FINDING, REQUESTS = 22, 8


@pytest.mark.parametrize("count", [1, 3])
def test_finding_costs_the_same_for_one_and_for_three(
    client, cohort, count, django_assert_num_queries
):
    mentee = mentee_in(cohort).participant.person
    for number in range(count):
        mentor_in(cohort, how_i_mentor=f"Way {number}")
    client.force_login(mentee)
    client.get(f"/mentors/{cohort.pk}/")

    with django_assert_num_queries(FINDING):
        page = client.get(f"/mentors/{cohort.pk}/").content.decode()

    assert len(set(re.findall(r"Way \d", page))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_requests_cost_the_same_for_one_and_for_three(
    client, cohort, count, now, django_assert_num_queries
):
    mentor = mentor_in(cohort, places=9).participant.person
    for _n in range(count):
        RequestFactory(cohort=cohort, mentor=mentor, asked_at=now)
    client.force_login(mentor)

    with django_assert_num_queries(REQUESTS):
        page = client.get("/requests/").content.decode()

    assert page.count("waits for you until") == count


def test_twenty_stand_on_a_page(client, cohort, mentee):
    for _n in range(21):
        mentor_in(cohort)
    client.force_login(mentee)

    def found(page):
        answer = client.get(f"/mentors/{cohort.pk}/?page={page}")
        return [one["card"].mentor.pk for one in answer.context["cards"]]

    assert (len(found(1)), len(found(2))) == (20, 1)
    assert set(found(1)).isdisjoint(found(2))


def test_one_looks_by_topic_and_may_show_everybody_again(client, cohort, mentee):
    mentor_in(cohort, topics=["research_skills"], how_i_mentor="With papers")
    mentor_in(cohort, topics=["leadership"], how_i_mentor="With maps")
    client.force_login(mentee)

    page = client.get(f"/mentors/{cohort.pk}/?topic=research_skills").content.decode()

    assert "With papers" in page
    assert "With maps" not in page
    assert "Show everybody" in page
    none = client.get(f"/mentors/{cohort.pk}/?specialty=falconry").content.decode()
    assert "Nobody fits all of that" in none


def test_nothing_on_the_page_counts_how_often_somebody_was_asked(client, cohort, mentee):
    popular = mentor_in(cohort, places=9).participant
    client.force_login(mentee)

    def shown():
        page = client.get(f"/mentors/{cohort.pk}/").content.decode()
        return page.split("<main")[1].split("</main")[0].replace("\n", "")

    before = shown()
    for _n in range(3):
        RequestFactory(cohort=cohort, mentor=popular.person)

    assert re.sub(r'nonce="[^"]*"', "", shown()) == re.sub(r'nonce="[^"]*"', "", before)


@pytest.mark.parametrize("shows", [True, False])
def test_what_the_mentor_reads_is_what_the_page_before_showed(client, cohort, mentor, now, shows):
    said = mentee_in(cohort, stage="Year three", statement="Not for mentors", specialty="Hidden")
    mentee = said.participant.person
    Profile.objects.create(
        person=mentee, about="I draw hearts.", contact="bleep 9", share_contact=True
    )
    client.force_login(mentee)
    before = client.get(f"/mentors/{mentor.pk}/ask/").content.decode()
    client.post(f"/mentors/{mentor.pk}/ask/", {"shows_application": "on"} if shows else {})
    request = Request.objects.get()

    client.force_login(mentor.person)
    page = client.get(f"/requests/{request.pk}/").content.decode()

    assert before.count("You and a named person") == 2
    assert "You and a named person" in page
    for words, always in (("I draw hearts.", True), ("Year three", False)):
        assert words in before
        assert (words in page) == (always or shows)
    for words in ("Not for mentors", "Hidden", "bleep 9", mentee.email):
        assert words not in page


def test_asking_again_leads_to_the_request_and_makes_none(client, mentee, mentor):
    client.force_login(mentee)
    for _n in range(2):
        assert client.post(f"/mentors/{mentor.pk}/ask/").status_code == 302

    assert Request.objects.count() == 1


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 302), (30, 302), (400, 422)])
def test_away_until_a_day_that_makes_sense(client, cohort, mentor, now, days, status):
    request = RequestFactory(cohort=cohort, mentor=mentor.person, asked_at=now)
    client.force_login(mentor.person)
    day = (now + timedelta(days=days)).date()

    answer = client.post(f"/requests/{request.pk}/decline/", {"away_until": day.isoformat()})

    assert answer.status_code == status
    mentor.refresh_from_db()
    assert mentor.away_until == (day if status == 302 else None)


def test_today_puts_a_request_first_and_then_the_mentorship(client, cohort, mentor, now):
    request = RequestFactory(cohort=cohort, mentor=mentor.person, asked_at=now)
    client.force_login(mentor.person)
    assert "Somebody asks you to be their mentor" in client.get("/today/").content.decode()

    client.post(f"/requests/{request.pk}/accept/")

    page = client.get("/today/").content.decode()
    assert "Somebody asks you to be their mentor" not in page
    assert request.mentee.name in page


@pytest.mark.parametrize("who", ["stranger", "rival", "coordinator"])
def test_to_anybody_else_a_request_is_not_there(client, cohort, mentor, now, who):
    request = RequestFactory(cohort=cohort, mentor=mentor.person, asked_at=now)
    institution = cohort.programme.institution
    people = {
        "stranger": lambda: AffiliationFactory().person,
        "rival": lambda: mentee_in(cohort).participant.person,
        "coordinator": lambda: (
            AppointmentFactory(institution=institution, role="coordinator").person
        ),
    }
    client.force_login(request.mentee)
    assert client.get(f"/requests/{request.pk}/").status_code == 200

    client.force_login(people[who]())

    for path in ("", "decline/", "withdraw/"):
        assert client.get(f"/requests/{request.pk}/{path}").status_code == 404
    assert client.post(f"/requests/{request.pk}/accept/").status_code == 404
