"""What a person takes along of sealed words, what is forgotten, and what two accounts mean."""

import pytest

from amanah.sealing import joining, owed, queries, services
from amanah.sealing.models import (
    Draft,
    Epoch,
    Grant,
    Identity,
    Member,
    Opening,
    Pins,
    Room,
    Way,
    Words,
)
from amanah.stewardship.services import erasure
from tests.factories import SPRING, PersonFactory
from tests.sealing import making


def rows(kind, person):
    (part,) = [each for each in owed.EXPORTS if each.kind == kind]
    return [dict(zip(part.columns, row, strict=True)) for row in part.gather(person)]


def files_of(kind, person):
    (part,) = [each for each in owed.EXPORTS if each.kind == kind]
    return dict(part.files(person))


# To take along.


def test_words_and_the_keys_to_them_come_along_with_an_index(room, own_room, ayesha, bilal):
    mine, theirs = making.post(room, by=ayesha), making.post(room, by=bilal)
    note = making.post(own_room, by=ayesha)
    making.room_between(bilal, PersonFactory())

    told, found = rows("sealed-words", ayesha), files_of("sealed-words", ayesha)

    assert [(one["n"], one["by_you"]) for one in told if one["room"] == str(room.pk)] == [
        (1, True),
        (2, False),
    ]
    for words in (mine, theirs, note):
        (row,) = [one for one in told if one["name"] == str(words.mid)]
        assert found[row["file"]] == bytes(words.file)
        assert row["sha256"] == bytes(words.sha256).hex()
    assert len(told) == 3
    (key,) = [content for name, content in found.items() if "/keys/" in name]
    assert key == bytes(Grant.objects.get(to__person=ayesha).file)


def test_a_tombstone_is_in_the_index_and_no_file(room, ayesha):
    words = making.post(room, by=ayesha)
    Words.objects.update(file=b"")

    (row,) = rows("sealed-words", ayesha)

    assert (row["name"], row["file"]) == (str(words.mid), "")


def test_whoever_left_takes_what_they_could_read(room, ayesha, bilal):
    making.post(room, by=ayesha)
    services.let_go(room, bilal, by=ayesha, at=SPRING)
    making.begin(room, by=ayesha)
    making.post(room, by=ayesha)

    assert [one["n"] for one in rows("sealed-words", bilal)] == [1]
    assert [one["n"] for one in rows("sealed-words", ayesha)] == [1, 2]


def test_the_lock_comes_along_with_its_ways_and_pins(ayesha):
    lock = making.lock_of(ayesha, ways=("phrase", "sheet"))

    (row,), found = rows("lock", ayesha), files_of("lock", ayesha)

    assert (row["recipient"], sorted(row["ways"])) == (lock.recipient, ["phrase", "sheet"])
    assert sorted(found.values()) == sorted(
        [*(bytes(way.blob) for way in lock.ways.all()), bytes(lock.pins.blob)]
    )


# To be forgotten.


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Where the log of erasures is."""
    settings.HOME = tmp_path


def erase(person):
    erasure.erase_person(person, by=None, at=SPRING)


@pytest.fixture
def written(room, own_room, ayesha, bilal, enter):
    """Words of both in their room, words of one's own, a draft, a place where it is open."""
    mine, theirs = making.post(room, by=ayesha), making.post(room, by=bilal)
    making.post(own_room, by=ayesha)
    draft = making.sealed("amanah/self")
    for person in (ayesha, bilal):
        services.save_draft(room, slot="hopes", file=draft, by=person, at=SPRING)
        enter(person)
    return mine, theirs


def test_ones_own_goes_and_of_what_was_written_to_others_the_places_stay(
    room, own_room, written, ayesha, bilal
):
    mine, theirs = written

    erase(ayesha)

    for words in written:
        words.refresh_from_db()
    assert bytes(mine.file) == b""
    assert bytes(theirs.file) != b""
    assert (mine.n, queries.last_in(room)) == (1, 2)
    assert not Room.objects.filter(pk=own_room.pk).exists()
    assert not Words.objects.filter(room=own_room.pk).exists()
    for mine_alone in (Draft, Opening):
        assert set(mine_alone.objects.values_list("person", flat=True)) == {bilal.pk}
    for of_a_lock in (Way, Pins):
        owners = set(of_a_lock.objects.values_list("identity__person", flat=True))
        assert owners == {bilal.pk}
    # The others' clients check by it what was written to them.
    assert Identity.objects.filter(person=ayesha).count() == 1


def test_whoever_stays_goes_on_reading_and_writing(room, written, ayesha, bilal):
    erase(ayesha)

    assert [part.person for part in room.members.filter(left_at=None)] == [bilal]
    making.begin(room, by=bilal)
    assert making.post(room, by=bilal).n == 3


def test_where_nobody_is_left_nothing_is(room, written, ayesha, bilal):
    erase(ayesha)
    assert Words.objects.filter(room=room).count() == 2
    erase(bilal)

    for left in (Words, Epoch, Grant, Draft, Way, Pins, Opening):
        assert left.objects.count() == 0


def test_a_room_of_others_is_left_alone(room, ayesha, bilal):
    kept = making.post(room, by=bilal)
    stranger = making.lock_of().person

    erase(stranger)

    kept.refresh_from_db()
    assert bytes(kept.file) != b""
    assert Member.objects.filter(room=room, left_at=None).count() == 2


# Two accounts of one person.


def test_the_offer_says_plainly_that_the_other_lock_stays_closed(ayesha, bilal):
    assert joining.offer(bilal, ayesha, at=SPRING).lines == ()

    making.lock_of(bilal)

    (line,) = joining.offer(bilal, ayesha, at=SPRING).lines
    assert "does not come over" in line


def test_the_account_that_stays_is_in_the_others_rooms_and_may_be_opened_the_history(
    room, ayesha, bilal
):
    kept = making.lock_of().person
    words = making.post(room, by=bilal)

    joining.join(bilal, kept, at=SPRING, chosen={})

    assert set(room.members.filter(left_at=None).values_list("person", flat=True)) == {
        ayesha.pk,
        kept.pk,
    }
    with pytest.raises(services.NewEpochNeeded):
        making.post(room, by=ayesha)
    making.begin(room, by=ayesha)
    assert making.post(room, by=kept).n == words.n + 1
    to = queries.current_identity(kept)
    grant = making.grant(room, 1, from_n=1, to=to, by=ayesha)
    _grant, is_new = services.grant_again(room, 1, grant, by=ayesha, at=SPRING)
    assert is_new


def test_two_accounts_in_one_room_are_one_there(room, ayesha, bilal):
    joining.join(bilal, ayesha, at=SPRING, chosen={})

    assert list(room.members.filter(left_at=None).values_list("person", flat=True)) == [ayesha.pk]


def test_joining_brings_nothing_of_a_private_room(own_room, ayesha, bilal):
    making.lock_of(bilal)

    joining.join(bilal, ayesha, at=SPRING, chosen={})

    assert Room.objects.get(owner=bilal).members.get(left_at=None).person == bilal
    assert own_room.members.get().person == ayesha
