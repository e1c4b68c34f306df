"""Epochs and grants: for everybody who is here, and nobody else; one begins, the others adopt."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from amanah.sealing import queries, services
from amanah.sealing.models import Epoch, Grant
from amanah.stewardship.models import Entry
from tests.factories import SPRING, PersonFactory
from tests.sealing import making

DAY = timedelta(days=1)


def path(room, what):
    return f"/rooms/{room.pk}/{what}/"


def grant_on_the_wire(grant):
    return {
        "to": str(grant.to),
        "generation": grant.generation,
        "statement": grant.statement,
        "mac": base64.b64encode(grant.mac).decode(),
        "file": base64.b64encode(grant.file).decode(),
    }


def on_the_wire(epoch):
    return {
        "epoch": epoch.number,
        "from_n": epoch.from_n,
        "suite": epoch.suite,
        "grants": [grant_on_the_wire(each) for each in epoch.grants],
    }


@pytest.fixture
def begun(ayesha, bilal):
    """A room of two who have locks, in which nobody has begun."""
    for person in (ayesha, bilal):
        making.lock_of(person)
    return services.open_room((ayesha, bilal), by=ayesha, at=SPRING)


def test_the_first_who_comes_begins_and_the_other_adopts(enter, say, begun, ayesha, bilal):
    mine, theirs = making.new_epoch(begun, by=ayesha), making.new_epoch(begun, by=bilal)

    first = say(enter(ayesha), path(begun, "epochs"), on_the_wire(mine))
    second = say(enter(bilal), path(begun, "epochs"), on_the_wire(theirs))

    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "sealing.epoch_taken")
    (epoch,) = enter(bilal).get(f"/rooms/{begun.pk}/").json()["epochs"]
    (grant,) = epoch["grants"]
    assert f'"by":"{ayesha.pk}"' in grant["statement"]


def test_whoever_has_no_lock_is_awaited(enter, say, ayesha, bilal):
    making.lock_of(ayesha)
    room = services.open_room((ayesha, bilal), by=ayesha, at=SPRING)
    said = {"epoch": 1, "from_n": 1, "suite": "x25519/1", "grants": []}

    answer = say(enter(ayesha), path(room, "epochs"), said)

    assert (answer.status_code, answer.json()["code"]) == (409, "sealing.awaited")
    assert answer.json()["awaited"] == [str(bilal.pk)]
    making.lock_of(bilal)
    begun = on_the_wire(making.new_epoch(room, by=ayesha))
    assert say(enter(ayesha), path(room, "epochs"), begun).status_code == 201


def other(grant, **changed):
    return replace(grant, **changed)


def wrong_epochs(room, ayesha):
    epoch = making.new_epoch(room, by=ayesha)
    one, two = epoch.grants
    stranger = making.lock_of()
    said = making.statement(
        room, 1, from_n=1, to=queries.current_identity(two.to), by=ayesha, room="another"
    )
    outside = making.grant(room, 1, from_n=1, to=stranger, by=ayesha)
    return {
        "nobody": replace(epoch, grants=[]),
        "one alone": replace(epoch, grants=[one]),
        "a silent reader besides": replace(epoch, grants=[one, two, outside]),
        "a stranger instead": replace(epoch, grants=[one, outside]),
        "the same twice": replace(epoch, grants=[one, one]),
        "another generation": replace(epoch, grants=[one, other(two, generation=2)]),
        "another suite": replace(epoch, suite="x25519/0"),
        "a statement of another room": replace(epoch, grants=[one, other(two, statement=said)]),
        "a statement to another": replace(epoch, grants=[one, other(two, statement=one.statement)]),
        "no statement": replace(epoch, grants=[one, other(two, statement="{}")]),
        "no JSON": replace(epoch, grants=[one, other(two, statement="to Bilal")]),
        "a deep statement": replace(epoch, grants=[one, other(two, statement="[" * 7999)]),
        "a short MAC": replace(epoch, grants=[one, other(two, mac=bytes(31))]),
        "no key": replace(epoch, grants=[one, other(two, file=b"the key")]),
        "a huge file": replace(
            epoch, grants=[one, other(two, file=making.sealed(body=bytes(3000)))]
        ),
    }


WRONG = (
    "nobody",
    "one alone",
    "a silent reader besides",
    "a stranger instead",
    "the same twice",
    "another generation",
    "another suite",
    "a statement of another room",
    "a statement to another",
    "no statement",
    "no JSON",
    "a deep statement",
    "a short MAC",
    "no key",
    "a huge file",
)


@pytest.mark.parametrize("what", WRONG)
def test_an_epoch_is_for_everybody_who_is_here_and_nobody_else(enter, say, begun, ayesha, what):
    client = enter(ayesha)

    answer = say(client, path(begun, "epochs"), on_the_wire(wrong_epochs(begun, ayesha)[what]))

    assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_a_grant")
    assert Epoch.objects.count() == Grant.objects.count() == 0
    right = on_the_wire(making.new_epoch(begun, by=ayesha))
    assert say(client, path(begun, "epochs"), right).status_code == 201


@pytest.mark.parametrize(("number", "from_n"), [(0, 1), (1, 1), (3, 1), (2, 0), (2, 2)])
def test_an_epoch_follows_the_newest_and_the_last_words(enter, say, room, ayesha, number, from_n):
    epoch = replace(making.new_epoch(room, by=ayesha), number=number, from_n=from_n)

    answer = say(enter(ayesha), path(room, "epochs"), on_the_wire(epoch))

    assert (answer.status_code, answer.json()["code"]) == (409, "sealing.epoch_taken")
    right = on_the_wire(making.new_epoch(room, by=ayesha))
    assert say(enter(ayesha), path(room, "epochs"), right).status_code == 201


def test_a_private_rooms_epoch_has_no_grants(enter, say, ayesha):
    own = making.lock_of(ayesha).person.private_room
    epoch = making.new_epoch(own, by=ayesha)
    to = queries.current_identity(ayesha)
    wrong = replace(epoch, grants=[making.grant(own, 1, from_n=1, to=to, by=ayesha)])
    client = enter(ayesha)

    assert say(client, path(own, "epochs"), on_the_wire(wrong)).status_code == 422
    assert say(client, path(own, "epochs"), on_the_wire(epoch)).status_code == 201


def test_no_epoch_begins_in_a_closed_room(enter, say, room, ayesha):
    epoch = on_the_wire(making.new_epoch(room, by=ayesha))
    services.close_room(room, by=ayesha, at=SPRING)

    answer = say(enter(ayesha), path(room, "epochs"), epoch)

    assert (answer.status_code, answer.json()["code"]) == (409, "sealing.room_closed")


# What makes a new one needed.


def posted(say, client, room):
    parcel = making.parcel(room)
    said = {
        "n": parcel.n,
        "mid": str(parcel.mid),
        "epoch": parcel.epoch,
        "kind": parcel.kind,
        "ref": "",
        "file": base64.b64encode(parcel.file).decode(),
    }
    answer = say(client, path(room, "words"), said)
    return answer.status_code, answer.json().get("code", "")


def test_somebody_new_somebody_gone_and_new_keys_need_a_new_epoch(enter, say, room, ayesha, bilal):
    client, third = enter(ayesha), making.lock_of().person
    needed = (409, "sealing.new_epoch_needed")
    assert posted(say, client, room) == (201, "")

    services.let_in(room, third, by=ayesha, at=SPRING)
    assert posted(say, client, room) == needed
    making.begin(room, by=ayesha)
    assert posted(say, client, room) == (201, "")

    services.let_go(room, third, by=ayesha, at=SPRING)
    assert posted(say, client, room) == needed
    making.begin(room, by=ayesha)
    assert posted(say, client, room) == (201, "")

    services.replace_lock(bilal, making.new_lock(generation=2), by=bilal, at=SPRING)
    assert posted(say, client, room) == (201, "")
    services.replace_due_locks(at=SPRING + DAY)
    assert posted(say, client, room) == needed
    making.begin(room, by=ayesha, at=SPRING + DAY)
    assert posted(say, client, room) == (201, "")


def test_somebody_new_without_a_lock_keeps_words_back(enter, say, room, ayesha):
    services.let_in(room, PersonFactory(), by=ayesha, at=SPRING)

    assert posted(say, enter(ayesha), room) == (409, "sealing.new_epoch_needed")
    said = {"epoch": 2, "from_n": 1, "suite": "x25519/1", "grants": []}
    assert say(enter(ayesha), path(room, "epochs"), said).json()["code"] == "sealing.awaited"


# Opening an old epoch again.


@pytest.fixture
def lost(room, bilal):
    """Bilal has lost everything and made another lock, which is his now."""
    services.replace_lock(bilal, making.new_lock(generation=2), by=bilal, at=SPRING)
    services.replace_due_locks(at=SPRING + DAY)
    return queries.current_identity(bilal)


def again(room, to, by, **changed):
    grant = other(making.grant(room, 1, from_n=1, to=to, by=by), **changed)
    return {"epoch": 1, **grant_on_the_wire(grant)}


def test_a_history_is_opened_again_to_new_keys_once(enter, say, room, lost, ayesha, bilal):
    client = enter(ayesha)
    said = again(room, lost, ayesha)

    first, second = (say(client, path(room, "grants"), said) for _n in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert Grant.objects.filter(to=lost).count() == 1
    (epoch,) = enter(bilal).get(f"/rooms/{room.pk}/").json()["epochs"]
    assert any(lost.recipient in each["statement"] for each in epoch["grants"])
    entry = Entry.objects.get(event="sealing.history_opened_again")
    assert (entry.by, entry.subject) == (ayesha, bilal)


def test_opening_again_does_not_make_an_epoch_for_new_keys(enter, say, room, lost, ayesha):
    client = enter(ayesha)
    assert say(client, path(room, "grants"), again(room, lost, ayesha)).status_code == 201

    assert posted(say, client, room) == (409, "sealing.new_epoch_needed")


def test_a_history_is_opened_to_the_keys_of_a_member_alone(enter, say, room, lost, ayesha, bilal):
    client, stranger = enter(ayesha), making.lock_of()
    old = bilal.identities.get(generation=1)
    wrong = (
        again(room, stranger, ayesha),
        again(room, old, ayesha),
        {**again(room, lost, ayesha), "epoch": 2},
        again(room, lost, ayesha, mac=b""),
        again(room, lost, ayesha, file=b"the key"),
        # In another's name.
        again(room, lost, bilal),
    )
    for each in wrong:
        answer = say(client, path(room, "grants"), each)
        assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_a_grant")
    assert not Grant.objects.filter(to=lost).exists()
    assert say(client, path(room, "grants"), again(room, lost, ayesha)).status_code == 201


def test_a_history_is_opened_again_after_closing_too(enter, say, room, lost, ayesha):
    services.close_room(room, by=ayesha, at=SPRING)

    assert say(enter(ayesha), path(room, "grants"), again(room, lost, ayesha)).status_code == 201
