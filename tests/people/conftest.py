import re

import pytest

from amanah.outbox.models import Letter
from amanah.people import services
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    PersonFactory,
)
from tests.factories.people import PHRASE

NEW_PHRASE = "velvet kettle orbits slowly"


@pytest.fixture
def person():
    return PersonFactory(email="noor@example.org", name="Noor Rahman")


@pytest.fixture
def home():
    return InstitutionFactory(slug="home", name="Home")


@pytest.fixture
def admin(home):
    return AppointmentFactory(institution=home, role="admin").person


@pytest.fixture
def noor(home, person):
    AffiliationFactory(institution=home, person=person)
    return person


@pytest.fixture
def ended(home, noor, admin, now):
    return services.stop_access(home, noor, by=admin, at=now)


@pytest.fixture
def enter(client):
    """Sign in through the door, as people do."""

    def through_the_door(person, phrase=PHRASE, browser=client, **more):
        data = {"login": person.email, "password": phrase, **more}
        return browser.post("/enter/", data)

    return through_the_door


@pytest.fixture
def letters():
    """The letters to an address, newest first: `letters("a@b.c")[0].link`."""

    def found(address):
        # Addresses are encrypted, so the database cannot be asked for them.
        kept = [each for each in Letter.objects.order_by("-written_at") if each.address == address]
        for letter in kept:
            links = re.findall(r"http://testserver(\S+)", letter.body)
            letter.links = links
            letter.link = links[0] if links else None
        return kept

    return found


def plain(response):
    """A page without what differs from one showing to the next."""
    body = re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())
    body = re.sub(r'"X-CSRFToken": "[^"]*"|&quot;X-CSRFToken&quot;: &quot;[^&]*&quot;', "", body)
    body = re.sub(r'nonce="[^"]*"', "", body)
    return re.sub(r'options="[^"]*"', "", body)
