"""Words: each once, in its place, from whoever may; changed by their author; bytes that go."""

import base64
import hashlib
import uuid
from datetime import timedelta

import pytest

from amanah.sealing import files, hooks, queries, services
from amanah.sealing.models import Words
from amanah.stewardship.models import Entry
from tests.factories import SPRING, PersonFactory
from tests.sealing import making

MONTH = timedelta(days=30)


def path(room, what=""):
    return f"/rooms/{room.pk}/{what}"


def on_the_wire(room, **other):
    parcel = making.parcel(room, **other)
    return {
        "n": parcel.n,
        "mid": str(parcel.mid),
        "epoch": parcel.epoch,
        "kind": parcel.kind,
        "ref": str(parcel.ref or ""),
        "file": base64.b64encode(parcel.file).decode(),
    }


def test_words_are_kept_as_they_came(enter, say, room, ayesha):
    words = on_the_wire(room)

    answer = say(enter(ayesha), path(room, "words/"), words)

    assert answer.status_code == 201
    row = answer.json()["row"]
    sha = hashlib.sha256(base64.b64decode(words["file"])).digest()
    assert {key: row[key] for key in words} == words
    assert row["by"] == str(ayesha.pk)
    assert row["sha256"] == base64.b64encode(sha).decode()
    assert queries.last_in(room) == 1
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_retry_after_a_lost_reply_is_the_same_words(enter, say, room, ayesha):
    client, words = enter(ayesha), on_the_wire(room)

    first, again = (say(client, path(room, "words/"), words) for _n in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert room.words.count() == 1


def test_a_retry_still_is_after_others_wrote_and_the_room_closed(enter, say, room, ayesha, bilal):
    client, words = enter(ayesha), on_the_wire(room)
    say(client, path(room, "words/"), words)
    making.post(room, by=bilal)
    services.close_room(room, by=bilal, at=SPRING)

    assert say(client, path(room, "words/"), words).status_code == 200


def test_a_place_is_given_once(enter, say, room, ayesha, bilal):
    late = on_the_wire(room)
    making.post(room, by=bilal)

    answer = say(enter(ayesha), path(room, "words/"), late)

    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["last"]) == ("sealing.n_taken", 1)
    assert say(enter(ayesha), path(room, "words/"), {**late, "n": 2}).status_code == 201


@pytest.mark.parametrize("n", [0, 2, 100])
def test_no_place_is_left_out(enter, say, room, ayesha, n):
    answer = say(enter(ayesha), path(room, "words/"), on_the_wire(room, n=n))

    assert (answer.status_code, answer.json()["code"]) == (409, "sealing.n_taken")
    assert say(enter(ayesha), path(room, "words/"), on_the_wire(room)).status_code == 201


def test_a_name_stands_for_the_same_bytes_always(enter, say, room, ayesha):
    kept = making.post(room, by=ayesha)

    answer = say(enter(ayesha), path(room, "words/"), on_the_wire(room, mid=kept.mid))

    assert answer.status_code == 409
    assert answer.json()["code"] == "sealing.mid_taken"
    assert answer.json()["row"]["n"] == kept.n
    assert room.words.count() == 1


def test_anothers_name_with_anothers_bytes_is_no_retry(enter, say, room, ayesha, bilal):
    theirs = making.post(room, by=bilal)
    same = on_the_wire(room, n=theirs.n, mid=theirs.mid, file=bytes(theirs.file))

    answer = say(enter(ayesha), path(room, "words/"), same)

    assert answer.status_code == 409
    assert say(enter(bilal), path(room, "words/"), same).status_code == 200


def test_the_same_name_in_another_room_is_another(room, ayesha):
    other = making.room_between(ayesha, PersonFactory())
    kept = making.post(room, by=ayesha)

    assert making.post(other, by=ayesha, mid=kept.mid).n == 1


@pytest.mark.parametrize("epoch", [0, 2])
def test_words_are_for_the_newest_epoch(enter, say, room, ayesha, epoch):
    answer = say(enter(ayesha), path(room, "words/"), on_the_wire(room, epoch=epoch))

    assert (answer.status_code, answer.json()["code"]) == (409, "sealing.other_epoch")
    assert say(enter(ayesha), path(room, "words/"), on_the_wire(room)).status_code == 201


def test_a_closed_room_takes_no_more_and_is_read(enter, say, room, ayesha):
    making.post(room, by=ayesha)
    client = enter(ayesha)
    assert client.get(path(room)).json()["is_open"] is True

    services.close_room(room, by=ayesha, at=SPRING)

    answer = say(client, path(room, "words/"), on_the_wire(room))
    assert (answer.status_code, answer.json()["code"]) == (409, "sealing.room_closed")
    told = client.get(path(room)).json()
    assert told["is_open"] is False
    assert len(told["rows"]) == 1


NOT_WORDS = {
    "plain words": b"I am afraid of my head of department",
    "nothing": b"",
    "another version": making.sealed().replace(b"v1", b"v2", 1),
    "a head without an end": files.FIRST + b"-> X25519 abc\n",
    "two readers": making.sealed(stanzas=2),
    "no reader": files.FIRST + b"--- abc\n",
    "under a phrase": making.sealed(files.SCRYPT),
    "under a passkey": making.sealed(files.PASSKEY),
    "to oneself": making.sealed(files.TO_SELF),
    "of 256 KiB and more": making.sealed(body=bytes(256 * 1024)),
    "armoured": b"-----BEGIN AGE ENCRYPTED FILE-----\n",
}


@pytest.mark.parametrize("file", NOT_WORDS.values(), ids=NOT_WORDS)
def test_what_is_not_sealed_is_not_taken(enter, say, room, ayesha, file):
    client = enter(ayesha)

    answer = say(client, path(room, "words/"), on_the_wire(room, file=file))

    assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_words")
    assert room.words.count() == 0
    assert say(client, path(room, "words/"), on_the_wire(room)).status_code == 201


@pytest.mark.parametrize("kind", ["gossip", "note", "withdrawn", "HOPES", ""])
def test_words_are_of_a_kind_that_this_room_knows(enter, say, room, ayesha, kind):
    answer = say(enter(ayesha), path(room, "words/"), on_the_wire(room, kind=kind))

    assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_words")
    assert say(enter(ayesha), path(room, "words/"), on_the_wire(room)).status_code == 201


def test_ones_own_words_are_changed_and_taken_back_and_nobody_elses(
    enter, say, room, ayesha, bilal
):
    mine, theirs = making.post(room, by=ayesha), making.post(room, by=bilal)
    client = enter(ayesha)

    def answered(kind, ref):
        return say(client, path(room, "words/"), on_the_wire(room, kind=kind, ref=ref)).status_code

    assert answered("hopes", theirs.mid) == answered("withdrawn", theirs.mid) == 422
    assert answered("hopes", uuid.uuid4()) == 422
    assert answered("hopes", mine.mid) == 201
    assert answered("withdrawn", mine.mid) == 201
    assert room.words.count() == 4


def test_a_change_is_of_the_words_themselves_and_of_their_kind(enter, say, room, ayesha):
    mine = making.post(room, by=ayesha)
    change = making.post(room, by=ayesha, ref=mine.mid)
    client = enter(ayesha)

    of_a_change = say(client, path(room, "words/"), on_the_wire(room, ref=change.mid))

    assert of_a_change.status_code == 422
    assert say(client, path(room, "words/"), on_the_wire(room, ref=mine.mid)).status_code == 201


def test_words_that_an_app_above_keeps_as_they_are_are_neither_changed_nor_taken_back(
    enter, say, room, ayesha, monkeypatch
):
    kept, free = making.post(room, by=ayesha), making.post(room, by=ayesha)
    monkeypatch.setattr(hooks, "fixed", [lambda room, mid: mid == kept.mid])
    client = enter(ayesha)

    def answered(kind, ref):
        return say(client, path(room, "words/"), on_the_wire(room, kind=kind, ref=ref))

    for kind in ("hopes", "withdrawn"):
        answer = answered(kind, kept.mid)
        assert (answer.status_code, answer.json()["code"]) == (409, "sealing.words_fixed")
    assert answered("hopes", free.mid).status_code == 201
    assert answered("withdrawn", free.mid).status_code == 201


def test_writing_and_reading_are_in_no_ledger(enter, say, room, ayesha, bilal):
    before = Entry.objects.count()

    assert say(enter(ayesha), path(room, "words/"), on_the_wire(room)).status_code == 201
    assert enter(bilal).get(path(room)).status_code == 200

    assert Entry.objects.count() == before


# One's own room.


@pytest.mark.parametrize(
    ("ways", "status"),
    [
        (("phrase",), 422),
        (("passkey", "passkey"), 422),
        (("phrase", "device"), 422),
        (("passkey", "phrase"), 201),
        (("phrase", "sheet"), 201),
        (("phrase", "phrase"), 201),
    ],
)
def test_private_words_need_two_ways_in_not_passkeys_alone(enter, say, ayesha, ways, status):
    own = making.lock_of(ayesha, ways=ways).person.private_room
    making.begin(own, by=ayesha)

    answer = say(enter(ayesha), path(own, "words/"), on_the_wire(own))

    assert answer.status_code == status
    if status == 422:
        assert answer.json()["code"] == "sealing.one_way_in"


def test_words_between_people_need_one_way_in(enter, say, ayesha, bilal):
    making.lock_of(ayesha, ways=("phrase",))
    room = making.room_between(ayesha, bilal)

    assert say(enter(ayesha), path(room, "words/"), on_the_wire(room)).status_code == 201


def test_ones_own_room_takes_ones_own_kinds(enter, say, own_room, ayesha):
    client = enter(ayesha)

    shared = say(client, path(own_room, "words/"), on_the_wire(own_room, kind="hopes"))

    assert shared.status_code == 422
    assert say(client, path(own_room, "words/"), on_the_wire(own_room)).status_code == 201


# Bytes that go.


def faded(words):
    words.refresh_from_db()
    return bytes(words.file) == b""


def test_words_taken_back_are_a_tombstone_a_month_later(enter, room, ayesha, bilal):
    mine, another = making.post(room, by=ayesha), making.post(room, by=ayesha)
    sha = bytes(mine.sha256)
    taken_back = making.post(room, by=ayesha, kind="withdrawn", ref=mine.mid)

    services.fade_words(at=SPRING + MONTH - timedelta(seconds=1))
    assert not faded(mine)
    services.fade_words(at=SPRING + MONTH)

    assert faded(mine)
    assert bytes(mine.sha256) == sha
    assert not faded(another)
    assert not faded(taken_back)
    row = enter(bilal).get(path(room)).json()["rows"][0]
    assert (row["n"], row["file"], row["by"]) == (1, "", str(ayesha.pk))


def test_only_the_newest_of_several_changes_stays(room, ayesha):
    first = making.post(room, by=ayesha)
    second = making.post(room, by=ayesha, ref=first.mid)
    third = making.post(room, by=ayesha, ref=first.mid, at=SPRING + timedelta(days=10))

    services.fade_words(at=SPRING + MONTH)
    assert faded(first)
    # What took its place is not thirty days old yet.
    assert not faded(second)
    services.fade_words(at=SPRING + MONTH + timedelta(days=10))

    assert faded(second)
    assert not faded(third)
    services.fade_words(at=SPRING + 10 * MONTH)
    assert not faded(third)


def test_the_same_name_elsewhere_fades_nothing(room, ayesha):
    other = making.room_between(ayesha, PersonFactory())
    here = making.post(room, by=ayesha)
    there = making.post(other, by=ayesha, mid=here.mid)
    making.post(other, by=ayesha, kind="withdrawn", ref=there.mid)

    services.fade_words(at=SPRING + 2 * MONTH)

    assert faded(there)
    assert not faded(here)


def test_the_size_and_name_of_words_say_nothing(room, ayesha):
    words = making.post(room, by=ayesha)

    assert str(words) == f"sealing.Words {words.pk}"
    assert str(Words._meta.verbose_name) == "words"
