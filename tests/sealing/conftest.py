"""What the tests of sealing share."""

import pytest
from django.test import Client

from amanah.sealing import queries
from tests.factories import PersonFactory
from tests.proving import prove
from tests.sealing import making


@pytest.fixture
def ayesha(db):
    return PersonFactory(name="Ayesha")


@pytest.fixture
def bilal(db):
    return PersonFactory(name="Bilal")


@pytest.fixture
def room(ayesha, bilal):
    """The room of the two, who both have a lock, with its first epoch."""
    return making.room_between(ayesha, bilal)


@pytest.fixture
def own_room(ayesha):
    """Ayesha's own room, with its first epoch."""
    if not queries.has_lock(ayesha):
        making.lock_of(ayesha)
    room = queries.room_of_own(ayesha)
    making.begin(room, by=ayesha)
    return room


@pytest.fixture
def enter():
    """A browser in which somebody has just signed in, and whose lock is open in it.

    Unless not `is_open`; and where not `is_proven`, signing in was a while ago.
    """

    def come(person, *, is_open=True, is_proven=True):
        client = Client()
        client.force_login(person)
        if is_proven:
            prove(client, person)
        if is_open:
            making.opened(client, person)
        return client

    return come


@pytest.fixture
def say():
    """Post JSON, as a client does."""

    def post(client, path, said):
        return client.post(path, said, content_type="application/json")

    return post


@pytest.fixture
def store(settings, tmp_path):
    """Where files that go with words are kept, for this test alone."""
    settings.MEDIA_ROOT = tmp_path / "attachments"
    return settings.MEDIA_ROOT
