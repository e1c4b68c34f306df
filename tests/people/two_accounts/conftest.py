"""Somebody with two accounts, and how far they have come in making one of them."""

import pytest

from amanah.people.services import joining as services
from tests.factories import AffiliationFactory, PersonFactory
from tests.factories.people import JoiningFactory


@pytest.fixture
def old(home):
    """The account of her student years."""
    return AffiliationFactory(
        institution=home, person=PersonFactory(email="noor@student.example.org")
    ).person


@pytest.fixture
def proven(person, old, now):
    return JoiningFactory(kept=person, other=old, asked_at=now, proven_at=now)


@pytest.fixture
def waiting(proven, person, now):
    return services.confirm_joining(proven, chosen={}, by=person, at=now)


@pytest.fixture
def asked(client, enter, person, old, letters):
    """Signed in to the one, with the letter to the other: where its link leads."""
    enter(person)
    client.post("/account/two/", {"email": old.email})
    return letters(old.email)[0].link
