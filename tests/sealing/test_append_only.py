"""The database itself keeps sealed words, and what hands out their keys, as they came."""

import pytest
from django.db import DatabaseError, connection, transaction

from amanah.operations import verify
from amanah.sealing import queries, services
from amanah.sealing.models import Epoch, Grant, Words
from tests import append_only
from tests.factories import PersonFactory
from tests.sealing import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(room, ayesha):
    return making.post(room, by=ayesha)


CHANGES = {
    "bytes": {"file": making.sealed()},
    "a hash": {"sha256": b"h" * 32},
    "a place": {"n": 7},
    "a kind": {"kind": "withdrawn"},
    "an epoch": {"epoch": 2},
    "a name": {"mid": "00000000-0000-4000-8000-00000000beef"},
    "what they change": {"ref": "00000000-0000-4000-8000-00000000beef"},
    "bytes and a hash": {"file": b"", "sha256": b"h" * 32},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_words_never_change(words, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Words.objects.filter(pk=words.pk).update(**change)

    kept = Words.objects.get()
    assert bytes(kept.file) == bytes(words.file)
    assert (kept.n, kept.kind, kept.ref) == (1, "hopes", None)


def test_words_never_change_their_author_or_their_room(words, bilal):
    other = making.room_between(bilal, PersonFactory())
    for change in ({"by": bilal}, {"room": other}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Words.objects.filter(pk=words.pk).update(**change)


def test_bytes_may_go_and_never_come_back(words):
    sealed = bytes(words.file)

    assert Words.objects.filter(pk=words.pk).update(file=b"") == 1

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Words.objects.filter(pk=words.pk).update(file=sealed)
    assert bytes(Words.objects.get().file) == b""


def test_words_go_only_after_their_bytes(words):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        words.delete()
    assert Words.objects.count() == 1

    Words.objects.update(file=b"")

    Words.objects.all().delete()
    assert Words.objects.count() == 0


DETOURS = {
    "sqlite": "INSERT OR REPLACE INTO sealing_words SELECT * FROM sealing_words",
    "postgresql": "TRUNCATE sealing_words",
}


def test_the_way_round_is_closed_too(words):
    append_only.settle()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(DETOURS[connection.vendor])

    assert Words.objects.count() == 1


def test_two_words_never_have_one_place_or_one_name(words):
    for same in ({"n": words.n}, {"mid": words.mid}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Words.objects.create(
                **{
                    "room": words.room,
                    "n": 2,
                    "mid": "00000000-0000-4000-8000-00000000beef",
                    "epoch": 1,
                    "by": words.by,
                    "kind": "hopes",
                    "at": words.at,
                    "sha256": b"h" * 32,
                    "file": making.sealed(),
                    **same,
                }
            )
    assert Words.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Grant, {"statement": "{}"}),
        (Grant, {"mac": b"m" * 32}),
        (Grant, {"file": b""}),
        (Epoch, {"from_n": 5}),
        (Epoch, {"number": 5}),
        (Epoch, {"suite": "none"}),
    ],
)
def test_epochs_and_grants_never_change(words, model, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all().update(**change)


def test_whole_rooms_can_be_deleted_by_the_service(words, room):
    services.delete_rooms([room.pk])

    assert Words.objects.count() == Epoch.objects.count() == Grant.objects.count() == 0


def test_a_missing_protection_is_noticed():
    assert queries.missing_protections() == []
    assert [said for said in verify.problems() if "sealed words" in said] == []

    append_only.unprotect()

    assert len(queries.missing_protections()) == 5
    (said,) = [said for said in verify.problems() if "sealed words" in said]
    assert "sealing_words_bytes_first" in said
    append_only.protect()
