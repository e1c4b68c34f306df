"""Ways into a lock: added, replaced, taken away; never the last; a letter says so each time."""

import base64
from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.base import clock
from amanah.sealing import files, queries, services
from amanah.sealing.models import Way
from amanah.stewardship.models import Entry
from tests.factories import SPRING
from tests.sealing import making


def on_the_wire(way, replaces=""):
    return {
        "kind": way.kind,
        "label": way.label,
        "credential": way.credential,
        "blob": base64.b64encode(way.blob).decode(),
        "replaces": replaces,
    }


WAYS = "/lock/ways/"
OPENING = "/lock/opening/"


def removal(way):
    return reverse("sealing:remove_way", args=[way.pk])


def kinds(identity):
    return sorted(way.kind for way in queries.ways_into(identity, at=clock.now()))


def test_a_way_is_added_told_in_a_letter_and_in_the_ledger(
    enter, say, ayesha, mailoutbox, run_jobs
):
    lock = making.lock_of(ayesha, ways=("phrase",))
    way = making.new_way("sheet", label="in the red folder")

    answer = say(enter(ayesha), WAYS, on_the_wire(way))
    run_jobs()

    assert answer.status_code == 201
    assert [each["kind"] for each in answer.json()["ways"]] == ["phrase", "sheet"]
    assert answer.json()["ways"][1]["label"] == "in the red folder"
    assert kinds(lock) == ["phrase", "sheet"]
    (letter,) = mailoutbox
    assert letter.to == [ayesha.email]
    assert "red folder" not in letter.body + letter.subject
    entry = Entry.objects.get(event="sealing.way_added")
    assert (entry.subject, entry.detail) == (ayesha, {"kind": "sheet"})


def test_a_retry_adds_it_once(enter, say, ayesha, mailoutbox, run_jobs):
    lock = making.lock_of(ayesha, ways=("phrase",))
    client, way = enter(ayesha), on_the_wire(making.new_way("sheet"))

    for _n in range(2):
        assert say(client, WAYS, way).status_code in {200, 201}
    run_jobs()

    assert kinds(lock) == ["phrase", "sheet"]
    assert len(mailoutbox) == 1


def test_what_it_replaces_goes_in_the_same_moment(enter, say, ayesha):
    lock = making.lock_of(ayesha, ways=("phrase", "sheet"))
    old = lock.ways.get(kind="phrase")

    answer = say(enter(ayesha), WAYS, on_the_wire(making.new_way("phrase"), str(old.pk)))

    assert answer.status_code == 201
    assert kinds(lock) == ["phrase", "sheet"]
    assert not Way.objects.filter(pk=old.pk).exists()


def test_nobody_elses_way_is_replaced(enter, say, ayesha, bilal):
    theirs = making.lock_of(bilal).ways.first()
    making.lock_of(ayesha)

    say(enter(ayesha), WAYS, on_the_wire(making.new_way("phrase"), str(theirs.pk)))

    assert Way.objects.filter(pk=theirs.pk).exists()


def test_a_way_for_another_device_lasts_ten_minutes_and_is_one(
    enter, say, ayesha, mailoutbox, run_jobs
):
    lock = making.lock_of(ayesha, ways=("phrase",))
    client = enter(ayesha)

    for _n in range(2):
        say(client, WAYS, on_the_wire(making.new_way("device")))
    run_jobs()

    (device,) = lock.ways.filter(kind="device")
    assert device.expires_at - device.made_at == timedelta(minutes=10)
    assert mailoutbox == []
    later = device.expires_at
    assert [one.kind for one in queries.ways_into(lock, at=later)] == ["phrase"]


def test_a_way_for_another_device_goes_when_that_has_opened_by_it(enter, say, ayesha, bilal):
    lock, other = making.lock_of(ayesha, ways=("phrase",)), making.lock_of(bilal, ways=("phrase",))
    client = enter(ayesha)
    say(client, WAYS, on_the_wire(making.new_way("device")))
    (device,) = lock.ways.filter(kind="device")
    phrase = lock.ways.get(kind="phrase")

    # Neither a way that lasts nor somebody else's goes by saying so.
    for spent in (phrase.pk, other.ways.first().pk):
        assert say(client, OPENING, {"key": "", "way": str(spent)}).status_code == 200
    assert (lock.ways.count(), other.ways.count()) == (2, 1)

    assert say(client, OPENING, {"key": "", "way": str(device.pk)}).status_code == 200
    assert list(lock.ways.all()) == [phrase]


def test_a_way_for_another_device_replaces_none_that_lasts(enter, say, ayesha):
    lock = making.lock_of(ayesha, ways=("phrase",))
    phrase = lock.ways.get()

    answer = say(enter(ayesha), WAYS, on_the_wire(making.new_way("device"), str(phrase.pk)))

    assert (answer.status_code, answer.json()["code"]) == (409, "sealing.last_way")
    assert [one.pk for one in lock.ways.all()] == [phrase.pk]
    lasting = say(enter(ayesha), WAYS, on_the_wire(making.new_way("phrase"), str(phrase.pk)))
    assert lasting.status_code == 201


def test_a_way_is_taken_away_and_told(enter, ayesha, mailoutbox, run_jobs):
    lock = making.lock_of(ayesha, ways=("phrase", "sheet"))

    answer = enter(ayesha).post(removal(lock.ways.get(kind="sheet")))
    run_jobs()

    assert answer.status_code == 200
    assert [each["kind"] for each in answer.json()["ways"]] == ["phrase"]
    assert len(mailoutbox) == 1
    assert Entry.objects.filter(event="sealing.way_removed", subject=ayesha).count() == 1


def test_the_last_way_stays(enter, ayesha):
    lock = making.lock_of(ayesha, ways=("phrase", "sheet"))
    client = enter(ayesha)
    assert client.post(removal(lock.ways.get(kind="sheet"))).status_code == 200

    answer = client.post(removal(lock.ways.get()))

    assert (answer.status_code, answer.json()["code"]) == (409, "sealing.last_way")
    assert kinds(lock) == ["phrase"]


def test_the_last_that_lasts_stays_beside_one_for_another_device(enter, ayesha):
    lock = making.lock_of(ayesha, ways=("phrase",))
    services.add_way(lock, making.new_way("device"), replaces=None, by=ayesha, at=clock.now())

    client = enter(ayesha)

    assert client.post(removal(lock.ways.get(kind="phrase"))).status_code == 409
    assert client.post(removal(lock.ways.get(kind="device"))).status_code == 200


def test_anothers_way_and_one_of_a_lost_lock_are_not_there(enter, ayesha, bilal):
    theirs = making.lock_of(bilal).ways.first()
    lost = making.lock_of(ayesha).ways.first()
    client = enter(ayesha)
    assert client.post(removal(theirs)).status_code == 404
    new = making.new_lock(generation=2, ways=("phrase", "sheet"))
    services.replace_lock(ayesha, new, by=ayesha, at=SPRING)
    services.replace_due_locks(at=SPRING + timedelta(days=1))

    assert client.post(removal(lost)).status_code == 404
    mine = queries.current_identity(ayesha).ways.first()
    assert client.post(removal(mine)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "stanza", "right"),
    [
        ("phrase", files.X25519, files.SCRYPT),
        ("phrase", files.PASSKEY, files.SCRYPT),
        ("passkey", files.SCRYPT, files.PASSKEY),
        ("device", files.X25519, files.SCRYPT),
        ("sheet", files.TO_SELF, files.SCRYPT),
    ],
)
def test_a_way_is_sealed_as_its_kind_says(enter, say, ayesha, kind, stanza, right):
    lock = making.lock_of(ayesha, ways=("phrase",))
    client = enter(ayesha)

    wrong = say(client, WAYS, on_the_wire(making.new_way(kind, blob=making.sealed(stanza))))

    assert (wrong.status_code, wrong.json()["code"]) == (422, "sealing.not_a_lock")
    assert kinds(lock) == ["phrase"]
    fitting = say(client, WAYS, on_the_wire(making.new_way(kind, blob=making.sealed(right))))
    assert fitting.status_code == 201


def test_only_a_passkey_has_the_id_of_one(enter, say, ayesha):
    making.lock_of(ayesha, ways=("phrase",))
    client = enter(ayesha)
    phrase, passkey = on_the_wire(making.new_way()), on_the_wire(making.new_way("passkey"))

    assert say(client, WAYS, {**phrase, "credential": "abc"}).status_code == 422
    assert say(client, WAYS, {**passkey, "credential": ""}).status_code == 422
    assert say(client, WAYS, phrase).status_code == 201
    assert say(client, WAYS, passkey).status_code == 201


def test_there_is_an_end_to_ways(enter, say, ayesha):
    lock = making.lock_of(ayesha, ways=("phrase",) * 20)
    client = enter(ayesha)
    assert say(client, WAYS, on_the_wire(making.new_way())).status_code == 422

    lock.ways.first().delete()

    assert say(client, WAYS, on_the_wire(making.new_way())).status_code == 201


def test_without_a_lock_there_is_no_way(enter, say, ayesha):
    assert say(enter(ayesha), WAYS, on_the_wire(making.new_way())).status_code == 422


def test_the_label_is_encrypted_where_it_is_stored(ayesha):
    making.lock_of(ayesha, ways=(making.new_way(label="the red phone"),))

    (raw,) = Way.objects.extra(select={"raw": "label"}).values_list("raw", flat=True)

    assert b"red phone" not in bytes(raw)
    assert Way.objects.get().label == "the red phone"


# An open browser that was left alone: whoever sits there has not shown who they are.


@pytest.fixture
def asked(ayesha):
    """Every request that makes another key to a lock, or takes one away."""
    lock = making.lock_of(ayesha, ways=("phrase", "sheet"))
    [_phrase, sheet] = lock.ways.order_by("made_at", "kind")
    return {
        WAYS: on_the_wire(making.new_way("file")),
        removal(sheet): {},
        "/lock/replacement/": making.on_the_wire(making.new_lock(generation=2)),
    }


@pytest.mark.parametrize("which", range(3), ids=["added", "taken away", "replaced"])
def test_who_is_there_must_have_shown_it_before_ways_change(enter, say, ayesha, asked, which):
    address, said = list(asked.items())[which]
    before, lines = kinds(queries.current_identity(ayesha)), Entry.objects.count()

    refused = say(enter(ayesha, is_proven=False), address, said)
    assert (refused.status_code, refused.json()) == (403, {"code": "people.prove"})
    assert kinds(queries.current_identity(ayesha)) == before
    assert Entry.objects.count() == lines

    assert say(enter(ayesha), address, said).status_code in {200, 201}
    assert Entry.objects.count() == lines + 1
