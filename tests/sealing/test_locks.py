"""A lock: made once, with its ways in and its pins; open for hours; told only to its owner."""

import base64
from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.base import clock
from amanah.sealing import files
from amanah.sealing.models import Identity, Opening, Pins, Room, Way
from amanah.stewardship.models import Entry
from tests.factories import PersonFactory
from tests.factories.people import PasskeyFactory
from tests.sealing import making
from tests.sealing.making import on_the_wire, url

DAY = timedelta(days=1)


def test_before_there_is_a_lock_the_state_says_so(enter, ayesha):
    said = enter(ayesha, is_open=False).get(url("state")).json()

    assert (said["person"], said["name"]) == (str(ayesha.pk), "Ayesha")
    assert said["identity"] is said["waiting"] is said["pins"] is None
    assert said["opening"] is said["private_room"] is None
    assert said["ways"] == said["passkeys"] == []


def test_a_lock_is_made_and_told_whole(enter, say, ayesha):
    PasskeyFactory(user=ayesha)
    lock = making.new_lock(ways=("phrase", "passkey"))

    answer = say(enter(ayesha, is_open=False), url("identity"), on_the_wire(lock))

    assert answer.status_code == 201
    said = answer.json()
    assert said["identity"]["recipient"] == lock.recipient
    assert said["identity"]["generation"] == 1
    ways = {way["kind"]: way for way in said["ways"]}
    assert ways.keys() == {"phrase", "passkey"}
    assert base64.b64decode(ways["phrase"]["blob"]) == lock.ways[0].blob
    assert ways["passkey"]["credential"] == lock.ways[1].credential
    assert said["pins"] == {"counter": 1, "blob": base64.b64encode(lock.pins).decode()}
    assert said["private_room"] == str(lock.private_room)
    assert len(said["passkeys"]) == 1
    assert answer.headers["Cache-Control"] == "no-store"
    assert Entry.objects.filter(event="sealing.lock_set", subject=ayesha).count() == 1
    assert Room.objects.get(owner=ayesha).pk == lock.private_room


def test_the_same_lock_again_is_the_same_and_another_is_refused(enter, say, ayesha):
    client, lock = enter(ayesha, is_open=False), making.new_lock()
    say(client, url("identity"), on_the_wire(lock))

    again = say(client, url("identity"), on_the_wire(lock))
    other = say(client, url("identity"), on_the_wire(making.new_lock()))

    assert again.status_code in {200, 201}
    assert again.json()["identity"]["recipient"] == lock.recipient
    assert (other.status_code, other.json()["code"]) == (409, "sealing.has_lock")
    assert Identity.objects.count() == 1


BROKEN = {
    "no way in": {"ways": []},
    "a way for another device alone": {"ways": ("device",)},
    "another generation": {"generation": 2},
    "a recipient of another kind": {"to": "ssh-ed25519 AAAA"},
    "a wrong checksum": {"to": "age1" + "q" * 58},
    "a phrase sealed to a public key": {
        "ways": (making.new_way("phrase", blob=making.sealed(files.X25519)),)
    },
    "a passkey under a phrase": {
        "ways": (making.new_way("passkey", blob=making.sealed(files.SCRYPT)),)
    },
    "two stanzas": {"ways": (making.new_way(blob=making.sealed(files.SCRYPT, stanzas=2)),)},
    "no age file": {"ways": (making.new_way(blob=b"age-encryption.org/v2\n-> scrypt a\n--- a\n"),)},
    "plain words": {"ways": (making.new_way(blob=b"a phrase of mine"),)},
    "an unknown kind": {"ways": (making.new_way("retina", blob=making.sealed(files.SCRYPT)),)},
    "too large a blob": {
        "ways": (making.new_way(blob=making.sealed(files.SCRYPT, body=bytes(5000))),)
    },
}


@pytest.mark.parametrize("what", BROKEN.values(), ids=BROKEN)
def test_what_is_not_a_lock_is_refused_and_leaves_nothing(enter, say, ayesha, what):
    client = enter(ayesha, is_open=False)

    answer = say(client, url("identity"), on_the_wire(making.new_lock(**what)))

    assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_a_lock")
    assert Identity.objects.count() == Way.objects.count() == Room.objects.count() == 0
    assert say(client, url("identity"), on_the_wire(making.new_lock())).status_code == 201


def test_the_recipient_of_another_is_nobody_elses(enter, say, ayesha, bilal):
    theirs = making.lock_of(bilal)

    answer = say(
        enter(ayesha, is_open=False),
        url("identity"),
        on_the_wire(making.new_lock(to=theirs.recipient)),
    )

    assert answer.status_code == 422


def test_a_private_room_cannot_be_named_as_somebody_elses(enter, say, ayesha, bilal):
    theirs = making.lock_of(bilal)
    lock = on_the_wire(making.new_lock())
    taken = {**lock, "private_room": str(theirs.person.private_room.pk)}

    client = enter(ayesha, is_open=False)

    assert say(client, url("identity"), taken).status_code == 422
    assert say(client, url("identity"), lock).status_code == 201


def test_nobody_is_told_of_anothers_lock(enter, ayesha, bilal):
    lock = making.lock_of(bilal, ways=(making.new_way(label="the red phone"), "sheet"))

    told = enter(ayesha, is_open=False).get(url("state")).content.decode()

    assert lock.recipient not in told
    assert "the red phone" not in told
    assert "the red phone" in enter(bilal, is_open=False).get(url("state")).content.decode()


# Pins.


def test_pins_go_on_by_one_and_the_same_again_is_taken_once(enter, say, ayesha):
    making.lock_of(ayesha)
    client = enter(ayesha)
    next_pins = {"counter": 2, "blob": "bmV4dA=="}

    first, again = (say(client, url("pins"), next_pins) for _n in range(2))

    assert (first.status_code, again.status_code) == (200, 200)
    assert Pins.objects.get().counter == 2


@pytest.mark.parametrize("counter", [0, 1, 3, 7])
def test_pins_that_do_not_follow_are_refused_with_those_that_are_kept(enter, say, ayesha, counter):
    lock = making.lock_of(ayesha)

    answer = say(enter(ayesha), url("pins"), {"counter": counter, "blob": "bmV4dA=="})

    kept = base64.b64encode(bytes(lock.pins.blob)).decode()
    assert answer.status_code == 409
    assert answer.json()["code"] == "sealing.pins_moved"
    assert answer.json()["pins"] == {"counter": 1, "blob": kept}


# Where it is open.


def test_opening_lasts_twelve_hours_in_this_browser_alone(enter, say, ayesha):
    making.lock_of(ayesha)
    here, there = (enter(ayesha, is_open=False) for _n in range(2))
    key = base64.b64encode(bytes(32)).decode()

    said = say(here, url("opening"), {"key": key})

    assert said.status_code == 200
    told = here.get(url("state")).json()["opening"]
    assert (told["key"], told["until"]) == (key, said.json()["until"])
    assert there.get(url("state")).json()["opening"] is None
    assert here.get(url("rooms")).status_code == 200
    assert there.get(url("rooms")).status_code == 423
    until = Opening.objects.get().until
    assert timedelta(hours=11, minutes=59) < until - clock.now() <= timedelta(hours=12)


def test_an_opening_is_over_at_its_hour(enter, ayesha):
    making.lock_of(ayesha)
    client = enter(ayesha)
    assert client.get(url("rooms")).status_code == 200

    Opening.objects.update(until=clock.now())

    answer = client.get(url("rooms"))
    assert (answer.status_code, answer.json()["code"]) == (423, "sealing.locked")
    assert client.get(url("state")).json()["opening"] is None


@pytest.mark.parametrize("key", ["YQ==", "not base64", "A" * 400])
def test_half_a_key_of_another_length_is_refused(enter, say, ayesha, key):
    making.lock_of(ayesha)

    assert say(enter(ayesha, is_open=False), url("opening"), {"key": key}).status_code == 422
    assert say(enter(ayesha, is_open=False), url("opening"), {"key": ""}).status_code == 200


def test_without_a_lock_nothing_opens(enter, say, ayesha):
    assert say(enter(ayesha, is_open=False), url("opening"), {"key": ""}).status_code == 422


def test_the_key_is_encrypted_where_it_is_stored(enter, say, ayesha):
    making.lock_of(ayesha)
    key = base64.b64encode(b"k" * 32).decode()
    say(enter(ayesha, is_open=False), url("opening"), {"key": key})

    (raw,) = Opening.objects.extra(select={"raw": "key"}).values_list("raw", flat=True)

    assert key.encode() not in bytes(raw)
    assert Opening.objects.get().key == key


def test_closing_closes_here_and_lets_the_browser_forget(enter, ayesha):
    making.lock_of(ayesha)
    here, there = enter(ayesha), enter(ayesha)

    answer = here.post(url("close"))

    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (204, '"storage"')
    assert here.get(url("rooms")).status_code == 423
    assert there.get(url("rooms")).status_code == 200


def test_closing_everywhere_bites_on_the_next_byte(enter, ayesha, bilal):
    making.room_between(ayesha, bilal)
    here, there, another = enter(ayesha), enter(ayesha), enter(bilal)

    answer = here.post(url("everywhere"))

    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (204, '"storage"')
    assert [each.get(url("rooms")).status_code for each in (here, there, another)] == [
        423,
        423,
        200,
    ]
    assert Entry.objects.filter(event="sealing.locked_everywhere", subject=ayesha).count() == 1


def test_signing_out_ends_the_opening_and_lets_the_browser_forget(enter, ayesha):
    making.lock_of(ayesha)
    here, there = enter(ayesha), enter(ayesha)

    answer = here.post(reverse("account_logout"))

    assert '"storage"' in answer.headers["Clear-Site-Data"]
    assert Opening.objects.count() == 1
    assert there.get(url("rooms")).status_code == 200


def test_ending_every_browser_ends_every_opening(enter, ayesha):
    making.lock_of(ayesha)
    here, _there = enter(ayesha), enter(ayesha)

    here.post(reverse("people:end_all_browsers"))

    assert Opening.objects.count() == 0


def test_somebody_elses_opening_opens_nothing(enter, ayesha):
    making.lock_of(ayesha)
    client = enter(ayesha, is_open=False)
    opening = making.opened(client, PersonFactory())
    assert client.get(url("rooms")).status_code == 423

    opening.person = ayesha
    opening.save()

    assert client.get(url("rooms")).status_code == 200


def test_the_state_costs_the_same_for_one_way_and_for_three(
    enter, ayesha, bilal, django_assert_num_queries
):
    making.lock_of(ayesha, ways=("phrase",))
    making.lock_of(bilal, ways=("phrase", "sheet", "file"))
    counts = []
    for person in (ayesha, bilal):
        client = enter(person)
        with django_assert_num_queries(11, exact=False) as asked:
            client.get(url("state"))
        counts.append(len(asked))

    assert counts[0] == counts[1]
