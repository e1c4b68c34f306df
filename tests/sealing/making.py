"""Locks, rooms and sealed words as clients make them, in files that nothing opens."""

import base64
import json
import secrets
import uuid
from datetime import timedelta

from django.urls import reverse

from amanah.base import clock
from amanah.sealing import files, queries, services
from amanah.sealing.models import Opening
from amanah.sealing.services.epochs import NewEpoch, NewGrant
from tests.factories.moments import SPRING
from tests.factories.people import PersonFactory


def sealed(kind=files.X25519, body=b"", stanzas=1):
    """An age file with a head of this kind; `body` stands where ciphertext would."""
    argument = base64.b64encode(secrets.token_bytes(32)).rstrip(b"=")
    stanza = b"-> " + kind.encode() + b" " + argument + b"\n" + argument + b"\n"
    return (
        files.FIRST + stanza * stanzas + b"--- " + argument + b"\n" + secrets.token_bytes(32) + body
    )


def recipient():
    return files.recipient_of(secrets.token_bytes(32))


def new_way(kind="phrase", *, label="", blob=None):
    stanza = files.PASSKEY if kind == "passkey" else files.SCRYPT
    credential = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
    return services.NewWay(
        kind=kind,
        label=label,
        credential=credential if kind == "passkey" else "",
        blob=blob or sealed(stanza),
    )


def new_lock(*, generation=1, ways=("phrase",), to=None):
    return services.NewLock(
        generation=generation,
        recipient=to or recipient(),
        ways=[new_way(each) if isinstance(each, str) else each for each in ways],
        counter=1,
        pins=b"1\n2",
        private_room=uuid.uuid4(),
    )


def lock_of(person=None, *, ways=("phrase", "sheet"), at=SPRING):
    """Somebody's lock, with two ways in: enough for private words."""
    person = person or PersonFactory()
    return services.make_lock(person, new_lock(ways=ways), by=person, at=at)


def lock_ways(person, *, kind="sheet", at=SPRING):
    """Another way into a lock that is there, for what asks whether there are two."""
    identity = queries.current_identity(person)
    way = new_way(kind)
    return identity.ways.create(kind=kind, label=way.label, blob=way.blob, made_at=at)


def room_between(*people, at=SPRING):
    """A shared room of people who all have a lock, with its first epoch."""
    for person in people:
        if not queries.has_lock(person):
            lock_of(person, at=at)
    room = services.open_room(people, by=people[0], at=at)
    begin(room, by=people[0], at=at)
    return room


def statement(room, number, /, *, from_n, to, by, **other):
    said = {
        "v": 1,
        "suite": "x25519/1",
        "room": str(room.pk),
        "epoch": number,
        "from": queries.current_identity(by).recipient,
        "to": to.recipient,
        "by": str(by.pk),
        "members": {},
        "from_n": from_n,
        "head": base64.b64encode(bytes(32)).decode(),
        "file": base64.b64encode(bytes(32)).decode(),
    }
    return json.dumps({**said, **other}, separators=(",", ":"))


def grant(room, number, /, *, from_n, to, by, **other):
    return NewGrant(
        to=to.person_id,
        generation=to.generation,
        statement=statement(room, number, from_n=from_n, to=to, by=by, **other),
        mac=bytes(32),
        file=sealed(),
    )


def new_epoch(room, *, by):
    """The next epoch, for everybody who is in the room."""
    newest = queries.epochs_of(room).last()
    number, from_n = (newest.number if newest else 0) + 1, queries.last_in(room) + 1
    here = [] if room.is_private else room.members.filter(left_at=None).order_by("person")
    return NewEpoch(
        number=number,
        from_n=from_n,
        suite="x25519/1",
        grants=[
            grant(room, number, from_n=from_n, to=queries.current_identity(one.person), by=by)
            for one in here
        ],
    )


def begin(room, *, by, at=SPRING):
    return services.begin_epoch(room, new_epoch(room, by=by), by=by, at=at)


def parcel(room, **other):
    said = {
        "n": queries.last_in(room) + 1,
        "mid": uuid.uuid4(),
        "epoch": queries.epochs_of(room).last().number,
        "kind": "note" if room.is_private else "hopes",
        "ref": None,
        "file": sealed(),
    }
    return services.Parcel(**{**said, **other})


def post(room, *, by, at=SPRING, **other):
    words, _is_new = services.post_words(room, parcel(room, **other), by=by, at=at)
    return words


def opened(client, person, *, at=None, key=""):
    """The lock is open in this signed-in browser."""
    session = client.session.session_key
    Opening.objects.filter(session=session).delete()
    return Opening.objects.create(
        session_id=session,
        person=person,
        key=key,
        until=(at or clock.now()) + timedelta(hours=12),
    )


def on_the_wire(lock):
    """A lock as a client says it."""
    return {
        "recipient": lock.recipient,
        "generation": lock.generation,
        "ways": [
            {
                "kind": way.kind,
                "label": way.label,
                "credential": way.credential,
                "blob": base64.b64encode(way.blob).decode(),
            }
            for way in lock.ways
        ],
        "pins": {"counter": lock.counter, "blob": base64.b64encode(lock.pins).decode()},
        "private_room": str(lock.private_room),
    }


def url(name, **parts):
    return reverse(f"sealing:{name}", kwargs=parts)
