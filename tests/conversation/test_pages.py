"""The page of a conversation, and that of one's own reflections."""

import pytest

from amanah.base import clock
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Membership
from tests.factories import PersonFactory
from tests.factories.mentoring import MentorshipFactory
from tests.factories.sealing import WordsFactory
from tests.sealing import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def ayesha():
    return PersonFactory(name="Ayesha Khan")


@pytest.fixture
def bilal():
    return PersonFactory(name="Bilal Ahmed")


@pytest.fixture
def pair(ayesha, bilal):
    return MentorshipFactory(mentor=ayesha, mentee=bilal, has_room=True)


def page(client, person, address):
    client.force_login(person)
    return client.get(address)


def test_its_members_come_to_a_conversation_and_read_who_else_does(client, pair, ayesha, bilal):
    for reader, other in ((ayesha, "Bilal Ahmed"), (bilal, "Ayesha Khan")):
        said = page(client, reader, f"/mentorships/{pair.pk}/conversation/").content.decode()

        assert f"Only you and \u2068{other}\u2069" in said
        assert str(pair.room_id) in said
        assert "<title>Conversation · Amanah</title>" in said


def test_for_everybody_else_there_is_no_conversation(client, pair, ayesha):
    assert page(client, ayesha, f"/mentorships/{pair.pk}/conversation/").status_code == 200

    assert page(client, PersonFactory(), f"/mentorships/{pair.pk}/conversation/").status_code == 404


def test_what_is_not_confidential_stands_before_the_first_words_and_stays_to_be_read(
    client, pair, ayesha, bilal
):
    WordsFactory(room=pair.room, by=ayesha, kind="message", n=1)
    limits, words = "a serious risk to patients", "<sealed-conversation"
    for reader, is_first in ((ayesha, False), (bilal, True)):
        said = page(client, reader, f"/mentorships/{pair.pk}/conversation/").content.decode()
        assert (said.index(limits) < said.index(words)) is is_first

        beside = page(client, reader, f"/mentorships/{pair.pk}/").content.decode()
        assert (limits in beside) is is_first


def test_a_closed_mentorship_shows_its_conversation_to_read(client, pair, ayesha, bilal):
    address = f"/mentorships/{pair.pk}/conversation/"
    assert "sealed-field" in page(client, bilal, address).content.decode()

    mentoring.close_mentorship(pair, by=ayesha, at=clock.now())
    said = page(client, bilal, address).content.decode()

    assert "<sealed-conversation" in said
    assert said.count(" closed>") == 2
    assert "sealed-field" not in said


@pytest.mark.parametrize("is_closed", [False, True])
def test_from_a_conversation_each_comes_to_showing_messages_to_a_lead(
    client, pair, ayesha, bilal, is_closed
):
    if is_closed:
        mentoring.close_mentorship(pair, by=ayesha, at=clock.now())
    for reader in (ayesha, bilal):
        said = page(client, reader, f"/mentorships/{pair.pk}/conversation/").content.decode()

        assert f'href="/mentorships/{pair.pk}/show/"' in said


@pytest.mark.parametrize(
    ("ways", "may_write"), [(("phrase",), False), (("passkey", "passkey"), False), (None, True)]
)
def test_before_the_first_reflection_stands_a_second_way_in(client, ayesha, ways, may_write):
    making.lock_of(ayesha, **({"ways": ways} if ways else {}))

    said = page(client, ayesha, "/reflections/").content.decode()

    assert ("/lock/second/?next=/reflections/" in said) is not may_write
    assert ("sealed-field" in said) is may_write


def test_today_leads_to_whom_one_writes_by_name_and_to_a_group(client, pair, bilal):
    said = page(client, bilal, "/today/").content.decode()
    assert f'href="/mentorships/{pair.pk}/conversation/"' in said
    assert "Write to <bdi>Ayesha" in said

    third = Membership.objects.create(
        mentorship=pair, person=PersonFactory(), role="mentee", joined_at=pair.began_at
    )
    said = page(client, bilal, "/today/").content.decode()

    assert "Write to this group" in said
    conversation = client.get(f"/mentorships/{pair.pk}/conversation/").content.decode()
    assert third.person.name in conversation


def test_the_page_of_a_mentorship_leads_to_its_conversation(client, pair, bilal):
    said = page(client, bilal, f"/mentorships/{pair.pk}/").content.decode()

    assert f'href="/mentorships/{pair.pk}/conversation/"' in said
