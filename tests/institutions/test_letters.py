"""Nobody is given a staff role, or loses one, without hearing of it in their own language."""

from datetime import timedelta

import pytest

from amanah.institutions import services
from amanah.outbox.models import Letter
from tests.factories import SPRING, AffiliationFactory, AppointmentFactory, InstitutionFactory

pytestmark = pytest.mark.django_db

LATER = SPRING + timedelta(days=30)


@pytest.fixture
def home():
    return InstitutionFactory(slug="home", name="Ravi Medical College")


@pytest.fixture
def admin(home):
    AffiliationFactory(institution=home)
    return AppointmentFactory(institution=home, role="admin").person


@pytest.fixture
def somebody(home):
    return AffiliationFactory(institution=home).person


def letters_to(person):
    return list(Letter.objects.filter(reader=person.pk).order_by("written_at", "pk"))


def test_whoever_is_appointed_is_told(home, admin, somebody):
    services.appoint(home, somebody, role="coordinator", by=admin, at=SPRING)

    (letter,) = letters_to(somebody)
    assert letter.subject == "Your staff role at Ravi Medical College"
    assert "You have a staff role at Ravi Medical College: Coordinator." in letter.body
    assert "http://testserver/staff/" in letter.body
    assert letters_to(admin) == []


def test_a_role_that_needs_two_is_told_when_it_waits_and_when_it_is_confirmed(
    home, admin, somebody
):
    second = AppointmentFactory(institution=home, role="admin").person
    held = services.appoint(home, somebody, role="evaluator", by=admin, at=SPRING)
    services.confirm_appointment(held, by=second, at=LATER)

    waits, confirmed = (letter.body for letter in letters_to(somebody))

    assert "It begins once a second admin has confirmed it." in waits
    assert "You have a staff role at Ravi Medical College: Evaluator." in confirmed


def test_whose_role_ends_is_told_its_last_day(home, admin, somebody):
    held = services.appoint(home, somebody, role="coordinator", by=admin, at=SPRING)
    services.end_appointment(
        held, by=admin, at=SPRING + timedelta(days=1), ends_at=home.end_of(LATER.date())
    )

    ended = letters_to(somebody)[-1].body

    assert "A staff role of yours at Ravi Medical College has ended" in ended
    assert f"Its last day is {LATER:%-d %B %Y}." in ended


def test_who_steps_down_needs_no_letter_about_it(home, admin, somebody):
    held = services.appoint(home, somebody, role="coordinator", by=admin, at=SPRING)
    services.end_appointment(held, by=somebody, at=LATER)

    assert len(letters_to(somebody)) == 1


def test_who_accepts_an_invitation_to_a_role_needs_no_letter_about_it(home, admin, somebody):
    services.appoint_invited(home, somebody, role="coordinator", by=admin, at=SPRING)

    assert letters_to(somebody) == []


def test_it_is_in_the_language_of_its_reader(home, admin, somebody):
    somebody.language = "ur"
    somebody.save()
    services.appoint(home, somebody, role="coordinator", by=admin, at=SPRING)

    (letter,) = letters_to(somebody)

    assert letter.language == "ur"
    assert "کوآرڈینیٹر" in letter.body
    assert "Coordinator" not in letter.body
