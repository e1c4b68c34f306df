from datetime import timedelta

import pytest

from amanah.institutions import queries
from tests.factories import SPRING, AppointmentFactory, InstitutionFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_staff_find_the_institutions_in_which_they_hold_a_role(count, django_assert_num_queries):
    person = PersonFactory()
    homes = [InstitutionFactory(name=f"Home {n}") for n in range(count)]
    for home in homes:
        AppointmentFactory(person=person, institution=home, role="coordinator")
        AppointmentFactory(person=person, institution=home, role="admin")
    AppointmentFactory()

    with django_assert_num_queries(1):
        assert list(queries.institutions_staffed_by(person, at=SPRING)) == homes


@pytest.mark.parametrize(
    "state",
    [
        {"ends_at": SPRING},
        {"begins_at": SPRING + timedelta(seconds=1)},
        {"is_confirmed": False},
    ],
    ids=["over", "ahead", "unconfirmed"],
)
def test_an_appointment_out_of_force_finds_nothing(state):
    appointment = AppointmentFactory(begins_at=SPRING - timedelta(days=9))
    lapsed = AppointmentFactory(**{"begins_at": SPRING - timedelta(days=9), **state})

    assert queries.institutions_staffed_by(appointment.person, at=SPRING).exists()
    assert not queries.institutions_staffed_by(lapsed.person, at=SPRING).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_staff_begins_with_those_who_wait(count, django_assert_num_queries):
    home = InstitutionFactory()
    held = [AppointmentFactory(institution=home, role="admin") for _ in range(count)]
    waiting = AppointmentFactory(institution=home, role="safeguarding", is_confirmed=False)
    AppointmentFactory(institution=home, role="deputy", ends_at=SPRING)

    with django_assert_num_queries(1):
        listed = list(queries.appointments_in(home, at=SPRING))
        assert [one.person.name for one in listed][:1] == [waiting.person.name]
    assert {one.pk for one in listed} == {waiting.pk, *(one.pk for one in held)}


def test_what_waits_for_a_second_admin_is_shown_to_the_others_alone():
    home = InstitutionFactory()
    first, second = (AppointmentFactory(institution=home, role="admin").person for _ in range(2))
    elsewhere = AppointmentFactory(role="admin").person
    waiting = AppointmentFactory(
        institution=home, role="evaluator", is_confirmed=False, appointed_by=first
    )

    def waits_for(person):
        return list(queries.appointments_to_confirm(person, at=SPRING))

    assert (waits_for(first), waits_for(second), waits_for(elsewhere)) == ([], [waiting], [])


def test_an_admin_acts_on_the_appointments_of_the_institution_in_the_address():
    home, away = InstitutionFactory(slug="home"), InstitutionFactory(slug="away")
    admin = AppointmentFactory(institution=home, role="admin")
    other = AppointmentFactory(institution=home, role="admin")
    AppointmentFactory(institution=away, person=admin.person, role="coordinator")
    AppointmentFactory(institution=away)

    def run(slug):
        return list(queries.appointments_run_by(admin.person, slug=slug, at=SPRING))

    # Never their own: from that one steps down as a member.
    assert (run("home"), run("away")) == ([other], [])
