"""Applying: a draft is only its author's; what is sent may be changed and withdrawn."""

import json
from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.programmes import queries
from amanah.programmes.models import Application, Participant
from amanah.stewardship.models import Entry
from tests.factories import (
    AffiliationFactory,
    ApplicationFactory,
    CohortFactory,
    ParticipantFactory,
    PersonFactory,
)
from tests.programmes.applying import begin, said

pytestmark = pytest.mark.django_db


def test_from_the_list_of_programmes_to_an_application_that_is_sent(client, person, cohort):
    assert "Student mentoring" in client.get("/programmes/").content.decode()
    here = begin(client, cohort)

    sent = client.post(here, said(send="1"))

    assert sent.url == "/programmes/"
    application = Application.objects.get()
    assert application.state == "submitted"
    assert application.topics == ["leadership", "research_skills", "Falconry"]
    assert application.times == ["any_evening", "wed_lunch"]
    assert json.loads(application.do_not_pair) == [
        {"name": "Dr Stern"},
        {"email": "head@example.org"},
    ]
    assert Entry.objects.get().event == "programmes.application_sent"
    page = client.get(here).content.decode()
    assert "Falconry" in page
    assert "Dr Stern" in page


def test_what_is_chosen_is_kept_as_one_goes_and_only_the_author_sees_it(
    client, person, cohort, coordinator
):
    here = begin(client, cohort)

    kept = client.post(here, said(), headers={"HX-Request": "true"})

    assert kept.status_code == 200
    assert "Kept." in kept.content.decode()
    assert Application.objects.get().stage == "Third year"
    assert not queries.applications_run_by(coordinator, at=clock.now()).exists()
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("missing", "field", "says"),
    [
        ({"topics": [], "topics_own": ""}, "topics", "or say it in your own words"),
        ({"languages": []}, "languages", "Choose at least one."),
    ],
)
def test_what_matching_needs_is_asked_for_beside_it_and_nothing_is_lost(
    client, person, cohort, missing, field, says
):
    here = begin(client, cohort)

    refused = client.post(here, said(send="1", **missing))

    assert refused.status_code == 422
    assert says in str(refused.context["form"].errors[field])
    assert "Third year" in refused.content.decode()
    assert Application.objects.get().state == "draft"
    assert client.post(here, said(send="1")).status_code == 302


def test_a_mentor_says_how_many_places_and_tells_a_story(client, person, cohort):
    here = begin(client, cohort, "mentor")

    assert client.post(here, said(send="1", places="0")).status_code == 422
    client.post(here, said(send="1", places="3"))
    client.post(f"{here}more/", {"story": "I never asked.", "how_i_mentor": "By walking."})

    application = Application.objects.get()
    assert application.participant.places == 3
    assert (application.story, application.how_i_mentor) == ("I never asked.", "By walking.")


def test_one_person_may_be_mentor_and_mentee(client, person, cohort):
    begin(client, cohort, "mentee")
    begin(client, cohort, "mentor")

    participant = Participant.objects.get()
    assert (participant.as_mentor, participant.as_mentee) == (True, True)
    assert Application.objects.count() == 2


def test_more_is_kept_for_matching_alone(client, person, cohort):
    here = begin(client, cohort)

    client.post(
        f"{here}more/",
        {
            "matters_languages": "lot",
            "matters_specialty": "none",
            "wish_1": "Dr Kind",
            "wish_2": "",
            "wish_3": "third@example.org",
            "settings": ["open_door"],
            "interests": "falcons,  tea",
        },
    )

    application = Application.objects.get()
    assert json.loads(application.matters) == {"languages": "lot", "specialty": "none"}
    assert json.loads(application.wishes) == [{"name": "Dr Kind"}, {"email": "third@example.org"}]
    assert application.interests == ["falcons", "tea"]
    again = client.get(f"{here}more/").content.decode()
    assert 'value="Dr Kind"' in again
    assert "falcons, tea" in again


def test_a_change_of_what_was_sent_counts_at_once_and_must_stay_whole(client, person, cohort):
    here = begin(client, cohort)
    client.post(here, said(send="1"))

    assert client.post(here, said(topics=[], topics_own="")).status_code == 422
    assert Application.objects.get().topics[0] == "leadership"
    assert client.post(here, said(stage="Fourth year")).status_code == 302

    assert Application.objects.get().stage == "Fourth year"
    assert Entry.objects.latest("number").event == "programmes.application_changed"


def test_withdrawing_leaves_staff_a_name_without_words(client, person, cohort, coordinator):
    here = begin(client, cohort)
    client.post(here, said(send="1"))
    client.post(f"{here}withdraw/")
    application = Application.objects.get()

    client.force_login(coordinator)
    listed = client.get(f"/staff/programmes/cohorts/{cohort.pk}/applications/").content.decode()

    assert person.name in listed
    assert "Withdrawn" in listed
    read = client.get(f"/staff/programmes/applications/{application.pk}/")
    assert read.status_code == 403


def test_somebody_who_withdrew_may_apply_again(client, person, cohort):
    here = begin(client, cohort)
    client.post(here, said(send="1"))
    client.post(f"{here}withdraw/")

    assert begin(client, cohort) == here
    assert client.post(here, said(send="1")).status_code == 302
    assert Application.objects.get().state == "submitted"


def test_reading_is_shown_to_the_author_and_shows_no_wishes(client, person, cohort, coordinator):
    here = begin(client, cohort)
    client.post(here, said(send="1"))
    application = Application.objects.get()
    client.force_login(coordinator)

    page = client.get(f"/staff/programmes/applications/{application.pk}/").content.decode()

    assert "Leadership, Research skills, Falconry" in page
    assert "Dr Stern" not in page
    entry = Entry.objects.latest("number")
    assert (entry.event, entry.subject, entry.by) == (
        "programmes.application_seen",
        person,
        coordinator,
    )


def test_a_coordinator_who_applied_never_reads_their_own_as_staff(client, cohort, coordinator):
    own = ApplicationFactory(participant=ParticipantFactory(cohort=cohort, person=coordinator))
    AffiliationFactory(person=coordinator, institution=cohort.programme.institution)
    member = AffiliationFactory(institution=cohort.programme.institution).person
    others = ApplicationFactory(participant=ParticipantFactory(cohort=cohort, person=member))
    client.force_login(coordinator)

    assert client.get(f"/staff/programmes/applications/{own.pk}/").status_code == 404
    assert client.get(f"/staff/programmes/applications/{others.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("days", "is_open"),
    [
        ({}, True),
        ({"applications_from": 1}, False),
        ({"applications_from": 0, "applications_until": 0}, True),
        ({"applications_until": -1}, False),
        # One whose mentorships have ended takes nobody.
        ({"ends_on": 0}, True),
        ({"ends_on": -1}, False),
        ({"ends_on": -1, "applications_until": 5}, False),
    ],
)
def test_applications_are_open_within_their_days_where_the_institution_is(
    client, institution, person, days, is_open
):
    today = institution.day_of(clock.now())
    cohort = CohortFactory(
        programme__institution=institution,
        **{name: today + timedelta(days=ahead) for name, ahead in days.items()},
    )

    went = client.post(f"/programmes/cohorts/{cohort.pk}/apply/", {"role": "mentee"})

    assert (went.status_code == 302) is is_open


def test_what_is_closed_meanwhile_keeps_its_words_and_can_be_withdrawn(client, person, cohort):
    here = begin(client, cohort)
    client.post(here, said(send="1"))
    cohort.applications_until = cohort.programme.institution.day_of(clock.now()) - timedelta(days=1)
    cohort.save()

    late = client.post(here, said(stage="Too late"))

    assert late.status_code == 422
    assert Application.objects.get().stage == "Third year"
    assert "Applications are closed now" in client.get(here).content.decode()
    assert client.post(f"{here}withdraw/").status_code == 302


def test_nobody_else_finds_an_application_or_a_cohort_of_elsewhere(client, person, cohort):
    here = begin(client, cohort)
    client.force_login(PersonFactory())

    assert client.get(here).status_code == 404
    assert client.post(f"/programmes/cohorts/{cohort.pk}/apply/").status_code == 404


def test_who_was_put_on_the_list_finds_what_the_list_said(client, person, cohort):
    listed = ApplicationFactory(
        participant=ParticipantFactory(cohort=cohort, person=person),
        topics=["exam_preparation"],
        languages=["en"],
    )

    page = client.get(f"/programmes/applications/{listed.pk}/")

    assert page.context["form"].initial["topics"] == ["exam_preparation"]
    assert begin(client, cohort) == f"/programmes/applications/{listed.pk}/"


def test_the_draft_with_the_first_last_day_is_the_next_thing_to_do(client, person, cohort):
    assert queries.unfinished_application(person, at=clock.now()) is None
    begin(client, cohort)

    assert queries.unfinished_application(person, at=clock.now()) == Application.objects.get()
