"""What this app owes a person: their sealed words and keys to take along, and to be forgotten."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.sealing import joining, queries, services
from amanah.sealing.models import Attachment, Grant, Identity, Pins, Words
from amanah.stewardship import events, hooks

LOCK = ("generation", "recipient", "state", "made_at", "ways")
WORDS = ("room", "n", "name", "kind", "changes", "by_you", "at", "sha256", "file")
FILES = ("room", "words", "name", "by_you", "at", "sha256", "file")
OURS = (
    "sealing.Way",
    "sealing.Pins",
    "sealing.Opening",
    "sealing.Room",
    "sealing.Member",
    "sealing.Epoch",
    "sealing.Grant",
    "sealing.Words",
    "sealing.Draft",
    "sealing.Attachment",
)


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    joining.declare()
    for part in EXPORTS:
        hooks.export(part)
    hooks.erasure(hooks.Erasure("sealing", forget, OURS))
    hooks.keep_from_erasure(
        "sealing.Identity",
        "The public half of keys, by which the others' clients check what was written to them.",
    )
    hooks.keep_from_export("sealing.Opening", "Where a lock is open for some hours.")
    hooks.keep_from_export("sealing.Draft", "Sealed to its author; opened where it was begun.")
    hooks.keep_from_export("sealing.Member", "Told with the mentorships that have these rooms.")
    hooks.keep_from_export("sealing.Epoch", "A number; its keys are among the files.")
    own = events.by_member
    own("sealing.lock_set", _("Set a lock"))
    own("sealing.way_added", _("Added a way into your lock"))
    own("sealing.way_removed", _("Took a way into your lock away"))
    own("sealing.locked_everywhere", _("Closed your lock everywhere"))
    own("sealing.copy_taken", _("Took a copy of private words along"))
    own("sealing.replacement_asked", _("Said that every way into your lock is lost"))
    own("sealing.replacement_stopped", _("Stopped another lock from taking its place"))
    own("sealing.lock_replaced", _("Another lock took the place of the lost one"))
    own("sealing.history_opened_again", _("A shared history was opened to you again"))


def forget(person: Any, *, at: datetime) -> None:
    services.forget(person, at=at)


def _lock(person: Any) -> Iterable[hooks.Row]:
    for identity in Identity.objects.filter(person=person).order_by("generation", "made_at"):
        ways = [way.kind for way in identity.ways.order_by("made_at", "pk")]
        yield (identity.generation, identity.recipient, identity.state, identity.made_at, ways)


def _lock_files(person: Any) -> Iterable[tuple[str, bytes]]:
    for identity in Identity.objects.filter(person=person).order_by("generation", "made_at"):
        for number, way in enumerate(identity.ways.order_by("made_at", "pk"), start=1):
            yield f"{identity.generation}/{number}-{way.kind}.age", bytes(way.blob)
        pins = Pins.objects.filter(identity=identity).first()
        if pins is not None:
            yield f"{identity.generation}/pins.txt", bytes(pins.blob)


def _theirs(person: Any) -> Iterable[Words]:
    for room in queries.rooms_to_take_along(person):
        until = queries.until_of(room, person)
        yield from queries.all_words(room, until=until).select_related("room")


def _words(person: Any) -> Iterable[hooks.Row]:
    for one in _theirs(person):
        yield (
            str(one.room_id),
            one.n,
            str(one.mid),
            one.kind,
            str(one.ref or ""),
            one.by_id == person.pk,
            one.at,
            bytes(one.sha256).hex(),
            _name(one) if one.file else "",
        )


def _words_files(person: Any) -> Iterable[tuple[str, bytes]]:
    for one in _theirs(person):
        if one.file:
            yield _name(one), bytes(one.file)
    theirs = queries.rooms_to_take_along(person)
    grants = Grant.objects.filter(to__person=person, epoch__room__in=theirs).select_related("epoch")
    for grant in grants.order_by("epoch__room", "epoch__number", "made_at"):
        name = f"{grant.epoch.room_id}/keys/{grant.epoch.number:04}-{grant.pk.hex[:8]}.age"
        yield name, bytes(grant.file)


def _attachments(person: Any) -> Iterable[hooks.Row]:
    for one in queries.attachments_to_take_along(person):
        yield (
            str(one.room_id),
            str(one.mid),
            str(one.pk),
            one.by_id == person.pk,
            one.at,
            bytes(one.sha256).hex(),
            _file_name(one),
        )


def _attachments_files(person: Any) -> Iterable[tuple[str, bytes]]:
    for one in queries.attachments_to_take_along(person):
        with suppress(services.AttachmentGone):
            yield _file_name(one), services.content_of(one)


def _file_name(one: Attachment) -> str:
    return f"{one.room_id}/{one.pk}.age"


def _name(words: Words) -> str:
    return f"{words.room_id}/{words.n:06}.age"


EXPORTS = (
    hooks.Export(
        "lock",
        _("your lock: its public key, and its ways in, sealed as they are"),
        LOCK,
        _lock,
        ("sealing.Identity", "sealing.Way", "sealing.Pins"),
        _lock_files,
    ),
    hooks.Export(
        "sealed-words",
        _("your private words and those written to you, sealed as they are, and their keys"),
        WORDS,
        _words,
        ("sealing.Words", "sealing.Room", "sealing.Grant"),
        _words_files,
    ),
    hooks.Export(
        "sealed-attachments",
        _("files that were sent with private words, sealed as they are"),
        FILES,
        _attachments,
        ("sealing.Attachment",),
        _attachments_files,
    ),
)
