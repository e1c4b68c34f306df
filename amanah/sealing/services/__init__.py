"""What can happen to locks, rooms and words, one module a noun."""

from amanah.sealing import hooks
from amanah.sealing.services.attachments import (
    AttachmentGone,
    AttachmentRefused,
    Brought,
    CannotKeep,
    TooLarge,
    TooMany,
    bring,
    content_of,
    drop_unsent_attachments,
)
from amanah.sealing.services.copies import note_copy
from amanah.sealing.services.drafts import save_draft
from amanah.sealing.services.epochs import (
    Awaited,
    EpochTaken,
    GrantRefused,
    begin_epoch,
    grant_again,
)
from amanah.sealing.services.fading import delete_rooms, fade_words, forget, let_room_go
from amanah.sealing.services.locks import (
    HasLock,
    LockRefused,
    NewLock,
    NewWay,
    PinsMoved,
    make_lock,
    save_pins,
)
from amanah.sealing.services.openings import close, close_everywhere, open_here
from amanah.sealing.services.replacing import (
    NothingWaits,
    bring_due,
    replace_due_locks,
    replace_lock,
    stop_replacement,
)
from amanah.sealing.services.rooms import close_room, let_go, let_in, open_room
from amanah.sealing.services.ways import LastWay, add_way, remove_way
from amanah.sealing.services.words import (
    AttachmentMissing,
    MidTaken,
    NewEpochNeeded,
    NTaken,
    OneWayIn,
    OtherEpoch,
    Parcel,
    RoomClosed,
    WordsFixed,
    WordsRefused,
    post_words,
)

__all__ = [
    "AttachmentGone",
    "AttachmentMissing",
    "AttachmentRefused",
    "Awaited",
    "Brought",
    "CannotKeep",
    "EpochTaken",
    "GrantRefused",
    "HasLock",
    "LastWay",
    "LockRefused",
    "MidTaken",
    "NTaken",
    "NewEpochNeeded",
    "NewLock",
    "NewWay",
    "NothingWaits",
    "OneWayIn",
    "OtherEpoch",
    "Parcel",
    "PinsMoved",
    "RoomClosed",
    "TooLarge",
    "TooMany",
    "WordsFixed",
    "WordsRefused",
    "add_way",
    "begin_epoch",
    "bring",
    "bring_due",
    "close",
    "close_everywhere",
    "close_room",
    "content_of",
    "delete_rooms",
    "drop_unsent_attachments",
    "fade_words",
    "forget",
    "grant_again",
    "hooks",
    "let_go",
    "let_in",
    "let_room_go",
    "make_lock",
    "note_copy",
    "open_here",
    "open_room",
    "post_words",
    "remove_way",
    "replace_due_locks",
    "replace_lock",
    "save_draft",
    "save_pins",
    "stop_replacement",
]
