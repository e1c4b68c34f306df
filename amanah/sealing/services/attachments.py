"""Files that go with words: each sealed by its author's client, and kept beside the database."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from amanah.base import attachments
from amanah.base.fields import CannotDecrypt
from amanah.base.later import every
from amanah.base.refusal import Refused
from amanah.people.models import Person
from amanah.sealing import files, queries, sizes
from amanah.sealing.hooks import WITHDRAWN
from amanah.sealing.models import Attachment, Room, Words
from amanah.sealing.services.rooms import locked
from amanah.sealing.services.words import RoomClosed

# What one person may bring to one room: the disk is everybody's.
MOST_A_DAY, MOST_BYTES_A_DAY = 20, 60 * 1024 * 1024
DAY = timedelta(days=1)
# So long an attachment waits for its words.
WAITS_FOR = DAY


class AttachmentRefused(Refused):
    """Not a sealed file, of no size that clients make, or for words that are there already."""

    code = "sealing.not_an_attachment"
    status = 422


class TooLarge(Refused):
    code = "sealing.attachment_too_large"
    status = 413


class TooMany(Refused):
    """Enough for a day: tomorrow there is room again."""

    code = "sealing.too_many_attachments"
    status = 422


class AttachmentGone(Refused):
    code = "sealing.attachment_gone"
    status = 410


class CannotKeep(Refused):
    """The disk did not take it."""

    code = "sealing.attachment_not_kept"
    status = 503


@dataclass(frozen=True)
class Brought:
    """A sealed file, as a client brings it, for words that it will send next."""

    pk: UUID
    mid: UUID
    content: bytes


def bring(room: Room, brought: Brought, *, by: Person, at: datetime) -> tuple[Attachment, bool]:
    """Keep a sealed file for words that follow. Returns it, and whether it is new."""
    before = _brought_before(room, brought, by=by)
    if before is not None:
        return before, False
    _check(room, brought, by=by, at=at)
    try:
        with attachments.keeping() as keep:
            name = keep(brought.content, about=_about())
            return _kept(room, brought, name, by=by, at=at), True
    except OSError as cause:
        raise CannotKeep(_("This file could not be kept just now. Try again later.")) from cause


@transaction.atomic
def _kept(room: Room, brought: Brought, name: UUID, *, by: Person, at: datetime) -> Attachment:
    """The row of a file that is on the disk, once nothing is against it that came meanwhile."""
    room = locked(room)
    _check(room, brought, by=by, at=at)
    return Attachment.objects.create(
        pk=brought.pk,
        room=room,
        mid=brought.mid,
        by=by,
        at=at,
        sha256=hashlib.sha256(brought.content).digest(),
        size=len(brought.content),
        file=name,
    )


def content_of(attachment: Attachment) -> bytes:
    """The sealed bytes. Raises `AttachmentGone` where they are not there any more."""
    try:
        return attachments.read(attachment.file, about=_about())
    except (attachments.NotThere, CannotDecrypt) as cause:
        raise AttachmentGone(_("This file is not there any more.")) from cause


@every(timedelta(hours=1), offset=timedelta(minutes=40))
def drop_unsent_attachments(*, at: datetime) -> None:
    """Remove attachments whose words never came: a tab was closed, or somebody thought again."""
    waiting = queries.attachments_without_words().filter(at__lte=at - WAITS_FOR)
    for room in Room.objects.filter(pk__in=waiting.values("room")).order_by("pk"):
        _drop_of(room, at=at)


@transaction.atomic
def _drop_of(room: Room, *, at: datetime) -> None:
    locked(room)  # so that no words come for them meanwhile
    drop(queries.attachments_without_words().filter(room=room, at__lte=at - WAITS_FOR))


@transaction.atomic
def fade_attachments(*, until: datetime) -> None:
    """Let those go whose words were taken back by then, once no bytes of the words are left."""
    back = Words.objects.filter(
        room=OuterRef("room"), ref=OuterRef("mid"), kind=WITHDRAWN, at__lte=until
    )
    there = Words.objects.filter(room=OuterRef("room")).exclude(file=b"")
    first, edits = there.filter(mid=OuterRef("mid")), there.filter(ref=OuterRef("mid"))
    fading = (
        Attachment.objects.exclude(file=None)
        .filter(Exists(back))
        .exclude(Exists(first))
        .exclude(Exists(edits.exclude(kind=WITHDRAWN)))
    )
    names = dict(fading.values_list("pk", "file"))
    attachments.discard(names.values())
    Attachment.objects.filter(pk__in=names).update(file=None)


@transaction.atomic
def drop(gone: QuerySet[Attachment]) -> None:
    """Delete attachments, with their files."""
    attachments.discard(list(gone.exclude(file=None).values_list("file", flat=True)))
    gone.delete()


def drop_in(rooms: Iterable[UUID]) -> None:
    drop(Attachment.objects.filter(room__in=list(rooms)))


def _brought_before(room: Room, brought: Brought, *, by: Person) -> Attachment | None:
    """The same file, brought again after a lost answer."""
    found = Attachment.objects.filter(pk=brought.pk).exclude(file=None).first()
    if found is None:
        return None
    same = (room.pk, brought.mid, by.pk, hashlib.sha256(brought.content).digest())
    if (found.room_id, found.mid, found.by_id, bytes(found.sha256)) != same:
        raise AttachmentRefused(_("This file does not belong here."))
    return found


def _check(room: Room, brought: Brought, *, by: Person, at: datetime) -> None:
    if room.closed_at is not None:
        raise RoomClosed(_("Nothing more is written here."))
    if len(brought.content) > sizes.MOST_SEALED:
        raise TooLarge(_("This file is too large."))
    if not files.is_sealed(brought.content, files.X25519) or not sizes.is_one(brought.content):
        raise AttachmentRefused(_("This file is not sealed as it should be."))
    taken = Attachment.objects.filter(pk=brought.pk).exists()
    if taken or room.words.filter(mid=brought.mid).exists():
        raise AttachmentRefused(_("This file does not belong here."))
    lately = Attachment.objects.filter(room=room, by=by, at__gt=at - DAY)
    size = lately.aggregate(all=Sum("size"))["all"] or 0
    if lately.count() >= MOST_A_DAY or size + len(brought.content) > MOST_BYTES_A_DAY:
        raise TooMany(_("These are many files for one day. Tomorrow there is room again."))


def _about() -> str:
    field: Any = Attachment._meta.get_field("file")
    about: str = field.about
    return about
