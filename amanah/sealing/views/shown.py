"""What a client is told of locks and rooms."""

from datetime import datetime
from typing import Any

from amanah.people.models import Person
from amanah.sealing import queries
from amanah.sealing.models import Identity, Member, Pins, Room, Words
from amanah.sealing.views.said import written


def lock(person: Person, *, session: str | None, at: datetime) -> dict[str, Any]:
    """How a person's own lock stands."""
    identity = queries.current_identity(person)
    waiting = Identity.objects.filter(person=person, state=Identity.State.WAITING).first()
    room = queries.room_of_own(person)
    opening = queries.opening_of(session, person, at=at)
    return {
        "person": str(person.pk),
        "name": person.name,
        "identity": _identity(identity) if identity else None,
        "waiting": {**_identity(waiting), "due_at": waiting.due_at} if waiting else None,
        "ways": _ways(identity, at=at) if identity else [],
        "pins": _pins(identity) if identity else None,
        "private_room": str(room.pk) if room else None,
        "opening": {"key": opening.key, "until": opening.until} if opening else None,
        "now": at,
        "passkeys": [
            {"id": each.data["credential"]["id"], "name": each.data["name"]}
            for each in queries.passkeys_with_prf(person)
        ],
    }


def room(room: Room, person: Person, *, rows: list[Words], known: int) -> dict[str, Any]:
    """A room, as whoever is or was in it sees it."""
    until, gone_at = queries.until_of(room, person), queries.left_at(room, person)
    last = queries.last_in(room) if until is None else until
    return {
        **heads([room], until=gone_at)[0],
        "is_open": room.closed_at is None and until is None,
        "epochs": _epochs(room, person, until=gone_at),
        "last": last,
        "rows": [row(each) for each in rows],
        "hashes": hashes(room, known=known, until=until),
        "drafts": {
            each.slot: {"file": written(each.file), "saved_at": each.saved_at}
            for each in queries.drafts_in(room, person)
        },
    }


def heads(rooms: list[Room], *, until: datetime | None = None) -> list[dict[str, Any]]:
    """Which rooms these are, and who is or was in them, with every key that was theirs.

    `until`: as it was when somebody left, who is shown nobody that came afterwards.
    """
    members: dict[Any, list[Member]] = {room.pk: [] for room in rooms}
    for member in queries.members_of(rooms):
        if until is None or member.joined_at <= until:
            members[member.room_id].append(member)
    keys: dict[Any, list[dict[str, Any]]] = {}
    people = {member.person_id for those in members.values() for member in those}
    for identity in queries.identities_of(people):
        keys.setdefault(identity.person_id, []).append(_identity(identity))
    return [_head(room, members[room.pk], keys, until) for room in rooms]


def known(people: list[Person]) -> list[dict[str, Any]]:
    """People with whom one shares no room yet, and every key that was theirs."""
    keys: dict[Any, list[dict[str, Any]]] = {}
    for identity in queries.identities_of(people):
        keys.setdefault(identity.person_id, []).append(_identity(identity))
    return [
        {
            "person": str(one.pk),
            "name": one.name,
            "is_here": False,
            "identities": keys.get(one.pk, []),
        }
        for one in people
    ]


def _head(
    room: Room,
    members: list[Member],
    keys: dict[Any, list[dict[str, Any]]],
    until: datetime | None,
) -> dict[str, Any]:
    people: dict[Any, dict[str, Any]] = {}
    for member in members:
        told = people.setdefault(
            member.person_id,
            {
                "person": str(member.person_id),
                "name": member.person.name,
                "is_here": False,
                "identities": keys.get(member.person_id, []),
            },
        )
        was_here = until is not None and member.left_at is not None and member.left_at > until
        told["is_here"] = told["is_here"] or member.left_at is None or was_here
    return {
        "room": str(room.pk),
        "kind": "private" if room.is_private else "shared",
        "is_open": room.closed_at is None,
        "members": list(people.values()),
    }


def row(words: Words) -> dict[str, Any]:
    return {
        "n": words.n,
        "mid": str(words.mid),
        "epoch": words.epoch,
        "by": str(words.by_id),
        "kind": words.kind,
        "ref": str(words.ref) if words.ref else "",
        "at": words.at,
        "sha256": written(words.sha256),
        "file": written(words.file),
    }


def hashes(room: Room, *, known: int, until: int | None) -> list[tuple[int, str]]:
    found = queries.hashes_after(room, known=known, until=until)
    return [(n, written(sha)) for n, sha in found]


def _identity(identity: Identity) -> dict[str, Any]:
    return {
        "generation": identity.generation,
        "recipient": identity.recipient,
        "made_at": identity.made_at,
    }


def _ways(identity: Identity, *, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": str(way.pk),
            "kind": way.kind,
            "label": way.label,
            "credential": way.credential,
            "blob": written(way.blob),
            "made_at": way.made_at,
        }
        for way in queries.ways_into(identity, at=at)
    ]


def _pins(identity: Identity) -> dict[str, Any] | None:
    pins = Pins.objects.filter(identity=identity).first()
    return {"counter": pins.counter, "blob": written(pins.blob)} if pins else None


def _epochs(room: Room, person: Person, *, until: datetime | None) -> list[dict[str, Any]]:
    grants: dict[Any, list[dict[str, Any]]] = {}
    for grant in queries.grants_for(person, room):
        grants.setdefault(grant.epoch_id, []).append(
            {
                "statement": grant.statement,
                "mac": written(grant.mac),
                "file": written(grant.file),
            }
        )
    return [
        {
            "epoch": each.number,
            "from_n": each.from_n,
            "suite": each.suite,
            "grants": grants.get(each.pk, []),
        }
        for each in queries.epochs_of(room)
        if until is None or each.made_at <= until
    ]
