"""What the courier keeps of sealed words: bytes that it cannot read, and who, when, in what order.

Imported by this app alone.
"""

from django.db import models
from django.db.models import Q

from amanah.base.attachments import AttachmentField
from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model
from amanah.people.models import Person, Session

# `age1` and 58 characters: an X25519 recipient.
RECIPIENT = 62
HASH = 32
LABEL, CREDENTIAL = 100, 1400


class Identity(Model):
    """The public half of a person's keys. A new generation follows when everything was lost."""

    class State(models.TextChoices):
        CURRENT = "current", "current"
        # Asked for by whoever lost everything; it can be stopped until its day.
        WAITING = "waiting", "waiting"
        REPLACED = "replaced", "replaced"
        STOPPED = "stopped", "stopped"

    person = models.ForeignKey(Person, models.PROTECT, related_name="identities")
    generation = models.PositiveIntegerField()
    recipient = models.CharField(max_length=RECIPIENT, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.CURRENT)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    stop_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sealing_identity_one_current",
                fields=["person"],
                condition=Q(state="current"),
            ),
            models.UniqueConstraint(
                name="sealing_identity_one_waiting",
                fields=["person"],
                condition=Q(state="waiting"),
            ),
            models.UniqueConstraint(
                name="sealing_identity_generation_once",
                fields=["person", "generation"],
                condition=~Q(state="stopped"),
            ),
            models.CheckConstraint(
                name="sealing_identity_waits_until",
                condition=~Q(state="waiting") | Q(due_at__isnull=False, stop_hash__isnull=False),
            ),
        ]


class Way(Model):
    """A way into a lock: the identity, sealed under something that only its owner has."""

    class Kind(models.TextChoices):
        PHRASE = "phrase", "phrase"
        PASSKEY = "passkey", "passkey"
        SHEET = "sheet", "sheet"
        FILE = "file", "file"
        # For another device, once, within minutes.
        DEVICE = "device", "device"

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="ways")
    kind = models.CharField(max_length=7, choices=Kind)
    label = EncryptedTextField(max_length=LABEL)
    # The id of the passkey, in base64url; empty for the others.
    credential = models.CharField(max_length=CREDENTIAL, blank=True)
    blob = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)


class Pins(models.Model):
    """What a person's own client holds the server to. Overwritten, one step after another."""

    identity = models.OneToOneField(Identity, models.CASCADE, primary_key=True, related_name="pins")
    counter = models.PositiveBigIntegerField()
    blob = models.BinaryField()

    def __str__(self) -> str:
        return f"sealing.Pins {self.pk}"


class Opening(Model):
    """A signed-in browser in which a lock is open, for hours. It ends with the session."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="opening")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # Half of what a browser needs to remember; empty where it may not.
    key = EncryptedTextField(max_length=64)
    until = models.DateTimeField()


class Room(Model):
    """Where words are: between people, or one person's own."""

    # Whose own it is; None where it is shared.
    owner = models.OneToOneField(
        Person, models.PROTECT, related_name="private_room", null=True, blank=True
    )
    made_at = models.DateTimeField()
    # Nothing more is written in it.
    closed_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_private(self) -> bool:
        return self.owner_id is not None


class Member(Model):
    """Somebody who is, or was, in a room."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    # Of whoever left: nothing from here on is theirs.
    until_n = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sealing_member_once",
                fields=["room", "person"],
                condition=Q(left_at=None),
            ),
        ]


class Epoch(Model):
    """A stretch of a room's history under one key."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="epochs")
    number = models.PositiveIntegerField()
    from_n = models.PositiveIntegerField()
    suite = models.CharField(max_length=20)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sealing_epoch_once", fields=["room", "number"]),
        ]


class Grant(Model):
    """The key of an epoch, handed to one person's identity by another's."""

    epoch = models.ForeignKey(Epoch, models.CASCADE, related_name="grants")
    to = models.ForeignKey(Identity, models.CASCADE, related_name="grants")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # The exact JSON that its MAC vouches for: recipients, room, epoch, hashes; no words.
    statement = models.TextField(max_length=8000)
    mac = models.BinaryField(max_length=HASH)
    file = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sealing_grant_once_from_each", fields=["epoch", "to", "by"]
            ),
        ]


class Words(Model):
    """One sealed file of a room, in its place. Its bytes may go; that it was there stays."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="words")
    n = models.PositiveIntegerField()
    mid = models.UUIDField()
    epoch = models.PositiveIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    # The words that these change or take back.
    ref = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()
    sha256 = models.BinaryField(max_length=HASH)
    # Empty: a tombstone.
    file = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sealing_words_one_place", fields=["room", "n"]),
            models.UniqueConstraint(name="sealing_words_one_name", fields=["room", "mid"]),
        ]
        indexes = [
            models.Index(name="sealing_words_by_kind", fields=["room", "kind", "n"]),
            models.Index(name="sealing_words_by_ref", fields=["room", "ref"]),
        ]


class Draft(Model):
    """What somebody has begun to write, sealed to themselves: one for each field."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    slot = models.CharField(max_length=60)
    file = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sealing_draft_once", fields=["room", "person", "slot"]),
        ]


class Attachment(Model):
    """A sealed file that goes with words. Its name, type and true size are sealed with them."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="attachments")
    # The words that it belongs to; until they come it waits for them, a day at most.
    mid = models.UUIDField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sha256 = models.BinaryField(max_length=HASH)
    # Of the sealed file: one of a few sizes, see `sizes`.
    size = models.PositiveIntegerField()
    # Nothing: its words were taken back, and it went with theirs.
    file = AttachmentField()

    class Meta:
        indexes = [
            models.Index(name="sealing_attachment_by_words", fields=["room", "mid"]),
            models.Index(name="sealing_attachment_by_author", fields=["room", "by", "at"]),
        ]
