"""Taking sealed words, each once, in their places."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.people.models import Person
from amanah.sealing import files, hooks, queries
from amanah.sealing.models import Attachment, Epoch, Identity, Room, Words
from amanah.sealing.services.rooms import locked

MOST_BYTES = 256 * 1024


class WordsRefused(Refused):
    """Not a sealed file, too large, of a kind that nobody knows, or a change of another's words."""

    code = "sealing.not_words"
    status = 422


class WordsFixed(Refused):
    """Others rely on these words as they are."""

    code = "sealing.words_fixed"


class AttachmentMissing(Refused):
    """An attachment of these words is not here, or not any more: bring it again."""

    code = "sealing.attachment_missing"


class OneWayIn(Refused):
    """Private words with one way in, or passkeys alone, would be lost with a device."""

    code = "sealing.one_way_in"
    status = 422


class RoomClosed(Refused):
    code = "sealing.room_closed"


class NTaken(Refused):
    """Somebody else's words have this place: look again, and seal for the next."""

    code = "sealing.n_taken"


class MidTaken(Refused):
    """Words of this name are there already, sealed for another place."""

    code = "sealing.mid_taken"

    def __init__(self, message: str, row: Words) -> None:
        super().__init__(message)
        self.row = row


class OtherEpoch(Refused):
    code = "sealing.other_epoch"


class NewEpochNeeded(Refused):
    """Somebody came, left or has new keys since the newest epoch began."""

    code = "sealing.new_epoch_needed"


@dataclass(frozen=True)
class Parcel:
    """Sealed words, as a client brings them."""

    n: int
    mid: UUID
    epoch: int
    kind: str
    ref: UUID | None
    file: bytes
    # Those that were brought before, for these words.
    attachments: tuple[UUID, ...] = ()


@transaction.atomic
def post_words(room: Room, parcel: Parcel, *, by: Person, at: datetime) -> tuple[Words, bool]:
    """Keep words at the end of a room. Returns them, and whether they are new: a retry is not."""
    room = locked(room)
    before = room.words.filter(mid=parcel.mid).first()
    if before is not None:
        is_same = before.by_id == by.pk and bytes(before.sha256) == _hash(parcel.file)
        if is_same and before.n == parcel.n:
            return before, False
        raise MidTaken(_("These words are there already."), before)
    _check_parcel(room, parcel, by=by)
    _check_place(room, parcel, by=by, at=at)
    _check_attachments(room, parcel, by=by)
    words = Words.objects.create(
        room=room,
        n=parcel.n,
        mid=parcel.mid,
        epoch=parcel.epoch,
        by=by,
        kind=parcel.kind,
        ref=parcel.ref,
        at=at,
        sha256=_hash(parcel.file),
        file=parcel.file,
    )
    for hear in hooks.written:
        hear(words, at)
    return words, True


def _check_parcel(room: Room, parcel: Parcel, *, by: Person) -> None:
    known = hooks.kinds.get(parcel.kind)
    is_known = known is not None and known.is_shared != room.is_private
    is_back = parcel.kind == hooks.WITHDRAWN and parcel.ref is not None
    if not (is_known or is_back):
        raise WordsRefused(_("Words of this kind do not belong here."))
    if len(parcel.file) > MOST_BYTES or not files.is_sealed(parcel.file, files.X25519):
        raise WordsRefused(_("These words are not sealed, or too long."))
    if parcel.ref is None:
        return
    first = room.words.filter(mid=parcel.ref).first()
    is_own = first is not None and first.by_id == by.pk and first.ref is None
    if not is_own or (not is_back and first is not None and first.kind != parcel.kind):
        raise WordsRefused(_("Only your own words can be changed."))
    if any(is_fixed(room, parcel.ref) for is_fixed in hooks.fixed):
        raise WordsFixed(_("These words are part of what was signed, and stay as they are."))


def _check_place(room: Room, parcel: Parcel, *, by: Person, at: datetime) -> None:
    if room.closed_at is not None:
        raise RoomClosed(_("Nothing more is written here."))
    newest = queries.epochs_of(room).last()
    if newest is None or newest.number != parcel.epoch:
        raise OtherEpoch(_("The keys of this room have changed."))
    if not room.is_private and not _is_for_everybody(room, newest):
        raise NewEpochNeeded(_("Who is here has changed."))
    if room.is_private and not queries.has_two_ways(by, at=at):
        raise OneWayIn(_("Add a second way into your lock first: nobody could recover this."))
    if parcel.n != queries.last_in(room) + 1:
        raise NTaken(_("Somebody else was first."))


def _check_attachments(room: Room, parcel: Parcel, *, by: Person) -> None:
    """Words are not kept without what goes with them."""
    here = Attachment.objects.filter(room=room, mid=parcel.mid, by=by).exclude(file=None)
    if set(parcel.attachments) - set(here.values_list("pk", flat=True)):
        raise AttachmentMissing(_("A file of these words is not here any more."))


def _is_for_everybody(room: Room, epoch: Epoch) -> bool:
    """Whether the newest epoch is for the keys of those who are here now, and no others."""
    if queries.members_who_wait(room).exists():
        return False
    here = room.members.filter(left_at=None).values("person")
    current = Identity.objects.filter(person__in=here, state=Identity.State.CURRENT)
    # Opening it again to somebody's new keys does not make it an epoch for them.
    granted = epoch.grants.filter(by=epoch.by, made_at=epoch.made_at).values_list("to", flat=True)
    return set(current.values_list("pk", flat=True)) == set(granted)


def _hash(file: bytes) -> bytes:
    return hashlib.sha256(file).digest()
