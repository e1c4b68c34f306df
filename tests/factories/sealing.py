"""Locks and rooms as the courier keeps them. No key opens these files."""

import hashlib

import factory

from amanah.base import attachments
from amanah.sealing.models import Attachment, Draft, Identity, Member, Pins, Room, Way, Words
from tests.factories.moments import SPRING
from tests.factories.people import PersonFactory

HEAD = b"age-encryption.org/v1\n-> %s\nAAAA\n--- AAAA\n"
SEALED = {
    "X25519": HEAD % b"X25519 AAAA",
    "scrypt": HEAD % b"scrypt AAAA 16",
    "amanah/prf": HEAD % b"amanah/prf AAAA",
    "amanah/self": HEAD % b"amanah/self AAAA",
}
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def sealed(kind="X25519", more=b""):
    """A file whose head is of this kind."""
    return SEALED[kind] + more


def recipient(number):
    """Written as a recipient is; its checksum is not looked at here."""
    return "age1" + "".join(LETTERS[(number >> shift) % 32] for shift in range(0, 290, 5))


class IdentityFactory(factory.django.DjangoModelFactory):
    """A lock with one way in, a phrase, and its pins."""

    class Meta:
        model = Identity
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    generation = 1
    recipient = factory.Sequence(lambda n: recipient(n + 1))
    made_at = SPRING

    @factory.post_generation
    def ways(made, create, kinds, **kwargs):
        for kind in kinds or ("phrase",):
            stanza = "amanah/prf" if kind == "passkey" else "scrypt"
            Way.objects.create(
                identity=made,
                kind=kind,
                credential="AAAA" if kind == "passkey" else "",
                blob=sealed(stanza),
                made_at=made.made_at,
            )
        Pins.objects.create(identity=made, counter=1, blob=b"pins")


class RoomFactory(factory.django.DjangoModelFactory):
    """A room; `people` are in it."""

    class Meta:
        model = Room
        skip_postgeneration_save = True

    made_at = SPRING

    @factory.post_generation
    def people(made, create, people, **kwargs):
        for person in people or ():
            Member.objects.create(room=made, person=person, joined_at=made.made_at)


class WordsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Words

    room = factory.SubFactory(RoomFactory)
    n = factory.Sequence(lambda n: n + 1)
    mid = factory.Faker("uuid4")
    epoch = 1
    by = factory.SubFactory(PersonFactory)
    kind = "hopes"
    at = SPRING
    sha256 = b"h" * 32
    file = factory.LazyFunction(sealed)


class DraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Draft

    room = factory.SubFactory(RoomFactory)
    person = factory.SubFactory(PersonFactory)
    slot = "hopes"
    file = factory.LazyFunction(lambda: sealed("amanah/self"))
    saved_at = SPRING


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A sealed file on the disk, with words of the same author where `words` are given."""

    class Meta:
        model = Attachment

    class Params:
        words = None
        content = factory.LazyFunction(sealed)

    room = factory.LazyAttribute(lambda made: made.words.room)
    mid = factory.LazyAttribute(lambda made: made.words.mid)
    by = factory.LazyAttribute(lambda made: made.words.by)
    at = SPRING
    sha256 = factory.LazyAttribute(lambda made: hashlib.sha256(made.content).digest())
    size = factory.LazyAttribute(lambda made: len(made.content))
    file = factory.LazyAttribute(
        lambda made: attachments.keep(made.content, about="sealing.attachment.file")
    )
