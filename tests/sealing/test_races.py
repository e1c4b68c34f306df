"""Two at the same moment, on a database with row locks: exactly one wins, and nothing is lost."""

import uuid

import pytest
from django.db import connection

from amanah.sealing import queries, services
from amanah.sealing.models import Epoch, Grant, Identity, Pins, Words
from tests.factories import SPRING, PersonFactory
from tests.matching.crowding import at_once
from tests.sealing import making

TEN = range(10)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="PostgreSQL only: SQLite writes one after another"
    ),
]


@pytest.fixture
def people():
    return [PersonFactory() for _n in range(2)]


@pytest.fixture
def room(people):
    return making.room_between(*people)


def test_of_ten_writers_for_one_place_one_wins(room, people):
    parcels = [making.parcel(room, n=1) for _n in TEN]

    came = at_once(
        *(
            lambda parcel=parcel, by=people[n % 2]: services.post_words(
                room, parcel, by=by, at=SPRING
            )
            for n, parcel in enumerate(parcels)
        )
    )

    assert came == ["NTaken"] * 9 + ["done"]
    assert list(room.words.values_list("n", flat=True)) == [1]


def test_of_ten_retries_at_once_one_row_stays(room, people):
    parcel = making.parcel(room)

    came = at_once(
        *(lambda: services.post_words(room, parcel, by=people[0], at=SPRING) for _n in TEN)
    )

    assert came == ["done"] * 10
    assert Words.objects.get().mid == parcel.mid


def test_whoever_seals_again_for_the_next_place_comes_through(room, people):
    """As the clients do: on 409 look at the tail, seal the same words for the next place."""

    def write(by):
        mid = uuid.uuid4()
        while True:
            try:
                services.post_words(room, making.parcel(room, mid=mid), by=by, at=SPRING)
                return
            except services.NTaken:
                continue

    came = at_once(*(lambda by=people[n % 2]: write(by) for n in TEN))

    assert came == ["done"] * 10
    assert sorted(room.words.values_list("n", flat=True)) == list(range(1, 11))


def test_of_ten_who_begin_an_epoch_one_does_and_its_grants_are_of_one_hand(people):
    for person in people:
        making.lock_of(person)
    room = services.open_room(people, by=people[0], at=SPRING)
    epochs = [(making.new_epoch(room, by=people[n % 2]), people[n % 2]) for n in TEN]

    came = at_once(
        *(
            lambda epoch=epoch, by=by: services.begin_epoch(room, epoch, by=by, at=SPRING)
            for epoch, by in epochs
        )
    )

    assert came == ["EpochTaken"] * 9 + ["done"]
    assert Epoch.objects.count() == 1
    assert Grant.objects.count() == 2
    assert {grant.by_id for grant in Grant.objects.all()} == {Epoch.objects.get().by_id}


def test_words_and_a_new_epoch_at_once_leave_no_gap(room, people):
    """Either the words are first, and the epoch asks again; or the epoch is, and the words do."""
    parcel, epoch = making.parcel(room), making.new_epoch(room, by=people[1])

    came = at_once(
        lambda: services.post_words(room, parcel, by=people[0], at=SPRING),
        lambda: services.begin_epoch(room, epoch, by=people[1], at=SPRING),
    )

    assert came in (["EpochTaken", "done"], ["OtherEpoch", "done"])
    newest = queries.epochs_of(room).last()
    assert (newest.number, queries.last_in(room)) in {(1, 1), (2, 0)}


def test_somebody_new_and_words_at_once(room, people):
    third, parcel = making.lock_of().person, making.parcel(room)

    came = at_once(
        lambda: services.post_words(room, parcel, by=people[0], at=SPRING),
        lambda: services.let_in(room, third, by=people[0], at=SPRING),
    )

    assert came in (["NewEpochNeeded", "done"], ["done", "done"])
    with pytest.raises(services.NewEpochNeeded):
        making.post(room, by=people[0])


def test_of_ten_first_locks_one_is_made():
    person = PersonFactory()
    locks = [making.new_lock() for _n in TEN]

    came = at_once(
        *(
            lambda lock=lock: services.make_lock(person, lock, by=person, at=SPRING)
            for lock in locks
        )
    )

    assert came == ["HasLock"] * 9 + ["done"]
    assert Identity.objects.filter(person=person).count() == 1


def test_of_ten_next_pins_one_is_taken():
    lock = making.lock_of()

    came = at_once(
        *(lambda n=n: services.save_pins(lock, counter=2, blob=b"pins %d" % n) for n in TEN)
    )

    assert came == ["PinsMoved"] * 9 + ["done"]
    assert Pins.objects.get().counter == 2


def test_two_who_take_each_the_others_way_away_leave_one():
    lock = making.lock_of(ways=("phrase", "sheet"))

    came = at_once(
        *(
            lambda way=way: services.remove_way(way, by=lock.person, at=SPRING)
            for way in lock.ways.all()
        )
    )

    assert came == ["LastWay", "done"]
    assert lock.ways.count() == 1


def test_ten_who_lost_everything_leave_one_lock_waiting():
    person = making.lock_of().person
    locks = [making.new_lock(generation=2) for _n in TEN]

    came = at_once(
        *(
            lambda lock=lock: services.replace_lock(person, lock, by=person, at=SPRING)
            for lock in locks
        )
    )

    assert came == ["done"] * 10
    assert Identity.objects.filter(person=person, state="waiting").count() == 1
