"""Files that go with words fade with them, come along in a copy, and are forgotten."""

import hashlib
from datetime import timedelta

import pytest

from amanah.base import attachments
from amanah.sealing import owed, queries, services
from amanah.sealing.models import Attachment, Words
from tests.factories import SPRING, PersonFactory
from tests.sealing import making
from tests.sealing.attaching import brought, sent, stored

MONTH = timedelta(days=30)

pytestmark = pytest.mark.usefixtures("store")


def withdrawn(room, words, *, by, at):
    return making.post(room, by=by, at=at, kind="withdrawn", ref=words.mid)


def test_an_attachment_fades_thirty_days_after_its_words_were_taken_back(
    room, ayesha, store, django_capture_on_commit_callbacks
):
    words, attachment = sent(room, by=ayesha)
    _others, other = sent(room, by=ayesha)
    withdrawn(room, words, by=ayesha, at=SPRING)

    services.fade_words(at=SPRING + MONTH - timedelta(minutes=1))
    assert Attachment.objects.exclude(file=None).count() == 2

    with django_capture_on_commit_callbacks(execute=True):
        services.fade_words(at=SPRING + MONTH)
    attachment.refresh_from_db()
    assert attachment.file is None
    assert stored(store) == [f"{other.file.hex}.sealed"]


def test_an_attachment_of_words_that_were_changed_stays(room, ayesha):
    words, attachment = sent(room, by=ayesha)
    making.post(room, by=ayesha, ref=words.mid)

    services.fade_words(at=SPRING + MONTH)
    assert not Words.objects.get(pk=words.pk).file
    attachment.refresh_from_db()
    assert attachment.file is not None

    withdrawn(room, words, by=ayesha, at=SPRING + MONTH)
    services.fade_words(at=SPRING + MONTH + MONTH)
    attachment.refresh_from_db()
    assert attachment.file is None


def test_what_faded_is_not_fetched(enter, room, ayesha):
    words, attachment = sent(room, by=ayesha)
    client, path = enter(ayesha), f"/rooms/attachments/{attachment.pk}/"
    withdrawn(room, words, by=ayesha, at=SPRING)
    assert client.get(path).status_code == 200

    services.fade_words(at=SPRING + MONTH)

    assert client.get(path).status_code == 404


def test_one_whose_file_was_lost_is_said_to_be_gone(enter, room, ayesha):
    _words, attachment = sent(room, by=ayesha)
    client, path = enter(ayesha), f"/rooms/attachments/{attachment.pk}/"
    assert client.get(path).status_code == 200

    attachments.path_of(attachment.file).unlink()

    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (410, "sealing.attachment_gone")


# To take along, and to be forgotten.


def taken_along(person):
    (part,) = [each for each in owed.EXPORTS if each.kind == "sealed-attachments"]
    rows = [dict(zip(part.columns, row, strict=True)) for row in part.gather(person)]
    return rows, dict(part.files(person))


def test_attachments_come_along_for_both_and_nobody_else(room, ayesha, bilal):
    words, attachment = sent(room, by=ayesha)
    content = services.content_of(attachment)

    for person in (ayesha, bilal):
        [row], found = taken_along(person)
        assert (row["words"], row["by_you"]) == (str(words.mid), person == ayesha)
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert found == {row["file"]: content}
    assert taken_along(PersonFactory()) == ([], {})


def test_whoever_is_erased_takes_their_attachments_with_them(
    room, ayesha, bilal, store, django_capture_on_commit_callbacks
):
    sent(room, by=ayesha)
    _words, theirs = sent(room, by=bilal)

    with django_capture_on_commit_callbacks(execute=True):
        services.forget(ayesha, at=SPRING)

    assert list(Attachment.objects.all()) == [theirs]
    assert stored(store) == [f"{theirs.file.hex}.sealed"]


def test_a_room_that_is_deleted_leaves_no_attachment(
    room, ayesha, store, django_capture_on_commit_callbacks
):
    sent(room, by=ayesha)
    brought(room, by=ayesha)

    with django_capture_on_commit_callbacks(execute=True):
        services.delete_rooms([room.pk])

    assert (Attachment.objects.count(), stored(store)) == (0, [])


def test_what_waits_is_found_by_one_question(room, ayesha, django_assert_num_queries):
    sent(room, by=ayesha)
    waiting = brought(room, by=ayesha)

    with django_assert_num_queries(1):
        assert list(queries.attachments_without_words()) == [waiting]
