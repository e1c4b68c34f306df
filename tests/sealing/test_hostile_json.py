"""What a client could say that is not what was asked for: refused kindly, and nothing is kept."""

import base64
import json

import pytest
from django.conf import settings
from django.test import Client

from amanah.sealing.models import Draft, Epoch, Identity, Opening, Pins, Way, Words
from tests.sealing import making

TEXT = "application/json"
HUGE = "9" * 5000


def bodies():
    deep = "[" * 100_000
    return {
        "nothing": "",
        "no JSON": "n=1&mid=2",
        "not UTF-8": b"\xff\xfe{}",
        "a list": "[]",
        "a text": '"words"',
        "null": "null",
        "a number": "1",
        "deep": deep,
        "deep in a field": '{"n":' + deep,
        "a huge number": '{"n":' + HUGE + "}",
        "empty": "{}",
        "half a letter": '{"slot": "\\ud800", "key": "\\ud800", "kind": "\\ud800"}',
        "a NUL": '{"slot": "\\u0000", "key": "\\u0000", "kind": "\\u0000"}',
    }


DOORS = (
    "/lock/identity/",
    "/lock/replacement/",
    "/lock/pins/",
    "/lock/ways/",
    "/lock/opening/",
    "{room}words/",
    "{room}epochs/",
    "{room}grants/",
    "{room}drafts/",
)


def counted():
    return [each.objects.count() for each in (Identity, Way, Pins, Opening, Epoch, Words, Draft)]


@pytest.fixture
def client_in(enter, room, ayesha):
    return enter(ayesha)


@pytest.mark.parametrize("body", bodies().values(), ids=bodies())
@pytest.mark.parametrize("door", DOORS)
def test_what_is_not_understood_is_refused_at_every_door(client_in, room, door, body):
    before = counted()

    answer = client_in.post(door.format(room=f"/rooms/{room.pk}/"), body, content_type=TEXT)

    assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_understood")
    assert counted() == before


def test_too_much_at_once_is_refused(client_in, room):
    answer = client_in.post(f"/rooms/{room.pk}/words/", "x" * 3_000_000, content_type=TEXT)

    assert answer.status_code in {400, 413}


def words(room):
    parcel = making.parcel(room)
    return {
        "n": parcel.n,
        "mid": str(parcel.mid),
        "epoch": parcel.epoch,
        "kind": parcel.kind,
        "ref": "",
        "file": base64.b64encode(parcel.file).decode(),
    }


WRONG = {
    "n": (None, "1", 1.0, True, -1, 2**31, 2**80, [1], {}),
    "epoch": (None, "1", False, -1),
    "mid": (
        None,
        "",
        1,
        "not a name",
        "{00000000-0000-4000-8000-00000000beef}",
        "00000000-0000-4000-8000-00000000BEEF",
        "00000000000040008000 00000000beef",
        "urn:uuid:00000000-0000-4000-8000-00000000beef",
    ),
    "ref": (1, "nothing", ["a"], {"a": 1}),
    "kind": (None, 1, [], "k" * 25, "\ud800"),
    "file": (
        None,
        1,
        "words as they are",
        "YQ",
        "YQ==\n",
        " YQ==",
        "YQ-_",
        "YR==YQ==",
        "é",
        [],
    ),
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_each_part_is_what_it_should_be(client_in, room, name, value):
    right = words(room)

    answer = client_in.post(
        f"/rooms/{room.pk}/words/", json.dumps({**right, name: value}), content_type=TEXT
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "sealing.not_understood"
    assert Words.objects.count() == 0
    fine = client_in.post(f"/rooms/{room.pk}/words/", json.dumps(right), content_type=TEXT)
    assert fine.status_code == 201


@pytest.mark.parametrize("name", ["n", "epoch", "mid", "kind", "file"])
def test_no_part_may_be_left_out(client_in, room, name):
    right = words(room)
    less = {key: value for key, value in right.items() if key != name}

    answer = client_in.post(f"/rooms/{room.pk}/words/", json.dumps(less), content_type=TEXT)

    assert answer.status_code == 422
    fine = client_in.post(f"/rooms/{room.pk}/words/", json.dumps(right), content_type=TEXT)
    assert fine.status_code == 201


@pytest.mark.parametrize("ways", [None, {}, "phrase", [1], [None], [[]], [{}], [{}] * 21])
def test_ways_are_a_list_of_ways(enter, bilal, ways):
    lock = {
        "recipient": making.recipient(),
        "generation": 1,
        "ways": ways,
        "pins": {"counter": 1, "blob": "YQ=="},
        "private_room": "00000000-0000-4000-8000-00000000beef",
    }

    answer = enter(bilal, is_open=False).post("/lock/identity/", lock, content_type=TEXT)

    assert answer.status_code == 422
    assert not Identity.objects.filter(person=bilal).exists()


@pytest.mark.parametrize("pins", [None, [], 1, {}, {"counter": "1", "blob": ""}, {"counter": 1}])
def test_pins_are_pins(enter, bilal, pins):
    lock = {
        "recipient": making.recipient(),
        "generation": 1,
        "ways": [],
        "pins": pins,
        "private_room": "00000000-0000-4000-8000-00000000beef",
    }

    answer = enter(bilal, is_open=False).post("/lock/identity/", lock, content_type=TEXT)

    assert answer.status_code == 422


def test_a_refusal_gives_nothing_back_that_was_said(client_in, room):
    said = {**words(room), "kind": "hopes", "file": base64.b64encode(b"I am afraid").decode()}

    answer = client_in.post(f"/rooms/{room.pk}/words/", said, content_type=TEXT)

    assert answer.json().keys() == {"code", "message"}
    assert said["file"] not in answer.content.decode()


def test_a_request_from_elsewhere_is_refused(enter, room, ayesha):
    """The key of the form comes along in a header, as with everything else here."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ayesha)
    making.opened(strict, ayesha)
    url = f"/rooms/{room.pk}/words/"

    assert strict.post(url, words(room), content_type=TEXT).status_code == 403
    token = "a" * 32
    strict.cookies[settings.CSRF_COOKIE_NAME] = token
    answer = strict.post(url, words(room), content_type=TEXT, headers={"X-CSRFToken": token})
    assert answer.status_code == 201
