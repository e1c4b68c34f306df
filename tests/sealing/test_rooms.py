"""Rooms: who is in them, what each is told, and that to everybody else they are not there."""

import base64
import uuid
from datetime import timedelta

import pytest

from amanah.sealing import files, queries, services
from amanah.sealing.models import Draft
from tests.factories import SPRING, PersonFactory
from tests.sealing import making

ROOMS = "/rooms/"
MEMBERS = ("GET", "", "older/", "mark/"), ("POST", "words/", "epochs/", "grants/", "drafts/")


def path(room, what=""):
    return f"/rooms/{getattr(room, 'pk', room)}/{what}"


def test_a_room_is_told_whole_to_whoever_is_in_it(enter, room, ayesha, bilal):
    words = making.post(room, by=bilal)

    told = enter(ayesha).get(path(room)).json()

    assert (told["room"], told["kind"], told["is_open"]) == (str(room.pk), "shared", True)
    members = {one["name"]: one for one in told["members"]}
    assert {name: one["is_here"] for name, one in members.items()} == {
        "Ayesha": True,
        "Bilal": True,
    }
    keys = members["Bilal"]["identities"]
    assert [key["recipient"] for key in keys] == [queries.current_identity(bilal).recipient]
    (epoch,) = told["epochs"]
    assert (epoch["epoch"], epoch["from_n"], epoch["suite"]) == (1, 1, "x25519/1")
    # The grant to oneself, and no other's.
    (grant,) = epoch["grants"]
    assert queries.current_identity(ayesha).recipient in grant["statement"]
    assert told["last"] == 1
    assert [row["mid"] for row in told["rows"]] == [str(words.mid)]
    assert told["hashes"] == [[1, base64.b64encode(bytes(words.sha256)).decode()]]
    assert told["drafts"] == {}


def test_a_private_room_is_its_owners_alone(enter, own_room, ayesha, bilal):
    making.lock_of(bilal)
    told = enter(ayesha).get(path(own_room)).json()

    assert told["kind"] == "private"
    assert [one["name"] for one in told["members"]] == ["Ayesha"]
    assert enter(bilal).get(path(own_room)).status_code == 404


@pytest.mark.parametrize(("method", "whats"), [(each[0], each[1:]) for each in MEMBERS])
def test_a_room_of_others_is_not_there(enter, room, ayesha, method, whats):
    stranger = PersonFactory()
    making.lock_of(stranger)
    outside, inside = enter(stranger), enter(ayesha)
    for what in whats:
        for somewhere in (room, uuid.uuid4()):
            assert outside.generic(method, path(somewhere, what)).status_code == 404
        assert inside.generic(method, path(room, what)).status_code in {200, 422}


@pytest.mark.parametrize(("method", "whats"), [(each[0], each[1:]) for each in MEMBERS])
def test_where_the_lock_is_closed_nothing_is_told(enter, room, ayesha, method, whats):
    making.post(room, by=ayesha)
    client = enter(ayesha, is_open=False)
    for what in whats:
        answer = client.generic(method, path(room, what))
        assert answer.status_code == 423
        assert answer.json().keys() == {"code", "message"}
        assert answer.json()["code"] == "sealing.locked"


def test_to_whoever_is_outside_a_closed_lock_tells_nothing_of_a_room(enter, room):
    stranger = PersonFactory()
    making.lock_of(stranger)

    client = enter(stranger, is_open=False)

    assert client.get(path(room)).status_code == client.get(path(uuid.uuid4())).status_code == 404


def test_the_rooms_in_which_i_am(enter, room, own_room, ayesha, bilal):
    gone = making.room_between(ayesha, bilal)
    services.let_go(gone, ayesha, by=ayesha, at=SPRING)

    told = enter(ayesha).get(ROOMS).json()["rooms"]

    assert {one["room"] for one in told} == {str(room.pk), str(own_room.pk)}
    assert {one["kind"] for one in told} == {"shared", "private"}
    theirs = enter(bilal).get(ROOMS).json()["rooms"]
    assert {one["room"] for one in theirs} >= {str(room.pk), str(gone.pk)}


def test_rooms_cost_the_same_for_one_and_for_three(enter, ayesha, django_assert_num_queries):
    making.room_between(ayesha, PersonFactory())
    client, counts = enter(ayesha), []
    for _n in range(2):
        with django_assert_num_queries(20, exact=False) as asked:
            assert client.get(ROOMS).status_code == 200
        counts.append(len(asked))
        for _more in range(2):
            making.room_between(ayesha, PersonFactory())

    assert counts[0] == counts[1]


def test_a_room_costs_the_same_for_one_word_and_for_three(
    enter, room, ayesha, bilal, django_assert_num_queries
):
    client, counts = enter(ayesha), []
    for _n in range(2):
        with django_assert_num_queries(20, exact=False) as asked:
            assert client.get(path(room)).status_code == 200
        counts.append(len(asked))
        for _more in range(3):
            making.post(room, by=bilal)

    assert counts[0] == counts[1]


# Which words.


@pytest.fixture
def five(room, ayesha):
    return [making.post(room, by=ayesha) for _n in range(5)]


def places(answer):
    return [row["n"] for row in answer.json()["rows"]]


def hashed(answer):
    return [n for n, _sha in answer.json()["hashes"]]


def test_the_newest_words_and_the_hashes_that_are_not_known(enter, room, five, ayesha):
    answer = enter(ayesha).get(path(room), {"newest": 2, "known": 3})

    assert (places(answer), hashed(answer), answer.json()["last"]) == ([4, 5], [4, 5], 5)


def test_older_words_with_the_hashes_of_what_is_not_known_yet(enter, room, five, ayesha):
    client = enter(ayesha)

    answer = client.get(path(room, "older/"), {"before": 4, "newest": 2})

    assert (places(answer), hashed(answer)) == ([2, 3], [2, 3])
    none = client.get(path(room, "older/"), {"before": 1})
    assert none.json()["rows"] == []


def test_whether_anything_changed_is_asked_always_alike(enter, room, five, ayesha, bilal):
    client = enter(ayesha)

    def mark():
        return client.get(path(room, "mark/")).json()["mark"]

    before = mark()
    assert mark() == before
    making.post(room, by=bilal)
    after_words = mark()
    services.close_room(room, by=bilal, at=SPRING)

    assert len({before, after_words, mark()}) == 3


def test_whoever_left_is_not_told_that_anything_changed(enter, room, five, ayesha, bilal):
    services.let_go(room, bilal, by=ayesha, at=SPRING)
    client = enter(bilal)
    before = client.get(path(room, "mark/")).json()

    making.begin(room, by=ayesha)
    making.post(room, by=ayesha)

    assert client.get(path(room, "mark/")).json() == before


def test_words_of_a_kind_with_all_that_changes_them(enter, room, five, ayesha, bilal):
    back = making.post(room, by=ayesha, kind="withdrawn", ref=five[1].mid)
    change = making.post(room, by=ayesha, ref=five[0].mid)
    client = enter(bilal)

    of_kind = client.get(path(room), {"kinds": "hopes"})
    by_name = client.get(path(room), {"mids": f"{five[1].mid},{uuid.uuid4()}"})

    assert places(of_kind) == [1, 2, 3, 4, 5, back.n, change.n]
    assert places(by_name) == [2, back.n]
    assert places(client.get(path(room), {"kinds": "reflection"})) == []


@pytest.mark.parametrize(
    "asked",
    [{"kinds": "Hopes'"}, {"mids": "1"}, {"mids": "x" * 36}, {"kinds": ",".join(["a"] * 60)}],
)
def test_what_cannot_be_chosen_is_refused(enter, room, five, ayesha, asked):
    answer = enter(ayesha).get(path(room), asked)

    assert (answer.status_code, answer.json()["code"]) == (422, "sealing.not_understood")


@pytest.mark.parametrize("value", ["-1", "1e3", "١", "9" * 40, "null", "\x00"])
def test_a_place_that_is_none_is_as_if_it_was_not_said(enter, room, five, ayesha, value):
    client = enter(ayesha)

    answer = client.get(path(room), {"known": value, "newest": value})
    older = client.get(path(room, "older/"), {"before": value})

    assert (places(answer), hashed(answer)) == ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    assert (older.status_code, older.json()["rows"]) == (200, [])


# Who comes and goes.


def test_whoever_left_reads_what_was_there_and_nothing_later(enter, room, five, ayesha, bilal):
    services.let_go(room, bilal, by=ayesha, at=SPRING)
    making.begin(room, by=ayesha)
    making.post(room, by=ayesha)
    client = enter(bilal)

    told = client.get(path(room))

    assert (places(told), hashed(told), told.json()["last"]) == (
        [1, 2, 3, 4, 5],
        [1, 2, 3, 4, 5],
        5,
    )
    assert told.json()["is_open"] is False
    assert places(enter(ayesha).get(path(room)))[-1] == 6
    answer = client.post(path(room, "words/"), "{}", content_type="application/json")
    assert answer.status_code == 403


def test_whoever_left_is_shown_nobody_who_came_later(enter, room, ayesha, bilal):
    later, khadija = SPRING + timedelta(days=1), making.lock_of().person
    services.let_go(room, bilal, by=ayesha, at=SPRING)
    services.let_in(room, khadija, by=ayesha, at=later)
    making.begin(room, by=ayesha, at=later)
    services.let_go(room, ayesha, by=ayesha, at=later)

    def shown(person):
        told = enter(person).get(path(room)).json()
        people = {each["person"]: each["is_here"] for each in told["members"]}
        return people, [each["epoch"] for each in told["epochs"]]

    a, b, c = (str(each.pk) for each in (ayesha, bilal, khadija))
    assert shown(bilal) == ({a: True, b: False}, [1])
    assert shown(khadija) == ({a: False, b: False, c: True}, [1, 2])


def test_bars_are_shown_of_what_one_may_read(room, five, ayesha, bilal):
    services.let_go(room, bilal, by=ayesha, at=SPRING)
    making.begin(room, by=ayesha)
    making.post(room, by=ayesha)

    def bars(person):
        return [row.n for row in queries.newest_rows(person, room.pk)]

    assert bars(ayesha) == [6, 5, 4]
    assert bars(bilal) == [5, 4, 3]
    assert bars(PersonFactory()) == []


def test_whoever_comes_back_reads_all(enter, room, five, ayesha, bilal):
    services.let_go(room, bilal, by=ayesha, at=SPRING)
    making.begin(room, by=ayesha)
    making.post(room, by=ayesha)

    services.let_in(room, bilal, by=ayesha, at=SPRING)

    assert places(enter(bilal).get(path(room))) == [1, 2, 3, 4, 5, 6]
    members = enter(bilal).get(path(room)).json()["members"]
    assert [one["is_here"] for one in members] == [True, True]


def test_letting_in_twice_is_once_and_so_is_closing(room, ayesha, bilal):
    services.let_in(room, bilal, by=ayesha, at=SPRING)
    services.close_room(room, by=ayesha, at=SPRING)
    services.close_room(room, by=ayesha, at=SPRING + timedelta(days=1))

    room.refresh_from_db()
    assert room.members.count() == 2
    assert room.closed_at == SPRING


# Drafts.


def draft(slot="hopes", file=None):
    content = making.sealed(files.TO_SELF) if file is None else file
    return {"slot": slot, "file": base64.b64encode(content).decode()}


def test_a_draft_is_its_authors_alone_and_overwritten(enter, say, room, ayesha, bilal):
    client, first, second = enter(ayesha), draft(), draft()

    for each in (first, second):
        assert say(client, path(room, "drafts/"), each).status_code == 204

    drafts = client.get(path(room)).json()["drafts"]
    assert {slot: kept["file"] for slot, kept in drafts.items()} == {"hopes": second["file"]}
    assert enter(bilal).get(path(room)).json()["drafts"] == {}
    assert queries.last_in(room) == 0


def test_an_empty_draft_is_none(enter, say, room, ayesha):
    client = enter(ayesha)
    say(client, path(room, "drafts/"), draft())

    assert say(client, path(room, "drafts/"), draft(file=b"")).status_code == 204

    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        draft(slot="../hopes"),
        draft(slot="Hopes"),
        draft(slot=""),
        draft(slot="a" * 61),
        draft(file=b"I am afraid"),
        draft(file=making.sealed(files.X25519)),
        draft(file=making.sealed(files.TO_SELF, body=bytes(256 * 1024))),
    ],
)
def test_a_draft_is_sealed_to_oneself_in_a_slot(enter, say, room, ayesha, wrong):
    client = enter(ayesha)

    assert say(client, path(room, "drafts/"), wrong).status_code == 422
    assert Draft.objects.count() == 0
    assert say(client, path(room, "drafts/"), draft()).status_code == 204


def test_there_is_an_end_to_drafts(enter, say, room, ayesha):
    client = enter(ayesha)
    Draft.objects.bulk_create(
        Draft(room=room, person=ayesha, slot=f"s-{n}", file=b"f", saved_at=SPRING)
        for n in range(200)
    )

    assert say(client, path(room, "drafts/"), draft()).status_code == 422
    assert say(client, path(room, "drafts/"), draft(slot="s-1")).status_code == 204


def test_a_draft_can_be_kept_before_there_is_an_epoch_and_after_closing(enter, say, ayesha, bilal):
    making.lock_of(ayesha)
    room = services.open_room((ayesha, bilal), by=ayesha, at=SPRING)
    client = enter(ayesha)

    assert say(client, path(room, "drafts/"), draft()).status_code == 204
    services.close_room(room, by=ayesha, at=SPRING)

    assert client.get(path(room)).json()["drafts"].keys() == {"hopes"}
    assert say(client, path(room, "drafts/"), draft()).status_code == 204
