"""Making a lock, and keeping its pins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.people.models import Person
from amanah.sealing import files, hooks, queries
from amanah.sealing.models import CREDENTIAL, LABEL, Identity, Pins, Way
from amanah.sealing.services.rooms import open_private_room
from amanah.stewardship import ledger

MOST_WAY, MOST_PINS, MOST_WAYS = 4096, 512 * 1024, 20
FOR_ANOTHER_DEVICE = timedelta(minutes=10)
Kind = Way.Kind


class HasLock(Refused):
    """Another lock is there already: made in another tab, or on another device."""

    code = "sealing.has_lock"


class LockRefused(Refused):
    """What came is not a lock as our clients make it."""

    code = "sealing.not_a_lock"
    status = 422


class PinsMoved(Refused):
    """Another tab or device saved pins meanwhile."""

    code = "sealing.pins_moved"


@dataclass(frozen=True)
class NewWay:
    """A way in, as a client sealed it."""

    kind: str
    label: str
    credential: str
    blob: bytes


@dataclass(frozen=True)
class NewLock:
    """A whole lock, as a client made it: what it is known by, its ways in, its pins."""

    generation: int
    recipient: str
    ways: Sequence[NewWay]
    counter: int
    pins: bytes
    private_room: UUID


@transaction.atomic
def make_lock(person: Person, lock: NewLock, *, by: Person, at: datetime) -> Identity:
    """Make somebody's first lock. The same one again is the same one."""
    Person.objects.select_for_update().get(pk=person.pk)
    current = queries.current_identity(person)
    if current is not None:
        if current.recipient == lock.recipient:
            return current
        raise HasLock(_("You have a lock already. Open it instead."))
    check_lock(lock, generation=1)
    made = store_lock(Identity(person=person, made_at=at), lock, at=at)
    open_private_room(person, lock.private_room, at=at)
    ledger.record("sealing.lock_set", about=made, by=by, at=at, subject=person)
    for hear in hooks.lock_made:
        hear(person, at)
    return made


@transaction.atomic
def save_pins(identity: Identity, *, counter: int, blob: bytes) -> None:
    """Take the next pins; the same ones again are taken once."""
    pins = Pins.objects.select_for_update().filter(identity=identity).first()
    if pins is not None and pins.counter == counter and bytes(pins.blob) == blob:
        return
    if pins is None or counter != pins.counter + 1:
        raise PinsMoved(_("Your lock was used elsewhere meanwhile."))
    if not 0 < len(blob) <= MOST_PINS:
        raise LockRefused(_("This is not a lock that Amanah makes."))
    pins.counter, pins.blob = counter, blob
    pins.save(update_fields=["counter", "blob"])


def check_lock(lock: NewLock, *, generation: int) -> None:
    """Refuse what is not a whole lock, without opening anything."""
    is_whole = (
        lock.generation == generation
        and files.is_recipient(lock.recipient)
        and not Identity.objects.filter(recipient=lock.recipient).exists()
        and any(way.kind != Kind.DEVICE for way in lock.ways)
        and len(lock.ways) <= MOST_WAYS
        and lock.counter == 1
        and 0 < len(lock.pins) <= MOST_PINS
    )
    if not is_whole:
        raise LockRefused(_("This is not a lock that Amanah makes."))
    for way in lock.ways:
        check_way(way)


def check_way(way: NewWay) -> None:
    """Refuse a way that is sealed in another manner than its kind says."""
    stanza = files.PASSKEY if way.kind == Kind.PASSKEY else files.SCRYPT
    is_one = (
        way.kind in Kind.values
        and len(way.label) <= LABEL
        and len(way.credential) <= CREDENTIAL
        and bool(way.credential) == (way.kind == Kind.PASSKEY)
        and len(way.blob) <= MOST_WAY
        and files.is_sealed(way.blob, stanza)
    )
    if not is_one:
        raise LockRefused(_("This is not a lock that Amanah makes."))


def store_lock(identity: Identity, lock: NewLock, *, at: datetime) -> Identity:
    """Store the public half, with the ways in and the pins that came with it."""
    identity.generation, identity.recipient = lock.generation, lock.recipient
    identity.save(force_insert=True)
    for way in lock.ways:
        store_way(identity, way, at=at)
    Pins.objects.create(identity=identity, counter=lock.counter, blob=lock.pins)
    return identity


def store_way(identity: Identity, way: NewWay, *, at: datetime) -> Way:
    return Way.objects.create(
        identity=identity,
        kind=way.kind,
        label=way.label,
        credential=way.credential,
        blob=way.blob,
        made_at=at,
        expires_at=at + FOR_ANOTHER_DEVICE if way.kind == Kind.DEVICE else None,
    )
