"""What the courier hands to somebody's own client for a copy: to whom, how much, and when."""

import pytest

from amanah.sealing import queries, services
from amanah.sealing.queries import rooms
from amanah.stewardship.models import Entry
from tests.factories import SPRING, PersonFactory
from tests.factories.mentoring import MentorshipFactory
from tests.sealing import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [PersonFactory(name=name) for name in ("Ayesha", "Bilal", "Khadija")]


@pytest.fixture
def room(people):
    made = making.room_between(*people)
    for number in range(5):
        making.post(made, by=people[number % 3])
    return made


@pytest.fixture
def asks(enter, say):
    """Ask for a copy as somebody whose lock is open here."""

    def ask(room, person, *, after=0, is_proven=True):
        client = enter(person, is_proven=is_proven)
        return say(client, making.url("copy", pk=room.pk), {"after": after})

    return ask


def places(answer):
    return [row["n"] for row in answer.json()["rows"]]


def test_a_member_takes_every_word_along_and_only_they_read_that_they_did(asks, room, people):
    answer = asks(room, people[0])

    assert answer.status_code == 200
    assert places(answer) == [1, 2, 3, 4, 5]
    assert all(row["file"] for row in answer.json()["rows"])
    [entry] = Entry.objects.filter(event="sealing.copy_taken")
    assert (entry.by, entry.subject, entry.about, entry.detail) == (
        people[0],
        people[0],
        room.pk,
        {},
    )


def test_an_open_lock_alone_takes_nothing_along(asks, room, people):
    refused = asks(room, people[0], is_proven=False)

    assert (refused.status_code, refused.json()) == (403, {"code": "people.prove"})
    assert asks(room, people[0]).status_code == 200


def test_a_closed_room_is_taken_along_and_whoever_left_takes_what_was_theirs(asks, room, people):
    services.let_go(room, people[2], by=people[2], at=SPRING)
    making.begin(room, by=people[0])
    making.post(room, by=people[0])
    services.close_room(room, by=people[0], at=SPRING)

    assert places(asks(room, people[1])) == [1, 2, 3, 4, 5, 6]
    assert places(asks(room, people[2])) == [1, 2, 3, 4, 5]


def test_nobody_else_takes_anything_along(asks, room, people):
    stranger = making.lock_of(PersonFactory()).person

    assert asks(room, stranger).status_code == 404
    assert asks(room, people[0]).status_code == 200


def test_a_long_history_comes_in_parts(asks, room, people, monkeypatch):
    monkeypatch.setattr(rooms, "MOST_AT_ONCE", 1)

    assert places(asks(room, people[0])) == [1]
    assert places(asks(room, people[0], after=1)) == [2]
    assert places(asks(room, people[0], after=5)) == []
    # It is noted once a copy, not once a part.
    assert Entry.objects.filter(event="sealing.copy_taken").count() == 1
    assert queries.last_in(room) == 5


def test_the_days_of_a_mentorship_and_its_people_come_with_it(asks, people):
    ayesha, bilal, _khadija = people
    for person in (ayesha, bilal):
        making.lock_of(person)
    pair = MentorshipFactory(mentor=ayesha, mentee=bilal, has_room=True)

    facts = asks(pair.room, bilal).json()["facts"]

    assert facts["began_at"] == pair.began_at.isoformat()
    assert {(one["name"], one["role"]) for one in facts["members"]} == {
        ("Ayesha", "mentor"),
        ("Bilal", "mentee"),
    }
    assert asks(making.room_between(ayesha), ayesha).json()["facts"] == {}
