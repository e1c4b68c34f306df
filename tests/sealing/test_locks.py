"""A lock: made once, with its ways in and its pins; open for hours; told only to its owner."""

import base64
from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.base import clock
from amanah.sealing import files, queries, services
from amanah.sealing.models import Identity, Opening, Pins, Room, Way
from amanah.stewardship.models import Entry
from tests.factories import SPRING, PersonFactory
from tests.factories.people import PasskeyFactory
from tests.sealing import making

DAY = timedelta(days=1)


def on_the_wire(lock):
    """A lock as a client says it."""
    return {
        "recipient": lock.recipient,
        "generation": lock.generation,
        "ways": [
            {
                "kind": way.kind,
                "label": way.label,
                "credential": way.credential,
                "blob": base64.b64encode(way.blob).decode(),
            }
            for way in lock.ways
        ],
        "pins": {"counter": lock.counter, "blob": base64.b64encode(lock.pins).decode()},
        "private_room": str(lock.private_room),
    }


def url(name, **parts):
    return reverse(f"sealing:{name}", kwargs=parts)


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


# A lock for a lost one.


def replaced(person, *, at=SPRING):
    lock = making.new_lock(generation=2, ways=("phrase", "sheet"))
    return services.replace_lock(person, lock, by=person, at=at)


def test_another_lock_waits_for_a_day_and_then_takes_the_place(ayesha, run_jobs):
    old = making.lock_of(ayesha)

    new = replaced(ayesha)

    assert queries.current_identity(ayesha) == old
    services.replace_due_locks(at=SPRING + DAY - timedelta(seconds=1))
    assert queries.current_identity(ayesha) == old
    services.replace_due_locks(at=SPRING + DAY)
    assert queries.current_identity(ayesha) == new
    old.refresh_from_db()
    assert old.state == "replaced"
    # Its owner may find what opens it.
    assert old.ways.count() == 2
    assert Pins.objects.filter(identity=old).exists()
    assert Entry.objects.filter(event="sealing.lock_replaced", subject=ayesha).count() == 1


def test_what_is_due_takes_the_place_as_soon_as_its_owner_comes(enter, ayesha):
    making.lock_of(ayesha)
    new = replaced(ayesha)

    told = enter(ayesha, is_open=False).get(url("state")).json()

    assert told["identity"]["recipient"] == new.recipient
    assert told["waiting"] is None
    assert len(told["ways"]) == 2


def test_whoever_has_the_old_keys_open_is_locked_out_then(enter, ayesha):
    making.lock_of(ayesha)
    client = enter(ayesha)
    replaced(ayesha)
    assert client.get(url("rooms")).status_code == 200

    services.replace_due_locks(at=SPRING + DAY)

    assert client.get(url("rooms")).status_code == 423


def test_asking_is_told_in_a_letter_and_shown_as_waiting(enter, say, ayesha, mailoutbox, run_jobs):
    making.lock_of(ayesha)
    lock = making.new_lock(generation=2)

    answer = say(enter(ayesha, is_open=False), url("replacement"), on_the_wire(lock))
    run_jobs()

    assert answer.status_code == 201
    assert answer.json()["waiting"]["recipient"] == lock.recipient
    assert answer.json()["identity"]["generation"] == 1
    (letter,) = mailoutbox
    assert letter.to == [ayesha.email]
    assert "/lock/stop/" in letter.body
    assert lock.recipient not in letter.body


def test_the_same_asking_again_writes_no_second_letter(enter, say, ayesha, mailoutbox, run_jobs):
    making.lock_of(ayesha)
    client, lock = enter(ayesha, is_open=False), on_the_wire(making.new_lock(generation=2))

    for _n in range(2):
        assert say(client, url("replacement"), lock).status_code in {200, 201}
    run_jobs()

    assert len(mailoutbox) == 1


def test_a_lock_that_nobody_has_cannot_be_replaced(enter, say, ayesha):
    lock = on_the_wire(making.new_lock(generation=2))
    client = enter(ayesha, is_open=False)
    assert say(client, url("replacement"), lock).status_code == 422

    making.lock_of(ayesha)

    assert say(client, url("replacement"), lock).status_code == 201


@pytest.mark.parametrize("generation", [1, 3])
def test_another_lock_is_of_the_next_generation(enter, say, ayesha, generation):
    making.lock_of(ayesha)
    client = enter(ayesha, is_open=False)

    wrong = say(client, url("replacement"), on_the_wire(making.new_lock(generation=generation)))

    assert wrong.status_code == 422
    right = say(client, url("replacement"), on_the_wire(making.new_lock(generation=2)))
    assert right.status_code == 201


def test_any_signed_in_browser_can_stop_it(enter, ayesha):
    lock = making.lock_of(ayesha)
    new = replaced(ayesha, at=clock.now())

    answer = enter(ayesha, is_open=False).post(url("stop_replacement"))

    assert answer.status_code == 200
    assert answer.json()["waiting"] is None
    services.replace_due_locks(at=clock.now() + 2 * DAY)
    assert queries.current_identity(ayesha) == lock
    assert Way.objects.filter(identity=new).count() == 0


def test_what_nobody_asked_for_cannot_be_stopped(enter, ayesha):
    making.lock_of(ayesha)

    answer = enter(ayesha, is_open=False).post(url("stop_replacement"))

    assert (answer.status_code, answer.json()["code"]) == (410, "sealing.nothing_waits")


def letters_link(mailoutbox, run_jobs):
    run_jobs()
    (letter,) = mailoutbox
    return next(
        "/" + part.split("/", 3)[3] for part in letter.body.split() if "/lock/stop/" in part
    )


def test_the_letter_stops_it_without_signing_in(client, ayesha, mailoutbox, run_jobs):
    lock = making.lock_of(ayesha)
    replaced(ayesha, at=clock.now())
    link = letters_link(mailoutbox, run_jobs)

    # Mail programs follow links: the page asks, and changes nothing.
    assert client.get(link).status_code == 200
    assert Identity.objects.filter(state="waiting").count() == 1
    assert client.post(link).status_code == 200

    assert Identity.objects.filter(state="waiting").count() == 0
    assert queries.current_identity(ayesha) == lock
    assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
    assert Entry.objects.filter(event="sealing.replacement_stopped", subject=ayesha).count() == 1


def test_the_letter_is_too_late_after_the_day(client, ayesha, mailoutbox, run_jobs):
    making.lock_of(ayesha)
    new = replaced(ayesha, at=clock.now())
    link = letters_link(mailoutbox, run_jobs)

    services.replace_due_locks(at=clock.now() + DAY)

    assert client.post(link).status_code == 410
    assert queries.current_identity(ayesha) == new


def test_a_made_up_link_is_answered_like_one_that_is_over(client, ayesha, mailoutbox, run_jobs):
    making.lock_of(ayesha)
    replaced(ayesha, at=clock.now())
    link = letters_link(mailoutbox, run_jobs)
    client.post(link)

    over, made_up = client.get(link), client.get(url("stop_by_letter", secret="made-up"))

    assert over.status_code == made_up.status_code == 410


def test_the_newest_asking_stands(ayesha):
    making.lock_of(ayesha)
    first, second = replaced(ayesha), replaced(ayesha, at=SPRING + timedelta(hours=1))

    services.replace_due_locks(at=SPRING + DAY)
    assert queries.current_identity(ayesha).generation == 1
    services.replace_due_locks(at=SPRING + DAY + timedelta(hours=1))

    assert queries.current_identity(ayesha) == second
    first.refresh_from_db()
    assert first.state == "stopped"


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
