import re
from html import unescape

import pytest

from amanah.institutions.models import Appointment, Institution
from tests.factories import AppointmentFactory, InstitutionFactory, PersonFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def home():
    return InstitutionFactory(slug="home", name="Hearth", time_zone="Asia/Karachi")


@pytest.fixture
def admin(client, home):
    person = AppointmentFactory(institution=home, role="admin").person
    client.force_login(person)
    return person


def sent_back(page):
    """A page's settings as a browser would send them: what it shows, and what it was made with."""
    text = page.content.decode()
    hidden = re.findall(r'name="(initial-[a-z_]+)"(?: value="([^"]*)")?', text)
    seen = {name: unescape(value) for name, value in hidden}
    return {**seen, **{name.removeprefix("initial-"): value for name, value in seen.items()}}


def test_settings_are_saved_and_stand_on_the_page_of_guarantees(client, admin):
    page = client.get("/staff/home/settings/")

    answer = client.post(
        "/staff/home/settings/",
        {**sent_back(page), "help_name": "Dr Nasreen Iqbal", "own_guarantees": "Tea.\r\nRest."},
    )

    assert answer.status_code == 302
    assert Institution.objects.get().own_guarantees == "Tea.\nRest."
    public = client.get("/guarantees/home/").content.decode()
    assert "Dr Nasreen Iqbal" in public
    assert "Rest." in public


def test_a_second_admin_is_told_what_the_first_saved_meanwhile(client, admin):
    page = client.get("/staff/home/settings/")
    Institution.objects.update(help_phone="042 111 0000")

    answer = client.post("/staff/home/settings/", {**sent_back(page), "help_phone": "1122"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Meanwhile this was saved: 042 111 0000" in text
    assert 'value="1122"' in text
    assert Institution.objects.get().help_phone == "042 111 0000"


def test_a_name_cannot_be_left_out(client, admin):
    page = client.get("/staff/home/settings/")

    answer = client.post("/staff/home/settings/", {**sent_back(page), "name": ""})

    assert answer.status_code == 422
    assert Institution.objects.get().name == "Hearth"


def test_the_second_admin_confirms_with_and_without_script(client, home, admin):
    one, two = (
        AppointmentFactory(institution=home, role=role, is_confirmed=False, appointed_by=None)
        for role in ("evaluator", "safeguarding")
    )

    plain = client.post(f"/staff/home/appointments/{one.pk}/confirm/")
    part = client.post(f"/staff/home/appointments/{two.pk}/confirm/", headers=HTMX)

    assert plain.status_code == 302
    assert part.content.decode().strip().startswith('<section id="appointments"')
    assert not Appointment.objects.filter(is_confirmed=False).exists()


def test_whoever_appointed_is_offered_no_button_and_refused_all_the_same(client, home, admin):
    waiting = AppointmentFactory(
        institution=home, role="evaluator", is_confirmed=False, appointed_by=admin
    )
    url = f"/staff/home/appointments/{waiting.pk}/confirm/"

    assert url not in client.get("/staff/home/appointments/").content.decode()
    answer = client.post(url)

    assert answer.status_code == 422
    assert "another institution admin has to confirm it" in answer.content.decode()
    waiting.refresh_from_db()
    assert not waiting.is_confirmed


def test_another_admin_is_offered_the_button(client, home, admin):
    waiting = AppointmentFactory(
        institution=home, role="evaluator", is_confirmed=False, appointed_by=PersonFactory()
    )

    page = client.get("/staff/home/appointments/").content.decode()

    assert f"/staff/home/appointments/{waiting.pk}/confirm/" in page


def test_an_appointment_is_ended_at_once_or_after_a_day(client, home, admin, now):
    one, two = (AppointmentFactory(institution=home, role=role) for role in ("deputy", "evaluator"))

    client.post(f"/staff/home/appointments/{one.pk}/end/")
    client.post(f"/staff/home/appointments/{two.pk}/end/", {"last_day": "2099-12-31"})

    one.refresh_from_db()
    two.refresh_from_db()
    assert one.is_over(one.ends_at)
    assert not Appointment.objects.filter(pk=one.pk).in_force(one.ends_at).exists()
    assert str(two.last_day) == "2099-12-31"


def test_nobody_ends_their_own_appointment_as_staff(client, home, admin):
    own = Appointment.objects.get(person=admin)
    other = AppointmentFactory(institution=home, role="admin")

    assert client.post(f"/staff/home/appointments/{own.pk}/end/").status_code == 404
    assert client.post(f"/staff/home/appointments/{other.pk}/end/").status_code == 302


def test_an_appointment_of_elsewhere_cannot_be_ended(client, admin):
    other = AppointmentFactory()

    assert client.post(f"/staff/home/appointments/{other.pk}/end/").status_code == 404
    other.refresh_from_db()
    assert other.ends_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_appointments_cost_the_same_for_one_and_for_three(
    client, home, admin, count, django_assert_num_queries
):
    for _ in range(count):
        AppointmentFactory(institution=home, role="coordinator")

    # Session, person, institution, rule, the list; and in the frame the reader's appointments,
    # and whom to turn to.
    with django_assert_num_queries(7):
        assert client.get("/staff/home/appointments/").status_code == 200


def test_who_is_staff_of_two_institutions_chooses(client, admin):
    AppointmentFactory(person=admin, institution__name="Away", institution__slug="away")

    page = client.get("/staff/").content.decode()

    assert ('href="/staff/home/"' in page, 'href="/staff/away/"' in page) == (True, True)


def test_who_is_staff_of_one_is_led_there(client, admin):
    assert client.get("/staff/").headers["Location"] == "/staff/home/"


def test_who_is_staff_of_none_is_told_so(client):
    client.force_login(PersonFactory())

    assert "You hold no staff role" in client.get("/staff/").content.decode()
