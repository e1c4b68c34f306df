"""Epochs of a room, and the grants that hand out their keys."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.people.models import Person
from amanah.sealing import files, queries
from amanah.sealing.models import HASH, Epoch, Grant, Identity, Room
from amanah.sealing.services.rooms import locked
from amanah.sealing.services.words import RoomClosed
from amanah.stewardship import ledger

SUITES = ("x25519/1",)
MOST_FILE, MOST_STATEMENT = 2048, 8000


class EpochTaken(Refused):
    """Somebody else began it first."""

    code = "sealing.epoch_taken"


class Awaited(Refused):
    """Somebody in the room has no lock yet."""

    code = "sealing.awaited"


class GrantRefused(Refused):
    """Not for everybody who is there, or for somebody who is not."""

    code = "sealing.not_a_grant"
    status = 422


@dataclass(frozen=True)
class NewGrant:
    """A key, handed to one identity of one person."""

    to: UUID
    generation: int
    statement: str
    mac: bytes
    file: bytes


@dataclass(frozen=True)
class NewEpoch:
    number: int
    from_n: int
    suite: str
    grants: Sequence[NewGrant]


@transaction.atomic
def begin_epoch(room: Room, epoch: NewEpoch, *, by: Person, at: datetime) -> Epoch:
    """Begin an epoch in which everybody who is in the room can read: one grant for each."""
    room = locked(room)
    if room.closed_at is not None:
        raise RoomClosed(_("Nothing more is written here."))
    newest = queries.epochs_of(room).last()
    is_next = epoch.number == (newest.number if newest else 0) + 1
    if not is_next or epoch.from_n != queries.last_in(room) + 1:
        raise EpochTaken(_("Somebody else was first."))
    if epoch.suite not in SUITES:
        raise GrantRefused(_("This was sealed by another version of Amanah."))
    to = _recipients(room, epoch)
    made = Epoch.objects.create(
        room=room, number=epoch.number, from_n=epoch.from_n, suite=epoch.suite, by=by, made_at=at
    )
    for grant in epoch.grants:
        _store(made, grant, to=to[grant.to], by=by, at=at)
    return made


@transaction.atomic
def grant_again(
    room: Room, number: int, grant: NewGrant, *, by: Person, at: datetime
) -> tuple[Grant, bool]:
    """Open an epoch again to the keys that somebody has now: once. Says whether it is new."""
    room = locked(room)
    epoch = queries.epochs_of(room).filter(number=number).first()
    member = room.members.filter(person=grant.to, left_at=None).first()
    identity = queries.current_identity(member.person) if member else None
    if epoch is None or identity is None or identity.generation != grant.generation:
        raise GrantRefused(_("This key is for somebody who is not here."))
    before = Grant.objects.filter(epoch=epoch, to=identity, by=by).first()
    if before is not None:
        return before, False
    made = _store(epoch, grant, to=identity, by=by, at=at)
    ledger.record("sealing.history_opened_again", about=made, by=by, at=at, subject=identity.person)
    return made, True


def _recipients(room: Room, epoch: NewEpoch) -> dict[UUID, Identity]:
    """Whose keys the grants are for: those of everybody who is here, and nobody else's."""
    if room.is_private:
        if epoch.grants:
            raise GrantRefused(_("This key is for somebody who is not here."))
        return {}
    if queries.members_who_wait(room).exists():
        raise Awaited(_("Somebody has no lock yet."))
    here = room.members.filter(left_at=None).values("person")
    current = Identity.objects.filter(person__in=here, state=Identity.State.CURRENT)
    wanted = {one.person_id: one for one in current.select_related("person")}
    given = {(one.to, one.generation) for one in epoch.grants}
    if len(epoch.grants) != len(given) or given != {
        (person, one.generation) for person, one in wanted.items()
    }:
        raise GrantRefused(_("This key is for somebody who is not here."))
    return wanted


def _store(epoch: Epoch, grant: NewGrant, *, to: Identity, by: Person, at: datetime) -> Grant:
    said = _read(grant.statement)
    is_one = (
        len(grant.mac) == HASH
        and len(grant.file) <= MOST_FILE
        and files.is_sealed(grant.file, files.X25519)
        and said.get("room") == str(epoch.room_id)
        and said.get("epoch") == epoch.number
        and said.get("from_n") == epoch.from_n
        and said.get("to") == to.recipient
        and said.get("by") == str(by.pk)
    )
    if not is_one:
        raise GrantRefused(_("This key is for somebody who is not here."))
    return Grant.objects.create(
        epoch=epoch,
        to=to,
        by=by,
        statement=grant.statement,
        mac=grant.mac,
        file=grant.file,
        made_at=at,
    )


def _read(statement: str) -> dict[str, Any]:
    if len(statement) > MOST_STATEMENT:
        return {}
    try:
        said = json.loads(statement)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
