"""What is asked about locks, rooms and words, one module a noun."""

from amanah.sealing.queries.locks import (
    current_identity,
    has_lock,
    identities_of,
    is_open,
    opening_of,
    passkeys_with_prf,
    ways_into,
    whoever_may_stop,
)
from amanah.sealing.queries.pages import newest_rows, standing_of
from amanah.sealing.queries.protections import missing_protections
from amanah.sealing.queries.rooms import (
    all_words,
    drafts_in,
    epochs_of,
    grants_for,
    hashes_after,
    last_in,
    members_of,
    members_who_wait,
    newest_words,
    older_words,
    room_of_own,
    rooms_for,
    until_of,
    words_chosen,
)

__all__ = [
    "all_words",
    "current_identity",
    "drafts_in",
    "epochs_of",
    "grants_for",
    "has_lock",
    "hashes_after",
    "identities_of",
    "is_open",
    "last_in",
    "members_of",
    "members_who_wait",
    "missing_protections",
    "newest_rows",
    "newest_words",
    "older_words",
    "opening_of",
    "passkeys_with_prf",
    "room_of_own",
    "rooms_for",
    "standing_of",
    "until_of",
    "ways_into",
    "whoever_may_stop",
    "words_chosen",
]
