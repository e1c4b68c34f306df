import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from amanah.base import clock, sights
from amanah.home import queries, steps
from amanah.home.views import greeting_at
from amanah.mentoring.services import close_mentorship
from amanah.people.models import Person, Profile, WorkingCard
from tests.factories import (
    SPRING,
    AffiliationFactory,
    ApplicationFactory,
    AppointmentFactory,
    InstitutionFactory,
    InvitationFactory,
    PersonFactory,
)
from tests.factories.mentoring import AgreementFactory, MentorshipFactory
from tests.factories.people import PasskeyFactory

pytestmark = pytest.mark.django_db


def step_of(person):
    step = steps.next_step(person, at=SPRING)
    return step and step.name


def settled(**about):
    """Somebody for whom nothing waits."""
    person = PersonFactory(**about)
    Profile.objects.create(person=person, stage="Consultant")
    PasskeyFactory(user=person)
    WorkingCard.objects.create(person=person, feedback="Straight")
    return person


def test_one_thing_waits_at_a_time_in_a_plain_order():
    person = PersonFactory()
    found = [step_of(person)]

    Profile.objects.create(person=person, stage="Consultant")
    found.append(step_of(person))
    PasskeyFactory(user=person)
    found.append(step_of(person))
    WorkingCard.objects.create(person=person, feedback="Straight")
    found.append(step_of(person))

    assert found == ["card", "second-way", "working-card", None]


def test_an_agreement_waits_until_one_has_signed_it_or_the_mentorship_is_closed():
    mentor, mentee = settled(), settled()
    pair = MentorshipFactory(mentor=mentor, mentee=mentee)
    assert (step_of(mentor), step_of(mentee)) == ("agreement", "agreement")

    first = AgreementFactory(mentorship=pair, hash="a" * 64)
    first.signatures.create(membership=pair.memberships.get(person=mentor), signed_at=SPRING)
    assert (step_of(mentor), step_of(mentee)) == (None, "agreement")

    first.signed_at = SPRING
    first.save()
    assert (step_of(mentor), step_of(mentee)) == (None, None)
    AgreementFactory(mentorship=pair, version=2)
    assert (step_of(mentor), step_of(mentee)) == ("agreement", "agreement")
    close_mentorship(pair, by=mentor, at=SPRING)
    assert (step_of(mentor), step_of(mentee)) == (None, None)


def test_an_appointment_to_confirm_comes_first_and_only_for_the_second_admin():
    home = InstitutionFactory()
    first, second = (AppointmentFactory(institution=home, role="admin").person for _ in range(2))
    AppointmentFactory(institution=home, role="evaluator", is_confirmed=False, appointed_by=first)

    assert (step_of(first), step_of(second)) == ("card", "confirm")


def test_what_may_be_left_out_can_be_put_away_for_good(client):
    person = PersonFactory()
    client.force_login(person)
    assert "Say in a few lines who you are" in client.get("/today/").content.decode()

    client.post(reverse("home:put_away"), {"step": "card"})

    person = Person.objects.get()
    assert (person.put_away, step_of(person)) == (["card"], "second-way")
    assert "Say in a few lines who you are" not in client.get("/today/").content.decode()


@pytest.mark.parametrize("step", ["confirm", "made-up", ""])
def test_nothing_else_can_be_put_away(client, step):
    client.force_login(PersonFactory())

    client.post(reverse("home:put_away"), {"step": step})

    assert Person.objects.get().put_away == []


def test_an_empty_today_says_what_will_be_here(client):
    client.force_login(settled())

    page = client.get("/today/").content.decode()

    assert "Nothing is waiting for you." in page
    assert "Your mentorships will be here" in page
    assert "card--next" not in page


@pytest.mark.parametrize(
    ("hour", "zone", "greeting"),
    [
        (3, "Asia/Karachi", "Good morning"),
        (9, "Asia/Karachi", "Good afternoon"),
        (15, "Asia/Karachi", "Good evening"),
        (3, "Europe/Dublin", "Good evening"),
        (9, "Europe/Dublin", "Good morning"),
    ],
)
def test_the_greeting_goes_by_the_hour_where_the_person_is(hour, zone, greeting):
    moment = datetime(2026, 1, 15, hour, tzinfo=UTC)

    assert greeting_at(PersonFactory(time_zone=zone), moment) == greeting


def test_the_day_is_the_persons_own(client, settings, tmp_path):
    settings.CLOCK_MAY_MOVE, settings.HOME = True, tmp_path
    midnight = datetime(2026, 11, 23, 20, tzinfo=UTC)  # already the 24th in Karachi
    clock.move(midnight - clock.now())
    client.force_login(settled(time_zone="Asia/Karachi", called="Ayesha"))

    page = client.get("/today/").content.decode()

    assert "Tuesday 24 November" in page
    assert "Good evening, <bdi>Ayesha</bdi>" in page


def test_the_language_is_the_persons_own_until_this_device_says_otherwise(client):
    client.force_login(settled(language="ur"))

    assert '<html lang="ur" dir="rtl"' in client.get("/today/").content.decode()
    client.cookies["amanah_language"] = "en"
    assert '<html lang="en" dir="ltr"' in client.get("/today/").content.decode()


def test_a_language_chosen_from_the_menu_is_kept_with_the_person(client):
    person = PersonFactory()
    client.force_login(person)

    client.post(reverse("shell:language"), {"language": "ur", "next": "/today/"})
    client.post(reverse("shell:theme"), {"theme": "dark"})

    person.refresh_from_db()
    assert (person.language, person.theme) == ("ur", "dark")


def test_a_language_chosen_signed_out_is_kept_on_the_device_alone(client):
    client.post(reverse("shell:language"), {"language": "ur", "next": "/"})

    assert '<html lang="ur"' in client.get("/").content.decode()


def test_a_language_nobody_has_is_not_kept(client):
    person = PersonFactory()
    client.force_login(person)

    client.post(reverse("shell:language"), {"language": "xx"})
    client.post(reverse("shell:theme"), {"theme": "pink"})

    person.refresh_from_db()
    assert (person.language, person.theme) == ("en", "")


def test_the_contact_of_each_institution_stands_on_today_once(client):
    person = settled()
    for name in ("Nasreen", "Margaret"):
        AffiliationFactory(person=person, institution__help_name=name)
    AffiliationFactory(person=person)
    client.force_login(person)

    page = client.get("/today/").content.decode()

    assert [page.count(name) for name in ("Nasreen", "Margaret")] == [1, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_today_costs_the_same_for_one_institution_and_for_three(
    client, count, django_assert_num_queries
):
    person = settled()
    for _ in range(count):
        home = AffiliationFactory(person=person, institution__help_name="Nasreen").institution
        AppointmentFactory(person=person, institution=home, role="coordinator")
    client.force_login(person)

    # Session, person; appointments to confirm, card, ways in (2), working card; belongings, staff;
    # how the lock stands; whom to turn to, and who of them is near the reader (7).
    with django_assert_num_queries(23):
        assert client.get("/today/").status_code == 200


def test_members_pages_and_staff_pages_are_apart(client):
    home = InstitutionFactory(slug="home", name="Hearth", help_name="Nasreen")
    person = settled()
    AffiliationFactory(person=person, institution=home)
    AppointmentFactory(person=person, institution=home, role="coordinator")
    client.force_login(person)

    own, staff = client.get("/today/").content.decode(), client.get("/staff/home/").content.decode()

    assert ('href="/staff/"' in own, 'href="/staff/home/people/"' in own) == (True, False)
    assert 'href="/staff/home/people/"' in staff
    assert 'href="/today/"' in staff
    assert 'href="/profile/"' not in staff.split("account__sheet")[0]


def test_who_holds_no_role_is_shown_no_way_to_staff_pages(client):
    client.force_login(settled())

    assert "/staff/" not in client.get("/today/").content.decode()


def test_a_coordinator_is_not_shown_the_ways_of_an_admin(client):
    home = InstitutionFactory(slug="home")
    pages = {}
    for role in ("coordinator", "admin", "evaluator"):
        client.force_login(AppointmentFactory(institution=home, role=role).person)
        pages[role] = client.get("/staff/home/").content.decode()

    shown = {
        role: [f"/staff/home/{what}/" in page for what in ("people", "appointments", "settings")]
        for role, page in pages.items()
    }
    assert shown == {
        "coordinator": [True, False, False],
        "admin": [True, True, True],
        "evaluator": [False, False, False],
    }


def test_staff_are_shown_the_invitations_they_sent_that_ran_out(client, now):
    home = InstitutionFactory(slug="home")
    me, other = (AppointmentFactory(institution=home, role="coordinator").person for _ in range(2))
    long_ago = now - timedelta(days=30)
    InvitationFactory(institution=home, invited_by=me, made_at=long_ago, email="mine@x.org")
    InvitationFactory(institution=home, invited_by=other, made_at=long_ago, email="theirs@x.org")
    InvitationFactory(institution=home, invited_by=me, made_at=now, email="open@x.org")
    client.force_login(me)

    page = client.get("/staff/home/").content.decode()

    assert [f"{who}@x.org" in page for who in ("mine", "theirs", "open")] == [True, False, False]


def test_a_page_of_guarantees_has_lines_that_nobody_can_remove(client):
    InstitutionFactory(slug="home", own_guarantees="Tea on Fridays.\n\nNo exams.")

    page = client.get("/guarantees/home/").content.decode()

    for line in (
        "Nobody is scored",
        "Nobody is watched",
        "what the law compels",
        "Tea on Fridays.",
    ):
        assert line in page
    assert page.count("<li dir=") == 2


def test_an_institution_without_lines_of_its_own_shows_the_fixed_ones_alone(client):
    InstitutionFactory(slug="home")

    page = client.get("/guarantees/home/").content.decode()

    assert "Nobody is scored" in page
    assert "What this institution adds" not in page


def test_lines_of_an_institution_are_text_and_no_more(client):
    InstitutionFactory(slug="home", own_guarantees="<script>alert(1)</script>")

    page = client.get("/guarantees/home/").content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_how_this_works_promises_what_sealing_keeps_and_says_what_it_does_not(client):
    page = client.get("/how-this-works/").content.decode()

    promised = Path("docs/explanation/how-sealing-works.md").read_text()
    [promise] = re.findall(r"^> (Your words are sealed.*)$", promised, re.MULTILINE)
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert promise in told
    assert promise in Path("docs/decisions/0006-what-sealing-promises.md").read_text()
    assert "Everything else that you fill in is not sealed" in page
    assert "amanah verify http://testserver" in page
    assert "cannot see a page that is sent to one person only" in page


def test_who_can_see_what_is_told_by_the_rules_themselves(client):
    told = {what: phrase for phrase, things in queries.at_a_glance() for what in things}
    by_resource = {sight.resource: sight for sight in sights.all_sights()}

    assert set(told) == {by_resource[name].what for name in queries.AT_A_GLANCE}
    for name in queries.AT_A_GLANCE:
        sight = by_resource[name]
        assert told[sight.what] in sight.rule.phrases
    client.force_login(settled())
    page = client.get("/today/").content.decode()
    assert all(f"<li>{what}</li>" in page for what in told)


def test_an_unfinished_application_is_the_next_thing_until_its_last_day():
    person = settled()
    belonging = AffiliationFactory(person=person)
    application = ApplicationFactory(
        participant__person=person,
        participant__cohort__programme__institution=belonging.institution,
        participant__cohort__applications_until=(SPRING + timedelta(days=3)).date(),
        state="draft",
        submitted_at=None,
    )

    step = steps.next_step(person, at=SPRING)
    assert step.name == "application"
    assert step.url == f"/programmes/applications/{application.pk}/"
    assert not step.may_be_put_away
    assert steps.next_step(person, at=SPRING + timedelta(days=5)) is None
