from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from amanah.institutions.models import Appointment
from amanah.people import queries
from amanah.people.roster_lines import Line, lines
from tests.factories import (
    SPRING,
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return InstitutionFactory(slug="home")


@pytest.fixture
def coordinator(home):
    person = PersonFactory()
    AffiliationFactory(person=person, institution=home)
    AppointmentFactory(person=person, institution=home)
    return person


def roster(home, coordinator):
    return lines(queries.roster(home, by=coordinator, at=SPRING), home, at=SPRING)


def test_a_line_says_who_where_since_when_and_what_they_are_staff_of(home, coordinator):
    sana = PersonFactory(name="Sana Qureshi")
    belonging = AffiliationFactory(
        person=sana, institution=home, department="Paediatrics", since=date(2026, 1, 9)
    )
    AppointmentFactory(person=sana, institution=home, role=Appointment.Role.EVALUATOR)
    AppointmentFactory(person=sana, institution=home, role=Appointment.Role.DEPUTY)
    AppointmentFactory(person=sana, role=Appointment.Role.ADMIN)

    with translation.override("en"):
        found = roster(home, coordinator)

    assert found == [
        Line(
            name="Sana Qureshi",
            department="Paediatrics",
            since=found[0].since,
            roles="Deputy coordinator, Evaluator",
            card_url=reverse("people:staff_card", args=["home", belonging.pk]),
            appoint_url=reverse("people:appoint", args=["home", belonging.pk]),
            gone_url=reverse("people:gone", args=["home", belonging.pk]),
            has_joined=True,
        )
    ]
    assert "2026" in found[0].since


def test_a_day_is_written_in_the_digits_of_the_reader(home, coordinator):
    AffiliationFactory(institution=home, since=date(2026, 1, 9))

    with translation.override("ur"):
        [line] = roster(home, coordinator)

    assert "۲۰۲۶" in line.since


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_roster_costs_the_same_however_long_it_is(
    home, coordinator, item_count, django_assert_num_queries
):
    for _ in range(item_count):
        held = AppointmentFactory(institution=home, role=Appointment.Role.ADMIN)
        AffiliationFactory(person=held.person, institution=home)

    with django_assert_num_queries(2):
        assert len(roster(home, coordinator)) == item_count
