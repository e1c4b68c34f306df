import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError

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


class TestScope:
    """A role in one programme counts there, and gives nothing in the rest of the institution."""

    @pytest.fixture
    def home(self):
        return InstitutionFactory()

    @pytest.fixture
    def scoped(self, home):
        return AppointmentFactory(institution=home, role="coordinator", scope=uuid.uuid4())

    @pytest.fixture
    def whole(self, home):
        return AppointmentFactory(institution=home, role="coordinator")

    def test_it_is_staff_but_holds_no_role_of_the_whole(self, home, scoped, whole):
        for appointment, roles in ((scoped, set()), (whole, {"coordinator"})):
            person = appointment.person
            assert queries.is_staff_of(person, home, at=SPRING)
            assert queries.roles_of(person, home, at=SPRING) == roles

    def test_it_finds_no_institution_to_coordinate(self, home, scoped, whole):
        def found(appointment):
            return list(queries.institutions_with(appointment.person, "coordinator", at=SPRING))

        assert (found(scoped), found(whole)) == ([], [home])

    def test_nobody_coordinates_the_people_of_the_whole(self, client, home, scoped, whole):
        pages = [f"/staff/{home.slug}/people/", f"/staff/{home.slug}/invitations/"]
        for appointment, status in ((scoped, 403), (whole, 200)):
            client.force_login(appointment.person)
            assert [client.get(page).status_code for page in pages] == [status] * 2

    def test_the_same_role_may_be_held_in_several_programmes_once_each(self, home, scoped):
        AppointmentFactory(
            institution=home, role="coordinator", scope=uuid.uuid4(), person=scoped.person
        )
        with pytest.raises(IntegrityError):
            AppointmentFactory(
                institution=home, role="coordinator", scope=scoped.scope, person=scoped.person
            )
