"""Locks of the demo, and the first words in some rooms, as their people's browsers made them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from amanah.operations.demo import cast, sealed
from amanah.operations.demo.people import person
from amanah.operations.demo.sealed import Keys, b64
from amanah.people.models import Person
from amanah.sealing import queries, services
from amanah.sealing.services.epochs import NewEpoch, NewGrant

SUITE = "x25519/1"
# Who writes to whom: of which kind, how many days ago, and what.
HOPES, WHY = "hopes", "agreement-why"
AGREED = "To present a case without hurrying, and to choose the next step with open eyes."
SAID = (
    (
        ("ayesha", "bilal"),
        (
            ("ayesha", HOPES, 148, "I hope that in a year you present without counting the faces."),
            (
                "bilal",
                HOPES,
                147,
                "I hope to choose between the two fellowships by spring, and to know why. "
                "And to hear early when I am on a wrong path.",
            ),
            ("ayesha", WHY, 145, AGREED),
        ),
    ),
    (
        ("rukhsana", "bilal"),
        (
            (
                "rukhsana",
                HOPES,
                27,
                "بیٹا، رات کی ڈیوٹی سے پہلے کھانا کھا لیا کرو۔ باقی سب سیکھ جاؤ گے۔",  # noqa: RUF001
            ),
        ),
    ),
    (
        ("farzana", "khadija"),
        (
            ("khadija", HOPES, 4, "میں چاہتی ہوں کہ لکھنے سے ڈر نہ لگے۔"),  # noqa: RUF001 (Urdu)
            ("farzana", HOPES, 3, "I hope that we laugh at least once each time. 🌱"),
        ),
    ),
    (
        ("zubaida", "maria"),
        (("maria", HOPES, 66, "I hope that the paper leaves my desk before the summer does."),),
    ),
    (
        ("hong", "sukarno", "catrin.llewellyn.jones", "yusuf.dogan"),
        (
            ("yusuf.dogan", HOPES, 46, "I hope that somebody else begins, just once."),
            (
                "hong",
                HOPES,
                44,
                "I hope that we can say which result kept us awake, and nobody repeats it.",
            ),
        ),
    ),
    (("zubaida", "gul"), (("gul", HOPES, 140, "I hope to learn how one says no to a rota."),)),
)
NOTES = (
    (
        "bilal",
        12,
        "Ask Ayesha what she did in the week before her interview. Do not ask about mine.",
    ),
    ("ayesha", 9, "He prepares better than he thinks. Let him say it first."),
    ("khadija", 2, "ڈاکٹر فرزانہ سے پوچھنا ہے: پہلا پیراگراف کہاں سے شروع کروں؟"),
)


@dataclass
class Client:
    """What somebody's browser holds: their keys, their own room, and what it has seen."""

    person: Person
    keys: Keys
    room: UUID
    pins: dict[str, Any] = field(default_factory=dict)
    lock: Any = None

    @property
    def id(self) -> str:
        return str(self.person.pk)

    @classmethod
    def new(cls, person: Person) -> "Client":
        client = cls(person, Keys.new(), uuid4())
        client.pins = {
            "v": 1,
            "person": client.id,
            "generation": 1,
            "counter": 1,
            "people": {},
            "rooms": {},
            "private": {"room": str(client.room), "epochs": {}},
        }
        return client


def begin(members: Iterable[Person], *, at: datetime) -> None:
    """A lock for each of them, and the words that stand in their rooms already."""
    ways = (
        ("phrase", sealed.Phrase(cast.OPENING)),
        ("sheet", sealed.Phrase(cast.SHEET)),
    )
    clients: dict[UUID, Client] = {
        each.pk: _make(each, ways, at=at - timedelta(days=149)) for each in members
    }
    for logins, said in SAID:
        here = [clients[person(login).pk] for login in logins]
        room = queries.rooms_for(here[0].person).filter(members__person=here[1].person).get()
        lines = [(person(one).pk, kind, ago, text) for one, kind, ago, text in said]
        _talk(here, room, lines, at=at)
    for login, ago, text in NOTES:
        client = clients[person(login).pk]
        own = queries.room_of_own(client.person)
        _talk([client], own, [(client.person.pk, "note", ago, text)], at=at)
    for client in clients.values():
        if client.pins["rooms"]:
            client.pins["counter"] += 1
            blob = sealed.pins_of(client.keys, client.pins)
            services.save_pins(client.lock, counter=client.pins["counter"], blob=blob)


def _make(person: Person, ways: Sequence[tuple[str, sealed.Phrase]], *, at: datetime) -> Client:
    client = Client.new(person)
    secret = {"v": 1, "person": client.id, "generation": 1, "identity": client.keys.identity}
    plain = sealed.padded(sealed.written(secret))
    lock = services.NewLock(
        generation=1,
        recipient=client.keys.recipient,
        ways=[services.NewWay(kind, "", "", phrase.seal(plain)) for kind, phrase in ways],
        counter=1,
        pins=sealed.pins_of(client.keys, client.pins),
        private_room=client.room,
    )
    client.lock = services.make_lock(person, lock, by=person, at=at)
    return client


def _talk(
    here: Sequence[Client],
    room: Any,
    said: Sequence[tuple[UUID, str, int, str]],
    *,
    at: datetime,
) -> None:
    """Begin the room's first epoch, and seal what was said into it, one after another."""
    by_person = {client.person.pk: client for client in here}
    members = {client.id: client.keys for client in here}
    room_key, head = Keys.new(), sealed.first_head(str(room.pk))
    first = by_person[said[0][0]]
    terms = {
        "suite": SUITE,
        "room": str(room.pk),
        "epoch": 1,
        "from_n": 1,
        "head": b64(head),
        "by": first.id,
        "members": {each: keys.recipient for each, keys in members.items()},
    }
    grants = [] if room.is_private else [_granted(first, to, room_key, terms) for to in here]
    then = at - timedelta(days=said[0][2])
    services.begin_epoch(room, NewEpoch(1, 1, SUITE, grants), by=first.person, at=then)
    for n, (author, kind, ago, text) in enumerate(said, start=1):
        client, then = by_person[author], at - timedelta(days=ago)
        file, mid = _sealed(client, room_key, members, (n, kind, text, head), room=room, at=then)
        parcel = services.Parcel(n=n, mid=mid, epoch=1, kind=kind, ref=None, file=file)
        services.post_words(room, parcel, by=client.person, at=then)
        head = sealed.next_head(head, file)
    for client in here:
        _pin(client, here, terms, n=len(said), head=head)
        if room.is_private:
            began = {"from_n": 1, "head": terms["head"]}
            client.pins["private"]["epochs"]["1"] = {"key": room_key.identity, **began}
        else:
            _pin_epoch(client, room_key, terms)


def _granted(by: Client, to: Client, room_key: Keys, terms: Mapping[str, Any]) -> NewGrant:
    statement, mac, file = sealed.grant(by.keys, to.keys, room_key, terms)
    return NewGrant(to.person.pk, 1, statement, mac, file)


def _sealed(
    client: Client,
    room_key: Keys,
    members: Mapping[str, Keys],
    said: tuple[int, str, str, bytes],
    *,
    room: Any,
    at: datetime,
) -> tuple[bytes, UUID]:
    n, kind, text, head = said
    mid = uuid4()
    words = {
        "v": 1,
        "room": str(room.pk),
        "epoch": 1,
        "n": n,
        "mid": str(mid),
        "by": client.id,
        "kind": kind,
        "ref": "",
        "at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "head": b64(head),
        "pins": 1,
        "text": text,
    }
    return sealed.envelope(client.keys, room_key, words, members), mid


def _pin(
    client: Client, here: Sequence[Client], terms: Mapping[str, Any], *, n: int, head: bytes
) -> None:
    """What the browser of one of them has seen of a room, and of who is in it."""
    readers = sorted(terms["members"]) if len(here) > 1 else []
    seen = {"epochs": {}, "readers": readers, "n": n, "head": b64(head)}
    client.pins["rooms"][terms["room"]] = seen
    for other in here:
        if other is not client:
            client.pins["people"][other.id] = {"keys": {"1": other.keys.recipient}, "verified": {}}


def _pin_epoch(client: Client, room_key: Keys, terms: Mapping[str, Any]) -> None:
    client.pins["rooms"][terms["room"]]["epochs"]["1"] = {
        "key": b64(sealed.sha256(room_key.recipient.encode())),
        "from_n": terms["from_n"],
        "head": terms["head"],
        "members": terms["members"],
    }
