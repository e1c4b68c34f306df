"""Rooms, and who is in them. The apps above say when; they hold no words and no keys."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.people.models import Person
from amanah.sealing import queries
from amanah.sealing.models import Draft, Member, Room


class RoomRefused(Refused):
    code = "sealing.not_a_room"
    status = 422


@transaction.atomic
def open_room(people: Iterable[Person], *, by: Any, at: datetime) -> Room:
    """A room between people. Words can be sealed in it once each has a lock."""
    room = Room.objects.create(made_at=at)
    for person in people:
        Member.objects.create(room=room, person=person, joined_at=at)
    return room


@transaction.atomic
def open_private_room(person: Person, pk: UUID, *, at: datetime) -> Room:
    """The room of one person alone; its name is chosen by their client, which seals it in."""
    if Room.objects.filter(pk=pk).exists():
        raise RoomRefused(_("This is not a lock that Amanah makes."))
    room = Room.objects.create(pk=pk, owner=person, made_at=at)
    Member.objects.create(room=room, person=person, joined_at=at)
    return room


@transaction.atomic
def let_in(room: Room, person: Person, *, by: Any, at: datetime) -> None:
    """Somebody new is in a room: from the next epoch on, which the others' clients begin."""
    locked(room)
    if not room.members.filter(person=person, left_at=None).exists():
        Member.objects.create(room=room, person=person, joined_at=at)


@transaction.atomic
def let_go(room: Room, person: Person, *, by: Any, at: datetime) -> None:
    """Somebody leaves a room: what is written from now on is not for them."""
    locked(room)
    room.members.filter(person=person, left_at=None).update(
        left_at=at, until_n=queries.last_in(room)
    )
    Draft.objects.filter(room=room, person=person).delete()


@transaction.atomic
def close_room(room: Room, *, by: Any, at: datetime) -> None:
    """Nothing more is written; everybody in it still reads."""
    room = locked(room)
    if room.closed_at is None:
        room.closed_at = at
        room.save(update_fields=["closed_at"])


def locked(room: Room) -> Room:
    """The room, while nobody else changes anything in it."""
    return Room.objects.select_for_update().get(pk=room.pk)
