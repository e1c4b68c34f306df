"""A person's own pages about themselves, through the browser's eyes."""

import re
from html import unescape

import pytest
from django.urls import reverse

from amanah.institutions.models import Appointment
from amanah.people.models import Affiliation, Person, Profile, WorkingCard
from amanah.stewardship.models import Entry
from tests.factories import SPRING, AffiliationFactory, AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
PERSON = {"name": "Niamh O'Brien", "language": "en", "time_zone": "Dublin", "theme": ""}


@pytest.fixture
def me(client):
    person = PersonFactory(name="Niamh O'Brien", time_zone="Europe/Dublin")
    client.force_login(person)
    return person


def seen(page):
    """What a page carries of how it was made: the hidden initial values of its forms."""
    found = re.findall(r'name="(initial-[a-z_]+)"(?: value="([^"]*)")?', page.content.decode())
    return {name: unescape(value) for name, value in found}


def test_a_name_is_kept_as_it_is_written(client, me):
    page = client.get(reverse("people:profile"))

    answer = client.post(
        reverse("people:person"), {**seen(page), **PERSON, "name": "  خدیجہ   مختار "}
    )

    me.refresh_from_db()
    assert (answer.status_code, me.name) == (302, "خدیجہ مختار")


def test_language_and_light_hold_from_the_next_page(client, me):
    page = client.get(reverse("people:profile"))

    answer = client.post(
        reverse("people:person"), {**seen(page), **PERSON, "language": "ur", "theme": "dark"}
    )

    after = client.get(answer.headers["Location"]).content.decode()
    assert '<html lang="ur" dir="rtl" data-theme="dark"' in after


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client, me):
    answer = client.post(
        reverse("people:person"), {**PERSON, "called": "Niamhy", "time_zone": "Atlantis"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a time zone from the list" in page
    assert 'value="Niamhy"' in page
    me.refresh_from_db()
    assert me.called == ""


def test_the_frame_shows_what_is_saved_and_not_what_was_typed(client, me):
    answer = client.post(reverse("people:person"), {**PERSON, "name": ""})

    assert (answer.status_code, Person.objects.get().name) == (422, "Niamh O'Brien")


def test_under_every_field_stands_who_can_see_it(client, me):
    page = client.get(reverse("people:profile")).content.decode()

    said = dict(re.findall(r'id="id_(\w+)_who">.*?</span> ([^<]+)</span>', page, re.DOTALL))
    assert {name: words.strip() for name, words in said.items()} == {
        "name": "The programme",
        "called": "The programme",
        "language": "Only you",
        "time_zone": "You and your mentor or mentee",
        "theme": "Only you",
        "stage": "The programme",
        "specialty": "The programme",
        "languages": "The programme",
        "about": "The programme",
        "contact": "The programme",
        "share_contact": "Only you",
    }


def test_a_card_is_saved_with_and_without_script(client, me):
    page = client.get(reverse("people:profile"))

    plain = client.post(reverse("people:card"), {**seen(page), "about": "One\r\ntwo"})
    page = client.get(reverse("people:profile"))
    part = client.post(reverse("people:card"), {**seen(page), "about": "Three"}, headers=HTMX)

    assert plain.status_code == 302
    assert part.status_code == 200
    assert part.content.decode().strip().startswith('<section class="card" id="card-form"')
    assert "Your card is saved." in part.content.decode()
    assert Profile.objects.get().about == "Three"


def test_an_older_tab_is_told_what_a_newer_one_saved_and_may_then_replace_it(client, me):
    old = seen(client.get(reverse("people:profile")))
    client.post(reverse("people:card"), {**old, "about": "Newer", "stage": ""})

    stale = client.post(reverse("people:card"), {**old, "about": "Older", "stage": ""})
    page = stale.content.decode()

    assert stale.status_code == 422
    assert "Meanwhile this was saved: Newer" in page
    assert ">\nOlder</textarea>" in page
    assert Profile.objects.get().about == "Newer"
    again = client.post(reverse("people:card"), {**seen(stale), "about": "Older", "stage": ""})
    assert (again.status_code, Profile.objects.get().about) == (302, "Older")


def test_how_one_likes_to_work_is_ones_own(client, me):
    coordinator = AppointmentFactory(institution=AffiliationFactory(person=me).institution).person
    client.post(reverse("people:working_card"), {"feedback": "cnry-working-card"})
    assert WorkingCard.objects.get().feedback == "cnry-working-card"
    assert "cnry-working-card" in client.get(reverse("people:working_card")).content.decode()

    client.force_login(coordinator)
    belonging = Affiliation.objects.get(person=me)
    card = client.get(f"/staff/{belonging.institution.slug}/people/{belonging.pk}/")

    assert card.status_code == 200
    assert "cnry-working-card" not in card.content.decode()


def test_the_preview_is_what_staff_see_and_is_noted_nowhere(client, me):
    belonging = AffiliationFactory(person=me, department="Surgery")
    Profile.objects.create(person=me, about="cnry-about", contact="cnry-contact")

    own = client.get(reverse("people:preview")).content.decode()
    assert not Entry.objects.exists()
    client.force_login(AppointmentFactory(institution=belonging.institution).person)
    staffs = client.get(
        f"/staff/{belonging.institution.slug}/people/{belonging.pk}/"
    ).content.decode()

    facts = [re.search(r'<dl class="facts">.*?</dl>', page, re.DOTALL)[0] for page in (own, staffs)]
    assert facts[0] == facts[1]
    assert "cnry-about" in own
    assert "cnry-contact" in own


def test_a_department_is_changed_where_one_belongs(client, me):
    belonging = AffiliationFactory(person=me)

    client.post(reverse("people:department", args=[belonging.pk]), {"department": "Surgery"})

    belonging.refresh_from_db()
    assert belonging.department == "Surgery"


def test_leaving_asks_first_and_then_is_done(client, me):
    belonging = AffiliationFactory(person=me)
    url = reverse("people:leave", args=[belonging.pk])

    asked = client.get(url)
    assert "No reason is asked" in asked.content.decode()
    assert Affiliation.objects.get().until is None
    client.post(url)

    assert Affiliation.objects.get().until is not None
    assert client.get(url).status_code == 404


def test_the_last_admin_is_told_why_they_cannot_leave_yet(client, me):
    belonging = AffiliationFactory(person=me)
    AppointmentFactory(person=me, institution=belonging.institution, role="admin")

    answer = client.post(reverse("people:leave", args=[belonging.pk]))

    assert answer.status_code == 422
    assert "cannot be without an admin" in answer.content.decode()


def test_stepping_down_closes_the_staff_pages_at_once(client, me):
    held = AppointmentFactory(person=me, institution__slug="home")
    assert client.get("/staff/home/").status_code == 200

    client.post(reverse("people:step_down", args=[held.pk]))

    assert client.get("/staff/home/").status_code == 404
    assert not Appointment.objects.in_force(SPRING.replace(year=2099)).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_institutions_costs_the_same_for_one_and_for_three(
    client, me, count, django_assert_num_queries
):
    for _ in range(count):
        home = AffiliationFactory(person=me).institution
        AppointmentFactory(person=me, institution=home)

    # Session, person, belongings, appointments, what they run; in the frame, lock, staff, contact.
    with django_assert_num_queries(9):
        assert client.get(reverse("people:belongings")).status_code == 200
