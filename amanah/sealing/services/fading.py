"""Bytes that go while their place stays: words taken back or replaced, and those of the erased."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from amanah.base.later import every
from amanah.people.models import Person
from amanah.sealing import hooks
from amanah.sealing.models import (
    Attachment,
    Draft,
    Epoch,
    Identity,
    Member,
    Opening,
    Pins,
    Room,
    Way,
    Words,
)
from amanah.sealing.services.attachments import drop, drop_in, fade_attachments
from amanah.sealing.services.rooms import let_go

# So long somebody can still show to a safeguarding lead what was taken back.
SHOWN_FOR = timedelta(days=30)
# As many as one statement names.
AT_ONCE = 500


@every(timedelta(days=1), offset=timedelta(hours=4))
def fade_words(*, at: datetime) -> None:
    """Let the bytes go of words that were changed or taken back thirty days ago."""
    later = Words.objects.filter(
        room=OuterRef("room"), ref=OuterRef("first"), n__gt=OuterRef("n"), at__lte=at - SHOWN_FOR
    )
    firsts = Words.objects.exclude(file=b"").filter(ref=None)
    _fade(firsts, later, first="mid")
    _fade(Words.objects.exclude(file=b"").exclude(ref=None), later, first="ref")
    fade_attachments(until=at - SHOWN_FOR)
    # What was held as its author was erased goes as soon as it is not.
    erased = Person.objects.filter(erased_at__isnull=False, joined_into=None)
    for author in erased.filter(pk__in=Words.objects.exclude(file=b"").values("by")):
        _forget_words_of(author)


def _fade(words: Any, later: Any, *, first: str) -> None:
    _let_go(words.annotate(first=F(first)).filter(Exists(later)))


def _let_go(words: Any) -> bool:
    """Let the bytes of words go, but of those that are held. Whether none was."""
    rows = list(words.exclude(file=b"").values_list("pk", "room", "mid"))
    held = {room: _held_in(room) for room in {room for _pk, room, _mid in rows}}
    free = [pk for pk, room, mid in rows if mid not in held[room]]
    for start in range(0, len(free), AT_ONCE):
        Words.objects.filter(pk__in=free[start : start + AT_ONCE]).update(file=b"")
    return len(free) == len(rows)


def _held_in(room: UUID) -> set[UUID]:
    return {mid for held in hooks.held for mid in held(room)}


@transaction.atomic
def let_room_go(room: UUID) -> bool:
    """Delete a room with everything in it, but words that are held, and what they stand on.

    Whether it is gone. While something in it is held it is closed and stays.
    """
    held = _held_in(room)
    if not Words.objects.filter(room=room, mid__in=held).exclude(file=b"").exists():
        delete_rooms([room])
        return True
    _let_go(Words.objects.filter(room=room))
    drop(Attachment.objects.filter(room=room).exclude(mid__in=held))
    Draft.objects.filter(room=room).delete()
    return False


@transaction.atomic
def forget(person: Person, *, at: datetime) -> None:
    """Delete what is somebody's own; of what they wrote to others the places stay.

    The others keep their own words. Where nobody is left, everything goes.
    """
    Opening.objects.filter(person=person).delete()
    Draft.objects.filter(person=person).delete()
    delete_rooms(Room.objects.filter(owner=person).values_list("pk", flat=True))
    if person.joined_into_id is None:
        _forget_words_of(person)
    identities = Identity.objects.filter(person=person)
    identities.filter(state=Identity.State.WAITING).delete()
    Way.objects.filter(identity__in=identities).delete()
    Pins.objects.filter(identity__in=identities).delete()
    for part in Member.objects.filter(person=person, left_at=None).select_related("room"):
        let_go(part.room, person, by=None, at=at)
    for room in _rooms_of_nobody(person):
        if not _held_in(room):
            _empty([room])


def _forget_words_of(person: Person) -> None:
    _let_go(Words.objects.filter(by=person))
    left = Words.objects.filter(by=person).exclude(file=b"")
    drop(Attachment.objects.filter(by=person).exclude(mid__in=left.values("mid")))


def delete_rooms(rooms: Iterable[UUID]) -> None:
    """Delete rooms with everything in them."""
    rooms = list(rooms)
    _empty(rooms)
    Room.objects.filter(pk__in=rooms).delete()


def _rooms_of_nobody(person: Person) -> list[UUID]:
    """Rooms where this person was, and nobody else who is still with us."""
    others = Member.objects.filter(room=OuterRef("pk"), person__erased_at=None)
    theirs = Member.objects.filter(room=OuterRef("pk"), person=person)
    nobodys = Room.objects.filter(Exists(theirs)).exclude(Exists(others.exclude(person=person)))
    return list(nobodys.values_list("pk", flat=True))


def _empty(rooms: list[UUID]) -> None:
    """Leave nothing in some rooms. Bytes go first: the database deletes none that are there."""
    words = Words.objects.filter(room__in=rooms)
    words.exclude(file=b"").update(file=b"")
    words.delete()
    drop_in(rooms)
    Epoch.objects.filter(room__in=rooms).delete()
    Draft.objects.filter(room__in=rooms).delete()
