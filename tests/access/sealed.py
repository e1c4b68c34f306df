"""Sealed words of the small world, with a canary where their ciphertext would be.

Nothing opens them, so what the canaries show is where the bytes go: the courier hands them to
members, and to nobody else.
"""

from datetime import timedelta

from amanah.sealing.models import Epoch, Grant, Member, Opening, Room
from tests.access.places import HOME
from tests.factories.moments import SPRING
from tests.factories.sealing import AttachmentFactory, DraftFactory, WordsFactory, sealed

BETWEEN, OWN = "private words", "own words"


def bring_in(world, room):
    """What the mentee and their mentor wrote to each other, and each person to themselves."""
    mentee, mentor = world.people["mentee"], world.people["mentor"]
    epoch = Epoch.objects.create(
        room=room, number=1, from_n=1, suite="x25519/1", by=mentee, made_at=SPRING
    )
    for name, person in (("mentee", mentee), ("mentor", mentor)):
        Grant.objects.create(
            epoch=epoch,
            to=person.identities.get(),
            by=mentee,
            statement="{}",
            mac=bytes(32),
            file=_with(world, BETWEEN, "key", name),
            made_at=SPRING,
        )
        DraftFactory(room=room, person=person, file=_with(world, BETWEEN, "draft", name, "self"))
    for n, (name, person) in enumerate((("mentee", mentee), ("mentor", mentor)), start=1):
        file = _with(world, BETWEEN, "words", name)
        words = WordsFactory(room=room, n=n, by=person, file=file)
        content = _with(world, BETWEEN, "attachment", name)
        attachment = AttachmentFactory(words=words, content=content)
        world.thing("attachment", attachment.pk, name, HOME)
    for name in ("mentee", "mentor", "coordinator", "stranger"):
        _write_to_oneself(world, name)


def _write_to_oneself(world, name):
    person = world.people[name]
    room = Room.objects.create(owner=person, made_at=SPRING)
    Member.objects.create(room=room, person=person, joined_at=SPRING)
    Epoch.objects.create(room=room, number=1, from_n=1, suite="x25519/1", by=person, made_at=SPRING)
    file = _with(world, OWN, "words", name)
    WordsFactory(room=room, n=1, by=person, kind="note", file=file)


def open_in(client, person, at):
    """The lock is open in this browser, so that what its owner may have comes."""
    Opening.objects.create(
        session_id=client.session.session_key, person=person, until=at + timedelta(hours=12)
    )


def _with(world, resource, field, name, kind="X25519"):
    place = HOME if name != "stranger" else "elsewhere"
    word = world.word(resource, field, name, place)
    return sealed("amanah/self" if kind == "self" else kind, f"{'.' * 40}{word}{'.' * 40}".encode())
