"""The pages of proposals for those who are asked."""

import re

import pytest

from amanah.base import clock
from amanah.matching import services
from amanah.mentoring.models import Mentorship
from amanah.people.models import Profile
from tests.factories import AffiliationFactory
from tests.factories.matching import ProposalFactory, mentee_in, mentor_in
from tests.matching.proposing import DAY, a_group, coordinator_of, main_of, several_proposed

pytestmark = pytest.mark.django_db
# Statements of a page, whatever stands on it.
LIST, ONE = 9, 9


def test_each_reads_the_others_card_and_what_both_said(client, proposal, mentor, mentee):
    Profile.objects.create(
        person=mentor.person, about="I draw hearts.", contact="bleep 9", share_contact=True
    )
    said = mentor.applications.get()
    said.wishes, said.statement = f'[{{"email": "{mentee.email}"}}]', "Not for mentees"
    said.save()
    client.force_login(mentee)

    page = main_of(client.get(f"/proposals/{proposal.pk}/"))

    for words in (mentor.person.name, "I draw hearts.", "Leadership", "Ultrasound"):
        assert words in page
    for words in ("bleep 9", mentor.person.email, "Not for mentees", mentee.email, "wish"):
        assert words not in page
    assert "It begins when everybody who is asked has said yes." in page
    assert "Everybody who is asked" in page


def test_nobody_sees_whether_the_other_has_said_yes(client, proposal, mentor, mentee):
    client.force_login(mentee)

    def shown():
        pages = [client.get(path) for path in (f"/proposals/{proposal.pk}/", "/proposals/")]
        return [re.sub(r'(nonce|value)="[^"]*"', "", main_of(page)) for page in pages]

    before = shown()
    proposal.asked.filter(person=mentor.person).update(said_yes_at=clock.now())

    assert shown() == before


def test_two_taps_from_today_to_a_yes(client, proposal, mentor, mentee):
    client.force_login(mentor.person)

    today = main_of(client.get("/today/"))
    assert "A mentorship is proposed to you" in today
    [link] = re.findall(r'href="(/proposals/[^"]+)"', today)
    [action] = re.findall(r'action="([^"]+)"', main_of(client.get(link)))
    assert client.post(action).status_code == 302

    assert "You have said yes" in main_of(client.get(link))
    assert "A mentorship is proposed" not in main_of(client.get("/today/"))
    client.force_login(mentee)
    answer = client.post(f"/proposals/{proposal.pk}/accept/")
    assert answer["Location"] == Mentorship.objects.get().get_absolute_url()


def test_agreed_already_changes_the_sentence_and_no_more(client, proposal, mentor, mentee):
    client.force_login(mentee)
    proposal.is_agreed = True
    proposal.save()

    page = main_of(client.get(f"/proposals/{proposal.pk}/"))

    assert "We were told that you have agreed on this already." in page
    client.post(f"/proposals/{proposal.pk}/accept/")
    assert not Mentorship.objects.exists()


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 302), (30, 302), (400, 422)])
def test_a_mentor_may_be_away_until_a_day_that_makes_sense(
    client, proposal, mentor, now, days, status
):
    client.force_login(mentor.person)
    day = (now + days * DAY).date()

    answer = client.post(f"/proposals/{proposal.pk}/decline/", {"away_until": day.isoformat()})

    assert answer.status_code == status
    mentor.refresh_from_db()
    assert mentor.away_until == (day if status == 302 else None)


def test_a_mentee_is_not_asked_whether_they_are_away(client, proposal, mentor, mentee):
    for person, is_asked in ((mentor.person, True), (mentee, False)):
        client.force_login(person)
        page = main_of(client.get(f"/proposals/{proposal.pk}/decline/"))
        assert ("away_until" in page) == is_asked


def test_after_a_no_the_other_reads_only_that_it_is_closed(client, proposal, mentor, mentee):
    client.force_login(mentee)
    assert client.post(f"/proposals/{proposal.pk}/decline/").status_code == 302
    assert mentor.person.name not in main_of(client.get(f"/proposals/{proposal.pk}/"))

    client.force_login(mentor.person)
    for path in (f"/proposals/{proposal.pk}/", "/proposals/"):
        page = main_of(client.get(path))
        assert "closed" in page
        assert mentee.name not in page
    for path in ("accept/", "decline/"):
        answer = client.post(f"/proposals/{proposal.pk}/{path}")
        assert "It says nothing about you." in main_of(answer)


@pytest.mark.parametrize("who", ["stranger", "rival", "coordinator"])
def test_to_anybody_else_it_is_not_there(client, cohort, proposal, mentee, who):
    people = {
        "stranger": lambda: AffiliationFactory().person,
        "rival": lambda: mentee_in(cohort).participant.person,
        "coordinator": lambda: coordinator_of(cohort),
    }
    client.force_login(mentee)
    assert client.get(f"/proposals/{proposal.pk}/").status_code == 200

    client.force_login(people[who]())

    for path in ("", "decline/"):
        assert client.get(f"/proposals/{proposal.pk}/{path}").status_code == 404
    assert client.post(f"/proposals/{proposal.pk}/accept/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_my_list_costs_the_same_for_one_and_for_three(
    client, cohort, count, now, django_assert_num_queries
):
    mentor = mentor_in(cohort, places=9).participant.person
    several_proposed(cohort, count, now, mentor=mentor)
    client.force_login(mentor)
    client.get("/proposals/")

    with django_assert_num_queries(LIST):
        page = main_of(client.get("/proposals/"))

    assert page.count("waits for you until") == count


@pytest.mark.parametrize("count", [1, 3])
def test_one_page_costs_the_same_for_one_and_for_three_others(
    client, cohort, count, now, django_assert_num_queries
):
    mentor, _mentees, proposal = a_group(cohort, count, now)
    client.force_login(mentor)
    client.get("/proposals/")

    with django_assert_num_queries(ONE):
        page = main_of(client.get(f"/proposals/{proposal.pk}/"))

    assert page.count("Who would be your mentee") == count


def test_whoever_said_yes_to_a_group_reads_so_until_the_worker_begins_it(client, cohort, now):
    mentor, mentees, proposal = a_group(cohort, 2, now - 15 * DAY)
    proposal.asked.filter(person__in=[mentor, mentees[0]]).update(said_yes_at=now)

    def reads(person):
        client.force_login(person)
        return "You have said yes" in main_of(client.get(f"/proposals/{proposal.pk}/"))

    assert [reads(one) for one in (mentor, *mentees)] == [True, True, False]
    services.settle_proposals(at=now)
    client.force_login(mentor)
    assert "It has begun" in main_of(client.get(f"/proposals/{proposal.pk}/"))


@pytest.mark.parametrize(("form", "closes"), [("pair", True), ("circle", False)])
def test_what_the_last_day_brings_is_said_before_one_answers(client, cohort, now, form, closes):
    people = [mentee_in(cohort).participant.person for _n in range(3)]
    asked = [(one, "peer") for one in people]
    if form == "pair":
        asked = [(mentor_in(cohort).participant.person, "mentor"), (people[0], "mentee")]
    proposal = ProposalFactory(cohort=cohort, form=form, sent_at=now, asked=asked)
    client.force_login(people[0])

    page = main_of(client.get(f"/proposals/{proposal.pk}/"))

    assert ("Then it closes by itself" in page) == closes
    assert ("it begins with those who have said yes" in page) != closes


def test_whoever_would_be_one_of_several_mentors_reads_as_which(client, cohort, now):
    mentor, mentee = (each(cohort).participant.person for each in (mentor_in, mentee_in))
    asked = [(mentor, "mentor"), (mentee, "mentee")]
    proposal = ProposalFactory(cohort=cohort, sent_at=now, asked=asked)
    client.force_login(mentor)

    def page():
        return main_of(client.get(f"/proposals/{proposal.pk}/"))

    assert "You would be their mentor for" not in page()
    proposal.asked.filter(person=mentor).update(named_role="Research")
    assert "You would be their mentor for: <bdi>Research</bdi>" in page()
