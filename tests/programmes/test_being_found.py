"""Mentors who let mentees find them: where it is asked, who may say it, and until when."""

from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.programmes import services
from amanah.programmes.forms.applying import MoreForm
from amanah.programmes.models import Application
from tests.factories import SPRING, AppointmentFactory, CohortFactory
from tests.factories.matching import mentee_in, mentor_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(programme__mentees_may_ask=True)


def test_a_mentor_can_end_it_also_when_applications_are_closed(cohort):
    cohort.applications_until = (SPRING - timedelta(days=1)).date()
    cohort.save()
    said = mentor_in(cohort)
    person = said.participant.person
    with pytest.raises(services.CannotApply):
        services.save_application(said, {"can_be_found": False}, by=person, at=SPRING)

    services.let_be_found(said, is_found=False, by=person, at=SPRING)

    said.refresh_from_db()
    assert said.can_be_found is False


def test_only_mentors_where_the_programme_allows_it(cohort):
    mentee, mentor = mentee_in(cohort), mentor_in(cohort, can_be_found=False)
    with pytest.raises(services.CannotBeFound, match="Only a mentor"):
        services.let_be_found(mentee, is_found=True, by=mentee.participant.person, at=SPRING)

    by = mentor.participant.person
    assert services.let_be_found(mentor, is_found=True, by=by, at=SPRING).can_be_found
    cohort.programme.mentees_may_ask = False
    cohort.programme.save()
    with pytest.raises(services.CannotBeFound, match="do not ask mentors themselves"):
        services.let_be_found(mentor, is_found=True, by=by, at=SPRING)
    # Ending it is never refused.
    assert not services.let_be_found(mentor, is_found=False, by=by, at=SPRING).can_be_found


@pytest.mark.parametrize(
    ("role", "allowed", "asked"),
    [("mentor", True, True), ("mentor", False, False), ("mentee", True, False)],
)
def test_it_is_asked_of_mentors_where_it_means_something(cohort, role, allowed, asked):
    cohort.programme.mentees_may_ask = allowed
    cohort.programme.save()
    said = (mentor_in if role == "mentor" else mentee_in)(cohort)

    form = MoreForm(application=Application.objects.get(pk=said.pk))

    assert ("can_be_found" in form.fields) == asked
    if asked:
        assert form["can_be_found"].who == "The programme"


@pytest.mark.parametrize(("found", "says"), [("yes", "can find you"), ("no", "Nobody finds you")])
def test_the_buttons_stand_with_the_application(client, cohort, found, says):
    said = mentor_in(cohort, can_be_found=found == "no")
    client.force_login(said.participant.person)
    assert "Who asks you" in client.get("/programmes/").content.decode()

    answer = client.post(
        f"/programmes/applications/{said.pk}/found/", {"found": found}, follow=True
    )

    said.refresh_from_db()
    assert said.can_be_found == (found == "yes")
    assert says in answer.content.decode()


@pytest.mark.parametrize(("form", "status"), [("pair", 302), ("circle", 422)])
def test_a_circle_of_peers_has_no_mentor_to_ask(client, form, status):
    cohort = CohortFactory()
    programme = cohort.programme
    client.force_login(
        AppointmentFactory(institution=programme.institution, role="coordinator").person
    )
    url = f"/staff/programmes/{programme.pk}/settings/"
    page = client.get(url)
    sent = {
        name: field.value()
        for field in page.context["form"]
        if (name := field.html_name) and field.value() not in (None, False)
    }
    seen = {field.html_initial_name: field.value() or "" for field in page.context["form"]}

    answer = client.post(url, {**seen, **sent, "form": form, "mentees_may_ask": "on"})

    assert answer.status_code == status
    programme.refresh_from_db()
    assert programme.mentees_may_ask == (status == 302)
    if status == 422:
        assert "choose another form, or leave that out" in answer.content.decode()


def test_whoever_is_away_reads_until_when_and_can_be_here_again_after_the_last_day(cohort, client):
    said = mentor_in(cohort)
    part = said.participant
    today = clock.now().date()
    cohort.applications_until = today - timedelta(days=1)
    cohort.save()
    part.away_until = today + timedelta(days=20)
    part.save()
    client.force_login(part.person)
    assert "I am here again" in client.get("/programmes/").content.decode()

    assert client.post(f"/programmes/applications/{said.pk}/here/").status_code == 302

    part.refresh_from_db()
    assert part.away_until is None
    assert "I am here again" not in client.get("/programmes/").content.decode()


@pytest.mark.parametrize(("days", "is_away"), [(-2, False), (2, True)])
def test_an_absence_that_is_over_is_not_spoken_of(cohort, client, days, is_away):
    part = mentor_in(cohort).participant
    part.away_until = clock.now().date() + timedelta(days=days)
    part.save()
    client.force_login(part.person)

    page = client.get("/programmes/").content.decode()

    assert ("You are away until" in page) == is_away
