"""Whatever is typed as a name is saved and shown exactly as text, or refused beside its field."""

import sys

import pytest
from django.test import Client
from django.urls import reverse

from amanah.people.models import Person
from amanah.people.names import tidy
from tests.factories import AffiliationFactory, AppointmentFactory, PersonFactory
from tests.hostile.names import WANTED, hostile_names
from tests.hostile.reading import FORM, Page, arrives_as, encoded

pytestmark = pytest.mark.django_db
NAMES = hostile_names()
PARTS = 10
ELEMENTS_WITH_SCRIPT = {"script", "style", "svg", "img", "iframe", "object"}


@pytest.fixture
def mina():
    return AffiliationFactory(person=PersonFactory(name="Mina"), institution__slug="home").person


@pytest.fixture
def coordinator(mina):
    """A browser of somebody who reads the list of people."""
    institution = mina.affiliations.get().institution
    appointment = AppointmentFactory(institution=institution, begins_at=mina.joined_at)
    AffiliationFactory(person=appointment.person, institution=institution)
    browser = Client()
    browser.force_login(appointment.person)
    return browser


def rename(client, person, name):
    """Send the form of the profile page as the page has it, but for the name."""
    fields = {
        "name": name,
        "initial-name": person.name,
        "called": "",
        "language": "en",
        "initial-language": "en",
        "time_zone": "UTC",
        "initial-time_zone": "UTC",
        "theme": "",
    }
    return client.post(reverse("people:person"), encoded(fields), content_type=FORM)


def skeleton(page):
    """The elements of a page, to see that nothing typed became one of them."""
    return [tag for tag, _about in page.elements]


def test_there_are_five_hundred_of_them():
    assert len(set(NAMES)) == len(NAMES) == WANTED


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS))]
)
def test_a_name_is_shown_as_typed_or_refused_with_a_sentence(client, mina, coordinator, part):
    client.force_login(mina)
    before = skeleton(Page(client.get(reverse("home:today"))))
    counts = {"saved": 0, "refused": 0}
    for name in NAMES[part::PARTS]:
        Person.objects.filter(pk=mina.pk).update(name="Mina")
        mina.refresh_from_db()
        response = rename(client, mina, name)
        if response.status_code == 302:
            counts["saved"] += 1
            is_shown_everywhere(client, coordinator, mina, name, before)
        else:
            counts["refused"] += 1
            is_refused_kindly(response, mina, name)
    sys.stdout.write(f"\n  {counts['saved']} saved and shown, {counts['refused']} refused\n")
    assert counts["saved"] > 5
    assert counts["refused"] > 5


def is_shown_everywhere(client, coordinator, mina, name, before):
    wanted = tidy(arrives_as(name))
    mina.refresh_from_db()
    assert mina.name == wanted, repr(name)
    today = Page(client.get(reverse("home:today")))
    assert wanted in today.shown, repr(name)
    assert skeleton(today) == before, repr(name)
    assert Page(client.get(reverse("people:profile"))).values["name"] == wanted, repr(name)
    assert wanted in Page(client.get(reverse("people:preview"))).shown, repr(name)
    roster = Page(coordinator.get(reverse("people:roster", args=["home"])))
    assert wanted in roster.shown, repr(name)
    card = coordinator.get(reverse("people:staff_card", args=["home", mina.affiliations.get().pk]))
    assert wanted in Page(card).shown, repr(name)


def is_refused_kindly(response, mina, name):
    assert response.status_code == 422, repr(name)
    mina.refresh_from_db()
    assert mina.name == "Mina", repr(name)
    page = Page(response)
    assert page.sentences.get("id_name_error"), repr(name)
    # What HTML itself cannot hold is left out; every other sign is still in the field.
    typed, kept = (held(text) for text in (arrives_as(name), page.values["name"]))
    assert kept == typed, repr(name)


def held(text):
    """A text as an input of one line can hold it."""
    return "".join(sign for sign in text if sign not in "\r\n\0").strip()
