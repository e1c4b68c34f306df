"""Files that go with words: brought by their author, fetched by members, and by nobody else."""

import base64
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from amanah.sealing import files, services, sizes
from amanah.sealing.models import Attachment
from amanah.sealing.services.attachments import MOST_A_DAY, MOST_BYTES_A_DAY
from tests.factories import SPRING, PersonFactory
from tests.sealing import making
from tests.sealing.attaching import BYTES, a_file, brought, post, sent, stored

DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("store")


def test_the_sizes_are_few_and_the_largest_is_ten_megabytes():
    plain = sizes._plain()

    assert plain[:3] == [4096, 8192, 16384]
    assert plain[-2:] == [9 * 1024 * 1024, 10 * 1024 * 1024]
    assert len(plain) == len(sizes.PAYLOADS) == 18


def test_a_file_is_brought_and_fetched_as_it_was(enter, say, room, ayesha, bilal, store):
    mine, theirs = enter(ayesha), enter(bilal)
    pk, mid, content = uuid.uuid4(), uuid.uuid4(), a_file(5 * 1024 * 1024)

    answer = post(mine, room, content, pk=pk, mid=mid)

    assert answer.status_code == 201
    assert answer.json()["name"] == str(pk)
    making.post(room, by=ayesha, mid=mid, attachments=(pk,))
    for client in (mine, theirs):
        got = client.get(f"/rooms/attachments/{pk}/")
        assert (got.status_code, got.content) == (200, content)
        assert got.headers["Content-Type"] == BYTES
        assert got.headers["Cache-Control"] == "no-store"
        assert got.headers["Content-Disposition"] == f'attachment; filename="{pk}.age"'
        assert got.headers["X-Content-Type-Options"] == "nosniff"
    [name] = stored(store)
    assert content[:200] not in Path(store, name).read_bytes()


def test_a_retry_after_a_lost_reply_is_kept_once(enter, room, ayesha, store):
    client, pk, mid, content = enter(ayesha), uuid.uuid4(), uuid.uuid4(), a_file()

    first, again = (post(client, room, content, pk=pk, mid=mid) for _n in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert len(stored(store)) == 1


NOT_ATTACHMENTS = {
    "plain bytes": b"%PDF-1.7 I am afraid of my head of department",
    "of no size that clients make": a_file() + b"x",
    "two readers": a_file(stanzas=2),
    "to oneself": a_file(kind=files.TO_SELF),
    "under a phrase": a_file(kind=files.SCRYPT),
    "a head without an end": files.FIRST + b"-> X25519 abc\n",
}


@pytest.mark.parametrize("content", NOT_ATTACHMENTS.values(), ids=NOT_ATTACHMENTS)
def test_what_is_not_sealed_as_clients_do_is_not_taken(enter, room, ayesha, store, content):
    client = enter(ayesha)

    answer = post(client, room, content)

    assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_an_attachment")
    assert stored(store) == []
    assert post(client, room, a_file()).status_code == 201


def test_too_much_is_refused_before_a_byte_of_it_is_read(enter, room, ayesha, store):
    client = enter(ayesha)
    much = str(sizes.MOST_SEALED + 1)

    # It says that it is long and brings one byte: whoever read on would fail.
    answer = post(client, room, b"x", CONTENT_LENGTH=much)

    assert (answer.status_code, answer.json()["code"]) == (413, "sealing.attachment_too_large")
    assert stored(store) == []
    assert post(client, room, a_file(sizes.MOST_PLAIN)).status_code == 201


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=x", "text/plain", ""])
def test_only_bytes_are_taken(enter, room, ayesha, content_type):
    client = enter(ayesha)

    answer = post(client, room, a_file(), content_type=content_type)

    assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_understood")
    assert post(client, room, a_file()).status_code == 201


def test_a_forged_request_brings_nothing(enter, room, ayesha, store):
    other, content = Client(enforce_csrf_checks=True), a_file()
    mine = enter(ayesha)
    other.cookies = mine.cookies

    assert post(other, room, content).status_code == 403
    assert stored(store) == []
    assert post(mine, room, content).status_code == 201


def test_where_the_lock_is_closed_nothing_is_brought_or_fetched(enter, room, ayesha):
    _words, attachment = sent(room, by=ayesha)
    shut, opened = enter(ayesha, is_open=False), enter(ayesha)

    assert post(shut, room, a_file()).status_code == 423
    assert shut.get(f"/rooms/attachments/{attachment.pk}/").status_code == 423
    assert opened.get(f"/rooms/attachments/{attachment.pk}/").status_code == 200


def test_for_others_it_is_as_if_it_were_made_up(enter, room, ayesha, bilal):
    _words, attachment = sent(room, by=ayesha)
    stranger = PersonFactory()
    making.lock_of(stranger)
    outside, inside = enter(stranger), enter(bilal)

    real, made_up = (
        outside.get(f"/rooms/attachments/{pk}/") for pk in (attachment.pk, uuid.uuid4())
    )

    assert (real.status_code, made_up.status_code) == (404, 404)
    assert real.content == made_up.content
    assert post(outside, room, a_file()).status_code == 404
    assert inside.get(f"/rooms/attachments/{attachment.pk}/").status_code == 200


def test_one_that_waits_for_its_words_is_its_authors_alone(enter, room, ayesha, bilal):
    attachment = brought(room, by=ayesha)
    path = f"/rooms/attachments/{attachment.pk}/"

    assert enter(bilal).get(path).status_code == 404
    assert enter(ayesha).get(path).status_code == 200
    making.post(room, by=ayesha, mid=attachment.mid)
    assert enter(bilal).get(path).status_code == 200


def test_whoever_left_fetches_what_was_there_before_and_no_more(enter, room, ayesha, bilal):
    _words, before = sent(room, by=ayesha)
    services.let_go(room, bilal, by=ayesha, at=SPRING)
    making.begin(room, by=ayesha)
    _words, after = sent(room, by=ayesha)
    client = enter(bilal)

    assert client.get(f"/rooms/attachments/{before.pk}/").status_code == 200
    assert client.get(f"/rooms/attachments/{after.pk}/").status_code == 404
    assert post(client, room, a_file()).status_code == 403
    assert post(enter(ayesha), room, a_file()).status_code == 201


def test_in_a_closed_room_nothing_is_brought_and_all_is_fetched(enter, room, ayesha):
    _words, attachment = sent(room, by=ayesha)
    client = enter(ayesha)
    services.close_room(room, by=ayesha, at=SPRING)

    answer = post(client, room, a_file())

    assert (answer.status_code, answer.json()["code"]) == (409, "sealing.room_closed")
    assert client.get(f"/rooms/attachments/{attachment.pk}/").status_code == 200


def test_nobody_brings_a_file_to_words_that_are_there(enter, room, ayesha, bilal):
    words = making.post(room, by=ayesha)

    for person in (ayesha, bilal):
        answer = post(enter(person), room, a_file(), mid=words.mid)
        assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_an_attachment")
    assert post(enter(ayesha), room, a_file()).status_code == 201


def test_a_name_that_is_taken_is_not_given_again(enter, room, ayesha, bilal):
    attachment = brought(room, by=ayesha)
    client = enter(bilal)

    answer = post(client, room, a_file(), pk=attachment.pk)

    assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_an_attachment")
    assert post(client, room, a_file()).status_code == 201


def test_words_are_not_kept_without_what_they_say_goes_with_them(room, ayesha, bilal):
    mine, theirs = brought(room, by=ayesha), brought(room, by=bilal)

    for wrong in (uuid.uuid4(), theirs.pk):
        with pytest.raises(services.AttachmentMissing):
            making.post(room, by=ayesha, mid=mine.mid, attachments=(mine.pk, wrong))
    assert room.words.count() == 0
    making.post(room, by=ayesha, mid=mine.mid, attachments=(mine.pk,))


def test_words_say_over_the_wire_what_goes_with_them(enter, say, room, ayesha):
    client, parcel = enter(ayesha), making.parcel(room)
    told = {"n": 1, "mid": str(parcel.mid), "epoch": 1, "kind": "hopes", "ref": ""}
    told["file"] = base64.b64encode(parcel.file).decode()

    missing = say(client, f"/rooms/{room.pk}/words/", {**told, "attachments": [str(uuid.uuid4())]})
    many = say(client, f"/rooms/{room.pk}/words/", {**told, "attachments": [str(parcel.mid)] * 6})
    attachment = brought(room, by=ayesha, mid=parcel.mid)
    whole = say(client, f"/rooms/{room.pk}/words/", {**told, "attachments": [str(attachment.pk)]})

    assert (missing.status_code, missing.json()["code"]) == (409, "sealing.attachment_missing")
    assert (many.status_code, many.json()["code"]) == (422, "sealing.not_understood")
    assert whole.status_code == 201


# The disk is everybody's.


def test_a_day_has_room_for_so_many_files_of_one_person(room, ayesha, bilal):
    for _n in range(MOST_A_DAY):
        brought(room, by=ayesha)

    with pytest.raises(services.TooMany):
        brought(room, by=ayesha)
    brought(room, by=bilal)
    brought(room, by=ayesha, at=SPRING + DAY)


def test_a_day_has_room_for_so_many_bytes_of_one_person(room, ayesha, bilal):
    large = a_file(sizes.MOST_PLAIN)
    for _n in range(MOST_BYTES_A_DAY // len(large)):
        brought(room, by=ayesha, content=large)

    with pytest.raises(services.TooMany):
        brought(room, by=ayesha, content=large)
    brought(room, by=bilal, content=large)
    brought(room, by=ayesha, content=large, at=SPRING + DAY)


def test_what_never_gets_its_words_is_removed_after_a_day(room, ayesha, store):
    _words, kept = sent(room, by=ayesha)
    brought(room, by=ayesha)

    services.drop_unsent_attachments(at=SPRING + DAY - timedelta(minutes=1))
    assert Attachment.objects.count() == 2

    services.drop_unsent_attachments(at=SPRING + DAY)
    assert list(Attachment.objects.all()) == [kept]


def test_its_file_goes_from_the_disk_too(room, ayesha, store, django_capture_on_commit_callbacks):
    brought(room, by=ayesha)
    assert len(stored(store)) == 1

    with django_capture_on_commit_callbacks(execute=True):
        services.drop_unsent_attachments(at=SPRING + DAY)

    assert stored(store) == []
